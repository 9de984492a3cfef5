"""The rules: patterns over words, each with the function that says what its words mean.

A pattern is written in words: `month .? day_number` is a word of the class `month`, perhaps a full stop, and a number
from 1 to 31. A name is a class of `data/times.tsv` or of `lexicon.SHAPES`, else the word itself. `<month>` keeps the
word for the meaning, `<first:month>` under another name. The rest is the language of `re`; white space means nothing.
Where two rules find words that overlap, the longer finding counts, then the earlier rule.
"""

from __future__ import annotations

from onrecord.language.times import counts, dates
from onrecord.language.times.context import Reader

# A number in words or digits, as "two", "a few", "a couple of", "1,200", "2.5", "twenty-five", "two and a half".
COUNT = """(?P<count> another | (?: a | the )? vague (?: more | of )? | (?: a | an )? round_number (?: of )?
    | number (?: -? number | -? hundred | -? thousand ){0,2} (?: and a half )?
    | digits (?: , digits )? (?: . digits )? (?: and a half )? | a | an )"""
YEAR = "(?: fiscal year? )? <year_number>"
OF_YEAR = f"(?: (?: of | in | , )? {YEAR} | (?: of )? <which> year | of the year )"
WHICH = "(?: (?: the | this )? <which> )"
THE = "(?: the | this | that | its | their )?"
SAID_HALF = "(?: (?: in the | this ) (?: morning | afternoon | evening ) )"
HALF_OF_DAY = f"(?: am | pm | (?: a | p ) . m .? | {SAID_HALF} )"
NO_NUMBER = "(?<! money | numbered | / | : ) (?<! digits . | digits , | digits - | lower_word - )"
NO_AMOUNT = "(?! , digits | . digits | % | name street )"
WITH_WEEKDAY = "(?: (?: weekday | short_day .? ) ,? )?"

DAYS: tuple[tuple[str, Reader], ...] = (
    (f"{WITH_WEEKDAY} <month> .? <day_number> (?! (?: . | : | / ) two ) (?: ,? <year_number> | of <which> year )?",
     dates.calendar_day),
    ("(?<= month day_number - | . day_number - ) <day_number> (?! - | % | . digits )", dates.second_day),
    (f"{WITH_WEEKDAY} the? <day_number> -? of? <month> (?: .? ,? <year_number> )?", dates.calendar_day),
    ("(?<! / ) <first:up_to_12> / <second:day_number> / (?: <year_number> | <two> ) (?! / )", dates.numeric_day),
    ("(?<! / ) <first:day_number> / <second:up_to_12> / <year_number> (?! / )", dates.numeric_day),
    ("<year_number> - <first:up_to_12> - <second:day_number>", dates.numeric_day),
    ("(?<! / | $ ) <first:up_to_12> / <second:day_number> (?! / | % )", dates.attacks),
    ("<deictic>", dates.deictic),
    ("<deictic> (?: <part> | at? <day_time> )", dates.deictic),
    ("(?: late | early )? tonight", dates.tonight),
    ("(?: late | early | earlier | later )? (?: this | last ) <part>", dates.tonight),
    ("<weekday> (?! titled | <part> titled )", dates.weekday),
    ("(?: early | late )? (?: <which> | this <which> )? <weekday> (?: <part> | at? <day_time> )", dates.weekday),
    (f"{WHICH} <weekday>", dates.weekday),
    ("(?: the | this )? <which>? <weekend>", dates.weekend),
    ("(?<= in | during | by ) the <part>", dates.part_of_day),
    ("(?: the | that )? (?: <counted> | same | that ) <part>", counts.part_of_other_day),
    ("the <part> <counted:clause> (?= clause_end )", counts.part_of_other_day),
)  # fmt: skip

