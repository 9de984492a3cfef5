"""schema.org: one JSON-LD file of articles, speakers, Quotations and Claims.

What is quoted is a Quotation, what is reported or partly quoted a Claim. Each is part of its NewsArticle, whose
`articleBody` is the text that the characters given as `identifier` are counted in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.cells import offsets
from onrecord.exchange.rows import role_of
from onrecord.exchange.selection import Selection
from onrecord.ledger.read import Entry
from onrecord.records import Actor, ActorKind, Document, Statement, StatementKind

Node = dict[str, Any]

CONTEXT = "https://schema.org"
URN = "urn:onrecord:"
TYPES = {
    ActorKind.PERSON: "Person",
    ActorKind.STATE: "GovernmentOrganization",
    ActorKind.ORGANISATION: "Organization",
    ActorKind.GROUP: "Organization",
    ActorKind.OUTLET: "NewsMediaOrganization",
    ActorKind.DOCUMENT: "CreativeWork",
    ActorKind.UNKNOWN: "Organization",
}


def write_schemaorg(selection: Selection, path: Path) -> int:
    """Write one JSON-LD document, a node a line; gives the number of statements."""
    number = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f'{{"@context": {json.dumps(CONTEXT)}, "@graph": [')
        between = "\n"
        for entry in selection:
            for node in nodes(entry):
                out.write(between + json.dumps(node, ensure_ascii=False))
                between = ",\n"
            number += len(entry.record.statements)
        out.write("\n]}\n")
    return number


def nodes(entry: Entry) -> Iterator[Node]:
    """The article, its actors and its statements."""
    record = entry.record
    yield _article(record.document)
    for actor in record.actors:
        yield _actor(actor)
    for position, statement in enumerate(record.statements, 1):
        yield _statement(statement, record.document, position, entry.state_of(statement.id))


def _article(document: Document) -> Node:
    return _node(
        "NewsArticle",
        document.id,
        headline=document.title,
        url=document.url,
        datePublished=document.published,
        inLanguage=document.language,
        author=[{"@type": "Person", "name": name} for name in document.authors],
        publisher={"@type": "NewsMediaOrganization", "name": document.outlet} if document.outlet else None,
        articleBody=document.text,
    )


def _actor(actor: Actor) -> Node:
    facts: Node = {"name": actor.name}
    country = {"@type": "Country", "identifier": actor.country} if actor.country else None
    if actor.kind is ActorKind.PERSON:
        facts |= {"jobTitle": role_of(actor), "nationality": country}
    elif actor.kind is not ActorKind.DOCUMENT:
        facts["areaServed"] = country
    return _node(TYPES[actor.kind], actor.id, **facts)


def _statement(s: Statement, document: Document, position: int, review: str) -> Node:
    speaker = {"@id": URN + s.source.actor} if s.source.actor else None
    article = {"@id": URN + document.id}
    quoted = s.kind is StatementKind.DIRECT
    return _node(
        "Quotation" if quoted else "Claim",
        s.id,
        text=s.content.text,
        position=position,
        isPartOf=article,
        inLanguage=document.language,
        creditText=s.source.text or None,
        keywords=[s.kind, s.act, s.certainty.level, s.status],
        creativeWorkStatus=review,
        identifier={"@type": "PropertyValue", "propertyID": "characters", "value": offsets(s.content.spans)},
        **({"spokenByCharacter": speaker} if quoted else {"author": speaker, "appearance": article}),
    )


def _node(type: str, id: str, **properties: Any) -> Node:
    """A node with the properties that have a value."""
    return {"@type": type, "@id": URN + id} | {name: value for name, value in properties.items() if value}
