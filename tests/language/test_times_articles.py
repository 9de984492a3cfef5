"""Whole articles, the attributes beside the value, and what holds for any text."""

from __future__ import annotations

import datetime
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.language.times.find import find_times
from onrecord.language.times.values import interval
from onrecord.language.words import split_words
from onrecord.records import Time

REPORT = """Ostrow Paper Co. said net income in the third quarter fell 12% from a year earlier, hurt by a strike.

The company earned $21 million, or 30 cents a share, in the quarter ended Sept. 30, compared with $24 million in the
year-ago period. Sales rose to $310 million from $295 million. For the nine months, net was $70 million.

Ilse Brandt, chief executive, said Tuesday the mill in Tarn will reopen in January. The strike, which began Aug. 14,
ended two weeks ago. "We expect a better fourth quarter," she said. The dividend, paid quarterly, is due Dec. 1.

Ostrow bought the mill in late 1986 for about $60 million. It had been closed for nearly three years."""

COUNCIL = """TARN, May 3 — The council voted on Wednesday night to close the harbour bridge, a day after an inspector
found cracks in it. The bridge has carried the coast road since 1931.

Mayor Pavel Rossi said the bridge would be shut from Friday until the end of June. "Two years ago we were told it was
safe," he said. At the time, a firm from Ostrow was paid to inspect it every six months.

The ferry, which stopped running last autumn, may return this summer. The council meets again at 7 p.m. on Monday."""

LIFE = """Ruta Castell, who mapped the valleys of the north in the 1950s, died on Saturday. She was 94 years old.

She was born on March 3, 1923, in Tarn. The following year her family moved to Ostrow. In 1948 she joined the survey,
and for the next 20 years she walked about 30 miles a day. She retired in the spring of 1983.

A decade later she was given the Order of the Lamp. "She once told me that she had never missed a day," said her son.
She will be buried on Thursday."""

ARTICLES = [
    (REPORT, "1989-11-02", """the third quarter = 1989-Q3 | a year earlier = 1988-Q3 | the quarter = 1989-Q3
        | Sept. 30 = 1989-09-30 | the year-ago period = 1988-Q3 | nine months = P9M | Tuesday = 1989-10-31
        | January = 1990-01 | Aug. 14 = 1989-08-14 | two weeks ago = 1989-W42 | fourth quarter = 1989-Q4
        | quarterly = P3M | Dec. 1 = 1989-12-01 | late 1986 = 1986 | nearly three years = P3Y"""),
    (COUNCIL, "2017-05-04", """May 3 = 2017-05-03 | Wednesday night = 2017-05-03TNI | a day = P1D | 1931 = 1931
        | Friday = 2017-05-05 | the end of June = 2017-06 | Two years ago = 2015 | the time = 2015
        | every six months = P6M | last autumn = 2016-FA | this summer = 2017-SU
        | 7 p.m. on Monday = 2017-05-08T19:00"""),
    (LIFE, "2017-04-12", """the 1950s = 195 | Saturday = 2017-04-08 | 94 years old = P94Y | March 3, 1923 = 1923-03-03
        | The following year = 1924 | 1948 = 1948 | the next 20 years = P20Y | a day = P1D
        | the spring of 1983 = 1983-SP | A decade later = 1993 | once = PAST_REF | a day = P1D
        | Thursday = 2017-04-13"""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "expected"), ARTICLES)
def test_articles(text: str, published: str, expected: str) -> None:
    text = re.sub(r"(?<!\n)\n(?!\n)", " ", text)
    found = [f"{time.text} = {time.value}" for time in find_times(text, published)]
    assert found == [line.strip() for line in expected.split("|")]


def only(sentence: str, published: str | None = "2017-04-07") -> Time:
    (time,) = find_times(sentence, published)
    return time


@pytest.mark.parametrize(
    ("sentence", "mod"),
    [
        ("It opened in early December.", "START"),
        ("It opened in late 2011.", "END"),
        ("It opened in mid-2015.", "MID"),
        ("It closes at the end of the year.", "END"),
        ("It opened at the beginning of March.", "START"),
        ("It closes by year-end.", "END"),
        ("He served about six years.", "APPROX"),
        ("He served nearly a decade.", "APPROX"),
        ("He served more than six years.", "MORE_THAN"),
        ("He served less than a year.", "LESS_THAN"),
        ("He served at least two years.", "EQUAL_OR_MORE"),
        ("He served no more than 60 days.", "EQUAL_OR_LESS"),
        ("He died more than six years ago.", "BEFORE"),
        ("He died about six years ago.", "APPROX"),
        ("It closed earlier this month.", None),
    ],
)
def test_modified_values(sentence: str, mod: str | None) -> None:
    assert only(sentence).mod == mod


@pytest.mark.parametrize(
    ("sentence", "quant", "freq"),
    [
        ("The ferry runs every day.", "EVERY", None),
        ("The ferry runs each day.", "EACH", None),
        ("The ferry runs on Sundays.", "EVERY", None),
        ("The ferry runs twice a day.", None, "2X"),
        ("The ferry runs six times a year.", None, "6X"),
    ],
)
def test_how_often(sentence: str, quant: str | None, freq: str | None) -> None:
    time = only(sentence)
    assert (time.quant, time.freq) == (quant, freq)


