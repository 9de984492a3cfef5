"""Writing: runs, and what was read in them, each batch with its marks in one transaction."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, func, insert, select, update

from onrecord.language.version import package_version
from onrecord.ledger.connect import Ledger
from onrecord.ledger.copies import find_copies
from onrecord.ledger.rows import Row, Rows, storable, unstorable
from onrecord.ledger.schema import (
    copies,
    documents,
    items,
    metadata,
    runs,
    skipped,
    tombstones,
    versions,
)
from onrecord.records import Skipped


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one item: a file, or a member of an archive, table, feed or crawl.

    `sha256`: of the item's bytes, None for what was never opened (a missing path), which leaves no mark and is tried
    again by the next run.
    """

    origin: str
    member: str | None
    sha256: str | None
    rows: tuple[Rows, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What a batch added: `documents` new texts, `known` texts that were there, `statements`, `skipped` items."""

    documents: int = 0
    known: int = 0
    statements: int = 0
    skipped: int = 0

    def __add__(self, other: Kept) -> Kept:
        return Kept(
            self.documents + other.documents,
            self.known + other.known,
            self.statements + other.statements,
            self.skipped + other.skipped,
        )


def now() -> str:
    """This moment in UTC, ISO 8601 to the second."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def start_run(ledger: Ledger, verb: str, model: str, settings: Row) -> int:
    """Note that a run begins; gives its number."""
    with ledger.atomic() as connection:
        number = connection.execute(
            insert(runs).returning(runs.c.id),
            {"verb": verb, "started": now(), "version": package_version(), "model": model, "settings": settings},
        ).scalar_one()
    return int(number)


def finish_run(ledger: Ledger, run: int) -> None:
    """Note that a run came to its end, and let the database learn how its tables are filled."""
    with ledger.atomic() as connection:
        connection.execute(update(runs).where(runs.c.id == run).values(finished=now()))
        connection.exec_driver_sql("ANALYZE")


def keep(ledger: Ledger, run: int, outcomes: Sequence[Outcome]) -> Kept:
    """Write what came of some items, with the marks that they are done, all or nothing."""
    total = Kept()
    with ledger.atomic() as connection:
        for outcome in outcomes:
            total += _keep_one(connection, run, outcome)
    return total


def _keep_one(connection: Connection, run: int, outcome: Outcome) -> Kept:
    total, left_out = Kept(), list(outcome.skipped)
    for rows in outcome.rows:
        refused = _refused(connection, rows)
        if refused is not None:
            left_out.append(Skipped(outcome.origin, outcome.member, "keep", refused))
            continue
        total += _keep_rows(connection, run, rows)
    if outcome.sha256 is not None:
        place = _place(outcome.origin, outcome.member)
        connection.execute(delete(skipped).where(*_is(skipped, place)))
        mark = place | {"sha256": outcome.sha256, "documents": len(outcome.rows), "run": run}
        add_missing(connection, items, [mark])
    add_missing(connection, skipped, [_note(left) | {"run": run} for left in left_out])
    return replace(total, skipped=len(left_out))


def _refused(connection: Connection, rows: Rows) -> str | None:
    """Why a document may not come into the ledger; None where it may."""
    buried = connection.execute(select(tombstones.c.at).where(tombstones.c.document == rows.document)).scalar()
    if buried is not None:
        return f"its text was removed from this ledger on {buried[:10]} (`onrecord forget`) and stays out"
    return unstorable(rows)


def _place(origin: str, member: str | None) -> Row:
    return {"origin": storable(origin), "member": storable(member or "")}


def _note(left_out: Skipped) -> Row:
    return _place(left_out.origin, left_out.member) | {"step": left_out.step, "reason": storable(left_out.reason)}


def _is(searched: Table, row: Row) -> Iterator[ColumnElement[bool]]:
    """The conditions that a row of the table has these values."""
    return (searched.c[name] == value for name, value in row.items())


def _keep_rows(connection: Connection, run: int, rows: Rows) -> Kept:
    there = connection.execute(select(documents.c.id).where(documents.c.id == rows.document)).first() is not None
    statements = 0
    if not there:
        add_rows(connection, run, rows.read)
        by_table = dict(rows.read)
        statements = len(by_table["statements"])
        add_copies(connection, rows.document, by_table["documents"][0]["text"])
    for name, found in rows.found:
        add_missing(connection, metadata.tables[name], [row | {"run": run} for row in found])
    if rows.url is not None:
        _add_version(connection, run, rows.url, rows.document, rows.fetched)
    return Kept(documents=int(not there), known=int(there), statements=statements)


def add_rows(connection: Connection, run: int, tables: Iterable[tuple[str, Sequence[Row]]]) -> None:
    """Insert rows of several tables, with the number of the run where the table has one."""
    for name, rows in tables:
        table = metadata.tables[name]
        if rows:
            numbered = [row | {"run": run} for row in rows] if "run" in table.c else list(rows)
            connection.execute(insert(table), numbered)


def add_missing(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose primary key is not there yet; the writer is alone, so nothing comes in between."""
    keys = list(table.primary_key.columns)
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        key = tuple(row[k.name] for k in keys)
        there = select(*keys).where(*(k == value for k, value in zip(keys, key, strict=True)))
        if key not in seen and connection.execute(there).first() is None:
            connection.execute(insert(table), row)
        seen.add(key)


def add_copies(connection: Connection, document: str, text: str) -> None:
    """Link a document to its copies; its bands are in the ledger."""
    for other, likeness in find_copies(connection, document, text):
        one, two = sorted((document, other))
        row = {"one": one, "other": two, "jaccard": likeness.jaccard, "containment": likeness.containment}
        connection.execute(insert(copies), row)


def _add_version(connection: Connection, run: int, url: str, document: str, fetched: str | None) -> None:
    known = select(versions.c.number).where(versions.c.url == url)
    if connection.execute(known.where(versions.c.document == document)).first() is None:
        last = connection.execute(select(func.max(versions.c.number)).where(versions.c.url == url)).scalar()
        connection.execute(
            insert(versions),
            {"url": url, "number": (last or 0) + 1, "document": document, "seen": fetched or now(), "run": run},
        )


# Asked of every file of a folder that was read before: built once, as building it takes longer than the answer.
_MARK = select(items.c.run).where(*(items.c[name] == bindparam(name) for name in ("origin", "member", "sha256")))


def is_done(connection: Connection, origin: str, member: str | None, sha256: str, *, retry: bool = False) -> bool:
    """Whether these bytes were read at this place before. `retry`: not if any of them were skipped."""
    place = _place(origin, member)
    if connection.execute(_MARK, place | {"sha256": sha256}).first() is None:
        return False
    left_out = select(skipped.c.run).where(skipped.c.origin == place["origin"])
    if member is not None:
        left_out = left_out.where(skipped.c.member == place["member"])
    return not (retry and connection.execute(left_out).first() is not None)


def is_noted(connection: Connection, left_out: Skipped) -> bool:
    """Whether the ledger says already that this was skipped, and why."""
    return connection.execute(select(skipped.c.run).where(*_is(skipped, _note(left_out)))).first() is not None


def is_known(connection: Connection, document: str) -> bool:
    """Whether the ledger holds a text, or has buried it."""
    return any(
        connection.execute(select(column).where(column == document)).first() is not None
        for column in (documents.c.id, tombstones.c.document)
    )
