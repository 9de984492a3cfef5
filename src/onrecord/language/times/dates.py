"""What the words of a date or a time of day mean."""

from __future__ import annotations

import datetime

from onrecord.language.times.context import Context, Found, Meaning, Tense
from onrecord.language.times.values import PARTS, SEASONS, WEEK, easter, nth_weekday, shift, value_at
from onrecord.records import TimeType

NOON = 12
# "of May" is the month, unless the text speaks of a Mrs May; "in May" is the month all the same.
BEFORE_PEOPLE = frozenset({"of", "to", "by", "from", "for", "and", "or", "before", "after", "around"})
# Two-digit years up to this one are of this century.
LAST_SHORT_YEAR = 50
# A quarter or season is told of long after it began: only a future verb makes it the coming one.
ALWAYS = 0
# The attacks of this day are named by day and month alone.
ATTACKS, ATTACKED = "2001-09-11", (9, 11)
ATTACK_WORDS = frozenset({"attacks", "attack", "terrorist", "terror", "hijackers", "hijackings", "commission"})


def at(day: datetime.date | None, grain: str, counted_from: datetime.date | None) -> Meaning:
    """The day, week, month … that holds a day; a value of None where there is no day."""
    if day is None:
        return Meaning(TimeType.DATE, None)
    return Meaning(TimeType.DATE, value_at(day, grain), None if counted_from is None else counted_from.isoformat())


def counted(base: datetime.date | None, number: float, grain: str) -> Meaning:
    """The week, month … that lies so many of them from a day."""
    return at(shift(base, number, grain) if base is not None else None, grain, base)


# Days, months and years of the calendar


def calendar_day(found: Found, context: Context) -> Meaning | None:
    """ "April 4", "4 April 2017", "Tuesday, April 4"."""
    month = found.number("month")
    number = found.number("day_number")
    if "year_number" in found.kept:
        return _exactly(int(found.kept["year_number"]), month, number)
    if "which" in found.kept and context.day is not None:
        return _exactly(context.day.year + found.number("which"), month, number)
    if (month, number) == ATTACKED and found.after in ATTACK_WORDS:
        return Meaning(TimeType.DATE, ATTACKS)
    if number > 31:
        return None
    return at(context.nearest(lambda year: datetime.date(year, month, number), found.tense), "D", context.day)


def numeric_day(found: Found, _: Context) -> Meaning | None:
    """ "04/12/2017", the month first unless it is none; "2017-04-12"."""
    first, second = found.number("first"), found.number("second")
    year = found.number("year_number") if "year_number" in found.kept else found.number("two")
    if year < 100:
        year += 2000 if year <= LAST_SHORT_YEAR else 1900
    month, day = (first, second) if first <= 12 else (second, first)
    return _exactly(year, month, day) if month <= 12 and day <= 31 else None


def second_day(found: Found, context: Context) -> Meaning | None:
    """The second day of "April 4-6"."""
    first = context.last[0] if context.last is not None and context.last[2] == "D" else None
    if first is None:
        return None
    return _exactly(int(first[:4]), int(first[5:7]), found.number("day_number"))


def attacks(found: Found, _: Context) -> Meaning | None:
    """ "9/11"."""
    return Meaning(TimeType.DATE, ATTACKS) if (found.number("first"), found.number("second")) == ATTACKED else None


def month_of_year(found: Found, context: Context) -> Meaning | None:
    """ "April 2017", "April last year"."""
    if "which" in found.kept:
        base = context.day and context.day.replace(day=1, month=found.number("month"))
        year = shift(base, found.number("which"), "Y") if base is not None else None
        return at(year, "M", context.day)
    return Meaning(TimeType.DATE, f"{found.number('year_number'):04d}-{found.number('month'):02d}")


def month_alone(found: Found, context: Context) -> Meaning | None:
    """ "in April"; "last April" is one before this month."""
    month, base = found.number("month"), context.day
    if found.forms[-1] in context.people and found.before in BEFORE_PEOPLE:
        return None
    if "which" in found.kept and base is not None:
        return at(_chosen(base.replace(day=1), found.number("which"), month), "M", base)
    day = min(base.day, 28) if base is not None else 1
    return at(context.nearest(lambda year: datetime.date(year, month, day), found.tense), "M", base)


def year_alone(found: Found, _: Context) -> Meaning | None:
    """ "2011", "fiscal 2011"."""
    year = found.kept["year_number"]
    return Meaning(TimeType.DATE, year if year.isdigit() else None)


def fiscal_name(found: Found, _: Context) -> Meaning | None:
    """ "FY2016", "FY16"."""
    digits = found.kept["fiscal_name"][2:]
    return Meaning(TimeType.DATE, digits if len(digits) == 4 else f"{_century(int(digits))}{digits}")


