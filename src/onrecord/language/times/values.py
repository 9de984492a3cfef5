"""TIMEX3 values: days as values of a grain, counting by grains, and the days that a value covers.

A grain is the letter that TIMEX3 counts by: D, W, M, Q(uarter), Y, DE(cade), CE(ntury); TH, TM and TS are hours,
minutes and seconds, FN a fortnight, WE a weekend.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange

WEEK = 7
MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}
DAYS = {"D": 1, "W": WEEK, "FN": 2 * WEEK, "WE": WEEK}
SECONDS = {"TS": 1, "TM": 60, "TH": 3600}
# Coarser grains after finer ones: a month can be counted from a day, a day not from a month.
FINENESS = {grain: place for place, grain in enumerate(("D", "WE", "W", "M", "Q", "Y", "DE", "CE"))}
# The first month of each season; winter begins in the December of its year.
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
PARTS = {"Q": 3, "H": 6}

VALUE = re.compile(
    r"(?P<century>\d\d)$|(?P<decade>\d{3})$|(?P<year>\d{4})(?:"
    r"-W(?P<week>\d\d)(?P<weekend>-WE)?|-(?P<season>SP|SU|FA|WI)|-(?P<part>[QH])(?P<number>\d)"
    r"|-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?:T.+)?$"
)
Interval = tuple[datetime.date, datetime.date]


def value_at(day: datetime.date, grain: str) -> str:
    """The value of the day, week, month … that holds a day: `value_at(day, "M")` is "2017-04"."""
    if grain in {"W", "WE", "FN"}:
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if grain == "WE" else "")
    if grain == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    width = {"CE": 2, "DE": 3, "Y": 4, "M": 7}.get(grain, 10)
    return day.isoformat()[:width]


def shift(day: datetime.date, number: float, grain: str) -> datetime.date | None:
    """The day that many days, weeks, months … later; None where the calendar ends.

    The day of the month stays if the month has it, else it is the month's last.
    """
    try:
        if grain in DAYS:
            return day + datetime.timedelta(round(number * DAYS[grain]))
        months = day.year * 12 + day.month - 1 + round(number * MONTHS[grain])
        year, month = divmod(months, 12)
        return datetime.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None


def duration(number: str, grain: str) -> str:
    """The value of a span of time: `duration("6", "Y")` is "P6Y"; the number X is not known."""
    if grain == "FN":
        return f"P{int(number) * 2}W" if number.isdigit() else "PXW"
    return f"P{grain[0]}{number}{grain[1]}" if grain in SECONDS else f"P{number}{grain}"


def nth_weekday(year: int, month: int, weekday: int, number: int) -> datetime.date:
    """The first, second … (or last, -1) Monday (1) … Sunday (7) of a month."""
    last = monthrange(year, month)[1]
    days = [d for d in range(1, last + 1) if datetime.date(year, month, d).isoweekday() == weekday]
    return datetime.date(year, month, days[number - 1 if number > 0 else number])


def easter(year: int) -> datetime.date:
    """Easter Sunday in the Gregorian calendar, by the anonymous algorithm that Meeus gives."""
    golden, century, in_century = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return datetime.date(year, month, day + 1)


def interval(value: str | None) -> Interval | None:
    """The first and the last day that a value covers; None for what is no stretch of the calendar.

    Values of time of day cover their day. Durations, sets, references such as PAST_REF, and values with unknown parts
    (X) cover none. A winter lasts from December to February.

    >>> interval("2017-Q1")
    (datetime.date(2017, 1, 1), datetime.date(2017, 3, 31))
    """
    found = VALUE.match(value) if value is not None else None
    if found is None:
        return None
    try:
        return _interval(found)
    except ValueError:
        return None


def _interval(found: re.Match[str]) -> Interval:
    if found["century"] or found["decade"]:
        digits = found["century"] or found["decade"]
        return datetime.date(int(digits.ljust(4, "0")), 1, 1), datetime.date(int(digits.ljust(4, "9")), 12, 31)
    year = int(found["year"])
    if found["week"]:
        first = 6 if found["weekend"] else 1
        week = int(found["week"])
        return datetime.date.fromisocalendar(year, week, first), datetime.date.fromisocalendar(year, week, 7)
    if found["day"]:
        day = datetime.date(year, int(found["month"]), int(found["day"]))
        return day, day
    if found["season"]:
        return _months(year, SEASONS[found["season"]], 3)
    if found["part"]:
        size = PARTS[found["part"]]
        return _months(year, (int(found["number"]) - 1) * size + 1, size)
    if found["month"]:
        return _months(year, int(found["month"]), 1)
    return _months(year, 1, 12)


def _months(year: int, month: int, number: int) -> Interval:
    last_year, last_month = divmod(year * 12 + month - 1 + number - 1, 12)
    last = datetime.date(last_year, last_month + 1, monthrange(last_year, last_month + 1)[1])
    return datetime.date(year, month, 1), last
