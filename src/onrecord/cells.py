"""Values as cells of a table: for spreadsheets, which run what looks like a formula."""

from __future__ import annotations

from onrecord.records import Spans

# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """A cell for a spreadsheet: what it would run as a formula begins with an apostrophe."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(FORMULA) and not isinstance(value, int | float) else text


def offsets(spans: Spans) -> str:
    """Spans for people and tables: "12-40;55-80"."""
    return ";".join(f"{span.start}-{span.end}" for span in spans)
