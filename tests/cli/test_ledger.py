"""The verbs over one ledger of the example pages, as a user types them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.main import VERBS, cli

EXAMPLES = Path(__file__).parent.parent.parent / "examples" / "pages"


def run(ledger: Path | str, *arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=given, env={"ONRECORD_LEDGER": str(ledger)})


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ledger = tmp_path_factory.mktemp("filled") / "news.db"
    said = lines(run(ledger, "add", str(EXAMPLES)))
    assert said[0].startswith("5 new documents with ")
    assert said[1].startswith("1 item skipped: `onrecord skipped")
    return ledger


@pytest.fixture
def ledger(filled: Path, tmp_path: Path) -> Path:
    """A copy, for those that change it."""
    return Path(shutil.copy(filled, tmp_path / "news.db"))


def found_in(outlet: str, ledger: Path) -> list[dict[str, str]]:
    """The statements of an outlet."""
    found: list[dict[str, str]] = json.loads(run(ledger, "find", "--outlet", outlet, "--format", "json").stdout)
    return found


def statement(ledger: Path, *how: str) -> str:
    """The id of the first statement found."""
    return str(json.loads(run(ledger, "find", *how, "--format", "json").stdout)[0]["id"])


def test_every_verb_has_a_line_of_help_and_an_example() -> None:
    for verb in VERBS:
        said = CliRunner().invoke(cli, [verb, "--help"]).stdout
        assert f"Example: onrecord {verb}" in said, verb


def test_who_finds_by_name_and_by_role(filled: Path) -> None:
    assert lines(run(filled, "who", "molenaar"))[0].startswith("Piet Molenaar  person")
    by_role = json.loads(run(filled, "who", "mayor", "--format", "json").stdout)
    assert {row["speaker"] for row in by_role} == {"Ilse Brandt"}
    assert lines(run(filled, "who", "Nobody")) == ["Nobody in the ledger is called Nobody."]


def test_find_by_words_and_filters(filled: Path) -> None:
    found = json.loads(
        run(filled, "find", "wall", "--by", "Molenaar", "--outlet", "Coast Observer", "--format", "json").stdout
    )
    assert [row["outlet"] for row in found] == ["Coast Observer"]
    assert "no danger" in found[0]["content_text"]
    dates = [row["day"] for row in json.loads(run(filled, "find", "--since", "2024-03-18", "--format", "json").stdout)]
    assert dates == sorted(dates, reverse=True)
    assert dates[-1] >= "2024-03-18"
    rows = list(csv.DictReader(io.StringIO(run(filled, "find", "--about", "Brandt", "--format", "csv").stdout)))
    assert all("mayor" in row["content_text"] or "Brandt" in row["content_text"] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("find",), "say what to look for"),
        (("find", "--", "-wall"), "names no word to look for"),
        (("find", "wall", "--since", "spring"), "is no day for --since"),
        (("show", "statement-0123456789"), "is not in this ledger"),
        (("show", "ferry"), "is no id"),
        (("sql", "DELETE FROM documents"), "the database refused"),
        (("sql", "ATTACH 'x.db' AS x"), "the database refused"),
        (("correct", "statement-", "--as", "Ann"), "fits several rows"),
        (("versions", "https://nowhere.example"), "is not in this ledger"),
        (("add", "x.csv", "--column", "text"), "names no column"),
        (("add", "x.csv", "--column", "size=body"), "is no column that is read"),
    ],
)
def test_errors_say_what_to_do(filled: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run(filled, *arguments)
    assert result.exit_code == 1
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_no_ledger_is_no_traceback(tmp_path: Path) -> None:
    missing = run(tmp_path / "none.db", "stats")
    assert missing.exit_code == 1
    assert "does not exist: make it with `onrecord add" in missing.stderr
    (tmp_path / "text.db").write_text("no database at all, but a text of some length that is none", encoding="utf-8")
    assert "Error: " in run(tmp_path / "text.db", "stats").stderr


def test_show_gives_the_characters_in_text_and_page(filled: Path) -> None:
    row = statement(filled, "could", "collapse", "--outlet", "The Tarn Courier", "--kind", "indirect", "--by", "Brandt")
    shown = run(filled, "show", row[:18]).stdout
    assert "Evidence" in shown
    assert "Read by 0." in shown
    found = json.loads(run(filled, "show", row, "--format", "json").stdout)
    assert found["statement"]["id"] == row
    (place,) = found["places"]
    page = (EXAMPLES / "courier-wall.html").read_text(encoding="utf-8")
    assert place["origin"].endswith("courier-wall.html")
    evidence = "".join(page[start:end] for start, end in place["content_spans"])
    assert "could collapse" in evidence
    text = json.loads(run(filled, "show", found["document"]["id"], "--format", "json").stdout)["document"]["text"]
    assert [text[a:b] for a, b in found["statement"]["content"]["spans"]] == [found["statement"]["content"]["text"]]
    actor = found["actor"]["id"]
    assert run(filled, "show", actor).stdout.startswith("Ilse Brandt")


def test_sql_reads(filled: Path) -> None:
    rows = json.loads(
        run(filled, "sql", "SELECT outlet, COUNT(*) AS n FROM said GROUP BY 1", "--format", "json").stdout
    )
    assert {row["outlet"] for row in rows} == {
        "The Tarn Courier", "Coast Observer", "Tarn Harbour Board", "North Sea Agency",
    }  # fmt: skip
    assert lines(run(filled, "sql", "SELECT id AS a, id AS a FROM runs"))[0].split() == ["a", "a_2"]


def test_copies_tell_what_was_changed(filled: Path) -> None:
    said = run(filled, "copies").stdout
    assert "copied by 2024-03-15 · Coast Observer" in said
    assert "{-immediate-}" in said
    (cluster,) = json.loads(run(filled, "copies", "--format", "json").stdout)
    assert len(cluster["copies"]) == 1


def test_a_correction_its_history_and_its_undoing(ledger: Path) -> None:
    row = statement(ledger, "letters", "--by", "Molenaar")
    (edited,) = lines(run(ledger, "correct", row, "--as", "Ann", "--speaker", "Clara Weber", "--why", "it was she"))
    assert " · Ann · edit · speaker: Clara Weber · it was she · correction-" in edited
    (found,) = json.loads(run(ledger, "find", "--review", "edited", "--format", "json").stdout)
    assert (found["speaker"], found["confidence"]) == ("Clara Weber", 1.0)
    assert "edited by a person" in run(ledger, "show", row).stdout
    assert len(lines(run(ledger, "history", row))) == 1
    assert run(ledger, "correct", edited.rpartition(" ")[2], "--undo", "--as", "Bob").exit_code == 0
    assert json.loads(run(ledger, "find", "--review", "edited", "--format", "json").stdout) == []
    run(ledger, "correct", row, "--reject", "--as", "Ann")
    assert "was rejected" in run(ledger, "show", row).stderr
    assert [line.split(" · ")[2] for line in lines(run(ledger, "history", row))] == ["edit", "undo", "reject"]


def test_a_missed_statement_is_added(ledger: Path) -> None:
    (document,) = {
        row["document"]
        for row in json.loads(run(ledger, "find", "--outlet", "Coast Observer", "--format", "json").stdout)
    }
    said = run(ledger, "correct", document, "--add", "--content", "0-20", "--speaker", "Ilse Brandt", "--as", "Ann")
    assert said.exit_code == 0, said.output
    (found,) = json.loads(run(ledger, "find", "--review", "added", "--format", "json").stdout)
    assert found["speaker"] == "Ilse Brandt"
    outside = run(ledger, "correct", document, "--add", "--content", "0-99999", "--as", "Ann")
    assert "is no stretch of" in outside.stderr


def test_forget_and_verify(ledger: Path) -> None:
    assert lines(run(ledger, "verify")) == ["Every hash, id and span is as it was."]
    (document,) = {
        row["document"]
        for row in json.loads(run(ledger, "find", "--outlet", "Coast Observer", "--format", "json").stdout)
    }
    assert "are gone" in run(ledger, "forget", document, "--as", "Ann", "--why", "a court order").stdout
    assert lines(run(ledger, "copies")) == ["No document of the ledger copies another."]
    again = lines(run(ledger, "add", str(EXAMPLES), "--retry"))
    assert again[0].startswith("0 new documents")
    assert lines(run(ledger, "verify")) == ["Every hash, id and span is as it was."]


def test_versions_show_a_silent_edit(tmp_path: Path) -> None:
    page = EXAMPLES / "courier-wall.html"
    changed = tmp_path / "later.html"
    changed.write_text(page.read_text(encoding="utf-8").replace("no immediate danger", "no danger"), encoding="utf-8")
    ledger = tmp_path / "news.db"
    run(ledger, "add", str(page), str(changed))
    (one,) = lines(run(ledger, "versions"))
    assert one.startswith("https://tarn-courier.example/2024/03/14/harbour-wall · 2 versions")
    assert "{-immediate-}" in run(ledger, "versions", one.split()[0]).stdout


def test_standard_input_and_a_second_time(tmp_path: Path) -> None:
    ledger = tmp_path / "news.db"
    text = "The mayor of Tarn, Ilse Brandt, said on Monday the bridge was safe."
    assert lines(run(ledger, "add", "-", given=text))[0].startswith("1 new document with 1 statement")
    again = lines(run(ledger, "add", "-", given=text))[0]
    assert again.startswith("0 new documents with 0 statements, 1 item read before")


def test_nothing_is_fetched_unless_asked_for(tmp_path: Path) -> None:
    ledger = tmp_path / "news.db"
    assert lines(run(ledger, "add", "https://tarn-courier.example/wall"))[1].startswith("1 item skipped")
    assert "add --fetch" in run(ledger, "skipped", "--format", "json").stdout


def test_rereading_with_the_same_reader_changes_nothing(ledger: Path) -> None:
    assert lines(run(ledger, "reread", "--quiet")) == ["0 documents read anew."]
    before = found_in("Coast Observer", ledger)
    assert lines(run(ledger, "reread", before[0]["document"], "--quiet")) == ["1 document read anew."]
    assert found_in("Coast Observer", ledger) == before


def test_claims_of_another_day_are_shown_in_conflict(tmp_path: Path) -> None:
    ledger, page = tmp_path / "news.db", (EXAMPLES / "observer-wall.html").read_text(encoding="utf-8")
    (tmp_path / "page.html").write_text(page.replace("/news/tarn-wall", "/2023/01/02/tarn-wall"), encoding="utf-8")
    run(ledger, "add", str(tmp_path / "page.html"))
    row = json.loads(run(ledger, "find", "letters", "--format", "json").stdout)[0]
    assert row["day"] == "2024-03-15"
    shown = run(ledger, "show", row["id"]).stdout
    assert "day 2024-03-15 by metadata: 2024-03-15\n" in shown
    assert "day 2023-01-02 by url: 2023/01/02 (in conflict)" in shown


def test_forget_needs_the_whole_id(ledger: Path) -> None:
    document = found_in("Coast Observer", ledger)[0]["document"]
    result = run(ledger, "forget", document[:-1], "--as", "Ann", "--why", "a slip")
    assert result.exit_code == 1
    assert found_in("Coast Observer", ledger)
