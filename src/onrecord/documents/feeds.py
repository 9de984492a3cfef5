"""RSS and Atom feeds: the articles in them, and the entries that only point to one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import feedparser

from onrecord.documents.dating import stated_date
from onrecord.documents.html import read_fragment
from onrecord.documents.items import Extract
from onrecord.documents.limits import Limits, check_tags
from onrecord.documents.text import whole
from onrecord.errors import DocumentError, NoArticle, TooLarge, UnreadableFile
from onrecord.records import Aligned, Span

# A summary shorter than this is a teaser: one or two sentences that lead to the article.
SHORTEST_SUMMARY = 500
# How teasers end, of whatever length.
LEADS_ON = re.compile(r"(?:…|\.\.\.|\[\+\d+ chars\]|\b(?:read (?:more|on)|continue reading))\W*$", re.IGNORECASE)
# No feed needs entities of its own; they serve to swell (a billion laughs), or to read files of the reader.
ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, by its number from 1. `found`: its article, or why it has none."""

    number: int
    found: Extract | DocumentError


def read_feed(data: bytes, limits: Limits, encoding: str | None = None) -> Iterator[Entry]:
    """Each entry of a feed. Raises UnreadableFile or TooLarge for a feed that is not read at all."""
    # In UTF-16 every other byte of a tag is zero.
    if ENTITY.search(data.replace(b"\0", b"")):
        raise UnreadableFile("it declares entities of its own, as XML made to do harm does: nothing in it is read")
    check_tags(data.count(b"<"), limits)
    headers = {"content-type": f"application/xml; charset={encoding}"} if encoding else None
    # The content is only read, never shown or followed, so it needs no cleaning.
    feed = feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not feed.entries:
        reason = f" ({feed.bozo_exception})" if feed.get("bozo_exception") else ""
        raise NoArticle(f"the feed has no entries{reason}")
    if len(feed.entries) > limits.entries:
        raise TooLarge(f"it has more than {limits.entries:,} entries: split it")
    used = feed.get("encoding") or "utf-8"
    original = data.decode(used, "replace")
    for number, entry in enumerate(feed.entries, start=1):
        try:
            found: Extract | DocumentError = _article(entry, feed.feed.get("title"), original, used)
        except DocumentError as error:
            found = error
        yield Entry(number, found)


def _article(entry: Any, outlet: str | None, original: str, encoding: str) -> Extract:
    full = max((part.get("value", "") for part in entry.get("content", ())), key=len, default="")
    markup = full or entry.get("summary", "")
    if not markup.strip():
        raise NoArticle("it has no text, only a link: fetch the page itself")
    text, alignment = read_fragment(markup, "the entry")
    if LEADS_ON.search(text) or (not full and len(text) < SHORTEST_SUMMARY):
        raise NoArticle("it is only a teaser: fetch the page itself")
    said = entry.get("published") or entry.get("updated")
    date = stated_date(said) if said else None
    authors = dict.fromkeys(author["name"] for author in entry.get("authors", ()) if author.get("name"))
    return Extract(
        text,
        entry.get("title") or None,
        entry.get("source", {}).get("title") or outlet or None,
        tuple(authors),
        entry.get("link") or None,
        () if date is None else (date,),
        encoding,
        _moved(alignment, whole(markup, original)),
    )


def _moved(alignment: tuple[Aligned, ...], place: tuple[Aligned, ...]) -> tuple[Aligned, ...]:
    """An alignment to markup, as one to the feed that the markup stands in word for word (CDATA); else empty."""
    if not place:
        return ()
    shift = place[0].original.start
    return tuple(Aligned(run.text, Span(run.original.start + shift, run.original.end + shift)) for run in alignment)
