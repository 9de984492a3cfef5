"""What is written out: documents of a ledger, one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from onrecord.ledger.read import Entry, document_ids, load, load_original
from onrecord.records import Original


@dataclass(frozen=True, slots=True)
class Selection:
    """Documents of a ledger, loaded as they are gone through, each time anew; only their ids are held."""

    connection: Connection
    documents: tuple[str, ...]

    @classmethod
    def of(cls, connection: Connection, documents: Iterable[str] | None = None) -> Selection:
        """These documents, or all of them, the earliest day first."""
        return cls(connection, tuple(document_ids(connection) if documents is None else dict.fromkeys(documents)))

    def __iter__(self) -> Iterator[Entry]:
        return (load(self.connection, document) for document in self.documents)

    def original(self, sha256: str) -> Original:
        """The bytes of a place where a document was found."""
        return load_original(self.connection, sha256)