@pytest.mark.parametrize(
    ("sentence", "anchor"),
    [
        ("He resigned on Wednesday.", "2017-04-07"),
        ("He resigned on April 4.", "2017-04-07"),
        ("He resigned on April 4, 2017.", None),
        ("He resigned six years ago.", "2017-04-07"),
        ("He resigned after six years.", None),
    ],
)
def test_the_date_counted_from_is_named(sentence: str, anchor: str | None) -> None:
    assert only(sentence).anchor == anchor


def test_the_date_counted_from_may_be_in_the_text() -> None:
    _, later = find_times("He resigned on May 3, 2015. Two days later he fled.", "2017-04-07")
    assert (later.value, later.anchor) == ("2015-05-05", "2015-05-03")


@pytest.mark.parametrize(
    "sentence",
    ["He resigned on Friday.", "He resigned yesterday.", "He resigned last week.", "He resigned six years ago.",
     "He resigned on April 4.", "He resigned in April.", "Net rose in the third quarter.", "He resigned last summer.",
     "He resigned last weekend.", "He resigned at Christmas.", "He resigned Friday night.", "He resigned at 7 p.m.",
     "He resigned at the end of the year.", "He resigned two hours ago.", "He resigned by year-end."],
)  # fmt: skip
def test_without_a_day_of_publication_the_value_stays_open(sentence: str) -> None:
    assert only(sentence, None).value is None


def test_a_date_in_the_text_anchors_what_follows() -> None:
    found = find_times("He resigned on May 3, 2015. He had been ill since April 4. The next day he fled.", None)
    assert [time.value for time in found] == ["2015-05-03", "2015-04-04", "2015-04-05"]


def test_hours_are_counted_where_the_hour_of_publication_is_known() -> None:
    assert only("He resigned two hours ago.", "2017-04-07T10:30:00").value == "2017-04-07T08:30"


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2017-04-07", "2017-04-07", "2017-04-07"),
        ("2017-04-07TNI", "2017-04-07", "2017-04-07"),
        ("2017-04-07T10:30", "2017-04-07", "2017-04-07"),
        ("2017-04-07T24:00", "2017-04-07", "2017-04-07"),
        ("2017-W14", "2017-04-03", "2017-04-09"),
        ("2017-W14-WE", "2017-04-08", "2017-04-09"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2017-Q1", "2017-01-01", "2017-03-31"),
        ("2017-H2", "2017-07-01", "2017-12-31"),
        ("2017-SU", "2017-06-01", "2017-08-31"),
        ("2016-WI", "2016-12-01", "2017-02-28"),
        ("2011", "2011-01-01", "2011-12-31"),
        ("199", "1990-01-01", "1999-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
    ],
)
def test_intervals(value: str, first: str, last: str) -> None:
    assert interval(value) == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


@pytest.mark.parametrize(
    "value", [None, "PAST_REF", "P6Y", "XXXX-WXX-3", "2017-13", "2017-W54", "2017-02-30", "00", ""]
)
def test_what_is_no_stretch_of_the_calendar_has_no_interval(value: str | None) -> None:
    assert interval(value) is None


def test_words_that_were_split_already_give_the_same() -> None:
    assert find_times(COUNCIL, "2017-05-04", split_words(COUNCIL)) == find_times(COUNCIL, "2017-05-04")


def test_only_the_neighbourhood_of_telling_words_is_searched_but_nothing_is_missed() -> None:
    filler = " ".join(["stone"] * 40)
    sentence = "The ferry sank, a year and a half after the storm of the early hours of Tuesday, April 4, 2017"
    apart = [time.text for time in find_times(f"{filler} {sentence} {filler}.", "2017-04-07")]
    assert apart == [time.text for time in find_times(sentence, "2017-04-07")]


PIECES = [
    *("April", "4", ",", "2017", "Friday", "last", "the", "year", "ago", "two", "a", "half", "quarter", "of", "9", "/"),
    *("-", ":", "30", "p.m.", "May", "'", "80s", "end", "weeks", "first", "9999", "before", "0", "\n", ".", "and"),
    *("999999", "century", "20th", "decades", "Easter", "noon", "on", "at", "same", "day", "0th", "GMT", "Q9", "years"),
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["2017-04-07", "0001-01-01", "9999-12-31", None])
)
def test_any_text_is_read_and_every_span_is_exact(pieces: list[str], published: str | None) -> None:
    text = " ".join(pieces)
    found = find_times(text, published)
    assert all(time.span.of(text) == time.text for time in found)
    assert all(one.span.end <= following.span.start for one, following in pairwise(found))


@given(st.text(max_size=200))
def test_any_characters_are_read(text: str) -> None:
    assert all(time.span.of(text) == time.text for time in find_times(text, "2017-04-07"))
