"""FollowTheMoney entities, checked by its own library."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from followthemoney.types import registry

from onrecord.actors.register import DATA
from onrecord.exchange.formats import export
from onrecord.exchange.ftm import entities
from onrecord.ledger.connect import Ledger
from onrecord.ledger.read import Entry
from onrecord.records import ActorKind


@pytest.fixture
def lines(ledger: Ledger, tmp_path: Path) -> list[dict[str, Any]]:
    done = export(ledger, "ftm", tmp_path / "all.ftm.jsonl")
    read = [json.loads(line) for line in (tmp_path / "all.ftm.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(read) == done.number
    return read


def test_every_entity_is_valid(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        proxy = model.get_proxy(line, cleaned=True)
        proxy.schema.validate(line)
        # What the library makes of the values itself is what is there.
        assert model.get_proxy(line, cleaned=False).to_dict() == proxy.to_dict() == line


def test_entities_refer_to_what_came_before(lines: list[dict[str, Any]]) -> None:
    seen: dict[str, str] = {}
    for line in lines:
        for prop, value in model.get_proxy(line).itervalues():
            if prop.type is registry.entity:
                assert prop.range is not None
                assert model[seen[value]].is_a(prop.range)
        seen[line["id"]] = line["schema"]
    assert len(seen) == len(lines)


def test_the_article_its_speakers_and_what_they_said(lines: list[dict[str, Any]], entries: list[Entry]) -> None:
    found = {line["id"]: line for line in lines}
    for entry in entries:
        article = found[entry.record.document.id]["properties"]
        assert article["bodyText"] == [entry.record.document.text.replace("\x01", "").strip()]
        for s in entry.record.statements:
            note = found[s.id]["properties"]
            assert note["description"] == [s.content.text.replace("\x01", "")]
            assert note.get("entity") == ([s.source.actor] if s.source.actor else None)
            assert note["proof"] == [entry.record.document.id]
    page = found[entries[3].record.document.id]["properties"]
    assert (page["publishedAt"], page["retrievedAt"]) == (["2017-05-04"], ["2017-05-05"])
    assert page["sourceUrl"] == ["https://tarn-courier.example/ferry?a=1&b=2"]
    finch, dunne = (found[actor.id] for actor in entries[2].record.actors)
    assert (finch["schema"], finch["properties"]["country"]) == ("Company", ["gb"])
    assert (dunne["schema"], dunne["properties"]["position"]) == ("Person", ["shipowner, Tarn"])


@pytest.mark.parametrize("kind", list(ActorKind))
@pytest.mark.parametrize("sector", ["GOV", "BUS", None])
def test_every_kind_of_actor_has_a_schema(kind: ActorKind, sector: str | None, entries: list[Entry]) -> None:
    record = entries[2].record
    changed = replace(record, actors=tuple(replace(a, kind=kind, sector=sector) for a in record.actors))
    for entity in entities(replace(entries[2], record=changed)):
        model[entity["schema"]].validate(entity)


def test_every_state_has_a_country_code() -> None:
    table = (DATA.parent.parent / "exchange" / "data" / "countries.tsv").read_text(encoding="utf-8")
    codes = dict(line.split("\t") for line in table.splitlines())
    states = [line.split("\t")[0] for line in (DATA / "states.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    assert {code: codes[code].lower() for code in states} == {code: registry.country.clean(code) for code in states}
