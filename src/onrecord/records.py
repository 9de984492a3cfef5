"""What flows between the rooms: one article in, one record out, every row pinned to characters of the text.

The field names are the outward ones: `Record.to_dict()`, the ledger and the exports use them unchanged. A field that
does not apply is None or an empty tuple.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any

# Between two pieces of discontinuous evidence, wherever it is shown as one text.
GAP = " … "


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters [start, end) of a document's text, counted in Unicode code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The evidence itself."""
        return text[self.start : self.end]

    def touches(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether the other lies within this one."""
        return self.start <= other.start and other.end <= self.end


Spans = tuple[Span, ...]


def evidence(text: str, spans: Spans) -> str:
    """The exact characters of `spans`, pieces joined by `GAP`; empty without spans."""
    return GAP.join(span.of(text) for span in spans)


def content_id(prefix: str, *parts: object) -> str:
    """An id derived from what it names, so that the same input gives the same id on every run."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"))
    return f"{prefix}-{digest.hexdigest()[:16]}"


def statement_id(document: str, source: Spans, cue: Spans, content: Spans) -> str:
    """The id of a statement that was read from a document, by its places."""
    return content_id("statement", document, source, cue, content)


def actor_id(document: str, kind: str, name: str) -> str:
    """The id of an actor of a document."""
    return content_id("actor", document, kind, name)


class PublishedFrom(StrEnum):
    """Where a publication date was found, in falling order of trust."""

    GIVEN = "given"
    METADATA = "metadata"
    URL = "url"
    DATELINE = "dateline"
    CAPTION = "caption"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Document:
    """One text as it was read. `published`: ISO 8601; `language`: ISO 639-1, None before the text is read."""

    id: str
    title: str | None
    outlet: str | None
    authors: tuple[str, ...]
    url: str | None
    published: str | None
    published_from: PublishedFrom
    language: str | None
    text: str


@dataclass(frozen=True, slots=True)
class DateClaim:
    """A day of publication that something claims. `value`: ISO 8601; `spans`: where the document's text says so.

    `text` is what was read: a meta tag's value, a piece of the URL, the words of a dateline.
    """

    value: str
    claimed_by: PublishedFrom
    text: str
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Aligned:
    """Characters [start, end) of a document's text that are, one for one, those of its original.

    `original` is where they stand there: characters [start, end) of the decoded original, in Unicode code points. The
    two may differ in white space, and a character reference (`&amp;`) stands for one character, so that their lengths
    differ. Characters of the text that no run covers are not aligned.
    """

    text: Span
    original: Span


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes a document was read from, never altered. `media`: their MIME type, told by content."""

    sha256: str
    media: str
    data: bytes

    @classmethod
    def of(cls, data: bytes, media: str) -> Original:
        """The original of these bytes."""
        return cls(hashlib.sha256(data).hexdigest(), media, data)

    def characters(self, encoding: str) -> str:
        """The characters that an alignment counts; bytes that are none in this encoding stand as U+FFFD."""
        return self.data.decode(encoding, "replace")


@dataclass(frozen=True, slots=True)
class Appearance:
    """A document where it was found: the same text may appear in several places.

    `origin`: the file or URL; `member`: the place inside an archive, table, feed or crawl, None for a plain file;
    `fetched`: when a crawl or a request took it, ISO 8601, None if not known; `encoding`: of the original's
    characters, None where it has none of its own (PDF); `dates`: every claim of a day of publication, the most
    trusted first, so `document.published` is that of the first; `alignment`: in the order of the text, empty where
    the original is not aligned.
    """

    document: Document
    original: Original
    origin: str
    member: str | None = None
    fetched: str | None = None
    encoding: str | None = None
    dates: tuple[DateClaim, ...] = ()
    alignment: tuple[Aligned, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not read, or not wholly. `step`: what was being done; `reason`: for people, one line."""

    origin: str
    member: str | None
    step: str
    reason: str


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
class Date:
    """A date with its words. `value`: ISO 8601 or TIMEX3, None where the words do not settle it."""

    value: str | None
    text: str
    spans: Spans


class TimeType(StrEnum):
    """TIMEX3's kinds of time expressions."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression. `value`: TIMEX3, None where the words do not settle it.

    `anchor`: the date it was counted from, None if it stands by itself. TIMEX3's further attributes, None where they
    do not apply: `quant` of a set ("every Friday": EVERY), `freq` of a set ("twice a week": 2X), `mod` of the value
    ("early May": START; "about six years": APPROX).
    """

    span: Span
    text: str
    type: TimeType
    value: str | None
    anchor: str | None = None
    quant: str | None = None
    freq: str | None = None
    mod: str | None = None


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


class DefectKind(StrEnum):
    """What may be wrong with a text itself."""

    REPEATED_LINE = "repeated line"
    CUT_OFF_SENTENCE = "cut-off sentence"
    UNATTRIBUTED_QUOTATION = "unattributed quotation"
    UNBALANCED_QUOTATION_MARK = "unbalanced quotation mark"
    MECHANICAL_SUBSTITUTION = "mechanical substitution"
    CAPTION_IN_BODY = "caption in body"
    BOILERPLATE = "boilerplate"
    CONTRADICTORY_DATE = "contradictory date"


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong with the text itself. `why`: one sentence for people."""

    id: str
    kind: DefectKind
    spans: Spans
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """All that was read from one document.

    `times`, `events`, `agreements`, `votes`, `disputes` and `defects` stay empty until their parts exist.
    """

    document: Document
    actors: tuple[Actor, ...] = ()
    times: tuple[()] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[()] = ()
    agreements: tuple[()] = ()
    votes: tuple[()] = ()
    disputes: tuple[()] = ()
    defects: tuple[()] = ()
    _actors: dict[str, Actor] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_actors", {actor.id: actor for actor in self.actors})

    def actor(self, id: str | None) -> Actor | None:
        """The actor of that id; None for None. Raises KeyError for an id that is not in this record."""
        return None if id is None else self._actors[id]

    def to_dict(self) -> dict[str, Any]:
        """The record as plain lists and objects, exactly as `onrecord read --format json` prints it."""
        shown: dict[str, Any] = _plain(self)
        return shown


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if not f.name.startswith("_")}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    return value
