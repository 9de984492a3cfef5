"""Days of publication: what metadata, the URL, a dateline and captions claim, the most trusted first."""

from __future__ import annotations

import contextlib
import datetime
import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from onrecord.records import DateClaim, PublishedFrom, Span

# The first newspapers. What says that it is older is not a day of publication.
EARLIEST = datetime.date(1600, 1, 1)
# Somewhere it is tomorrow already.
ONE_DAY = datetime.timedelta(days=1)
# A dateline stands in the first lines, after a headline, a standfirst and a byline at most.
DATELINE_LINES = 5
# Days that a claim may lie before and after the most trusted one without contradicting it. One day is the difference
# between time zones; a dateline may be a night older, and a picture is taken before it is published.
SLACK = {PublishedFrom.DATELINE: (2, 1), PublishedFrom.CAPTION: (7, 1)}
TIME_ZONES = (1, 1)
# Without a year, a dateline within this many days of another claim is of that claim's year.
NEAREST = datetime.timedelta(days=60)

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1[6-9]\d\d|20\d\d)"
WEEKDAY = (
    r"(?P<weekday>Mon(?:day|\.)?|Tue(?:sday|s\.|\.)?|Wed(?:nesday|\.)?|Thu(?:rsday|rs\.|\.)?|Fri(?:day|\.)?"
    r"|Sat(?:urday|\.)?|Sun(?:day|\.)?)"
)
MONTH_FIRST = rf"{MONTH}\s{DAY}(?:,?\s{YEAR})?"
DAY_FIRST = rf"{DAY}\s{MONTH}(?:,?\s{YEAR})?"

# A place in capitals ("KYIV, Ukraine"), or in plain letters where an agency stands beside it.
UPPER, LOWER = "A-ZÀ-ÖØ-ÞĀ-ſ", "a-zß-öø-ÿĀ-ſ"
CAPITALS = (
    r"(?!(?:UPDATED?|CORRECTED|MODIFIED|FILE)\b)"
    rf"[{UPPER}][{UPPER}.'’-]+(?:\s[{UPPER}][{UPPER}.'’-]+){{0,3}}"
)
DAY_NAME = r"(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thurs|Fri|Sat|Satur|Sun)(?:day)?\b"
PLAIN = rf"(?!{DAY_NAME})[{UPPER}][{LOWER}.'’-]+(?:\s[{UPPER}][{LOWER}.'’-]+){{0,2}}"
REGION = rf"(?:,\s(?:{PLAIN}|[A-Z]\.[A-Z]\.)){{0,2}}"
AGENCY = r"\s?[(/][A-Z][\w\s.&’'-]{1,40}[)/]"
DASH = r"\.?\s*[-–—]{1,2}\s"


def _datelines(date: str) -> tuple[re.Pattern[str], ...]:
    when = rf"(?P<date>(?:{WEEKDAY},?\s)?{date})"
    forms = (
        rf"{CAPITALS}{REGION},?\s{when}(?:\.?{AGENCY})?{DASH}",
        rf"{CAPITALS}{REGION},?\s{when}\.?\s/[A-Z][\w\s-]{{1,30}}/\.",
        rf"{CAPITALS}{REGION}{AGENCY},?\s{when}{DASH}",
        rf"{PLAIN}{REGION},\s{when}\.?{AGENCY}{DASH}",
        rf"{PLAIN}{REGION}{AGENCY},?\s{when}{DASH}",
    )
    return tuple(map(re.compile, forms))


DATELINES = (*_datelines(MONTH_FIRST), *_datelines(DAY_FIRST))
CREDIT = (
    r"[\s.,]{0,3}(?:\((?=[^()]{0,120}\))[^()]*\b(?:Photo|Photograph|Photographer|Picture|Pictures|Image|Images|Pool|via|"
    r"Credit|Handout)\b|(?:Photo|Photograph|Picture|Image|Credit)(?:\sby\s|:\s))"
)
# Agencies end a caption with place, weekday and full date, a form that their prose never has: where a caption was
# copied into the text, its credit is often gone.
AGENCY_ENDING = rf"(?<=[{LOWER}.]),\s(?P<date>{WEEKDAY},\s{MONTH_FIRST})\.(?=\s|$)"
CAPTIONS = (
    *(re.compile(rf"\b(?P<date>(?:{WEEKDAY},?\s)?{date}){CREDIT}") for date in (MONTH_FIRST, DAY_FIRST)),
    re.compile(AGENCY_ENDING),
)
# A picture from the archive says nothing of the day it is shown on.
ARCHIVE = re.compile(r"\bfile\b|\barchive\b", re.IGNORECASE)