def short_year(found: Found, context: Context) -> Meaning | None:
    """The second year of "1988-89"."""
    return Meaning(TimeType.DATE, f"{context.last[0][:2]}{found.kept['two']}" if context.last is not None else None)


def decade(found: Found, context: Context) -> Meaning | None:
    """ "the 1990s", "the '90s", "the nineties"."""
    if "decade_name" in found.kept:
        tens = int(found.kept["decade_name"])
    else:
        digits = found.kept["tens"].rstrip("sS")
        if len(digits) == 4:
            return Meaning(TimeType.DATE, digits[:3])
        if not found.has("the", "'", "’", "‘"):
            return None
        tens = int(digits[0])
    this = (context.day.year if context.day is not None else 2000 + LAST_SHORT_YEAR) // 10
    return Meaning(TimeType.DATE, str(this - (this - tens) % 10))


def century(found: Found, _: Context) -> Meaning | None:
    """ "the 20th century"."""
    if not 1 <= found.number("ordinal") <= 99:
        return None
    return Meaning(TimeType.DATE, f"{found.number('ordinal') - 1:02d}")


# Parts of a year


def quarter(found: Found, context: Context) -> Meaning | None:
    """ "the third quarter", "the first half of 1998", "Q1 2017"."""
    if "quarter_name" in found.kept:
        number, letter = int(found.kept["quarter_name"].strip("qQ")), "Q"
    else:
        number, letter = found.number("ordinal"), "H" if found.has("half") else "Q"
    if number > (2 if letter == "H" else 4):
        return None
    if "year_number" in found.kept:
        return Meaning(TimeType.DATE, f"{found.kept['year_number']}-{letter}{number}")
    base = context.day
    if base is None:
        return Meaning(TimeType.DATE, None)
    if "which" in found.kept or found.has("year"):
        year: int | None = base.year + int(found.kept.get("which", "0"))
    else:
        # What is told has begun; what is to come has not ended.
        size, coming = PARTS[letter], found.tense is Tense.FUTURE
        month = number * size if coming else (number - 1) * size + 1
        tense = Tense.FUTURE if coming else Tense.PAST
        day = context.nearest(lambda year: datetime.date(year, month, 28 if coming else 1), tense, ALWAYS)
        year = day.year if day is not None else None
    return Meaning(TimeType.DATE, f"{year}-{letter}{number}" if year else None, base.isoformat())


def season(found: Found, context: Context) -> Meaning | None:
    """ "the summer of 2015", "last winter", "in the spring"."""
    name, base = found.kept["season"], context.day
    if "year_number" in found.kept:
        return Meaning(TimeType.DATE, f"{found.kept['year_number']}-{name}")
    month = SEASONS[name]
    if base is None:
        return Meaning(TimeType.DATE, None)
    if "which" in found.kept:
        which = found.number("which")
        # The winter that began last December is this winter.
        running = shift(base, -2, "M") or base
        day = _chosen(running.replace(day=1) if which < 0 else base.replace(day=1), which, month)
        if which == 0 and name == "WI" and base.month < 6:
            day = datetime.date(base.year - 1, month, 1)
    else:
        found_day = context.nearest(lambda year: datetime.date(year, month, 1), found.tense, ALWAYS)
        if found_day is None:
            return Meaning(TimeType.DATE, None)
        day = found_day
    return Meaning(TimeType.DATE, f"{day.year}-{name}", base.isoformat())


def holiday(found: Found, context: Context, when: str) -> Meaning | None:
    """A holiday by its rule: "12-25", "11 thursday 4 +1", "easter -2"; those of the moon stay open."""
    if not any(form[0].isupper() for form in found.shown) or found.quoted:
        return None
    if when == "moon":
        return Meaning(TimeType.DATE, None)

    def make(year: int) -> datetime.date:
        words = when.split()
        if words[0] == "easter":
            return easter(year) + datetime.timedelta(int(words[1]) if len(words) > 1 else 0)
        if len(words) == 1:
            return datetime.date.fromisoformat(f"{year}-{when}")
        names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        day = nth_weekday(year, int(words[0]), names.index(words[1]) + 1, int(words[2]))
        return day + datetime.timedelta(int(words[3]) if len(words) > 3 else 0)

    if "year_number" in found.kept:
        return Meaning(TimeType.DATE, make(int(found.kept["year_number"])).isoformat())
    base = context.day
    if "which" in found.kept and base is not None:
        which = found.number("which")
        days = [make(year) for year in range(base.year - 1, base.year + 2)]
        if which:
            days = [day for day in days if (day - base).days * which > 0]
        return at(min(days, key=lambda day: abs((day - base).days)), "D", base)
    return at(context.nearest(make, found.tense), "D", base)


