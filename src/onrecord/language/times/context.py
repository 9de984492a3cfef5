"""What a rule found, what it may know of its surroundings, and what it makes of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from onrecord.language.times.values import FINENESS, VALUE, interval
from onrecord.records import TimeType

# A day or month without a year is the nearest one. Past or future verbs choose another only when the nearest is
# farther off than this: a vote "in November" told of in September is the coming one, whatever the nearest verb is.
# It rests on reading what was found in news texts, not on a measurement.
NEAR_DAYS = 75


# Nothing is counted from a day of publication outside these years: it is an error, and near the calendar's ends.
COUNTED_YEARS = range(1500, 2500)
# A value that the text names, its first day, and its grain.
Named = tuple[str, datetime.date, str]


class Tense(IntEnum):
    """Where the verb by an expression points."""

    PAST = -1
    UNKNOWN = 0
    FUTURE = 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means, in TIMEX3's terms; see `Time`.

    `basis`: whether what follows in the text may be counted from it.
    """

    type: TimeType
    value: str | None
    anchor: str | None = None
    quant: str | None = None
    freq: str | None = None
    mod: str | None = None
    basis: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """Words that a rule found. `kept`: those that its pattern names, with their values; `forms`: all of them, lower.

    `before`, `after`: the words beside it in its sentence, in lower case, empty where there is none;
    `shown`: its words as written; `quoted`: whether nothing else stands between two quotation marks.
    """

    forms: tuple[str, ...]
    kept: dict[str, str]
    before: str
    after: str
    shown: tuple[str, ...]
    tense: Tense
    quoted: bool

    def has(self, *words: str) -> bool:
        """Whether one of these words is in it."""
        return any(word in self.forms for word in words)

    def number(self, name: str) -> int:
        """A kept word's value as a number; "4th" is 4."""
        return int(self.kept[name].rstrip("stndrhSTNDRH"))


class Context:
    """What counting starts from: the day of publication, and the dates that the text named before."""

    def __init__(self, published: str | None, people: frozenset[str] = frozenset()) -> None:
        # Names of months that people of the text have, in lower case.
        self.people = people
        day = datetime.date.fromisoformat(published[:10]) if published else None
        self.day = day if day is not None and day.year in COUNTED_YEARS else None
        self.clock = datetime.datetime.fromisoformat(published) if published and len(published) > 10 else None
        # What was named last.
        self.last: Named | None = None
        # The quarter, half or season that the sentence named last, also where a day follows it ("ended Sept. 30").
        self._quarter: Named | None = None
        self._named: dict[str, datetime.date] = {}
        # The quarter, month and day named last: "the quarter" means this one, while "the year" is that of publication.
        self._told: dict[str, datetime.date] = {}
        self._in_sentence: datetime.date | None = None

    def name(self, value: str | None) -> None:
        """Take in a date that the text names, for the expressions after it."""
        covered, grain = interval(value), grain_of(value)
        if value is None or covered is None or grain is None:
            return
        self.last = (value, covered[0], grain)
        for other, fineness in FINENESS.items():
            if fineness >= FINENESS[grain]:
                self._named[other] = covered[0]
        if "-Q" in value or grain in {"M", "D"}:
            self._told[grain] = covered[0]
        if grain == "Q":
            self._quarter = self.last
        if grain == "D":
            self._in_sentence = covered[0]

    def open_sentence(self) -> None:
        """Leave the sentence that was read."""
        self._in_sentence = self._quarter = None

    def quarter(self) -> Named | None:
        """The quarter, half or season that is spoken of, so that "a year earlier" means that of the year before."""
        return self.last if self.last is not None and self.last[2] == "Q" else self._quarter

    def today(self) -> datetime.date | None:
        """The day that a time of day is in: the last named in its sentence, else the day of publication."""
        return self._in_sentence or self.day or self.named("D")

    def reference(self, grain: str) -> datetime.date | None:
        """A day in the date named last that is at least as fine as this grain; before any, the day of publication."""
        return self._named.get(grain, self.day)

    def named(self, grain: str) -> datetime.date | None:
        """A day in the date named last that is at least as fine as this grain; None before any."""
        return self._named.get(grain)

    def told(self, grain: str) -> datetime.date | None:
        """The first day of the quarter, month or day named last; None before any, and for other grains."""
        return self._told.get(grain)

    def nearest(
        self, make: Callable[[int], datetime.date], tense: Tense, near: int = NEAR_DAYS
    ) -> datetime.date | None:
        """The day that `make` gives for the year that fits best: the nearest, unless the tense speaks against it.

        None where there is nothing to count from, or the day is in no year.
        """
        base = self.day or self.named("Y")
        if base is None:
            return None
        days = [day for year in range(base.year - 1, base.year + 2) if (day := _made(make, year)) is not None]
        if not days:
            return None
        best = min(days, key=lambda day: (abs((day - base).days), day))
        away = (best - base).days
        if abs(away) > near and away * tense < 0:
            fitting = [day for day in days if (day - base).days * tense >= 0]
            return min(fitting, key=lambda day: abs((day - base).days), default=best)
        return best


def _made(make: Callable[[int], datetime.date], year: int) -> datetime.date | None:
    try:
        return make(year)
    except ValueError:
        return None


def grain_of(value: str | None) -> str | None:
    """The grain of a value: "M" for "2017-04"; None for what is no stretch of the calendar."""
    found = VALUE.match(value) if value is not None else None
    if found is None:
        return None
    names = (("day", "D"), ("weekend", "WE"), ("week", "W"), ("month", "M"), ("part", "Q"), ("season", "Q"),
             ("year", "Y"), ("decade", "DE"), ("century", "CE"))  # fmt: skip
    return next(grain for name, grain in names if found[name])


Reader = Callable[[Found, Context], Meaning | None]
