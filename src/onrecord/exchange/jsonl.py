"""JSON lines: one document a line, whole; read again, the same entries come out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from onrecord.errors import UnreadableFile
from onrecord.exchange.selection import Selection
from onrecord.ledger.read import Entry, Place, Review
from onrecord.records import Record, Span

T = TypeVar("T")


def write_jsonl(selection: Selection, path: Path) -> int:
    """Write a line for each document; gives the number of documents."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for entry in selection:
            out.write(line_of(entry) + "\n")
    return len(selection.documents)


def read_jsonl(path: Path) -> Iterator[Entry]:
    """The entries of such a file, one at a time. Raises UnreadableFile, with the line."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield entry_from(line)
            except (ValueError, KeyError, TypeError) as error:
                raise UnreadableFile(
                    f"{path}, line {number} is no document of an onrecord export ({error}): export it again"
                ) from error


def line_of(entry: Entry) -> str:
    """An entry as one line of JSON: `Record.to_dict()`, and `places`, `reviews` and `model` beside it."""
    whole = entry.record.to_dict() | {"places": entry.places, "reviews": entry.reviews, "model": entry.model}
    return json.dumps(whole, ensure_ascii=False, default=_plain)


def entry_from(line: str | bytes) -> Entry:
    """The entry of a line. Raises ValueError, KeyError or TypeError for any other JSON."""
    whole = json.loads(line)
    return Entry(
        record_from(whole),
        _read(tuple[Place, ...], whole["places"]),
        _read(dict[str, Review], whole["reviews"]),
        _read(str, whole["model"]),
    )


def record_from(whole: dict[str, Any]) -> Record:
    """The record that `Record.to_dict()` was made from. Raises ValueError, KeyError or TypeError for another object."""
    record: Record = _read(Record, whole)
    return record


def _plain(value: object) -> object:
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"a {type(value).__name__} has no form in JSON")


def _read(wanted: Any, value: Any) -> Any:
    """A value of the type wanted, from its form in JSON; the types themselves say how."""
    parts = get_args(wanted)
    if get_origin(wanted) in (Union, UnionType):
        return None if value is None else _read(next(part for part in parts if part is not NoneType), value)
    if get_origin(wanted) is tuple:
        return tuple(_read(parts[0], item) for item in value)
    if get_origin(wanted) is dict:
        return {key: _read(parts[1], item) for key, item in value.items()}
    if wanted is Span:
        start, end = value
        return Span(start, end)
    if is_dataclass(wanted) and isinstance(wanted, type):
        hints = get_type_hints(wanted)
        return wanted(**{f.name: _read(hints[f.name], value[f.name]) for f in fields(wanted) if f.init})
    if issubclass(wanted, StrEnum):
        return wanted(value)
    if wanted is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, wanted):
        raise TypeError(f"{value!r} is not of the kind {wanted.__name__}")
    return value
