"""`onrecord reread`: documents of the ledger read by this version's reader."""

from __future__ import annotations

from contextlib import closing

import click

from onrecord.cli.output import ledger_option, show
from onrecord.cli.progress import Bar, quiet_option, workers_option
from onrecord.ledger.connect import open_ledger
from onrecord.pipeline.reread import Rereading, reread
from onrecord.pipeline.settings import Settings
from onrecord.views.rows import count


@click.command("reread", epilog="Example: onrecord reread --ledger news.db")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@ledger_option
@workers_option
@click.option("--force", is_flag=True, help="Read texts in other languages as if they were English.")
@quiet_option
def reread_documents(documents: tuple[str, ...], ledger: str, workers: int, force: bool, quiet: bool) -> None:
    """Read documents of the ledger anew: those named, else all that an older version read.

    What people corrected stays. Where the new reading differs from a corrected row, both are kept and the conflict
    is shown.
    """
    bar = Bar("document", quiet=quiet)
    with closing(open_ledger(ledger)) as opened:
        done = reread(opened, documents, Settings(workers=workers, force=force), bar)
    bar.end()
    show(_reread_told(done))


def _reread_told(done: Rereading) -> str:
    """What came of a re-reading; every conflict by name."""
    lines = [f"{count(len(done.documents), 'document')} read anew."]
    lines += [f"conflict: {conflict}" for document in done.documents for conflict in document.conflicts]
    lines += [f"{failed.document} could not be read: {failed.reason}" for failed in done.failed]
    return "\n".join(lines) + "\n"


COMMANDS = {"reread": reread_documents}
