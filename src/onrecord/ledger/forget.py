"""Forgetting: a document and all that rests on it removed for good, with a tombstone that keeps it from coming back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, func, insert, or_, select

from onrecord.errors import LedgerBusy, UnknownRow
from onrecord.ledger.connect import Ledger
from onrecord.ledger.corrections import Action, open_lines, withdraw
from onrecord.ledger.schema import (
    actors,
    appearances,
    bands,
    copies,
    corrections,
    documents,
    mentions,
    metadata,
    originals,
    reviews,
    statements,
    subjects,
    tombstones,
    versions,
)
from onrecord.ledger.write import now

# What goes with a document, but for `copies` and `subjects`, which name it otherwise.
_ITS_OWN = (appearances, versions, actors, mentions, statements, bands, corrections, reviews)
# SQLite's indexes of words keep what was deleted until they are merged.
_WORDS = ("statement_words", "actor_words")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went with a document: how many rows by table, all in all `total`.

    `shared`: the SHA-256 of originals that stay, because other documents were read from them too; they still hold the
    text. `unmerged`: the actors of other documents that had been merged into one of this document's.
    """

    document: str
    rows: dict[str, int]
    shared: tuple[str, ...]
    unmerged: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def forget(connection: Connection, document: str, by: str, why: str) -> Forgotten:
    """Remove a document and all that rests on it. Raises UnknownRow.

    A tombstone stays, with the document's id, who removed it and how many rows went; so do the marks of the items it
    was read from. The text is refused when it comes again. Follow with `wipe`.
    """
    if connection.execute(select(documents.c.id).where(documents.c.id == document)).first() is None:
        raise UnknownRow(f"{document} is not in this ledger: `onrecord find` shows the ids of documents")
    unmerged = _undo_merges_into(connection, document, by)
    read_from = connection.execute(
        select(appearances.c.original).where(appearances.c.document == document).distinct()
    ).scalars()
    used = set(read_from)
    rows = _counts(connection, document)
    connection.execute(delete(documents).where(documents.c.id == document))
    unused = originals.c.sha256.in_(used) & ~exists().where(appearances.c.original == originals.c.sha256)
    rows["originals"] = connection.execute(delete(originals).where(unused)).rowcount
    if connection.dialect.name == "sqlite":
        for index in _WORDS:
            connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('optimize')")
    grave = {"document": document, "at": now(), "by": by, "why": why, "rows": rows}
    connection.execute(insert(tombstones), grave)
    shared = connection.execute(select(originals.c.sha256).where(originals.c.sha256.in_(used))).scalars()
    return Forgotten(document, rows, tuple(sorted(shared)), unmerged)


def wipe(ledger: Ledger) -> None:
    """Take what was removed out of the database's files, as far as the database lets us.

    SQLite overwrites what is deleted; here its write-ahead file is emptied too. PostgreSQL keeps dead rows until a
    vacuum: here its tables are vacuumed, so that their space is used again; nothing is overwritten before that. Neither
    reaches backups. Raises LedgerBusy while somebody reads the file.
    """
    with ledger.maintaining() as connection:
        if not ledger.is_sqlite:
            connection.exec_driver_sql(f"VACUUM {', '.join(metadata.tables)}")
        elif connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
            raise LedgerBusy(
                f"{ledger.name} is being read by another process, so that {ledger.name}-wal still holds the text: "
                "close what reads it, and the file is emptied"
            )


def _undo_merges_into(connection: Connection, document: str, by: str) -> tuple[str, ...]:
    """Take back every merge of another document's actor into one of this document's."""
    its_actors = select(actors.c.id).where(actors.c.document == document)
    merges = open_lines(
        connection, Action.MERGE, corrections.c.document != document, corrections.c.replacement.in_(its_actors)
    )
    for merge in merges:
        withdraw(connection, merge, by, f"{document} was forgotten")
    return tuple(sorted({merge.target for merge in merges}))


def _counts(connection: Connection, document: str) -> dict[str, int]:
    def number(table: Table, condition: ColumnElement[bool]) -> int:
        return int(connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one())

    named = subjects.c.statement.in_(select(statements.c.id).where(statements.c.document == document))
    return {
        "documents": 1,
        **{table.name: number(table, table.c.document == document) for table in _ITS_OWN},
        "copies": number(copies, or_(copies.c.one == document, copies.c.other == document)),
        "subjects": number(subjects, named),
    }
