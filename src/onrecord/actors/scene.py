"""A text under resolution: its words and figures, where each is mentioned, and who spoke last."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from onrecord.actors.figures import Figure
from onrecord.actors.names import words_text
from onrecord.actors.register import Register
from onrecord.actors.roles import alike
from onrecord.language.encoder import Labels, Reading
from onrecord.language.words import Quoted, Shape
from onrecord.records import ActorKind, Anonymity, MentionKind

SUBJECTS = frozenset({"nsubj", "nsubjpass", "ROOT"})
INDEFINITE = frozenset(
    {
        "some", "many", "others", "most", "several", "few", "all", "both", "those", "these", "none", "people",
        "everyone", "everybody", "someone", "somebody", "anyone", "nobody", "more", "another", "one", "two", "three",
        "four", "five", "half", "majority", "neither", "either",
    }
)  # fmt: skip
# Marks of a phrase's end, and words after which a noun phrase's base is over.
BREAKS = frozenset({",", "(", "and", "or", "-", "–", "—", ":", "as"})
CLOSING_PARTS = frozenset({"IN", "TO", "WDT", "WP", "WRB", "VBZ", "VBD", "VBP", "MD", "PRP"})
# How far back a pronoun looks, in paragraphs.
FARTHEST = 6
# What makes a figure likely to be meant; tuned on the speakers of twelve hand-labelled training articles.
SAME_SENTENCE, SAME_PARAGRAPH, EARLIER = 3.0, 2.8, 2.0
A_SENTENCE, A_PARAGRAPH = 0.2, 0.4
NEAR_SUBJECT, SUBJECT, OWNER = 1.4, 1.0, -0.3
IN_QUOTATION, IN_OWN_CONTENT, BY_PRONOUN = -1.5, -2.0, 0.2
SPOKE_LAST, SPOKE_GAP = (1.6, 0.5, 0.2), (1.0, 0.9, 0.4)
OFTEN = 0.25


@dataclass(frozen=True, slots=True)
class Reference:
    """A source to resolve, at words [start, end) of the text, with the words of the contents ascribed to it.

    `within`: the number of the earlier reference whose speaker's words this one stands in ("I" is that speaker).
    """

    start: int
    end: int
    contents: tuple[tuple[int, int], ...]
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a reference stands for. `figure`: its number, or None; `why`: the reason where that is in doubt."""

    figure: int | None
    confidence: float
    anonymity: Anonymity
    why: str | None = None


