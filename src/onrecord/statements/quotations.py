"""Quotations that no attribution covers: whose they are, if the text tells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.language.encoder import Labels, Reading
from onrecord.language.lemmas import lemma_of
from onrecord.language.words import CLOSES, INSIDE, MARK, OPENS, OUTSIDE
from onrecord.statements.attributions import Attribution
from onrecord.statements.meaning import cue_verbs
from onrecord.statements.turns import find_turns

# Shorter quotations are titles, names and words held at arm's length.
SHORTEST = 4
COVERED = 0.3
# An article with more first-person sentences than this outside quotation marks is written in the first person.
FEW = 2
FIRST_PERSON = frozenset({"I", "my", "me", "My"})


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation at words [start, end), marks included. `opened`, `closed`: it has the mark on that side."""

    start: int
    end: int
    opened: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Orphan:
    """A quotation outside all attributions, at words [start, end).

    `follows`: the number of the attribution whose content goes on here, or None; `speaker`: words of a speaker that
    introduces it, with its `cue`, or None; `why`: why nobody is named, None if somebody is; `more`: the paragraphs it
    runs on over.
    """

    start: int
    end: int
    follows: int | None
    speaker: tuple[int, int] | None
    cue: tuple[int, int] | None
    why: str | None
    more: tuple[tuple[int, int], ...] = ()


def find_quotations(reading: Reading) -> list[Quotation]:
    """The quotations in double marks of a text, in order; one left open ends with its paragraph."""
    words = reading.words
    quoted = words.quoted.tolist()
    found = []
    i, n = 0, len(words)
    while i < n:
        if quoted[i] != OPENS:
            i += 1
            continue
        end = i + 1
        while end < n and quoted[end] in INSIDE and words.paragraphs[end] == words.paragraphs[i]:
            end += 1
        closed = bool(end < n and quoted[end] == CLOSES and words.paragraphs[end] == words.paragraphs[i])
        found.append(Quotation(i, end + closed, True, closed))
        i = end + closed
    return found


def find_orphans(reading: Reading, labels: Labels, attributions: list[Attribution]) -> list[Orphan]:
    """The quotations that no attribution covers, each with the speaker the text gives it or the reason it has none."""
    words = reading.words
    owner: dict[int, int] = {}
    for number, attribution in enumerate(attributions):
        for span in attribution.content:
            owner.update(dict.fromkeys(range(span.start, span.end), number))
    quotations = find_quotations(reading)
    orphans: list[Orphan] = []
    resolved: dict[int, tuple[int | None, int]] = {}  # quotation -> (attribution, orphan)
    for k, quotation in enumerate(quotations):
        inner = [i for i in range(quotation.start, quotation.end) if words.shapes[i] != MARK]
        held = [i for i in inner if i in owner]
        if held and len(held) >= COVERED * len(inner):
            resolved[k] = (owner[held[-1]], -1)
            continue
        if len(inner) < SHORTEST or not _is_utterance(reading, quotation):
            continue
        before = quotations[k - 1] if k else None
        gap = None if before is None else int(words.paragraphs[quotation.start] - words.paragraphs[before.start])
        opens = quotation.start == 0 or words.paragraphs[quotation.start - 1] != words.paragraphs[quotation.start]
        known = resolved.get(k - 1)
        orphan: Orphan
        if before is not None and known is not None and gap == 1 and opens and not before.closed:
            # A quotation that runs over paragraphs opens each with a mark and closes only the last.
            resolved[k] = known
            if known[0] is None:
                first = orphans[known[1]]
                orphans[known[1]] = replace(first, more=(*first.more, (quotation.start, quotation.end)))
                continue
            orphan = Orphan(quotation.start, quotation.end, known[0], None, None, None)
        elif (
            # "…," she said. "…": nothing but her own attribution stands between.
            before is not None
            and known is not None
            and known[0] is not None
            and gap == 0
            and _adjoins(reading, attributions[known[0]], before, quotation)
        ):
            orphan = Orphan(quotation.start, quotation.end, known[0], None, None, None)
        else:
            introduced = _introduction(reading, labels, quotation.start) if opens else None
            if introduced is not None:
                speaker, cue = introduced
                orphan = Orphan(quotation.start, quotation.end, None, speaker, cue, None)
            else:
                alone = opens and (
                    quotation.end >= len(words) or words.paragraphs[quotation.end] != words.paragraphs[quotation.start]
                )
                why = (
                    "The quotation stands alone in its paragraph: nothing beside it says who spoke."
                    if alone
                    else "The sentences around the quotation do not say whose words they are."
                )
                orphan = Orphan(quotation.start, quotation.end, None, None, None, why)
        resolved[k] = (orphan.follows, len(orphans))
        orphans.append(orphan)
    own_voice = {
        number
        for number, attribution in enumerate(attributions)
        if attribution.source is not None
        and words.quoted[attribution.source.start] == OUTSIDE
        and words.forms[attribution.source.start].lower() in {"i", "we"}
    }
    turns = find_turns(reading, labels, owner)
    return [
        *orphans,
        *(Orphan(*turn.content, None, turn.speaker, turn.cue, None) for turn in turns),
        *_unmarked(reading, {i for i, number in owner.items() if number not in own_voice}),
    ]


