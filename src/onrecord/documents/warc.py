"""Pages of a web archive (WARC), read also where records are damaged or their lengths are wrong.

fastwarc reads a record's headers and its HTTP message. Where a record ends is found here: by its Content-Length if
another record follows there, else at the next line that begins a record, so that one wrong length costs one record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from fastwarc import WarcRecord, WarcRecordType

from onrecord.documents.limits import CHUNK, Limits, Readable, amount
from onrecord.documents.text import iso_date
from onrecord.errors import InvalidDate

START = re.compile(rb"WARC/\d\.\d\r?\n[A-Za-z][A-Za-z-]*:")
NEXT_START = re.compile(rb"(?<=\n)WARC/\d\.\d\r?\n[A-Za-z][A-Za-z-]*:")
# The longest start there is; so much is kept when a search goes on in the next piece.
LONGEST_START = 64
LENGTH = re.compile(rb"\r?\ncontent-length:[ \t]*([^\r\n]*)\r?\n", re.IGNORECASE)
NUMBER = re.compile(rb"\d{1,18}[ \t]*")
HEADERS_END = re.compile(rb"\r?\n\r?\n")
MOST_HEADERS = 1 << 16
# The size before the first chunk of a body sent in chunks; it shows that the chunks are not undone, but break off.
CHUNK_SIZE = re.compile(rb"[0-9a-fA-F]{1,8}[ \t]*\r\n")
# What ends a record, and what stands between two, with room for line breaks too many.
RECORD_END = b"\r\n\r\n"
GAP = re.compile(rb"[\r\n]{0,8}")
# The one HTTP status under which the page asked for is given whole.
SERVED = 200
# The kinds of content that may be a page or a feed; a record that names none is told by content.
PAGES = frozenset({
    "text/html", "application/xhtml+xml", "text/plain", "application/pdf", "message/rfc822", "application/rss+xml",
    "application/atom+xml", "application/xml", "text/xml",
})  # fmt: skip


class CrawledPage(NamedTuple):
    """A page as a server gave it, decoded from its transfer and content encodings.

    `fetched`: ISO 8601; `encoding`: what the server says; `cut`: why the page may not be whole, None if it is.
    """

    data: bytes
    url: str | None
    fetched: str | None
    encoding: str | None
    cut: str | None


class Unread(NamedTuple):
    """A record that is not read, and why. `by_design`: it is no page that was served, so nothing is lost."""

    reason: str
    by_design: bool


class _Framed(NamedTuple):
    """One record: its WARC headers and its block. `mended`: its Content-Length was wrong."""

    headers: bytes
    block: bytes
    mended: bool


def read_records(stream: Readable, limits: Limits) -> Iterator[CrawledPage | Unread]:
    """Each record of a web archive: the page that it holds, or why it is not read."""
    for framed in _frame(stream, limits):
        if isinstance(framed, Unread):
            yield framed
            continue
        try:
            yield _page(framed, limits)
        except (OSError, ValueError, OverflowError) as error:
            yield Unread(f"the record is damaged ({error})", by_design=False)


def _page(framed: _Framed, limits: Limits) -> CrawledPage | Unread:
    record = _parse(framed)
    headers = {name.lower(): value for name, value in record.headers.items()}
    charset = None
    if record.record_type == WarcRecordType.resource:
        kind = headers.get("content-type", "")
    elif record.record_type == WarcRecordType.response and record.is_http:
        record.parse_http()
        status = record.http_headers.status_code
        if status != SERVED:
            return Unread(f"HTTP status {status}", by_design=True)
        kind, charset = record.http_content_type or "", record.http_charset
    else:
        return Unread(f"{record.record_type} record", by_design=True)
    kind = kind.partition(";")[0].strip().lower()
    if kind and kind not in PAGES:
        return Unread(kind if kind.isprintable() else "unknown content", by_design=True)
    data, whole = _payload(framed, record, limits)
    if len(data) > limits.file_bytes:
        return Unread(f"the page is larger than {amount(limits.file_bytes)}", by_design=False)
    cut = None if whole else "its encoding breaks off"
    if "warc-truncated" in headers:
        cut = f"the crawl cut it short ({headers['warc-truncated']})"
    elif framed.mended:
        cut = cut or "the length of the record is wrong"
    try:
        fetched = iso_date(headers.get("warc-date", ""))
    except InvalidDate:
        fetched = None
    return CrawledPage(data, headers.get("warc-target-uri", "").strip("<> ") or None, fetched, charset, cut)


def _parse(framed: _Framed) -> WarcRecord:
    length = b"\r\nContent-Length: %d\r\n" % len(framed.block)
    headers = LENGTH.sub(length, framed.headers) if LENGTH.search(framed.headers) else framed.headers[:-2] + length[2:]
    return WarcRecord.from_bytes(headers.rstrip() + b"\r\n\r\n" + framed.block)


def _payload(framed: _Framed, record: WarcRecord, limits: Limits) -> tuple[bytes, bool]:
    """The page's bytes, at most one more than the limit, and whether they are all there.

    Crawlers often store a decoded page under headers that still name its encoding; then the page is taken as it is.
    """
    if record.record_type == WarcRecordType.resource:
        return record.reader.read(limits.file_bytes + 1), True
    decoded = _parse(framed)
    data = bytearray()
    try:
        decoded.parse_http(auto_decode="all", strict_mode=False)
        while len(data) <= limits.file_bytes and (piece := decoded.reader.read(CHUNK)):
            data += piece
    except OSError:
        if data:
            return bytes(data), False
        stored = record.reader.read(limits.file_bytes + 1)
        size = CHUNK_SIZE.match(stored)
        return (stored, True) if size is None else (stored[size.end() :], False)
    return bytes(data), True


def _frame(stream: Readable, limits: Limits) -> Iterator[_Framed | Unread]:
    """The records one by one, with what stands between them that is no record."""
    window = _Window(stream)
    while window.fill(1):
        window.drop(_gap_end(window, 0))
        window.fill(LONGEST_START)
        if not START.match(window.bytes):
            passed = window.drop_to_start(0)
            if passed:
                yield Unread(f"{amount(passed)} between records are no record", by_design=False)
            continue
        window.fill(MOST_HEADERS)
        ends = HEADERS_END.search(window.bytes, 0, MOST_HEADERS)
        if ends is None:
            window.drop_to_start(1)
            yield Unread("its headers do not end", by_design=False)
            continue
        begin = ends.end()
        length = LENGTH.search(window.bytes, 0, begin)
        declared = begin + int(length[1]) if length is not None and NUMBER.fullmatch(length[1]) else None
        most = begin + limits.file_bytes
        end = declared
        if declared is None or (declared <= most and not _ends(window, declared)):
            end = _find_end(window, begin, most)
        if end is None or end > most:
            window.drop_to_start(begin)
            yield Unread(f"larger than {amount(limits.file_bytes)}", by_design=True)
            continue
        yield _Framed(bytes(window.bytes[:begin]), bytes(window.bytes[begin:end]), end != declared)
        window.drop(end)


class _Window:
    """The bytes of a stream from where reading stands, as far as they were asked for."""

    def __init__(self, stream: Readable) -> None:
        self.stream = stream
        self.bytes = bytearray()

    def fill(self, size: int) -> bool:
        """Read on until there are `size` bytes; whether there are so many."""
        while len(self.bytes) < size and (piece := self.stream.read(CHUNK)):
            self.bytes += piece
        return len(self.bytes) >= size

    def drop(self, size: int) -> None:
        """Go on by that many bytes."""
        del self.bytes[:size]

    def drop_to_start(self, begin: int) -> int:
        """Go on to the first record that begins behind `begin`, or to the end; how many bytes were passed."""
        passed = 0
        while True:
            found = NEXT_START.search(self.bytes, begin)
            if found is not None:
                self.drop(found.start())
                return passed + found.start()
            kept = min(len(self.bytes), LONGEST_START)
            passed += len(self.bytes) - kept
            self.drop(len(self.bytes) - kept)
            begin = 0
            if not self.fill(kept + 1):
                self.drop(kept)
                return passed + kept


def _gap_end(window: _Window, end: int) -> int:
    """Where the line breaks behind `end` are over."""
    window.fill(end + LONGEST_START)
    gap = GAP.match(window.bytes, end)
    return gap.end() if gap else end


def _ends(window: _Window, end: int) -> bool:
    """Whether a record may end at `end`: with two line breaks, as it must, or before another, or with the stream."""
    if not window.fill(end):
        return False
    window.fill(end + LONGEST_START)
    return (
        len(window.bytes) == end
        or window.bytes.startswith(RECORD_END, end)
        or START.match(window.bytes, _gap_end(window, end)) is not None
    )


def _find_end(window: _Window, begin: int, most: int) -> int | None:
    """Where a block ends whose length is not to be trusted: before the next record, or with the stream."""
    more = window.fill(most + LONGEST_START)
    found = NEXT_START.search(window.bytes, begin)
    if found is None and more:
        return None
    end = len(window.bytes) if found is None else found.start()
    return end - len(RECORD_END) if window.bytes.endswith(RECORD_END, begin, end) else end
