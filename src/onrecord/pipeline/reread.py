"""Documents of the ledger read anew by this version's reader, with what people corrected kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.language.version import model_version
from onrecord.ledger.connect import Ledger
from onrecord.ledger.read import load_document
from onrecord.ledger.reread import Reread, outdated, replace_reading
from onrecord.ledger.write import finish_run, start_run
from onrecord.pipeline.local import reread_local
from onrecord.pipeline.run import Progress, shown
from onrecord.pipeline.settings import Settings
from onrecord.pipeline.tasks import Failed
from onrecord.records import Document


@dataclass(frozen=True, slots=True)
class Rereading:
    """What came of it: what changed document by document, and which could not be read."""

    documents: tuple[Reread, ...]
    failed: tuple[Failed, ...]


def reread(ledger: Ledger, documents: Sequence[str], settings: Settings, progress: Progress) -> Rereading:
    """Read these documents anew; all that another version read, where none is named. Each is kept as it is done.

    Raises UnknownRow for a document that is not in the ledger.
    """
    model = model_version()
    with ledger.reading() as connection:
        wanted = list(documents) or outdated(connection, model)
        for document in documents:
            load_document(connection, document)
    progress.begin(len(wanted))
    done: list[Reread] = []
    failed: list[Failed] = []
    run = start_run(ledger, "reread", model, shown(settings)) if wanted else None
    for result in reread_local(_documents(ledger, wanted), settings, ledger.name):
        if isinstance(result, Failed):
            failed.append(result)
        elif run is not None:
            with ledger.atomic() as connection:
                done.append(replace_reading(connection, result, model, run))
        progress.listed()
    if run is not None:
        finish_run(ledger, run)
    progress.end()
    return Rereading(tuple(done), tuple(failed))


def _documents(ledger: Ledger, wanted: list[str]) -> Iterator[Document]:
    for document in wanted:
        with ledger.reading() as connection:
            found = load_document(connection, document)
        yield found
