"""Re-reading: what a newer model reads in a document takes the place of what the old one read, but for what people did.

A row that a person has reviewed stays, with its corrections and the actors it names. Where the new reading says
otherwise, that is a conflict: it is logged and told, and shown only once a person has accepted it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from onrecord.errors import UnknownRow
from onrecord.ledger.corrections import READER, Action, log_conflict, open_lines, withdraw
from onrecord.ledger.edits import cast_of
from onrecord.ledger.rows import MACHINE, Row, reading_rows, statement_from, subjects_of
from onrecord.ledger.schema import actors, corrections, documents, mentions, reviews, statements, subjects
from onrecord.ledger.write import add_rows
from onrecord.records import Record

# A new row whose content shares this much with a reviewed row's (intersection over union of characters) is another
# reading of the same words; the measure by which benchmarks/scoring.py pairs two contents.
SAME_WORDS = 0.5
# What a statement says. Another confidence or reason is no other reading.
COMPARED = (
    "source_spans", "cue_spans", "content_spans", "kind", "actor", "anonymity", "act", "certainty", "certainty_whose",
    "addressees", "date_value", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conflict:
    """A new row that differs in `fields` from what stands for a row that a person has reviewed.

    `row`: the new row, hidden until somebody accepts it. It has the id of the `reviewed` row where the two are pinned
    to the same characters; then only the log holds what the new reading says.
    """

    row: str
    reviewed: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reread:
    """What became of the machine's statements of a document: how many were `kept`, are `new` or `gone`.

    `unmerged`: actors that a person had merged into another and that are no longer read.
    """

    kept: int
    new: int
    gone: int
    conflicts: tuple[Conflict, ...]
    unmerged: tuple[str, ...]


def outdated(connection: Connection, model: str) -> list[str]:
    """The documents that another model has read, the earliest day first."""
    other = select(documents.c.id).where(documents.c.model != model)
    return list(connection.execute(other.order_by(documents.c.day, documents.c.id)).scalars())


def replace_reading(connection: Connection, record: Record, model: str, run: int) -> Reread:
    """Put a new reading of a document in the place of the old one. Raises UnknownRow."""
    document = record.document.id
    if connection.execute(select(documents.c.id).where(documents.c.id == document)).first() is None:
        raise UnknownRow(f"{document} is not in this ledger: bring it in with `onrecord add`")
    before = _statements(connection, document)
    reviewed = _reviewed(connection, document)
    stay = [row for row in before if row["root"] in reviewed]
    _remove(connection, statements, {row["id"] for row in before} - {row["id"] for row in stay})

    read = {table: list(rows) for table, rows in reading_rows(record, model)}
    unmerged = _replace_actors(connection, document, stay, read, run)
    meeting = _Meeting(connection, document, before, reviewed)
    come = meeting.incoming(read["statements"])
    add_rows(connection, run, [("statements", come)])
    _note_conflicts(connection, document, meeting.conflicts, read["statements"], model)
    _arrange(connection, document)
    values = {"model": model, "language": record.document.language}
    connection.execute(update(documents).where(documents.c.id == document).values(values))

    were = {row["id"] for row in before if row["made_by"] == MACHINE}
    are = {row["id"] for row in [*stay, *come] if row["made_by"] == MACHINE}
    return Reread(len(were & are), len(are - were), len(were - are), tuple(meeting.conflicts), unmerged)


class _Meeting:
    """A new reading beside the rows that stay: what agrees with them, what comes in, what is in conflict."""

    def __init__(
        self, connection: Connection, document: str, before: Sequence[Row], reviewed: Mapping[str, str | None]
    ) -> None:
        by_id = {row["id"]: row for row in before}
        self.reviewed = {root: [by_id[root]] for root in reviewed if root in by_id}
        for root, standing in reviewed.items():
            if standing in by_id and standing != root:
                self.reviewed[root].append(by_id[standing])
        in_conflict = {line.target for line in _open_conflicts(connection, document)}
        # What stood beside a reviewed row when the person looked at it is no news.
        self.seen = by_id.keys() - in_conflict
        named = select(actors.c.id, actors.c.name).where(actors.c.document == document)
        self.names = {row.id: row.name for row in connection.execute(named)}
        self.conflicts: list[Conflict] = []

    def incoming(self, read: Sequence[Row]) -> list[Row]:
        """The rows that come in, those in conflict among them."""
        ids = {row["id"] for row in read}
        same: dict[str, str] = {}
        come: list[Row] = []
        for row in read:
            if row["id"] in self.reviewed:
                self._compare(row)
                continue
            agreeing = [root for root, rows in self.reviewed.items() if not self._differing(row, rows[-1])]
            if agreeing:
                same[row["id"]] = agreeing[0]
                continue
            come.append(row)
            rivals = {root: rows for root, rows in self.reviewed.items() if root not in ids}
            rival = _nearest(row, rivals) if row["id"] not in self.seen else None
            if rival is not None:
                fields = self._differing(row, self.reviewed[rival][-1])
                self.conflicts.append(Conflict(row["id"], rival, fields))
        return [row | {"within": same.get(row["within"], row["within"])} for row in come]

    def _compare(self, row: Row) -> None:
        """Note a conflict where the row says what neither the machine said before nor the person says now."""
        differing = [self._differing(row, known) for known in self.reviewed[row["id"]]]
        if all(differing):
            self.conflicts.append(Conflict(row["id"], row["id"], differing[-1]))

    def _differing(self, one: Row, other: Row) -> tuple[str, ...]:
        return tuple(name for name in COMPARED if self._value(one[name]) != self._value(other[name]))

    def _value(self, value: Any) -> Any:
        """Actors by their names, as a person's actor and the machine's have different ids."""
        if isinstance(value, list):
            return [self._value(part) for part in value]
        return self.names.get(value, value) if isinstance(value, str) else value


def _statements(connection: Connection, document: str) -> list[Row]:
    rows = connection.execute(select(statements).where(statements.c.document == document).order_by(statements.c.seq))
    return [dict(row) for row in rows.mappings()]


def _reviewed(connection: Connection, document: str) -> dict[str, str | None]:
    """The rows that a person has decided on, each with the row that stands for it."""
    decided = select(reviews.c.target, reviews.c.standing).where(
        reviews.c.document == document, reviews.c.state.not_in(["conflict", "merged", "undone"])
    )
    return {row.target: row.standing for row in connection.execute(decided)}


def _remove(connection: Connection, table: Any, ids: Iterable[str]) -> None:
    connection.execute(delete(table).where(table.c.id.in_(sorted(ids))))


def _replace_actors(
    connection: Connection, document: str, stay: Sequence[Row], read: Mapping[str, Sequence[Row]], run: int
) -> tuple[str, ...]:
    """Put the new cast in the place of the old; gives the actors that lost a merge.

    Those named in rows that stay are kept, and those into whom others were merged.
    """
    old = set(connection.execute(select(actors.c.id).where(actors.c.document == document)).scalars())
    merged_into = select(corrections.c.replacement).where(
        corrections.c.action == Action.MERGE.value, corrections.c.replacement.in_(sorted(old))
    )
    needed = {row["actor"] for row in stay} | {actor for row in stay for actor in row["addressees"]}
    needed = old & (needed | set(connection.execute(merged_into).scalars()))
    new = {row["id"] for row in read["actors"]}
    unmerged = _unmerge(connection, old - needed - new)
    _remove(connection, actors, old - needed)
    for row in read["actors"]:
        if row["id"] in needed:
            connection.execute(update(actors).where(actors.c.id == row["id"]).values(row | {"run": run}))
        else:
            add_rows(connection, run, [("actors", [row])])
    connection.execute(delete(mentions).where(mentions.c.actor.in_(sorted(needed & new))))
    add_rows(connection, run, [("mentions", read["mentions"])])
    return unmerged


def _unmerge(connection: Connection, gone: Iterable[str]) -> tuple[str, ...]:
    """Take back the merges of actors that are read no more."""
    lines = open_lines(connection, Action.MERGE, corrections.c.target.in_(sorted(gone)))
    for line in lines:
        withdraw(connection, line, READER, "the actor is no longer read")
    return tuple(sorted({line.target for line in lines}))


def _open_conflicts(connection: Connection, document: str) -> list[Any]:
    return open_lines(connection, Action.CONFLICT, corrections.c.document == document)


def _note_conflicts(
    connection: Connection, document: str, conflicts: Sequence[Conflict], read: Sequence[Row], model: str
) -> None:
    """Log the conflicts that are new, and withdraw those that are no more."""
    rows = {row["id"]: row for row in read}
    wanted = {(c.row, c.reviewed): {name: rows[c.row][name] for name in c.fields} for c in conflicts}
    logged = set()
    for line in _open_conflicts(connection, document):
        pair = line.target, line.replacement
        if wanted.get(pair) == line.changes:
            logged.add(pair)
        else:
            withdraw(connection, line, READER, f"the model {model} no longer reads this so")
    for (row, reviewed), changes in wanted.items():
        if (row, reviewed) not in logged:
            log_conflict(connection, rows[row], reviewed, changes, model)


def _nearest(row: Row, rivals: Mapping[str, Sequence[Row]]) -> str | None:
    """The reviewed row that speaks of the same words as a new one, before or after its correction."""
    words = _characters(row)
    shares = [
        (len(words & other) / len(words | other), root)
        for root, known in rivals.items()
        for other in map(_characters, known)
    ]
    share, root = max(shares, default=(0.0, None))
    return root if share >= SAME_WORDS else None


def _characters(row: Row) -> set[int]:
    return {place for start, end in row["content_spans"] for place in range(start, end)}


def _arrange(connection: Connection, document: str) -> None:
    """Bring the rows that stay and those that came into one: the order of the text, what holds what, who is named."""
    rows = _statements(connection, document)
    roots = sorted(
        (row for row in rows if row["root"] == row["id"]),
        key=lambda row: (row["content_spans"][0][0], -row["content_spans"][-1][1], row["id"]),
    )
    position = {row["id"]: number for number, row in enumerate(roots)}
    for row in rows:
        arranged = {
            "position": position[row["root"]],
            "within": row["within"] if row["within"] in position else None,
        }
        if any(row[name] != value for name, value in arranged.items()):
            connection.execute(update(statements).where(statements.c.id == row["id"]).values(arranged))
    cast = cast_of(connection, document)
    named = [
        {"statement": row["id"], "actor": actor} for row in rows for actor in subjects_of(statement_from(row), cast)
    ]
    ids = [row["id"] for row in rows]
    connection.execute(delete(subjects).where(subjects.c.statement.in_(ids)))
    if named:
        connection.execute(insert(subjects), named)
