"""A spaCy pipeline component: `nlp.add_pipe("onrecord")` gives `doc._.statements` and `doc._.record`."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.documents.text import make_document
from onrecord.reading import Reader
from onrecord.records import Record


@Language.factory("onrecord", default_config={"published": None, "force": False}, retokenizes=False)
def create_component(
    nlp: Language,  # noqa: ARG001, what spaCy passes
    name: str,  # noqa: ARG001
    published: str | None,
    force: bool,
) -> OnRecordComponent:
    """The component. `published`: ISO date for all documents; `doc.user_data["published"]` overrides it for one."""
    return OnRecordComponent(published, force=force)


class OnRecordComponent:
    """Reads each document's text; character spans become tokens by `doc.char_span(span.start, span.end)`."""

    def __init__(self, published: str | None = None, *, force: bool = False) -> None:
        self._reader = Reader(force=force)
        self._published = published
        for name in ("record", "statements"):
            if not Doc.has_extension(name):
                Doc.set_extension(name, default=None)

    def __call__(self, doc: Doc) -> Doc:
        published: Any = doc.user_data.get("published", self._published)
        record: Record = self._reader.read(make_document(doc.text, published))
        doc._.record = record
        doc._.statements = list(record.statements)
        return doc
