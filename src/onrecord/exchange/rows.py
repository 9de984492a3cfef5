"""Statements as rows of a table, each with its speaker and its document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.ledger.read import Entry
from onrecord.records import Actor, Spans


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement as it stands. The names are those of the record, flattened.

    `role`: what the text says the speaker is; `review`: `machine`, `accepted`, `edited` or `added`; `root`: the
    machine's row that a person's row stands over; `within`: the statement whose content holds this one.
    """

    id: str
    document: str
    published: str | None
    outlet: str | None
    title: str | None
    url: str | None
    language: str | None
    speaker: str | None
    speaker_kind: str | None
    country: str | None
    sector: str | None
    role: str | None
    actor: str | None
    anonymity: str
    source: str
    source_confidence: float
    cue: str
    cue_lemma: str | None
    content: str
    kind: str
    act: str
    certainty: str
    certainty_whose: str | None
    addressees: tuple[str, ...]
    date: str | None
    date_text: str | None
    within: str | None
    status: str
    why: str | None
    confidence: float
    review: str
    root: str
    model: str
    source_spans: Spans
    cue_spans: Spans
    content_spans: Spans
    certainty_spans: Spans
    date_spans: Spans


def statement_rows(entry: Entry) -> Iterator[StatementRow]:
    """A row for each statement of a document, in the order of the text."""
    record, document = entry.record, entry.record.document
    for s in record.statements:
        actor = record.actor(s.source.actor)
        review = entry.reviews.get(s.id)
        yield StatementRow(
            s.id, document.id, document.published, document.outlet, document.title, document.url, document.language,
            actor.name if actor else None, actor.kind if actor else None, actor.country if actor else None,
            actor.sector if actor else None, role_of(actor) if actor else None, s.source.actor, s.source.anonymity,
            s.source.text, s.source.confidence, s.cue.text, s.cue.lemma, s.content.text, s.kind, s.act,
            s.certainty.level, s.certainty.whose, tuple(a.name for a in map(record.actor, s.addressees) if a),
            s.date.value if s.date else None, s.date.text if s.date else None, s.within, s.status, s.why, s.confidence,
            entry.state_of(s.id), review.root if review else s.id, entry.model, s.source.spans,
            s.cue.spans, s.content.spans, s.certainty.spans, s.date.spans if s.date else (),
        )  # fmt: skip


def role_of(actor: Actor) -> str | None:
    """What the text says an actor is, each role once: "foreign minister, Russia; envoy"."""
    roles = (role.title + (f", {role.of}" if role.of else "") for role in actor.roles)
    return "; ".join(dict.fromkeys(roles)) or None
