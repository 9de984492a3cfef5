"""onrecord: who said what, every row pinned to its characters."""

from onrecord.errors import OnRecordError
from onrecord.reading import Reader, read, read_many
from onrecord.records import Document, Record

__all__ = ["Document", "OnRecordError", "Reader", "Record", "read", "read_many"]
__version__ = "0.1.0"
