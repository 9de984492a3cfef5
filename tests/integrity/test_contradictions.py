from __future__ import annotations

import pytest

from onrecord.documents.dating import date_document
from onrecord.documents.text import make_document
from onrecord.integrity.defects import find_defects
from onrecord.language.words import split_words
from onrecord.records import DateClaim, Defect, DefectKind, PublishedFrom
from tests.integrity.found import found

DATE = DefectKind.CONTRADICTORY_DATE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Tuesday, April 12, 2017.", "Tuesday, April 12, 2017"),
        ("They met on Tuesday April 12, 2017.", "Tuesday April 12, 2017"),
        ("They met on Monday 12 April 2017.", "Monday 12 April 2017"),
        ("They met on Monday, 12th April 2017.", "Monday, 12th April 2017"),
        ("They met on Sunday, Feb. 30, 2016.", "Sunday, Feb. 30, 2016"),
        ("They met on Fri, Apr 14, 2016.", "Fri, Apr 14, 2016"),
        ("They met on Thursday, the 12 April 2017.", "Thursday, the 12 April 2017"),
        ("They met on Thursday, Dec. 31, 1999.", "Thursday, Dec. 31, 1999"),
        ("They met on Saturday, September 1, 1939.", "Saturday, September 1, 1939"),
        ("They met on Wednesday, Sept. 11, 2001.", "Wednesday, Sept. 11, 2001"),
        ("They meet on Monday, June 31, 2025.", "Monday, June 31, 2025"),
    ],
)
def test_a_weekday_that_does_not_fit_is_found(text: str, expected: str) -> None:
    assert found(DATE, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "They met on Wednesday, April 12, 2017.",
        "They met on Wednesday 12 April 2017.",
        "They met on Wednesday. April 12, 2017 was a bad day.",
        "They met on Friday, September 1, 1939.",
        "They met on Tuesday, April 12.",
        "They met on Monday, 12 men and 4 women, in 2017.",
        "They met on April 12, 2017, a Tuesday, some say.",
        "Friday the 13th was in May 2016, they said.",
        "They met on Sunday, October 25, 1917, by the old calendar.",
        "It stood in The Courier, May 12, 2017, page 4.",
        "On Tuesday, May 1,000 boats came in.",
        "On Saturday, March 20,170 people walked.",
        "It was on Thursday 14 March 2,019 boats came.",
    ],
)
def test_a_weekday_that_fits_or_has_no_date_is_none(text: str) -> None:
    assert found(DATE, text) == []


def test_without_a_year_the_years_about_publication_count() -> None:
    assert found(DATE, "They met on Monday, April 12.", "2017-04-13") == ["Monday, April 12"]
    assert found(DATE, "They met on Wednesday, April 12.", "2017-04-13") == []
    assert found(DATE, "They met on Tuesday, April 12.", "2017-01-02") == []  # 2016


def conflicts(text: str, given: str | None, *claims: DateClaim) -> list[Defect]:
    document = make_document(text, given)
    dates = date_document(text, given, claims)
    return [d for d in find_defects(document, split_words(text), dates) if d.kind is DATE]


def test_a_dateline_after_the_day_of_publication_is_found() -> None:
    text = "TARN, April 19, 2017 (Reuters) - The council voted on the wall."
    (defect,) = conflicts(text, "2017-04-13")
    assert defect.text == "April 19, 2017"
    assert defect.why == (
        "The day of publication is 2017-04-19 by the dateline, but 2017-04-13 by what was given, which is trusted more."
    )
    assert conflicts(text, "2017-04-19") == conflicts(text, "2017-04-20") == conflicts(text, "2017-04-18") == []


def test_a_claim_outside_the_text_has_no_spans_and_shows_what_was_read() -> None:
    claim = DateClaim("2016-01-01", PublishedFrom.METADATA, "1 Jan 2016")
    (defect,) = conflicts("The council voted.", "2017-04-13", claim)
    assert (defect.spans, defect.text) == ((), "1 Jan 2016")


def test_an_older_picture_is_no_contradiction() -> None:
    text = "Ilse Brandt speaks in Tarn, Wednesday, April 12, 2017. (AP Photo/Anna Reed)"
    assert conflicts(text, "2017-06-01") == []
    assert [defect.text for defect in conflicts(text, "2017-04-01")] == ["Wednesday, April 12, 2017"]
