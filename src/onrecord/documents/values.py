"""What the values of a table's row, or of a JSON object, say."""

from __future__ import annotations

import datetime
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace

from onrecord.documents.columns import choose_columns, delimiter_of, split_header
from onrecord.documents.dating import stated_date
from onrecord.documents.html import read_html
from onrecord.documents.items import Column, Extract, Intake
from onrecord.documents.limits import check_tags
from onrecord.documents.tables import cut_rows, fault_of
from onrecord.documents.text import decode_guessing, whole
from onrecord.errors import NoArticle, UnreadableFile

# What stands between the names in a cell with several authors.
BETWEEN_AUTHORS = re.compile(r"\s*[;|\n]\s*|,\s+(?=\S+\s+\S)|\s+and\s+")

# Ten digits are seconds since 1970 in the years 2001 to 2286; three more make them milliseconds.
EPOCH = re.compile(r"([1-9]\d{9})(?:\d{3})?(?:\.\d+)?")


def read_object(data: bytes, intake: Intake, encoding: str | None = None) -> Extract:
    """What one JSON object says. Raises UnreadableFile or NoArticle."""
    text, encoding = decode_guessing(data, encoding)
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"it {fault_of(error)}") from error
    if not isinstance(values, dict):
        raise UnreadableFile("it is not a JSON object with named values, such as a text and a title")
    return _located(read_values(values, intake), text, encoding)


def read_row(data: bytes, intake: Intake, encoding: str | None = None) -> Extract:
    """What one row says, given with its header line. Raises UnreadableFile or NoArticle."""
    text, encoding = decode_guessing(data, encoding)
    header, _, row = text.partition("\n")
    cells = next(cut_rows(io.StringIO(row, newline="\n"), delimiter_of(header), intake.limits), [])
    values = dict(zip(split_header(header), cells, strict=False))
    return _located(read_values(values, intake), text, encoding)


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


def _located(extract: Extract, original: str, encoding: str) -> Extract:
    return replace(extract, encoding=encoding, alignment=whole(extract.text, original))
