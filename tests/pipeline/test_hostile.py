"""Files made to do harm, in one folder with an article: each is refused and named, and the article is read."""

from __future__ import annotations

import gzip
import io
import resource
import sys
import time
import zipfile
from pathlib import Path

from onrecord.ledger.connect import Ledger
from onrecord.pipeline.settings import MIB, Settings
from tests.documents.samples import pdf
from tests.pipeline.conftest import ARTICLES, rows, run

# Well over what a quiet machine takes, well under what an unbounded reader would.
SECONDS, MEMORY = 90, 700 * MIB


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def _nested(depth: int) -> bytes:
    data = _zip({"page.txt": b"The mayor said the wall was safe."})
    for level in range(depth):
        data = _zip({f"{level}.zip": data})
    return data


def _laughs() -> str:
    entities = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{entities}]>'
        "<rss version='2.0'><channel><title>&l9;</title><item><title>&l9;</title></item></channel></rss>"
    )


def make_hostile(folder: Path) -> set[str]:
    """The files, by name."""
    files = {
        "bomb.zip": _zip({"zeros.txt": b"0" * (400 * MIB)}),
        "recursive.zip": _nested(40),
        "bomb.txt.gz": gzip.compress(b"0" * (400 * MIB)),
        "laughs.xml": _laughs().encode(),
        "outside.xml": b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b"<rss version='2.0'><channel><title>a</title><item><title>&x;</title><description>&x;</description></item>"
        b"</channel></rss>",
        "tags.html": b"<html><body>" + b"<b>" * 1_000_000,
        "deep.json": b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "loop.pdf": pdf([[(50, 780, "The mayor said so.")]]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
        "columns.csv": b"title,text\na," + b"x" * (40 * MIB) + b"\n",
        "nothing.warc.gz": gzip.compress(b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n"),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    with (folder / "line.jsonl").open("wb") as file:
        file.write(b'{"text": "')
        file.truncate(1 << 30)  # a line of one gigabyte that takes no room on the disk
    return {*files, "line.jsonl"}


def test_hostile_files_are_refused_by_name_and_harm_nothing(pages: Path, ledger: Ledger) -> None:
    (pages / "traversal.zip").write_bytes(_zip({"../../../outside.txt": ARTICLES["ferry.txt"].encode()}))
    hostile = make_hostile(pages)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    began = time.monotonic()
    found = run(ledger, pages, settings=Settings(workers=2, memory=MEMORY, seconds=20))
    assert time.monotonic() - began < SECONDS
    if sys.platform == "linux":
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
        assert grown < MEMORY
    assert found.kept.known + found.kept.documents == len(ARTICLES) + 1
    skipped = {Path(str(origin)).name for (origin,) in rows(ledger, "SELECT origin FROM skipped WHERE reason <> ''")}
    assert hostile <= skipped
    # A name that climbs out of the archive is only a name: its text is read, and nothing is written anywhere.
    assert rows(ledger, "SELECT count(*) FROM appearances WHERE member = '../../../outside.txt'") == [(1,)]
    assert not (pages.parent.parent.parent / "outside.txt").exists()
    assert run(ledger, pages).run is None
