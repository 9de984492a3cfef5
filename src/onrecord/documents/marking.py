"""Pages with a mark in each piece of their text, by which the pieces are known again after extraction.

An extractor says what the text is, not where it stood, and a page often holds the same sentence several times. So one
character of each piece of text is exchanged for a mark that occurs nowhere else, before the page is extracted. In the
extracted text the marks say from which piece each run came. A mark takes the place of a letter, so that no length
changes that the extractor goes by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice

from trafilatura.utils import RE_FILTER

# Rare ideographs (CJK extension B): letters to every rule of an extractor, and found in hardly any page.
MARKS = range(0x20000, 0x2A6DE)
# A mark is put into the longest of a piece's first words: a long word is in no list of stop words. A letter in place of
# a dash or bracket would show the extractor another word.
WORDS_TRIED = 12

# What is no text. Possessive quantifiers keep hostile pages from backtracking. A tag that never ends runs to the end.
MARKUP = re.compile(
    r"""
      <!--(?:-?>|.*?(?:--!?>|\Z))
    | <(?P<raw>script|style|textarea|title|iframe|noembed|noframes|xmp)(?=[\s/>]).*?(?:</(?P=raw)(?=[\s/>])[^>]*+>?|\Z)
    | <(?P<close>/?)(?P<name>[a-z][^\s/>]*+)(?:[^=>]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))*+(?:>|\Z)
    | <[!?/][^>]*+(?:>|\Z)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
# A character reference. Some pages write the ampersand of one as a reference too, and extractors decode both.
REFERENCE = r"&amp;(?:\#\w+|[a-z]\w*);|&(?:\#\w+|[a-z]\w*);?"
WORD = re.compile(rf"{REFERENCE}|[^\W\d_]+|\d+", re.IGNORECASE)
WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
# In preformatted text with blank lines, only these end a paragraph: a line that goes on is joined.
BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
WRAPPED = re.compile(r"(?<=\S)[ \t]*\r?\n(?=\S)")

# Characters [start, end) of the original.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text between two tags. `sign`: its mark, None for none; `place`: what it stands for, or could."""

    start: int
    end: int
    sign: str | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page made ready for an extractor: `marked` is `original` with its marks, white space collapsed as in a browser.

    `numbers`: which piece a mark stands in; `shows`: what it stands for, a table for `str.translate`.
    """

    original: str
    marked: str
    pieces: tuple[Piece, ...]
    numbers: dict[str, int]
    shows: dict[int, str]

    @property
    def plain(self) -> str:
        """The page as `marked`, but without marks."""
        places = ((sign, self.pieces[number].place) for sign, number in self.numbers.items())
        return self.marked.translate({ord(sign): self.original[slice(*place)] for sign, place in places if place})


def mark_page(original: str) -> MarkedPage:
    """The page with a mark in each piece of its text, as far as there are marks."""
    taken = set(decoded(original))
    free = (sign for sign in map(chr, MARKS) if sign not in taken)
    pieces: list[Piece] = []
    marked: list[str] = []
    numbers: dict[str, int] = {}
    shows: dict[int, str] = {}
    done = 0
    for start, end, preformatted in _texts(original):
        words = original[start:end]
        place = _place_of_mark(original, start, end)
        sign = next(free, None) if place is not None else None
        if place is not None and sign is not None:
            words = original[start : place[0]] + sign + original[place[1] : end]
            numbers[sign] = len(pieces)
            shows[ord(sign)] = decoded(original[slice(*place)])
        marked += original[done:start], _collapsed(words, preformatted)
        pieces.append(Piece(start, end, sign, place))
        done = end
    marked.append(original[done:])
    return MarkedPage(original, "".join(marked), tuple(pieces), numbers, shows)


def decoded(source: str) -> str:
    """What some source says, character references decoded as often as extractors do it."""
    return unescape(unescape(source)) if "&" in source else source


def _texts(original: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each stretch of text that is not blank, and whether it is preformatted."""
    start = depth = 0
    for markup in MARKUP.finditer(original):
        if not original[start : markup.start()].isspace() and start < markup.start():
            yield start, markup.start(), depth > 0
        start = markup.end()
        if (markup["name"] or "").lower() == "pre":
            depth = max(0, depth + (-1 if markup["close"] else 1))
    if start < len(original) and not original[start:].isspace():
        yield start, len(original), depth > 0


def _collapsed(words: str, preformatted: bool) -> str:
    """White space as a browser shows it. A wrapped line of preformatted text is no paragraph, and is joined."""
    if not preformatted:
        return WHITE_SPACE.sub(" ", words)
    return WRAPPED.sub(" ", words) if BLANK_LINE.search(words) else words


def _place_of_mark(original: str, start: int, end: int) -> Place | None:
    """Where the mark of a piece stands: the end of the longest of its first words.

    None for what has no words, and for what the extractor drops for its very words ("Facebook").
    """
    if any(map(RE_FILTER.match, decoded(original[start:end]).splitlines())):
        return None
    best, longest = None, 0
    for word in islice(WORD.finditer(original, start, end), WORDS_TRIED):
        place, length = (word.end() - 1, word.end()), len(word[0]) + 1
        if word[0].isdecimal():
            length = 2
        elif word[0][0] == "&":
            place, length = word.span(), 1 if len(shows := decoded(word[0])) == 1 and shows.isalnum() else 0
        if length > longest:
            best, longest = place, length
    return best
