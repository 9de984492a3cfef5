"""Finding: statements by their words, speakers, subjects, dates, outlets and kinds, as they stand after corrections."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from onrecord.errors import SettingsError, UnknownRow
from onrecord.ledger.changes import clusters
from onrecord.ledger.schema import actors, documents, reviews, runs, said, skipped, statements, subjects
from onrecord.ledger.search import has_name, has_words
from onrecord.records import Act, StatementKind, Status

# A name that so many actors share finds the first of them; a query by it is a query by a common word.
MOST_ACTORS = 20_000
# So many rows from the front are looked for in another way than all of them.
FEW = 500
# What a person can have made of a statement that stands.
REVIEWS = ("machine", "accepted", "edited", "added")


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; None is anything.

    `by`, `about`: a name or role of the speaker, or of somebody the statement names; `actor`: the speaker's id;
    `since`, `until`: days of publication, both included; `review`: one of `REVIEWS`.
    """

    words: str | None = None
    by: str | None = None
    about: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    act: str | None = None
    status: str | None = None
    outlet: str | None = None
    document: str | None = None
    actor: str | None = None
    min_confidence: float | None = None
    review: str | None = None
    limit: int | None = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it stands, with its speaker and where it was published. `day` is empty where it is not known.

    `speaker`: None where the text names nobody; `review`: `machine`, or what a person made of it.
    """

    id: str
    day: str
    outlet: str | None
    title: str | None
    url: str | None
    speaker: str | None
    source_text: str
    cue_text: str
    content_text: str
    kind: str
    act: str
    certainty: str
    status: str
    why: str | None
    confidence: float
    review: str
    document: str
    actor: str | None


_ID = re.compile(r"[a-z]+-[0-9a-f]*")
_COLUMNS = [said.c[name] for name in Said.__slots__]


@dataclass(frozen=True, slots=True)
class Named:
    """A name under which actors of the ledger go. `first`, `last`: days of their statements, empty where unknown."""

    name: str
    kind: str
    country: str | None
    documents: int
    statements: int
    first: str
    last: str


def find(connection: Connection, query: Query) -> tuple[Said, ...]:
    """The statements that fit, the latest first, in an order that does not change between runs."""
    return tuple(Said(*row) for row in connection.execute(_ordered(connection, query)))


def stream(connection: Connection, query: Query) -> Iterator[Said]:
    """As `find`, a few at a time, for many."""
    result = connection.execute(_ordered(connection, query), execution_options={"yield_per": 1000})
    for row in result:
        yield Said(*row)


def count(connection: Connection, query: Query) -> int:
    """How many statements fit, whatever the limit."""
    found = select(func.count()).select_from(said).where(*_conditions(connection, query))
    return int(connection.execute(found).scalar_one())


def who(connection: Connection, name: str) -> tuple[Named, ...]:
    """The names that fit a name or role, those who say most first."""
    ids = _called(connection, name)
    spoken = (
        select(
            said.c.read_actor,
            func.count().label("statements"),
            func.min(said.c.day).label("first"),
            func.max(said.c.day).label("last"),
        )
        .where(said.c.read_actor.in_(ids))
        .group_by(said.c.read_actor)
        .subquery()
    )
    # One who was merged goes under the name of the actor merged into.
    standing = actors.alias("standing")
    merged = (reviews.c.target == actors.c.id) & (reviews.c.state == "merged")
    called, kind = (func.coalesce(standing.c[column], actors.c[column]) for column in ("name", "kind"))
    rows = connection.execute(
        select(
            called.label("name"),
            kind.label("kind"),
            func.max(func.coalesce(standing.c.country, actors.c.country)).label("country"),
            func.count(actors.c.document.distinct()).label("documents"),
            func.coalesce(func.sum(spoken.c.statements), 0).label("statements"),
            func.coalesce(func.min(spoken.c.first), "").label("first"),
            func.coalesce(func.max(spoken.c.last), "").label("last"),
        )
        .select_from(
            actors.outerjoin(reviews, merged)
            .outerjoin(standing, standing.c.id == reviews.c.standing)
            .outerjoin(spoken, spoken.c.read_actor == actors.c.id)
        )
        .where(actors.c.id.in_(ids))
        .group_by(called, kind)
    )
    found = (Named(**(dict(row) | {"statements": int(row["statements"])})) for row in rows.mappings())
    # Sorted here: each database sorts letters in its own way.
    return tuple(sorted(found, key=lambda named: (-named.statements, named.name, named.kind)))


def _ordered(connection: Connection, query: Query) -> Select[Any]:
    order = (said.c.day.desc(), said.c.document.desc(), said.c.position.desc(), said.c.id.desc())
    few = query.limit is not None and query.limit + query.offset <= FEW
    fits = _conditions(connection, query, first_few=few)
    if query.limit is not None:
        # Numbers are sorted first and rows fetched for the few that are wanted: a row is a hundred times as long.
        wanted = select(said.c.seq).where(*fits).order_by(*order).limit(query.limit).offset(query.offset)
        fits = [said.c.seq.in_(wanted.correlate(None))]
        return select(*_COLUMNS).where(*fits).order_by(*order)
    return select(*_COLUMNS).where(*fits).order_by(*order).offset(query.offset)


def _conditions(connection: Connection, query: Query, *, first_few: bool = False) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if query.words is not None:
        # A sum is in no index: with a name given too, SQLite shall begin at the speaker, who has fewer rows than words.
        number = said.c.seq if query.by is None else said.c.seq + 0
        first_few = first_few and query.by is None
        where.append(has_words(connection, number, query.words, first_few=first_few))
    if query.by is not None:
        where.append(said.c.read_actor.in_(_called(connection, query.by)))
    if query.about is not None:
        named = select(subjects.c.statement).where(subjects.c.actor.in_(_called(connection, query.about)))
        where.append(said.c.id.in_(named))
    if query.since is not None:
        where.append(said.c.day >= _day(query.since, "since"))
    if query.until is not None:
        where += [said.c.day <= _day(query.until, "until"), said.c.day != ""]
    for name, choices in (("kind", StatementKind), ("act", Act), ("status", Status)):
        value = getattr(query, name)
        if value is not None:
            where.append(said.c[name] == _one_of(value, name, [choice.value for choice in choices]))
    if query.review is not None:
        where.append(said.c.review == _one_of(query.review, "review", REVIEWS))
    for name in ("outlet", "document", "actor"):
        if getattr(query, name) is not None:
            where.append(said.c[name] == getattr(query, name))
    if query.min_confidence is not None:
        where.append(said.c.confidence >= query.min_confidence)
    return where


def _called(connection: Connection, name: str) -> Select[Any]:
    """The ids of the actors called so, with those who were merged into them and without those merged away."""
    fits = has_name(connection, actors.c.seq, name)
    # A table of its own, or the databases would look the words up again for each of its three uses.
    called = select(actors.c.id).where(fits).limit(MOST_ACTORS).cte()
    is_called = select(called.c.id)
    merged = select(reviews.c.target).where(reviews.c.state == "merged")
    into = merged.where(reviews.c.standing.in_(is_called), reviews.c.target.not_in(is_called))
    away = merged.where(reviews.c.standing.not_in(is_called))
    ids = is_called.where(called.c.id.not_in(away)).union_all(into).cte()
    return select(ids.c.id)


def _day(value: str, name: str) -> str:
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise SettingsError(f"{value!r} is no day for --{name}: give YYYY-MM-DD, such as 2017-04-13") from error


def _one_of(value: str, name: str, choices: Sequence[str]) -> str:
    if value not in choices:
        raise SettingsError(f"{value!r} is no {name}: choose from {', '.join(choices)}")
    return value


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one thing the ledger holds."""

    what: str
    number: int


