"""All that was read from one document."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any

from onrecord.records.actors import Actor
from onrecord.records.documents import Document
from onrecord.records.spans import Span
from onrecord.records.statements import Statement


@dataclass(frozen=True, slots=True)
class Record:
    """All that was read from one document.

    `times`, `events`, `agreements`, `votes`, `disputes` and `defects` stay empty until their parts exist.
    """

    document: Document
    actors: tuple[Actor, ...] = ()
    times: tuple[()] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[()] = ()
    agreements: tuple[()] = ()
    votes: tuple[()] = ()
    disputes: tuple[()] = ()
    defects: tuple[()] = ()
    _actors: dict[str, Actor] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_actors", {actor.id: actor for actor in self.actors})

    def actor(self, id: str | None) -> Actor | None:
        """The actor of that id; None for None. Raises KeyError for an id that is not in this record."""
        return None if id is None else self._actors[id]

    def to_dict(self) -> dict[str, Any]:
        """The record as plain lists and objects, exactly as `onrecord read --format json` prints it."""
        shown: dict[str, Any] = _plain(self)
        return shown


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if not f.name.startswith("_")}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    return value
