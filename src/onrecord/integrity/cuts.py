"""Sentences that lost their beginning or their end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from onrecord.integrity.layout import Article, Paragraph, Role, Sentence, is_title_case
from onrecord.language.words import CLOSING, OPENING, OUTSIDE, SINGLE, STRAIGHT
from onrecord.records import Defect, DefectKind, Span

DATA = Path(__file__).parent / "data"
# Fewer words are a label, a credit or a name, of which anything may be the first and the last.
SHORTEST = 6
# Half a compound has as many letters; fewer are initials under a message.
SHORTEST_HALF = 3
# Headlines and the lines below them stand among the first paragraphs, and may be written small.
HEAD = 3
# An article tells by its other paragraphs that its paragraphs end with a mark: so many, this share.
TELLING, MOSTLY = 4, 0.85
# A paragraph without a final mark that is so long, and no title, is no heading.
LONG = 14
# More paragraphs than this that begin in lower case are a list or a manner of writing.
MOST_LOWER = 3

LOST_BEGINNING = "The sentence has lost its beginning."
LOST_END = "The sentence has lost its end."
TRUNCATED = "The text was cut off here, as a mark of truncation says."

FLOATING = frozenset(",;)]}")
QUOTES = OPENING | CLOSING | STRAIGHT | SINGLE
DOTS = r"(?:…|\.{3})"
TRUNCATION = re.compile(
    rf"(?:\[\s?\+\s?\d+ chars\s?\]"
    rf"|{DOTS}\s?\[?(?:continue reading|(?:read|see|view|show)\s(?:more|the full story))\b.{{0,20}}"
    rf"|[\[(]{DOTS}[\])]|[\[(](?:more|continued|truncated){DOTS}?[\])])\s*$",
    re.IGNORECASE,
)
# A full stop after a word in lower case that is no abbreviation, and a word in lower case after it.
LOWER_CASE = re.compile(
    r"(?<![\w.@/-])(?!approx\b)(?:[a-z]{4,}|\d\d+)\.\s(?P<rest>(?!(?:com|org|net|co)\b)[a-z]{2,}[ ][\w,])"
)
# Written small, and first in a paragraph all the same.
WRITTEN_SMALL = frozenset({"de", "la", "van", "von", "der", "bin", "al", "el", "ibn", "di", "da", "du", "le", "e"})
ADDRESS = re.compile(r"https?:|www\.|[@#]\w|\w\.(?:com|org|net|gov|co)\b|[\w.+-]{1,64}@")


@cache
def _never_last() -> frozenset[str]:
    """Words that end no sentence, heading or line."""
    return frozenset((DATA / "never_last.txt").read_text(encoding="utf-8").split())


def find_cuts(article: Article) -> Iterator[Defect]:
    """The sentences without a beginning or an end. Headlines, lists, turns, verse and labels have neither."""
    end = _truncation(article)
    if end is not None:
        yield end
    for paragraph in article.paragraphs:
        for sentence in paragraph.sentences:
            if _begins_with_a_fragment(article, paragraph, sentence):
                yield _defect(article, sentence, LOST_BEGINNING)
            elif _stops_on_nothing(article, paragraph, sentence):
                yield _defect(article, sentence, LOST_END)
    yield from _lower_case_paragraphs(article)
    yield from _lower_case_sentences(article)
    yield from _unstopped_paragraphs(article)


def _defect(article: Article, sentence: Sentence, why: str) -> Defect:
    return article.defect(DefectKind.CUT_OFF_SENTENCE, (sentence.span,), why)


def _size(article: Article, part: Paragraph | Sentence) -> int:
    return sum(form[0].isalnum() for form in article.forms[part.first : part.end])


def _truncation(article: Article) -> Defect | None:
    """The mark that a feed or an index puts where it stops copying."""
    if not article.paragraphs:
        return None
    last = article.paragraphs[-1]
    found = TRUNCATION.search(last.text)
    if found is None:
        return None
    place = last.span.start + len(last.text[: found.start()].rstrip())
    cut = max((s.span.start for s in last.sentences if s.span.start < place), default=last.span.start)
    return article.defect(DefectKind.CUT_OFF_SENTENCE, (Span(cut, last.span.end),), TRUNCATED)


def _begins_with_a_fragment(article: Article, paragraph: Paragraph, sentence: Sentence) -> bool:
    """Whether it begins with half a compound ("-Russian dispute …") or a mark that only stands inside a sentence."""
    forms, first = article.forms, sentence.first
    if _size(article, sentence) < SHORTEST or paragraph.role in (Role.TURN, Role.VERSE):
        return False
    glued = article.starts[first + 1] == article.ends[first]
    if forms[first] == "-" and glued and forms[first + 1].isalpha() and len(forms[first + 1]) >= SHORTEST_HALF:
        # At the beginning of a paragraph it may be a bullet; after a quotation, a signature.
        return first > paragraph.first and forms[first - 1] not in QUOTES
    return first == paragraph.first and forms[first] in FLOATING and not glued


def _stops_on_nothing(article: Article, paragraph: Paragraph, sentence: Sentence) -> bool:
    """Whether its full stop comes after a word that ends no sentence ("He left the.")."""
    if sentence.end - sentence.first < SHORTEST or article.forms[sentence.end - 1] != ".":
        return False
    before = article.forms[sentence.end - 2]
    glued = article.ends[sentence.end - 2] == article.starts[sentence.end - 1]
    marked = article.forms[sentence.end - 3] in QUOTES
    return paragraph.role is Role.PROSE and before in _never_last() and glued and not marked


def _lower_case_paragraphs(article: Article) -> Iterator[Defect]:
    """Paragraphs that begin in lower case after one that has ended."""
    found = []
    small = 0
    for number, (before, paragraph) in enumerate(pairwise(article.paragraphs), 1):
        first = article.forms[paragraph.first]
        if not first[0].islower():
            continue
        small += 1
        ended = before.stopped and not before.text.rstrip().endswith(":") and before.role is not Role.ITEM
        named = not first.islower() or first in WRITTEN_SMALL or ADDRESS.match(paragraph.text) is not None
        long = _size(article, paragraph) >= (LONG if number < HEAD else SHORTEST)
        if ended and not named and long and paragraph.role is Role.PROSE:
            found.append(_defect(article, paragraph.sentences[0], LOST_BEGINNING))
    if small <= MOST_LOWER:
        yield from found


def _lower_case_sentences(article: Article) -> Iterator[Defect]:
    """Sentences that begin in lower case after a full stop that can only be one."""
    for paragraph in article.prose():
        for found in LOWER_CASE.finditer(article.text, paragraph.span.start, paragraph.span.end):
            first = bisect_left(article.starts, found.start("rest"), paragraph.first, paragraph.end)
            sentence = paragraph.sentences[bisect_right(paragraph.sentences, first, key=lambda s: s.first) - 1]
            if article.quoted[first] == OUTSIDE and sentence.end - first >= SHORTEST:
                yield article.defect(DefectKind.CUT_OFF_SENTENCE, (article.span(first, sentence.end),), LOST_BEGINNING)


def _unstopped_paragraphs(article: Article) -> Iterator[Defect]:
    """Paragraphs of prose that end without a mark, in an article whose others end with one."""
    stopped = [paragraph.stopped for paragraph in article.prose() if _size(article, paragraph) >= LONG]
    # One may lack it: the one that was cut.
    if len(stopped) < TELLING or sum(stopped) < MOSTLY * (len(stopped) - 1):
        return
    for paragraph, following in pairwise([*article.paragraphs, None]):
        if paragraph is None or paragraph.stopped or paragraph.role not in (Role.PROSE, Role.HEADING):
            continue
        goes_on = following is not None and not following.text[0].isupper() and following.text[0] not in QUOTES
        if not goes_on and _breaks_off(article, paragraph):
            yield _defect(article, paragraph.sentences[-1], LOST_END)


def _breaks_off(article: Article, paragraph: Paragraph) -> bool:
    """Whether a paragraph without a final mark can only be one that was cut."""
    forms = article.forms[paragraph.first : paragraph.end]
    last = forms[-1]
    if _size(article, paragraph) < SHORTEST or is_title_case(forms) or ADDRESS.search(paragraph.text):
        return False
    if last in {",", "(", "["} or last.lower() in _never_last() or forms.count("(") > forms.count(")"):
        return True
    return paragraph.role is Role.PROSE and _size(article, paragraph) >= LONG and last.isalpha()
