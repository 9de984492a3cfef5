"""onrecord: who said what, every row pinned to its characters."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# The reader takes a third of a second to load, and most commands only ask a ledger: what is offered here is loaded
# when it is first used.
if TYPE_CHECKING:
    from onrecord.errors import OnRecordError as OnRecordError
    from onrecord.reading import Reader as Reader
    from onrecord.reading import read as read
    from onrecord.reading import read_many as read_many
    from onrecord.records import Document as Document
    from onrecord.records import Record as Record

_OFFERED = {
    "Document": "onrecord.records",
    "OnRecordError": "onrecord.errors",
    "Reader": "onrecord.reading",
    "Record": "onrecord.records",
    "read": "onrecord.reading",
    "read_many": "onrecord.reading",
}
__all__ = ["Document", "OnRecordError", "Reader", "Record", "read", "read_many"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _OFFERED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_OFFERED[name]), name)
