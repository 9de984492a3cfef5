"""Verifying: every row checked against the characters it rests on, and every derived value made once more.

A document is checked at a time, so that memory stays flat however large the ledger is.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, ForeignKey, Select, Table, exists, select
from sqlalchemy.exc import DatabaseError

from onrecord.documents.alignment import verify_alignment
from onrecord.ledger.connect import Ledger
from onrecord.ledger.copies import band_keys, find_copies
from onrecord.ledger.corrections import settled
from onrecord.ledger.edits import cast_of, person_id
from onrecord.ledger.rows import (
    PERSON,
    Row,
    actor_row,
    actors_from,
    alignment_from,
    appearance_id,
    dates_from,
    day_of,
    document_from,
    statement_from,
    subjects_of,
    unpack,
)
from onrecord.ledger.schema import (
    actors,
    appearances,
    bands,
    copies,
    corrections,
    documents,
    mentions,
    metadata,
    originals,
    reviews,
    statements,
    subjects,
    tombstones,
    versions,
)
from onrecord.records import (
    Aligned,
    Document,
    Span,
    Spans,
    Statement,
    actor_id,
    content_id,
    evidence,
    statement_id,
)

# How many rows are fetched at a time where a whole table is gone through.
FETCHED = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was written. `table` and `id` name the row; `what`: in words, for people."""

    table: str
    id: str
    what: str


def verify(ledger: Ledger) -> Iterator[Problem]:
    """Everything in the ledger that is not as it was written; nothing when all is well.

    Where SQLite finds its file damaged, that is all there is to say. PostgreSQL looks after its files by itself.
    """
    if ledger.is_sqlite:
        damage = _file(ledger)
        yield from damage
        if damage:
            return
        yield from _words(ledger)
    with ledger.reading() as connection:
        yield from _links(connection)
        yield from _originals(connection)
        for document in _each(connection, select(documents).order_by(documents.c.id)):
            yield from _document(connection, document)
        yield from _reviews(connection)
        yield from _buried(connection)


def _each(connection: Connection, found: Select[Any], fetched: int = FETCHED) -> Iterator[Row]:
    for row in connection.execute(found, execution_options={"yield_per": fetched}).mappings():
        yield dict(row)


def _all(connection: Connection, table: Table, document: str) -> list[Row]:
    rows = connection.execute(select(table).where(table.c.document == document)).mappings()
    return [dict(row) for row in rows]


def _file(ledger: Ledger) -> list[Problem]:
    """What SQLite itself finds wrong with its file."""
    with ledger.maintaining() as connection:
        try:
            found = [line for (line,) in connection.exec_driver_sql("PRAGMA integrity_check") if line != "ok"]
        except DatabaseError as error:
            found = [str(error.orig)]
    return [Problem("file", ledger.name, f"SQLite finds it damaged: {line}") for line in found]


