"""A statement with its evidence: for a terminal, and as plain objects."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import Any

from onrecord.documents.dating import conflicting
from onrecord.ledger.corrections import Correction
from onrecord.ledger.evidence import Evidence, InOriginal
from onrecord.ledger.read import Entry, Place
from onrecord.records import Spans
from onrecord.views.rows import describe
from onrecord.views.terminal import NARROWEST, WIDEST, Style, visible


def render_evidence(found: Evidence, width: int, style: Style) -> str:
    """Who said what, the characters it rests on, where those were published, and what people decided."""
    width = max(NARROWEST, min(width, WIDEST))
    entry, statement = found.entry, found.statement
    record = entry.record
    actor = record.actor(statement.source.actor)
    name = actor.name if actor else statement.source.text or "nobody named"
    review = entry.reviews.get(statement.id)
    facts = [
        statement.act,
        statement.kind,
        f"certainty {statement.certainty.level}",
        statement.status,
        f"{statement.confidence:.0%} sure",
        f"{review.state} by a person" if review else "read by machine",
    ]
    lines = [
        style(visible(name), bold=True, fg="cyan") + style(f"  {describe(actor)}" if actor else "", dim=True),
        *_wrapped(statement.content.text, width),
        "",
        f"  {' · '.join(facts)}",
        *([f"  {statement.why}"] if statement.why else []),
        "",
        style("Evidence", bold=True),
        *(
            f"  {part:<8}{_offsets(spans):<16}{visible(text)}"
            for part, spans, text in (
                ("source", statement.source.spans, statement.source.text),
                ("cue", statement.cue.spans, statement.cue.text),
                ("content", statement.content.spans, statement.content.text),
            )
            if spans
        ),
        "",
        style("In the text", bold=True),
        *_wrapped(_marked(found), width),
    ]
    for place in found.originals:
        lines += ["", *_place(place, width, style)]
    lines += ["", style(f"Read by {entry.model}; document {record.document.id}, statement {statement.id}", dim=True)]
    if found.history:
        lines += ["", style("History", bold=True), *(f"  {history_line(correction)}" for correction in found.history)]
    return "\n".join(lines) + "\n"


def evidence_object(found: Evidence) -> dict[str, Any]:
    """The same as plain objects: the statement as in a record, its document, places, originals and history."""
    whole = found.entry.record.to_dict()
    shown = next(s for s in whole["statements"] if s["id"] == found.statement.id)
    return {
        "statement": shown,
        "actor": next((a for a in whole["actors"] if a["id"] == shown["source"]["actor"]), None),
        "review": found.entry.state_of(found.statement.id),
        "document": {name: value for name, value in whole["document"].items() if name != "text"},
        "context": {"span": [found.context.start, found.context.end],
                    "text": found.context.of(found.entry.record.document.text)},
        "places": [
            place_object(o.place) | {"content_spans": [[s.start, s.end] for s in o.spans], "original": list(o.pieces)}
            for o in found.originals
        ],
        "model": found.entry.model,
        "history": [asdict(correction) for correction in found.history],
    }  # fmt: skip


def entry_object(entry: Entry) -> dict[str, Any]:
    """A document of the ledger as plain objects: its record, and where it was found."""
    return entry.record.to_dict() | {
        "places": [place_object(place) for place in entry.places],
        "reviews": {row: review.state for row, review in entry.reviews.items()},
        "model": entry.model,
    }


def place_object(place: Place) -> dict[str, Any]:
    """Where a document was found, as plain objects, without its alignment."""
    return {
        name: getattr(place, name)
        for name in ("origin", "member", "url", "outlet", "title", "published", "fetched", "encoding", "sha256",
                     "media", "size", "added")
    } | {
        "dates": [
            {"value": claim.value, "from": claim.claimed_by.value, "text": claim.text,
             "in_conflict": claim in conflicting(place.dates)}
            for claim in place.dates
        ]
    }  # fmt: skip


def render_history(lines: tuple[Correction, ...]) -> str:
    """What people decided, a line each."""
    if not lines:
        return "Nobody has corrected this row.\n"
    return "\n".join(history_line(line) for line in lines) + "\n"


def history_line(correction: Correction) -> str:
    """One decision in one line."""
    changes = ", ".join(f"{name}: {value}" for name, value in correction.changes.items())
    parts = (correction.at, correction.by, correction.action.value, changes, correction.why, correction.undoes,
             correction.id)  # fmt: skip
    return visible(" · ".join(str(part) for part in parts if part))


def _place(found: InOriginal, width: int, style: Style) -> list[str]:
    place = found.place
    where = place.origin + (f", {place.member}" if place.member else "")
    facts = [place.url or "", place.outlet or "", place.media, f"{place.size:,} bytes", f"SHA-256 {place.sha256[:16]}…",
             f"fetched {place.fetched}" if place.fetched else "", f"added {place.added}"]  # fmt: skip
    lines = [style(visible(where), bold=True), style("  " + visible(" · ".join(f for f in facts if f)), dim=True)]
    against = conflicting(place.dates)
    lines += [
        f"  day {claim.value} by {claim.claimed_by}: {visible(claim.text)}"
        + (" (in conflict)" if claim in against else "")
        for claim in place.dates
    ]
    if found.spans:
        lines.append(f"  the content stands at characters {_offsets(found.spans)} of the original:")
        for piece in found.pieces:
            lines += _wrapped("…" + piece + "…", width, "    ")
    else:
        lines.append("  the content is not aligned to the original's characters")
    return lines


def _marked(found: Evidence) -> str:
    """The context with the content between marks."""
    text, context = found.entry.record.document.text, found.context
    out, at = [], context.start
    for span in found.statement.content.spans:
        out += [text[at : span.start], "»", span.of(text), "«"]
        at = span.end
    return "".join([*out, text[at : context.end]])


def _offsets(spans: Spans) -> str:
    return ", ".join(f"[{span.start}, {span.end})" for span in spans)


def _wrapped(text: str, width: int, indent: str = "  ") -> list[str]:
    shown = visible(" ".join(text.split()))
    return textwrap.wrap(shown, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
