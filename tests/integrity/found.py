"""Defects of small texts, for the tests of this room."""

from __future__ import annotations

from onrecord.documents.text import make_document
from onrecord.integrity.defects import find_defects
from onrecord.language.words import split_words
from onrecord.records import Defect, DefectKind

HEADLINE = "Council votes to rebuild the harbour wall"
LEAD = "The council of Tarn voted on Monday to rebuild the harbour wall, which the storm broke in two places."
SECOND = "Mayor Ilse Brandt said the work would take eleven weeks and cost nine million crowns."
THIRD = "Fishermen have had to land their catch in Velm since January, forty miles to the north."
LAST = "The finance minister has not yet said whether the state will pay for a part of it."
CLEAN = (HEADLINE, LEAD, SECOND, THIRD, LAST)


def article(*paragraphs: str) -> str:
    """A text of these paragraphs."""
    return "\n\n".join(paragraphs)


def with_paragraph(paragraph: str) -> str:
    """The clean article with this paragraph in the middle of it."""
    return article(HEADLINE, LEAD, SECOND, paragraph, THIRD, LAST)


def defects(text: str, published: str | None = None) -> tuple[Defect, ...]:
    """All that is found in a text."""
    return find_defects(make_document(text, published), split_words(text))


def found(kind: DefectKind, text: str, published: str | None = None) -> list[str]:
    """The texts of the defects of one kind."""
    return [defect.text for defect in defects(text, published) if defect.kind is kind]
