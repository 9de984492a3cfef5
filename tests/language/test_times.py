"""Every case: a sentence, and the expressions in it as "words = value"; the type stands in the group's name."""

from __future__ import annotations

import pytest

from onrecord.language.times.find import find_times
from onrecord.records import TimeType

FRIDAY = "2017-04-07"  # a Friday, for all cases that name no other day
NOVEMBER = "1989-11-02"  # a Thursday, for financial reports

DATES = [
    # Days of the calendar, the year nearest to the day of publication.
    ("The ferry sank on April 4, 2017, off Tarn.", "April 4, 2017 = 2017-04-04"),
    ("The ferry sank on 4 April 2017 off Tarn.", "4 April 2017 = 2017-04-04"),
    ("The ferry sank on April 4.", "April 4 = 2017-04-04"),
    ("The ferry sank on 4 April.", "4 April = 2017-04-04"),
    ("The ferry sank on April 4th.", "April 4th = 2017-04-04"),
    ("The ferry sank on the 4th of April.", "the 4th of April = 2017-04-04"),
    ("The ferry sank on Dec. 30.", "Dec. 30 = 2016-12-30"),
    ("The ferry sank on Sept. 11, 2001.", "Sept. 11, 2001 = 2001-09-11"),
    ("The law took effect on Jan. 1.", "Jan. 1 = 2017-01-01"),
    ("The law will take effect on Jan. 1.", "Jan. 1 = 2018-01-01"),
    ("The council will vote on May 16.", "May 16 = 2017-05-16"),
    ("The strike began on March 28 in Ostrow.", "March 28 = 2017-03-28"),
    ("The fair opens Tuesday, April 11.", "Tuesday, April 11 = 2017-04-11"),
    ("The fair opened Tuesday, April 4, 2017, in rain.", "Tuesday, April 4, 2017 = 2017-04-04"),
    ("The note is dated 2016-11-30.", "2016-11-30 = 2016-11-30"),
    ("The note is dated 04/12/2016.", "04/12/2016 = 2016-04-12"),
    ("The note is dated 24/12/2016.", "24/12/2016 = 2016-12-24"),
    ("The note is dated 4/12/16.", "4/12/16 = 2016-04-12"),
    ("Nothing has been the same since 9/11.", "9/11 = 2001-09-11"),
    ("He flew home after the Sept. 11 attacks.", "Sept. 11 = 2001-09-11"),
    ("The bill fell due on February 30, the clerk joked.", "February 30 = None"),
    # Months, years, decades, centuries.
    ("It opened in April 2015.", "April 2015 = 2015-04"),
    ("It opened in April of 2015.", "April of 2015 = 2015-04"),
    ("It opened in May last year.", "May last year = 2016-05"),
    ("It was built in 2011-2013.", "2011 = 2011; 2013 = 2013"),
    ("It opened in Oct. 2015.", "Oct. 2015 = 2015-10"),
    ("It opened in December.", "December = 2016-12"),
    ("It will open in December.", "December = 2017-12"),
    ("It opened in March.", "March = 2017-03"),
    ("It will open in May.", "May = 2017-05"),
    ("It was shut from March through May.", "March = 2017-03; May = 2017-05"),
    ("It opened last May.", "last May = 2016-05"),
    ("It opens next March.", "next March = 2018-03"),
    ("It opened this January.", "this January = 2017-01"),
    ("January sales were weak.", "January = 2017-01"),
    ("It opened in 2011.", "2011 = 2011"),
    ("It was built between 2011 and 2013.", "2011 = 2011; 2013 = 2013"),
    ("The port must be clean by 2020.", "2020 = 2020"),
    ("The 2004 accord was torn up.", "2004 = 2004"),
    ("The war (1854) was short.", "1854 = 1854"),
    ("In 2011 people left the valley.", "2011 = 2011"),
    ("The 1988-89 season was wet.", "1988 = 1988; 89 = 1989"),
    ("He grew up in the 1990s.", "the 1990s = 199"),
    ("He grew up in the '90s.", "the '90s = 199"),
    ("He grew up in the ’80s.", "the ’80s = 198"),
    ("He grew up in the nineties.", "the nineties = 199"),
    ("It dates from the 20th century.", "the 20th century = 19"),
    ("It dates from the nineteenth century.", "the nineteenth century = 18"),
    ("A 17th-century chapel burned.", "17th-century = 16"),
    ("He grew up in the 1980's.", "the 1980's = 198"),
    # Modifiers.
    ("He grew up in the early 1990s.", "the early 1990s = 199"),
    ("He grew up in the late '80s.", "the late '80s = 198"),
    ("It opened in early December.", "early December = 2016-12"),
    ("It opened in mid-2015.", "mid-2015 = 2015"),
    ("It opened in mid-November.", "mid-November = 2016-11"),
    ("It closed late last year.", "late last year = 2016"),
    ("It closed earlier this month.", "earlier this month = 2017-04"),
    ("It closes later this year.", "later this year = 2017"),
    ("It closes at the end of 2018.", "the end of 2018 = 2018"),
    ("It closes at the end of the year.", "the end of the year = 2017"),
    ("It closes by the end of May.", "the end of May = 2017-05"),
    ("It opened at the beginning of March.", "the beginning of March = 2017-03"),
    ("It rained in the middle of last week.", "the middle of last week = 2017-W13"),
    # Counted from the day of publication.
    ("He resigned today.", "today = 2017-04-07"),
    ("He resigned yesterday.", "yesterday = 2017-04-06"),
    ("He will resign tomorrow.", "tomorrow = 2017-04-08"),
    ("He resigned the day before yesterday.", "the day before yesterday = 2017-04-05"),
    ("He leaves the day after tomorrow.", "the day after tomorrow = 2017-04-09"),
    ("He resigned last week.", "last week = 2017-W13"),
    ("He resigns this week.", "this week = 2017-W14"),
    ("He resigns next week.", "next week = 2017-W15"),
    ("He resigned last month.", "last month = 2017-03"),
    ("He resigns next month.", "next month = 2017-05"),
    ("He resigned last year.", "last year = 2016"),
    ("Sales are up so far this year.", "this year = 2017"),
    ("It opens next year.", "next year = 2018"),
    ("It was the worst flood this century.", "this century = 20"),
    ("It was built in the last decade's boom.", "the last decade = P1DE"),
    ("He resigned on Wednesday.", "Wednesday = 2017-04-05"),
    ("He resigned on Friday.", "Friday = 2017-04-07"),
    ("They will meet on Friday.", "Friday = 2017-04-07"),
    ("They will meet on Monday.", "Monday = 2017-04-10"),
    ("A vote is expected Tuesday.", "Tuesday = 2017-04-11"),
    ("A vote is scheduled for Tuesday.", "Tuesday = 2017-04-11"),
    ("He is due to be sworn in Thursday.", "Thursday = 2017-04-13"),
    ("He said Monday that he would resign.", "Monday = 2017-04-03"),
    ("He told reporters Monday.", "Monday = 2017-04-03"),
    ("He resigned last Friday.", "last Friday = 2017-03-31"),
    ("He resigns next Friday.", "next Friday = 2017-04-14"),
    ("He resigned this past Monday.", "this past Monday = 2017-04-03"),
    ("Wednesday's vote was close.", "Wednesday = 2017-04-05"),
    ("It was open Monday to Wednesday.", "Monday = 2017-04-03; Wednesday = 2017-04-05"),
    ("It rained over the weekend.", "the weekend = 2017-W13-WE"),
    ("It rained last weekend.", "last weekend = 2017-W13-WE"),
    ("It will rain this weekend.", "this weekend = 2017-W14-WE"),
    ("It will rain next weekend.", "next weekend = 2017-W15-WE"),
    # So long ago, or from now.
    ("He died six years ago.", "six years ago = 2011"),
    ("He died two decades ago.", "two decades ago = 1997"),
    ("He died a year ago.", "a year ago = 2016"),
    ("He died three months ago.", "three months ago = 2017-01"),
    ("He died two weeks ago.", "two weeks ago = 2017-W12"),
    ("He died five days ago.", "five days ago = 2017-04-02"),
    ("He died half a century ago.", "half a century ago = 1967"),
    ("He died 25 years ago.", "25 years ago = 1992"),
    ("He died several years ago.", "several years ago = PAST_REF"),
    ("He died years ago.", "years ago = PAST_REF"),
    ("He died long ago.", "long ago = PAST_REF"),
    ("He died not long ago.", "not long ago = PAST_REF"),
    ("The dam will be full three years from now.", "three years from now = 2020"),
    ("The dam will be full ten days from now.", "ten days from now = 2017-04-17"),
    ("The works moved by the end of October, he said.", "the end of October = 2017-10"),
    ("It was empty this past weekend.", "this past weekend = 2017-W13-WE"),
    # Seasons and holidays.
    ("It flooded in the summer of 2015.", "the summer of 2015 = 2015-SU"),
    ("It flooded in spring 2016.", "spring 2016 = 2016-SP"),
    ("It flooded last summer.", "last summer = 2016-SU"),
    ("It opens this summer.", "this summer = 2017-SU"),
    ("It opens next spring.", "next spring = 2018-SP"),
    ("It snowed last winter.", "last winter = 2016-WI"),
    ("It will open in the fall.", "the fall = 2017-FA"),
    ("It closed in the autumn.", "the autumn = 2016-FA"),
    ("The markets close on Christmas Day.", "Christmas Day = 2016-12-25"),
    ("The shops will close on Christmas Eve.", "Christmas Eve = 2017-12-24"),
    ("It snowed on Thanksgiving.", "Thanksgiving = 2016-11-24"),
    ("It snowed on Thanksgiving 2014.", "Thanksgiving 2014 = 2014-11-27"),
    ("They met last Christmas.", "last Christmas = 2016-12-25"),
    ("They will march on Easter Sunday.", "Easter Sunday = 2017-04-16"),
    ("They will march on Good Friday.", "Good Friday = 2017-04-14"),
    ("They will march on Labor Day.", "Labor Day = 2017-09-04"),
    ("They will march on Memorial Day.", "Memorial Day = 2017-05-29"),
    ("They will march on the Fourth of July.", "Fourth of July = 2017-07-04"),
    ("They fast during Ramadan.", "Ramadan = None"),
    # References.
    ("He is now in Ostrow.", "now = PRESENT_REF"),
    ("He is currently in Ostrow.", "currently = PRESENT_REF"),
    ("He recently moved to Ostrow.", "recently = PAST_REF"),
    ("He previously led the bank.", "previously = PAST_REF"),
    ("He was once a miner.", "once = PAST_REF"),
    ("Prices rose in recent weeks.", "recent weeks = PAST_REF"),
    ("Prices will rise in the coming weeks.", "the coming weeks = FUTURE_REF"),
    ("Nobody knows the future.", "the future = FUTURE_REF"),
    ("It may happen in the near future.", "the near future = FUTURE_REF"),
    ("He had lied in the past.", "the past = PAST_REF"),
    ("He will soon retire.", "soon = FUTURE_REF"),
    ("He is at the moment abroad.", "the moment = PRESENT_REF"),
    ("That was not long before Brandt spoke.", "not long before = None"),
]

