"""What tests share: one reader, loaded once."""

from __future__ import annotations

import pytest

from onrecord import Record
from onrecord.documents.text import make_document
from onrecord.reading import Reader
from onrecord.records import Statement


class Tried:
    """Reads small texts and finds statements in them by a word of their content."""

    def __init__(self) -> None:
        self.reader = Reader(force=True)

    def record(self, text: str, published: str | None = None) -> Record:
        return self.reader.read(make_document(text, published))

    def one(self, text: str, word: str, published: str | None = None) -> tuple[Record, Statement]:
        """The record, and its one outer statement whose content has the word."""
        record = self.record(text, published)
        found = [s for s in record.statements if word in s.content.text and s.within is None]
        assert len(found) == 1, [s.content.text for s in record.statements]
        return record, found[0]

    def speaker(self, text: str, word: str, published: str | None = None) -> str | None:
        """The name of who said the statement with that word; None if nobody is named."""
        record, statement = self.one(text, word, published)
        actor = record.actor(statement.source.actor)
        return actor.name if actor else None


@pytest.fixture(scope="session")
def tried() -> Tried:
    return Tried()
