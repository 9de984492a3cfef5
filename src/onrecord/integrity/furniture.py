"""What stands in a text without belonging to the article: captions of pictures, and boilerplate of the page.

Who wrote or edited a report ("Reporting by …; Editing by …") belongs to it: it tells where the report comes from.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from onrecord.documents.dating import AGENCY_ENDING
from onrecord.integrity.layout import Article, Paragraph
from onrecord.language.words import OUTSIDE
from onrecord.records import Defect, DefectKind, Span

DATA = Path(__file__).parent / "data"
# A note about the author stands in the last paragraphs.
TAIL = 4
# A longer paragraph is no line of a page.
MOST_SENTENCES = 4
# What may stand before a credit in its sentence.
LONGEST_FIRST_NAME = 20
# A label that stands before other words says that they belong to a picture.
LABELLED = re.compile(
    r"(?:(?:image|media|photo|picture|video)\s(?:caption|copyright|credit|source|gallery)\b"
    r"|(?:(?:file|handout|stock|archive)\s(?:photo|picture|image|photograph)|photo|photograph|photos|picture|image|"
    r"pictured|caption)\s?(?:by|:|–|—|credit)\s?\S)",
    re.IGNORECASE,
)
AGENCIES = (
    r"(?:AP|Associated\sPress|Reuters|REUTERS|AFP|Getty(?:\sImages)?|EPA|PA(?=[/\s](?:Wire|Images|Archive|Photo))|TASS|"
    r"Sputnik|Xinhua|Bloomberg|Shutterstock|iStock|Alamy|Pool)"
)
# "(AP Photo/Name)", "(Reuters/Name)", "Name/Getty Images", "(Photo by Name)". "(Reuters)" alone is a dateline's.
NAME = r"[A-Z][\w.'’-]{1,30}"
CREDITED = re.compile(
    rf"\((?:AP\sPhoto|{AGENCIES}\s?/\s?[A-Z]|[^()]{{2,60}}(?:/|\sfor\s|\svia\s){AGENCIES}\b|(?:{NAME}\s){{1,3}}photo\b|"
    rf"(?:Photo(?:graph)?s?|Image|Picture)\s?(?:by|:|credit)|(?:File|Handout)\s(?:photo|picture|image))[^()]{{0,120}}\)"
    rf"|\b{NAME}\s?/\s?(?:AFP/)?Getty\sImages\b|\bAP\sPhoto/[A-Z]|\bREUTERS/[A-Z]|\bGetty\sImages\s*$"
)
# "… in this undated file photo", "… in this Oct. 3, 2016, file photo".
SHOWN = re.compile(
    r"\b(?:in|on)\s(?:(?:this|an?)\s(?:[A-Z][\w.]+\s\d{1,2},?(?:\s\d{4},?)?\s|undated\s|combination\s)*"
    r"(?:file|handout|undated|archive|combination)\s(?:photo|photograph|picture|image)"
    r"|this\s(?:[A-Z][\w.]+\s\d{1,2},?(?:\s\d{4},?)?\s)?(?:photo|photograph|picture|image)\s(?:taken|provided|released))\b",
    re.IGNORECASE,
)
DATED = re.compile(AGENCY_ENDING)
# Whether a pattern of the table means its capitals.
FLAGS = {"any": re.IGNORECASE, "written": re.NOFLAG}
CAPTION = "This is the caption of a picture, not a sentence of the article."


class Where(StrEnum):
    """What a phrase fills: a paragraph, one of the last paragraphs, a sentence, or a part of a sentence."""

    LINE = "line"
    END = "end"
    SENTENCE = "sentence"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of boilerplate. `what`: how it is called in the reason."""

    where: Where
    what: str
    pattern: re.Pattern[str]


def find_furniture(article: Article) -> Iterator[Defect]:
    """The captions and the boilerplate of a text."""
    last = max(1, len(article.paragraphs) - TAIL)
    for number, paragraph in enumerate(article.paragraphs):
        caption = _caption(article, paragraph)
        if caption is not None:
            yield article.defect(DefectKind.CAPTION_IN_BODY, (caption,), CAPTION)
        elif (what := _whole_line(paragraph, at_end=number >= last)) is not None:
            yield _boilerplate(article, paragraph.span, what)
        else:
            yield from _sentences(article, paragraph)


def _boilerplate(article: Article, span: Span, what: str) -> Defect:
    return article.defect(DefectKind.BOILERPLATE, (span,), f"This is {what}, not a part of the article.")


def _caption(article: Article, paragraph: Paragraph) -> Span | None:
    """The characters of a caption: a labelled paragraph, or a sentence with a credit or an agency's date."""
    sentences = paragraph.sentences
    if LABELLED.match(paragraph.text):
        return paragraph.span if len(sentences) <= MOST_SENTENCES else sentences[0].span
    for number, sentence in enumerate(sentences):
        written = sentence.span.of(article.text)
        quoted = article.quoted[sentence.first] != OUTSIDE
        dated, credited = DATED.search(written), CREDITED.search(written)
        if quoted or not (dated or credited or SHOWN.search(written)):
            continue
        # A credit stands behind the sentence it belongs to: "Ilse Brandt speaks to voters in Tarn. (AP Photo/…)".
        alone = credited is not None and number > 0 and len(written) - len(credited[0]) < LONGEST_FIRST_NAME
        following = sentences[number + 1] if number + 1 < len(sentences) else None
        taken = following is not None and CREDITED.match(following.span.of(article.text)) is not None
        return Span(
            sentences[number - 1 if alone else number].span.start,
            following.span.end if taken and following is not None else sentence.span.end,
        )
    return None


def _whole_line(paragraph: Paragraph, *, at_end: bool) -> str | None:
    """What boilerplate a paragraph is as a whole; None for none."""
    if len(paragraph.sentences) > MOST_SENTENCES:
        return None
    able = (Where.LINE, Where.END) if at_end else (Where.LINE,)
    fitting = (phrase for phrase in phrases() if phrase.where in able and phrase.pattern.fullmatch(paragraph.text))
    return next((phrase.what for phrase in fitting), None)


def _sentences(article: Article, paragraph: Paragraph) -> Iterator[Defect]:
    """The sentences of a paragraph that are boilerplate, or hold some."""
    for sentence in paragraph.sentences:
        if article.quoted[sentence.first] == OUTSIDE:
            what = _whole_sentence(sentence.span.of(article.text))
            if what is not None:
                yield _boilerplate(article, sentence.span, what)


def _whole_sentence(written: str) -> str | None:
    """What boilerplate a sentence is or holds; None for none."""
    for phrase in phrases():
        if phrase.where is Where.SENTENCE and phrase.pattern.fullmatch(written):
            return phrase.what
        if phrase.where is Where.WITHIN and phrase.pattern.search(written):
            return phrase.what
    return None


@cache
def phrases() -> tuple[Phrase, ...]:
    """The boilerplate of pages (`data/boilerplate.tsv`)."""
    with (DATA / "boilerplate.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Phrase(Where(row["where"]), row["what"], re.compile(row["pattern"], re.DOTALL | FLAGS[row["case"]]))
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        )