def stats(connection: Connection) -> tuple[Count, ...]:
    """How much the ledger holds, thing by thing."""

    def number(counted: Select[Any]) -> int:
        return int(connection.execute(counted).scalar_one())

    everything = select(func.count())
    totals = [
        ("documents", everything.select_from(documents)),
        ("outlets", select(func.count(documents.c.outlet.distinct()))),
        ("actors", everything.select_from(actors)),
        ("statements", everything.select_from(said)),
        ("statements with a speaker", everything.select_from(said).where(said.c.read_actor.is_not(None))),
        ("statements a person has looked at", everything.select_from(reviews).where(reviews.c.state != "undone")),
        ("items skipped", everything.select_from(skipped)),
        ("runs", everything.select_from(runs)),
    ]
    found = [Count(what, number(counted)) for what, counted in totals]
    copied = Count("documents that copy another", sum(len(cluster.copies) for cluster in clusters(connection)))
    return (found[0], copied, *found[1:])


def full_id(connection: Connection, beginning: str) -> str:
    """The one id that begins so. Raises UnknownRow when there is none, or several."""
    tables = {"statement": statements.c.id, "actor": actors.c.id, "document": documents.c.id}
    kind = beginning.split("-", 1)[0]
    if kind not in tables or _ID.fullmatch(beginning) is None:
        raise UnknownRow(
            f"{beginning!r} is no id: ids begin with {', '.join(f'{name}-' for name in tables)} and go on in digits "
            "and letters from a to f; `onrecord find` shows them"
        )
    key = tables[kind]
    # "g" comes after every digit of an id, in whatever order the database sorts.
    after = beginning + "g"
    ids = connection.execute(select(key).where(key >= beginning, key < after).order_by(key).limit(3)).scalars().all()
    if not ids:
        raise UnknownRow(f"{beginning} is not in this ledger: `onrecord find` shows ids")
    if len(ids) > 1 and ids[0] != beginning:
        raise UnknownRow(f"{beginning} fits several rows ({', '.join(ids)}): give more of it")
    return str(ids[0])
