from __future__ import annotations

import pytest

from onrecord.language.dates import date_value


@pytest.mark.parametrize(
    ("words", "published", "expected"),
    [
        ("Friday", "2024-03-15", "2024-03-15"),  # a bare Friday in Friday's story is today
        ("on Thursday", "2024-03-15", "2024-03-14"),
        ("last Friday", "2024-03-15", "2024-03-08"),
        ("next Friday", "2024-03-15", None),
        ("Fridays", "2024-03-15", None),
        ("yesterday", "2024-03-01", "2024-02-29"),
        ("today", "2024-03-01T10:00:00", "2024-03-01"),
        ("April 4", "2017-04-13", "2017-04-04"),
        ("4 April", "2017-04-13", "2017-04-04"),
        ("December 30", "2017-01-03", "2016-12-30"),
        ("Sept. 11, 2001", None, "2001-09-11"),
        ("February 30", "2017-04-13", None),
        ("March 2016", None, "2016-03"),
        ("in 2013", None, "2013"),
        ("Friday", None, None),
        ("the summer", "2017-04-13", None),
    ],
)
def test_dates_are_counted_as_news_counts_them(words: str, published: str | None, expected: str | None) -> None:
    assert date_value(words, published) == expected
