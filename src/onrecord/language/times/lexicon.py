"""The words that time expressions are made of: each known word is one sign, so that rules are patterns over signs.

The table is `data/times.tsv`: a class of words, the value that the class gives them, the words. A word may stand in
several classes. `written` says how a word must be written to count: `capital` ("May"), `upper` ("EST"), or any way.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
# Signs stand in the plane of private use, so that none means anything to the language of patterns.
FIRST_SIGN = 0xE000
# Marks that are written in several ways.
MARKS = {"-": "-–—‐‑", "'": "'’‘"}
# Words with digits: how they are written, and their classes. The first that fits counts.
SHAPES = (
    (r"[1-9]", "digits day_number up_to_12 hour"),
    (r"0[1-9]|1[0-2]", "digits day_number up_to_12 hour two"),
    (r"00|1[3-9]|2[0-4]", "digits day_number hour two"),
    (r"2[5-9]|3[01]", "digits day_number two"),
    (r"\d\d", "digits two"),
    (r"1[5-9]\d0|20\d0", "digits year_number round_year"),
    (r"1[5-9]\d\d|20\d\d", "digits year_number"),
    (r"\d{1,8}", "digits"),
    (r"\d+(?:st|nd|rd|th)", "ordinal day_number"),
    (r"(?:1[5-9]|20)?\d0s", "tens"),
    (r"(?:1[0-2]|[1-9])[ap]m", "glued_clock"),
    (r"[1-4]q|q[1-4]", "quarter_name"),
    (r"fy(?:19|20)?\d\d", "fiscal_name"),
)


class Lexicon:
    """The signs of words. `words`: single words that rules name besides the table's classes."""

    def __init__(self, words: frozenset[str]) -> None:
        self._classes: dict[str, set[str]] = {}
        self._values: dict[tuple[str, str], str] = {}
        self._signs: dict[str, str] = {}
        self._made = 0
        self._other, self._name = self._new("lower_word"), self._new("name")
        self.line = self._new("line", "clause_end")
        self._shapes = tuple(self._new(*classes.split()) for _, classes in SHAPES)
        self._shape = re.compile("|".join(f"({shape})" for shape, _ in SHAPES), re.I | re.A)
        with (DATA / "times.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                for word in row["words"].split("|"):
                    self._add(word, row["class"], row["value"], row["written"])
        for word in sorted(words):
            self._add(word, f"={word}", word, "")

    def sign(self, form: str) -> str:
        """The sign of a word as written."""
        known = self._signs.get(form)
        if known is not None:
            return known
        shape = self._shape.fullmatch(form) if form[-1].isdigit() or form[0].isdigit() else None
        if shape is not None and shape.lastindex is not None:
            return self._shapes[shape.lastindex - 1]
        return self._name if form[0].isupper() else self._other

    def value(self, name: str, form: str) -> str:
        """What a word means as one of a class: "April" as a month is "4"; a word with digits is itself."""
        return self._values.get((name, form.lower()), form)

    def holds(self, name: str, form: str) -> bool:
        """Whether a word in lower case is one of a class."""
        return (name, form) in self._values

    def pattern(self, name: str) -> str:
        """The pattern that the signs of a class fit, or the sign of a single word."""
        return "[" + "".join(sorted(self._classes.get(name) or self._classes[f"={name}"])) + "]"

    def _new(self, *classes: str) -> str:
        self._made += 1
        sign = chr(FIRST_SIGN + self._made)
        for name in classes:
            self._classes.setdefault(name, set()).add(sign)
        return sign

    def _add(self, word: str, name: str, value: str, written: str) -> None:
        self._values[name, word] = value
        for form in _forms(word, written):
            if form not in self._signs:
                self._signs[form] = self._new()
            self._classes.setdefault(name, set()).add(self._signs[form])


def _forms(word: str, written: str) -> tuple[str, ...]:
    """The ways of writing a word that count."""
    if word in MARKS:
        return tuple(MARKS[word])
    if written == "upper":
        return (word.upper(),)
    return (word.capitalize(), word.upper()) if written == "capital" else (word, word.capitalize(), word.upper())