@dataclass
class Scene:
    """The state that resolution reads and adds to; `at`: the figure named at a word; `day`: its ISO date;
    `speakers`: word and figure of each source that is a person's name, those still ahead included.
    """

    text: str
    reading: Reading
    labels: Labels
    register: Register
    figures: list[Figure]
    day: str | None
    at: dict[int, int] = field(default_factory=dict)
    spoke: list[tuple[int, int]] = field(default_factory=list)
    speakers: list[tuple[int, int]] = field(default_factory=list)
    described: dict[str, int] = field(default_factory=dict)
    _timeline: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.forms: list[str] = self.reading.words.forms
        self._paragraphs = self.reading.words.paragraphs
        self._sentences = self.reading.sentences.cumsum()
        for number, figure in enumerate(self.figures):
            for start, end, _, _ in figure.mentions:
                self.at.update(dict.fromkeys(range(start, end), number))
                self._timeline.append((start, number))
        self._timeline.sort()
        self.named = frozenset(range(len(self.figures)))
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, figure in enumerate(self.figures):
            titles = [role.noun.title for role in figure.roles] + [office.title for office in figure.offices]
            for title in dict.fromkeys(map(alike, titles)):
                self._holders[title].append(number)

    def holders(self, title: str) -> list[int]:
        """The figures that the text or the register gives a role like this, at whatever time."""
        return self._holders.get(alike(title), [])

    def part(self, k: int) -> str:
        """The part of speech (Penn Treebank) of word k."""
        return str(self.labels.parts[self.reading.parts[k]])

    def relation(self, k: int) -> str:
        """How word k depends on its head."""
        return str(self.labels.relations[self.reading.relations[k]])

    def head_word(self, k: int) -> int:
        """The word that word k depends on; itself for a root."""
        return int(self.reading.heads[k])

    def gap(self, word: int, at: int) -> int:
        """Paragraphs from an earlier word to a later one; very many for no word (-1)."""
        return 10**6 if word < 0 else int(self._paragraphs[at] - self._paragraphs[word])

    def mention(self, number: int, start: int, end: int, kind: MentionKind, confidence: float) -> None:
        """Note that words [start, end) speak of a figure."""
        insort(self.figures[number].mentions, (start, end, kind, confidence))
        insort(self._timeline, (start, number))

    def in_sight(self, at: int) -> list[int]:
        """The figures mentioned within `FARTHEST` paragraphs before a word, by number."""
        first = int(np.searchsorted(self._paragraphs, self._paragraphs[at] - FARTHEST))
        seen = self._timeline[bisect_left(self._timeline, (first, -1)) : bisect_left(self._timeline, (at, -1))]
        return sorted({number for _, number in seen})

    def last_mention(self, number: int, before: int) -> int:
        """Where a figure was last mentioned before a word; -1 for nowhere."""
        mentions = self.figures[number].mentions
        place = bisect_left(mentions, (before,))
        return mentions[place - 1][0] if place else -1

    def describe(self, name: str, kind: ActorKind, country: str | None = None, sector: str | None = None) -> int:
        """The figure that goes by a description, made when first met."""
        key = name.lower()
        if key not in self.described:
            self.described[key] = len(self.figures)
            self.figures.append(Figure(name, kind, country, sector))
        return self.described[key]

    def described_as(self, noun: str, at: int) -> int | None:
        """The last figure in sight that is only described, by this noun ("the spokesperson"); None for none."""
        near = [
            n
            for n in self.in_sight(at)
            if n not in self.named and re.search(rf"(?i)(?<!['’\w]){re.escape(noun)}\b", self.figures[n].name)
        ]
        return max(near, key=lambda n: self.last_mention(n, at), default=None)

    def words(self, start: int, end: int) -> str:
        """The text of words [start, end)."""
        return words_text(self.text, self.reading, start, end)

    def head(self, start: int, end: int) -> int:
        """The word of a noun phrase that the others depend on: the last before "of …", "who …" or a comma."""
        stop = start + 1
        while stop < end and not self._closes(stop):
            stop += 1
        last = stop - 1
        while last > start and self.reading.words.shapes[last] == Shape.MARK:
            last -= 1
        if last >= start + 2 and self.forms[last] == "s" and self.forms[last - 1] in {"'", "’"}:
            last -= 2
        if self.part(last)[:1] in "NPW" or last in self.at or self.forms[last].lower() in INDEFINITE:
            return last
        for k in range(start, end):
            head = self.head_word(k)
            if (not start <= head < end or head == k) and (self.part(k)[:1] in "NPCW" or k in self.at):
                return k
        nouns = [k for k in range(start, end) if k in self.at or self.part(k)[:1] in "NP"]
        return nouns[0] if nouns else start

    def phrase_start(self, noun: int) -> int:
        """Where the phrase of a noun begins: the words right before it that depend on it."""
        begin = noun
        while begin > 0 and noun - begin < 6 and self.head_word(begin - 1) == noun:
            begin -= 1
        return begin

    def _closes(self, k: int) -> bool:
        """Whether a noun phrase's base ends before word k."""
        if k in self.at and self.at.get(k - 1) == self.at[k]:
            return False
        if self.forms[k].lower() in BREAKS:
            return not self._hyphened(k)
        if self.part(k) in {"VBN", "VBG"}:  # "a poll conducted last week", not "a recently published poll"
            return self.part(k - 1).startswith("N")
        return self.part(k) in CLOSING_PARTS

    def _hyphened(self, k: int) -> bool:
        starts, ends = self.reading.words.starts, self.reading.words.ends
        return bool(
            self.forms[k] == "-" and 0 < k < len(starts) - 1 and ends[k - 1] == starts[k] and ends[k] == starts[k + 1]
        )

    def closeness(self, number: int, reference: Reference) -> float | None:
        """How near at hand a figure is for a pronoun or description; None when it is out of sight.

        Counts distance, being a subject, having spoken last; less inside quotations and the reference's own content.
        """
        at = reference.start
        mentions = self.figures[number].mentions
        first = int(np.searchsorted(self._paragraphs, self._paragraphs[at] - FARTHEST))
        near = mentions[bisect_left(mentions, (first,)) : bisect_left(mentions, (at,))]
        scores = [self._mention_score(start, kind, reference) for start, _, kind, _ in near]
        if not scores:
            return None
        best = max(scores)
        for back, (word, spoke) in enumerate(reversed(self.spoke[-3:])):
            gap = self.gap(word, at)
            if spoke == number and gap < len(SPOKE_GAP):
                best += SPOKE_LAST[back] * SPOKE_GAP[max(gap, 0)]
                break
        return best + OFTEN * math.log(1 + len(self.figures[number].mentions))

    def _mention_score(self, start: int, kind: MentionKind, reference: Reference) -> float:
        sentences = int(self._sentences[reference.start] - self._sentences[start])
        paragraphs = self.gap(start, reference.start)
        if sentences == 0:
            score = SAME_SENTENCE
        elif paragraphs == 0:
            score = SAME_PARAGRAPH - A_SENTENCE * min(sentences, 4)
        else:
            score = EARLIER - A_PARAGRAPH * (paragraphs - 1)
        top = self.top_of_name(start)
        if self.relation(top) == "conj":  # "Holm and Brandt met": both are subjects
            top = self.head_word(top)
        relation = self.relation(top)
        if relation in SUBJECTS:
            score += NEAR_SUBJECT if sentences <= 1 else SUBJECT
        elif relation == "poss":
            score += OWNER
        if self.reading.words.quoted[start] in (Quoted.DOUBLE, Quoted.SINGLE):
            score += IN_QUOTATION
        if any(a <= start < b for a, b in reference.contents):
            score += IN_OWN_CONTENT
        return score + (BY_PRONOUN if kind is MentionKind.PRONOUN else 0.0)

    def top_of_name(self, word: int) -> int:
        """The head word of the name that holds this word. Heads are read word by word and may run in a circle."""
        number = self.at.get(word)
        for _ in range(6):
            head = self.head_word(word)
            if head == word or number is None or self.at.get(head) != number:
                break
            word = head
        return word
