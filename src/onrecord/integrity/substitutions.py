"""Names and words that a machine put in the place of others.

Sites that copy articles let a program swap words for synonyms. It does not know names: it writes "the US United
States", "the Russian Federation's Federation" or "Wall Avenue", leaves the article out where "Russia" became "Russian
Federation", and takes the surname May for a verb.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from onrecord.integrity.layout import Article, Paragraph, Role
from onrecord.language.words import OUTSIDE
from onrecord.records import Defect, DefectKind, Span

DATA = Path(__file__).parent / "data"
# Nobody writes these twice in a row; "that that", "had had", "is is" and "in in" they do.
DOUBLED = re.compile(r"\b(the|an|of|and|their|its|your|our|from|into|than|because)\s+\1\b(?![-’'])", re.IGNORECASE)
# A surname written twice after a first name. Some names are double, but those do not stand single in the same text.
NAME_TWICE = re.compile(r"\b[A-Z][a-z]+[ ]([A-Z][a-z]{2,})[ ]\1\b(?![-’']|[ ]\1)")
# "Federation's Federation", "America Congress' America". A part of many names proves nothing: "New York's New School".
OWN_PART = re.compile(r"\b([A-Z]\w{4,})(?:[ ][A-Z]\w+)?(?:['’]s|(?<=s)['’])[ ]\1\b(?![-’'])")
COMMON_PARTS = frozenset({"South", "North", "Saint", "Great", "Grand", "Santa", "Upper", "Lower", "Black", "White"})
# The surname May, taken for a verb and swapped for another, or for "maybe".
MODAL_NAME = re.compile(
    r"\b(?:(?:(?:Prime[ ]Minister[ ])?Theresa|Prime[ ]Minister)[ ](?:Might|Could|Can|Would|Maybe|May[ ]be)"
    r"|(?:Mr|Mrs|Ms)\.?[ ](?:Might|Maybe|May[ ]be))\b"
)
# Before these the surname is right: "Can Theresa May be trusted?"
BEFORE_BE = re.compile(
    r"\b(?:can|could|will|would|should|shall|might|may|must|to|do|does|did|let|that|if|lest|\w+n['’]t)\b[^.!?]*$",
    re.IGNORECASE,
)
# Characters before a name in which its verb is looked for.
LOOKED_BACK = 200
BEFORE_NAME = frozenset({
    "of", "in", "from", "by", "with", "to", "against", "for", "between", "on", "at", "into", "across", "within", "that",
    "than", "toward", "towards",
})  # fmt: skip
AFTER_NAME = frozenset({
    "has", "have", "had", "is", "was", "will", "would", "could", "should", "in", "to", "for", "on", "at", "with",
    "from", "by", "of", "and", "or", "that", "which", "who", "as", "after", "before", "when", "over", "against",
    ".", ",", ";",
})  # fmt: skip
LACKS_THE = "The name needs “the” before it: it seems to stand in the place of another."


def find_substitutions(article: Article) -> Iterator[Defect]:
    """The places where one word or name seems to have been put for another; headings and verse are left out."""
    single = _single_names(article)
    for paragraph in article.paragraphs:
        if paragraph.role in (Role.HEADLINE, Role.HEADING, Role.VERSE):
            continue
        for span, why in _in_paragraph(article, paragraph, single):
            yield article.defect(DefectKind.MECHANICAL_SUBSTITUTION, (span,), why)


def _in_paragraph(article: Article, paragraph: Paragraph, single: frozenset[str]) -> Iterator[tuple[Span, str]]:
    start, end = paragraph.span.start, paragraph.span.end
    for found in DOUBLED.finditer(article.text, start, end):
        if not found[0].isupper() and not _is_said(article, paragraph, found.start()):
            yield Span(*found.span()), f"“{found[1]}” stands twice."
    for found in NAME_TWICE.finditer(article.text, start, end):
        if found[1] in single:
            yield Span(*found.span()), f"The name “{found[1]}” stands twice."
    for found in OWN_PART.finditer(article.text, start, end):
        if found[1] not in COMMON_PARTS:
            yield Span(*found.span()), f"“{found[1]}” belongs to itself: a name was put for a part of it."
    for found in MODAL_NAME.finditer(article.text, start, end):
        before = article.text[max(start, found.start() - LOOKED_BACK) : found.start()]
        if not (found[0].endswith("May be") and BEFORE_BE.search(before)):
            yield Span(*found.span()), "A surname seems to have been taken for a verb."
    for found in _twice_named().finditer(article.text, start, end):
        if _same_name(found["one"], found["other"]):
            yield Span(*found.span()), f"“{found['one']}” and “{found['other']}” are the same name, put twice."
    for found in _spun().finditer(article.text, start, end):
        yield Span(*found.span()), f"“{found[0]}” seems to stand for “{spun_names()[found[0]]}”."
    yield from _without_article(article, paragraph)


@cache
def spun_names() -> dict[str, str]:
    """Names as programs spoil them, with the name that was meant (`data/spun_names.tsv`)."""
    return {row["written"]: row["meant"] for row in _rows("spun_names.tsv")}


@cache
def _spun() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of(spun_names())})\b")


@cache
def _names() -> dict[str, str]:
    """Every form of a name, with the name (`data/names.tsv`)."""
    return {form: row["name"] for row in _rows("names.tsv") for form in (row["name"], *row["forms"].split("|")) if form}


@cache
def _need_the() -> re.Pattern[str]:
    """Names that do not stand without "the", unless before a noun (`data/names.tsv`)."""
    needing = [row["with_the"] for row in _rows("names.tsv") if row["with_the"]]
    return re.compile(rf"\b(?:{_any_of(needing)})\b(?![-’'])")


@cache
def _twice_named() -> re.Pattern[str]:
    """Two forms of names in a row, without a mark that would part them. A form that ends with a stop may part them."""
    form = _any_of(_names())
    return re.compile(rf"\b(?P<one>{form})(?<!\.)[ ](?:\([^()]{{2,12}}\)[ ])?(?P<other>{form})(?!\w|[-’'])")


def _same_name(one: str, other: str) -> bool:
    return _names()[one] == _names()[other]


def _is_said(article: Article, paragraph: Paragraph, place: int) -> bool:
    """Whether a place is within quotation marks: people stumble over their words."""
    word = bisect_left(article.starts, place, paragraph.first, paragraph.end)
    return article.quoted[word] != OUTSIDE


def _single_names(article: Article) -> frozenset[str]:
    """The words with a capital that stand somewhere without their double."""
    around = zip(["", *article.forms], article.forms, [*article.forms[1:], ""], strict=False)
    return frozenset(form for before, form, after in around if form[0].isupper() and form not in (before, after))


def _without_article(article: Article, paragraph: Paragraph) -> Iterator[tuple[Span, str]]:
    """Names that lack "the" where no noun follows that they could describe."""
    for found in _need_the().finditer(article.text, paragraph.span.start, paragraph.span.end):
        before = article.text[max(paragraph.span.start, found.start() - 20) : found.start()].split()
        after = re.match(r"\s*(\w+|[^\w\s])", article.text[found.end() : found.end() + 20])
        if before and after and _lacks_the(before[-1], after[1]):
            yield Span(*found.span()), LACKS_THE


def _lacks_the(before: str, after: str) -> bool:
    if before in BEFORE_NAME:
        return after in AFTER_NAME
    # "Before he spoke, Russian Federation vetoed …"; in a list the article may be left out.
    acts = after.endswith("ed") or after in {"has", "have", "had", "is", "was", "will", "would"}
    joined = before.endswith("ed") and before.islower()
    return (before.endswith(",") and after.islower() and acts) or (joined and after in AFTER_NAME)


def _any_of(forms: Iterable[str]) -> str:
    """One of these, the longest first."""
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
