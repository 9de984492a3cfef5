"""JSON lines give back what went in."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import UnreadableFile
from onrecord.exchange.formats import export
from onrecord.exchange.jsonl import entry_from, line_of, read_jsonl, record_from
from onrecord.ledger import corrections
from onrecord.ledger.connect import Ledger
from onrecord.ledger.read import Entry, load
from onrecord.records import Record

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def values(wanted: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that records are made of."""
    parts = get_args(wanted)
    if get_origin(wanted) in (Union, UnionType):
        return st.none() | values(parts[0])
    if get_origin(wanted) is tuple:
        return st.lists(values(parts[0]), max_size=2).map(tuple) if parts else st.just(())
    if get_origin(wanted) is dict:
        return st.dictionaries(TEXTS, values(parts[1]), max_size=2)
    if is_dataclass(wanted):
        hints = get_type_hints(wanted)
        return st.builds(wanted, **{f.name: values(hints[f.name]) for f in fields(wanted) if f.init})
    if issubclass(wanted, StrEnum):
        return st.sampled_from(list(wanted))
    return {str: TEXTS, int: st.integers(0, 99), float: st.floats(0, 1)}[wanted]


def test_the_file_gives_the_same_entries(ledger: Ledger, entries: list[Entry], tmp_path: Path) -> None:
    with ledger.atomic() as connection:
        corrections.accept(connection, entries[1].record.statements[0].id, "ann")
        changed = load(connection, entries[1].record.document.id)
    export(ledger, "jsonl", tmp_path / "all.jsonl")
    assert list(read_jsonl(tmp_path / "all.jsonl")) == [entries[0], changed, *entries[2:]]


def test_a_line_is_the_record_and_where_it_was_found(entries: list[Entry]) -> None:
    for entry in entries:
        line = json.loads(line_of(entry))
        assert {key: line[key] for key in entry.record.to_dict()} == entry.record.to_dict()
        assert line["places"][0]["origin"] == entry.places[0].origin
        assert line["model"] == "test-model"


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values(Record))
def test_any_record_comes_back(record: Record) -> None:
    assert record_from(json.loads(json.dumps(record.to_dict()))) == record


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values(Entry))
def test_any_entry_comes_back(entry: Entry) -> None:
    line = line_of(entry)
    assert "\n" not in line
    assert entry_from(line) == entry


@pytest.mark.parametrize("line", ["no json", "[]", "{}", '{"document": {"id": 3}}'])
def test_another_file_is_refused_with_its_line(line: str, entries: list[Entry], tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text(f"{line_of(entries[0])}\n{line}\n", encoding="utf-8")
    read = read_jsonl(path)
    assert next(read) == entries[0]
    with pytest.raises(UnreadableFile, match="line 2 is no document of an onrecord export"):
        next(read)
