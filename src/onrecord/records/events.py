"""Who did what to whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onrecord.records.spans import Span, Spans
from onrecord.records.times import Date


class EventType(StrEnum):
    """PLOVER's sixteen types of events, from the most cooperative to the most hostile."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    CONCEDE = "CONCEDE"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Modality(StrEnum):
    """Whether the text says that an event took place."""

    HAPPENED = "happened"
    PLANNED = "planned"
    THREATENED = "threatened"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened. `country`: ISO 3166-1 alpha-3, None if not known."""

    name: str
    country: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that the text gives of something ("59 missiles"). `unit`: the noun counted, None without one."""

    value: float
    unit: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom. `actors`, `recipients`: actors' ids; `mode`, `contexts`: PLOVER's words.

    `reported_in`: the statement that tells of it, None if the article itself does; `because_of`: events that the text
    names as the cause.
    """

    id: str
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    trigger: Span
    spans: Spans
    date: Date | None
    place: Place | None
    quantities: tuple[Quantity, ...]
    modality: Modality
    reported_in: str | None
    because_of: tuple[str, ...]
    confidence: float
