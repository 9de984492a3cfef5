"""What was not read, and why."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from onrecord.ledger.schema import runs, skipped


@dataclass(frozen=True, slots=True)
class SkippedItem:
    """Something that was not read, or not wholly. `since`: when the run began that first met it."""

    origin: str
    member: str
    step: str
    reason: str
    since: str


def skipped_items(connection: Connection, limit: int | None = None) -> tuple[SkippedItem, ...]:
    """What was skipped, the latest runs first."""
    rows = connection.execute(
        select(skipped.c.origin, skipped.c.member, skipped.c.step, skipped.c.reason, runs.c.started)
        .join(runs, runs.c.id == skipped.c.run)
        .order_by(skipped.c.run.desc(), skipped.c.origin, skipped.c.member, skipped.c.step, skipped.c.reason)
        .limit(limit)
    )
    return tuple(SkippedItem(*row) for row in rows)
