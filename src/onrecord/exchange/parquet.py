"""Parquet: tables of statements, documents and actors, in folders by month of publication."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict, fields, is_dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from onrecord.errors import SettingsError
from onrecord.exchange.rows import StatementRow, statement_rows
from onrecord.exchange.selection import Selection
from onrecord.ledger.read import Entry, Place
from onrecord.ledger.rows import day_of
from onrecord.records import Actor, Document

# Rows held before they are written: enough for small files, few enough to stay flat with whole texts.
ROW_GROUP = 2_000
MONTH_DIGITS = len("2017-04")
# Hive's own name for an empty value; readers give null.
NO_MONTH = "__HIVE_DEFAULT_PARTITION__"


def write_parquet(selection: Selection, folder: Path) -> int:
    """Write `statements/`, `documents/` and `actors/`, each `month=YYYY-MM/`; gives the number of statements.

    Raises SettingsError where pyarrow is not installed.
    """
    arrow = _Arrow()
    number = 0
    with ExitStack() as stack:
        tables = {
            name: stack.enter_context(_Table(arrow, folder / name, columns)) for name, columns in _columns().items()
        }
        for entry in selection:
            month = day_of(entry.record.document)[:MONTH_DIGITS] or NO_MONTH
            for name, rows in _rows(entry).items():
                tables[name].add(month, rows)
            number += len(entry.record.statements)
    return number


def _columns() -> dict[str, dict[str, Any]]:
    """The columns of each table, with the Python types of their values."""
    documents = _hints(Document) | {"places": tuple[Place, ...], "model": str}
    return {"statements": _hints(StatementRow), "documents": documents, "actors": {"document": str} | _hints(Actor)}


def _rows(entry: Entry) -> dict[str, list[dict[str, Any]]]:
    record = entry.record
    places = [asdict(place) for place in entry.places]
    return {
        "statements": [asdict(row) for row in statement_rows(entry)],
        "documents": [asdict(record.document) | {"places": places, "model": entry.model}],
        "actors": [{"document": record.document.id} | asdict(actor) for actor in record.actors],
    }


def _hints(shape: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(shape)
    return {field.name: hints[field.name] for field in fields(shape)}


class _Arrow:
    """pyarrow, which is an extra: loaded only when it is needed."""

    def __init__(self) -> None:
        try:
            self.core = import_module("pyarrow")
            self.parquet = import_module("pyarrow.parquet")
        except ModuleNotFoundError as error:
            raise SettingsError("parquet needs pyarrow, which is not here: pip install 'onrecord[parquet]'") from error

    def type_of(self, wanted: Any) -> Any:
        """The column type for values of a Python type."""
        parts = get_args(wanted)
        if get_origin(wanted) in (Union, UnionType):
            return self.type_of(next(part for part in parts if part is not NoneType))
        if get_origin(wanted) is tuple:
            return self.core.list_(self.type_of(parts[0]))
        if is_dataclass(wanted) and isinstance(wanted, type):
            return self.core.struct([(name, self.type_of(hint)) for name, hint in _hints(wanted).items()])
        if wanted is int:
            return self.core.int64()
        if wanted is float:
            return self.core.float64()
        if issubclass(wanted, StrEnum) or wanted is str:
            return self.core.string()
        raise TypeError(f"no column for {wanted}")


class _Table:
    """One table under way: a file for each month, a further one when a month comes again."""

    def __init__(self, arrow: _Arrow, folder: Path, columns: dict[str, Any]) -> None:
        self.arrow = arrow
        self.folder = folder
        self.schema = arrow.core.schema([(name, arrow.type_of(hint)) for name, hint in columns.items()])
        self.month: str | None = None
        self.writer: Any = None
        self.rows: list[dict[str, Any]] = []

    def __enter__(self) -> _Table:
        self.folder.mkdir(parents=True)
        return self

    def __exit__(self, *failure: object) -> None:
        self._close()

    def add(self, month: str, rows: list[dict[str, Any]]) -> None:
        if month != self.month:
            self._close()
            self.month = month
        self.rows += rows
        if len(self.rows) >= ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        if not self.rows:
            return
        if self.writer is None:
            place = self.folder / f"month={self.month}"
            place.mkdir(exist_ok=True)
            number = sum(1 for _ in place.iterdir())
            self.writer = self.arrow.parquet.ParquetWriter(place / f"part-{number}.parquet", self.schema)
        self.writer.write_table(self.arrow.core.Table.from_pylist(self.rows, self.schema))
        self.rows = []

    def _close(self) -> None:
        self._flush()
        if self.writer is not None:
            self.writer.close()
            self.writer = None
