"""`onrecord`: the verbs, each a few lines over the library."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from functools import partial

import click

from onrecord import __version__
from onrecord.documents.text import make_document, read_text
from onrecord.errors import OnRecordError
from onrecord.reading import Reader
from onrecord.records import Record
from onrecord.views.page import render_page
from onrecord.views.table import render_csv
from onrecord.views.terminal import render_terminal


def _plain(text: str, **_how: object) -> str:
    return text


def _terminal(record: Record) -> str:
    style: Callable[..., str] = click.style if sys.stdout.isatty() else _plain
    return render_terminal(record, shutil.get_terminal_size((100, 24)).columns, style)


FORMATS: dict[str, Callable[[Record], str]] = {
    "text": _terminal,
    "json": lambda record: json.dumps(record.to_dict(), ensure_ascii=False, indent=2) + "\n",
    "jsonl": lambda record: json.dumps(record.to_dict(), ensure_ascii=False) + "\n",
    "csv": render_csv,
    "html": render_page,
}


class _Group(click.Group):
    """Says onrecord's own errors in one line and exits with 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except OnRecordError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Group)
@click.version_option(__version__, prog_name="onrecord")
def cli() -> None:
    """Who said what in the news, every row pinned to its characters."""


@cli.command(epilog="Example: onrecord read article.txt --published 2017-04-13")
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
    """Read one article (FILE, or - for standard input) and print its record."""
    document = make_document(read_text(file, encoding), published, title, outlet)
    write = partial(click.echo, nl=False)
    # Lone surrogates cannot be written as UTF-8; they are shown as escapes, never a traceback.
    write(FORMATS[form](Reader(force=force).read(document)).encode("utf-8", "backslashreplace"))


def main() -> None:
    """The console script's entry."""
    cli()
