"""Rows of any kind as a grid for people, or as CSV or JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from onrecord.cells import safe_cell
from onrecord.views.terminal import visible

# A cell of the grid is cut after so many characters; programs get it whole.
WIDEST_CELL = 60


def render_grid(rows: Sequence[Mapping[str, Any]], empty: str) -> str:
    """Columns side by side under their names; `empty` where there is no row."""
    if not rows:
        return empty + "\n"
    names = list(rows[0])
    cells = [[_cell(row[name]) for name in names] for row in rows]
    numeric = [all(isinstance(row[name], int | float) for row in rows) for name in names]
    widths = [max(len(line[k]) for line in [names, *cells]) for k in range(len(names))]
    lines = [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in [names, *cells]
    ]
    return "\n".join(lines) + "\n"


def render_csv_rows(rows: Sequence[Mapping[str, Any]]) -> str:
    """RFC 4180 text with a header line, nothing where there is no row."""
    out = io.StringIO()
    writer = csv.writer(out)
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow([safe_cell(value) for value in row.values()])
    return out.getvalue()


def render_json_rows(rows: Sequence[Mapping[str, Any]]) -> str:
    """A JSON list of objects."""
    return json.dumps(list(rows), ensure_ascii=False, indent=2) + "\n"


def plain(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Dataclasses as rows."""
    return [asdict(row) for row in rows]


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    text = " ".join(visible("" if value is None else str(value).replace("\n", " ")).split())
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 1].rstrip() + "…"
