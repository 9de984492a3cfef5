"""Dates and other expressions of time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onrecord.records.spans import Span, Spans


@dataclass(frozen=True, slots=True)
class Date:
    """A date with its words. `value`: ISO 8601 or TIMEX3, None where the words do not settle it."""

    value: str | None
    text: str
    spans: Spans


class TimeType(StrEnum):
    """TIMEX3's kinds of time expressions."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression. `value`: TIMEX3, None where the words do not settle it.

    `anchor`: the date it was counted from, None if it stands by itself. TIMEX3's further attributes, None where they
    do not apply: `quant` of a set ("every Friday": EVERY), `freq` of a set ("twice a week": 2X), `mod` of the value
    ("early May": START; "about six years": APPROX).
    """

    span: Span
    text: str
    type: TimeType
    value: str | None
    anchor: str | None = None
    quant: str | None = None
    freq: str | None = None
    mod: str | None = None
