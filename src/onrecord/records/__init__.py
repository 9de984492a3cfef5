"""What flows between the rooms: one article in, one record out, every row pinned to characters of the text.

The field names are the outward ones: `Record.to_dict()`, the ledger and the exports use them unchanged. A field that
does not apply is None or an empty tuple.
"""

from onrecord.records.actors import Actor, ActorKind, Mention, MentionKind, Role, actor_id
from onrecord.records.defects import Defect, DefectKind
from onrecord.records.documents import Aligned, Appearance, DateClaim, Document, Original, PublishedFrom, Skipped
from onrecord.records.events import Event, EventType, Modality, Place, Quantity
from onrecord.records.record import Record
from onrecord.records.spans import GAP, Span, Spans, content_id, evidence
from onrecord.records.statements import (
    Act,
    Anonymity,
    Certainty,
    CertaintyLevel,
    Content,
    Cue,
    Source,
    Statement,
    StatementKind,
    Status,
    Whose,
    statement_id,
)
from onrecord.records.times import Date, Time, TimeType

__all__ = [
    "GAP",
    "Act",
    "Actor",
    "ActorKind",
    "Aligned",
    "Anonymity",
    "Appearance",
    "Certainty",
    "CertaintyLevel",
    "Content",
    "Cue",
    "Date",
    "DateClaim",
    "Defect",
    "DefectKind",
    "Document",
    "Event",
    "EventType",
    "Mention",
    "MentionKind",
    "Modality",
    "Original",
    "Place",
    "PublishedFrom",
    "Quantity",
    "Record",
    "Role",
    "Skipped",
    "Source",
    "Span",
    "Spans",
    "Statement",
    "StatementKind",
    "Status",
    "Time",
    "TimeType",
    "Whose",
    "actor_id",
    "content_id",
    "evidence",
    "statement_id",
]