CLOCK: tuple[tuple[str, Reader], ...] = (
    (f"<hour:up_to_12> (?: : <minute:two> )? {HALF_OF_DAY} <zone>?", dates.clock),
    ("<glued_clock> <zone>?", dates.clock),
    (f"<hour:up_to_12> o ' clock (?! position ) {SAID_HALF}?", dates.clock),
    ("(?<= at | by | from | until | around | before | after ) <hour> : <minute:two> (?! : | . digits ) <zone>?",
     dates.clock),
    ("<written:digits> <zone>", dates.clock),
    ("<day_time>", dates.clock),
)  # fmt: skip

MONTHS_AND_YEARS: tuple[tuple[str, Reader], ...] = (
    ("<month> .? ,? of? <year_number>", dates.month_of_year),
    ("<month> of? <which> year", dates.month_of_year),
    ("(?: (?! doubtful ) | (?<= preposition ) | (?<= bound - ) ) <month> (?! .? day_number )", dates.month_alone),
    (f"{WHICH} <month>", dates.month_alone),
    (f"{NO_NUMBER} <year_number> {NO_AMOUNT} (?! : | / | -? counted_thing | - digits - )", dates.year_alone),
    (f"(?<= year_before ) <year_number> {NO_AMOUNT}", dates.year_alone),
    ("(?<= year_number - ) <year_number>", dates.year_alone),
    ("(?<= year_number - ) <two> (?! - | % | . digits )", dates.short_year),
    ("the? fiscal year? ,? <year_number>", dates.year_alone),
    ("the? <fiscal_name>", dates.fiscal_name),
    ("(?: the | their | his | her )? '? <tens>", dates.decade),
    ("the <tens:round_year> ' s", dates.decade),
    ("the <decade_name>", dates.decade),
    ("the? <ordinal> -? century", dates.century),
    (f"{THE} fiscal? <ordinal> -? quarter (?: {OF_YEAR} )?", dates.quarter),
    (f"<quarter_name> (?: {OF_YEAR} )?", dates.quarter),
    ("<which> year ' s fiscal? <ordinal> -? quarter", dates.quarter),
    (f"{THE} <ordinal> -? half {OF_YEAR}", dates.quarter),
    ("the? <season> (?: of | , )? <year_number>", dates.season),
    (f"{WHICH} <season>", dates.season),
    ("(?<= in_season ) the? <season> (?! of )", dates.season),
    ("the past <one_unit>", counts.one_span),
    ("(?<= over | within | in | during | for ) the (?: last | next ) <one_unit>", counts.one_span),
    ("the (?: last | <counted> ) <one_unit>", counts.next_unit),
    (f"{WHICH} fiscal? <one_unit>", dates.this_unit),
)  # fmt: skip

SPANS: tuple[tuple[str, Reader], ...] = (
    (f"{COUNT} -? <unit> (?: -? old )?", counts.span),
    ("(?<! per ) (?! minutes of ) <unit:units>", counts.span),
    ("a? half (?: a | an | - ) <one_unit>", counts.half),
    ("(?: a | an ) <unit:one_unit> and a half", counts.span_and_half),
    (f"{THE} <span_word> {COUNT} -? <unit>", counts.span),
)  # fmt: skip

AWAY: tuple[tuple[str, Reader], ...] = (
    (f"{COUNT} <unit> ago", counts.ago),
    ("half (?: a | an ) <unit:one_unit> ago", counts.ago),
    ("(?: units | (?: not so? )? long | a long time | some time ) ago", counts.vague),
    (f"{COUNT} <unit> (?: from (?: now | today ) | hence )", counts.from_now),
    (f"{COUNT} <unit> <order>", counts.apart),
    (f"{COUNT} <unit> <order:clause> (?= clause_end )", counts.apart),
    ("the <unit:one_unit> <order:clause> (?= clause_end )", counts.apart),
    ("the day clause (?! clause_end )", counts.ordered),
    ("(?: the | its | a )? year - (?: ago | earlier ) (?: <one_unit> | period | level | figure )?", counts.year_ago),
    ("the day before yesterday", counts.day_beyond),
    ("the day after tomorrow", counts.day_beyond),
)  # fmt: skip

