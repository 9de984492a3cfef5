"""What is handed to workers, and what comes back where nothing could be read."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.documents.items import Item


@dataclass(frozen=True, slots=True)
class Task:
    """An item to read. `sha256`: of its bytes when it was listed."""

    item: Item
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that could not be read again, and why."""

    document: str
    reason: str
