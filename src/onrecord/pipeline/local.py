"""Workers on this machine: processes, each with its reader, under a limit of time and memory for each item."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from importlib import import_module
from typing import Any

from pebble import ProcessExpired, ProcessPool

from onrecord.ledger.write import Outcome
from onrecord.pipeline.settings import Settings
from onrecord.pipeline.tasks import Failed, Task
from onrecord.records import Document, Record

# Items handed out ahead of the one that is waited for, for each worker: enough to keep all busy behind a slow item,
# few enough to hold in memory.
AHEAD = 8


def run_local(tasks: Iterable[Task | Outcome], settings: Settings, ledger: str) -> Generator[Outcome, None, None]:
    """What comes of each item, in order; what is an outcome already keeps its place."""
    return _in_order(tasks, settings, ledger, "work", _given_up)


def reread_local(
    documents: Iterable[Document], settings: Settings, ledger: str
) -> Generator[Record | Failed, None, None]:
    """Each document read anew, in order."""
    return _in_order(documents, settings, ledger, "reread", lambda document, why: Failed(document.id, why))


def _in_order(
    tasks: Iterable[Any],
    settings: Settings,
    ledger: str,
    step: str,
    give_up: Callable[[Any, str], Any],
) -> Generator[Any, None, None]:
    """The results of the tasks in their order. Processes start with the first task there is to do."""
    waiting: deque[tuple[Any, Future[Any] | None]] = deque()
    pool: ProcessPool | None = None
    try:
        for task in tasks:
            if isinstance(task, Outcome):
                waiting.append((task, None))
            else:
                pool = pool or _pool(settings, ledger)
                waiting.append((task, pool.schedule(_in_process, args=(step, task), timeout=settings.seconds)))
            while waiting and (len(waiting) > AHEAD * settings.workers or _is_ready(waiting[0][1])):
                yield _result(*waiting.popleft(), settings, give_up)
        while waiting:
            yield _result(*waiting.popleft(), settings, give_up)
    finally:
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()


def _pool(settings: Settings, ledger: str) -> ProcessPool:
    # A fresh process, not a fork: the database's connections and the network's threads do not survive a fork.
    return ProcessPool(
        max_workers=settings.workers,
        initializer=_in_process,
        initargs=("start", settings, ledger),
        context=multiprocessing.get_context("spawn"),
    )


def _in_process(step: str, *arguments: Any) -> Any:
    """A step of `processes`, which only workers load: a run with nothing to do must not wait for a reader."""
    return getattr(import_module("onrecord.pipeline.processes"), step)(*arguments)


def _is_ready(future: Future[Any] | None) -> bool:
    return future is None or future.done()


def _result(task: Any, future: Future[Any] | None, settings: Settings, give_up: Callable[[Any, str], Any]) -> Any:
    if future is None:
        return task
    try:
        return future.result()
    except TimeoutError:
        why = f"it took longer than {settings.seconds:g} s and was given up: allow more with --seconds"
    except ProcessExpired:
        why = (
            f"the process that read it ended, most likely for want of memory ({settings.memory >> 20} MB): "
            "split the file, or allow more with --memory"
        )
    except Exception as error:  # a defect of ours must not end a run of a million documents, nor go unseen
        why = f"reading it failed ({type(error).__name__}: {error}); please report this with the file"
    return give_up(task, why)


def _given_up(task: Task, why: str) -> Outcome:
    item = task.item
    return Outcome(item.origin, item.member, task.sha256, skipped=(item.skipped("read", why),))
