"""What verbs share: the ledger they are for, and how their rows are shown."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from enum import StrEnum
from typing import Any

import click
from sqlalchemy import Connection

from onrecord.ledger.connect import open_ledger
from onrecord.views.grid import plain, render_csv_rows, render_grid, render_json_rows
from onrecord.views.terminal import Style

FORMS = ("text", "json", "csv")

ledger_option = click.option(
    "--ledger", required=True, envvar="ONRECORD_LEDGER", metavar="FILE|URL",
    help="The ledger: a file, or postgresql://…; also by the variable ONRECORD_LEDGER.",
)  # fmt: skip
form_option = click.option(
    "--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="For people or programs."
)
limit_option = click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, help="Show at most so many."
)
by_option = click.option(
    "--as", "by", required=True, envvar="ONRECORD_AS", metavar="NAME",
    help="Who decides; also by the variable ONRECORD_AS.",
)  # fmt: skip
why_option = click.option("--why", help="Why, for those who read the history.")


@contextmanager
def asking(ledger: str) -> Iterator[Connection]:
    """A connection for questions to the ledger, which is closed afterwards."""
    with closing(open_ledger(ledger)) as opened, opened.reading() as connection:
        yield connection


@contextmanager
def deciding(ledger: str) -> Iterator[Connection]:
    """A connection that writes all or nothing to the ledger, which is closed afterwards."""
    with closing(open_ledger(ledger)) as opened, opened.atomic() as connection:
        yield connection


def choice_of(choices: type[StrEnum]) -> click.Choice[str]:
    """An option that takes one of these, by value."""
    return click.Choice([choice.value for choice in choices])


def terminal_style() -> Style:
    """Colours on a terminal, none elsewhere."""
    return click.style if sys.stdout.isatty() else lambda text, **_how: text


def terminal_width() -> int:
    return shutil.get_terminal_size((100, 24)).columns


def show(text: str) -> None:
    """Write text as UTF-8; lone surrogates, which cannot be written so, are shown as escapes."""
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)


def show_rows(
    rows: Sequence[Any], form: str, *, empty: str = "Nothing.", text: Callable[[], str] | None = None
) -> None:
    """Show dataclasses: for people as `text` gives them or as a grid, for programs as JSON or CSV."""
    if form == "text" and text is not None:
        show(text())
    else:
        render = {"text": lambda found: render_grid(found, empty), "json": render_json_rows, "csv": render_csv_rows}
        show(render[form](plain(rows)))
