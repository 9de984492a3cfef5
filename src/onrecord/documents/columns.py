"""Which column of a table, or key of a JSON object, is the text, which the title, which the date."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Mapping, Sequence

from onrecord.documents.dating import stated_date
from onrecord.documents.html import read_html
from onrecord.documents.items import Column, Extract, Intake
from onrecord.documents.limits import check_tags
from onrecord.errors import NoArticle, UnreadableFile

# Usual names in lower case with "_" between words, the surer ones first.
USUAL = {
    Column.TEXT: (
        "text", "body", "content", "article", "maintext", "main_text", "full_text", "fulltext", "article_text",
        "body_text", "article_body", "articlebody", "article_content", "content_text", "plain_text", "story",
        "transcript",
    ),
    Column.HTML: ("html", "raw_html", "content_html", "body_html", "page_source"),
    Column.TITLE: ("title", "headline", "article_title", "head_line", "heading"),
    Column.PUBLISHED: (
        "published", "date", "publish_date", "published_at", "publishedat", "date_publish", "date_published",
        "datepublished", "publication_date", "pub_date", "pubdate", "published_date", "published_on", "timestamp",
        "datetime", "created_at",
    ),
    Column.URL: ("url", "link", "source_url", "article_url", "web_url", "permalink", "href"),
    Column.OUTLET: (
        "outlet", "source", "publication", "publisher", "news_outlet", "newspaper", "site_name", "source_name",
        "domain", "source_domain",
    ),
    Column.AUTHORS: ("authors", "author", "byline", "by_line", "writer"),
}  # fmt: skip
DELIMITERS = ",\t;|"
# What stands between the names in a cell with several authors.
BETWEEN_AUTHORS = re.compile(r"\s*[;|\n]\s*|,\s+(?=\S+\s+\S)|\s+and\s+")

# Ten digits are seconds since 1970 in the years 2001 to 2286; three more make them milliseconds.
EPOCH = re.compile(r"([1-9]\d{9})(?:\d{3})?(?:\.\d+)?")


def choose_columns(names: Sequence[str], intake: Intake) -> dict[Column, str]:
    """Which of the columns is read as what. Raises UnreadableFile if none is a text, or a given one is missing.

    Of a text and a page in HTML the text is taken, unless the other was given.
    """
    plain = {_simplified(name): name for name in reversed(names)}
    chosen = {}
    for column, usual in USUAL.items():
        found = next((plain[name] for name in usual if name in plain), None)
        if found is not None:
            chosen[column] = found
    for given, name in intake.columns:
        if name not in names:
            raise UnreadableFile(f"it has no column {name}; its columns are {_listed(names)}")
        chosen[Column(given)] = name
    given_columns = {given for given, _ in intake.columns}
    if Column.HTML in given_columns and Column.TEXT not in given_columns:
        chosen.pop(Column.TEXT, None)
    if Column.TEXT not in chosen and Column.HTML not in chosen:
        raise UnreadableFile(
            f"none of its columns is known to be the text ({_listed(names)}): say which with --column text=NAME"
        )
    return chosen


def is_header(text: str) -> bool:
    """Whether a text begins with the header line of a table: a column for the text, and another that is known."""
    first = text.lstrip("\ufeff").partition("\n")[0].strip()
    names = {_simplified(name) for name in split_header(first)}
    known = {column for column, usual in USUAL.items() if names.intersection(usual)}
    return len(known) >= 2 and bool(known & {Column.TEXT, Column.HTML})


def delimiter_of(header: str) -> str:
    """What stands between the columns of a table with that header line: the commonest of the usual ones."""
    return max(DELIMITERS, key=header.count)


def split_header(header: str) -> list[str]:
    """The names in a header line."""
    return next(csv.reader([header], delimiter=delimiter_of(header)), [])


def read_values(values: Mapping[str, object], intake: Intake) -> Extract:
    """What the values of one row or object say, before what the page in its HTML column says.

    Raises NoArticle without a text in the column for it.
    """
    chosen = choose_columns(list(values), intake)
    cells = {column: _plain(values[name]).strip() for column, name in chosen.items()}
    date = stated_date(_dated(cells.get(Column.PUBLISHED, "")))
    url = cells.get(Column.URL) or None
    if cells.get(Column.TEXT):
        found = Extract(_plain(values[chosen[Column.TEXT]]))
    elif cells.get(Column.HTML):
        check_tags(cells[Column.HTML].count("<"), intake.limits)
        found = read_html(cells[Column.HTML].encode("utf-8", "replace"), "utf-8", url)
    else:
        raise NoArticle(f"its {chosen.get(Column.TEXT) or chosen[Column.HTML]} is empty")
    return Extract(
        found.text,
        cells.get(Column.TITLE) or found.title,
        cells.get(Column.OUTLET) or found.outlet,
        _authors(cells.get(Column.AUTHORS, "")) or found.authors,
        url or found.url,
        ((date,) if date else ()) + found.dates,
    )


def _plain(value: object) -> str:
    """A value as text: a list line by line, the name of an object that has one."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(filter(None, map(_plain, value)))
    if isinstance(value, dict):
        return _plain(value.get("name"))
    return "" if value is None or isinstance(value, bool) else str(value)


def _dated(cell: str) -> str:
    """A date as it is written, or in ISO 8601 where it counts seconds or milliseconds since 1970."""
    seconds = EPOCH.fullmatch(cell)
    return cell if seconds is None else datetime.datetime.fromtimestamp(int(seconds[1]), datetime.UTC).isoformat()


def _authors(cell: str) -> tuple[str, ...]:
    names = (name.strip().removeprefix("By ").strip() for name in BETWEEN_AUTHORS.split(cell))
    return tuple(dict.fromkeys(filter(None, names)))


def _simplified(name: str) -> str:
    return re.sub(r"[\s.-]+", "_", name.strip().lower())


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "it has none"