ANAPHORA = [
    ("The bank failed on May 3, 2015. The same day its head fled.",
     "May 3, 2015 = 2015-05-03; The same day = 2015-05-03"),
    ("The bank failed on May 3, 2015. That year was bad.", "May 3, 2015 = 2015-05-03; That year = 2015"),
    ("The bank failed on May 3, 2015. The following day its head fled.",
     "May 3, 2015 = 2015-05-03; The following day = 2015-05-04"),
    ("The bank failed in May 2015, after a loss the previous month.",
     "May 2015 = 2015-05; the previous month = 2015-04"),
    ("The bank failed on May 3, 2015. Two weeks earlier its head fled.",
     "May 3, 2015 = 2015-05-03; Two weeks earlier = 2015-W16"),
    ("The bank failed on May 3, 2015. Three days later its head fled.",
     "May 3, 2015 = 2015-05-03; Three days later = 2015-05-06"),
    ("The bank failed in 2015. It had opened 20 years earlier.", "2015 = 2015; 20 years earlier = 1995"),
    ("He spoke on Tuesday. He had resigned the day before.", "Tuesday = 2017-04-04; the day before = 2017-04-03"),
    ("He left office in 2015, and the next year he died.", "2015 = 2015; the next year = 2016"),
    ("The bank failed on May 3, 2015. The next morning its head fled.",
     "May 3, 2015 = 2015-05-03; The next morning = 2015-05-04TMO"),
    ("He spoke on Tuesday. Earlier in the day he had resigned.",
     "Tuesday = 2017-04-04; Earlier in the day = 2017-04-04"),
    ("He spoke on Tuesday. The night before, he had resigned.",
     "Tuesday = 2017-04-04; The night before = 2017-04-03TNI"),
    ("He was mayor in 2011. At the time the port was rich.", "2011 = 2011; the time = 2011"),
    ("He spoke the day before the vote.", "the day before = None"),
]  # fmt: skip

