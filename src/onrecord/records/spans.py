"""Places in a text, and ids that derive from content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

# Between two pieces of discontinuous evidence, wherever it is shown as one text.
GAP = " … "


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters [start, end) of a document's text, counted in Unicode code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The evidence itself."""
        return text[self.start : self.end]

    def touches(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether the other lies within this one."""
        return self.start <= other.start and other.end <= self.end


Spans = tuple[Span, ...]


def evidence(text: str, spans: Spans) -> str:
    """The exact characters of `spans`, pieces joined by `GAP`; empty without spans."""
    return GAP.join(span.of(text) for span in spans)


def content_id(prefix: str, *parts: object) -> str:
    """An id derived from what it names, so that the same input gives the same id on every run."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"))
    return f"{prefix}-{digest.hexdigest()[:16]}"
