"""Quotation marks that open and never close, or close what was never opened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

from onrecord.integrity.layout import Article, Paragraph
from onrecord.language.words import CLOSING, OPENING, STRAIGHT
from onrecord.records import Defect, DefectKind

NEVER_CLOSED = "This quotation mark opens a quotation that is never closed."
NEVER_OPENED = "This quotation mark closes a quotation that was never opened."
DOUBLE = OPENING | CLOSING | STRAIGHT
# What a page's code left in the text has marks of its own.
CODE = re.compile(r"<[a-z/][^<>]*>", re.IGNORECASE)
# Feet before inches: six feet two may stand within a quotation.
FEET = re.compile(r"\d['’′]\s?\d{1,2}$")


def find_unbalanced(article: Article) -> Iterator[Defect]:
    """The double marks without their other one.

    A quotation of several paragraphs may open anew with each and close with the last, or not open anew at all.
    """
    code = frozenset(chain.from_iterable(range(*found.span()) for found in CODE.finditer(article.text)))
    carried: int | None = None
    for paragraph in article.paragraphs:
        marks = _marks(article, paragraph, code)
        open_marks: list[int] = []
        held = False
        for mark in marks:
            opens = _opens(article, paragraph, mark, open_now=bool(open_marks) or carried is not None)
            if opens is None:
                continue
            if opens:
                # Opening at the beginning of a paragraph goes on with what is open, or is a quotation within it.
                held = held or (carried is not None and mark == paragraph.first)
                if carried is not None and not held:
                    yield _defect(article, carried, NEVER_CLOSED)
                carried = None
                open_marks.append(mark)
            elif open_marks:
                open_marks.pop()
            elif carried is not None:
                carried = None
            elif held:
                held = False
            else:
                yield _defect(article, mark, NEVER_OPENED)
        # What runs on into the next paragraph is the last quotation of this one, or all of it.
        if open_marks and open_marks[-1] in (marks[-1], paragraph.first):
            carried = open_marks.pop()
        for mark in open_marks:
            yield _defect(article, mark, NEVER_CLOSED)
    if carried is not None:
        yield _defect(article, carried, NEVER_CLOSED)


def _marks(article: Article, paragraph: Paragraph, code: frozenset[int]) -> list[int]:
    """The double marks of a paragraph, without those at the characters of code."""
    return [
        k for k in range(paragraph.first, paragraph.end)
        if article.forms[k] in DOUBLE and article.starts[k] not in code
    ]  # fmt: skip


def _opens(article: Article, paragraph: Paragraph, mark: int, *, open_now: bool) -> bool | None:
    """Whether a mark opens: by what stands around it, then by its shape; None for inches and seconds."""
    start = article.starts[mark]
    before = article.text[start - 1] if mark > paragraph.first else " "
    after = article.text[article.ends[mark]] if mark + 1 < paragraph.end else " "
    if before.isdigit() and (not open_now or FEET.search(article.text[max(0, start - 6) : start])):
        return None
    free_before, free_after = _is_free(before) or before in "([{—–-/", _is_free(after)
    if free_before != free_after:
        return free_before
    if free_before and mark in (paragraph.first, paragraph.end - 1):
        return mark == paragraph.first
    form = article.forms[mark]
    return not open_now if free_before or form in STRAIGHT else form in OPENING


def _is_free(beside: str) -> bool:
    """Whether a character beside a mark is none that can be seen."""
    return beside.isspace() or unicodedata.category(beside) == "Cf"


def _defect(article: Article, mark: int, why: str) -> Defect:
    return article.defect(DefectKind.UNBALANCED_QUOTATION_MARK, (article.span(mark, mark + 1),), why)
