"""A run: what is new under some paths is read by workers and kept, batch by batch, by one writer."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from onrecord.documents.fetch import Fetcher
from onrecord.documents.items import Item
from onrecord.documents.listing import list_sources, open_source
from onrecord.errors import PipelineError
from onrecord.language.version import model_version
from onrecord.ledger.connect import Ledger
from onrecord.ledger.write import Kept, Outcome, finish_run, is_done, is_noted, keep, start_run
from onrecord.pipeline.local import run_local
from onrecord.pipeline.settings import Engine, Settings
from onrecord.pipeline.tasks import Task
from onrecord.records import Skipped

# A batch is written when it is this large or this old: small enough to lose little when killed, large enough that
# its transaction costs nothing beside the reading.
BATCH, BATCH_S = 50, 2.0


def _run_on_ray(tasks: Iterable[Task | Outcome], settings: Settings, ledger: str) -> Generator[Outcome, None, None]:
    try:
        # Ray and Arrow take seconds to load and are installed only where they are wanted.
        from onrecord.pipeline.on_ray import run_on_ray
    except ModuleNotFoundError as error:
        raise PipelineError(
            f"the engine ray needs the package {error.name}: install it with pip install 'onrecord[ray]'"
        ) from error
    yield from run_on_ray(tasks, settings, ledger)


ENGINES: dict[Engine, Callable[[Iterable[Task | Outcome], Settings, str], Generator[Outcome, None, None]]] = {
    Engine.LOCAL: run_local,
    Engine.RAY: _run_on_ray,
}


class Progress(Protocol):
    """What shows how a run goes."""

    def begin(self, sources: int) -> None:
        """There are so many files, URLs and streams."""

    def listed(self) -> None:
        """One of them was opened and its items handed out."""

    def kept(self, total: Kept) -> None:
        """So much is written by now."""

    def end(self) -> None:
        """The run is over."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to. `done_before`: files and members read by earlier runs; `seconds`: how long it took."""

    run: int | None
    kept: Kept
    done_before: int
    seconds: float


def add(paths: Iterable[str], ledger: Ledger, settings: Settings, progress: Progress) -> Summary:
    """Read what is new under the paths into the ledger.

    Goes on where an earlier run stopped, however it stopped: what a batch wrote is marked as done in the transaction
    that wrote it, and everything else is read again. A run that finds nothing new writes nothing.
    """
    began = time.monotonic()
    sources = list(list_sources(paths))
    progress.begin(len(sources))
    listing, total, run = _Listing(ledger, settings, progress), Kept(), None
    # closing: workers end with the run, also when it is interrupted.
    with closing(ENGINES[settings.engine](listing.tasks(sources), settings, ledger.name)) as outcomes:
        for batch in _batches(outcomes):
            new = [outcome for outcome in batch if not _is_noted(ledger, outcome)]
            if new:
                run = run or start_run(ledger, "add", model_version(), shown(settings))
                total += keep(ledger, run, new)
                progress.kept(total)
    if run is not None:
        finish_run(ledger, run)
    progress.end()
    return Summary(run, total, listing.done_before, time.monotonic() - began)


class _Listing:
    """What is still to do: sources opened one after the other, without what earlier runs did."""

    def __init__(self, ledger: Ledger, settings: Settings, progress: Progress) -> None:
        self.ledger, self.settings, self.progress = ledger, settings, progress
        self.fetcher = Fetcher(settings.intake.limits)
        self.done_before = 0

    def tasks(self, sources: Iterable[Item | Skipped]) -> Iterator[Task | Outcome]:
        for source in sources:
            if isinstance(source, Skipped):
                yield _noted(source)
            else:
                yield from self._open(source)
            self.progress.listed()

    def _open(self, source: Item) -> Iterator[Task | Outcome]:
        """The tasks of one source, and after those of an archive its own mark."""
        digest = _digest(source)
        if self._is_done(source, digest):
            return
        is_archive = False
        for found in open_source(source, self.settings.intake, self.fetcher):
            if isinstance(found, Skipped):
                is_archive = is_archive or found.member is not None
                yield _noted(found)
                continue
            is_archive = is_archive or found.member is not None
            if found.data is None:
                yield Task(found, digest)
                continue
            sha256 = hashlib.sha256(found.data).hexdigest()
            if not self._is_done(found, sha256):
                yield Task(found, sha256)
        if is_archive and digest is not None:
            yield Outcome(source.origin, None, digest)

    def _is_done(self, item: Item, digest: str | None) -> bool:
        if digest is None or not self.settings.resume:
            return False
        with self.ledger.reading() as connection:
            done = is_done(connection, item.origin, item.member, digest, retry=self.settings.retry)
        self.done_before += done
        return done


def _noted(skipped: Skipped) -> Outcome:
    return Outcome(skipped.origin, skipped.member, None, skipped=(skipped,))


def _digest(source: Item) -> str | None:
    """The SHA-256 of a source that is a file; None for what has to be opened to be known (a URL, standard input)."""
    try:
        with Path(source.origin).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _is_noted(ledger: Ledger, outcome: Outcome) -> bool:
    """Whether an outcome says nothing that the ledger does not know."""
    if outcome.sha256 is not None:
        return False
    with ledger.reading() as connection:
        return all(is_noted(connection, skipped) for skipped in outcome.skipped)


def _batches(outcomes: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    batch: list[Outcome] = []
    began = time.monotonic()
    for outcome in outcomes:
        batch.append(outcome)
        if len(batch) >= BATCH or time.monotonic() - began > BATCH_S:
            yield batch
            batch, began = [], time.monotonic()
    if batch:
        yield batch


def shown(settings: Settings) -> dict[str, object]:
    """The settings as the run's row has them: those that change what is read."""
    intake = settings.intake
    return {
        "published": intake.published,
        "outlet": intake.outlet,
        "encoding": intake.encoding,
        "columns": dict(intake.columns),
        "force": settings.force,
        "engine": settings.engine.value,
        "workers": settings.workers,
    }
