"""What a statement does (its act) and how sure it is (after ICD 203), by the words of its cue and content."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import simplemma

from onrecord.records import Act, CertaintyLevel, Whose

DATA = Path(__file__).parent / "data"
FIRST_PERSON = frozenset({"i", "we"})
NEGATIONS = frozenset({"not", "never", "no", "nor"})
# Content words after the first of these no longer say how sure its main clause is.
LONGEST_PHRASE = 5


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A reporting word: the act it usually does, and the certainty it lends, if any, with whose it is."""

    act: Act
    level: CertaintyLevel | None
    whose: Whose | None


@cache
def cue_verbs() -> dict[str, CueVerb]:
    """The reporting words by lemma (`data/cues.tsv`)."""
    with (DATA / "cues.tsv").open(encoding="utf-8", newline="") as file:
        return {
            row["lemma"]: CueVerb(
                Act(row["act"]),
                CertaintyLevel(row["level"]) if row["level"] else None,
                Whose(row["whose"]) if row["whose"] else None,
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }


@cache
def estimates() -> dict[tuple[str, ...], CertaintyLevel]:
    """Words of estimative probability (`data/certainty.tsv`)."""
    with (DATA / "certainty.tsv").open(encoding="utf-8", newline="") as file:
        return {
            tuple(row["phrase"].split()): CertaintyLevel(row["level"])
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }


@cache
def lemma_of(form: str) -> str:
    """The dictionary form of an English word, lower case."""
    return simplemma.lemmatize(form.lower(), lang="en").lower()


def cue_lemma(forms: list[str], parts: list[str]) -> str | None:
    """The lemma of a cue's head: its last reporting word, else its last verb, else its last word."""
    known = [lemma for form in forms if (lemma := lemma_of(form)) in cue_verbs()]
    if known:
        # "seemed to suggest", "has said": the last reporting verb carries the report.
        return known[-1]
    for form, part in zip(reversed(forms), reversed(parts), strict=True):
        if part.startswith("VB"):
            return lemma_of(form)
    words = [form for form in forms if form[0].isalnum()]
    return lemma_of(words[-1]) if words else None


def act_of(lemma: str | None, cue: list[str], content: list[str], *, quoted: bool) -> Act:
    """What the speaker does. `cue` and `content`: lower-case words; `quoted`: the content is the speaker's words."""
    verb = cue_verbs().get(lemma or "")
    act = verb.act if verb else Act.ASSERT
    first = content[:14]
    if lemma == "warn" and {"against", "not"} & set(content[:2] + cue[-1:]):
        return Act.THREATEN
    if lemma in {"want", "ask", "tell", "call"} and "to" in (*cue[-1:], *content[:1]):
        return Act.DEMAND if lemma != "want" else Act.BELIEVE
    if lemma == "call" and cue[-1:] == ["for"]:
        return Act.DEMAND
    if act is not Act.ASSERT:
        if act is Act.DENY or not NEGATIONS & set(cue):
            return act
        return Act.DENY if act in (Act.ASSERT, Act.BELIEVE, Act.APPROVE) else act
    if quoted and content and content[-1] == "?":
        return Act.ASK
    if lemma in {"say", "tell", "add", "tweet", "write", "insist", "announce", "declare"}:
        if any(word in {"should", "must"} for word in first[:8]):
            return Act.DEMAND if "must" in first[:8] else Act.PROPOSE
        if "will" in first[:8] or (not quoted and "would" in first[:8]):
            own = first[:1] and (first[0] in FIRST_PERSON or (not quoted and first[0] in {"he", "she", "they"}))
            return Act.PROMISE if own else Act.PREDICT
    return act


def certainty_in(words: list[str], *, whose: Whose) -> tuple[CertaintyLevel, Whose, int, int] | None:
    """The first estimate in these lower-case words: its level, whose it is, and its words [start, end)."""
    table = estimates()
    for i in range(len(words)):
        for size in range(min(LONGEST_PHRASE, len(words) - i), 0, -1):
            level = table.get(tuple(words[i : i + size]))
            if level is None:
                continue
            if words[i] == "may" and i + 1 < len(words) and not words[i + 1].isalpha():
                continue
            if i and words[i - 1] in NEGATIONS and level in (CertaintyLevel.CERTAIN, CertaintyLevel.ALMOST_CERTAIN):
                level = CertaintyLevel.POSSIBLE
            return level, whose, i, i + size
    return None
