"""`onrecord who`, `find`, `show`, `sql`, `stats`: questions to the ledger."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import click
from sqlalchemy import Connection

from onrecord.cli.output import (
    asking,
    choice_of,
    form_option,
    ledger_option,
    limit_option,
    show,
    show_rows,
    terminal_style,
    terminal_width,
)
from onrecord.errors import SettingsError
from onrecord.ledger import find as finding
from onrecord.ledger.connect import read_only
from onrecord.ledger.evidence import evidence_of
from onrecord.ledger.find import REVIEWS, Query, full_id
from onrecord.ledger.query import run_sql
from onrecord.ledger.read import load, load_actor
from onrecord.records import Act, StatementKind, Status
from onrecord.views.evidence import entry_object, evidence_object, render_evidence
from onrecord.views.grid import plain, render_csv_rows, render_grid, render_json_rows
from onrecord.views.listing import render_actor, render_found, render_named
from onrecord.views.terminal import render_terminal


@click.command(epilog='Example: onrecord who "foreign minister" --ledger news.db')
@click.argument("name")
@ledger_option
@limit_option
@form_option
def who(name: str, ledger: str, limit: int, form: str) -> None:
    """Show what somebody said: statements by NAME, which may be a role."""
    query = Query(by=name, limit=limit)
    with asking(ledger) as connection:
        rows, total = finding.find(connection, query), finding.count(connection, query)
        named = finding.who(connection, name) if form == "text" else ()

    def text() -> str:
        if not named:
            return f"Nobody in the ledger is called {name}.\n"
        style = terminal_style()
        return render_named(named, style) + (render_found(rows, total, terminal_width(), style) if rows else "")

    show_rows(rows, form, text=text)


@click.command(epilog="Example: onrecord find missile strike --by Lavrov --since 2017-04-01 --ledger news.db")
@click.argument("words", nargs=-1)
@ledger_option
@click.option("--by", metavar="NAME", help="Said by somebody of this name or role.")
@click.option("--about", metavar="NAME", help="Naming somebody of this name or role.")
@click.option("--since", metavar="DATE", help="Published on this day or later, YYYY-MM-DD.")
@click.option("--until", metavar="DATE", help="Published on this day or earlier.")
@click.option("--outlet", help="Published by.")
@click.option("--kind", type=choice_of(StatementKind), help="Quoted, paraphrased, or both.")
@click.option("--act", type=choice_of(Act), help="What the speaker does.")
@click.option("--status", type=choice_of(Status), help="Whether the speaker is settled.")
@click.option("--review", type=click.Choice(REVIEWS), help="Seen by a person or not.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="At least so sure that all spans are right.")
@limit_option
@form_option
def find(words: tuple[str, ...], ledger: str, limit: int, form: str, **chosen: Any) -> None:
    """Find statements by WORDS and more, the latest first.

    Words are looked for in all their forms; "air base" in quotation marks stands in a row, sanction* is a beginning.
    Give a dash and a word after -- to leave it out.
    """
    query = Query(words=" ".join(words) or None, limit=limit, **chosen)
    if query == Query(limit=limit):
        raise SettingsError("say what to look for: one or more words, or --by, --about, --since, --outlet, --kind …")
    with asking(ledger) as connection:
        rows, total = finding.find(connection, query), finding.count(connection, query)
    show_rows(rows, form, text=lambda: render_found(rows, total, terminal_width(), terminal_style()))


@click.command("show", epilog="Example: onrecord show statement-3f2a --ledger news.db")
@click.argument("row", metavar="ID")
@ledger_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="For people or programs.")  # fmt: skip
def show_row(row: str, ledger: str, form: str) -> None:
    """Show a row by its ID, or the beginning of it: the statement with its evidence, or the whole document."""
    with asking(ledger) as connection:
        whole = full_id(connection, row)
        shown = SHOWN[whole.partition("-")[0]](connection, whole)
    show(shown.text() if form == "text" else json.dumps(shown.plain, ensure_ascii=False, indent=2) + "\n")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A row for people, and for programs."""

    text: Callable[[], str]
    plain: dict[str, Any]


def _statement(connection: Connection, row: str) -> _Shown:
    found = evidence_of(connection, row)
    return _Shown(lambda: render_evidence(found, terminal_width(), terminal_style()), evidence_object(found))


def _document(connection: Connection, row: str) -> _Shown:
    entry = load(connection, row)
    return _Shown(lambda: render_terminal(entry.record, terminal_width(), terminal_style()), entry_object(entry))


def _actor(connection: Connection, row: str) -> _Shown:
    actor, query = load_actor(connection, row), Query(actor=row)
    rows, total = finding.find(connection, query), finding.count(connection, query)
    return _Shown(
        lambda: render_actor(actor, rows, total, terminal_width(), terminal_style()),
        plain([actor])[0] | {"statements": plain(rows)},
    )


SHOWN = {"statement": _statement, "document": _document, "actor": _actor}


@click.command(epilog='Example: onrecord sql "SELECT speaker, COUNT(*) FROM said GROUP BY 1 ORDER BY 2 DESC"')
@click.argument("statement", metavar="SELECT")
@ledger_option
@form_option
def sql(statement: str, ledger: str, form: str) -> None:
    """Ask the ledger in SQL; the database itself refuses to write.

    The view `said` has the statements as they stand, with speaker, outlet and day; docs/ledger.md names all tables.
    """
    with closing(read_only(ledger)) as opened:
        rows = run_sql(opened, statement)
    render = {"text": lambda found: render_grid(found, "No rows."), "json": render_json_rows, "csv": render_csv_rows}
    show(render[form](rows))


@click.command(epilog="Example: onrecord stats --ledger news.db")
@ledger_option
@form_option
def stats(ledger: str, form: str) -> None:
    """Count what the ledger holds."""
    with asking(ledger) as connection:
        show_rows(finding.stats(connection), form)


COMMANDS = {"who": who, "find": find, "show": show_row, "sql": sql, "stats": stats}
