"""Dates that a statement was made on, counted from the day of publication as news counts them."""

from __future__ import annotations

import datetime
import re

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
MONTH_DAY = re.compile(rf"\b({MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}}))?", re.I)
DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({MONTH})\b(?:,?\s+(\d{{4}}))?", re.I)
MONTH_YEAR = re.compile(rf"^(?:in\s+)?({MONTH})\.?,?\s+(\d{{4}})$", re.I)
YEAR = re.compile(r"^(?:in\s+)?((?:19|20)\d\d)$", re.I)


def date_value(words: str, published: str | None) -> str | None:
    """The ISO 8601 value of a date's words; None where the words, or a missing publication date, leave it open.

    A bare weekday is the last one up to the day of publication: "Friday" in Friday's story is that day. A day and
    month without a year fall within the year before publication or the month after it.
    """
    text = words.strip().lower()
    day = datetime.date.fromisoformat(published[:10]) if published else None
    if (found := MONTH_YEAR.match(text)) is not None:
        return f"{found[2]}-{_month(found[1]):02d}"
    if (found := YEAR.match(text)) is not None:
        return found[1]
    exact = MONTH_DAY.search(text)
    if exact is not None:
        return _month_day(_month(exact[1]), int(exact[2]), exact[3], day)
    exact = DAY_MONTH.search(text)
    if exact is not None:
        return _month_day(_month(exact[2]), int(exact[1]), exact[3], day)
    if day is None:
        return None
    if re.search(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", text):
        return day.isoformat()
    if re.search(r"\b(?:yesterday|last night)\b", text):
        return (day - datetime.timedelta(1)).isoformat()
    for number, name in enumerate(WEEKDAYS):
        if re.search(rf"\b{name}s?\b", text):
            if re.search(rf"\b(?:next|every|{name}s)\b", text):
                return None
            back = (day.weekday() - number) % 7
            if re.search(r"\blast\b", text) and back == 0:
                back = 7
            return (day - datetime.timedelta(back)).isoformat()
    return None


def _month(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))


def _month_day(month: int, number: int, year: str | None, published: datetime.date | None) -> str | None:
    try:
        if year is not None:
            return datetime.date(int(year), month, number).isoformat()
        if published is None:
            return None
        value = datetime.date(published.year, month, number)
        if value > published + datetime.timedelta(31):
            value = datetime.date(published.year - 1, month, number)
        return value.isoformat()
    except ValueError:
        return None
