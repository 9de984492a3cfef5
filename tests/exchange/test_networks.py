"""GraphML and GEXF, read by networkx."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import networkx
import pytest

from onrecord.exchange.formats import export
from onrecord.ledger.connect import Ledger
from onrecord.ledger.read import Entry
from onrecord.ledger.rows import day_of, subjects_of

READERS = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}


@pytest.fixture(params=READERS)
def network(request: pytest.FixtureRequest, ledger: Ledger, tmp_path: Path) -> networkx.MultiDiGraph:
    path = tmp_path / f"actors.{request.param}"
    done = export(ledger, request.param, path)
    further = {"version": "1.3"} if request.param == "gexf" else {"force_multigraph": True}
    graph = networkx.MultiDiGraph(READERS[request.param](path, **further))
    assert graph.number_of_edges() == done.number
    return graph


def names(graph: networkx.MultiDiGraph) -> dict[str, str]:
    return {data["name"]: node for node, data in graph.nodes(data=True)}


def test_edges_count_who_speaks_about_whom(network: networkx.MultiDiGraph, entries: list[Entry]) -> None:
    wanted: Counter[tuple[str, str, str]] = Counter()
    days: dict[tuple[str, str, str], list[str]] = {}
    for entry in entries:
        record = entry.record
        for s in record.statements:
            speaker = record.actor(s.source.actor)
            about = [record.actor(other) for other in subjects_of(s, record.actors)]
            for relation, others in (("speaks about", about), ("addresses", list(map(record.actor, s.addressees)))):
                for other in others:
                    if speaker and other:
                        edge = (speaker.name, other.name, relation)
                        wanted[edge] += 1
                        days.setdefault(edge, []).append(day_of(record.document))
    called = {node: name for name, node in names(network).items()}
    found = {(called[a], called[b], data["relation"]): data for a, b, data in network.edges(data=True)}
    finch, dunne = "=Orla Finch & Co <Ltd>", "Rhys Dunne"
    assert (wanted[finch, dunne, "speaks about"], wanted[finch, dunne, "addresses"]) == (2, 1)
    assert {edge: data["count"] for edge, data in found.items()} == wanted
    assert {edge: (data["first"], data["last"]) for edge, data in found.items()} == {
        edge: (min(seen), max(seen)) for edge, seen in days.items()
    }


def test_nodes_are_actors_with_their_facts(network: networkx.MultiDiGraph, entries: list[Entry]) -> None:
    actors = {a.name: a for entry in entries for a in entry.record.actors}
    assert names(network).keys() == actors.keys()
    odd = network.nodes[names(network)["=Orla Finch & Co <Ltd>"]]
    assert (odd["kind"], odd["country"], odd["sector"], odd["statements"]) == ("organisation", "GBR", "BUS", 3)


def test_gexf_relations_last_from_first_to_last(ledger: Ledger, tmp_path: Path) -> None:
    export(ledger, "gexf", tmp_path / "actors.gexf")
    graph = networkx.read_gexf(tmp_path / "actors.gexf", version="1.3")
    assert graph.graph["mode"] == "dynamic"
    for _, _, data in networkx.MultiDiGraph(graph).edges(data=True):
        assert (data["start"], data["end"], data["weight"]) == (data["first"], data["last"], data["count"])


@pytest.mark.parametrize("name", READERS)
def test_characters_that_xml_has_not_are_left_out(
    name: str, ledger: Ledger, entries: list[Entry], tmp_path: Path
) -> None:
    with ledger.atomic() as connection:
        connection.exec_driver_sql("UPDATE actors SET name = 'A\x01\x1f\ufffeB' WHERE name = 'Rhys Dunne'")
    export(ledger, name, tmp_path / "actors")
    graph = READERS[name](tmp_path / "actors", **({"version": "1.3"} if name == "gexf" else {}))
    assert "AB" in names(graph)
    assert "Rhys Dunne" not in names(graph)
