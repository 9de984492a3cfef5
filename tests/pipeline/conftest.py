"""A folder of small articles, and a run that shows nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from onrecord.ledger.connect import Ledger, open_ledger
from onrecord.ledger.write import Kept
from onrecord.pipeline.run import Summary, add
from onrecord.pipeline.settings import Settings

ARTICLES = {
    "bridge.txt": "The mayor of Tarn, Ilse Brandt, said on Monday the bridge was safe.\n\n"
    "“We checked it twice,” she said.\n",
    "ferry.txt": "Ferry owner Tomas Okoro warned that fares would rise in May.\n\nPassengers said they were angry.\n",
    "wall.html": "<html><head><title>Wall</title></head><body><article><h1>Wall to stay</h1>"
    "<p>Finance minister Anna Reed said the harbour wall had cost ninety million, far more than planned last year.</p>"
    "<p>“Nobody asked me about it before the storm came,” Reed told reporters in the capital on Wednesday.</p>"
    "</article></body></html>",
}


class Silent:
    """Notes what a run reports of its progress."""

    def __init__(self) -> None:
        self.sources = 0
        self.opened = 0
        self.total = Kept()

    def begin(self, sources: int) -> None:
        self.sources = sources

    def listed(self) -> None:
        self.opened += 1

    def kept(self, total: Kept) -> None:
        self.total = total

    def end(self) -> None:
        pass


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, content in ARTICLES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(str(tmp_path / "news.db"), create=True)


def run(ledger: Ledger, *paths: object, settings: Settings | None = None) -> Summary:
    return add([str(path) for path in paths], ledger, settings or Settings(workers=1), Silent())


def rows(ledger: Ledger, query: str) -> list[tuple[object, ...]]:
    with ledger.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def everything(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the ledger, without the runs and the times that tell one run from another."""
    told = {"run", "seq", "seen"}
    found = {}
    for (name,) in rows(ledger, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"):
        if name == "runs" or "_words_" in str(name) or str(name).startswith("sqlite_"):
            continue
        columns = [str(row[1]) for row in rows(ledger, f"PRAGMA table_info({name})") if row[1] not in told]
        found[str(name)] = sorted(rows(ledger, f"SELECT {', '.join(map(quoted, columns))} FROM {name}"), key=repr)
    return found


def quoted(name: str) -> str:
    return f'"{name}"'
