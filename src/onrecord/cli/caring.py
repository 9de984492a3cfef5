"""`onrecord verify`, `forget`: that the ledger is what it was, and what shall be in it no more."""

from __future__ import annotations

import sys
from contextlib import closing

import click

from onrecord.cli.output import by_option, form_option, ledger_option, show, show_rows
from onrecord.ledger.connect import open_ledger
from onrecord.ledger.forget import forget, wipe
from onrecord.ledger.verify import verify
from onrecord.views.rows import count


@click.command("verify", epilog="Example: onrecord verify --ledger news.db")
@ledger_option
@form_option
def verify_ledger(ledger: str, form: str) -> None:
    """Check every hash, id, span, alignment and review against the stored bytes; exit with 1 on any mismatch."""
    with closing(open_ledger(ledger)) as opened:
        problems = tuple(verify(opened))
    show_rows(problems, form, empty="Every hash, id and span is as it was.")
    if problems:
        click.echo(f"{count(len(problems), 'mismatch')}: restore the ledger from a backup.", err=True)
        sys.exit(1)


@click.command("forget", epilog="Example: onrecord forget document-3f2a --as Ann --why 'court order' --ledger news.db")
@click.argument("document", metavar="ID")
@ledger_option
@by_option
@click.option("--why", required=True, help="Why, for those who look for it.")
def forget_document(document: str, ledger: str, by: str, why: str) -> None:
    """Remove the document ID and all that rests on it, for good; a tombstone keeps it from coming back.

    The whole id is needed, so that no other document goes by mistake.
    """
    with closing(open_ledger(ledger)) as opened:
        with opened.atomic() as connection:
            gone = forget(connection, document, by, why)
        wipe(opened)
    lines = [f"{gone.document} and {count(gone.total - 1, 'row')} that rested on it are gone."]
    lines += [
        f"The original {sha256} stays, and holds the text: other documents were read from it." for sha256 in gone.shared
    ]
    lines += [f"{actor} is no longer merged: the one it was merged into is gone." for actor in gone.unmerged]
    show("\n".join(lines) + "\n")


COMMANDS = {"verify": verify_ledger, "forget": forget_document}
