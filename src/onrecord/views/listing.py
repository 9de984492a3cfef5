"""Statements of many documents as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from onrecord.ledger.find import Named, Said
from onrecord.records import Act, Actor, CertaintyLevel, Status
from onrecord.views.rows import count, describe
from onrecord.views.terminal import NARROWEST, WIDEST, Style, visible

NOBODY = "nobody named"


def render_found(rows: Sequence[Said], total: int, width: int, style: Style) -> str:
    """The statements found, and how many there are in all."""
    if not rows:
        return "Nothing in the ledger fits. Fewer words, or a wider --since and --until, find more.\n"
    width = max(NARROWEST, min(width, WIDEST))
    lines: list[str] = []
    for row in rows:
        lines += [*_row(row, width, style), ""]
    shown = f"{len(rows):,} of {count(total, 'statement')}" if len(rows) < total else count(total, "statement")
    lines.append(style(shown + (": --limit shows more" if len(rows) < total else ""), dim=True))
    return "\n".join(lines) + "\n"


def render_named(rows: Sequence[Named], style: Style) -> str:
    """Who goes by a name: one line each."""
    lines = []
    for row in rows:
        days = row.first if row.first == row.last else f"{row.first} to {row.last}"
        facts = [row.kind, row.country or "", count(row.statements, "statement"),
                 f"in {count(row.documents, 'document')}", days]  # fmt: skip
        lines.append(style(visible(row.name), bold=True, fg="cyan") + "  " + " · ".join(fact for fact in facts if fact))
    return "\n".join(lines) + "\n\n"


def render_actor(actor: Actor, rows: Sequence[Said], total: int, width: int, style: Style) -> str:
    """An actor of one document: who it is, what it is called there, what it said."""
    names = dict.fromkeys(mention.text for mention in actor.mentions)
    lines = [
        style(visible(actor.name), bold=True, fg="cyan") + style(f"  {describe(actor)}", dim=True),
        f"  {actor.kind}, called {visible(', '.join(f'“{name}”' for name in names))}" if names else f"  {actor.kind}",
        *([f"  {visible(actor.support)}"] if actor.support else []),
        "",
    ]
    return "\n".join(lines) + "\n" + (render_found(rows, total, width, style) if rows else "It said nothing.\n")


def _row(row: Said, width: int, style: Style) -> list[str]:
    speaker = visible(row.speaker or row.source_text or NOBODY)
    where = " · ".join(visible(part) for part in (row.day or "no date", row.outlet or "", row.title or "") if part)
    said = textwrap.wrap(
        visible(" ".join(row.content_text.split())), width, initial_indent="  ", subsequent_indent="  "
    )
    facts = [
        *([row.act] if row.act != Act.ASSERT else []),
        row.kind,
        *([row.certainty] if row.certainty != CertaintyLevel.UNQUALIFIED else []),
        *([row.status] if row.status != Status.ATTRIBUTED else []),
        "read by machine" if row.review == "machine" else f"{row.review} by a person",
        f"{row.confidence:.0%} sure",
        row.id,
    ]
    cue = visible(" ".join(row.cue_text.split()))
    head = style(speaker, bold=True, fg="cyan") + (f" {cue}" if cue else "")
    return [style(where, dim=True), head, *said, style("  " + " · ".join(facts), dim=True)]
