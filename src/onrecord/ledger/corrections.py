"""Corrections: what a person decides about a row is a new row over the machine's, never a rewrite.

`corrections` is a log that only grows. What it comes to for one row, its latest decision that was not undone, is kept
beside it in `reviews`, so that a query need not go through the log.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, insert, select

from onrecord.errors import CorrectionError, UnknownRow
from onrecord.ledger.edits import Changes, add_statement, changed, find_actor, person_row
from onrecord.ledger.rows import PERSON, Row, document_from, statement_from
from onrecord.ledger.schema import corrections, documents, reviews, statements
from onrecord.ledger.write import now
from onrecord.records import (
    Act,
    Anonymity,
    Certainty,
    CertaintyLevel,
    Content,
    Cue,
    Document,
    Source,
    Statement,
    StatementKind,
    Status,
    content_id,
)


class Action(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    ADD = "add"
    MERGE = "merge"
    NOTE = "note"
    UNDO = "undo"
    CONFLICT = "conflict"  # noted by a re-reading: a newer model differs from a row that a person has reviewed


# Who a re-reading signs as.
READER = "onrecord"
STATE_OF = {
    Action.ACCEPT: "accepted",
    Action.REJECT: "rejected",
    Action.EDIT: "edited",
    Action.ADD: "added",
    Action.MERGE: "merged",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the log. `target`: the machine's row; `replacement`: the row or actor that stands instead."""

    id: str
    target: str
    action: Action
    replacement: str | None
    changes: Row
    by: str
    at: str
    why: str | None
    undoes: str | None


def accept(connection: Connection, statement: str, by: str, why: str | None = None) -> Correction:
    """Say that a statement is right as it stands. Raises UnknownRow."""
    root = _row(connection, statement)
    if root["made_by"] == PERSON:
        raise CorrectionError(f"{statement} was made by a person already: there is nothing of the machine's to accept")
    return _log(connection, root, Action.ACCEPT, by, why, replacement=root["id"])


def reject(connection: Connection, statement: str, by: str, why: str | None = None) -> Correction:
    """Say that a statement is none, or wholly wrong; it is shown no more. Raises UnknownRow."""
    return _log(connection, _root(connection, statement), Action.REJECT, by, why)


def note(connection: Connection, statement: str, by: str, why: str) -> Correction:
    """Leave a word on a statement and change nothing. Raises UnknownRow."""
    return _log(connection, _root(connection, statement), Action.NOTE, by, why)


def edit(connection: Connection, statement: str, changes: Changes, by: str, why: str | None = None) -> Correction:
    """Put a person's row over a statement. Raises UnknownRow, and CorrectionError for spans outside the text."""
    standing = _row(connection, statement)
    root = _root(connection, statement)
    document = _document(connection, root["document"])
    wanted = changed(connection, document, statement_from(standing), changes)
    if wanted == statement_from(standing):
        raise CorrectionError(f"nothing would change in {statement}: accept it instead")
    row = person_row(wanted, document, standing["position"], root["id"], root["model"])
    add_statement(connection, row, wanted, document)
    return _log(connection, root, Action.EDIT, by, why, replacement=row["id"], changes=_said(changes))


def add(connection: Connection, document: str, changes: Changes, by: str, why: str | None = None) -> Correction:
    """Add a statement that was missed; `changes` needs its content. Raises UnknownRow, CorrectionError."""
    if not changes.content:
        raise CorrectionError("a statement needs a content: give the characters of what was said")
    text = _document(connection, document)
    empty = Statement(
        "", StatementKind.INDIRECT, Source((), "", None, 1.0, Anonymity.NONE), Cue((), "", None), Content((), ""),
        Act.ASSERT, Certainty(CertaintyLevel.UNQUALIFIED, None, ()), (), None, None, Status.UNATTRIBUTED,
        "added by a person, who named no speaker", 1.0,
    )  # fmt: skip
    wanted = changed(connection, text, empty, changes)
    position = int(
        connection.execute(
            select(func.coalesce(func.max(statements.c.position) + 1, 0)).where(statements.c.document == document)
        ).scalar_one()
    )
    row = person_row(wanted, text, position, None, PERSON)
    add_statement(connection, row, wanted, text)
    return _log(connection, row, Action.ADD, by, why, replacement=row["id"], changes=_said(changes))


def merge(connection: Connection, actor: str, into: str, by: str, why: str | None = None) -> Correction:
    """Say that two actors are one: what `actor` said counts as said by `into`. Raises UnknownRow, CorrectionError."""
    one, other = find_actor(connection, actor), find_actor(connection, into)
    if actor == into:
        raise CorrectionError(f"{actor} is {into} already: a merge needs two actors")
    _check_merge(connection, actor, into)
    target = {"id": actor, "document": one["document"], "model": one["model"]}
    return _log(connection, target, Action.MERGE, by, why, replacement=other["id"], table="actors")


def undo(connection: Connection, correction: str, by: str, why: str | None = None) -> Correction:
    """Take a correction back; what stood before it stands again. Raises UnknownRow, CorrectionError."""
    row = connection.execute(select(corrections).where(corrections.c.id == correction)).mappings().first()
    if row is None:
        raise UnknownRow(f"{correction} is no correction of this ledger: `onrecord history ID` shows them")
    if connection.execute(select(corrections.c.id).where(corrections.c.undoes == correction)).first() is not None:
        raise CorrectionError(f"{correction} was undone already")
    if row["action"] not in STATE_OF:
        raise CorrectionError(f"{correction} is a {row['action']}, which cannot be undone: it changed nothing")
    target = {"id": row["target"], "document": row["document"], "model": row["model"]}
    undone = _log(connection, target, Action.UNDO, by, why, table=row["row_table"], undoes=correction)
    again = connection.execute(_merged_into(row["target"])).scalar()
    if again is not None:
        _check_merge(connection, row["target"], again)
    return undone


