"""Networks of actors as GraphML and GEXF: who speaks about whom, and who addresses whom.

An actor is a node by name, kind and country, over all documents. The counts are kept in a temporary database on disk,
so that memory does not grow with the ledger.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from onrecord.exchange.selection import Selection
from onrecord.ledger.read import Entry
from onrecord.ledger.rows import day_of, subjects_of
from onrecord.records import Actor, content_id

ABOUT, ADDRESSES = "speaks about", "addresses"
# XML 1.0 has no way to write other characters.
NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TABLES = """
CREATE TABLE nodes (id TEXT PRIMARY KEY, name TEXT, kind TEXT, country TEXT, sector TEXT, statements INTEGER,
                    reviewed INTEGER);
CREATE TABLE edges (source TEXT, target TEXT, relation TEXT, count INTEGER, reviewed INTEGER, documents INTEGER,
                    first TEXT, last TEXT,
                    PRIMARY KEY (source, target, relation));
"""
_ADD_NODE = """
INSERT INTO nodes VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET statements = statements + excluded.statements, reviewed = reviewed + excluded.reviewed,
    sector = coalesce(sector, excluded.sector)
"""
_ADD_EDGE = """
INSERT INTO edges VALUES (?, ?, ?, ?, ?, 1, ?, ?)
ON CONFLICT DO UPDATE SET
    count = count + excluded.count,
    reviewed = reviewed + excluded.reviewed,
    documents = documents + 1,
    first = min(coalesce(first, excluded.first), coalesce(excluded.first, first)),
    last = max(coalesce(last, excluded.last), coalesce(excluded.last, last))
