"""An article laid out: its paragraphs with the part each plays, and their sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from onrecord.language.sentences import AFTER_END, ENDS, sentence_starts
from onrecord.language.words import Words
from onrecord.records import Defect, DefectKind, Document, Span, Spans, content_id, evidence

# A first paragraph of more words is a lead, not a headline.
LONGEST_HEADLINE = 25
# Without a final mark a paragraph of fewer words is a heading, a byline or a label.
SHORTEST_UNSTOPPED = 14
SHORTEST_STOPPED = 4
# Of the words of a title with four letters or more, this share has a capital.
TITLE_CASE = 0.7
# So many short lines in a row that mostly lack a final mark are verse, a table or a list.
VERSE_LINES, VERSE_WORDS = 4, 10

ITEM = re.compile(r"(?:[•·▪●■►*–—]|-\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
TURN = re.compile(r"[A-Z][\w.'’-]{0,30}(?:,?\s[A-Z][\w.'’-]{0,30}){0,4}(?:\s?[(\[][^()\[\]]{1,40}[)\]])?:\s|[QA][.:]\s")


class Role(StrEnum):
    """What a paragraph is in its article."""

    HEADLINE = "headline"
    HEADING = "heading"
    ITEM = "item"
    TURN = "turn"
    VERSE = "verse"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words [first, end) of the text, and their characters."""

    first: int
    end: int
    span: Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words [first, end) of the text. `stopped`: it ends as a sentence does, or leads on with a colon."""

    role: Role
    first: int
    end: int
    span: Span
    text: str
    sentences: tuple[Sentence, ...]
    stopped: bool


@dataclass(frozen=True, slots=True)
class Article:
    """A document with its words as plain lists, in paragraphs."""

    document: Document
    forms: list[str]
    starts: list[int]
    ends: list[int]
    quoted: list[int]
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def span(self, first: int, end: int) -> Span:
        """The characters of words [first, end)."""
        return Span(self.starts[first], self.ends[end - 1])

    def defect(self, kind: DefectKind, spans: Spans, why: str, text: str | None = None) -> Defect:
        """A defect at these characters. `text`: what is wrong where it is not in the document's text."""
        shown = evidence(self.text, spans) if text is None else text
        parts = (spans,) if spans else (shown,)
        return Defect(content_id("defect", self.document.id, kind, *parts), kind, spans, shown, why)

    def prose(self) -> Iterator[Paragraph]:
        """The paragraphs of running text."""
        return (paragraph for paragraph in self.paragraphs if paragraph.role is Role.PROSE)


def lay_out(document: Document, words: Words) -> Article:
    """The article of a document and its words."""
    starts, ends = words.starts.tolist(), words.ends.tolist()
    opens = [*sentence_starts(words).nonzero()[0].tolist(), len(words)]
    numbers = words.paragraphs.tolist()
    grouped: list[list[Sentence]] = []
    for first, end in pairwise(opens):
        if not first or numbers[first] != numbers[first - 1]:
            grouped.append([])
        grouped[-1].append(Sentence(first, end, Span(starts[first], ends[end - 1])))
    verse = _verse(words.forms, grouped)
    paragraphs = []
    for number, sentences in enumerate(grouped):
        first, end = sentences[0].first, sentences[-1].end
        span = Span(starts[first], ends[end - 1])
        text, forms = span.of(document.text), words.forms[first:end]
        stopped = is_stopped(forms)
        headline = number == 0 and len(grouped) > 1
        role = Role.VERSE if number in verse else _role(text, forms, stopped, headline)
        paragraphs.append(Paragraph(role, first, end, span, text, tuple(sentences), stopped))
    return Article(document, words.forms, starts, ends, words.quoted.tolist(), tuple(paragraphs))


def is_stopped(forms: list[str]) -> bool:
    """Whether words end as a sentence does, or lead on with a colon."""
    for form in reversed(forms):
        if form in ENDS or form == ":":
            return True
        if form not in AFTER_END:
            return False
    return False


def is_title_case(forms: list[str]) -> bool:
    """Whether words are written as in a title."""
    long = [form for form in forms if len(form) > 3 and form.isalpha()]
    return bool(long) and sum(form[0].isupper() for form in long) >= TITLE_CASE * len(long)


def plain_words(forms: list[str]) -> tuple[str, ...]:
    """The words without marks, in lower case: what is left when case, spaces and punctuation do not count."""
    return tuple(form.casefold() for form in forms if form[0].isalnum())


def _role(text: str, forms: list[str], stopped: bool, headline: bool) -> Role:
    size = sum(form[0].isalnum() for form in forms)
    if headline and size <= LONGEST_HEADLINE:
        return Role.HEADLINE
    if ITEM.match(text):
        return Role.ITEM
    if TURN.match(text):
        return Role.TURN
    if is_title_case(forms) and not stopped:
        return Role.HEADING
    return Role.PROSE if size >= (SHORTEST_STOPPED if stopped else SHORTEST_UNSTOPPED) else Role.HEADING


def _verse(forms: list[str], grouped: list[list[Sentence]]) -> set[int]:
    """The numbers of the paragraphs that are lines of verse, a table or a list."""
    found: set[int] = set()
    run: list[int] = []
    for number, sentences in enumerate([*grouped, []]):
        short = bool(sentences) and sentences[-1].end - sentences[0].first <= VERSE_WORDS
        if short:
            run.append(number)
            continue
        open_ended = sum(not is_stopped(forms[grouped[k][0].first : grouped[k][-1].end]) for k in run)
        if len(run) >= VERSE_LINES and open_ended * 2 > len(run):
            found.update(run)
        run = []
    return found
