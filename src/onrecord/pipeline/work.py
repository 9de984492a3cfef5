"""What a worker does: one item in, the rows of its documents out. The same on this machine and on a cluster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from onrecord.documents.intake import read_item
from onrecord.documents.items import Intake
from onrecord.errors import DocumentError, UnsupportedLanguage
from onrecord.language.version import model_version
from onrecord.ledger.rows import Rows, rows_of
from onrecord.ledger.write import Outcome
from onrecord.pipeline.tasks import Failed, Task
from onrecord.reading import Reader
from onrecord.records import Appearance, Document, Record, Skipped


class Worker:
    """Turns items into rows. Holds the reader, so a process makes one and keeps it.

    `is_known`: whether the ledger has a document already; such a one is not read again, only its place is noted.
    """

    def __init__(self, intake: Intake, *, force: bool = False, is_known: Callable[[str], bool] | None = None) -> None:
        self.intake = intake
        self.reader = Reader(force=force)
        self.model = model_version()
        self.is_known = is_known or (lambda _document: False)

    def work(self, task: Task) -> Outcome:
        """What comes of one item. Nothing is raised for what is wrong with the item: it is skipped, with the reason."""
        item = task.item
        rows: list[Rows] = []
        skipped: list[Skipped] = []
        for found in read_item(item, self.intake):
            made = found if isinstance(found, Skipped) else self._read(found)
            if isinstance(made, Skipped):
                skipped.append(made)
            else:
                rows.append(made)
        # Should the file have changed since it was listed, the next run sees other bytes than this mark and reads it.
        return Outcome(item.origin, item.member, task.sha256, tuple(rows), tuple(skipped))

    def reread(self, document: Document) -> Record | Failed:
        """A document of the ledger read anew."""
        try:
            return self.reader.read(document)
        except DocumentError as error:
            return Failed(document.id, str(error))

    def _read(self, appearance: Appearance) -> Rows | Skipped:
        document = appearance.document
        if self.is_known(document.id):
            return replace(rows_of(appearance, Record(document), self.model), read=())
        try:
            return rows_of(appearance, self.reader.read(document), self.model)
        except UnsupportedLanguage as error:
            return Skipped(appearance.origin, appearance.member, "read", str(error))
