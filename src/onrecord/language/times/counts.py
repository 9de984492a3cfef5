"""What the words of a span, a distance, a repetition or a vague reference mean."""

from __future__ import annotations

import datetime
from dataclasses import replace

from onrecord.language.times.context import Context, Found, Meaning, Named
from onrecord.language.times.dates import at, counted
from onrecord.language.times.values import SECONDS, duration, shift
from onrecord.records import TimeType

# "a few": nobody knows how many.
UNKNOWN = "X"
# Numbers that multiply the one before them.
LARGE = frozenset({100, 1000})
# "a year" is one; "and a half" adds to what stands before it.
ARTICLE, HALF = 1.0, 0.5


def number_of(values: list[str]) -> str:
    """The number that the values of some words name: of "two", "and", "a", "half" 2.5, of "a", "few" X."""
    if UNKNOWN in values:
        return UNKNOWN
    if {",", "."} & set(values):
        values = ["".join(values).split("and")[0].replace(",", ""), *values[-1:]]
        values = values if values[-1] == "half" else values[:1]
    total = 0.0
    for value in values:
        if value.replace(".", "", 1).isdigit():
            number = float(value)
            total = total * number if number in LARGE and total else total + number
    total = (total or ARTICLE) + (HALF if "half" in values else 0)
    return f"{total:g}"


# Spans of time


def span(found: Found, _: Context) -> Meaning | None:
    """ "six years", "the past three months", "two-year-old", "years"."""
    fraction = found.kept["unit"] == "Q" and found.after in {"of", "-", "point"}
    ordinal = found.forms[-1] == "second" and not found.forms[0][0].isdigit()
    if fraction or ordinal:
        return None
    return Meaning(TimeType.DURATION, duration(found.kept.get("count", UNKNOWN), found.kept["unit"]))


def one_span(found: Found, _: Context) -> Meaning | None:
    """ "the past year", "over the next decade"."""
    return Meaning(TimeType.DURATION, duration("1", found.kept["one_unit"]))


def half(found: Found, _: Context) -> Meaning | None:
    """ "half an hour", "half a century"."""
    unit = found.kept["one_unit"]
    smaller = {"TH": ("30", "TM"), "Y": ("6", "M"), "DE": ("5", "Y"), "CE": ("50", "Y"), "D": ("12", "TH")}
    number, grain = smaller.get(unit, ("0.5", unit))
    return Meaning(TimeType.DURATION, duration(number, grain))


def span_and_half(found: Found, _: Context) -> Meaning | None:
    """ "a year and a half"."""
    return Meaning(TimeType.DURATION, duration("1.5", found.kept["unit"]))


# Dates that are so far away


def ago(found: Found, context: Context) -> Meaning | None:
    """ "six years ago", "a year ago", "half a century ago", "long ago"."""
    return _away(found, context, context.day, -1)


def from_now(found: Found, context: Context) -> Meaning | None:
    """ "two years from now", "a week from today"."""
    return _away(found, context, context.day, 1)


def apart(found: Found, context: Context) -> Meaning | None:
    """ "two weeks earlier", "a month later", "the day before"."""
    grain = found.kept["unit"]
    return _away(found, context, context.reference(grain) or context.day, found.number("order"))


def _away(found: Found, context: Context, base: datetime.date | None, sign: int) -> Meaning:
    count, grain = found.kept.get("count", "1"), found.kept.get("unit", "Y")
    if count == UNKNOWN or found.has("long", "time"):
        return Meaning(TimeType.DATE, "PAST_REF" if sign < 0 else "FUTURE_REF")
    number = float(count) * (0.5 if found.has("half") and float(count) == 1 else 1) * sign
    if grain in SECONDS:
        return _at_clock(context, number, grain)
    if number % 1 and grain in {"Y", "DE", "CE"}:
        months = {"Y": 12, "DE": 120, "CE": 1200}[grain] * number
        day = shift(base, months, "M") if base is not None else None
        return at(day, "M" if grain == "Y" else "Y", base)
    if grain == "FN":
        number, grain = number * 2, "W"
    if grain == "Y" and (quarter := context.quarter()) is not None:
        return _year_from(quarter, number)
    day = shift(base, number, grain) if base is not None else None
    return at(day, "Y" if grain in {"DE", "CE"} else grain, base)


def _year_from(quarter: Named, years: float) -> Meaning:
    """The same quarter, half or season of another year: reports of a quarter compare it with that a year ago."""
    value, day, _ = quarter
    return Meaning(TimeType.DATE, f"{int(value[:4]) + int(years):04d}{value[4:]}", day.isoformat(), basis=False)


def _at_clock(context: Context, number: float, grain: str) -> Meaning:
    if context.clock is None:
        return Meaning(TimeType.TIME, None)
    moment = context.clock + datetime.timedelta(seconds=number * SECONDS[grain])
    return Meaning(TimeType.TIME, moment.isoformat(timespec="minutes")[:16], context.clock.isoformat())


def day_beyond(found: Found, context: Context) -> Meaning | None:
    """ "the day before yesterday", "the day after tomorrow"."""
    return counted(context.day, -2 if found.has("before") else 2, "D")


