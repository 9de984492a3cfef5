"""W3C Web Annotations: a collection with a page for each document, and the texts that its places are counted in.

Every statement is an annotation. Its targets are the pieces of its content: in the text, on the page at the document's
URL (found by the quotation), and in the bytes it was read from, as far as these are aligned. Its bodies say who spoke,
where the text says so, and what kind of statement it is; one holds the statement whole, as JSON.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.documents.alignment import original_spans
from onrecord.exchange.selection import Selection
from onrecord.ledger.read import Entry, Place
from onrecord.records import Document, Span, Spans, Statement

Node = dict[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
COLLECTION, PAGES, TEXTS = "collection.json", "pages", "texts"
# Characters before and after a quotation, enough to tell it from its like.
AROUND = 32


def write_webannotation(selection: Selection, folder: Path) -> int:
    """Write `collection.json`, `pages/` and `texts/`; gives the number of statements."""
    for place in (folder, folder / PAGES, folder / TEXTS):
        place.mkdir()
    names = [f"{document}.json" for document in selection.documents]
    number = 0
    for count, entry in enumerate(selection):
        document = entry.record.document
        places = [_Bytes.of(place, selection) for place in entry.places]
        items = list(annotate(entry, [place for place in places if place is not None]))
        page = {
            "@context": CONTEXT,
            "id": names[count],
            "type": "AnnotationPage",
            "partOf": f"../{COLLECTION}",
            "startIndex": number,
            **({"prev": names[count - 1]} if count else {}),
            **({"next": names[count + 1]} if count + 1 < len(names) else {}),
            "items": items,
        }
        _write(folder / PAGES / names[count], page)
        text = folder / TEXTS / f"{document.id}.txt"
        text.write_text(document.text, encoding="utf-8", newline="")
        number += len(items)
    ends = {"first": f"{PAGES}/{names[0]}", "last": f"{PAGES}/{names[-1]}"} if names else {}
    collection = {"@context": CONTEXT, "id": COLLECTION, "type": "AnnotationCollection", "label": "Who said what"}
    _write(folder / COLLECTION, collection | {"total": number} | ends)
    return number


@dataclass(frozen=True, slots=True)
class _Bytes:
    """An original whose characters can be told by their bytes."""

    place: Place
    encoding: str
    characters: str

    @classmethod
    def of(cls, place: Place, selection: Selection) -> _Bytes | None:
        """None where the document is not aligned, or where the bytes are not those of the characters read."""
        if not place.alignment or place.encoding is None:
            return None
        original = selection.original(place.sha256)
        characters = original.characters(place.encoding)
        whole = characters.encode(place.encoding, "replace") == original.data
        return cls(place, place.encoding, characters) if whole else None

    def targets(self, span: Span) -> Iterator[Node]:
        """Where a piece of the text stands in the bytes, which RFC 6920 names by their hash."""
        digest = base64.urlsafe_b64encode(bytes.fromhex(self.place.sha256)).decode().rstrip("=")
        source = {"id": f"ni:///sha-256;{digest}", "type": "Text", "format": self.place.media}
        for piece in original_spans(self.place.alignment, span):
            start, end = self._offset(piece.start), self._offset(piece.end)
            yield _specific(source, [{"type": "DataPositionSelector", "start": start, "end": end}])

    def _offset(self, characters: int) -> int:
        # A byte order mark is counted with the characters before the place, as it is in the file.
        return len(self.characters[:characters].encode(self.encoding))


def annotate(entry: Entry, originals: Sequence[_Bytes] = ()) -> Iterator[Node]:
    """An annotation for each statement of a document."""
    whole = entry.record.to_dict()["statements"]
    for statement, plain in zip(entry.record.statements, whole, strict=True):
        yield {
            "id": f"urn:onrecord:{statement.id}",
            "type": "Annotation",
            "motivation": "identifying",
            "generator": {"id": "urn:onrecord", "type": "Software", "name": "onrecord"},
            "body": list(_bodies(entry, statement, plain)),
            "target": [
                target
                for span in statement.content.spans
                for target in _targets(entry.record.document, span, originals)
            ],
        }


def _bodies(entry: Entry, s: Statement, plain: Node) -> Iterator[Node]:
    document = entry.record.document
    actor = entry.record.actor(s.source.actor)
    if actor is not None:
        yield _words("identifying", actor.name)
    yield from _places(document, s.source.spans, "identifying")
    yield from _places(document, s.cue.spans, "linking")
    yield _words("classifying", s.act)
    yield _words("assessing", s.certainty.level)
    yield _words("tagging", s.kind)
    yield _words("tagging", s.status)
    yield _words("moderating", entry.state_of(s.id))
    yield _words("describing", json.dumps(plain, ensure_ascii=False)) | {"format": "application/json"}


def _words(purpose: str, value: str) -> Node:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _places(document: Document, spans: Spans, purpose: str) -> Iterator[Node]:
    return (_in_text(document, span) | {"purpose": purpose} for span in spans)


def _targets(document: Document, span: Span, originals: Sequence[_Bytes]) -> Iterator[Node]:
    yield _in_text(document, span)
    if document.url:
        yield _specific({"id": document.url, "format": "text/html"}, [_quotation(document, span)])
    for original in originals:
        yield from original.targets(span)


def _in_text(document: Document, span: Span) -> Node:
    source = {"id": f"../{TEXTS}/{document.id}.txt", "type": "Text", "format": "text/plain"}
    if document.language:
        source["language"] = document.language
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return _specific(source, [_quotation(document, span), position])


def _quotation(document: Document, span: Span) -> Node:
    text = document.text
    return {
        "type": "TextQuoteSelector",
        "exact": span.of(text),
        "prefix": text[max(0, span.start - AROUND) : span.start],
        "suffix": text[span.end : span.end + AROUND],
    }


def _specific(source: Node, selectors: list[Node]) -> Node:
    """A piece of a source; each selector by itself is enough to find it."""
    return {"type": "SpecificResource", "source": source, "selector": selectors}


def _write(path: Path, node: Node) -> None:
    path.write_text(json.dumps(node, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
