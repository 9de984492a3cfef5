"""Words: the units that every decision is made on, with the features the reader sees beside their letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# Two apostrophes or two backticks are one quotation mark (wire services write them so). A run of letters and
# digits is a word; every other visible character stands alone, so that any span edge falls between two words.
WORD = re.compile(r"''|``|\w+|[^\w\s]")
LINE_BREAK = re.compile(r"[\r\n\u2028\u2029\x0b\x0c\x85]")

OPENING = frozenset("“„‟«‹❝〝「『")
CLOSING = frozenset("”»›❞〞」』")
STRAIGHT = frozenset(['"', "''", "``", "＂", "″"])
SINGLE = frozenset("'‘’‚‛")


class Shape(IntEnum):
    """How a word is written; the encoder itself reads lower-case letters only."""

    LOWER = 0
    TITLE = 1
    UPPER = 2
    MIXED = 3
    DIGITS = 4
    MARK = 5


class Quoted(IntEnum):
    """Where a word stands to the quotation marks of its paragraph."""

    OUTSIDE = 0
    DOUBLE = 1
    SINGLE = 2
    OPENS = 3
    CLOSES = 4
    SINGLE_OPENS = 5
    SINGLE_CLOSES = 6


# Plain numbers for loops over words: looking up an enumeration's member costs more than the comparison.
MARK = int(Shape.MARK)
OUTSIDE, OPENS, CLOSES = int(Quoted.OUTSIDE), int(Quoted.OPENS), int(Quoted.CLOSES)
# A word with one of these stands within quotation marks.
INSIDE = frozenset(int(q) for q in (Quoted.DOUBLE, Quoted.SINGLE, Quoted.SINGLE_OPENS, Quoted.SINGLE_CLOSES))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, as arrays of equal length n.

    `starts`, `ends`: code-point offsets into the text, half-open. `paragraphs`: the number of the paragraph each
    word stands in, from 0, never decreasing. `shapes` and `quoted`: values of `Shape` and `Quoted`. `forms`: the
    n words as written.
    """

    forms: list[str]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    paragraphs: NDArray[np.int32]
    shapes: NDArray[np.int8]
    quoted: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.forms)


def split_words(text: str) -> Words:
    """The words of `text` in order; every visible character belongs to exactly one."""
    found = [m.span() for m in WORD.finditer(text)]
    forms = [text[start:end] for start, end in found]
    starts = np.fromiter((s for s, _ in found), np.int32, len(found))
    ends = np.fromiter((e for _, e in found), np.int32, len(found))
    paragraphs = _paragraph_numbers(text, starts)
    shapes = np.fromiter((_shape(form) for form in forms), np.int8, len(forms))
    return Words(forms, starts, ends, paragraphs, shapes, _quoted(text, forms, starts, ends, paragraphs))


def is_hard_wrapped(text: str) -> bool:
    """Whether lines were broken at a column, so that only a blank line ends a paragraph (mail, old wire copy)."""
    lines = text.splitlines()
    if "\n\n" not in text.replace("\r\n", "\n") or len(lines) < 6:
        return False
    inner = [line for line, following in pairwise(lines) if line.strip() and following.strip()]
    if len(inner) < 4:
        return False
    # A wrapped line is nearly as long as the column allows, and does not end its sentence more often than chance.
    full = sum(50 <= len(line) <= 100 for line in inner)
    return full > 0.8 * len(inner)


def _paragraph_numbers(text: str, starts: NDArray[np.int32]) -> NDArray[np.int32]:
    if is_hard_wrapped(text):
        breaks = [m.start() for m in re.finditer(r"\r?\n[ \t]*\r?\n", text)]
    else:
        breaks = [m.start() for m in LINE_BREAK.finditer(text)]
    raw = np.searchsorted(np.asarray(breaks, dtype=np.int32), starts, side="left")
    if not len(raw):
        return np.zeros(0, np.int32)
    return np.concatenate(([0], np.cumsum(np.diff(raw) > 0))).astype(np.int32)


def _shape(form: str) -> Shape:
    first = form[0]
    if first.isalpha():
        if form.islower():
            return Shape.LOWER
        if form.isupper():
            return Shape.UPPER if len(form) > 1 else Shape.TITLE
        return Shape.TITLE if first.isupper() and form[1:].islower() else Shape.MIXED
    if first.isdigit():
        return Shape.DIGITS
    return Shape.MARK


def _quoted(
    text: str,
    forms: list[str],
    starts: NDArray[np.int32],
    ends: NDArray[np.int32],
    paragraphs: NDArray[np.int32],
) -> NDArray[np.int8]:
    """Follow the quotation marks of each paragraph; a mark that never closes ends with its paragraph.

    A mark after a space and before a letter opens, also inside a quotation ("… accused it of "incompetence" …").
    """
    result = np.zeros(len(forms), np.int8)
    state = outer = Quoted.OUTSIDE
    depth = 0
    previous = -1
    for i, form in enumerate(forms):
        if paragraphs[i] != previous:
            previous = paragraphs[i]
            state = outer = Quoted.OUTSIDE
            depth = 0
        if form.isalnum():
            result[i] = state
            continue
        double = form in OPENING or form in CLOSING or form in STRAIGHT
        if not double and form not in SINGLE:
            result[i] = state
            continue
        before = text[starts[i] - 1] if starts[i] else " "
        after = text[ends[i]] if ends[i] < len(text) else " "
        if double:
            opens = form in OPENING or (
                form in STRAIGHT and (depth == 0 or ((before.isspace() or before in "(—–") and after.isalnum()))
            )
            if opens:
                result[i] = Quoted.OPENS if depth == 0 else Quoted.DOUBLE
                depth += 1
                state, outer = Quoted.DOUBLE, Quoted.OUTSIDE
            else:
                depth = max(0, depth - 1)
                result[i] = Quoted.CLOSES if depth == 0 else Quoted.DOUBLE
                if depth == 0:
                    state = outer = Quoted.OUTSIDE
        elif form != "’" and not before.isalnum() and after.isalnum() and state is not Quoted.SINGLE:
            result[i] = Quoted.SINGLE_OPENS
            outer, state = state, Quoted.SINGLE
        elif state is Quoted.SINGLE and not after.isalnum() and (form != "'" or not before.isspace()):
            result[i] = Quoted.SINGLE_CLOSES
            state, outer = outer, Quoted.OUTSIDE
        else:
            result[i] = state
    return result
