"""`onrecord add` and `skipped`: documents into the ledger, and what did not come in."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import click

from onrecord.cli.output import asking, choice_of, form_option, ledger_option, limit_option, show, show_rows
from onrecord.cli.progress import Bar, quiet_option, workers_option
from onrecord.documents.items import Column, Intake
from onrecord.errors import SettingsError
from onrecord.ledger.connect import open_ledger
from onrecord.ledger.skips import skipped_items
from onrecord.pipeline.run import Summary, add
from onrecord.pipeline.settings import MIB, Engine, Settings
from onrecord.views.rows import count


@click.command("add", epilog="Example: onrecord add pages/ crawl.warc.gz --ledger news.db")
@click.argument("paths", nargs=-1, required=True)
@ledger_option
@click.option("--published", metavar="DATE", help="Day of publication of all, where you know better than the files.")
@click.option("--outlet", help="Who published all of it.")
@click.option("--encoding", help="Encoding of all files, where it is told wrongly.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=NAME",
              help=f"Which column of a table is which: {', '.join(Column)}. May be repeated.")  # fmt: skip
@click.option("--fetch", is_flag=True, help="Fetch URLs among PATHS, politely; else nothing is taken from the network.")
@workers_option
@click.option("--seconds", type=click.FloatRange(min=1), default=Settings().seconds, show_default=True,
              help="Give an item up after so long.")  # fmt: skip
@click.option("--memory", type=click.IntRange(512), default=Settings().memory // MIB, show_default=True,
              help="Megabytes that a worker may take.")  # fmt: skip
@click.option("--resume/--afresh", default=True, show_default=True,
              help="Pass over what was read before, or open every file again.")  # fmt: skip
@click.option("--retry", is_flag=True, help="Try again what earlier runs skipped.")
@click.option("--force", is_flag=True, help="Read texts in other languages as if they were English.")
@click.option("--engine", type=choice_of(Engine), default=Engine.LOCAL.value, show_default=True,
              help="Where to read: on this machine, or on a Ray cluster.")  # fmt: skip
@click.option("--address", help="The Ray cluster, such as ray://head:10001; none: one on this machine.")
@click.option("--shards", metavar="URL", help="Where a cluster's items and rows go: a folder or URL all nodes reach.")
@quiet_option
def add_paths(paths: tuple[str, ...], ledger: str, columns: tuple[str, ...], **chosen: Any) -> None:
    """Read PATHS into the ledger: files, folders, patterns, archives, URLs, or - for standard input.

    Text, HTML, PDF, e-mail, JSON, CSV, RSS and Atom, WARC, zip, tar and gz are told by their content. What was read
    before is not read again. A run that is stopped goes on when it is started again. What is not read is listed by
    `onrecord skipped`.
    """
    bar = Bar("file", quiet=chosen.pop("quiet"))
    intake = Intake(
        published=chosen.pop("published"), outlet=chosen.pop("outlet"), encoding=chosen.pop("encoding"),
        columns=tuple(_pair(column) for column in columns), fetch=chosen.pop("fetch"),
    )  # fmt: skip
    memory, engine = chosen.pop("memory") * MIB, Engine(chosen.pop("engine"))
    settings = Settings(intake=intake, memory=memory, engine=engine, **chosen)
    try:
        with closing(open_ledger(ledger, create=True)) as opened:
            summary = add(paths, opened, settings, bar)
    except KeyboardInterrupt:
        raise click.ClickException("stopped; what was read is kept, and the same command goes on from there") from None
    finally:
        bar.end()
    show(_told(summary, ledger))


def _told(summary: Summary, ledger: str) -> str:
    """What the run came to, in a line or two."""
    kept, minutes, seconds = summary.kept, *divmod(round(summary.seconds), 60)
    parts = [
        f"{count(kept.documents, 'new document')} with {count(kept.statements, 'statement')}",
        *([f"{kept.known:,} that were there already"] if kept.known else []),
        *([f"{count(summary.done_before, 'item')} read before"] if summary.done_before else []),
    ]
    lines = [f"{', '.join(parts)}, in {f'{minutes} min ' if minutes else ''}{seconds} s."]
    if kept.skipped:
        lines.append(f"{count(kept.skipped, 'item')} skipped: `onrecord skipped --ledger {ledger}` says why.")
    return "\n".join(lines) + "\n"


def _pair(column: str) -> tuple[str, str]:
    field, equals, name = column.partition("=")
    if not equals or not name:
        raise SettingsError(f"{column!r} names no column: give FIELD=NAME, such as text=body")
    return field, name


@click.command("skipped", epilog="Example: onrecord skipped --ledger news.db")
@ledger_option
@limit_option
@form_option
def skipped(ledger: str, limit: int, form: str) -> None:
    """Show what was not read, and why."""
    with asking(ledger) as connection:
        show_rows(skipped_items(connection, limit), form, empty="Nothing was skipped.")


COMMANDS = {"add": add_paths, "skipped": skipped}
