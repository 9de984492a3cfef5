"""`onrecord`: the table of verbs. Each loads only what it needs, so that a question is answered at once."""

from __future__ import annotations

from importlib import import_module

import click

from onrecord import __version__
from onrecord.errors import OnRecordError

# Where each verb is defined, in the order of the help: reading, keeping, asking, correcting, caring.
VERBS = {
    "read": "onrecord.cli.read",
    "add": "onrecord.cli.adding",
    "skipped": "onrecord.cli.adding",
    "reread": "onrecord.cli.rereading",
    "who": "onrecord.cli.finding",
    "find": "onrecord.cli.finding",
    "show": "onrecord.cli.finding",
    "sql": "onrecord.cli.finding",
    "stats": "onrecord.cli.finding",
    "copies": "onrecord.cli.comparing",
    "versions": "onrecord.cli.comparing",
    "correct": "onrecord.cli.correcting",
    "history": "onrecord.cli.correcting",
    "export": "onrecord.cli.exchanging",
    "import": "onrecord.cli.exchanging",
    "verify": "onrecord.cli.caring",
    "forget": "onrecord.cli.caring",
}


class _Verbs(click.Group):
    """Finds verbs in the table; says onrecord's own errors in one line and exits with 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(VERBS[cmd_name]).COMMANDS[cmd_name]
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except OnRecordError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Verbs)
@click.version_option(__version__, prog_name="onrecord")
def cli() -> None:
    """Who said what in the news, every row pinned to its characters."""


def main() -> None:
    """The console script's entry."""
    cli()


if __name__ == "__main__":
    main()
