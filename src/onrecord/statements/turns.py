"""Turns of a transcript: paragraphs that begin with who speaks and a colon ("REED: We will close it.")."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from onrecord.language.encoder import Labels, Reading
from onrecord.language.words import MARK, OPENS

# One paragraph that begins so may be a headline or a list; this many make a transcript.
FEWEST = 3
LONGEST_NAME = 5  # words, with their stops
SHORTEST = 3  # words said


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in one paragraph, all in words [start, end)."""

    speaker: tuple[int, int]
    cue: tuple[int, int]
    content: tuple[int, int]


def find_turns(reading: Reading, labels: Labels, owned: Collection[int]) -> list[Turn]:
    """The turns of a transcript that no attribution covers (`owned`: words that one does); none for other texts."""
    words = reading.words
    starts = [0, *((words.paragraphs[1:] != words.paragraphs[:-1]).nonzero()[0] + 1).tolist(), len(words)]
    turns = []
    seen = 0
    for start, end in pairwise(starts):
        colon = next((k for k in range(start, min(end, start + LONGEST_NAME + 1)) if words.forms[k] == ":"), None)
        if colon is None or colon == start or not _names_a_speaker(reading, labels, start, colon):
            continue
        seen += 1
        said = [k for k in range(colon + 1, end) if words.shapes[k] != MARK]
        quoted = colon + 1 < end and words.quoted[colon + 1] == OPENS
        if len(said) >= SHORTEST and not quoted and not any(k in owned for k in range(start, end)):
            turns.append(Turn((start, colon), (colon, colon + 1), (colon + 1, end)))
    return turns if seen >= FEWEST else []


def _names_a_speaker(reading: Reading, labels: Labels, start: int, end: int) -> bool:
    forms = [form for form in reading.words.forms[start:end] if form[0].isalpha()]
    if not forms:
        return False
    person = all(labels.names[reading.names[k]].endswith("-PERSON") for k in range(start, end))
    return person or all(form.isupper() and len(form) > 1 for form in forms)
