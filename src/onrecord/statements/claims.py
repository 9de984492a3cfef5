"""All that a text ascribes or quotes, in words: attributions, the reports inside them, quotations left over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from onrecord.language.encoder import Encoder, Reading
from onrecord.language.words import INSIDE, MARK, Quoted, Words
from onrecord.statements.attributions import Attribution, WordSpan, find_attributions
from onrecord.statements.confidence import probability
from onrecord.statements.meaning import reports
from onrecord.statements.quotations import Orphan, find_orphans

# A report inside a report is shown only when it is likelier right than wrong: nobody annotated those.
NESTED_CUT_OFF = 0.6
# "I think" inside somebody's words is no second speaker, and "you" is nobody.
NO_SECOND_SPEAKER = frozenset({"i", "we", "me", "us", "you", "my", "our", "your", "one"})
CONJUNCTIONS = frozenset({"that", "whether", "if", "but", "and", "because"})
DEEPEST = 3
SHORTEST_NESTED = 3  # words of content
# What the reader believes of a speaker that only stands before a quotation, and of a quotation's having none.
INTRODUCED = 0.6
LEFT_OVER = 0.5


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement in words of the text. `within`: the number of the claim whose content holds it, or None.

    `depth`: how many contents hold it; `why`: why it has no speaker, None if it has.
    """

    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    within: int | None
    depth: int
    confidence: float
    why: str | None = None


def find_claims(reading: Reading, encoder: Encoder) -> list[Claim]:
    """The claims of a text: outer ones by place, each followed by what it holds."""
    weights, cut_off = encoder.labels.confidence, encoder.labels.cut_off
    kept: list[tuple[Attribution, float]] = []
    for attribution in find_attributions(reading, encoder.labels):
        sure = probability(weights, attribution, reading)
        if sure >= cut_off:
            kept.append((attribution, sure))
    outer = [attribution for attribution, _ in kept]
    claims = [_claim(attribution, sure, None, 0) for attribution, sure in kept]
    orphans = find_orphans(reading, encoder.labels, outer)
    for orphan in orphans:
        if orphan.follows is None:
            claims.append(_orphan_claim(orphan))
        else:
            followed = claims[orphan.follows]
            content = sorted((*followed.content, (orphan.start, orphan.end)))
            claims[orphan.follows] = replace(followed, content=tuple(content))
    # "I have no doubt we did the right thing", its marks lost: the orphan sentence stands for the claim made of it.
    lost = {i for orphan in orphans if orphan.why is not None for i in range(orphan.start, orphan.end)}
    claims = [claim for claim in claims if claim.cue is None or claim.cue[0] not in lost]
    claims.sort(key=lambda claim: (claim.content[0], claim.cue or (0, 0)))
    level = list(range(len(claims)))
    for depth in range(1, DEEPEST):
        inner = [
            _claim(attribution, sure * claims[parent].confidence, parent, depth)
            for parent, attribution, sure in _nested(reading, encoder, claims, level)
        ]
        level = list(range(len(claims), len(claims) + len(inner)))
        claims += inner
        if not inner:
            break
    return claims


def _claim(attribution: Attribution, sure: float, within: int | None, depth: int) -> Claim:
    source = attribution.source
    return Claim(
        (source.start, source.end) if source else None,
        (attribution.cue.start, attribution.cue.end),
        tuple((span.start, span.end) for span in attribution.content),
        within, depth, sure,
    )  # fmt: skip


def _orphan_claim(orphan: Orphan) -> Claim:
    content = ((orphan.start, orphan.end), *orphan.more)
    if orphan.speaker is not None:
        return Claim(orphan.speaker, orphan.cue, content, None, 0, INTRODUCED)
    return Claim(None, None, content, None, 0, LEFT_OVER, orphan.why)


def is_quoted(reading: Reading, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether every word of the spans stands within quotation marks."""
    words = reading.words
    return all(words.quoted[i] in INSIDE for start, end in spans for i in range(start, end) if words.shapes[i] != MARK)


def _nested(
    reading: Reading, encoder: Encoder, claims: list[Claim], numbers: list[int]
) -> Iterator[tuple[int, Attribution, float]]:
    """Reports inside the contents of these claims: each content read again as if it were a text of its own.

    PolNeAR's labels are flat, so the network never saw a report inside a report; a content by itself is a text like
    any other. Only contents with a reporting verb are read again.
    """
    for parent in numbers:
        claim = claims[parent]
        if not _may_hold_report(reading, encoder, claim):
            continue
        index = _clause(reading, claim)
        inner = encoder.read(_as_text(reading, claim, index))
        whole = sum(end - start for start, end in claim.content)
        for attribution in find_attributions(inner, encoder.labels):
            sure = probability(encoder.labels.confidence, attribution, inner)
            source, size = attribution.source, sum(map(len, attribution.content))
            if sure < NESTED_CUT_OFF or not SHORTEST_NESTED <= size < whole or source is None:
                continue
            if inner.words.forms[source.start].lower() in NO_SECOND_SPEAKER or not _reports(inner, attribution.cue):
                continue
            moved = replace(
                attribution,
                source=_moved(source, index),
                cue=_moved(attribution.cue, index),
                content=tuple(_moved(span, index) for span in attribution.content),
            )
            yield parent, moved, sure


def _clause(reading: Reading, claim: Claim) -> np.ndarray:
    """The words of a content as a sentence of its own: without the marks and the "that" before it."""
    words = reading.words
    place = np.concatenate([np.arange(a, b) for a, b in claim.content])
    first = 0
    while first < len(place) - 1 and (
        words.shapes[place[first]] == MARK or words.forms[place[first]].lower() in CONJUNCTIONS
    ):
        first += 1
    return place[first:]


def _reports(reading: Reading, cue: WordSpan) -> bool:
    return any(reports(reading.words.forms[i]) for i in range(cue.start, cue.end))


def _may_hold_report(reading: Reading, encoder: Encoder, claim: Claim) -> bool:
    return claim.why is None and any(
        encoder.labels.parts[reading.parts[i]][:2] in {"VB", "JJ"} and reports(reading.words.forms[i])
        for start, end in claim.content
        for i in range(start, end)
    )


def _as_text(reading: Reading, claim: Claim, index: np.ndarray) -> Words:
    """The words of a content as one paragraph; in a content that is quoted whole, the outer marks fall away."""
    words = reading.words
    quoted = words.quoted[index].copy()
    if is_quoted(reading, claim.content):
        inner = {
            Quoted.DOUBLE: Quoted.OUTSIDE, Quoted.SINGLE: Quoted.DOUBLE, Quoted.OPENS: Quoted.OUTSIDE,
            Quoted.CLOSES: Quoted.OUTSIDE, Quoted.SINGLE_OPENS: Quoted.OPENS, Quoted.SINGLE_CLOSES: Quoted.CLOSES,
        }  # fmt: skip
        quoted[:] = [inner.get(Quoted(q), q) for q in quoted]
    return Words(
        [words.forms[i] for i in index],
        words.starts[index],
        words.ends[index],
        np.zeros(len(index), np.int32),
        words.shapes[index],
        quoted,
    )


def _moved(span: WordSpan, index: np.ndarray) -> WordSpan:
    """The span in words of the whole text; one that crosses a gap of its content ends at the gap."""
    start = int(index[span.start])
    end = start + 1
    for k in range(span.start + 1, span.end):
        if int(index[k]) != end:
            break
        end += 1
    return WordSpan(start, end, span.certainty, span.edges)
