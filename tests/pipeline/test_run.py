from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from onrecord.documents.items import Intake
from onrecord.ledger.connect import Ledger, open_ledger
from onrecord.ledger.forget import forget
from onrecord.pipeline.run import add
from onrecord.pipeline.settings import MIB, Settings
from tests.pipeline.conftest import ARTICLES, Silent, everything, rows, run


def test_a_folder_comes_in_and_a_second_time_nothing_changes(pages: Path, ledger: Ledger) -> None:
    first = run(ledger, pages)
    assert (first.kept.documents, first.kept.skipped) == (3, 0)
    assert first.kept.statements >= 5
    before = everything(ledger)
    assert len(before["documents"]) == len(before["items"]) == 3
    second = run(ledger, pages)
    assert (second.run, second.done_before) == (None, 3)
    assert everything(ledger) == before
    assert rows(ledger, "SELECT count(*) FROM runs") == [(1,)]


def test_only_what_is_new_or_changed_is_read(pages: Path, ledger: Ledger) -> None:
    run(ledger, pages)
    (pages / "ferry.txt").write_text("Ferry owner Tomas Okoro denied that fares would rise.\n", encoding="utf-8")
    (pages / "copy.txt").write_text(ARTICLES["bridge.txt"], encoding="utf-8")
    again = run(ledger, pages)
    assert (again.kept.documents, again.kept.known, again.done_before) == (1, 1, 2)
    places = rows(
        ledger, "SELECT origin FROM appearances JOIN documents d ON d.id = document WHERE d.text LIKE '%Brandt%'"
    )
    assert len(places) == 2


def test_afresh_opens_every_file_and_reads_no_text_twice(pages: Path, ledger: Ledger) -> None:
    run(ledger, pages)
    before = everything(ledger)
    again = run(ledger, pages, settings=Settings(workers=1, resume=False))
    assert (again.kept.documents, again.kept.known, again.done_before) == (0, 3, 0)
    assert everything(ledger) == before


def test_progress_counts_files(pages: Path, ledger: Ledger) -> None:
    progress = Silent()
    add([str(pages)], ledger, Settings(workers=2), progress)
    assert (progress.sources, progress.opened, progress.total.documents) == (3, 3, 3)


def test_the_order_of_rows_does_not_depend_on_workers(pages: Path, tmp_path: Path) -> None:
    found = []
    for workers in (1, 2):
        ledger = open_ledger(str(tmp_path / f"{workers}.db"), create=True)
        run(ledger, pages, settings=Settings(workers=workers))
        found.append(rows(ledger, "SELECT seq, id FROM statements ORDER BY seq"))
    assert found[0] == found[1]


def test_an_archive_is_marked_as_a_whole_and_by_member(pages: Path, tmp_path: Path, ledger: Ledger) -> None:
    archive = tmp_path / "pages.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in ARTICLES:
            packed.write(pages / name, name)
    run(ledger, archive)
    assert [row[0] for row in rows(ledger, "SELECT member FROM items ORDER BY member")] == ["", *sorted(ARTICLES)]
    again = run(ledger, archive)
    assert (again.run, again.done_before) == (None, 1)
    with zipfile.ZipFile(archive, "a") as packed:
        packed.writestr("new.txt", "The union said on Friday that the strike was over.")
    more = run(ledger, archive)
    assert (more.kept.documents, more.done_before) == (1, 3)


def test_what_is_skipped_is_kept_with_its_reason(pages: Path, ledger: Ledger, tmp_path: Path) -> None:
    (pages / "empty.txt").write_text("  \n", encoding="utf-8")
    (pages / "fremd.txt").write_text(
        "Der Bürgermeister sagte am Montag, die Brücke über den Fluss sei sicher und werde bald wieder geöffnet.",
        encoding="utf-8",
    )
    found = run(ledger, pages, tmp_path / "nowhere.txt")
    assert found.kept.skipped == 3
    reasons = {
        Path(str(origin)).name: str(reason) for origin, reason in rows(ledger, "SELECT origin, reason FROM skipped")
    }
    assert "does not exist" in reasons["nowhere.txt"]
    assert "another language (de)" in reasons["fremd.txt"]
    assert "empty" in reasons["empty.txt"]
    assert run(ledger, pages, tmp_path / "nowhere.txt").run is None
    forced = run(ledger, pages, settings=Settings(workers=1, force=True, retry=True))
    assert forced.kept.documents == 1
    assert rows(ledger, "SELECT count(*) FROM skipped WHERE origin LIKE '%fremd.txt'") == [(0,)]