FINANCE = [
    ("Net rose in the third quarter.", "the third quarter = 1989-Q3"),
    ("Net rose in the third quarter from a year earlier.", "the third quarter = 1989-Q3; a year earlier = 1988-Q3"),
    ("Third-quarter net rose from the year-ago quarter.", "Third-quarter = 1989-Q3; the year-ago quarter = 1988-Q3"),
    ("Net in the third quarter was $2 million, against a loss in the year-earlier period.",
     "the third quarter = 1989-Q3; the year-earlier period = 1988-Q3"),
    ("Third-quarter net to Sept. 30 fell from a year earlier.",
     "Third-quarter = 1989-Q3; Sept. 30 = 1989-09-30; a year earlier = 1988-Q3"),
    ("Last year's third quarter was weak.", "Last year's third quarter = 1988-Q3"),
    ("Net fell in the first quarter of 1988.", "the first quarter of 1988 = 1988-Q1"),
    ("Net fell in the fourth quarter last year.", "the fourth quarter last year = 1988-Q4"),
    ("Net will rise in the first quarter.", "the first quarter = 1990-Q1"),
    ("Net rose in the first half of 1988.", "the first half of 1988 = 1988-H1"),
    ("Net rose in the latest quarter.", "the latest quarter = 1989-Q3"),
    ("Net rose last quarter.", "last quarter = 1989-Q3"),
    ("Net rose in fiscal 1989.", "fiscal 1989 = 1989"),
    ("Net rose in fiscal year 1989.", "fiscal year 1989 = 1989"),
    ("Net rose in FY1989.", "FY1989 = 1989"),
    ("The year ended Sept. 30.", "The year = 1989; Sept. 30 = 1989-09-30"),
    ("The dividend is payable Nov. 15 to holders of record Oct. 26.", "Nov. 15 = 1989-11-15; Oct. 26 = 1989-10-26"),
    ("The offer expires Nov. 1.", "Nov. 1 = 1989-11-01"),
    ("Sales were up in late 1989.", "late 1989 = 1989"),
    ("The deal should close by year-end.", "year-end = 1989"),
    ("Q3 1988 was weak.", "Q3 1988 = 1988-Q3"),
    ("Earnings were up from a year ago.", "a year ago = 1988"),
    ("Shares closed at 20 yesterday.", "yesterday = 1989-11-01"),
    ("Rates have eased in recent weeks.", "recent weeks = PAST_REF"),
    ("Output fell in October from a month earlier.", "October = 1989-10; a month earlier = 1989-09"),
    ("The company expects to break even this year.", "this year = 1989"),
    ("The plant will open in January.", "January = 1990-01"),
]  # fmt: skip

