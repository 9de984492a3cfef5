"""Where the text of a page stands in the page: every character of an extracted text mapped to its original."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from onrecord.documents.marking import MARKS, REFERENCE, MarkedPage, Piece, Place, decoded
from onrecord.records import Aligned, Span

SIGN = re.compile(f"[{chr(MARKS[0])}-{chr(MARKS[-1])}]")
AMPERSAND = "&amp;"
PART = re.compile(rf"(?P<reference>{REFERENCE})|(?P<space>\s+)|[^&\s]+(?: [^&\s]+)*|&", re.IGNORECASE)
BLANK = re.compile(rf"(?:[\s\u00ad\u200b-\u200f\u2060\ufeff]|{REFERENCE})+", re.IGNORECASE)
LINE = re.compile(r"[^\n]+")

# Characters [start, end) of the text, and [start, end) of the original; plain numbers, as they are many.
Cell = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Part:
    """Characters [start, end) of the original and what they show: as many characters, or one."""

    shown: str
    start: int
    end: int


def align(extracted: str, page: MarkedPage) -> tuple[str, tuple[Aligned, ...]]:
    """The text without its marks, and where it stands.

    `extracted`: what an extractor made of `page.marked`, its white space collapsed. What does not agree, character for
    character, with the piece that its mark names is not aligned.
    """
    flat = extracted.replace("\n", " ")
    cells: list[Cell] = []
    for sign in SIGN.finditer(flat):
        if sign[0] in page.numbers:
            cells += _cells_around(flat, sign.start(), page, free_from=cells[-1][1] if cells else 0)
    text = extracted.translate(page.shows)
    return text, tuple(_runs(_with_white_space(cells, text, page.original)))


def original_spans(alignment: tuple[Aligned, ...], span: Span) -> tuple[Span, ...]:
    """The pieces of the original where `span` of the text stands, in the order of the text; adjoining ones are one."""
    pieces: list[Span] = []
    for run in _clipped(alignment, span):
        if pieces and pieces[-1].end == run.original.start:
            pieces[-1] = Span(pieces[-1].start, run.original.end)
        else:
            pieces.append(run.original)
    return tuple(pieces)


def verify_alignment(text: str, original: str, alignment: tuple[Aligned, ...]) -> tuple[Aligned, ...]:
    """The runs that are wrong: other characters, outside the text or the original, empty, or out of order."""
    wrong: list[Aligned] = []
    end = 0
    for run in alignment:
        inside = end <= run.text.start < run.text.end <= len(text)
        inside = inside and 0 <= run.original.start < run.original.end <= len(original)
        if not inside or not _same(run.text.of(text), run.original.of(original)):
            wrong.append(run)
        end = max(end, run.text.end)
    return tuple(wrong)


def carry_over(alignment: tuple[Aligned, ...], text: str, other: str) -> tuple[Aligned, ...]:
    """The alignment of `other`, a text of the same page that lacks some lines of `text`.

    A line that stands more often in `text` than in `other` is its first copy, as extractors keep the first.
    """
    copies: dict[str, list[Span]] = {}
    for line in reversed(_lines(text)):
        copies.setdefault(line.of(text), []).append(line)
    carried: list[Aligned] = []
    done = 0
    for line in _lines(other):
        same = copies.get(line.of(other), [])
        while same and same[-1].start < done:
            same.pop()
        if not same:
            continue
        first = same.pop()
        done, shift = first.end, line.start - first.start
        carried += (
            Aligned(Span(run.text.start + shift, run.text.end + shift), run.original)
            for run in _clipped(alignment, first)
        )
    return tuple(carried)


def _cells_around(flat: str, at: int, page: MarkedPage, free_from: int) -> list[Cell]:
    """What the mark at `flat[at]` aligns: its own piece as far as that agrees, unmarked neighbours as a whole."""
    number = page.numbers[flat[at]]
    parts = _parts(page, number)
    shown = _shown_by(parts)
    own = shown.index(flat[at])
    first = own - _agreeing(shown[:own][::-1], flat[free_from:at][::-1])
    last = own + _agreeing(shown[own:], flat[at : at + len(shown)])
    start, end = at - own, at - own + last
    cells = _cells(parts, start, first, last)
    for before in _unmarked(page, range(number - 1, -1, -1)) if first == 0 else ():
        start -= len(_shown_by(before)) + (flat[start - 1 : start] == " ")
        if start < free_from or not flat.startswith(_shown_by(before), start):
            break
        cells = _cells(before, start) + cells
    for after in _unmarked(page, range(number + 1, len(page.pieces))) if last == len(shown) else ():
        end += flat[end : end + 1] == " "
        if not flat.startswith(_shown_by(after), end):
            break
        cells += _cells(after, end)
        end += len(_shown_by(after))
    return cells


def _unmarked(page: MarkedPage, numbers: range) -> Iterator[list[_Part]]:
    """The pieces of these numbers up to the first that has a mark."""
    return (_parts(page, number) for number in takewhile(lambda number: page.pieces[number].sign is None, numbers))


def _agreeing(one: str, other: str) -> int:
    """How many characters two strings have in common at their beginning."""
    if other.startswith(one):
        return len(one)
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(other))


def _cells(parts: list[_Part], at: int, first: int = 0, last: int = sys.maxsize) -> list[Cell]:
    """The places of characters [first, last) of what the parts show, the 0th of which stands at `at` in the text."""
    cells: list[Cell] = []
    for part in parts:
        start, end = max(first, 0), min(last, len(part.shown))
        if start < end:
            even = len(part.shown) == part.end - part.start
            place = (part.start + start, part.start + end) if even else (part.start, part.end)
            cells.append((at + start, at + end, *place))
        at, first, last = at + len(part.shown), first - len(part.shown), last - len(part.shown)
    return cells


def _shown_by(parts: list[_Part]) -> str:
    return "".join(part.shown for part in parts)


def _parts(page: MarkedPage, number: int) -> list[_Part]:
    """What a piece shows, its mark put in, without the white space at its ends.

    A sign that shows nothing (a soft hyphen) is part of the character after it, or of the white space around it.
    """
    parts: list[_Part] = []
    hidden_from: int | None = None
    for part in _stretches(page.original, page.pieces[number]):
        if part.shown == " " and parts and parts[-1].shown == " ":
            parts[-1] = _Part(" ", parts[-1].start, part.end)
        elif part.shown == " ":
            parts.append(part)
        elif not part.shown.isprintable():
            hidden_from = part.start if hidden_from is None else hidden_from
            continue
        elif hidden_from is None:
            parts.append(part)
        else:
            after = part.end - len(part.shown) + 1
            parts.append(_Part(part.shown[0], hidden_from, after))
            parts += [_Part(part.shown[1:], after, part.end)] if after < part.end else []
        hidden_from = None
    return parts[bool(parts and parts[0].shown == " ") : len(parts) - bool(parts and parts[-1].shown == " ")]


def _stretches(original: str, piece: Piece) -> Iterator[_Part]:
    """What a piece shows, bit by bit: characters as they are, or one character for a reference or white space."""
    for found in PART.finditer(original, piece.start, piece.end):
        start, end = found.span()
        shown = " " if found["space"] else decoded(found[0]) if found["reference"] else found[0]
        if len(shown) > 1 and found["reference"]:
            # No reference after all, or one with letters after it that is written "&amp;R".
            ampersand = AMPERSAND if found[0].startswith(AMPERSAND) else "&"
            yield _marked(_Part("&", start, start + len(ampersand)), piece)
            start, shown = start + len(ampersand), found[0][len(ampersand) :]
        if found["space"] or shown.isprintable():
            yield _marked(_Part(shown, start, end), piece)
        elif len(shown) == 1:
            yield _marked(_Part(" " if shown.isspace() else shown, start, end), piece)
        else:
            yield from (_marked(_Part(sign, at, at + 1), piece) for at, sign in enumerate(shown, start))


def _marked(part: _Part, piece: Piece) -> _Part:
    """The part as the marked page shows it."""
    if piece.sign is None or piece.place is None or not part.start <= piece.place[0] < part.end:
        return part
    at = piece.place[0] - part.start
    return _Part(part.shown[:at] + piece.sign + part.shown[at + 1 :], part.start, part.end)


def _with_white_space(cells: list[Cell], text: str, original: str) -> Iterator[Cell]:
    """The cells, and the white space between two of them where the original has some there too."""
    last = (0, 0)
    for cell in cells:
        gap = text[last[0] : cell[0]]
        if gap.isspace() and last[0]:
            space = _white_space(original, last[1], cell[2], in_line=gap == " ")
            if space is not None:
                yield last[0], cell[0], *space
        yield cell
        last = cell[1], cell[3]


def _white_space(original: str, start: int, end: int, *, in_line: bool) -> Place | None:
    """The white space that is all there is from `start` to `end`, or, within a line, that beside the tags there."""
    blank = BLANK.match(original, start, end) if start < end else None
    if blank is not None and (in_line or blank.end() == end) and _shown(blank[0]).isspace():
        return blank.span()
    if in_line and start < end and original[end - 1].isspace():
        return start + len(original[start:end].rstrip()), end
    return None


def _runs(cells: Iterable[Cell]) -> Iterator[Aligned]:
    """Maximal runs of characters that follow each other in text and original, of length one in both."""
    a, b, c, d = next(cells := iter(cells), (0, 0, 0, 0))
    for start, end, begin, finish in cells:
        if start == b and begin == d and b - a == d - c and end - start == finish - begin:
            b, d = end, finish
        else:
            yield Aligned(Span(a, b), Span(c, d))
            a, b, c, d = start, end, begin, finish
    if b:
        yield Aligned(Span(a, b), Span(c, d))


def _clipped(alignment: tuple[Aligned, ...], span: Span) -> Iterator[Aligned]:
    """The runs under `span`, cut to it. A character reference is never cut."""
    first = max(0, bisect_right(alignment, span.start, key=lambda run: run.text.start) - 1)
    for run in takewhile(lambda run: run.text.start < span.end, alignment[first:]):
        start, end = max(run.text.start, span.start), min(run.text.end, span.end)
        if start >= end:
            continue
        if _length(run.text) == _length(run.original):
            shift = run.original.start - run.text.start
            yield Aligned(Span(start, end), Span(start + shift, end + shift))
        else:
            yield run


def _length(span: Span) -> int:
    return span.end - span.start


def _same(text: str, source: str) -> bool:
    """Whether a piece of text is what the source shows, one white space counting as another."""
    if len(text) == len(source):
        return all(a == b or (a.isspace() and b.isspace()) for a, b in zip(text, source, strict=True))
    shown = _shown(source)
    return text == shown or (text.isspace() and shown.isspace())


def _shown(source: str) -> str:
    """What some source shows: without signs such as soft hyphens, which extractors drop."""
    return "".join(character for character in decoded(source) if character.isprintable() or character.isspace())


def _lines(text: str) -> list[Span]:
    return [Span(*line.span()) for line in LINE.finditer(text)]
