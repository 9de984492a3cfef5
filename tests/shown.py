"""Commands of the documentation, run for real. `python -m tests.shown` writes their output into the pages.

A page's commands stand in ```console blocks, each after "$ ". They run one after the other in an empty folder with a
copy of examples/, and the tests compare what stands in the page with what comes out.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from onrecord.cli.main import cli

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "docs/cli.md", "docs/tutorial.md")
WIDTH = "100"
BLOCK = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)
# What differs from run to run: the time it is, and how long things take.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
LASTING = re.compile(r"\bin (?:\d+ min )?\d+ s\b")


@contextmanager
def workplace() -> Iterator[Path]:
    """An empty folder with the examples, to be where the commands run."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        with chdir(folder), patch.dict(os.environ, {"COLUMNS": WIDTH}):
            yield Path(folder)


def output_of(command: str) -> str:
    """What a command prints; `export NAME=VALUE` sets a variable for those that follow."""
    name, *arguments = shlex.split(command)
    if name == "export":
        os.environ.update([arguments[0].split("=", 1)])  # type: ignore[list-item]
        return ""
    if name != "onrecord":
        raise ValueError(f"only onrecord's own commands are run, not {command!r}")
    result = CliRunner().invoke(cli, prog_name="onrecord", args=arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def filled(text: str) -> str:
    """The page with what its commands print now."""

    def block(found: re.Match[str]) -> str:
        commands = [line[2:] for line in found[2].splitlines() if line.startswith("$ ")]
        shown = (f"$ {command}\n{output_of(command).strip()}".strip() for command in commands)
        return found[1] + "\n".join(shown) + "\n" + found[3]

    with workplace():
        return BLOCK.sub(block, text)


def steady(text: str) -> str:
    """The page without what differs from run to run."""
    return LASTING.sub("in some time", MOMENT.sub("(a moment)", text))


def main() -> None:
    for name in PAGES:
        page = ROOT / name
        before = page.read_text(encoding="utf-8")
        after = filled(before)
        if steady(after) != steady(before):
            page.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main()