TIMES = [
    ("He arrived Friday night.", "Friday night = 2017-04-07TNI"),
    ("He arrived Wednesday morning.", "Wednesday morning = 2017-04-05TMO"),
    ("He speaks tonight.", "tonight = 2017-04-07TNI"),
    ("He spoke this morning.", "this morning = 2017-04-07TMO"),
    ("He spoke last night.", "last night = 2017-04-06TNI"),
    ("He spoke yesterday afternoon.", "yesterday afternoon = 2017-04-06TAF"),
    ("He speaks tomorrow evening.", "tomorrow evening = 2017-04-08TEV"),
    ("He spoke at noon.", "noon = 2017-04-07T12:00"),
    ("He spoke at midnight Tuesday.", "midnight Tuesday = 2017-04-04T24:00"),
    ("He spoke at 10:30 a.m. EDT.", "10:30 a.m. EDT = 2017-04-07T10:30"),
    ("He spoke at 7 p.m. on Tuesday.", "7 p.m. on Tuesday = 2017-04-04T19:00"),
    ("He spoke on Tuesday at 7pm.", "Tuesday at 7pm = 2017-04-04T19:00"),
    ("He spoke at 12:15 a.m. Monday.", "12:15 a.m. Monday = 2017-04-03T00:15"),
    ("He spoke at 14:45 GMT.", "14:45 GMT = 2017-04-07T14:45"),
    ("He spoke at 9 o'clock.", "9 o'clock = 2017-04-07T09:00"),
    ("He spoke at 9 o’clock in the evening.", "9 o’clock in the evening = 2017-04-07T21:00"),
    ("He came by 6 o'clock this afternoon.", "6 o'clock this afternoon = 2017-04-07T18:00"),
    ("He spoke at 0930 GMT on Tuesday.", "0930 GMT on Tuesday = 2017-04-04T09:30"),
    ("He spoke early Friday morning.", "early Friday morning = 2017-04-07TMO"),
]