def _words(ledger: Ledger) -> Iterator[Problem]:
    """SQLite's indexes of words that do not have the words of their tables."""
    with ledger.maintaining() as connection:
        for index, table in (("statement_words", "statements"), ("actor_words", "actors")):
            try:
                connection.exec_driver_sql(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
            except DatabaseError:
                yield Problem(index, ledger.name, f"the index of words is not in step with {table}")


def _links(connection: Connection) -> Iterator[Problem]:
    """Rows that point at a row which is not there."""
    for table in metadata.sorted_tables:
        key = next(iter(table.primary_key.columns))
        for link in table.foreign_keys:
            yield from _dangling(connection, table, key.name, link)


def _dangling(connection: Connection, table: Table, key: str, link: ForeignKey) -> Iterator[Problem]:
    parent = link.column.table.alias("parent")
    there = exists().where(parent.c[link.column.name] == link.parent)
    lost = select(table.c[key], link.parent).where(link.parent.is_not(None), ~there)
    for row in connection.execute(lost.order_by(table.c[key])):
        what = f"its {link.parent.name} {row[1]} is not among the {link.column.table.name}"
        yield Problem(table.name, str(row[0]), what)


def _originals(connection: Connection) -> Iterator[Problem]:
    for row in _each(connection, select(originals).order_by(originals.c.sha256), fetched=1):
        try:
            data = unpack(row["packed"])
        except zlib.error as error:
            yield Problem("originals", row["sha256"], f"its bytes cannot be unpacked ({error})")
            continue
        digest = hashlib.sha256(data).hexdigest()
        if digest != row["sha256"]:
            yield Problem("originals", row["sha256"], f"its bytes have another SHA-256: {digest}")
        if len(data) != row["size"]:
            yield Problem("originals", row["sha256"], f"it has {len(data)} bytes, and {row['size']} were noted")


def _document(connection: Connection, row: Row) -> Iterator[Problem]:
    """What is wrong with a document and with all that rests on it."""
    document = document_from(row)
    if document.id != content_id("document", document.text):
        yield Problem("documents", document.id, "its text is not the one it is named after")
    if row["day"] != day_of(document):
        yield Problem("documents", document.id, f"its day {row['day']!r} is not that of {document.published}")
    keys = {(band["band"], band["key"]) for band in _all(connection, bands, document.id)}
    if keys != set(enumerate(band_keys(document.text))):
        yield Problem("bands", document.id, "they are not those of its text")
    yield from _copies(connection, document)
    places = _all(connection, appearances, document.id)
    for place in places:
        yield from _appearance(connection, document, place)
    urls = {place["url"] for place in places}
    for version in _all(connection, versions, document.id):
        if version["url"] not in urls:
            yield Problem("versions", version["url"], f"{document.id} was not found there")
    yield from _actors(connection, document)
    yield from _statements(connection, document)


def _copies(connection: Connection, document: Document) -> Iterator[Problem]:
    """The links to documents with greater ids; each link is so seen once."""
    stored = {
        link.other: (link.jaccard, link.containment)
        for link in connection.execute(select(copies).where(copies.c.one == document.id))
    }
    found = {
        other: (likeness.jaccard, likeness.containment)
        for other, likeness in find_copies(connection, document.id, document.text)
        if other > document.id
    }
    for other in sorted(stored.keys() | found.keys()):
        if stored.get(other) != found.get(other):
            what = f"its link to {other} is {_shares(stored.get(other))}, by the texts {_shares(found.get(other))}"
            yield Problem("copies", document.id, what)


def _shares(likeness: tuple[float, float] | None) -> str:
    return "none" if likeness is None else f"{likeness[0]:.4f} of both and {likeness[1]:.4f} of the shorter"


def _appearance(connection: Connection, document: Document, place: Row) -> Iterator[Problem]:
    def problem(what: str) -> Problem:
        return Problem("appearances", place["id"], what)

    if place["id"] != appearance_id(document.id, place["original"], place["origin"], place["member"]):
        yield problem("its document, original, origin or member is not the one it is named after")
    for claim in dates_from(place["dates"]):
        if not _inside(claim.spans, document.text):
            yield problem(f"the place of its date {claim.text!r} is outside the text")
    packed = connection.execute(select(originals.c.packed).where(originals.c.sha256 == place["original"])).scalar()
    alignment = alignment_from(place["alignment"])
    if packed is None or (place["encoding"] is None and not alignment):
        return
    try:
        decoded = unpack(packed).decode(place["encoding"] or "utf-8", "replace")
    except zlib.error:
        return  # told of the original already
    except LookupError as error:
        yield problem(f"its original does not decode as {place['encoding']} ({error})")
        return
    for run in verify_alignment(document.text, decoded, alignment):
        yield problem(f"characters {_shown(run.text)} are not those of its original at {_shown(run.original)}")
    whole = Span(0, len(document.text))
    if decoded == document.text and alignment != (Aligned(whole, whole),):
        yield problem("its original is the text itself, and it is not aligned so")


def _actors(connection: Connection, document: Document) -> Iterator[Problem]:
    spoken = _all(connection, mentions, document.id)
    for mention in spoken:
        place = Span(mention["span_start"], mention["span_end"])
        yield from _pinned("mentions", mention["actor"], "mention", (place,), mention["text"], document.text)
    rows = _all(connection, actors, document.id)
    for row, actor in zip(rows, actors_from(rows, spoken), strict=True):
        kind = PERSON if row["made_by"] == PERSON else actor.kind
        if actor.id != actor_id(document.id, kind, actor.name):
            yield Problem("actors", actor.id, f"its name {actor.name!r} or kind is not the one it is named after")
        if row["called"] != actor_row(actor, document.id, row["model"])["called"]:
            yield Problem("actors", actor.id, "the names it is searched by are not those of its mentions and roles")
        for role in actor.roles:
            if not _inside(role.spans, document.text):
                yield Problem("actors", actor.id, f"the place of its role {role.title!r} is outside the text")
    known = {row["id"] for row in rows}
    for mention in spoken:
        if mention["actor"] not in known:
            yield Problem("mentions", mention["actor"], f"it is no actor of {document.id}")


def _statements(connection: Connection, document: Document) -> Iterator[Problem]:
    cast = cast_of(connection, document.id)
    actor_ids = {actor.id for actor in cast}
    rows = _all(connection, statements, document.id)
    roots = {row["id"] for row in rows if row["root"] == row["id"]}
    named = select(subjects).where(subjects.c.statement.in_([row["id"] for row in rows]))
    stored = {(row.statement, row.actor) for row in connection.execute(named)}
    for row in rows:
        statement = statement_from(row)

        def problem(what: str, row: Row = row) -> Problem:
            return Problem("statements", row["id"], what)

        for name, spans, text in _pieces(statement):
            yield from _pinned("statements", statement.id, name, spans, text, document.text)
        if not _inside(statement.certainty.spans, document.text):
            yield problem("the place of its certainty is outside the text")
        if statement.id != _id(document.id, row, statement):
            yield problem("its characters or what it says are not those it is named after")
        if row["day"] != day_of(document):
            yield problem(f"its day {row['day']!r} is not its document's")
        if row["root"] not in roots:
            yield problem(f"the row that it corrects, {row['root']}, is not there")
        if row["within"] is not None and row["within"] not in roots:
            yield problem(f"what holds it, {row['within']}, is not there")
        for actor in {*statement.addressees, statement.source.actor} - actor_ids - {None}:
            yield problem(f"{actor} is no actor of {document.id}")
        found = {(statement.id, actor) for actor in subjects_of(statement, cast)}
        if found != {pair for pair in stored if pair[0] == statement.id}:
            yield Problem("subjects", statement.id, "they are not the actors whom its content names")


def _id(document: str, row: Row, statement: Statement) -> str:
    """The id that a statement must have."""
    if row["made_by"] == PERSON:
        return person_id(document, None if row["root"] == row["id"] else row["root"], statement)
    return statement_id(document, statement.source.spans, statement.cue.spans, statement.content.spans)


def _pieces(statement: Statement) -> Iterator[tuple[str, Spans, str]]:
    yield "source", statement.source.spans, statement.source.text
    yield "cue", statement.cue.spans, statement.cue.text
    yield "content", statement.content.spans, statement.content.text
    if statement.date is not None:
        yield "date", statement.date.spans, statement.date.text


def _pinned(table: str, id: str, name: str, spans: Spans, shown: str, text: str) -> Iterator[Problem]:
    """A problem when the characters of some spans are not what is stored."""
    if not _inside(spans, text):
        yield Problem(table, id, f"its {name} is outside the text: {', '.join(map(_shown, spans))}")
    elif evidence(text, spans) != shown:
        yield Problem(table, id, f"its {name} is {shown!r}, and the text has {evidence(text, spans)!r}")


def _inside(spans: Spans, text: str) -> bool:
    return all(0 <= span.start < span.end <= len(text) for span in spans)


def _shown(span: Span) -> str:
    return f"[{span.start}, {span.end})"


def _reviews(connection: Connection) -> Iterator[Problem]:
    """Reviews against the log that they are made from, and that what stands is there."""
    stored = {row["target"]: row for row in _each(connection, select(reviews))}
    log = _each(connection, select(corrections).order_by(corrections.c.target, corrections.c.seq))
    for target, lines in groupby(log, key=lambda line: line["target"]):
        if stored.pop(target, None) != settled(list(lines)):
            yield Problem("reviews", target, "it is not what its corrections come to")
    for target in stored:
        yield Problem("reviews", target, "it has no corrections")
    for table, state in ((statements, reviews.c.state != "merged"), (actors, reviews.c.state == "merged")):
        lost = select(reviews).where(state, reviews.c.standing.is_not(None))
        for row in connection.execute(lost.where(~exists().where(table.c.id == reviews.c.standing))):
            yield Problem("reviews", row.target, f"what stands for it, {row.standing}, is not among the {table.name}")


def _buried(connection: Connection) -> Iterator[Problem]:
    for document in connection.execute(
        select(documents.c.id).join(tombstones, tombstones.c.document == documents.c.id)
    ):
        yield Problem("documents", document.id, "it was forgotten, and is there")
