"""Statements as marks in an annotation tool: a region for each part, and links that bind the parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from onrecord.records import Act, CertaintyLevel, Span, Spans, Statement, StatementKind

# Tools keep an annotation on one line, its words between tabs.
_BREAK = re.compile(r"\s*[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


# What a person may choose for a statement, by the names of `Region` and of the ledger's `Changes`.
CHOICES: dict[str, type[StrEnum]] = {"kind": StatementKind, "act": Act, "certainty": CertaintyLevel}


class Part(StrEnum):
    """What a region is of a statement."""

    SOURCE = "Source"
    CUE = "Cue"
    CONTENT = "Content"


@dataclass(frozen=True, slots=True)
class Region:
    """Marked characters. All but `part` and `spans` are a content's: what the person set of its statement.

    `statement`: the id of the row it was made from; `speaker`: a name, or the empty string for nobody.
    """

    part: Part
    spans: Spans
    statement: str | None = None
    speaker: str = ""
    kind: StatementKind | None = None
    act: Act | None = None
    certainty: CertaintyLevel | None = None

    def chosen(self, name: str, value: str) -> Region:
        """The region with one of `CHOICES` made. Raises ValueError, which lists what there is to choose from."""
        if value not in list(CHOICES[name]):
            raise ValueError(f"{value!r} is no {name}: choose from {', '.join(CHOICES[name])}")
        choice: dict[str, Any] = {name: CHOICES[name](value)}
        return replace(self, **choice)


@dataclass(frozen=True, slots=True)
class Mark:
    """A statement as a person left it: its content, with the source and cue linked to it."""

    content: Region
    source: Spans
    cue: Spans


@dataclass(frozen=True, slots=True)
class Returned:
    """A document as it came back. `origin`: the file, for messages; `text`: as the tool had it.

    `exported`: the statements that went out, so that one which is not among the marks was deleted; `left`: what was
    marked and is no statement, for people.
    """

    origin: str
    document: str
    text: str
    exported: tuple[str, ...]
    marks: tuple[Mark, ...]
    left: tuple[str, ...] = ()


def gather(regions: Mapping[str, Region], links: Iterable[tuple[str, str]]) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    """The statements that regions and links come to, in the order of the text; and the names of regions left over.

    A link binds a content to a source or a cue, whichever way it was drawn.
    """
    parts: dict[tuple[str, Part], set[Span]] = {}
    used = {name for name, region in regions.items() if region.part is Part.CONTENT}
    for ends in links:
        for one, other in (ends, ends[::-1]):
            if one in regions and other in regions and regions[one].part is Part.CONTENT is not regions[other].part:
                parts.setdefault((one, regions[other].part), set()).update(regions[other].spans)
                used.add(other)
    marks = [
        Mark(
            region,
            tuple(sorted(parts.get((name, Part.SOURCE), ()))),
            tuple(sorted(parts.get((name, Part.CUE), ()))),
        )
        for name, region in regions.items()
        if region.part is Part.CONTENT
    ]
    return tuple(sorted(marks, key=lambda mark: mark.content.spans)), tuple(n for n in regions if n not in used)


def choices_of(statement: Statement) -> dict[str, StrEnum]:
    """What the statement has for each of `CHOICES`."""
    return dict(zip(CHOICES, (statement.kind, statement.act, statement.certainty.level), strict=True))


def even_lines(text: str) -> str:
    """The text with line ends that every tool counts alike, as long as before: "\\r\\n" becomes " \\n"."""
    return text.replace("\r\n", " \n").replace("\r", "\n")


def lines_of(text: str, spans: Spans) -> Spans:
    """The spans cut at line breaks and tabs, without the white space around the cuts."""
    return tuple(piece for span in spans for piece in _lines(text, span))


def _lines(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for cut in _BREAK.finditer(text, span.start, span.end):
        if start < cut.start():
            yield Span(start, cut.start())
        start = cut.end()
    if start < span.end:
        yield Span(start, span.end)


def joined(text: str, spans: Spans) -> Spans:
    """The same evidence in the fewest pieces: pieces that only white space parts are one, and none has any at its ends.

    However a tool cuts or trims a span, what it comes to is the same.
    """
    pieces: list[Span] = []
    for span in sorted(spans):
        words = span.of(text)
        trimmed = Span(span.start + len(words) - len(words.lstrip()), span.start + len(words.rstrip()))
        if trimmed.start >= trimmed.end:
            continue
        last = pieces[-1] if pieces else None
        if last is not None and not text[last.end : trimmed.start].strip():
            pieces[-1] = Span(last.start, max(last.end, trimmed.end))
        else:
            pieces.append(trimmed)
    return tuple(pieces)
