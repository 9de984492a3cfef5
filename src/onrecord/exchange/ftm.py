"""FollowTheMoney: entities as JSON lines, for OpenAleph and other tools of investigations.

A document is an Article, an actor a Person, PublicBody, Company, Organization or LegalEntity, each name of an actor a
Mention, and a statement a Note on its speaker, proved by the article. Values are in the form that FollowTheMoney gives
them itself. An actor is one entity for each document: which of them are the same is for the tools to say.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from onrecord.exchange.rows import role_of
from onrecord.exchange.selection import Selection
from onrecord.ledger.read import Entry
from onrecord.ledger.rows import DAY_DIGITS, day_of
from onrecord.records import Actor, ActorKind, MentionKind, content_id

Entity = dict[str, Any]

# PLOVER's sectors of public bodies.
PUBLIC = ("GOV", "MIL", "LEG", "JUD", "SPY", "IGO")
BUSINESS = "BUS"
SCHEMATA = {
    ActorKind.PERSON: "Person",
    ActorKind.STATE: "PublicBody",
    ActorKind.ORGANISATION: "Organization",
    ActorKind.OUTLET: "Organization",
    ActorKind.GROUP: "LegalEntity",
    ActorKind.DOCUMENT: "Document",
    ActorKind.UNKNOWN: "LegalEntity",
}
# FollowTheMoney has no control characters but white space.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Languages go by three letters there, ours by two.
LANGUAGES = {"en": "eng"}


def write_ftm(selection: Selection, path: Path) -> int:
    """Write a line for each entity, what is referred to first; gives the number of entities."""
    number = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for entry in selection:
            for entity in entities(entry):
                out.write(json.dumps(entity, ensure_ascii=False) + "\n")
                number += 1
    return number


def entities(entry: Entry) -> Iterator[Entity]:
    """The entities of a document."""
    record = entry.record
    yield _article(entry)
    for actor in record.actors:
        yield _actor(actor)
        yield from _mentions(actor, record.document.id)
    yield from _notes(entry)


def _article(entry: Entry) -> Entity:
    document = entry.record.document
    fetched = [place.fetched[:DAY_DIGITS] for place in entry.places if place.fetched]
    return _entity(
        "Article",
        document.id,
        title=[document.title],
        author=document.authors,
        publisher=[document.outlet],
        publishedAt=[day_of(document)],
        retrievedAt=fetched,
        sourceUrl=[document.url],
        language=[LANGUAGES.get(document.language or "")],
        bodyText=[document.text],
    )


def _actor(actor: Actor) -> Entity:
    schema = _schema(actor)
    if schema == "Document":
        return _entity(schema, actor.id, title=[actor.name])
    roles = {"position": [role_of(actor)]} if schema == "Person" else {}
    country = _alpha2().get(actor.country or "")
    return _entity(schema, actor.id, name=[actor.name], country=[country], sector=[actor.sector], **roles)


def _schema(actor: Actor) -> str:
    if actor.kind is ActorKind.ORGANISATION and actor.sector in PUBLIC:
        return "PublicBody"
    if actor.kind is ActorKind.ORGANISATION and actor.sector == BUSINESS:
        return "Company"
    return SCHEMATA[actor.kind]


def _mentions(actor: Actor, document: str) -> Iterator[Entity]:
    schema = _schema(actor)
    if schema == "Document":
        return  # a mention resolves to a person or body only
    for name in dict.fromkeys(mention.text for mention in actor.mentions if mention.kind is MentionKind.NAME):
        yield _entity(
            "Mention",
            content_id("mention", actor.id, name),
            document=[document],
            resolved=[actor.id],
            name=[name],
            detectedSchema=[schema],
            contextCountry=[_alpha2().get(actor.country or "")],
        )


def _notes(entry: Entry) -> Iterator[Entity]:
    record = entry.record
    for s in record.statements:
        actor = record.actor(s.source.actor)
        who = actor.name if actor else s.source.text
        yield _entity(
            "Note",
            s.id,
            name=[f"{who} {s.cue.text}".strip()],
            description=[s.content.text],
            keywords=[s.kind, s.act, s.certainty.level, s.status, f"review: {entry.state_of(s.id)}"],
            entity=[s.source.actor],
            proof=[record.document.id],
        )


def _entity(schema: str, id: str, **properties: Sequence[str | None]) -> Entity:
    """An entity with the properties that have values, each value once."""
    given = {
        name: [clean for clean in dict.fromkeys(CONTROL.sub("", v or "").strip() for v in values) if clean]
        for name, values in properties.items()
    }
    return {"id": id, "schema": schema, "properties": {name: values for name, values in given.items() if values}}


@cache
def _alpha2() -> Mapping[str, str]:
    """ISO 3166-1's two letters in small, by its three letters."""
    with (Path(__file__).parent / "data" / "countries.tsv").open(encoding="utf-8", newline="") as table:
        return {row["alpha3"]: row["alpha2"].lower() for row in csv.DictReader(table, delimiter="\t")}
