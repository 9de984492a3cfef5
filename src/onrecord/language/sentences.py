"""Sentences of news text, found by its punctuation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.language.words import CLOSING, OPENING, SINGLE, STRAIGHT, Words

DATA = Path(__file__).parent / "data"
ENDS = frozenset(".!?…。！？")
AFTER_END = CLOSING | STRAIGHT | SINGLE | frozenset(")]")
# A full stop after these ends a sentence only before an opener.
COMPANY = frozenset({"inc", "corp", "co", "ltd", "jr", "sr", "etc"})


@cache
def _abbreviations() -> frozenset[str]:
    """Words after which a full stop does not end a sentence; letters standing alone ("U.S.") are treated below."""
    return frozenset((DATA / "abbreviations.txt").read_text(encoding="utf-8").split())


@cache
def _openers() -> frozenset[str]:
    """Words that show, after "U.S." or an initial, that a new sentence has begun."""
    return frozenset((DATA / "openers.txt").read_text(encoding="utf-8").split())


def sentence_starts(words: Words) -> NDArray[np.bool_]:
    """For each word, whether a sentence begins there; the first word of every paragraph does."""
    n = len(words)
    starts = np.zeros(n, np.bool_)
    if not n:
        return starts
    starts[0] = True
    starts[1:] = np.diff(words.paragraphs) > 0
    forms = words.forms
    i = 0
    while i < n:
        if forms[i] not in ENDS:
            i += 1
            continue
        end = i + 1
        while (
            end < n
            and not starts[end]
            and words.starts[end] == words.ends[end - 1]
            and (forms[end] in ENDS or forms[end] in AFTER_END)
        ):
            end += 1
        if end < n and not starts[end] and _ends(words, i, end):
            starts[end] = True
        i = end
    return starts


def _ends(words: Words, stop: int, following: int) -> bool:
    """Whether the stop at word `stop` ends its sentence when the next sentence would begin at `following`."""
    forms = words.forms
    if words.starts[following] == words.ends[following - 1]:
        # No space: "U.S.-led", "3.5"; but feeds often glue sentences ("… said.He"), seen by the capital.
        return (
            stop > 0
            and forms[stop - 1].islower()
            and len(forms[stop - 1]) > 2
            and forms[following][:1].isupper()
            and (following + 1 >= len(forms) or forms[following + 1] != ".")
        )
    opener = forms[following]
    if opener in OPENING or opener in STRAIGHT or opener in SINGLE:
        opener = forms[following + 1] if following + 1 < len(forms) else ""
    if forms[stop] != ".":
        return not opener.islower()
    if opener[:1].islower():
        return False
    before = forms[stop - 1] if stop else ""
    touching = stop > 0 and words.ends[stop - 1] == words.starts[stop]
    if touching and following == stop + 1:
        if before.lower() in _abbreviations() and before[:1].isupper():
            return before.lower() in COMPANY and opener.lower() in _openers()
        if len(before) == 1 and before.isalpha() and before.isupper():
            return opener.lower() in _openers()
        if before.lower() in {"a", "p"} or (before == "m" and forms[max(0, stop - 2)] == "."):
            return opener.lower() in _openers()
    return True
