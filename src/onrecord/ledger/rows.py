"""Records as rows of the ledger's tables, and rows as records again; nothing is lost on the way."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.ledger.copies import band_keys
from onrecord.records import (
    Act,
    Actor,
    ActorKind,
    Aligned,
    Anonymity,
    Appearance,
    Certainty,
    CertaintyLevel,
    Content,
    Cue,
    Date,
    DateClaim,
    Document,
    Mention,
    MentionKind,
    PublishedFrom,
    Record,
    Role,
    Source,
    Span,
    Spans,
    Statement,
    StatementKind,
    Status,
    Whose,
    content_id,
)

# A row as the database takes it: a value for each column.
Row = dict[str, Any]
MACHINE, PERSON = "machine", "person"
# A content speaks of whoever it names; a pronoun or description must be more likely right than wrong.
NAMES_A_SUBJECT = 0.5
DAY_DIGITS = len("2017-04-13")
# PostgreSQL has no text with NUL, and no database has half a surrogate pair, Python's stand-in for a byte that is no
# UTF-8. Both are refused by both, so that a ledger can move from one to the other.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Rows:
    """What one appearance adds to the ledger: rows by table, parents first, all but the number of the run.

    `read` is what the reader made of the text; `found` is where the text stood.
    """

    document: str
    url: str | None
    fetched: str | None
    read: tuple[tuple[str, tuple[Row, ...]], ...]
    found: tuple[tuple[str, tuple[Row, ...]], ...]


def storable(name: str) -> str:
    """A name of a file or place as every database can hold it: `caf\\udce9.txt` for a byte that is not UTF-8."""
    return UNSTORABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), name)


def unstorable(rows: Rows) -> str | None:
    """What of a document no database can hold, in words; None where there is no such thing."""
    for table, found in (*rows.read, *rows.found):
        for row in found:
            for column, value in row.items():
                sign = UNSTORABLE.search(value) if isinstance(value, str) else None
                if sign is not None:
                    return (
                        f"the {column} in its {table} has the character U+{ord(sign[0]):04X} at {sign.start()}, which "
                        "no database takes: remove it there, or check the encoding, and add it again"
                    )
    return None


def rows_of(appearance: Appearance, record: Record, model: str) -> Rows:
    """The rows of one appearance and of the record read from it."""
    document = record.document
    return Rows(
        document.id,
        document.url,
        appearance.fetched,
        (
            ("documents", (_document_row(document, model),)),
            ("bands", tuple({"band": n, "key": key, "document": document.id}
                            for n, key in enumerate(band_keys(document.text)))),
            *reading_rows(record, model),
        ),
        (
            ("originals", (_original_row(appearance),)),
            ("appearances", (_appearance_row(appearance),)),
        ),
    )  # fmt: skip


def reading_rows(record: Record, model: str) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """The rows of what was read: actors and statements with what hangs on them."""
    document = record.document
    actors = tuple(actor_row(actor, document.id, model) for actor in record.actors)
    mentions = tuple(row for actor in record.actors for row in mention_rows(actor, document.id))
    statements = tuple(
        statement_row(statement, document, number, model) for number, statement in enumerate(record.statements)
    )
    subjects = tuple(
        {"statement": statement.id, "actor": actor}
        for statement in record.statements
        for actor in subjects_of(statement, record.actors)
    )
    return (("actors", actors), ("mentions", mentions), ("statements", statements), ("subjects", subjects))


def _document_row(document: Document, model: str) -> Row:
    return {
        "id": document.id,
        "title": document.title,
        "outlet": document.outlet,
        "authors": list(document.authors),
        "url": document.url,
        "published": document.published,
        "published_from": document.published_from.value,
        "language": document.language,
        "text": document.text,
        "day": day_of(document),
        "model": model,
    }


def day_of(document: Document) -> str:
    """The document's day, empty where it is not known."""
    return (document.published or "")[:DAY_DIGITS]


def _original_row(appearance: Appearance) -> Row:
    original = appearance.original
    return {
        "sha256": original.sha256,
        "media": original.media,
        "size": len(original.data),
        "packed": zlib.compress(original.data),
    }


def appearance_id(document: str, original: str, origin: str, member: str | None) -> str:
    """The id of a place where a document was found."""
    return content_id("appearance", document, original, origin, member or "")


def _appearance_row(appearance: Appearance) -> Row:
    document = appearance.document
    origin = storable(appearance.origin)
    member = None if appearance.member is None else storable(appearance.member)
    return {
        "id": appearance_id(document.id, appearance.original.sha256, origin, member),
        "document": document.id,
        "original": appearance.original.sha256,
        "origin": origin,
        "member": member,
        "title": document.title,
        "outlet": document.outlet,
        "authors": list(document.authors),
        "url": document.url,
        "published": document.published,
        "published_from": document.published_from.value,
        "dates": [
            {"value": claim.value, "from": claim.claimed_by.value, "text": claim.text, "spans": _pairs(claim.spans)}
            for claim in appearance.dates
        ],
        "fetched": appearance.fetched,
        "encoding": appearance.encoding,
        "alignment": [[run.text.start, run.text.end, run.original.start, run.original.end]
                      for run in appearance.alignment],
    }  # fmt: skip


