"""E-mail: press releases and newsletters, with what is attached to them.

The text has no alignment to the message, whose parts are mostly encoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from onrecord.documents.dating import stated_date
from onrecord.documents.html import read_fragment
from onrecord.documents.items import Extract
from onrecord.documents.limits import Limits, check_tags
from onrecord.documents.text import decode_guessing
from onrecord.errors import DocumentError, NoArticle, TooLarge, UnknownEncoding

# A plain part with less than this share of the HTML part's characters is no version of it, but a hint to look there.
SAME_TEXT = 0.5


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent with a message."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was read. `body`: its text, or why it has none."""

    body: Extract | DocumentError
    attachments: tuple[Attachment, ...]


def read_mail(data: bytes, limits: Limits) -> Message:
    """The text of a message: its plain part, or its HTML part where that says more. Raises TooLarge."""
    # The parser calls itself for each part in a part, and looks for the end of each at every line.
    if data.lower().count(b"boundary=") > limits.parts:
        raise TooLarge(f"it has more than {limits.parts} parts inside each other")
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
    try:
        body: Extract | DocumentError = _body(message, limits)
    except DocumentError as error:
        body = error
    return Message(body, tuple(_attachments(message)))


def _body(message: EmailMessage, limits: Limits) -> Extract:
    text, encoding = _part(message, "plain")
    markup, markup_encoding = _part(message, "html")
    if markup:
        check_tags(markup.count("<"), limits)
        shown, _ = read_fragment(markup, "its HTML part")
        if len(text.strip()) < SAME_TEXT * len(shown):
            text, encoding = shown, markup_encoding
    if not text.strip():
        raise NoArticle("the message has no text")
    sender, address = parseaddr(_header(message, "from"))
    date = stated_date(_header(message, "date"))
    return Extract(
        text,
        title=_header(message, "subject").strip() or None,
        outlet=sender or address or None,
        dates=() if date is None else (date,),
        encoding=encoding,
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header decoded, or as it stands where it is broken; empty where there is none."""
    try:
        return str(message[name] or "")
    except (ValueError, LookupError, AttributeError, TypeError):
        # The parser of headers gives way to some broken ones with whatever error comes up.
        return next((str(value) for key, value in message.raw_items() if key.lower() == name), "")


def _part(message: EmailMessage, kind: str) -> tuple[str, str | None]:
    """The text of the body's plain or HTML part, with its encoding; empty where there is none."""
    part = message.get_body((kind,))
    if part is None and message.get_content_maintype() == "multipart" and not message.is_multipart():
        # It calls itself a message of parts, but names no mark that parts them.
        part = message
    payload = None if part is None else part.get_payload(decode=True)
    if part is None or not isinstance(payload, bytes):
        return "", None
    try:
        return decode_guessing(payload, part.get_content_charset())
    except UnknownEncoding:
        return decode_guessing(payload)


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    """What is attached to be read; pictures of the page itself and signatures are not."""
    for number, part in enumerate(message.iter_attachments() if message.is_multipart() else (), start=1):
        if part.get_content_disposition() != "attachment" and part.get_content_type() != "message/rfc822":
            continue
        if part.get_content_type() == "message/rfc822":
            payload: object = part.get_content().as_bytes()
        else:
            payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield Attachment(part.get_filename() or f"attachment {number}", payload)
