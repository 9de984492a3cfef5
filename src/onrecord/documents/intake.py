"""One item read: what it is, what it says, and where that stands. Nothing an item holds can stop a run."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from onrecord.documents.dating import date_document
from onrecord.documents.feeds import read_feed
from onrecord.documents.html import read_html
from onrecord.documents.items import Extract, Intake, Item, Media
from onrecord.documents.kinds import tell_media
from onrecord.documents.limits import check_tags, read_bounded
from onrecord.documents.mail import read_mail
from onrecord.documents.pdf import read_pdf
from onrecord.documents.text import (
    BYTE_ORDER_MARKS,
    STANDARD_INPUT,
    date_by,
    decode,
    decode_guessing,
    make_document,
    read_bytes,
    whole,
)
from onrecord.documents.values import read_object, read_row
from onrecord.errors import DocumentError, NoArticle, UnreadableFile
from onrecord.records import Appearance, Document, Original, Skipped


def read_item(item: Item, intake: Intake) -> Iterator[Appearance | Skipped]:
    """The documents of one item, mostly one; what cannot be read is Skipped, with the reason."""
    try:
        data = _bytes(item, intake)
        media = item.media or tell_media(data, item.member or item.origin)
        yield from _read(item, data, media, intake)
    except DocumentError as error:
        yield item.skipped("read", error)
    except OSError as error:
        yield item.skipped("open", f"it cannot be opened ({error.strerror or error}): check its permissions")
    except MemoryError:
        raise  # the process that reads has a limit, and whoever set it decides what follows
    except Exception as error:
        # Parsers of other people's formats fail in ways that nobody can list; one bad file must not end a run.
        yield item.skipped("read", f"its reader failed ({type(error).__name__}: {error}): it may be damaged")


def read_single(path: str, intake: Intake, title: str | None = None) -> Document:
    """The one article of a file, or of standard input for "-".

    A plain text is not altered, and its encoding not guessed. Raises MissingFile, UnknownEncoding, and UnreadableFile
    or NoArticle for what is no article, or is several.
    """
    data, name = read_bytes(path), "standard input" if path == STANDARD_INPUT else path
    if _is_text(data, name):
        return make_document(decode(data, name, intake.encoding), intake.published, title, intake.outlet)
    found = list(read_item(Item(path, data=data), intake))
    articles = [one.document for one in found if isinstance(one, Appearance)]
    if len(articles) > 1:
        raise UnreadableFile(
            f"{name} holds {len(articles)} articles: take them into a ledger with `onrecord add {path}`"
        )
    if not articles:
        raise NoArticle(f"{name} cannot be read: {'; '.join(s.reason for s in found if isinstance(s, Skipped))}")
    return articles[0] if title is None else replace(articles[0], title=title)


def _is_text(data: bytes, name: str) -> bool:
    """Whether bytes are plain text, however odd. Raises UnreadableFile for a kind that is known and not read."""
    try:
        return tell_media(data, name) is Media.TEXT
    except NoArticle:
        return True
    except UnreadableFile as error:
        with contextlib.suppress(UnicodeDecodeError):
            data.decode()
            return True
        raise UnreadableFile(f"{name} is no text: {error}") from error


def _bytes(item: Item, intake: Intake) -> bytes:
    if item.data is not None:
        return item.data
    with Path(item.origin).open("rb") as file:
        return read_bounded(file, intake.limits.file_bytes)


def _read(item: Item, data: bytes, media: Media, intake: Intake) -> Iterator[Appearance | Skipped]:
    encoding = intake.encoding or _said(item.encoding, data)
    original = Original.of(data, media)
    match media:
        case Media.FEED:
            for entry in read_feed(data, intake.limits, encoding):
                yield _appear(item.inside(f"entry {entry.number}"), original, entry.found, intake)
            return
        case Media.MAIL:
            message = read_mail(data, intake.limits)
            yield _appear(item, original, message.body, intake)
            for attachment in message.attachments:
                yield from read_item(replace(item.inside(attachment.name), data=attachment.data), intake)
            return
        case Media.HTML:
            check_tags(data.count(b"<"), intake.limits)
            found = read_html(data, encoding, item.url)
        case Media.PDF:
            found = read_pdf(data, intake.limits)
        case Media.JSON:
            found = read_object(data, intake, encoding)
        case Media.ROW:
            found = read_row(data, intake, encoding)
        case Media.TEXT:
            text, encoding = decode_guessing(data, encoding)
            found = Extract(text, encoding=encoding, alignment=whole(text, text))
    yield _appear(item, original, found, intake)


def _said(encoding: str | None, data: bytes) -> str | None:
    """The encoding that a server says, if the bytes bear it out: many say Latin-1 whatever they send."""
    if encoding is None or any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        return None
    for candidate in ("utf-8", encoding):
        try:
            data.decode(candidate)
        except (LookupError, UnicodeError):
            continue
        return candidate
    return None


def _appear(item: Item, original: Original, found: Extract | DocumentError, intake: Intake) -> Appearance | Skipped:
    """The document with its place, or why there is none."""
    if isinstance(found, DocumentError):
        return item.skipped("read", found)
    if not found.text.strip():
        return item.skipped("read", "it holds no text, only white space")
    if len(found.text) > intake.limits.characters:
        most = f"{intake.limits.characters:,}"
        return item.skipped("read", f"its text has more than {most} characters: split it into its articles")
    url = found.url or item.url
    seen = datetime.datetime.fromisoformat(item.fetched).date() if item.fetched else None
    dates = date_document(found.text, intake.published, found.dates, url, seen)
    document = date_by(make_document(found.text, title=found.title, outlet=intake.outlet or found.outlet), dates)
    document = replace(document, authors=found.authors, url=url)
    return Appearance(
        document, original, item.origin, item.member, item.fetched, found.encoding, dates, found.alignment
    )
