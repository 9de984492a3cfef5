"""`onrecord export`, `import`: the ledger for other tools, and what people changed in them back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from onrecord.cli.output import by_option, ledger_option, show
from onrecord.exchange.formats import FORMATS, export, import_changes
from onrecord.ledger.connect import open_ledger
from onrecord.ledger.find import full_id
from onrecord.views.rows import count

OFFERED = "\n".join(f"  {name:<14}{form.what}" for name, form in FORMATS.items())
# \b keeps click from filling the lines of the list.
EXPORT_HELP = f"Write the ledger as it stands to PATH, a file or a new folder.\n\n\b\nFORMAT is one of:\n{OFFERED}"


@click.command("export", help=EXPORT_HELP, epilog="Example: onrecord export csv statements.csv --ledger news.db")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("path", type=click.Path(path_type=Path))
@ledger_option
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only this document; may be repeated.")
def export_ledger(form: str, path: Path, ledger: str, documents: tuple[str, ...]) -> None:
    with closing(open_ledger(ledger)) as opened:
        with opened.reading() as connection:
            chosen = [full_id(connection, document) for document in documents]
        done = export(opened, form, path, chosen or None)
    show(f"{done.number:,} {done.rows} of {count(done.documents, 'document')} written to {done.path}.\n")


@click.command("import", epilog="Example: onrecord import brat annotated/ --as Ann --ledger news.db")
@click.argument("form", metavar="FORMAT", type=click.Choice([n for n, f in FORMATS.items() if f.read is not None]))
@click.argument("path", type=click.Path(path_type=Path))
@ledger_option
@by_option
@click.option("--accept", is_flag=True, help="What was left as it is was looked at and found right.")
def import_corrections(form: str, path: Path, ledger: str, by: str, accept: bool) -> None:
    """Take back what people changed in an export, as corrections: FORMAT is brat or labelstudio."""
    with closing(open_ledger(ledger)) as opened:
        taken = import_changes(opened, form, path, by, accept=accept)
    show(
        f"{count(taken.documents, 'document')}: {taken.edited} edited, {taken.added} added, {taken.rejected} rejected, "
        f"{taken.accepted} accepted, {taken.unchanged} left as they are.\n"
        + "".join(f"not taken: {reason}\n" for reason in taken.left)
    )


COMMANDS = {"export": export_ledger, "import": import_corrections}