def _is_utterance(reading: Reading, quotation: Quotation) -> bool:
    """Whether a quotation is a whole utterance: it begins like a sentence, and ends like one or its paragraph."""
    words = reading.words
    first = quotation.start + 1
    last = quotation.end - 1 - quotation.closed
    if first > last or not words.forms[first][:1].isupper():
        return False
    before = quotation.start == 0 or reading.sentences[quotation.start] or words.forms[quotation.start - 1] in ",:—–"
    after = quotation.end >= len(words) or words.paragraphs[quotation.end - 1] != words.paragraphs[quotation.end]
    ends = words.forms[last] in {".", "!", "?", "…", ","} or after or words.forms[quotation.end] in {".", "!", "?"}
    return bool(before) and bool(ends) and any(_verbal(reading, i) for i in range(first, last + 1))


def _verbal(reading: Reading, i: int) -> bool:
    return reading.words.forms[i].islower() and len(reading.words.forms[i]) > 1


def _adjoins(reading: Reading, attribution: Attribution, before: Quotation, quotation: Quotation) -> bool:
    """Whether nothing stands between the speaker's last quotation and this one but his own attribution."""
    covered = {attribution.cue.start, *range(attribution.cue.start, attribution.cue.end)}
    for span in (*attribution.content, *([attribution.source] if attribution.source else [])):
        covered.update(range(span.start, span.end))
    between = [
        i for i in range(before.end, quotation.start)
        if i not in covered and reading.words.shapes[i] != MARK
    ]  # fmt: skip
    return len(between) <= 4


def _introduction(reading: Reading, labels: Labels, start: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The speaker and cue of a paragraph before word `start` that ends "X said:"; None if it does not."""
    words = reading.words
    if start == 0 or words.forms[start - 1] != ":":
        return None
    begin = start - 1
    while begin > 0 and not reading.sentences[begin]:
        begin -= 1
    for verb in range(start - 1, begin - 1, -1):
        part = labels.parts[reading.parts[verb]]
        if not part.startswith("VB") or lemma_of(words.forms[verb]) not in cue_verbs():
            continue
        subjects = [
            k for k in range(begin, verb)
            if labels.relations[reading.relations[k]] == "nsubj" and int(reading.heads[k]) == verb
        ]  # fmt: skip
        if subjects:
            subject = subjects[-1]
            first = subject
            while first > begin and int(reading.heads[first - 1]) == subject:
                first -= 1
            return (first, subject + 1), (verb, verb + 1)
        people = [k for k in range(begin, verb) if labels.names[reading.names[k]].endswith("-PERSON")]
        if people and people[-1] - people[0] == len(people) - 1:
            return (people[0], people[-1] + 1), (verb, verb + 1)
    return None


def _unmarked(reading: Reading, owned: set[int]) -> list[Orphan]:
    """First-person sentences outside quotation marks in an article that otherwise speaks in the third person."""
    words = reading.words
    starts = [*reading.sentences.nonzero()[0].tolist(), len(words)]
    found: list[tuple[int, int]] = []
    for start, end in pairwise(starts):
        inside = range(start, end)
        if any(words.quoted[i] != OUTSIDE for i in inside) or any(i in owned for i in inside):
            continue
        if words.forms[start] == "I" or any(words.forms[i] == "I" and words.forms[i - 1] != "." for i in inside[1:]):
            found.append((start, end))
    if len(found) > FEW or any(
        words.quoted[i] == OUTSIDE and words.forms[i] in FIRST_PERSON
        and not any(start <= i < end for start, end in found) and i not in owned
        for i in range(len(words))
    ):  # fmt: skip
        return []
    why = "The sentence says “I” outside quotation marks in an article of the third person: whose words it is, is lost."
    return [Orphan(start, end, None, None, None, why) for start, end in found if end - start > SHORTEST]
