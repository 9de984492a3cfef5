"""Who said what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onrecord.records.spans import Spans, content_id
from onrecord.records.times import Date


def statement_id(document: str, source: Spans, cue: Spans, content: Spans) -> str:
    """The id of a statement that was read from a document, by its places."""
    return content_id("statement", document, source, cue, content)


class StatementKind(StrEnum):
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Anonymity(StrEnum):
    NAMED = "named"
    UNNAMED = "unnamed"
    COLLECTIVE = "collective"
    NONE = "none"


class Act(StrEnum):
    """What a speaker does with a statement."""

    ASSERT = "assert"
    DENY = "deny"
    ACCUSE = "accuse"
    THREATEN = "threaten"
    PROMISE = "promise"
    DEMAND = "demand"
    ASK = "ask"
    PREDICT = "predict"
    BELIEVE = "believe"
    APPROVE = "approve"
    CONDEMN = "condemn"
    PROPOSE = "propose"


class CertaintyLevel(StrEnum):
    CERTAIN = "certain"
    ALMOST_CERTAIN = "almost certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    UNQUALIFIED = "unqualified"


class Whose(StrEnum):
    """Whose certainty: the speaker's own words, or the writer's about the speaker."""

    SOURCE = "source"
    WRITER = "writer"


class Status(StrEnum):
    ATTRIBUTED = "attributed"
    UNATTRIBUTED = "unattributed"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Source:
    """Who a statement is ascribed to. `actor`: an actor's id, or None; `confidence`: that the actor is right."""

    spans: Spans
    text: str
    actor: str | None
    confidence: float
    anonymity: Anonymity


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that ascribe. `lemma`: the dictionary form of their head, None without a cue."""

    spans: Spans
    text: str
    lemma: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """What was said."""

    spans: Spans
    text: str


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure, after ICD 203's words of estimative probability. `whose` is None when nothing qualifies."""

    level: CertaintyLevel
    whose: Whose | None
    spans: Spans


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what. `confidence`: probability that source, cue and content spans are all right.

    It is calibrated on held-out articles; a report inside a report has its own times that of what holds it.
    """

    id: str
    kind: StatementKind
    source: Source
    cue: Cue
    content: Content
    act: Act
    certainty: Certainty
    addressees: tuple[str, ...]
    date: Date | None
    within: str | None
    status: Status
    why: str | None
    confidence: float
