"""What is wrong with a text itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onrecord.records.spans import Spans


class DefectKind(StrEnum):
    """What may be wrong with a text itself."""

    REPEATED_LINE = "repeated line"
    CUT_OFF_SENTENCE = "cut-off sentence"
    UNATTRIBUTED_QUOTATION = "unattributed quotation"
    UNBALANCED_QUOTATION_MARK = "unbalanced quotation mark"
    MECHANICAL_SUBSTITUTION = "mechanical substitution"
    CAPTION_IN_BODY = "caption in body"
    BOILERPLATE = "boilerplate"
    CONTRADICTORY_DATE = "contradictory date"


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong with the text itself. `why`: one sentence for people."""

    id: str
    kind: DefectKind
    spans: Spans
    text: str
    why: str
