"""Records made by hand: a text, and who says what in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord import Record
from onrecord.documents.text import make_document
from onrecord.records import (
    Act,
    Actor,
    ActorKind,
    Anonymity,
    Certainty,
    CertaintyLevel,
    Content,
    Cue,
    Mention,
    MentionKind,
    Role,
    Source,
    Span,
    Spans,
    Statement,
    StatementKind,
    Status,
    actor_id,
    statement_id,
)

TEXT = (
    "Ilse Brandt, the mayor, said the bridge was safe, and that Peter Holm knew it. "
    "Peter Holm denied that the bridge was safe. Maria Lund said Holm believed the fund was empty. "
    "The ferry would run all night, said Brandt."
)


@dataclass(frozen=True)
class Claimed:
    """Who says what: words of the text, the first place where they stand. `by`: the speaker's full name."""

    source: str
    cue: str
    content: str
    by: str | None
    act: Act = Act.ASSERT
    within: str | None = None  # the content of the statement that holds it


MAYOR = Claimed("Ilse Brandt, the mayor", "said", "the bridge was safe, and that Peter Holm knew it", "Ilse Brandt")
HOLM = Claimed("Peter Holm denied", "denied", "that the bridge was safe", "Peter Holm", Act.DENY)
LUND = Claimed("Maria Lund", "said Holm", "Holm believed the fund was empty", "Maria Lund")
INNER = Claimed(
    "Holm believed", "believed", "the fund was empty", "Peter Holm", Act.BELIEVE, "Holm believed the fund was empty"
)
INNER_ALONE = replace(INNER, within=None)
FERRY = Claimed("Brandt.", "said Brandt", "The ferry would run all night", "Ilse Brandt", Act.PROMISE)
ALL = (MAYOR, HOLM, LUND, INNER, FERRY)


def place(text: str, words: str) -> Span:
    """Where the words stand first."""
    start = text.index(words)
    return Span(start, start + len(words))


def record(claims: Sequence[Claimed] = ALL, text: str = TEXT, published: str | None = "2024-03-12") -> Record:
    """A record of the text with these statements, in the order of their contents."""
    document = make_document(text, published, title="The bridge", outlet="The Tarn Courier")
    names = list(dict.fromkeys(claim.by for claim in claims if claim.by is not None))
    actors = {name: _actor(document.id, text, name) for name in names}
    ids: dict[str, str] = {}
    found = []
    for claim in claims:
        spans: list[Spans] = [(place(text, words),) for words in (claim.source, claim.cue, claim.content)]
        ids[claim.content] = statement_id(document.id, *spans)
        actor = actors[claim.by].id if claim.by is not None else None
        found.append(
            Statement(
                ids[claim.content],
                StatementKind.INDIRECT,
                Source(spans[0], claim.source, actor, 0.9, Anonymity.NAMED),
                Cue(spans[1], claim.cue, "say"),
                Content(spans[2], claim.content),
                claim.act,
                Certainty(CertaintyLevel.UNQUALIFIED, None, ()),
                (),
                None,
                ids[claim.within] if claim.within else None,
                Status.ATTRIBUTED if actor else Status.UNATTRIBUTED,
                None if actor else "the text names nobody",
                0.8,
            )
        )
    found.sort(key=lambda s: (s.content.spans[0].start, -s.content.spans[-1].end, s.id))
    return Record(document, tuple(actors.values()), statements=tuple(found))


def _actor(document: str, text: str, name: str) -> Actor:
    places = [place(text, name)] if name in text else []
    mentions = tuple(Mention(where, name, MentionKind.NAME, 0.95) for where in places)
    roles = (Role("mayor", None, (place(text, "the mayor"),)),) if name == "Ilse Brandt" else ()
    return Actor(actor_id(document, ActorKind.PERSON, name), name, ActorKind.PERSON, None, None, roles, mentions)


def of(read: Record, claim: Claimed) -> str:
    """The id of the statement with that content."""
    return next(s.id for s in read.statements if s.content.text == claim.content)


def speaker(read: Record, claim: Claimed) -> str | None:
    """The name of who says it."""
    statement = next(s for s in read.statements if s.content.text == claim.content)
    actor = read.actor(statement.source.actor)
    return actor.name if actor else None
