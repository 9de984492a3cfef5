"""One row of the ledger with all that it rests on: its characters, its place in the original, its history."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from onrecord.documents.alignment import original_spans
from onrecord.errors import UnknownRow
from onrecord.ledger.corrections import Correction, history
from onrecord.ledger.read import Entry, Place, load, load_original
from onrecord.ledger.schema import statements
from onrecord.records import Span, Spans, Statement

# Characters of the original shown on either side of the evidence, so that its markup can be seen.
AROUND = 40


@dataclass(frozen=True, slots=True)
class InOriginal:
    """Evidence as it stands in an original. `spans`: characters of the decoded original; empty where not aligned."""

    place: Place
    spans: Spans
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement with what it rests on. `context`: the paragraphs of the text that its spans touch."""

    entry: Entry
    statement: Statement
    context: Span
    originals: tuple[InOriginal, ...]
    history: tuple[Correction, ...]


def evidence_of(connection: Connection, statement: str) -> Evidence:
    """The evidence of a statement as it stands. Raises UnknownRow, also for one that a person rejected."""
    row = connection.execute(
        select(statements.c.document, statements.c.root).where(statements.c.id == statement)
    ).first()
    if row is None:
        raise UnknownRow(f"{statement} is not in this ledger: `onrecord find` shows ids")
    entry = load(connection, row.document)
    wanted = {statement, row.root}
    standing = [
        s
        for s in entry.record.statements
        if s.id in wanted or (s.id in entry.reviews and entry.reviews[s.id].root in wanted)
    ]
    if not standing:
        raise UnknownRow(f"{statement} was rejected and does not stand: `onrecord history {statement}` says by whom")
    shown = standing[0]
    text = entry.record.document.text
    return Evidence(
        entry,
        shown,
        _paragraphs(text, shown),
        tuple(_in_original(connection, place, shown.content.spans) for place in entry.places),
        history(connection, row.root),
    )


def _paragraphs(text: str, statement: Statement) -> Span:
    spans = [*statement.source.spans, *statement.cue.spans, *statement.content.spans]
    start = text.rfind("\n", 0, min(span.start for span in spans)) + 1
    end = text.find("\n", max(span.end for span in spans))
    return Span(start, len(text) if end < 0 else end)


def _in_original(connection: Connection, place: Place, spans: Spans) -> InOriginal:
    found = tuple(piece for span in spans for piece in original_spans(place.alignment, span))
    if not found:
        return InOriginal(place, (), ())
    decoded = load_original(connection, place.sha256).characters(place.encoding or "utf-8")
    start, end = min(span.start for span in found), max(span.end for span in found)
    return InOriginal(place, found, (decoded[max(0, start - AROUND) : end + AROUND],))