# Days counted from the day of publication


def deictic(found: Found, context: Context) -> Meaning | None:
    """ "today", "yesterday evening", "tomorrow"."""
    return _part(counted(context.day, found.number("deictic"), "D"), found)


def tonight(found: Found, context: Context) -> Meaning | None:
    """ "tonight", "this morning", "last night"."""
    days = -1 if found.has("last") else 0
    return _part(counted(context.day, days, "D"), found, "NI")


def weekday(found: Found, context: Context) -> Meaning | None:
    """ "Friday", "last Friday", "next Friday", "Friday night".

    A bare weekday is the last one up to the day of publication, as news use it; after a future verb the coming one.
    """
    base = context.day
    if base is None:
        return _part(Meaning(TimeType.DATE, None), found)
    back = (base.isoweekday() - found.number("weekday")) % WEEK
    which = found.kept.get("which")
    if which == "-1":
        days = -(back or WEEK)
    elif which == "1":
        days = WEEK - back
    elif which == "0":
        days = (WEEK - back) % WEEK
    else:
        days = (WEEK - back) % WEEK if found.tense is Tense.FUTURE else -back
    return _part(counted(base, days, "D"), found)


def weekend(found: Found, context: Context) -> Meaning | None:
    """ "the weekend", "last weekend": the one of this week where it has come or the verb is future."""
    base = context.day
    weeks = int(found.kept.get("which", "0"))
    if base is not None and "which" not in found.kept and found.tense is not Tense.FUTURE and base.isoweekday() < 6:
        weeks = -1
    return at(shift(base, weeks, "W") if base is not None else None, "WE", base)


def this_unit(found: Found, context: Context) -> Meaning | None:
    """ "last week", "this month", "next year"."""
    return counted(context.day, found.number("which"), found.kept["one_unit"])


# Time of day


def clock(found: Found, context: Context) -> Meaning | None:
    """ "10:30 a.m. EDT", "7 p.m.", "noon"."""
    value = clock_value(found)
    day = context.today()
    if value is None:
        return None
    if day is None:
        return Meaning(TimeType.TIME, None)
    return Meaning(TimeType.TIME, f"{day.isoformat()}T{value}", day.isoformat())


def clock_value(found: Found) -> str | None:
    """The hour and minute, as "10:30"."""
    if "day_time" in found.kept:
        return found.kept["day_time"]
    if "written" in found.kept:
        written = found.kept["written"]
        return f"{written[:2]}:{written[2:]}" if len(written) == 4 and written < "2400" and written[2] < "6" else None
    if "glued_clock" in found.kept:
        hour, half = int(found.kept["glued_clock"][:-2]), found.kept["glued_clock"][-2].lower()
    else:
        hour = found.number("hour")
        half = "p" if found.has("p", "pm", "afternoon", "evening", "night") else "a"
        half = half if found.has("a", "p", "am", "pm", "morning", "afternoon", "evening", "night") else ""
    if half:
        hour = hour % NOON + (NOON if half == "p" else 0)
    minute = int(found.kept.get("minute", "0"))
    return f"{hour:02d}:{minute:02d}" if minute < 60 and hour < 24 else None


def part_of_day(found: Found, context: Context) -> Meaning | None:
    """ "in the morning": of the day named last."""
    day = context.today()
    return _part(at(day, "D", day), found)


def _part(meaning: Meaning, found: Found, otherwise: str = "") -> Meaning:
    """The part of the day, if the words name one; else the day itself."""
    part = found.kept.get("part", otherwise)
    if "day_time" in found.kept:
        part = found.kept["day_time"]
    if not part:
        return meaning
    value = f"{meaning.value}T{part}" if meaning.value is not None else None
    return Meaning(TimeType.TIME, value, meaning.anchor)


# Counting of calendars


def _exactly(year: int, month: int, day: int) -> Meaning:
    try:
        return Meaning(TimeType.DATE, datetime.date(year, month, day).isoformat())
    except ValueError:
        return Meaning(TimeType.DATE, None)


def _chosen(base: datetime.date, which: int, month: int) -> datetime.date:
    """The month before (-1) or after (1) that of `base`, or the one of its year (0)."""
    year = base.year
    if which < 0 and month >= base.month:
        year -= 1
    elif which > 0 and month <= base.month:
        year += 1
    return datetime.date(year, month, 1)


def _century(two: int) -> int:
    return 20 if two <= LAST_SHORT_YEAR else 19