def test_a_forgotten_text_does_not_come_back(pages: Path, ledger: Ledger) -> None:
    run(ledger, pages / "bridge.txt")
    ((document,),) = rows(ledger, "SELECT id FROM documents")
    with ledger.atomic() as connection:
        forget(connection, str(document), "Ann", "asked to")
    assert run(ledger, pages / "bridge.txt").run is None
    (pages / "again.txt").write_text(ARTICLES["bridge.txt"], encoding="utf-8")
    again = run(ledger, pages / "again.txt")
    assert (again.kept.documents, again.kept.skipped) == (0, 1)
    ((reason,),) = rows(ledger, "SELECT reason FROM skipped")
    assert "was removed from this ledger" in str(reason)


def test_columns_of_a_table_are_named(tmp_path: Path, ledger: Ledger) -> None:
    table = tmp_path / "news.jsonl.gz"
    lines = [json.dumps({"story": text, "day": f"2024-05-0{k}"}) for k, text in enumerate(ARTICLES.values(), 1)]
    table.write_bytes(gzip.compress("\n".join(lines).encode()))
    intake = Intake(columns=(("text", "story"), ("published", "day")))
    assert run(ledger, table, settings=Settings(intake=intake, workers=1)).kept.documents == 3
    assert rows(ledger, "SELECT day, published_from FROM documents ORDER BY day")[0] == ("2024-05-01", "metadata")


def test_an_item_that_takes_too_long_is_given_up_and_the_run_goes_on(
    pages: Path, ledger: Ledger, tmp_path: Path
) -> None:
    # Two million words cannot be read in three seconds, here or elsewhere.
    (pages / "a-long-one.txt").write_text("The mayor said the wall was safe. " * 60_000, encoding="utf-8")
    found = run(ledger, pages, settings=Settings(workers=1, seconds=3))
    assert (found.kept.documents, found.kept.skipped) == (3, 1)
    ((reason,),) = rows(ledger, "SELECT reason FROM skipped")
    assert reason == "it took longer than 3 s and was given up: allow more with --seconds"


def test_an_item_that_takes_too_much_memory_is_given_up(pages: Path, ledger: Ledger) -> None:
    (pages / "a-large-one.txt").write_text("The mayor said the wall was safe. " * 120_000, encoding="utf-8")
    found = run(ledger, pages, settings=Settings(workers=1, memory=500 * MIB))
    assert (found.kept.documents, found.kept.skipped) == (3, 1)
    ((reason,),) = rows(ledger, "SELECT reason FROM skipped")
    assert "for want of memory (500 MB)" in str(reason)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_a_killed_run_goes_on_and_leaves_no_process_behind(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:03}.txt").write_text(
            f"Report {number}.\n\n{ARTICLES['bridge.txt']}\n\nShe said {number} people had complained.\n" * 4,
            encoding="utf-8",
        )
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    run(open_ledger(str(whole), create=True), folder)
    command = [sys.executable, "-m", "onrecord.cli.main", "add", str(folder), "--ledger", str(killed), "--workers", "2"]
    for seconds in (0.2, 2.0, 3.0, 3.5):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(seconds)
        process.kill()
        process.communicate()
        deadline = time.monotonic() + 20
        while _of_group(process.pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not _of_group(process.pid)
    subprocess.run(command, check=True, capture_output=True)
    assert everything(open_ledger(str(killed))) == everything(open_ledger(str(whole)))


def _of_group(group: int) -> list[int]:
    """The processes left of a run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (
                    os.getpgid(int(entry.name)) == group
                    and (entry / "stat").read_text().split(")")[-1].split()[0] != "Z"
                ):
                    found.append(int(entry.name))
            except (ProcessLookupError, FileNotFoundError):
                continue
    return found
