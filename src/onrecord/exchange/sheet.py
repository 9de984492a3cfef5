"""CSV: one row a statement, for spreadsheets."""

from __future__ import annotations

import csv
from dataclasses import fields
from pathlib import Path

from onrecord.cells import offsets, safe_cell
from onrecord.exchange.rows import StatementRow, statement_rows
from onrecord.exchange.selection import Selection
from onrecord.records import Span

COLUMNS = tuple(field.name for field in fields(StatementRow))
# Excel reads a CSV file as UTF-8 only where it begins with this mark.
ENCODING = "utf-8-sig"


def write_csv(selection: Selection, path: Path) -> int:
    """Write RFC 4180 text with a header line; gives the number of statements."""
    number = 0
    with path.open("w", encoding=ENCODING, newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for entry in selection:
            for row in statement_rows(entry):
                writer.writerow([_cell(getattr(row, name)) for name in COLUMNS])
                number += 1
    return number


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        spans = tuple(item for item in value if isinstance(item, Span))
        return offsets(spans) if spans else safe_cell("; ".join(value))
    return safe_cell(value)
