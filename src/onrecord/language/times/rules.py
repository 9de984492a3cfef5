"""Rules compiled, and run over the signs of a text."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, partial

from onrecord.language.times import dates
from onrecord.language.times.context import Reader
from onrecord.language.times.grammar import BEFORE_DATES, BEFORE_SPANS, RULES, TELLING
from onrecord.language.times.lexicon import DATA, Lexicon

TOKEN = re.compile(
    r"\s*(?:(?P<operator>\(\?(?:[:=!]|<[=!]|P<\w+>)|\{\d,\d\}|[()|?*+])|<(?P<kept>\w+)(?::(?P<of>\w+))?>|(?P<word>\w+|\S))"
)
# A holiday may have a year, or be said to be the last or the next.
HOLIDAY = "(?<! film ) (?: (?: the | this )? <which> )? {} (?: ,? <year_number> )? (?! titled )"


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over signs. `kept`: for each of its groups, the name it keeps a word under, and the word's class."""

    pattern: re.Pattern[str]
    kept: dict[str, tuple[str, str]]
    reader: Reader


@dataclass(frozen=True, slots=True)
class Opening:
    """What may stand before an expression and belong to it. `mod`: what it adds; None: what its kept word means."""

    pattern: re.Pattern[str]
    kept: dict[str, tuple[str, str]]
    mod: str | None


@dataclass(frozen=True, slots=True)
class Grammar:
    """All rules, with the lexicon whose signs they are written in."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]
    telling: re.Pattern[str]
    before_dates: tuple[Opening, ...]
    before_spans: tuple[Opening, ...]


@cache
def grammar() -> Grammar:
    """The rules of `grammar.py` and `data/holidays.tsv`, compiled once."""
    holidays = _holidays()
    readers: list[tuple[str, Reader]] = list(RULES)
    readers += [(HOLIDAY.format(row["words"]), partial(dates.holiday, when=row["when"])) for row in holidays]
    openings = (*BEFORE_DATES, *BEFORE_SPANS)
    words = {token["word"] for pattern, _ in (*readers, *openings) for token in TOKEN.finditer(pattern)}
    # What has an underscore can only be a class, and a class that the table lacks is an error.
    lexicon = Lexicon(frozenset(word for word in words if word and "_" not in word))
    rules = tuple(Rule(*_compiled(pattern, lexicon), reader) for pattern, reader in readers)
    before_dates, before_spans = (
        tuple(Opening(*_compiled(pattern, lexicon), mod) for pattern, mod in some)
        for some in (BEFORE_DATES, BEFORE_SPANS)
    )
    longest = {max(row["words"].split(), key=len) for row in holidays}
    telling = re.compile("|".join(lexicon.pattern(name) for name in (*TELLING, *sorted(longest))))
    return Grammar(lexicon, rules, telling, before_dates, before_spans)


def _compiled(pattern: str, lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    parts: list[str] = []
    kept: dict[str, tuple[str, str]] = {}
    for token in TOKEN.finditer(pattern):
        if token["operator"]:
            parts.append(token["operator"])
        elif token["kept"]:
            # Two branches of a pattern may keep a word under one name, so groups have names of their own.
            group, name = f"kept{len(kept)}", token["of"] or token["kept"]
            kept[group] = token["kept"], name
            parts.append(f"(?P<{group}>{lexicon.pattern(name)})")
        else:
            parts.append(lexicon.pattern(token["word"]))
    return re.compile("".join(parts)), kept


def _holidays() -> list[dict[str, str]]:
    with (DATA / "holidays.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
