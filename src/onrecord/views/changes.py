"""What copies and versions say differently, statement by statement, for a terminal."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence

from onrecord.ledger.changes import Change, ChangeKind, Cited, Version, Words
from onrecord.views.rows import count
from onrecord.views.terminal import NARROWEST, WIDEST, Style, visible

SIGN = {
    ChangeKind.SAME: "=", ChangeKind.ALTERED: "~", ChangeKind.CUT: "-", ChangeKind.ADDED: "+",
    ChangeKind.OTHER_SPEAKER: "!",
}  # fmt: skip


def render_cited(cited: Cited) -> str:
    """A document in one line."""
    parts = (cited.day or "no date", cited.outlet, cited.title, cited.url, cited.document)
    return visible(" · ".join(part for part in parts if part))


def render_version(version: Version) -> str:
    """A version in one line."""
    parts = (f"version {version.number}", f"seen {version.seen}", version.title, version.document)
    return visible(" · ".join(part for part in parts if part))


def render_changes(changes: Sequence[Change], width: int, style: Style) -> str:
    """Each statement that is not the same, its words marked: {-cut-} and {+added+}; then how many are the same."""
    width = max(NARROWEST, min(width, WIDEST))
    lines = []
    for change in changes:
        if change.kind is ChangeKind.SAME:
            continue
        source = (change.one or change.other).source.text if change.one or change.other else ""  # type: ignore[union-attr]
        if change.kind is ChangeKind.OTHER_SPEAKER and change.one and change.other:
            source = f"{change.one.source.text or 'nobody'} → {change.other.source.text or 'nobody'}"
        head = f"  {SIGN[change.kind]} {change.kind}: {visible(source) or 'nobody named'}"
        lines.append(style(head, bold=True))
        words = " ".join(_marked(piece) for piece in change.words)
        lines += textwrap.wrap(
            visible(" ".join(words.split())), width, initial_indent="      ", subsequent_indent="      "
        )
    counts = Counter(change.kind for change in changes)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in ChangeKind if counts[kind])
    return "\n".join([*lines, style(f"  {count(len(changes), 'statement')}: {told or 'none'}", dim=True)]) + "\n"


def _marked(words: Words) -> str:
    marks = {ChangeKind.CUT: ("{-", "-}"), ChangeKind.ADDED: ("{+", "+}")}
    before, after = marks.get(words.kind, ("", ""))
    return before + words.text + after
