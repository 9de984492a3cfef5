"""A text, the bytes it was read from, and where it was found."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from onrecord.records.spans import Span, Spans


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
