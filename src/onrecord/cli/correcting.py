"""`onrecord correct`, `history`: what people decide about rows."""

from __future__ import annotations

import re
from typing import Any

import click
from sqlalchemy import Connection

from onrecord.cli.output import (
    asking,
    by_option,
    choice_of,
    deciding,
    form_option,
    ledger_option,
    show,
    show_rows,
    why_option,
)
from onrecord.errors import CorrectionError
from onrecord.ledger import corrections
from onrecord.ledger.corrections import Correction
from onrecord.ledger.edits import Changes
from onrecord.ledger.find import full_id
from onrecord.records import Act, CertaintyLevel, Span, Spans, StatementKind
from onrecord.views.evidence import history_line, render_history

SPAN = re.compile(r"(\d+)-(\d+)")


def _spans(_context: click.Context, parameter: click.Parameter, value: str | None) -> Spans | None:
    """Spans as people write them: `120-164;170-190`, characters [start, end) of the document's text."""
    if value is None:
        return None
    found = [SPAN.fullmatch(piece.strip()) for piece in value.split(";") if piece.strip()]
    if not all(found):
        raise click.BadParameter("give START-END, several joined by ;", param=parameter)
    return tuple(Span(int(match[1]), int(match[2])) for match in found if match)


@click.command("correct", epilog="Example: onrecord correct statement-3f2a --speaker 'Sergey Lavrov' --as Ann")
@click.argument("row", metavar="ID")
@ledger_option
@by_option
@click.option("--accept", "decision", flag_value="accept", help="The statement is right.")
@click.option("--reject", "decision", flag_value="reject", help="It is no statement, or wholly wrong.")
@click.option("--undo", "decision", flag_value="undo", help="Take a correction back; ID is the correction's.")
@click.option("--add", "decision", flag_value="add", help="Add a statement that was missed; ID is the document's.")
@click.option("--merge-into", metavar="ACTOR", help="The actor ID is this one.")
@click.option("--speaker", metavar="NAME|ACTOR", help="Who said it; an empty name: nobody the text names.")
@click.option("--source", callback=_spans, metavar="SPANS", help="Characters that name the source: START-END;…")
@click.option("--cue", callback=_spans, metavar="SPANS", help="Characters of the reporting words.")
@click.option("--content", callback=_spans, metavar="SPANS", help="Characters of what was said.")
@click.option("--kind", type=choice_of(StatementKind), help="Quoted, paraphrased, or both.")
@click.option("--act", type=choice_of(Act), help="What the speaker does.")
@click.option("--certainty", type=choice_of(CertaintyLevel), help="How sure it is said to be.")
@why_option
def correct(
    row: str,
    ledger: str,
    by: str,
    why: str | None,
    decision: str | None,
    merge_into: str | None,
    kind: str | None,
    act: str | None,
    certainty: str | None,
    **evidence: Any,
) -> None:
    """Accept, reject, edit, add or merge: a person's row over the machine's, which stays.

    With --speaker, --source, --content and the like the statement is edited. With --why alone a note is left.
    """
    changes = Changes(
        kind=StatementKind(kind) if kind else None,
        act=Act(act) if act else None,
        certainty=CertaintyLevel(certainty) if certainty else None,
        **evidence,
    )
    with deciding(ledger) as connection:
        done = _decide(connection, row, by, why, decision, merge_into, changes)
    show(history_line(done) + "\n")


def _decide(
    connection: Connection,
    row: str,
    by: str,
    why: str | None,
    decision: str | None,
    merge_into: str | None,
    changes: Changes,
) -> Correction:
    if decision == "undo":
        return corrections.undo(connection, row, by, why)
    target = full_id(connection, row)
    if merge_into is not None:
        return corrections.merge(connection, target, full_id(connection, merge_into), by, why)
    if decision == "add":
        return corrections.add(connection, target, changes, by, why)
    if decision is not None:
        decide = {"accept": corrections.accept, "reject": corrections.reject}[decision]
        return decide(connection, target, by, why)
    if changes != Changes():
        return corrections.edit(connection, target, changes, by, why)
    if why is not None:
        return corrections.note(connection, target, by, why)
    raise CorrectionError("say what to do: --accept, --reject, --speaker NAME, --content SPANS … or a note with --why")


@click.command("history", epilog="Example: onrecord history statement-3f2a --ledger news.db")
@click.argument("row", metavar="ID")
@ledger_option
@form_option
def history(row: str, ledger: str, form: str) -> None:
    """Show what people decided about the row ID, the earliest first."""
    with asking(ledger) as connection:
        lines = corrections.history(connection, full_id(connection, row))
    show_rows(lines, form, text=lambda: render_history(lines))


COMMANDS = {"correct": correct, "history": history}
