"""A record's statements as a table: one row each, for spreadsheets and scripts."""

from __future__ import annotations

import csv
import io

from onrecord.cells import offsets, safe_cell
from onrecord.records import Record

COLUMNS = (
    "id", "document", "status", "kind", "speaker", "speaker_kind", "country", "sector", "anonymity", "source", "cue",
    "cue_lemma", "content", "act", "certainty", "certainty_whose", "addressees", "date", "within", "confidence", "why",
    "source_spans", "cue_spans", "content_spans",
)  # fmt: skip


def render_csv(record: Record) -> str:
    """RFC 4180 text with a header line. A cell that a spreadsheet would run as a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for s in record.statements:
        actor = record.actor(s.source.actor)
        addressees = [a.name for a in map(record.actor, s.addressees) if a]
        cells = (
            s.id, record.document.id, s.status, s.kind, actor.name if actor else "", actor.kind if actor else "",
            actor.country if actor else "", actor.sector if actor else "", s.source.anonymity, s.source.text,
            s.cue.text, s.cue.lemma, s.content.text, s.act, s.certainty.level, s.certainty.whose,
            "; ".join(addressees), (s.date.value or s.date.text) if s.date else "", s.within, s.confidence, s.why,
            offsets(s.source.spans), offsets(s.cue.spans), offsets(s.content.spans),
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()
