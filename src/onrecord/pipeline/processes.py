"""What runs in a worker's process; the process that lists and writes does not load this."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

from onrecord.ledger.connect import open_ledger
from onrecord.ledger.write import Outcome, is_known
from onrecord.pipeline.settings import Settings
from onrecord.pipeline.tasks import Failed, Task
from onrecord.pipeline.work import Worker
from onrecord.records import Document, Record

# The process's worker, made when it starts.
_worker: list[Worker] = []


def start(settings: Settings, ledger: str) -> None:
    """Make this process a worker."""
    resource.setrlimit(resource.RLIMIT_DATA, (settings.memory, settings.memory))
    open_one = open_ledger(ledger)

    def known(document: str) -> bool:
        with open_one.reading() as connection:
            return is_known(connection, document)

    _worker[:] = [Worker(settings.intake, force=settings.force, is_known=known)]


def work(task: Task) -> Outcome:
    with _ending_without_memory():
        return _worker[0].work(task)


def reread(document: Document) -> Record | Failed:
    with _ending_without_memory():
        return _worker[0].reread(document)


@contextmanager
def _ending_without_memory() -> Iterator[None]:
    """Ends this process when its memory is used up: what is left of it would fail the next item too."""
    try:
        yield
    except MemoryError:
        os._exit(1)
