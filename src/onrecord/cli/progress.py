"""How a run shows how far it is, and on how many workers it goes."""

from __future__ import annotations

import sys
from typing import Any

import click
from tqdm import tqdm

from onrecord.ledger.write import Kept
from onrecord.pipeline.settings import Settings


class Bar:
    """A run's progress on standard error: files, rate, time left; and what was kept by now."""

    def __init__(self, unit: str, *, quiet: bool) -> None:
        self.bar: Any = tqdm(
            unit=f" {unit}",
            disable=quiet or not sys.stderr.isatty(),
            file=sys.stderr,
            dynamic_ncols=True,
            mininterval=0.5,
        )

    def begin(self, sources: int) -> None:
        self.bar.total = sources
        self.bar.refresh()

    def listed(self) -> None:
        self.bar.update(1)

    def kept(self, total: Kept) -> None:
        self.bar.set_postfix(documents=total.documents, statements=total.statements, skipped=total.skipped)

    def end(self) -> None:
        self.bar.close()


workers_option = click.option(
    "--workers", type=click.IntRange(1), default=Settings().workers, show_default="one for each CPU",
    help="Processes that read side by side.",
)  # fmt: skip
quiet_option = click.option("--quiet", is_flag=True, help="No progress bar.")
