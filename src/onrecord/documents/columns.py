"""Which column of a table, or key of a JSON object, is the text, which the title, which the date."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from onrecord.documents.items import Column, Intake
from onrecord.errors import UnreadableFile

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


def _simplified(name: str) -> str:
    return re.sub(r"[\s.-]+", "_", name.strip().lower())


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "it has none"
