"""Formats by name, and files that are whole or not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.cells import offsets, safe_cell
from onrecord.errors import MissingFile, SettingsError, UnknownRow
from onrecord.exchange.formats import FORMATS, export, find_format, import_changes
from onrecord.exchange.marking import even_lines, joined, lines_of
from onrecord.ledger import corrections
from onrecord.ledger.connect import Ledger, open_ledger
from onrecord.ledger.find import Query, find
from onrecord.ledger.read import Entry
from onrecord.records import Span

DOCS = Path(__file__).parent.parent.parent / "docs" / "exports.md"


def test_an_unknown_name_lists_the_known(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="'xml' is no export format: choose from csv, jsonl, parquet, graphml"):
        export(ledger, "xml", tmp_path / "out")
    with pytest.raises(SettingsError, match="'xml' is no export format"):
        import_changes(ledger, "xml", tmp_path, "ann")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_place_in_the_docs(name: str) -> None:
    assert f"\n## {name}\n" in DOCS.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_ledger_gives_the_same_bytes(name: str, ledger: Ledger, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    assert export(ledger, name, one).number == export(ledger, name, other).number > 0
    assert one.is_dir() == (find_format(name).suffix is None)
    files = [one, *sorted(one.rglob("*"))]
    assert [path.read_bytes() for path in files if path.is_file()] == [
        path.read_bytes() for path in [other, *sorted(other.rglob("*"))] if path.is_file()
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_ledger_gives_an_empty_export(name: str, tmp_path: Path) -> None:
    empty = open_ledger(str(tmp_path / "empty.db"), create=True)
    done = export(empty, name, tmp_path / "out")
    empty.close()
    assert (done.documents, done.number) == (0, 0)
    assert (tmp_path / "out").exists()


@pytest.mark.parametrize("name", FORMATS)
def test_some_documents_can_be_chosen(name: str, ledger: Ledger, entries: list[Entry], tmp_path: Path) -> None:
    done = export(ledger, name, tmp_path / "out", [entries[0].record.document.id])
    assert done.documents == 1
    with pytest.raises(UnknownRow):
        export(ledger, name, tmp_path / "none", [entries[0].record.document.id, "document-0"])
    assert not list(tmp_path.glob("none*"))


def test_a_folder_is_never_replaced_a_file_is(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    for name in ("brat", "csv"):
        with pytest.raises(SettingsError, match="work exists already: name another place"):
            export(ledger, name, tmp_path / "work")
    (tmp_path / "said.csv").write_text("old", encoding="utf-8")
    (tmp_path / "said.csv.part").write_text("of a killed export", encoding="utf-8")
    export(ledger, "csv", tmp_path / "said.csv")
    assert (tmp_path / "said.csv").read_text(encoding="utf-8-sig").startswith("id,")
    assert not (tmp_path / "said.csv.part").exists()


def test_a_place_that_cannot_be_written_is_named(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match=re.escape(f"{tmp_path}/no/said.csv cannot be written (No such file")):
        export(ledger, "csv", tmp_path / "no" / "said.csv")


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1+1", "'=1+1"), ("@sum", "'@sum"), ("-x", "'-x"), (-0.5, "-0.5"), (None, ""), ("a=b", "a=b")],
)
def test_a_spreadsheet_runs_nothing(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_places_are_written_for_people() -> None:
    assert offsets((Span(12, 40), Span(55, 80))) == "12-40;55-80"


@pytest.mark.parametrize(
    ("spans", "cut", "whole"),
    [
        (((0, 9),), ((0, 3), (6, 9)), ((0, 9),)),
        (((0, 3), (6, 9)), ((0, 3), (6, 9)), ((0, 9),)),
        (((0, 3), (4, 9)), ((0, 3), (6, 9)), ((0, 9),)),
        (((6, 13),), ((6, 13),), ((6, 13),)),
        (((0, 2), (10, 13)), ((0, 2), (10, 13)), ((0, 2), (10, 13))),
        (((3, 6),), (), ()),
    ],
)
def test_however_a_tool_cuts_a_span_it_is_the_same(
    spans: tuple[tuple[int, int], ...], cut: tuple[tuple[int, int], ...], whole: tuple[tuple[int, int], ...]
) -> None:
    text = "Foo\n  Bar baz"
    given = tuple(Span(*span) for span in spans)
    assert joined(text, given) == tuple(Span(*span) for span in whole)
    assert joined(text, lines_of(text, given)) == joined(text, given)
    if spans != ((0, 3), (4, 9)):
        assert lines_of(text, given) == tuple(Span(*span) for span in cut)


def test_line_ends_keep_every_place() -> None:
    assert even_lines("a\r\nb\rc\nd") == "a \nb\nc\nd"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_reviewed_rows_from_the_machine_s(name: str, ledger: Ledger, tmp_path: Path) -> None:
    export(ledger, name, tmp_path / "before")
    with ledger.atomic() as connection:
        for row in [said.id for said in find(connection, Query(limit=None)) if said.actor]:
            corrections.accept(connection, row, "Ann")
    export(ledger, name, tmp_path / "after")
    before, after = (content_of(tmp_path / place) for place in ("before", "after"))
    assert before != after


def content_of(place: Path) -> bytes:
    """All bytes of an export."""
    files = sorted(p for p in place.rglob("*") if p.is_file()) if place.is_dir() else [place]
    return b"".join(file.read_bytes() for file in files)