def year_ago(found: Found, context: Context) -> Meaning | None:
    """ "the year-ago quarter", "the year-earlier period"."""
    if (quarter := context.quarter()) is not None:
        return _year_from(quarter, -1)
    grain = found.kept.get("one_unit", "Q" if found.has("period") and context.told("Q") is not None else "Y")
    base = context.told(grain) or context.reference(grain)
    return replace(at(shift(base, -1, "Y") if base is not None else None, grain, base), basis=False)


# Dates named before


def same_unit(found: Found, context: Context) -> Meaning | None:
    """ "that day", "the same year": of the date named last, else none."""
    grain = found.kept["one_unit"]
    day = context.named(grain)
    return at(day, grain, day)


def the_unit(found: Found, context: Context) -> Meaning | None:
    """ "the year", "the quarter": of the date named last, else of the day of publication."""
    grain = found.kept["one_unit"]
    base = context.told(grain) or context.day or context.named(grain)
    return at(base, grain, base)


def next_unit(found: Found, context: Context) -> Meaning | None:
    """ "the following day", "the previous month": from the date named last; "the last year" is from publication."""
    grain = found.kept["one_unit"]
    if found.has("last"):
        return counted(context.day, -1, grain)
    return counted(context.reference(grain), found.number("counted"), grain)


def part_of_other_day(found: Found, context: Context) -> Meaning | None:
    """ "the next morning", "the same evening"."""
    base = context.reference("D")
    day = counted(base, int(found.kept.get("counted", "0")), "D")
    part = found.kept["part"]
    return Meaning(TimeType.TIME, day.value and f"{day.value}T{part}", day.anchor)


def newest(found: Found, context: Context) -> Meaning | None:
    """ "the latest quarter": the last that is over."""
    grain = found.kept.get("one_unit", "Q")
    if found.has("period"):
        last = context.last
        return Meaning(TimeType.DATE, last[0] if last is not None and last[2] == "Q" else None)
    return counted(context.day, -1, grain)


def the_time(_: Found, context: Context) -> Meaning | None:
    """ "at the time", "at that time": when what was told last happened."""
    return Meaning(TimeType.DATE, context.last[0].split("T")[0] if context.last is not None else "PAST_REF")


def end_of_unit(found: Found, context: Context) -> Meaning | None:
    """ "year-end", "month-end": of the year and month of publication."""
    grain = found.kept["one_unit"]
    return replace(at(context.day, grain, context.day), mod="END")


# What is repeated


def every(found: Found, _: Context) -> Meaning | None:
    """ "every day", "each month", "every two years", "every other week"."""
    count = "2" if found.has("other") else found.kept.get("count", "1")
    return Meaning(TimeType.SET, duration(count, found.kept["unit"]), quant=found.kept.get("every_word", "EVERY"))


def every_named(found: Found, _: Context) -> Meaning | None:
    """ "every Wednesday", "Sundays", "each October", "every summer", "weekends"."""
    kept = found.kept
    if "month" in kept:
        value = f"XXXX-{int(kept['month']):02d}"
    elif "season" in kept:
        value = f"XXXX-{kept['season']}"
    elif "weekends" in kept or "weekend" in kept:
        value = "XXXX-WXX-WE"
    elif "part" in kept and "weekday" not in kept:
        value = f"XXXX-XX-XXT{kept['part']}"
    else:
        value = f"XXXX-WXX-{kept.get('weekday') or kept['weekdays']}"
        value += f"T{kept['part']}" if "part" in kept else ""
    return Meaning(TimeType.SET, value, quant=kept.get("every_word", "EVERY"))


def so_often(found: Found, _: Context) -> Meaning | None:
    """ "twice a week", "three times a year"."""
    freq = found.kept.get("frequency") or f"{found.kept.get('count', UNKNOWN)}X"
    return Meaning(TimeType.SET, duration("1", found.kept["one_unit"]), freq=freq)


def per_unit(found: Found, _: Context) -> Meaning | None:
    """ "a year" in "$5 million a year"."""
    return Meaning(TimeType.SET, duration("1", found.kept["one_unit"]))


def rate(found: Found, _: Context) -> Meaning | None:
    """ "daily", "annual"."""
    return Meaning(TimeType.SET, found.kept["rate"], quant="EVERY")


# Vague references


def vague(found: Found, _: Context) -> Meaning | None:
    """ "now", "recently", "the future", "recent weeks"."""
    for name in ("present_word", "past_word", "future_word"):
        if name in found.kept:
            return Meaning(TimeType.DATE, found.kept[name])
    if found.has("future", "coming", "upcoming"):
        return Meaning(TimeType.DATE, "FUTURE_REF")
    present = found.has("moment", "present", "these")
    return Meaning(TimeType.DATE, "PRESENT_REF" if present else "PAST_REF")


def ordered(_found: Found, _: Context) -> Meaning | None:
    """ "not long before", "the day before the vote": counted from something told, which no calendar knows."""
    return Meaning(TimeType.DATE, None)
