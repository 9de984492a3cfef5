from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.documents.intake import read_item
from onrecord.documents.items import Intake, Item, Media
from onrecord.documents.limits import Limits
from onrecord.documents.listing import list_items
from onrecord.errors import SettingsError
from onrecord.records import Appearance, Skipped
from tests.documents.samples import ARTICLE, PARAGRAPHS, page

TEXT = "The mayor said, “No.”"


def read(folder: Path, data: str | bytes, name: str, intake: Intake | None = None) -> list[Appearance | Skipped]:
    """All that is read from a file with that content, its items carried to another process and back."""
    file = folder / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    found: list[Appearance | Skipped] = []
    for item in list_items([str(file)], intake or Intake()):
        carried = pickle.loads(pickle.dumps(item))
        found += read_item(carried, intake or Intake()) if isinstance(carried, Item) else [carried]
    return found


def reasons(found: list[Appearance | Skipped]) -> list[str]:
    return [item.reason for item in found if isinstance(item, Skipped)]


def texts(found: list[Appearance | Skipped]) -> list[str]:
    return [item.document.text for item in found if isinstance(item, Appearance)]


def test_each_row_is_a_document_with_its_facts(tmp_path: Path) -> None:
    table = (
        "Headline,Body,Publish Date,Source,Author,Link\r\n"
        f'Bridge closes,"{TEXT}",2017-04-12,The Tarn Courier,"Ilse Brandt; Jon Vik",https://tarn-courier.example/1\r\n'
        '"Two lines","First line.\r\nSecond line, ""quoted"".",12 April 2017,,,\r\n'
    )
    first, second = read(tmp_path, table, "export.csv")
    assert isinstance(first, Appearance)
    document = first.document
    assert (document.text, document.title, document.outlet) == (TEXT, "Bridge closes", "The Tarn Courier")
    assert (document.authors, document.url) == (("Ilse Brandt", "Jon Vik"), "https://tarn-courier.example/1")
    assert (document.published, document.published_from) == ("2017-04-12", "metadata")
    assert (first.member, first.original.media) == ("row 1", "text/csv")
    (run,) = first.alignment
    assert run.original.of(first.original.data.decode()) == run.text.of(TEXT) == TEXT
    assert isinstance(second, Appearance)
    assert second.document.text == 'First line.\r\nSecond line, "quoted".'
    header, rows = table.encode().split(b"\r\n", 1)
    assert first.original.data + second.original.data.removeprefix(header + b"\n") == header + b"\n" + rows
    assert second.alignment == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_header(tmp_path: Path, delimiter: str) -> None:
    table = delimiter.join(("title", "text")) + "\n" + delimiter.join(("Bridge", '"No; not, now\t|"')) + "\n"
    assert texts(read(tmp_path, table, "export.txt")) == ["No; not, now\t|"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_tables(tmp_path: Path, encoding: str) -> None:
    table = f'title,text\nBridge,"{PARAGRAPHS[1]} – café"\n'
    for intake in (Intake(), Intake(encoding=encoding)):
        assert texts(read(tmp_path, table.encode(encoding), "export.csv", intake)) == [f"{PARAGRAPHS[1]} – café"]
        lines = '{"text": "a é"}\n{"text": "b é"}\n'.encode(encoding)
        assert texts(read(tmp_path, lines, "news.jsonl", intake)) == ["a é", "b é"]


def test_a_table_without_a_text_is_one_note(tmp_path: Path) -> None:
    assert reasons(read(tmp_path, "id,comment\n1,a\n2,b\n", "export.csv")) == [
        "none of its columns is known to be the text (id, comment): say which with --column text=NAME"
    ]
    intake = Intake(columns=(("text", "comment"),))
    assert texts(read(tmp_path, "id,comment\n1,a\n2,b\n", "export.csv", intake)) == ["a", "b"]
    wrong = Intake(columns=(("text", "remark"),))
    assert reasons(read(tmp_path, "id,comment\n1,a\n", "export.csv", wrong)) == [
        "it has no column remark; its columns are id, comment"
    ]


def test_unknown_settings_list_the_known() -> None:
    with pytest.raises(SettingsError, match="body is no column that is read: name one of text, html, title"):
        Intake(columns=(("body", "x"),))


def test_rows_that_do_not_fit_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, "title,text\nBridge,a\nBridge,a,b\n\nBridge,\nBridge,c\n", "export.csv")
    assert texts(found) == ["a", "c"]
    assert [(item.member, item.reason) for item in found if isinstance(item, Skipped)] == [
        ("row 2", "it has 3 cells, but the header names 2 columns"),
        ("row 4", "its text is empty"),
    ]


