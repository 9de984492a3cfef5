"""A record for a terminal: who said what, speaker by speaker."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from onrecord.records import Act, Record
from onrecord.views.rows import StatementRow, rows_of

NARROWEST, WIDEST = 60, 110
Style = Callable[..., str]


def render_terminal(record: Record, width: int, style: Style) -> str:
    """The record as lines of at most `width` characters. `style(text, **how)` colours text, or gives it unchanged."""
    rows = rows_of(record)
    width = max(NARROWEST, min(width, WIDEST))
    lines = [*_wrapped(visible(rows.title), width, "", style, bold=True), style(" · ".join(rows.facts), dim=True), ""]
    for speaker in rows.speakers:
        name = visible(speaker.name or "No source named")
        about = f"  {speaker.about}" if speaker.about else ""
        lines.append(style(name, bold=True, fg="cyan") + style(about, dim=True))
        for row in speaker.rows:
            lines += _row(row, width, style)
        lines.append("")
    if rows.open_rows:
        lines.append(style("Without a speaker the text settles", bold=True, fg="yellow"))
        for row in rows.open_rows:
            lines += _row(row, width, style)
        lines.append("")
    if not record.statements:
        lines += ["Nobody is quoted or reported in this text.", ""]
    return "\n".join(lines)


def visible(text: str) -> str:
    """The text without characters that would steer the terminal instead of being shown on it."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _row(row: StatementRow, width: int, style: Style) -> list[str]:
    statement = row.statement
    indent = "  " + "  " * row.depth
    head = f"{indent}{row.said.rstrip(':')}: " if row.said else indent
    body = textwrap.wrap(
        visible(head + row.content),
        width,
        subsequent_indent=indent + "    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    if row.said and body and body[0].startswith(head.rstrip()):
        body[0] = style(head.rstrip(), fg="green") + body[0][len(head.rstrip()) :]
    facts = []
    if statement.act is not Act.ASSERT:
        facts.append(statement.act.value)
    first, last = statement.content.spans[0].start, statement.content.spans[-1].end
    facts += [statement.kind.value, f"{statement.confidence:.0%} sure", f"characters {first} to {last}"]
    note = indent + "    " + " · ".join([*row.remarks, *facts])
    return [
        *body,
        *(style(line, dim=True) for line in textwrap.wrap(visible(note), width, subsequent_indent=indent + "    ")),
    ]


def _wrapped(text: str, width: int, indent: str, style: Style, **how: object) -> list[str]:
    return [style(line, **how) for line in textwrap.wrap(text, width, subsequent_indent=indent)] or [""]