NAMED_BEFORE: tuple[tuple[str, Reader], ...] = (
    ("(?: that very? | the same | that same | same ) <one_unit>", counts.same_unit),
    ("the fiscal? <one_unit:period_unit> (?! - | old )", counts.the_unit),
    ("(?<= of | during | on | for | in ) the <one_unit:day_word>", counts.the_unit),
    ("the? <counted> <one_unit>", counts.next_unit),
    ("the <newest> (?: <one_unit> | period )", counts.newest),
    ("(?<= at ) (?: the | that ) time", counts.the_time),
    ("<one_unit> - end", counts.end_of_unit),
)  # fmt: skip

REPEATED: tuple[tuple[str, Reader], ...] = (
    ("<every_word> other? <unit:one_unit>", counts.every),
    (f"<every_word> {COUNT} <unit>", counts.every),
    ("<every_word> <weekday> <part>?", counts.every_named),
    ("<every_word> (?: <month> | <season> | <part> | <weekend> )", counts.every_named),
    ("(?: <weekdays> | <weekends> | <weekday> <part:parts> )", counts.every_named),
    ("<frequency> (?: a | an | each | every | per ) <one_unit>", counts.so_often),
    (f"{COUNT} times (?: a | an | each | every | per ) <one_unit>", counts.so_often),
    ("(?<= money | digits | units ) -? (?: a | an | each ) -? <one_unit>", counts.per_unit),
    ("(?<= digits lower_word ) (?: a | an ) <one_unit>", counts.per_unit),
    ("<rate>", counts.rate),
)  # fmt: skip

VAGUE: tuple[tuple[str, Reader], ...] = (
    ("right? <present_word> (?! that )", counts.vague),
    ("(?<= at ) (?: the moment | present )", counts.vague),
    ("these days", counts.vague),
    ("<past_word>", counts.vague),
    ("(?<= aux ) once (?! every_word | more | again | and )", counts.vague),
    ("(?: the? recent <one_unit> | recent units )", counts.vague),
    ("the (?: recent | distant )? past (?! number | digits | vague | unit )", counts.vague),
    ("(?: the | these )? (?: coming | upcoming ) units", counts.vague),
    ("(?: the | near ) (?: near | foreseeable | immediate | distant )? future", counts.vague),
    ("(?<! as | how | too | so ) <future_word> (?! clause | as | enough )", counts.vague),
    ("not long (?: before | after )", counts.ordered),
)  # fmt: skip

# Every expression holds a word of these, or the longest word of a holiday's name: only around them is searched.
TELLING = (
    "month", "weekday", "weekdays", "unit", "part", "parts", "season", "weekend", "weekends", "day_time", "year_number",
    "tens", "decade_name", "quarter_name", "fiscal_name", "glued_clock", "deictic", "present_word", "past_word",
    "future_word", "rate", "/", ":", "ago", "tonight", "once", "time", "long", "moment", "present", "past", "future",
    "clock", "m", "am", "pm",
)  # fmt: skip
RULES = DAYS + CLOCK + MONTHS_AND_YEARS + AWAY + NAMED_BEFORE + REPEATED + VAGUE + SPANS
# What stands before an expression and belongs to it, with the `mod` it gives; None: what its kept word means.
BEFORE_DATES: tuple[tuple[str, str | None], ...] = (
    ("the? very? <bound> -?", None),
    ("(?: the | its )? <edge> of", None),
    ("(?: earlier | later ) in?", ""),
)
BEFORE_SPANS: tuple[tuple[str, str | None], ...] = (
    ("more than", "MORE_THAN"),
    ("(?: (?: less | fewer ) than | under )", "LESS_THAN"),
    ("(?: at least | no less than | no fewer than )", "EQUAL_OR_MORE"),
    ("(?: at most | no more than | up to )", "EQUAL_OR_LESS"),
    ("roughly", "APPROX"),
)