def test_a_quotation_mark_never_closed_ends_in_bounds(tmp_path: Path) -> None:
    intake = Intake(limits=Limits(line_bytes=5_000))
    found = read(tmp_path, 'title,text\nBridge,ok\nBridge,"' + "open\n" * 5_000, "export.csv", intake)
    assert texts(found) == ["ok"]
    assert "is a quotation mark in it not closed?" in reasons(found)[0]


def test_a_giant_field_within_the_limits_is_read(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "title,text\nBridge," + "word " * 60_000 + "\n", "a.csv")) == ["word " * 60_000]


def test_each_line_of_json_is_a_document(tmp_path: Path) -> None:
    lines = [
        {"maintext": TEXT, "title": "Bridge", "date_publish": "2017-04-12 10:00:00", "authors": ["Ilse Brandt"]},
        {"maintext": "Second.", "source": {"id": None, "name": "The Tarn Courier"}, "date_publish": 1491991200},
    ]
    first, second = read(tmp_path, "\n\n".join(json.dumps(line) for line in lines), "news.jsonl")
    assert isinstance(first, Appearance)
    assert isinstance(second, Appearance)
    assert (first.document.text, first.member, first.document.authors) == (TEXT, "line 1", ("Ilse Brandt",))
    assert first.document.published == "2017-04-12T10:00:00"
    assert (second.member, second.document.outlet) == ("line 3", "The Tarn Courier")
    assert second.document.published == "2017-04-12T10:00:00+00:00"


def test_broken_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    deep = '{"text": ' + "[" * 100_000 + "}"
    found = read(tmp_path, f'{{"text": "a"}}\n{{"text": "b"\n7\n{deep}\n{{"text": " "}}\n{{"text": "c"}}', "news.jsonl")
    assert texts(found) == ["a", "c"]
    wanted = ("not sound JSON", "not a JSON object", "nested too deeply", "its text is empty")
    assert len(reasons(found)) == len(wanted)
    for reason, part in zip(reasons(found), wanted, strict=True):
        assert part in reason


def test_a_line_over_the_limit_is_passed_over_in_pieces(tmp_path: Path) -> None:
    intake = Intake(limits=Limits(line_bytes=1_000))
    found = read(tmp_path, '{"text": "a"}\n{"text": "' + "x" * 300_000 + '"}\n{"text": "b"}\n', "news.jsonl", intake)
    assert texts(found) == ["a", "b"]
    assert found[1] == Skipped(str(tmp_path / "news.jsonl"), "line 2", "read a line", "it is longer than 1000 bytes")


def test_lines_without_a_text_are_one_note(tmp_path: Path) -> None:
    found = read(tmp_path, '{"id": 1}\n{"name": "x"}\n' * 50, "news.jsonl")
    assert reasons(found) == [
        "none of its columns is known to be the text (id, name): say which with --column text=NAME"
    ]


def test_an_array_gives_its_objects_with_their_own_bytes(tmp_path: Path) -> None:
    data = '[ {"text": "a",\n "title": "é"} , {"text": "b"}]'
    found = read(tmp_path, data, "news.json")
    assert texts(found) == ["a", "b"]
    assert isinstance(found[0], Appearance)
    assert (found[0].member, found[0].original.data) == ("item 1", '{"text": "a",\n "title": "é"}'.encode())
    assert "no comma or bracket follows" in reasons(read(tmp_path, '[{"text": "a"} {"text": "b"}]', "news.json"))[0]
    assert "nested" in reasons(read(tmp_path, "[[" * 100_000, "news.json"))[0]


def test_one_object_over_several_lines(tmp_path: Path) -> None:
    (found,) = read(tmp_path, json.dumps({"headline": "Bridge", "text": list(PARAGRAPHS)}, indent=2), "news.json")
    assert isinstance(found, Appearance)
    assert (found.document.text, found.document.title, found.member) == (ARTICLE, "Bridge", None)


def test_a_page_in_a_column_is_read_as_a_page(tmp_path: Path) -> None:
    (found,) = read(tmp_path, json.dumps({"html": page(), "url": "https://tarn-courier.example/1"}) + "\n", "p.jsonl")
    assert isinstance(found, Appearance)
    assert found.document.text.splitlines()[-1] == PARAGRAPHS[-1]
    assert found.original.media == Media.JSON
    both = json.dumps({"html": page(), "text": "Short."}) + "\n"
    assert texts(read(tmp_path, both, "p.jsonl")) == ["Short."]
    assert PARAGRAPHS[0] in texts(read(tmp_path, both, "p.jsonl", Intake(columns=(("html", "html"),))))[0]


def test_lines_are_found_as_they_are_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text('{"text": "a"}\n' * 1_000)
    items: Iterator[Item | Skipped] = list_items([str(file)], Intake())
    first = next(items)
    assert isinstance(first, Item)
    assert first.member == "line 1"