def actor_row(actor: Actor, document: str, model: str, made_by: str = MACHINE) -> Row:
    """The row of an actor, without its mentions."""
    names = dict.fromkeys(mention.text for mention in actor.mentions if mention.kind is MentionKind.NAME)
    roles = dict.fromkeys(f"{role.title} {role.of or ''}".strip() for role in actor.roles)
    return {
        "id": actor.id,
        "document": document,
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        "sector": actor.sector,
        "roles": [{"title": role.title, "of": role.of, "spans": _pairs(role.spans)} for role in actor.roles],
        "support": actor.support,
        "called": "; ".join([*names, *roles]),
        "made_by": made_by,
        "model": model,
    }


def mention_rows(actor: Actor, document: str) -> tuple[Row, ...]:
    """The rows of an actor's mentions."""
    return tuple(
        {
            "actor": actor.id,
            "document": document,
            "span_start": mention.span.start,
            "span_end": mention.span.end,
            "text": mention.text,
            "kind": mention.kind.value,
            "confidence": mention.confidence,
        }
        for mention in actor.mentions
    )


def statement_row(
    statement: Statement, document: Document, position: int, model: str, root: str | None = None, made_by: str = MACHINE
) -> Row:
    """The row of a statement. `root`: the machine's row it stands over, None for a row of its own."""
    date = statement.date
    return {
        "id": statement.id,
        "document": document.id,
        "position": position,
        "kind": statement.kind.value,
        "source_spans": _pairs(statement.source.spans),
        "source_text": statement.source.text,
        "source_confidence": statement.source.confidence,
        "anonymity": statement.source.anonymity.value,
        "actor": statement.source.actor,
        "cue_spans": _pairs(statement.cue.spans),
        "cue_text": statement.cue.text,
        "cue_lemma": statement.cue.lemma,
        "content_spans": _pairs(statement.content.spans),
        "content_text": statement.content.text,
        "act": statement.act.value,
        "certainty": statement.certainty.level.value,
        "certainty_whose": statement.certainty.whose.value if statement.certainty.whose else None,
        "certainty_spans": _pairs(statement.certainty.spans),
        "addressees": list(statement.addressees),
        "date_value": date.value if date else None,
        "date_text": date.text if date else None,
        "date_spans": _pairs(date.spans) if date else [],
        "within": statement.within,
        "status": statement.status.value,
        "why": statement.why,
        "confidence": statement.confidence,
        "day": day_of(document),
        "root": root or statement.id,
        "made_by": made_by,
        "model": model,
    }


def subjects_of(statement: Statement, actors: Sequence[Actor]) -> list[str]:
    """The actors whom the statement's content names."""
    return [
        actor.id
        for actor in actors
        if any(
            mention.confidence >= NAMES_A_SUBJECT and any(span.holds(mention.span) for span in statement.content.spans)
            for mention in actor.mentions
        )
    ]


def unpack(packed: bytes) -> bytes:
    """The original's bytes."""
    return zlib.decompress(packed)


def document_from(row: Mapping[str, Any]) -> Document:
    """The document of a row of `documents`."""
    return Document(
        row["id"], row["title"], row["outlet"], tuple(row["authors"]), row["url"], row["published"],
        PublishedFrom(row["published_from"]), row["language"], row["text"],
    )  # fmt: skip


def actors_from(rows: Sequence[Mapping[str, Any]], mentions: Sequence[Mapping[str, Any]]) -> tuple[Actor, ...]:
    """The actors of a document's rows of `actors` and `mentions`."""
    of_actor: dict[str, list[Mention]] = defaultdict(list)
    for row in mentions:
        span = Span(row["span_start"], row["span_end"])
        of_actor[row["actor"]].append(Mention(span, row["text"], MentionKind(row["kind"]), row["confidence"]))
    return tuple(
        Actor(
            row["id"], row["name"], ActorKind(row["kind"]), row["country"], row["sector"],
            tuple(Role(role["title"], role["of"], _spans(role["spans"])) for role in row["roles"]),
            tuple(of_actor[row["id"]]), row["support"],
        )
        for row in rows
    )  # fmt: skip


def statement_from(row: Mapping[str, Any]) -> Statement:
    """The statement of a row of `statements` or of `said`."""
    dated = row["date_text"] is not None
    return Statement(
        row["id"],
        StatementKind(row["kind"]),
        Source(
            _spans(row["source_spans"]), row["source_text"], row["actor"], row["source_confidence"],
            Anonymity(row["anonymity"]),
        ),
        Cue(_spans(row["cue_spans"]), row["cue_text"], row["cue_lemma"]),
        Content(_spans(row["content_spans"]), row["content_text"]),
        Act(row["act"]),
        Certainty(
            CertaintyLevel(row["certainty"]),
            Whose(row["certainty_whose"]) if row["certainty_whose"] else None,
            _spans(row["certainty_spans"]),
        ),
        tuple(row["addressees"]),
        Date(row["date_value"], row["date_text"], _spans(row["date_spans"])) if dated else None,
        row["within"],
        Status(row["status"]),
        row["why"],
        row["confidence"],
    )  # fmt: skip


def alignment_from(runs: Sequence[Sequence[int]]) -> tuple[Aligned, ...]:
    """The alignment of a row of `appearances`."""
    return tuple(Aligned(Span(a, b), Span(c, d)) for a, b, c, d in runs)


def dates_from(claims: Sequence[Mapping[str, Any]]) -> tuple[DateClaim, ...]:
    """The claims of a row of `appearances`."""
    return tuple(DateClaim(c["value"], PublishedFrom(c["from"]), c["text"], _spans(c["spans"])) for c in claims)


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _spans(pairs: Sequence[Sequence[int]]) -> Spans:
    return tuple(Span(start, end) for start, end in pairs)