"""


@dataclass(frozen=True, slots=True)
class Node:
    """An actor, with how many statements are theirs, and how many of those a person has reviewed."""

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    statements: int
    reviewed: int


@dataclass(frozen=True, slots=True)
class Edge:
    """How often one speaks about or addresses another, in how many documents.

    `reviewed`: how often in statements that a person has reviewed; `first`, `last`: days of publication.
    """

    source: str
    target: str
    relation: str
    count: int
    reviewed: int
    documents: int
    first: str | None
    last: str | None

    @property
    def id(self) -> str:
        return content_id("edge", self.source, self.target, self.relation)


SHAPES: dict[str, type[Node] | type[Edge]] = {"node": Node, "edge": Edge}
# What the elements say by themselves.
ENDS = ("id", "source", "target")
GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://gexf.net/1.3"


def write_graphml(selection: Selection, path: Path) -> int:
    """Write a GraphML file; gives the number of relations."""
    with _network(selection) as network, _Xml.open(path) as xml, xml.element("graphml", xmlns=GRAPHML):
        for kind, shape in SHAPES.items():
            for name, values in _attributes(shape):
                xml.empty("key", {"id": f"{kind}_{name}", "for": kind, "attr.name": name, "attr.type": values})
        with xml.element("graph", id="actors", edgedefault="directed"):
            for node in network.nodes():
                with xml.element("node", id=node.id):
                    _graphml_data(xml, "node", node)
            number = 0
            for edge in network.edges():
                with xml.element("edge", id=edge.id, source=edge.source, target=edge.target):
                    _graphml_data(xml, "edge", edge)
                number += 1
    return number


def write_gexf(selection: Selection, path: Path) -> int:
    """Write a GEXF 1.3 file in which relations last from the first day to the last; gives their number."""
    number = 0
    with (
        _network(selection) as network,
        _Xml.open(path) as xml,
        xml.element("gexf", xmlns=GEXF, version="1.3"),
        xml.element("graph", mode="dynamic", timeformat="date", defaultedgetype="directed"),
    ):
        for kind, shape in SHAPES.items():
            with xml.element("attributes", {"class": kind, "mode": "static"}):
                for name, values in _attributes(shape):
                    xml.empty("attribute", {"id": name, "title": name, "type": values.replace("int", "integer")})
        with xml.element("nodes"):
            for node in network.nodes():
                with xml.element("node", id=node.id, label=node.name):
                    _gexf_data(xml, node)
        with xml.element("edges"):
            for edge in network.edges():
                lasts = {"start": edge.first, "end": edge.last} if edge.first and edge.last else {}
                about = {"kind": edge.relation, "label": edge.relation, "weight": str(edge.count)}
                with xml.element("edge", about | lasts, id=edge.id, source=edge.source, target=edge.target):
                    _gexf_data(xml, edge)
                number += 1
    return number


def _attributes(shape: type[Node] | type[Edge]) -> list[tuple[str, str]]:
    return [(f.name, "int" if f.type == "int" else "string") for f in fields(shape) if f.name not in ENDS]


def _values(thing: Node | Edge) -> Iterator[tuple[str, str]]:
    for name, _ in _attributes(type(thing)):
        value = getattr(thing, name)
        if value is not None:
            yield name, str(value)


def _graphml_data(xml: _Xml, kind: str, thing: Node | Edge) -> None:
    for name, value in _values(thing):
        with xml.element("data", key=f"{kind}_{name}"):
            xml.text(value)


def _gexf_data(xml: _Xml, thing: Node | Edge) -> None:
    with xml.element("attvalues"):
        for name, value in _values(thing):
            xml.empty("attvalue", {"for": name, "value": value})


class _Network:
    """Nodes and edges, counted document by document."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        database.executescript(_TABLES)

    def add(self, entry: Entry) -> None:
        record, day = entry.record, day_of(entry.record.document) or None
        nodes = {actor.id: _node_id(actor) for actor in record.actors}
        spoken: Counter[str] = Counter()
        edges: Counter[tuple[str, str, str]] = Counter()
        seen: Counter[object] = Counter()  # of both, what a person has reviewed
        for statement in record.statements:
            if statement.source.actor is None:
                continue
            speaker = nodes[statement.source.actor]
            spoken[speaker] += 1
            is_reviewed = statement.id in entry.reviews
            seen[speaker] += is_reviewed
            for relation, others in ((ABOUT, subjects_of(statement, record.actors)), (ADDRESSES, statement.addressees)):
                found = {(speaker, nodes[other], relation) for other in others}
                edges.update(found)
                seen.update(found if is_reviewed else ())
        actors = {nodes[actor.id]: actor for actor in record.actors}
        self.database.executemany(
            _ADD_NODE,
            [(node, a.name, a.kind, a.country, a.sector, spoken[node], seen[node]) for node, a in actors.items()],
        )
        self.database.executemany(_ADD_EDGE, [(*edge, count, seen[edge], day, day) for edge, count in edges.items()])

    def nodes(self) -> Iterator[Node]:
        return (Node(*row) for row in self.database.execute("SELECT * FROM nodes ORDER BY id"))

    def edges(self) -> Iterator[Edge]:
        return (Edge(*row) for row in self.database.execute("SELECT * FROM edges ORDER BY source, target, relation"))


@contextmanager
def _network(selection: Selection) -> Iterator[_Network]:
    # A database without a name is a temporary file that SQLite removes by itself.
    with closing(sqlite3.connect("")) as database:
        network = _Network(database)
        for entry in selection:
            network.add(entry)
        yield network


def _node_id(actor: Actor) -> str:
    return content_id("node", actor.name, actor.kind, actor.country)


class _Xml:
    """XML written as it comes; characters that XML does not have are left out."""

    def __init__(self, writer: XMLGenerator) -> None:
        self.writer = writer

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[_Xml]:
        """A new file with its declaration."""
        with path.open("w", encoding="utf-8", newline="\n") as out:
            writer = XMLGenerator(out, "utf-8", short_empty_elements=True)
            writer.startDocument()
            yield cls(writer)
            writer.endDocument()

    @contextmanager
    def element(self, name: str, attributes: dict[str, str] | None = None, **further: str) -> Iterator[None]:
        """An element around what is written inside it, on a line of its own."""
        self.writer.ignorableWhitespace("\n")
        given = (attributes or {}) | further
        self.writer.startElement(name, AttributesImpl({key: _clean(value) for key, value in given.items()}))
        yield
        self.writer.endElement(name)

    def empty(self, name: str, attributes: dict[str, str]) -> None:
        with self.element(name, attributes):
            pass

    def text(self, words: str) -> None:
        self.writer.characters(_clean(words))


def _clean(words: str) -> str:
    return NO_XML.sub("", words)
