"""What kind of content some bytes are. The content decides; a name only where content alone cannot tell."""

from __future__ import annotations

import re
from enum import StrEnum

from onrecord.documents.columns import is_header
from onrecord.documents.items import Media
from onrecord.documents.text import BYTE_ORDER_MARKS
from onrecord.errors import NoArticle, UnreadableFile

# The beginning of a file that its kind is told by; no header of a kind that is read lies further in.
HEAD = 1 << 16
# Control characters that no text has; more than this share of them in the beginning means binary data.
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MOST_BINARY = 0.01

# The first element, behind declarations and comments. Atomic, so that hostile bytes cannot make it search for long.
ROOT = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*+<([a-z][\w:.-]*)", re.IGNORECASE | re.DOTALL
)
FEED_ROOTS = ("rss", "feed", "rdf:rdf")
TAG = re.compile(r"</?[a-z][a-z0-9-]*[\s/>]", re.IGNORECASE)
PAGE_TAGS = frozenset({
    "html", "head", "body", "meta", "title", "link", "script", "style", "article", "main", "section", "header",
    "footer", "nav", "aside", "div", "span", "p", "br", "hr", "h1", "h2", "h3", "h4", "table", "center", "font",
    "ul", "ol", "dl", "blockquote", "pre", "a", "b", "i", "em", "strong", "img", "form", "iframe", "noscript",
    "svg", "template",
})  # fmt: skip
MAIL_HEADERS = re.compile(r"(?:[!-9;-~]{1,80}:(?:[^\n]*\n)(?:[ \t][^\n]*\n)*)+")
# Two of these, one of the first four among them: an article may well begin "Title: … / Date: …", a message does so too.
MAIL_NAMES = ("from", "received", "mime-version", "message-id", "to", "subject", "date", "return-path", "delivered-to")
JSON_START = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\]])")


class Container(StrEnum):
    """The kinds of files that hold several items."""

    ZIP = "zip archive"
    TAR = "tar archive"
    GZIP = "gzip file"
    WARC = "web archive"
    JSON_LINES = "JSON Lines"
    JSON = "JSON"
    TABLE = "table"


# How files begin that are not read, and what they are.
NOT_READ = (
    (b"\xff\xd8\xff", "a JPEG image: run OCR first"),
    (b"\x89PNG", "a PNG image: run OCR first"),
    (b"GIF8", "a GIF image: run OCR first"),
    (b"II*\x00", "a TIFF image: run OCR first"),
    (b"MM\x00*", "a TIFF image: run OCR first"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"OggS", "sound or video: transcribe it first"),
    (b"ID3", "sound: transcribe it first"),
    (b"RIFF", "an image, sound or video file"),
    (b"\x1aE\xdf\xa3", "a video: transcribe it first"),
    (b"BZh", "a bzip2 archive: unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"PK\x03\x04", "an archive inside a message: save it and read that file"),
    (b"\x1f\x8b", "an archive inside a message: save it and read that file"),
    (b"\xd0\xcf\x11\xe0", "an old office document: save it as PDF, HTML or text"),
    (b"{\\rtf", "an RTF document: save it as PDF, HTML or text"),
    (b"PAR1", "a Parquet file: save it as JSON Lines or CSV"),
    (b"SQLite format 3", "an SQLite database: export its articles as CSV"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)


def tell_container(head: bytes, name: str) -> Container | None:
    """What a file that begins so holds; None for a file that is one item."""
    for start, kind in (
        (b"PK\x03\x04", Container.ZIP),
        (b"PK\x05\x06", Container.ZIP),
        (b"\x1f\x8b\x08", Container.GZIP),
        (b"WARC/", Container.WARC),
    ):
        if head.startswith(start):
            return kind
    if head[257:262] == b"ustar":
        return Container.TAR
    text = _beginning(head)
    if JSON_START.match(text):
        return Container.JSON_LINES if _first_line_is_whole(text) else Container.JSON
    if name.lower().endswith((".jsonl", ".ndjson")) and text.lstrip():
        return Container.JSON_LINES
    named_table = name.lower().endswith((".csv", ".tsv", ".tab"))
    if (named_table or is_header(text)) and not _is_markup(text) and not is_binary(head):
        return Container.TABLE
    return None


def tell_media(data: bytes, name: str) -> Media:
    """The kind of one item. Raises NoArticle for nothing at all, UnreadableFile for what is not read, and says why."""
    head = data[:HEAD]
    if not head.strip():
        raise NoArticle("it is empty")
    if b"%PDF-" in head[:1024]:
        return Media.PDF
    for start, what in NOT_READ:
        if head.startswith(start) and (len(start) > 3 or is_binary(head)):
            raise UnreadableFile(f"it is {what}")
    if head[4:8] == b"ftyp":
        raise UnreadableFile("it is an image, sound or video file")
    if is_binary(head):
        raise UnreadableFile("it is binary data, no text")
    text = _beginning(head)
    root = ROOT.match(text)
    if root is not None and root[1].lower() in FEED_ROOTS:
        return Media.FEED
    if root is not None and root[1].lower() in PAGE_TAGS:
        return Media.HTML
    if text.lstrip()[:9].lower().startswith(("<!doctype", "<!--")):
        return Media.HTML
    if root is not None and text.lstrip().startswith("<?xml"):
        raise UnreadableFile(f"it is XML with the root element <{root[1]}>: of XML, only RSS and Atom feeds are read")
    if name.lower().endswith((".html", ".htm", ".xhtml")) and TAG.search(text):
        return Media.HTML
    if _is_mail(text, name):
        return Media.MAIL
    return Media.TEXT


def is_binary(head: bytes) -> bool:
    """Whether a file that begins so is no text in any encoding."""
    if any(head.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        return False
    return len(BINARY.findall(head)) > MOST_BINARY * len(head)


def _beginning(head: bytes) -> str:
    """The beginning as characters, good enough to tell a kind by."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return head.decode(encoding, "replace")
    return head.decode("latin-1")


def _is_markup(text: str) -> bool:
    return text.lstrip().startswith("<")


def _is_mail(text: str, name: str) -> bool:
    headers = MAIL_HEADERS.match(text)
    if headers is None:
        return False
    names = {line.partition(":")[0].lower() for line in headers[0].splitlines() if not line.startswith((" ", "\t"))}
    if name.lower().endswith((".eml", ".mht", ".mhtml")):
        return bool(names.intersection(MAIL_NAMES))
    return len(names.intersection(MAIL_NAMES)) >= 2 and bool(names.intersection(MAIL_NAMES[:4]))


def _first_line_is_whole(text: str) -> bool:
    """Whether the first line is a whole JSON object, as in JSON Lines; a line longer than the beginning counts as one.

    In JSON that runs over several lines the first never ends with the bracket that closes it.
    """
    first, line_break, _ = text.lstrip().partition("\n")
    return first.startswith("{") and (not line_break or first.rstrip().endswith("}"))
