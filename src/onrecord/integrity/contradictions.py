"""Dates that cannot be: claims of the day of publication in conflict, and weekdays that do not fit their date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from onrecord.documents.dating import DAY_FIRST, MONTH_FIRST, MONTHS, WEEKDAY, WEEKDAYS, conflicting
from onrecord.integrity.layout import Article
from onrecord.records import DateClaim, Defect, DefectKind, PublishedFrom, Span

# Before, some countries counted days by the old calendar.
NEW_CALENDAR = 1924
# A date without a year is one of these years from the year of publication.
NEAR_YEARS = (-1, 0, 1)
DATES = tuple(re.compile(rf"\b{WEEKDAY},?\s(?:the\s)?{date}(?!\d)") for date in (MONTH_FIRST, DAY_FIRST))
NAMED = {
    PublishedFrom.GIVEN: "what was given",
    PublishedFrom.METADATA: "the metadata",
    PublishedFrom.URL: "the URL",
    PublishedFrom.DATELINE: "the dateline",
    PublishedFrom.CAPTION: "a caption",
}
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def find_contradictions(article: Article, claims: tuple[DateClaim, ...]) -> Iterator[Defect]:
    """The claims that conflict with the most trusted one, and the weekdays that do not fit their date."""
    for claim in conflicting(claims):
        # Pictures are older than their article as often as not.
        if claim.claimed_by is not PublishedFrom.CAPTION or claim.value > claims[0].value:
            yield _conflict(article, claim, claims[0])
    for form in DATES:
        for found in form.finditer(article.text):
            why = _wrong_weekday(found, article.document.published)
            if why is not None:
                yield article.defect(DefectKind.CONTRADICTORY_DATE, (Span(*found.span()),), why)


def _conflict(article: Article, claim: DateClaim, first: DateClaim) -> Defect:
    why = (
        f"The day of publication is {claim.value[:10]} by {NAMED[claim.claimed_by]}, "
        f"but {first.value[:10]} by {NAMED[first.claimed_by]}, which is trusted more."
    )
    return article.defect(DefectKind.CONTRADICTORY_DATE, claim.spans, why, None if claim.spans else claim.text)


def _wrong_weekday(found: re.Match[str], published: str | None) -> str | None:
    """Why a date cannot be; None where it can, or where nothing tells its year."""
    if found["year"]:
        years = [int(found["year"])]
    elif published is not None:
        years = [int(published[:4]) + more for more in NEAR_YEARS]
    else:
        return None
    if years[0] < NEW_CALENDAR:
        return None
    month, number = MONTHS.index(found["month"][:3].lower()) + 1, int(found["day"])
    days = [day for year in years if (day := _day(year, month, number)) is not None]
    said = WEEKDAYS.index(found["weekday"][:3].lower())
    if any(day.weekday() == said for day in days):
        return None
    if not days:
        return "There is no such day."
    if len(years) > 1:
        return f"This date was no {DAY_NAMES[said]} in {years[0]}, {years[1]} or {years[2]}."
    return f"{days[0].isoformat()} was a {DAY_NAMES[days[0].weekday()]}."


def _day(year: int, month: int, number: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, number)
    except ValueError:
        return None
