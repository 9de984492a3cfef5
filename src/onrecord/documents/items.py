"""What is read: one item for each page, message, row or file, and the settings it is read with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from onrecord.documents.limits import Limits
from onrecord.documents.text import iso_date
from onrecord.errors import SettingsError
from onrecord.records import Aligned, DateClaim, Skipped


class Media(StrEnum):
    """The kinds of content that are read, by MIME type."""

    TEXT = "text/plain"
    HTML = "text/html"
    PDF = "application/pdf"
    MAIL = "message/rfc822"
    FEED = "application/xml"
    JSON = "application/json"
    ROW = "text/csv"


class Column(StrEnum):
    """What a column of a table, or a key of a JSON object, can be read as."""

    TEXT = "text"
    HTML = "html"
    TITLE = "title"
    PUBLISHED = "published"
    URL = "url"
    OUTLET = "outlet"
    AUTHORS = "authors"


@dataclass(frozen=True, slots=True)
class Intake:
    """How material is read.

    `published` (ISO 8601), `outlet` and `encoding` hold for all of it; `columns`: which column is read as what, by
    pairs such as ("text", "Article body"), before the usual names are tried; `fetch`: whether URLs may be fetched.
    Raises InvalidDate or SettingsError for values that cannot be used.
    """

    published: str | None = None
    outlet: str | None = None
    encoding: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    fetch: bool = False
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.published is not None:
            object.__setattr__(self, "published", iso_date(self.published))
        for name, _ in self.columns:
            if name not in set(Column):
                raise SettingsError(f"{name} is no column that is read: name one of {', '.join(Column)}")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to read; it may yield several documents (a feed).

    `origin`: the path as given, a URL, or "-" for standard input; `member`: the place inside it, such as
    "pages/a.html", "record 17" or "inner.zip/news.csv/row 3", None for a plain file; `data`: its bytes, None when
    they are to be read from the file `origin`; `media`: None when it is to be told by content; `fetched`: ISO 8601;
    `encoding`: what a crawl or a server says it is in.
    """

    origin: str
    member: str | None = None
    data: bytes | None = None
    media: Media | None = None
    url: str | None = None
    fetched: str | None = None
    encoding: str | None = None

    def inside(self, name: str) -> Item:
        """The same item as a place for what lies in it under `name`, control characters shown as escapes."""
        name = "".join(c if c.isprintable() else repr(c)[1:-1] for c in name)
        return replace(self, member=name if self.member is None else f"{self.member}/{name}", data=None)

    def skipped(self, step: str, reason: object) -> Skipped:
        """The note that this item, or a part of it, was not read; `reason` is brought to one line."""
        return Skipped(self.origin, self.member, step, " ".join(str(reason).split()))


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader of one kind of content finds: a text, and what the content says about it.

    `dates`: days of publication that the content's own metadata gives; the rest as in `Document` and `Appearance`.
    """

    text: str
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    dates: tuple[DateClaim, ...] = ()
    encoding: str | None = None
    alignment: tuple[Aligned, ...] = ()
