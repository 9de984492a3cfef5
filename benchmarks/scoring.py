"""Attributions against PolNeAR's: the measure that trained annotators are compared by.

Words are runs of letters and digits with inner apostrophes. A predicted attribution is paired with at most one gold
one, greedily by the overlap (intersection over union, IoU) of their content words. Of the pairs: `content` counts
those with IoU of at least a half, `source` those whose source words have it (articles aside; or both have none),
`cue` those whose cues share a word, `attribution` those with all three; `exact` wants the same words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

WORD = re.compile(r"\w+(?:['’]\w+)*")
ARTICLES = frozenset({"the", "a", "an"})
HALF = 0.5
MEASURES = ("attribution", "content", "content exact", "source", "source exact", "cue", "words")

Spans = Iterable[tuple[int, int]]
Numbers = frozenset[int]


@dataclass(frozen=True)
class Roles:
    """An attribution as the numbers of the words in each of its roles."""

    source: Numbers
    cue: Numbers
    content: Numbers


@dataclass(frozen=True)
class Score:
    """Precision, recall and their harmonic mean; 0 where nothing was predicted or there is nothing to find."""

    precision: float
    recall: float
    f1: float


class Words:
    """The words of a text, and which of them are covered by spans."""

    def __init__(self, text: str) -> None:
        self.found = list(WORD.finditer(text))

    def within(self, spans: Spans) -> Numbers:
        """The numbers of the words that share a character with the spans."""
        wanted = list(spans)
        return frozenset(
            number for number, word in enumerate(self.found) for a, b in wanted if word.start() < b and word.end() > a
        )

    def roles(self, source: Spans, cue: Spans, content: Spans) -> Roles:
        """An attribution's roles in words; articles are left out of the source."""
        said_by = self.within(source)
        bare = frozenset(n for n in said_by if self.found[n].group().lower() not in ARTICLES)
        return Roles(bare, self.within(cue), self.within(content))


def iou(one: Numbers, other: Numbers) -> float:
    """Intersection over union; 0 for two empty sets."""
    union = one | other
    return len(one & other) / len(union) if union else 0.0


def matches(gold: Roles, found: Roles) -> dict[str, bool]:
    """Which measures a pair of attributions satisfies."""
    content = iou(gold.content, found.content) >= HALF
    source = gold.source == found.source or iou(gold.source, found.source) >= HALF
    cue = bool(gold.cue & found.cue) or (not gold.cue and not found.cue)
    return {
        "attribution": content and source and cue,
        "content": content,
        "content exact": gold.content == found.content,
        "source": source,
        "source exact": gold.source == found.source,
        "cue": cue,
    }


def pairs(gold: list[Roles], found: list[Roles]) -> list[tuple[int, int]]:
    """Pairs (gold, found) by falling overlap of content, each used once."""
    candidates = sorted(
        ((iou(g.content, f.content), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)),
        key=lambda c: (-c[0], c[1], c[2]),
    )
    left, right = set(range(len(gold))), set(range(len(found)))
    result = []
    for overlap, i, j in candidates:
        if overlap > 0 and i in left and j in right:
            left.discard(i)
            right.discard(j)
            result.append((i, j))
    return result


def count(gold: list[Roles], found: list[Roles]) -> Counter[str]:
    """Hits of one document by measure, with the totals "gold" and "found" and those of content words."""
    gold = [roles for roles in gold if roles.content]
    found = [roles for roles in found if roles.content]
    hits: Counter[str] = Counter({"gold": len(gold), "found": len(found)})
    for i, j in pairs(gold, found):
        hits.update(name for name, yes in matches(gold[i], found[j]).items() if yes)
    gold_words = frozenset().union(*(roles.content for roles in gold))
    found_words = frozenset().union(*(roles.content for roles in found))
    hits.update({"words": len(gold_words & found_words), "gold words": len(gold_words),
                 "found words": len(found_words)})  # fmt: skip
    return hits


def scores(total: Counter[str]) -> dict[str, Score]:
    """Micro-averaged scores of the summed counts."""
    result = {}
    for name in MEASURES:
        suffix = " words" if name == "words" else ""
        found, gold = total["found" + suffix], total["gold" + suffix]
        precision = total[name] / found if found else 0.0
        recall = total[name] / gold if gold else 0.0
        mean = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        result[name] = Score(precision, recall, mean)
    return result