DURATIONS = [
    ("He led the bank for six years.", "six years = P6Y"),
    ("He led the bank for a decade.", "a decade = P1DE"),
    ("He led the bank for decades.", "decades = PXDE"),
    ("He waited for hours.", "hours = PTXH"),
    ("He waited half an hour.", "half an hour = PT30M"),
    ("He waited two and a half hours.", "two and a half hours = PT2.5H"),
    ("He waited an hour and a half.", "an hour and a half = PT1.5H"),
    ("He waited 30 seconds.", "30 seconds = PT30S"),
    ("He waited for a few days.", "a few days = PXD"),
    ("He waited a couple of weeks.", "a couple of weeks = P2W"),
    ("He waited a fortnight.", "a fortnight = P2W"),
    ("He waited several months.", "several months = PXM"),
    ("He waited twenty-five years.", "twenty-five years = P25Y"),
    ("The stone is 1,200 years old.", "1,200 years old = P1200Y"),
    ("A two-year-old was saved.", "two-year-old = P2Y"),
    ("They signed a five-year deal.", "five-year = P5Y"),
    ("They signed a three-month truce.", "three-month = P3M"),
    ("Net fell in the nine months.", "nine months = P9M"),
    ("Sales rose in the past three months.", "the past three months = P3M"),
    ("Sales rose over the past year.", "the past year = P1Y"),
    ("Sales will rise in the next two years.", "the next two years = P2Y"),
    ("Sales rose in the first nine months.", "the first nine months = P9M"),
    ("Sales rose in the last few years.", "the last few years = PXY"),
    ("He served more than three years.", "more than three years = P3Y"),
    ("He served about six years.", "about six years = P6Y"),
    ("He served at least 10 months.", "at least 10 months = P10M"),
    ("He served no more than 60 days.", "no more than 60 days = P60D"),
    ("He fled two weeks before the vote.", "two weeks = P2W"),
    ("It closed a year after the war.", "a year = P1Y"),
    ("It took a hundred years.", "a hundred years = P100Y"),
    ("It took a day.", "a day = P1D"),
    ("The men, both 64 years old, were freed.", "64 years old = P64Y"),
    ("It took 2.5 years.", "2.5 years = P2.5Y"),
    ("It took one year.", "one year = P1Y"),
    ("It took a half-century.", "a half-century = P50Y"),
    ("Profits fell over the five-year period.", "five-year = P5Y"),
]

