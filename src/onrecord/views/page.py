"""A record as one self-contained web page: the article with its statements highlighted, and their rows beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from jinja2 import Environment, PackageLoader, select_autoescape

from onrecord.cells import offsets
from onrecord.records import Record
from onrecord.views.rows import RecordRows, StatementRow, rows_of

# Hues far enough apart to tell speakers by, used in turn; 0 is kept for what has no speaker.
HUES = (205, 30, 140, 280, 340, 90, 180, 250, 55, 310)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same statements: `rows` are their numbers, innermost last; `role` what it is of that."""

    text: str
    rows: tuple[int, ...]
    role: str
    first: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A statement in the margin."""

    number: int
    row: StatementRow
    hue: int | None
    offsets: str


def render_page(record: Record) -> str:
    """The page: no network, no other file; every highlight leads to its row and back, with or without scripts."""
    view = rows_of(record)
    lines = _lines(record, view)
    return _environment().get_template("record.html").render(
        record=record, view=view, lines=lines, hues={line.number: line.hue for line in lines},
        paragraphs=list(_paragraphs(record, lines)),
    )  # fmt: skip


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("onrecord.views"), autoescape=select_autoescape(["html"]), trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


def _lines(record: Record, view: RecordRows) -> list[Line]:
    hue: dict[str, int | None] = {}
    for k, speaker in enumerate(view.speakers):
        for row in speaker.rows:
            hue[row.statement.id] = HUES[k % len(HUES)]
    rows = {row.statement.id: row for speaker in view.speakers for row in speaker.rows}
    rows |= {row.statement.id: row for row in view.open_rows}
    return [
        Line(number, rows[s.id], hue.get(s.id), offsets(s.content.spans))
        for number, s in enumerate(record.statements, 1)
    ]


def _paragraphs(record: Record, lines: list[Line]) -> Iterator[list[Piece]]:
    text = record.document.text
    marks: list[tuple[int, int, int, str]] = []
    for line in lines:
        statement = line.row.statement
        for role, spans in (
            ("content", statement.content.spans), ("cue", statement.cue.spans), ("source", statement.source.spans)
        ):  # fmt: skip
            marks += [(span.start, span.end, line.number, role) for span in spans]
    at = 0
    seen: set[int] = set()
    for block in text.splitlines(keepends=True):
        body = block.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        inside = [m for m in marks if m[0] < at + len(body) and m[1] > at]
        edges = sorted({at, at + len(body), *(e for m in inside for e in m[:2] if at < e < at + len(body))})
        pieces = []
        for start, end in pairwise(edges):
            held = sorted((m for m in inside if m[0] <= start and end <= m[1]), key=lambda m: (m[0] - m[1], m[2]))
            rows = tuple(dict.fromkeys(m[2] for m in held))
            role = held[-1][3] if held else ""
            first = bool(rows) and rows[-1] not in seen
            seen.update(rows[-1:])
            pieces.append(Piece(text[start:end], rows, role, first))
        if body.strip():
            yield pieces
        at += len(block)
