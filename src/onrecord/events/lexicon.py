"""The coding knowledge: frames, operators, noun classes and contexts, as tables in `data/` of our own writing."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from onrecord.language.lemmas import lemma_of
from onrecord.records import EventType

DATA = Path(__file__).parent / "data"
# A condition that names a class of nouns begins so: "@aid" is any noun of the row "aid" in classes.tsv.
CLASS = "@"
# As a condition: any object at all, but there must be one.
ANY = "*"
# As the recipient's place: the subject ("two farmers died in the attack").
SUBJECT = "subject"


class Part(StrEnum):
    """What part of speech a frame's word is."""

    VERB = "verb"
    NOUN = "noun"


class Effect(StrEnum):
    """What an operator does with the event it governs ("agreed to withdraw", "halted the attack")."""

    DO = "do"  # the event itself: "launch", "continue", "try to"
    UNDERGO = "undergo"  # the same, but the subject is the recipient: "face", "come under"
    PLAN = "plan"
    PROMISE = "promise"
    THREATEN = "threaten"
    REFUSE = "refuse"
    DEMAND = "demand"
    STOP = "stop"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Frame:
    """One way of telling an event: a row of `frames.tsv`.

    `after`: particle or prepositions that must follow, the object then being theirs; `object`: nouns, one of which
    must be the object (of a noun frame: modify it), empty for any or none, `ANY` for any; `both`: whoever it is done
    with acts too; `recipient`: where the recipient stands, "object", `SUBJECT`, "owner" (before the object) or a
    preposition, the first found counts; empty for the usual places. `words`: as the row has them, for `explain`.
    """

    number: int
    words: str
    part: Part
    after: frozenset[str]
    object: frozenset[str]
    type: EventType
    mode: str | None
    both: bool
    recipient: tuple[str, ...]
    example: str

    @property
    def conditions(self) -> int:
        """How much must fit besides the word: of two frames that fit, the one with more counts."""
        return (1 if ANY in self.object else 2 * bool(self.object)) + bool(self.after)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables, indexed by lemma; frames also by part of speech, those with more conditions first."""

    frames: dict[tuple[str, Part], tuple[Frame, ...]]
    operators: dict[str, Effect]
    contexts: dict[str, tuple[str, ...]]


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon, loaded once."""
    classes = {row["class"]: _lemmas(row["nouns"]) for row in _rows("classes.tsv")}
    frames: dict[tuple[str, Part], list[Frame]] = defaultdict(list)
    for number, row in enumerate(_rows("frames.tsv"), start=2):
        frame = _frame(number, row, classes)
        for word in sorted(_lemmas(row["words"])):
            frames[word, frame.part].append(frame)
    contexts: dict[str, list[str]] = defaultdict(list)
    for row in _rows("contexts.tsv"):
        for word in sorted(_lemmas(row["words"])):
            contexts[word].append(row["context"])
    return Lexicon(
        {key: tuple(sorted(found, key=_breadth)) for key, found in frames.items()},
        {word: Effect(row["effect"]) for row in _rows("operators.tsv") for word in _lemmas(row["words"])},
        {word: tuple(found) for word, found in contexts.items()},
    )


def _frame(number: int, row: dict[str, str], classes: dict[str, frozenset[str]]) -> Frame:
    named: set[str] = set()
    for word in row["object"].split("|"):
        if word.startswith(CLASS):
            named |= classes[word.removeprefix(CLASS)]
        elif word:
            named |= _lemmas(word)
    places = tuple(filter(None, row["recipient"].split("|")))
    return Frame(
        number, row["words"], Part(row["part"]), frozenset(filter(None, row["after"].split("|"))), frozenset(named),
        EventType(row["type"]), row["mode"] or None, "both" in places,
        tuple(place for place in places if place != "both"), row["example"],
    )  # fmt: skip


def _breadth(frame: Frame) -> tuple[int, int]:
    """Frames with more conditions come first, among those with as many the one that names fewer nouns."""
    return -frame.conditions, len(frame.object)


def _lemmas(cell: str) -> frozenset[str]:
    words = [word for word in cell.split("|") if word]
    # The lemmatiser takes "meeting" for a form of "meet", and "meetings" for a noun.
    return frozenset(lemma_of(form) for word in words for form in (word, f"{word}s" if word.endswith("ing") else word))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
