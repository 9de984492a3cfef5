"""Finds the time expressions of a text, and gives each its value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.language.sentences import sentence_starts
from onrecord.language.times import counts, dates
from onrecord.language.times.context import Context, Found, Meaning, Tense
from onrecord.language.times.counts import number_of
from onrecord.language.times.rules import Rule, grammar
from onrecord.language.words import Words, split_words
from onrecord.records import Span, Time, TimeType

# How many words before an expression are looked through for its verb, and, if there is none, after it.
VERB_BEFORE, VERB_AFTER = 14, 8
# The shortest word that ends in -ed and is taken for a verb of the past: "died", not "red".
SHORTEST_PAST = 4
# Words of the longest opening, "no fewer than" before "the early".
LONGEST_OPENING = 4
QUOTES = frozenset({'"', "“", "”", "''", "``", "‘", "’", "'"})
# Expressions that count units, so that "about" or "more than" may belong to them; and what that makes of a date.
MEASURES = (counts.span, counts.half, counts.one_span, counts.span_and_half, counts.ago, counts.from_now, counts.apart)
MOD_OF_DATE = {"MORE_THAN": "BEFORE", "LESS_THAN": "AFTER"}
# What single words of names could mean: "USA Today", "News Daily".
WORDS_OF_NAMES = (dates.deictic, dates.tonight, counts.rate, counts.vague)
# More words than any expression has on one side of a telling word, with what rules look at beside it.
AROUND = 12
# People who are named as a month is.
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Minister|Theresa|Lady|Lord|Sir)\.?\s(May|March|April|June|August)\b")
# Words between a clock time and its day, or a day and its clock time.
JOINTS = frozenset({(), (",",), ("on",), ("at",), (",", "on"), (",", "at")})


def find_times(text: str, published: str | None, words: Words | None = None) -> tuple[Time, ...]:
    """The time expressions of a text, in its order, none touching another.

    `published`: ISO 8601; expressions are counted from it, and without it only from dates that the text names.
    `words`: the text's words, where they are split already.

    >>> [(time.text, time.value) for time in find_times("The bridge closed on Monday.", "2017-04-13")]
    [('Monday', '2017-04-10')]
    """
    people = frozenset(match[1].lower() for match in TITLED.finditer(text))
    return _Search(text, split_words(text) if words is None else words, Context(published, people)).times()


@dataclass(frozen=True, slots=True)
class _Expression:
    """Words [start, end) of the text, with their meaning.

    `clock`: whether they are a time by the clock, without a day; `measured`: whether they count units of time.
    """

    start: int
    end: int
    meaning: Meaning
    clock: bool
    measured: bool


class _Search:
    """One text while it is searched."""

    def __init__(self, text: str, words: Words, context: Context) -> None:
        self.text, self.context = text, context
        self.grammar = grammar()
        self.forms = words.forms
        self.lower = [form.lower() for form in words.forms]
        self.starts, self.ends = words.starts.tolist(), words.ends.tolist()
        self.opens = sentence_starts(words).tolist()
        sign = self.grammar.lexicon.sign
        signs: list[str] = []
        # The sign that each word has, and back. A sentence begins with a sign of its own, so that no rule crosses it.
        self.place: list[int] = []
        for form, opens in zip(self.forms, self.opens, strict=True):
            if opens:
                signs.append(self.grammar.lexicon.line)
            self.place.append(len(signs))
            signs.append(sign(form))
        signs.append(self.grammar.lexicon.line)
        self.signs = "".join(signs)
        self.word = {place: number for number, place in enumerate(self.place)}

    def times(self) -> tuple[Time, ...]:
        """The expressions, each with the words before it that belong to it."""
        found: list[_Expression] = []
        for rule, match in self._matches():
            start, end = self.word[match.start()], self.word[match.end() - 1] + 1
            if self._in_name(rule, start, end):
                continue
            if any(self.opens[found[-1].start + 1 if found else 0 : start + 1]):
                self.context.open_sentence()
            meaning = rule.reader(self._found(rule, match, start, end), self.context)
            if meaning is None:
                continue
            one = _Expression(start, end, meaning, rule.reader is dates.clock, rule.reader in MEASURES)
            if found and (joined := self._joined(found[-1], one)) is not None:
                found.pop()
                one = joined
            if one.meaning.basis and one.meaning.type in {TimeType.DATE, TimeType.TIME}:
                self.context.name(one.meaning.value)
            found.append(self._opened(one, found[-1].end if found else 0))
        return tuple(self._time(one) for one in found)

    def _matches(self) -> Iterator[tuple[Rule, re.Match[str]]]:
        """What the rules find, in the order of the text: of what overlaps the longest, then the earliest rule's."""
        stretches = self._stretches()
        candidates = [
            (match.start() - match.end(), number, match.start(), rule, match)
            for number, rule in enumerate(self.grammar.rules)
            for start, end in stretches
            for match in rule.pattern.finditer(self.signs, start, end)
        ]
        candidates.sort(key=lambda candidate: candidate[:3])
        taken = bytearray(len(self.signs))
        chosen: list[tuple[int, Rule, re.Match[str]]] = []
        for *_, rule, match in candidates:
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                chosen.append((start, rule, match))
        chosen.sort(key=lambda one: one[0])
        return ((rule, match) for _, rule, match in chosen)

    def _stretches(self) -> list[tuple[int, int]]:
        """The stretches of signs around telling words; outside there is no expression."""
        stretches: list[tuple[int, int]] = []
        for match in self.grammar.telling.finditer(self.signs):
            start, end = max(0, match.start() - AROUND), match.end() + AROUND
            if stretches and start <= stretches[-1][1]:
                start = stretches.pop()[0]
            stretches.append((start, end))
        return stretches

    def _found(self, rule: Rule, match: re.Match[str], start: int, end: int) -> Found:
        kept: dict[str, str] = {}
        lexicon = self.grammar.lexicon
        for group, signs in match.groupdict().items():
            if not signs:
                continue
            first = self.word[match.start(group)]
            if group in rule.kept:
                name, word_class = rule.kept[group]
                kept[name] = lexicon.value(word_class, self.forms[first])
            else:
                forms = self.lower[first : first + len(signs)]
                kept[group] = number_of([lexicon.value("vague", lexicon.value("number", form)) for form in forms])
        before = self.lower[start - 1] if start and not self.opens[start] else ""
        after = self.lower[end] if end < len(self.forms) and not self.opens[end] else ""
        return Found(
            tuple(self.lower[start:end]), kept, before, after,
            tuple(self.forms[start:end]), self._tense(start, end), before in QUOTES and after in QUOTES,
        )  # fmt: skip

    def _in_name(self, rule: Rule, start: int, end: int) -> bool:
        """Whether words such as "Today" are part of a name, as in "USA Today"."""
        if rule.reader not in WORDS_OF_NAMES or self.opens[start]:
            return False
        return all(form[0].isupper() for form in self.forms[start - 1 : end])

    def _tense(self, start: int, end: int) -> Tense:
        """Where the nearest verb before an expression points, else the nearest after it in its sentence.

        What is done "by Friday" or "by the end of May" is to come.
        """
        place = start
        while place > 0 and not self.opens[place] and self.grammar.lexicon.holds("edge_word", self.lower[place - 1]):
            place -= 1
        if place > 0 and not self.opens[place] and self.lower[place - 1] == "by":
            return Tense.FUTURE
        place = start
        while place > 0 and not self.opens[place] and start - place < VERB_BEFORE:
            place -= 1
            if (tense := self._tense_of(place)) is not Tense.UNKNOWN:
                return tense
        for place in range(end, min(end + VERB_AFTER, len(self.forms))):
            if self.opens[place]:
                break
            if (tense := self._tense_of(place)) is not Tense.UNKNOWN:
                return tense
        return Tense.UNKNOWN

    def _tense_of(self, place: int) -> Tense:
        form = self.lower[place]
        lexicon = self.grammar.lexicon
        if lexicon.holds("will", form):
            return Tense.FUTURE
        if lexicon.holds("said", form):
            return Tense.PAST
        if form.endswith("ed") and len(form) >= SHORTEST_PAST and self.forms[place][0].islower():
            passive = place > 0 and lexicon.holds("be", self.lower[place - 1])
            return Tense.UNKNOWN if passive else Tense.PAST
        return Tense.UNKNOWN

    def _joined(self, before: _Expression, one: _Expression) -> _Expression | None:
        """A clock time and its day as one; None for others."""
        if before.clock == one.clock or tuple(self.lower[before.end : one.start]) not in JOINTS:
            return None
        if any(self.opens[before.end : one.start + 1]):
            return None
        clock, day = (before.meaning, one.meaning) if before.clock else (one.meaning, before.meaning)
        if day.type is not TimeType.DATE or day.value is None or len(day.value) != len("2017-04-13"):
            return None
        hour = (clock.value or "T").split("T")[1]
        meaning = Meaning(TimeType.TIME, f"{day.value}T{hour}" if hour else None, day.anchor)
        return _Expression(before.start, one.end, meaning, clock=False, measured=False)

    def _opened(self, one: _Expression, least: int) -> _Expression:
        """The expression with the words before it that belong to it: "early", "the end of", "more than"."""
        counted = one.measured and self.lower[one.start] != "the"
        openings = self.grammar.before_spans if counted else self.grammar.before_dates
        if one.meaning.type is TimeType.SET or (one.meaning.type is TimeType.DURATION and not counted):
            return one
        end = self.place[one.start]
        for start in range(max(least, one.start - LONGEST_OPENING), one.start):
            for opening in openings:
                match = opening.pattern.fullmatch(self.signs, self.place[start], end)
                if match is None:
                    continue
                mod = opening.mod
                for group, (_, word_class) in opening.kept.items():
                    mod = self.grammar.lexicon.value(word_class, self.forms[self.word[match.start(group)]])
                if one.meaning.type is TimeType.DATE:
                    mod = MOD_OF_DATE.get(mod or "", mod)
                return replace(one, start=start, meaning=replace(one.meaning, mod=mod or one.meaning.mod))
        return one

    def _time(self, one: _Expression) -> Time:
        span = Span(self.starts[one.start], self.ends[one.end - 1])
        m = one.meaning
        return Time(span, span.of(self.text), m.type, m.value, m.anchor, m.quant, m.freq, m.mod)