def _merged_into(actor: str) -> Select[Any]:
    return select(reviews.c.standing).where(reviews.c.target == actor, reviews.c.state == "merged")


def _check_merge(connection: Connection, actor: str, into: str) -> None:
    """Merges go one step: nobody is merged into an actor that is itself merged away. Raises CorrectionError."""
    further = connection.execute(_merged_into(into)).scalar()
    if further is not None:
        raise CorrectionError(f"{into} was itself merged into {further}: merge into that one, or undo that merge first")
    merged_here = select(reviews.c.target).where(reviews.c.standing == actor, reviews.c.state == "merged")
    earlier = connection.execute(merged_here.order_by(reviews.c.target)).scalar()
    if earlier is not None:
        raise CorrectionError(f"{earlier} was merged into {actor}: undo that, then merge each into {into}")


def log_conflict(connection: Connection, target: Row, reviewed: str, changes: Row, model: str) -> Correction:
    """Note that a re-reading gives a row which differs from one that a person has reviewed."""
    why = f"the model {model} reads this differently"
    return _log(connection, target, Action.CONFLICT, READER, why, replacement=reviewed, changes=changes)


def open_lines(connection: Connection, action: Action, *where: ColumnElement[bool]) -> list[Any]:
    """The lines of the log with that action which nobody has taken back, the earliest first."""
    undone = corrections.alias("undone")
    lines = (
        select(corrections)
        .where(corrections.c.action == action.value, ~exists().where(undone.c.undoes == corrections.c.id), *where)
        .order_by(corrections.c.seq)
    )
    return list(connection.execute(lines))


def withdraw(connection: Connection, line: Any, by: str, why: str) -> None:
    """Take back a line of the log whose row or actor is there no more."""
    target = {"id": line.target, "document": line.document, "model": line.model}
    _log(connection, target, Action.UNDO, by, why, table=line.row_table, undoes=line.id)


def history(connection: Connection, row: str) -> tuple[Correction, ...]:
    """All that people decided about a statement or an actor, the earliest first."""
    found = connection.execute(select(statements.c.root).where(statements.c.id == row)).scalar()
    lines = connection.execute(
        select(corrections).where(corrections.c.target == (found or row)).order_by(corrections.c.seq)
    ).mappings()
    return tuple(_correction(line) for line in lines)


def settle(connection: Connection, target: str) -> None:
    """Make the target's row in `reviews` from its log: the latest decision that was not undone."""
    lines = (
        connection.execute(select(corrections).where(corrections.c.target == target).order_by(corrections.c.seq))
        .mappings()
        .all()
    )
    connection.execute(delete(reviews).where(reviews.c.target == target))
    wanted = settled(lines)
    if wanted is not None:
        connection.execute(insert(reviews), wanted)


def settled(lines: Any) -> Row | None:
    """The row of `reviews` that a target's log comes to; None when nothing was decided."""
    undone = {line["undoes"] for line in lines}
    decisions = [line for line in lines if line["action"] in STATE_OF and line["id"] not in undone]
    if decisions:
        last = decisions[-1]
        state, standing = STATE_OF[Action(last["action"])], last["replacement"]
    else:
        conflicts = [line for line in lines if line["action"] == Action.CONFLICT and line["id"] not in undone]
        added = [line for line in lines if line["action"] == Action.ADD]
        if not conflicts and not added:
            return None
        last = (conflicts or added)[-1]
        state, standing = ("conflict" if conflicts else "undone"), None
    return {
        "target": last["target"],
        "document": last["document"],
        "state": state,
        "standing": standing,
        "correction": last["id"],
    }


def _log(
    connection: Connection,
    target: Any,
    action: Action,
    by: str,
    why: str | None,
    replacement: str | None = None,
    changes: Row | None = None,
    table: str = "statements",
    undoes: str | None = None,
) -> Correction:
    if not by.strip():
        raise CorrectionError("a correction needs to say who made it: give a name with --as")
    before = connection.execute(select(func.count()).where(corrections.c.target == target["id"])).scalar_one()
    row = {
        "id": content_id("correction", target["id"], before, action.value, replacement, by),
        "document": target["document"],
        "row_table": table,
        "target": target["id"],
        "action": action.value,
        "replacement": replacement,
        "changes": changes or {},
        "by": by.strip(),
        "at": now(),
        "why": why,
        "undoes": undoes,
        "model": target["model"],
    }
    connection.execute(insert(corrections), row)
    settle(connection, target["id"])
    return _correction(row)


def _correction(row: Any) -> Correction:
    named = {f.name: row[f.name] for f in fields(Correction)}
    return Correction(**(named | {"action": Action(row["action"])}))


def _row(connection: Connection, statement: str) -> Any:
    row = connection.execute(select(statements).where(statements.c.id == statement)).mappings().first()
    if row is None:
        raise UnknownRow(f"{statement} is no statement of this ledger: `onrecord find` shows their ids")
    return row


def _root(connection: Connection, statement: str) -> Any:
    row = _row(connection, statement)
    return row if row["root"] == statement else _row(connection, row["root"])


def _document(connection: Connection, document: str) -> Document:
    row = connection.execute(select(documents).where(documents.c.id == document)).mappings().first()
    if row is None:
        raise UnknownRow(f"{document} is no document of this ledger")
    return document_from(dict(row))


def _said(changes: Changes) -> Row:
    """The changes as JSON, only what was set."""
    given = {f.name: getattr(changes, f.name) for f in fields(changes)}
    return {
        name: [[span.start, span.end] for span in value] if isinstance(value, tuple) else str(value)
        for name, value in given.items()
        if value is not None
    }
