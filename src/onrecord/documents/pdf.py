"""PDF: the text layer, its lines joined into paragraphs, without the headers and footers of its pages.

The text is not aligned: a PDF places glyphs, and has no characters to point to. The day it was made is no claim of a
day of publication: archives and browsers make PDFs of old articles.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from onrecord.documents.items import Extract
from onrecord.documents.limits import Limits
from onrecord.errors import NoArticle, TooLarge, UnreadableFile

# Fewer letters than this in the whole file are a stamp on a scan, no text layer.
FEWEST_LETTERS = 40
# Headers and footers are among so many first or last lines of a page, and stand on this share of the pages.
EDGE = 2
REPEATED = 0.5
# Space between lines, in that of the usual distance, that parts paragraphs.
PARTED = 1.3
# A first line is indented by at least so much of its letters' height, and by less than a column.
INDENT = (0.5, 6.0)
# A line shorter than this share of the longest is not full; the next word would have fitted.
SHORT = 0.8
# Letters of another size by this much belong to a headline.
OTHER_SIZE = 0.15

SENTENCE_END = re.compile(r"[.!?:…][\"'”’)\]]*$")
PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—(\s]*\d{1,4}[-–—)\s]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
BULLET = re.compile(r"[•‣▪◦●■]|[-–*]\s|\(?\d{1,2}[.)]\s")
BROKEN_WORD = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
WORD_REST = re.compile(r"[^\W\d_]+")
FILE_NAME = re.compile(r"^(?:microsoft word - |untitled|layout \d)|\.\w{2,5}$", re.IGNORECASE)
PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){1,4}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands on a page: text, left edge, height above the foot and size of letters, in points."""

    text: str
    left: float
    height: float
    size: float


def read_pdf(data: bytes, limits: Limits) -> Extract:
    """The text of a PDF. Raises UnreadableFile, NoArticle or TooLarge."""
    # pypdf logs each oddity of a file that it copes with; what it does not cope with is raised.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if len(reader.pages) > limits.pages:
            raise TooLarge(f"it has more than {limits.pages:,} pages: split it")
        pages = list(_lines_of_pages(reader.pages, limits))
        title, author = _named(reader)
    except (FileNotDecryptedError, DependencyError) as error:
        raise UnreadableFile("it is encrypted: save it without a password and read that file") from error
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError, RecursionError) as error:
        raise UnreadableFile(f"the PDF is damaged ({error or type(error).__name__})") from error
    text = "\n".join(_paragraphs(_without_edges(pages)))
    if sum(map(str.isalpha, text)) < FEWEST_LETTERS:
        raise NoArticle("it has no text layer, only pictures of pages: run OCR first")
    return Extract(text, title=title, authors=() if author is None else (author,))


def _lines_of_pages(pages: Iterable[PageObject], limits: Limits) -> Iterator[list[Line]]:
    characters = 0
    for page in pages:
        lines = list(_lines(page))
        characters += sum(len(line.text) for line in lines)
        if characters > limits.characters:
            raise TooLarge(f"it has more than {limits.characters:,} characters: split it")
        yield lines


def _lines(page: PageObject) -> Iterator[Line]:
    """The lines of a page in the order it draws them; empty ones are left out."""
    pieces: list[tuple[str, float, float, float]] = []

    def take(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        scale = abs(tm[3] * cm[3]) or 1.0
        pieces.append((text, cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5], size * scale))

    page.extract_text(visitor_text=take)
    text, place = "", (0.0, 0.0, 0.0)
    for piece, *where in [*pieces, ("\n", 0.0, 0.0, 0.0)]:
        for number, part in enumerate(piece.split("\n")):
            if number:
                if text.strip():
                    yield Line(" ".join(text.split()), *place)
                text = ""
            if part.strip() and not text.strip():
                place = (where[0], where[1], where[2])
            text += part


def _without_edges(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without the lines at their edges that stand on many of them, page numbers among those."""
    if len(pages) < 2:
        return list(pages)
    counts = Counter(edge for page in pages for edge in {_edge(line) for line in page[:EDGE] + page[-EDGE:]})
    most = max(2.0, REPEATED * len(pages))
    cut = []
    for page in pages:
        inner = [
            line
            for number, line in enumerate(page)
            if EDGE <= number < len(page) - EDGE
            or not (PAGE_NUMBER.fullmatch(line.text) or counts[_edge(line)] >= most)
        ]
        cut.append(inner)
    return cut


def _edge(line: Line) -> tuple[str, int]:
    """What is alike in a header on every page: its words, numbers aside, and its height."""
    return re.sub(r"\d+", "#", line.text), round(line.height)


def _paragraphs(pages: Sequence[list[Line]]) -> Iterator[str]:
    lines = [line for page in pages for line in page]
    if not lines:
        return
    distances = [a.height - b.height for a, b in pairwise(lines) if 0 < a.height - b.height < 4 * (a.size or 12)]
    distance = median(distances) if distances else 0.0
    full = sorted(len(line.text) for line in lines)[int(0.9 * (len(lines) - 1))]
    words = Counter(word.lower() for line in lines for word in re.findall(r"[\w-]+", line.text))
    paragraph = lines[0].text
    for line, following in pairwise(lines):
        if _parts(line, following, distance, full):
            yield paragraph
            paragraph = following.text
        else:
            paragraph = _joined(paragraph, following.text, words)
    yield paragraph


def _parts(line: Line, following: Line, distance: float, full: int) -> bool:
    """Whether a new paragraph begins with the following line."""
    if abs(line.size - following.size) > OTHER_SIZE * max(line.size, following.size):
        return True
    ends = SENTENCE_END.search(line.text) is not None
    down = line.height - following.height
    if not 0 < down < 4 * (line.size or 12):
        # The next column or page.
        return ends
    if down > PARTED * distance:
        return True
    if BULLET.match(following.text):
        return True
    # The lines of a list item hang behind its bullet.
    hangs = BULLET.match(line.text) is not None
    if not hangs and INDENT[0] * line.size < following.left - line.left < INDENT[1] * line.size:
        return True
    return ends and len(line.text) < SHORT * full


def _joined(paragraph: str, line: str, words: Counter[str]) -> str:
    """A line put to its paragraph; a word broken at the end is mended as the text writes it elsewhere."""
    broken, rest = BROKEN_WORD.search(paragraph), WORD_REST.match(line)
    if broken is None or rest is None or not rest[0][0].islower():
        return f"{paragraph} {line}"
    hyphenated = f"{broken[1]}-{rest[0]}".lower()
    keeps = words[hyphenated] > words[hyphenated.replace("-", "")]
    return paragraph[: broken.end(1)] + ("-" if keeps else "") + line


def _named(reader: PdfReader) -> tuple[str | None, str | None]:
    """Title and author, where the file's fields hold such and not what a program put there."""
    about = reader.metadata
    title = " ".join(str(about.title or "").split()) if about else ""
    author = " ".join(str(about.author or "").split()) if about else ""
    return (
        title if title and not FILE_NAME.search(title) else None,
        author if PERSON.fullmatch(author) else None,
    )
