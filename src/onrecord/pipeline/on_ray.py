"""Workers on a Ray cluster: the same worker, fed and emptied through Parquet shards that every node can reach."""

from __future__ import annotations

import logging
import tempfile
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import ray

from onrecord.documents.limits import read_bounded
from onrecord.errors import PipelineError, TooLarge
from onrecord.ledger.write import Outcome
from onrecord.pipeline import shards
from onrecord.pipeline.settings import Settings
from onrecord.pipeline.tasks import Task
from onrecord.pipeline.work import Worker

# Tasks in a shard: some seconds of work, so that little is lost with a node and the cluster stays evenly busy.
SHARD = 32
# Shards under way for each worker.
AHEAD = 2


def run_on_ray(tasks: Iterable[Task | Outcome], settings: Settings, ledger: str) -> Generator[Outcome, None, None]:
    """What comes of each task, in order; what is an outcome already keeps its place. `ledger` stays with the writer.

    Raises PipelineError when the cluster cannot be reached.
    """
    del ledger
    with _cluster(settings), _shared_folder(settings) as place:
        shards.make_folder(place)
        remote = ray.remote(max_retries=2)(_read_shard)
        waiting: deque[tuple[list[Task | Outcome], str, Any]] = deque()
        for block in _blocks(tasks):
            todo = [task for task in block if isinstance(task, Task)]
            name = f"{place}/{shards.name_of(todo)}"
            done = None
            if todo and not shards.exists(f"{name}.rows.parquet"):
                shards.write_tasks(f"{name}.items.parquet", [_with_bytes(task, settings) for task in todo])
                done = remote.remote(name, settings)
            waiting.append((block, name if todo else "", done))
            if len(waiting) > AHEAD * settings.workers:
                yield from _merged(*waiting.popleft())
        while waiting:
            yield from _merged(*waiting.popleft())


def _with_bytes(task: Task, settings: Settings) -> Task:
    """The task with what its file holds: nodes need not see this machine's files."""
    if task.item.data is not None:
        return task
    try:
        with Path(task.item.origin).open("rb") as file:
            data = read_bounded(file, settings.intake.limits.file_bytes)
    except (OSError, TooLarge):
        return task  # the worker fails in the same way, and says why
    return replace(task, item=replace(task.item, data=data))


def _read_shard(name: str, settings: Settings) -> None:
    """What a node does: a shard of items in, a shard of rows out."""
    worker = _worker_for(settings)
    outcomes = [worker.work(task) for task in shards.read_tasks(f"{name}.items.parquet")]
    shards.write_outcomes(f"{name}.rows.parquet", outcomes)


_workers: dict[Settings, Worker] = {}


def _worker_for(settings: Settings) -> Worker:
    """This process's worker, made with the first shard."""
    if settings not in _workers:
        _workers[settings] = Worker(settings.intake, force=settings.force)
    return _workers[settings]


def _merged(block: list[Task | Outcome], name: str, done: Any) -> Iterator[Outcome]:
    """The outcomes of a block in its order; its shards are removed once they were handed on."""
    if done is not None:
        ray.get(done)
    read = iter(shards.read_outcomes(f"{name}.rows.parquet") if name else ())
    for task in block:
        yield task if isinstance(task, Outcome) else next(read)
    if name:
        for kind in ("items", "rows"):
            if shards.exists(f"{name}.{kind}.parquet"):
                shards.remove(f"{name}.{kind}.parquet")


def _blocks(tasks: Iterable[Task | Outcome]) -> Iterator[list[Task | Outcome]]:
    block: list[Task | Outcome] = []
    for task in tasks:
        block.append(task)
        if len(block) == SHARD:
            yield block
            block = []
    if block:
        yield block


@contextmanager
def _cluster(settings: Settings) -> Iterator[None]:
    """A connection to the cluster; one on this machine is started, and stopped, where no address is given."""
    try:
        ray.init(
            address=settings.address,
            num_cpus=settings.workers if settings.address is None else None,
            include_dashboard=False if settings.address is None else None,
            log_to_driver=False,
            logging_level=logging.ERROR,
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        where = settings.address or "on this machine"
        raise PipelineError(f"the Ray cluster {where} cannot be used ({error}): check --address") from error
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def _shared_folder(settings: Settings) -> Iterator[str]:
    """Where shards go: the place given, or a folder of this machine where the cluster is on it."""
    if settings.shards is not None:
        yield settings.shards.rstrip("/")
    elif settings.address is None:
        with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
            yield folder
    else:
        raise PipelineError(
            "a cluster needs a place that all its nodes can reach: give a folder or an fsspec URL with --shards, "
            "such as s3://bucket/folder"
        )
