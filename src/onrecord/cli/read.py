"""`onrecord read`: one article, nothing kept."""

from __future__ import annotations

import json
from collections.abc import Callable

import click

from onrecord.cli.output import show, terminal_style, terminal_width
from onrecord.documents.intake import read_single
from onrecord.documents.items import Intake
from onrecord.reading import Reader
from onrecord.records import Record
from onrecord.views.page import render_page
from onrecord.views.table import render_csv
from onrecord.views.terminal import render_terminal

FORMATS: dict[str, Callable[[Record], str]] = {
    "text": lambda record: render_terminal(record, terminal_width(), terminal_style()),
    "json": lambda record: json.dumps(record.to_dict(), ensure_ascii=False, indent=2) + "\n",
    "jsonl": lambda record: json.dumps(record.to_dict(), ensure_ascii=False) + "\n",
    "csv": render_csv,
    "html": render_page,
}


@click.command(epilog="Example: onrecord read article.txt --published 2017-04-13")
@click.argument("file")
@click.option("--published", metavar="DATE", help="Day of publication, YYYY-MM-DD; dates are counted from it.")
@click.option("--title", help="Headline, where the text does not begin with it.")
@click.option("--outlet", help="Who published it.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to show it."
)
@click.option("--encoding", help="Encoding of the file, when it is not UTF-8.")
@click.option("--force", is_flag=True, help="Read a text in another language as if it were English.")
def read(
    file: str,
    published: str | None,
    title: str | None,
    outlet: str | None,
    form: str,
    encoding: str | None,
    force: bool,
) -> None:
    """Read one article and print its record: FILE is text, a web page, a PDF or a message, or - for standard input."""
    document = read_single(file, Intake(published=published, outlet=outlet, encoding=encoding), title)
    show(FORMATS[form](Reader(force=force).read(document)))


COMMANDS = {"read": read}
