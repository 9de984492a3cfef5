"""What a statement does (its act) and how sure it is (after ICD 203), by the words of its cue and content."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onrecord.language.lemmas import lemma_of
from onrecord.records import Act, CertaintyLevel, Whose

DATA = Path(__file__).parent / "data"
FIRST_PERSON = frozenset({"i", "we"})
NEGATIONS = frozenset({"not", "never", "no", "nor"})
LONGEST_PHRASE = 5  # words of the longest estimate in data/certainty.tsv
# What a speaker says of the future or of duty stands in the first words of the content.
FIRST_WORDS = 8


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A reporting word: the act it usually does, and the certainty it lends, if any, with whose it is.

    `reports`: seldom means anything but a report, unlike "see" or "hold"; only these are looked for inside contents.
    """

    act: Act
    level: CertaintyLevel | None
    whose: Whose | None
    reports: bool


@cache
def cue_verbs() -> dict[str, CueVerb]:
    """The reporting words by lemma (`data/cues.tsv`)."""
    with (DATA / "cues.tsv").open(encoding="utf-8", newline="") as file:
        return {
            row["lemma"]: CueVerb(
                Act(row["act"]),
                CertaintyLevel(row["level"]) if row["level"] else None,
                Whose(row["whose"]) if row["whose"] else None,
                row["reports"] == "yes",
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


def reports(form: str) -> bool:
    """Whether a word seldom means anything but a report."""
    verb = cue_verbs().get(lemma_of(form))
    return verb is not None and verb.reports


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
    first = content[:FIRST_WORDS]
    if lemma == "warn" and {"against", "not"} & set(content[:2] + cue[-1:]):
        return Act.THREATEN
    if lemma in {"want", "ask", "tell", "call"} and "to" in (*cue[-1:], *content[:1]):
        return Act.DEMAND if lemma != "want" else Act.BELIEVE
    if lemma == "call" and cue[-1:] == ["for"]:
        return Act.DEMAND
    if act is not Act.ASSERT:
        negated = NEGATIONS & set(cue) and act in (Act.BELIEVE, Act.APPROVE)
        return Act.DENY if negated else act
    if quoted and content and content[-1] == "?":
        return Act.ASK
    if lemma in {"say", "tell", "add", "tweet", "write", "insist", "announce", "declare"}:
        if any(word in {"should", "must"} for word in first):
            return Act.DEMAND if "must" in first else Act.PROPOSE
        if "will" in first or (not quoted and "would" in first):
            own = first[:1] and (first[0] in FIRST_PERSON or (not quoted and first[0] in {"he", "she", "they"}))
            return Act.PROMISE if own else Act.PREDICT
    return act


def certainty_in(forms: list[str]) -> tuple[CertaintyLevel, int, int] | None:
    """The first estimate in these words as written: its level, and its words [start, end)."""
    table = estimates()
    words = [form.lower() for form in forms]
    for i in range(len(words)):
        for size in range(min(LONGEST_PHRASE, len(words) - i), 0, -1):
            level = table.get(tuple(words[i : i + size]))
            if level is None:
                continue
            if forms[i] == "May" or (words[i] == "may" and not "".join(words[i + 1 : i + 2]).isalpha()):
                continue  # the month, or the name
            if words[i] == "possible" and words[i - 1 : i] == ["as"]:
                continue  # "as soon as possible"
            if i and words[i - 1] in NEGATIONS and level in (CertaintyLevel.CERTAIN, CertaintyLevel.ALMOST_CERTAIN):
                level = CertaintyLevel.POSSIBLE
            return level, i, i + size
    return None
