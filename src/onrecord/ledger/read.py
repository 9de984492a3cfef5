"""Reading back: a document as it was found and read, with what people made of its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from onrecord.errors import UnknownRow
from onrecord.ledger.rows import (
    MACHINE,
    Row,
    actors_from,
    alignment_from,
    dates_from,
    document_from,
    statement_from,
    unpack,
)
from onrecord.ledger.schema import actors, appearances, documents, mentions, originals, reviews, runs, said
from onrecord.records import Actor, Aligned, DateClaim, Document, Original, Record


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document was found; the fields of `records.Appearance`, without the original's bytes.

    `added`: when it came into the ledger, ISO 8601 in UTC.
    """

    id: str
    origin: str
    member: str | None
    url: str | None
    outlet: str | None
    title: str | None
    published: str | None
    fetched: str | None
    encoding: str | None
    sha256: str
    media: str
    size: int
    added: str
    dates: tuple[DateClaim, ...]
    alignment: tuple[Aligned, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What a person made of a row. `state`: accepted, edited, rejected, added, merged; `root`: the machine's row."""

    root: str
    state: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the ledger: its record as it stands, where it was found, and which rows a person has reviewed.

    `reviews` has the id of each standing row that is not the machine's alone; `model` read the document.
    """

    record: Record
    places: tuple[Place, ...]
    reviews: dict[str, Review]
    model: str

    def state_of(self, statement: str) -> str:
        """What people made of a standing statement: `machine` where nobody has decided on it."""
        review = self.reviews.get(statement)
        return review.state if review else MACHINE


def document_ids(connection: Connection) -> list[str]:
    """All documents, the earliest day first; those without a day come first of all."""
    return list(connection.execute(select(documents.c.id).order_by(documents.c.day, documents.c.id)).scalars())


def load(connection: Connection, document: str) -> Entry:
    """A document with all that stands on it after corrections. Raises UnknownRow."""
    row = _document_row(connection, document)
    standing = (
        connection.execute(select(said).where(said.c.document == document).order_by(said.c.position, said.c.id))
        .mappings()
        .all()
    )
    pairs = connection.execute(
        select(reviews.c.target, reviews.c.standing).where(
            reviews.c.state == "merged",
            reviews.c.target.in_(select(actors.c.id).where(actors.c.document == document)),
        )
    )
    merged = {pair.target: pair.standing for pair in pairs}
    holders = {s["root"]: s["id"] for s in standing}
    record = Record(
        document_from(row),
        _cast(connection, document, merged),
        statements=tuple(
            statement_from(
                dict(s)
                | {
                    "addressees": list(dict.fromkeys(merged.get(a, a) for a in s["addressees"])),
                    # What holds it may have been edited, or rejected: then it stands by itself.
                    "within": holders.get(s["within"]),
                }
            )
            for s in standing
        ),
    )
    reviewed = {s["id"]: Review(s["root"], s["review"]) for s in standing if s["review"] != "machine"}
    return Entry(record, _places(connection, document), reviewed, row["model"])


def _cast(connection: Connection, document: str, merged: dict[str, str]) -> tuple[Actor, ...]:
    """The document's actors. One merged into another is shown as that one, with its own places in this text."""
    wanted = select(actors).where((actors.c.document == document) | actors.c.id.in_(list(merged.values())))
    rows = [dict(row) for row in connection.execute(wanted.order_by(actors.c.seq)).mappings()]
    roles: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["document"] == document:
            roles[merged.get(row["id"], row["id"])] += row["roles"]
    cast = [row | {"roles": roles[row["id"]]} for row in rows if row["id"] not in merged]
    spoken = connection.execute(
        select(mentions).where(mentions.c.document == document).order_by(mentions.c.span_start, mentions.c.span_end)
    ).mappings()
    return actors_from(cast, [dict(m) | {"actor": merged.get(m["actor"], m["actor"])} for m in spoken])


def load_all(connection: Connection) -> Iterator[Entry]:
    """Every document, one at a time."""
    for document in document_ids(connection):
        yield load(connection, document)


def _places(connection: Connection, document: str) -> tuple[Place, ...]:
    rows = connection.execute(
        select(appearances, originals.c.media, originals.c.size, runs.c.started)
        .join(originals, originals.c.sha256 == appearances.c.original)
        .join(runs, runs.c.id == appearances.c.run)
        .where(appearances.c.document == document)
        .order_by(appearances.c.run, appearances.c.origin, appearances.c.id)
    ).mappings()
    return tuple(
        Place(
            p["id"], p["origin"], p["member"], p["url"], p["outlet"], p["title"], p["published"], p["fetched"],
            p["encoding"], p["original"], p["media"], p["size"], p["started"], dates_from(p["dates"]),
            alignment_from(p["alignment"]),
        )
        for p in rows
    )  # fmt: skip


def load_original(connection: Connection, sha256: str) -> Original:
    """The bytes a document was read from. Raises UnknownRow."""
    row = connection.execute(select(originals).where(originals.c.sha256 == sha256)).mappings().first()
    if row is None:
        raise UnknownRow(f"no original with SHA-256 {sha256} is in this ledger")
    return Original(row["sha256"], row["media"], unpack(row["packed"]))


def load_actor(connection: Connection, actor: str) -> Actor:
    """An actor by its id, with its mentions. Raises UnknownRow."""
    row = connection.execute(select(actors).where(actors.c.id == actor)).mappings().first()
    if row is None:
        raise UnknownRow(f"{actor} is no actor of this ledger: `onrecord show` on a statement names its actors")
    spoken = connection.execute(select(mentions).where(mentions.c.actor == actor)).mappings()
    return actors_from([dict(row)], [dict(mention) for mention in spoken])[0]


def load_document(connection: Connection, document: str) -> Document:
    """A document by its id, without what was read from it. Raises UnknownRow."""
    return document_from(_document_row(connection, document))


def _document_row(connection: Connection, document: str) -> Row:
    row = connection.execute(select(documents).where(documents.c.id == document)).mappings().first()
    if row is None:
        raise UnknownRow(f"{document} is not in this ledger: `onrecord find` shows the ids of documents")
    return dict(row)
