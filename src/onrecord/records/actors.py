"""Who speaks or acts, and where the text speaks of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onrecord.records.spans import Span, Spans, content_id


def actor_id(document: str, kind: str, name: str) -> str:
    """The id of an actor of a document."""
    return content_id("actor", document, kind, name)


class ActorKind(StrEnum):
    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    GROUP = "group"
    OUTLET = "outlet"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


class MentionKind(StrEnum):
    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the text speaks of an actor.

    `confidence`, 0 to 1: of a name, that it is one; of a description or pronoun, that it is this actor.
    """

    span: Span
    text: str
    kind: MentionKind
    confidence: float


@dataclass(frozen=True, slots=True)
class Role:
    """What an actor is said to be: `title` ("foreign minister") and `of` what ("Russia", None if not said)."""

    title: str
    of: str | None
    spans: Spans


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, body or thing that speaks or acts. `country`: ISO 3166-1 alpha-3; `sector`: PLOVER's code.

    `support`: the dated office in the actor register that gave a person what the text does not say, else None.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sector: str | None
    roles: tuple[Role, ...]
    mentions: tuple[Mention, ...]
    support: str | None = None
