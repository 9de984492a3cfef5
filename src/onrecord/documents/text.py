"""Plain text: bytes to characters, and characters to a document."""

from __future__ import annotations

import codecs
import datetime
import sys
from dataclasses import replace
from pathlib import Path

from charset_normalizer import from_bytes

from onrecord.documents.dating import date_document
from onrecord.errors import InvalidDate, MissingFile, UnknownEncoding
from onrecord.records import Aligned, DateClaim, Document, PublishedFrom, Span, content_id

STANDARD_INPUT = "-"
# Enough bytes to guess an encoding by; more only takes longer.
GUESSED_BY = 20_000
# The longer marks first: UTF-32's begins with UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The old code page of English texts, and those that are easily mistaken for it.
ENGLISH = "cp1252"
# With fewer bytes beyond ASCII than these, any guess but the usual code page is a throw of dice.
TELLING_BYTES = 8
LATIN = frozenset({
    "cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "latin_1", "iso8859_1", "iso8859_2", "iso8859_3", "iso8859_4",
    "iso8859_9", "iso8859_10", "iso8859_13", "iso8859_14", "iso8859_15", "iso8859_16",
})  # fmt: skip


def read_bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input for "-". Raises MissingFile when it cannot be opened."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except IsADirectoryError as error:
        raise MissingFile(
            f"{path} is a folder: name a text file in it, such as {path.rstrip('/')}/article.txt"
        ) from error
    except FileNotFoundError as error:
        raise MissingFile(f"{path} does not exist: check its name, or give - to read standard input") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise MissingFile(f"{path!r} cannot be opened ({reason}): check its name and permissions") from error


def read_text(path: str, encoding: str | None = None) -> str:
    """The characters of a file, none altered, line ends included. Raises what `read_bytes` and `decode` raise."""
    return decode(read_bytes(path), path, encoding)


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """The text of some bytes; `name` is what the error calls them. Raises UnknownEncoding."""
    try:
        return data.decode(encoding or "utf-8-sig")
    except LookupError as error:
        raise UnknownEncoding(f"{encoding} is no encoding known here: try utf-8, windows-1252 or iso-8859-1") from error
    except UnicodeDecodeError as error:
        value, place = data[error.start], error.start
        if encoding is not None:
            raise UnknownEncoding(
                f"{name}: byte 0x{value:02X} at offset {place} is not {encoding}: give its encoding with --encoding"
            ) from error
        guess = from_bytes(data[max(0, place - GUESSED_BY // 2) : place + GUESSED_BY // 2]).best()
        reads = f"the text reads as {guess.encoding}" if guess is not None else "no encoding fits it"
        hint = f"--encoding {guess.encoding}" if guess is not None else "the right --encoding, if it is text at all"
        raise UnknownEncoding(
            f"{name}: byte 0x{value:02X} at offset {place} is not UTF-8; {reads}: run again with {hint}"
        ) from error


def decode_guessing(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text of some bytes, with the encoding it was read in.

    `encoding` is used if given. Otherwise a byte order mark tells, then UTF-8 if the bytes are valid, then the
    likeliest of the old encodings. Raises UnknownEncoding when none fits: such bytes are no text.
    """
    if encoding is not None:
        return decode(data, "it", encoding), encoding
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return decode(data, "it", name), name
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError as error:
        start = max(0, error.start - GUESSED_BY // 2)
        guess = guess_encoding(data[start : start + GUESSED_BY])
        if guess is None:
            raise UnknownEncoding("no known encoding fits it: give the right one with --encoding") from error
        return decode(data, f"it reads as {guess}, but", guess), guess


def guess_encoding(sample: bytes) -> str | None:
    """The likeliest old encoding of some bytes that are not UTF-8; None if none fits.

    The Latin code pages write quotation marks and dashes alike and differ in accented letters only, too few in English
    to tell by. So the one that English is written in stands for all of them.
    """
    guess = from_bytes(sample).best()
    if guess is None:
        return None
    telling = sum(byte > 127 for byte in sample) >= TELLING_BYTES
    return guess.encoding if telling and guess.encoding not in LATIN else ENGLISH


def whole(text: str, original: str) -> tuple[Aligned, ...]:
    """The alignment of a text that stands in its decoded original word for word, just once; else empty."""
    start = original.find(text) if text else -1
    if start < 0 or original.find(text, start + 1) >= 0:
        return ()
    return (Aligned(Span(0, len(text)), Span(start, start + len(text))),)


def make_document(
    text: str,
    published: str | datetime.date | None = None,
    title: str | None = None,
    outlet: str | None = None,
) -> Document:
    """A document of this text. `published`: ISO 8601 date or date-time; None: what a dateline or a caption says.

    Raises InvalidDate for anything else.
    """
    claims = date_document(text, None if published is None else iso_date(published))
    return date_by(Document(
        content_id("document", text), title, outlet, (), None, None, PublishedFrom.UNKNOWN, None, text,
    ), claims)  # fmt: skip


def date_by(document: Document, claims: tuple[DateClaim, ...]) -> Document:
    """The document with the day that the first of the claims says; without claims it has none."""
    if not claims:
        return replace(document, published=None, published_from=PublishedFrom.UNKNOWN)
    return replace(document, published=claims[0].value, published_from=claims[0].claimed_by)


def iso_date(published: str | datetime.date) -> str:
    """A date or date-time in ISO 8601, checked. Raises InvalidDate."""
    if isinstance(published, datetime.date):
        return published.isoformat()
    try:
        if len(published.strip()) <= 10:
            return datetime.date.fromisoformat(published.strip()).isoformat()
        return datetime.datetime.fromisoformat(published.strip()).isoformat()
    except ValueError as error:
        raise InvalidDate(
            f"{published!r} is not a date: give the day of publication as YYYY-MM-DD, such as 2017-04-13"
        ) from error