# Eight digits are a date only since there are URLs; others are somebody's number.
URL_DATES = (
    re.compile(r"/(?P<year>\d{4})/(?P<month>\d{1,2}|[a-z]{3})/(?P<day>\d{1,2})(?=[/.-]|$)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?<!\d-)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(r"(?<![^\W_])(?P<year>199\d|20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?![^\W_])"),
)
ISO = re.compile(r"(?P<year>\d{4})[-/.]?(?P<month>\d\d)[-/.]?(?P<day>\d\d)(?P<time>[T ]\d.*)?")
WRITTEN = tuple(re.compile(rf"(?:{WEEKDAY},?\s)?{date}(?!\d)") for date in (MONTH_FIRST, DAY_FIRST))


def date_document(
    text: str,
    given: str | None = None,
    metadata: tuple[DateClaim, ...] = (),
    url: str | None = None,
    seen: datetime.date | None = None,
) -> tuple[DateClaim, ...]:
    """Every claim of the day that a text was published on, the most trusted first; the first is to be believed.

    `given`: what the user says, ISO 8601, believed as it is; `seen`: the day it was fetched, today for None. What
    lies after the day after that, or before there were newspapers, is no claim. Claims that disagree are all kept.
    """
    latest = (seen or datetime.datetime.now(datetime.UTC).date()) + ONE_DAY
    claims = [] if given is None else [DateClaim(given, PublishedFrom.GIVEN, given)]
    claims += metadata
    claims += url_claims(url or "")
    claims = [found for found in claims if found.claimed_by is PublishedFrom.GIVEN or day_of(found) <= latest]
    captions = [found for found in caption_claims(text) if day_of(found) <= latest]
    claims += [found for found in dateline_claims(text, (*claims, *captions)) if day_of(found) <= latest]
    return (*claims, *captions)


def conflicting(claims: tuple[DateClaim, ...]) -> tuple[DateClaim, ...]:
    """The claims that cannot be true if the first is: by more days than time zones, or a picture's age, explain."""
    against: list[DateClaim] = []
    for found in claims[1:]:
        before, after = SLACK.get(found.claimed_by, TIME_ZONES)
        if not -before <= (day_of(found) - day_of(claims[0])).days <= after:
            against.append(found)
    return tuple(against)


def stated_date(said: str, claimed_by: PublishedFrom = PublishedFrom.METADATA) -> DateClaim | None:
    """The claim that a piece of metadata makes: ISO 8601, an e-mail's date or "12 April 2017"; None for no date.

    A time is kept with its zone, if it has one.
    """
    value = _moment(" ".join(said.split()))
    return None if value is None else DateClaim(value, claimed_by, said)


def day_of(found: DateClaim) -> datetime.date:
    """The calendar day of a claim, where it was written."""
    return datetime.date.fromisoformat(found.value[:10])


def url_claims(url: str) -> tuple[DateClaim, ...]:
    """The date in the path of a URL; none where it holds two different ones."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ()
    for form in URL_DATES:
        found = {day: match[0].strip("/") for match in form.finditer(path) if (day := _url_day(match)) is not None}
        if found:
            return (
                tuple(DateClaim(d.isoformat(), PublishedFrom.URL, t) for d, t in found.items())
                if len(found) == 1
                else ()
            )
    return ()


def dateline_claims(text: str, others: tuple[DateClaim, ...] = ()) -> tuple[DateClaim, ...]:
    """The date of the dateline ("KYIV, Ukraine, April 12 (Agency) —").

    Without a year it is that nearest to one of the `others`, and without others no claim.
    """
    for line in list(re.finditer(r"\S.*", text))[:DATELINE_LINES]:
        for form in DATELINES:
            found = form.match(text, line.start(), line.end())
            if found is not None:
                day = _written_day(found) if found["year"] else _nearest_year(found, others)
                return () if day is None else (_pinned(day, found, PublishedFrom.DATELINE),)
    return ()


def caption_claims(text: str) -> tuple[DateClaim, ...]:
    """The full dates of captions ("… Wednesday, April 12, 2017. (Photo: …)"), the latest first.

    A picture is not taken after it is published. Archive pictures do not count.
    """
    claims: dict[datetime.date, DateClaim] = {}
    for line in re.finditer(r".+", text):
        for form in CAPTIONS:
            for found in form.finditer(text, line.start(), line.end()):
                day = _written_day(found) if found["year"] else None
                if day is not None and not ARCHIVE.search(line[0]):
                    claims.setdefault(day, _pinned(day, found, PublishedFrom.CAPTION))
    return tuple(claims[day] for day in sorted(claims, reverse=True))


def _pinned(day: datetime.date, found: re.Match[str], claimed_by: PublishedFrom) -> DateClaim:
    return DateClaim(day.isoformat(), claimed_by, found["date"], (Span(*found.span("date")),))


def _moment(said: str) -> str | None:
    if (iso := ISO.fullmatch(said)) is not None:
        kind = datetime.datetime if iso["time"] else datetime.date
        try:
            moment = kind.fromisoformat(said)
        except ValueError:
            return _iso_day(_day(iso["year"], iso["month"], iso["day"]))
        return moment.isoformat() if _day(moment.year, moment.month, moment.day) else None
    if ":" in said:
        with contextlib.suppress(ValueError, TypeError, OverflowError, IndexError):
            return parsedate_to_datetime(said).isoformat()
    for form in WRITTEN:
        if (found := form.match(said)) is not None and found["year"]:
            return _iso_day(_written_day(found))
    return None


def _iso_day(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(year: str | int, month: str | int, day: str | int) -> datetime.date | None:
    """A day that there was, not before `EARLIEST`."""
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found >= EARLIEST else None


def _url_day(found: re.Match[str]) -> datetime.date | None:
    month = found["month"]
    if month.isalpha():
        month = str(_month(month))
    return _day(found["year"], month, found["day"])


def _written_day(found: re.Match[str], year: int | None = None) -> datetime.date | None:
    """The day of a date in words; None if there was none, or if it was another day of the week."""
    day = _day(year or found["year"], _month(found["month"]), found["day"])
    if day is None or (found["weekday"] and WEEKDAYS[day.weekday()] != found["weekday"][:3].lower()):
        return None
    return day


def _month(name: str) -> int:
    """The number of a month by its first three letters; 0 for none."""
    short = name[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def _nearest_year(found: re.Match[str], others: tuple[DateClaim, ...]) -> datetime.date | None:
    """The day of a date in words without a year that lies nearest to another claim, not farther than `NEAREST`."""
    near = [
        (abs(day - day_of(other)), day)
        for other in others
        for year in range(day_of(other).year - 1, day_of(other).year + 2)
        if (day := _written_day(found, year)) is not None
    ]
    distance, day = min(near, default=(NEAREST + ONE_DAY, EARLIEST))
    return day if distance <= NEAREST else None
