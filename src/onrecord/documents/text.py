"""Plain text: bytes to characters, and characters to a document."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from charset_normalizer import from_bytes

from onrecord.errors import InvalidDate, MissingFile, UnknownEncoding
from onrecord.records import Document, PublishedFrom, content_id

STANDARD_INPUT = "-"
# Enough bytes to guess an encoding by; more only takes longer.
GUESSED_BY = 20_000


def read_text(path: str, encoding: str | None = None) -> str:
    """The characters of a file, or of standard input for "-", none altered, line ends included.

    Raises MissingFile when it cannot be opened, UnknownEncoding when its bytes are not text in `encoding` (UTF-8 for
    None, with or without a byte order mark).
    """
    if path == STANDARD_INPUT:
        return decode(sys.stdin.buffer.read(), "standard input", encoding)
    try:
        data = Path(path).read_bytes()
    except IsADirectoryError as error:
        raise MissingFile(
            f"{path} is a folder: name a text file in it, such as {path.rstrip('/')}/article.txt"
        ) from error
    except FileNotFoundError as error:
        raise MissingFile(f"{path} does not exist: check its name, or give - to read standard input") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise MissingFile(f"{path!r} cannot be opened ({reason}): check its name and permissions") from error
    return decode(data, path, encoding)


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


def make_document(
    text: str,
    published: str | datetime.date | None = None,
    title: str | None = None,
    outlet: str | None = None,
) -> Document:
    """A document of this text. `published`: ISO 8601 date or date-time. Raises InvalidDate for anything else."""
    day = None if published is None else _iso(published)
    return Document(
        content_id("document", text), title, outlet, (), None, day,
        PublishedFrom.UNKNOWN if day is None else PublishedFrom.GIVEN, None, text,
    )  # fmt: skip


def _iso(published: str | datetime.date) -> str:
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