SETS = [
    ("The ferry runs every day.", "every day = P1D"),
    ("The ferry runs each month.", "each month = P1M"),
    ("The ferry runs every two weeks.", "every two weeks = P2W"),
    ("The ferry runs every other week.", "every other week = P2W"),
    ("The ferry runs twice a week.", "twice a week = P1W"),
    ("The ferry runs once a month.", "once a month = P1M"),
    ("The ferry runs three times a day.", "three times a day = P1D"),
    ("The ferry runs daily.", "daily = P1D"),
    ("The monthly report was late.", "monthly = P1M"),
    ("The annual fair was held.", "annual = P1Y"),
    ("The weekly market was held.", "weekly = P1W"),
    ("The quarterly dividend was cut.", "quarterly = P3M"),
    ("The ferry runs every Wednesday.", "every Wednesday = XXXX-WXX-3"),
    ("The ferry runs on Wednesdays.", "Wednesdays = XXXX-WXX-3"),
    ("The ferry runs every October.", "every October = XXXX-10"),
    ("The ferry runs on weekends.", "weekends = XXXX-WXX-WE"),
    ("The ferry costs $5 million a year.", "a year = P1Y"),
    ("The yard builds 40 boats a month.", "a month = P1M"),
    ("The ferry runs every morning.", "every morning = XXXX-XX-XXTMO"),
    ("The club meets Friday nights.", "Friday nights = XXXX-WXX-5TNI"),
    ("The ferry runs every summer.", "every summer = XXXX-SU"),
]


def _check(kinds: set[TimeType], sentence: str, expected: str, published: str | None) -> None:
    found = find_times(sentence, published)
    assert "; ".join(f"{time.text} = {time.value}" for time in found) == expected
    assert {time.type for time in found} <= kinds
    assert all(time.span.of(sentence) == time.text for time in found)


@pytest.mark.parametrize(("sentence", "expected"), DATES)
def test_dates_are_counted_as_news_count_them(sentence: str, expected: str) -> None:
    _check({TimeType.DATE, TimeType.DURATION}, sentence, expected, FRIDAY)


@pytest.mark.parametrize(("sentence", "expected"), ANAPHORA)
def test_dates_are_counted_from_those_named_before(sentence: str, expected: str) -> None:
    _check({TimeType.DATE, TimeType.TIME}, sentence, expected, FRIDAY)


@pytest.mark.parametrize(("sentence", "expected"), FINANCE)
def test_financial_reports_compare_quarters(sentence: str, expected: str) -> None:
    _check({TimeType.DATE}, sentence, expected, NOVEMBER)


@pytest.mark.parametrize(("sentence", "expected"), TIMES)
def test_times_of_day(sentence: str, expected: str) -> None:
    _check({TimeType.TIME}, sentence, expected, FRIDAY)


@pytest.mark.parametrize(("sentence", "expected"), DURATIONS)
def test_durations(sentence: str, expected: str) -> None:
    _check({TimeType.DURATION}, sentence, expected, FRIDAY)


@pytest.mark.parametrize(("sentence", "expected"), SETS)
def test_sets(sentence: str, expected: str) -> None:
    _check({TimeType.SET}, sentence, expected, FRIDAY)
