"""Web Annotations and schema.org, read as linked data by rdflib.

The contexts of both are on the network, so the terms used are written down here, from the standards: W3C's Web
Annotation Vocabulary, section 2, and schema.org, where every term is in one namespace.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, SDO, Graph, Literal, Namespace, URIRef

from onrecord.exchange.formats import export
from onrecord.exchange.jsonl import record_from
from onrecord.ledger.connect import Ledger
from onrecord.ledger.read import Entry, load_original
from tests.exchange.conftest import characters

# rdflib's JSON-LD reader uses a class of its own that it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

OA = Namespace("http://www.w3.org/ns/oa#")
AS = "http://www.w3.org/ns/activitystreams#"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
TEXT_LIKE = "http://purl.org/dc/dcmitype/"

ANNOTATION_CONTEXT: dict[str, Any] = {
    "oa": str(OA),
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@id"},
    **{
        name: str(OA[name])
        for name in ("Annotation", "SpecificResource", "TextualBody", "TextQuoteSelector", "TextPositionSelector",
                     "DataPositionSelector", "exact", "prefix", "suffix", "start", "end")
    },
    **{
        name: {"@id": str(OA[term]), "@type": "@id"}
        for name, term in (("body", "hasBody"), ("target", "hasTarget"), ("source", "hasSource"),
                           ("selector", "hasSelector"))
    },
    "motivation": {"@id": str(OA.motivatedBy), "@type": "@vocab"},
    "purpose": {"@id": str(OA.hasPurpose), "@type": "@vocab"},
    **{
        name: str(OA[name])
        for name in ("assessing", "classifying", "describing", "identifying", "linking", "moderating", "tagging")
    },
    "Text": TEXT_LIKE + "Text",
    "Software": AS + "Application",
    "AnnotationCollection": AS + "OrderedCollection",
    "AnnotationPage": AS + "OrderedCollectionPage",
    "items": {"@id": AS + "items", "@type": "@id", "@container": "@list"},
    "first": {"@id": AS + "first", "@type": "@id"},
    "last": {"@id": AS + "last", "@type": "@id"},
    "next": {"@id": AS + "next", "@type": "@id"},
    "prev": {"@id": AS + "prev", "@type": "@id"},
    "partOf": {"@id": AS + "partOf", "@type": "@id"},
    "total": AS + "totalItems",
    "startIndex": AS + "startIndex",
    "generator": {"@id": AS + "generator", "@type": "@id"},
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "name": "http://xmlns.com/foaf/0.1/name",
    "format": DC + "format",
    "language": DC + "language",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
}  # fmt: skip


def parsed(path: Path, context: dict[str, Any], url: str) -> Graph:
    node = json.loads(path.read_text(encoding="utf-8"))
    assert node["@context"] == url
    return Graph().parse(data=json.dumps(node | {"@context": context}), format="json-ld", publicID=path.as_uri())


def annotation_graph(path: Path) -> Graph:
    return parsed(path, ANNOTATION_CONTEXT, "http://www.w3.org/ns/anno.jsonld")


def keys_of(node: Any) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(keys_of, node))
    return set(node) | keys_of(list(node.values())) if isinstance(node, dict) else set()


@pytest.fixture
def folder(ledger: Ledger, tmp_path: Path) -> Path:
    export(ledger, "webannotation", tmp_path / "annotations")
    return tmp_path / "annotations"


def test_every_term_is_in_the_standard(folder: Path) -> None:
    for path in folder.rglob("*.json"):
        assert keys_of(json.loads(path.read_text(encoding="utf-8"))) <= {"@context", *ANNOTATION_CONTEXT}


def test_the_collection_leads_through_its_pages(folder: Path, entries: list[Entry]) -> None:
    collection = folder / "collection.json"
    graph = annotation_graph(collection)
    (page,) = graph.objects(URIRef(collection.as_uri()), URIRef(AS + "first"))
    (last,) = graph.objects(URIRef(collection.as_uri()), URIRef(AS + "last"))
    (total,) = graph.objects(URIRef(collection.as_uri()), URIRef(AS + "totalItems"))
    seen, found = [], 0
    while True:
        path = Path(str(page).removeprefix("file://"))
        seen.append(path.stem)
        graph = annotation_graph(path)
        assert list(graph.objects(page, URIRef(AS + "partOf"))) == [URIRef(collection.as_uri())]
        assert list(graph.objects(page, URIRef(AS + "startIndex"))) == [Literal(found)]
        found += len(set(graph.subjects(RDF.type, OA.Annotation)))
        following = list(graph.objects(page, URIRef(AS + "next")))
        if not following:
            break
        (page,) = following
    assert (seen, page, found) == ([entry.record.document.id for entry in entries], last, int(str(total)))


def test_targets_find_the_content_in_the_text(folder: Path, entries: list[Entry]) -> None:
    for entry in entries:
        page = folder / "pages" / f"{entry.record.document.id}.json"
        text = characters(folder / "texts" / f"{entry.record.document.id}.txt")
        source = URIRef((folder / "texts" / f"{entry.record.document.id}.txt").as_uri())
        graph = annotation_graph(page)
        for s in entry.record.statements:
            places = set()
            for target in graph.objects(URIRef(f"urn:onrecord:{s.id}"), OA.hasTarget):
                if (target, OA.hasSource, source) not in graph:
                    continue
                (position,) = [x for x in graph.objects(target, OA.hasSelector) if graph.value(x, OA.start) is not None]
                (quote,) = [x for x in graph.objects(target, OA.hasSelector) if graph.value(x, OA.exact) is not None]
                start, end = int(str(graph.value(position, OA.start))), int(str(graph.value(position, OA.end)))
                prefix, exact, suffix = (str(graph.value(quote, OA[n])) for n in ("prefix", "exact", "suffix"))
                assert text[start:end] == exact
                assert text[start - len(prefix) : end + len(suffix)] == prefix + exact + suffix
                places.add((start, end))
            assert places == {(span.start, span.end) for span in s.content.spans}


def test_bodies_tell_the_speaker_and_the_whole_statement(folder: Path, entries: list[Entry]) -> None:
    for entry in entries:
        graph = annotation_graph(folder / "pages" / f"{entry.record.document.id}.json")
        for s in entry.record.statements:
            bodies = list(graph.objects(URIRef(f"urn:onrecord:{s.id}"), OA.hasBody))
            values = {(str(graph.value(b, OA.hasPurpose)), str(graph.value(b, RDF.value))) for b in bodies}
            actor = entry.record.actor(s.source.actor)
            if actor is not None:
                assert (str(OA.identifying), actor.name) in values
            assert (str(OA.classifying), s.act) in values
            (whole,) = [json.loads(value) for purpose, value in values if purpose == str(OA.describing)]
            record = entry.record.to_dict() | {"statements": [whole]}
            assert record_from(record).statements == (s,)


def test_the_bytes_of_the_page_say_the_same(folder: Path, ledger: Ledger, entries: list[Entry]) -> None:
    entry = entries[3]
    with ledger.reading() as connection:
        data = load_original(connection, entry.places[0].sha256).data
    page = json.loads((folder / "pages" / f"{entry.record.document.id}.json").read_text(encoding="utf-8"))
    found = 0
    for item, s in zip(page["items"], entry.record.statements, strict=True):
        pieces = [data[t["selector"][0]["start"] : t["selector"][0]["end"]].decode() for t in item["target"]
                  if t["selector"][0]["type"] == "DataPositionSelector"]  # fmt: skip
        assert "".join(pieces).replace("&amp;", "&") == "".join(s.content.text.split(" … "))
        found += len(pieces)
        assert {"id": entry.record.document.url, "format": "text/html"} in [t["source"] for t in item["target"]]
    assert found


def test_bytes_are_counted_with_wide_characters_before_them(folder: Path, entries: list[Entry]) -> None:
    page = json.loads((folder / "pages" / f"{entries[2].record.document.id}.json").read_text(encoding="utf-8"))
    data = entries[2].record.document.text.encode()
    for item, s in zip(page["items"], entries[2].record.statements, strict=True):
        pieces = [data[t["selector"][0]["start"] : t["selector"][0]["end"]].decode() for t in item["target"]
                  if t["selector"][0]["type"] == "DataPositionSelector"]  # fmt: skip
        assert " … ".join(pieces) == s.content.text


@pytest.fixture
def schema_graph(ledger: Ledger, tmp_path: Path) -> Graph:
    export(ledger, "schemaorg", tmp_path / "said.jsonld")
    return parsed(tmp_path / "said.jsonld", {"@vocab": str(SDO)}, "https://schema.org")


def test_schema_org_has_every_type_and_property(schema_graph: Graph) -> None:
    used = {*schema_graph.predicates(), *schema_graph.objects(None, RDF.type)} - {RDF.type}
    assert used
    for term in used:
        assert str(term).startswith(str(SDO))
        assert str(term).removeprefix(str(SDO)) in SDO


def test_schema_org_says_who_said_what_where(schema_graph: Graph, entries: list[Entry]) -> None:
    for entry in entries:
        article = URIRef(f"urn:onrecord:{entry.record.document.id}")
        assert (article, RDF.type, SDO.NewsArticle) in schema_graph
        text = str(schema_graph.value(article, SDO.articleBody))
        for s in entry.record.statements:
            node = URIRef(f"urn:onrecord:{s.id}")
            kind, by = (SDO.Quotation, SDO.spokenByCharacter) if s.kind == "direct" else (SDO.Claim, SDO.author)
            assert (node, RDF.type, kind) in schema_graph
            assert (node, SDO.isPartOf, article) in schema_graph
            assert str(schema_graph.value(node, SDO.text)) == s.content.text
            speaker = schema_graph.value(node, by)
            actor = entry.record.actor(s.source.actor)
            assert (str(schema_graph.value(speaker, SDO.name)) if speaker else None) == (actor.name if actor else None)
            places = str(schema_graph.value(schema_graph.value(node, SDO.identifier), SDO.value))
            pieces = [text[slice(*map(int, place.split("-")))] for place in places.split(";")]
            assert " … ".join(pieces) == s.content.text
