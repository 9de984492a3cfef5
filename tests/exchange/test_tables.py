"""CSV and Parquet, read by other programs."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import duckdb
import pyarrow.dataset
import pytest

from onrecord.errors import SettingsError
from onrecord.exchange.formats import export
from onrecord.ledger import corrections
from onrecord.ledger.connect import Ledger
from onrecord.ledger.read import Entry
from onrecord.records import Span


def test_csv_has_a_row_for_each_statement(ledger: Ledger, entries: list[Entry], tmp_path: Path) -> None:
    done = export(ledger, "csv", tmp_path / "said.csv")
    with (tmp_path / "said.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    statements = {s.id: (entry, s) for entry in entries for s in entry.record.statements}
    assert rows.keys() == statements.keys()
    assert done.number == len(rows)
    for name, (entry, s) in statements.items():
        row, document = rows[name], entry.record.document
        pieces = [tuple(map(int, piece.split("-"))) for piece in row["content_spans"].split(";")]
        assert " … ".join(document.text[a:b] for a, b in pieces) == s.content.text
        assert (row["published"], row["url"]) == (document.published or "", document.url or "")
        assert (row["act"], row["review"], row["model"]) == (s.act, "machine", "test-model")
        assert float(row["confidence"]) == s.confidence


def test_csv_begins_with_a_mark_and_runs_no_formula(ledger: Ledger, tmp_path: Path) -> None:
    export(ledger, "csv", tmp_path / "said.csv")
    data = (tmp_path / "said.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,document,")
    with (tmp_path / "said.csv").open(encoding="utf-8-sig", newline="") as file:
        odd = [row for row in csv.DictReader(file) if "Orla Finch" in row["speaker"]]
    assert {(row["title"], row["speaker"]) for row in odd} == {
        ("'=1+1", "'=Orla Finch & Co <Ltd>"),
        ("", "'=Orla Finch & Co <Ltd>"),
    }
    assert [row["addressees"] for row in odd] == ["", "Rhys Dunne", ""]


def test_duckdb_reads_the_csv(ledger: Ledger, entries: list[Entry], tmp_path: Path) -> None:
    export(ledger, "csv", tmp_path / "said.csv")
    (found,) = duckdb.sql(f"SELECT count(*), count(speaker), min(confidence) FROM '{tmp_path}/said.csv'").fetchall()
    statements = [s for entry in entries for s in entry.record.statements]
    assert found == (
        len(statements), sum(1 for s in statements if s.source.actor), min(s.confidence for s in statements)
    )  # fmt: skip


def test_a_corrected_row_says_so(ledger: Ledger, entries: list[Entry], tmp_path: Path) -> None:
    with ledger.atomic() as connection:
        corrections.accept(connection, entries[0].record.statements[0].id, "ann")
    export(ledger, "csv", tmp_path / "said.csv")
    with (tmp_path / "said.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["review"] == "accepted"


def test_duckdb_reads_parquet_by_month(ledger: Ledger, entries: list[Entry], tmp_path: Path) -> None:
    export(ledger, "parquet", tmp_path / "lake")
    assert {path.name for path in (tmp_path / "lake").iterdir()} == {"statements", "documents", "actors"}
    months = duckdb.sql(
        f"SELECT month, count(*) FROM read_parquet('{tmp_path}/lake/documents/**/*.parquet', hive_partitioning=true) "
        "GROUP BY month ORDER BY month NULLS FIRST"
    ).fetchall()
    assert months == [(None, 1), ("2017-04", 1), ("2017-05", 2), ("2017-06", 1)]
    joined = duckdb.sql(
        f"""SELECT s.id, list_transform(s.content_spans, lambda p: d.text[p.start + 1 : p."end"]), s.content
        FROM read_parquet('{tmp_path}/lake/statements/**/*.parquet') s
        JOIN read_parquet('{tmp_path}/lake/documents/**/*.parquet') d ON d.id = s.document"""
    ).fetchall()
    assert len(joined) == sum(len(entry.record.statements) for entry in entries)
    for _, pieces, content in joined:
        assert " … ".join(pieces) == content


def test_pyarrow_reads_parquet_with_nested_rows(ledger: Ledger, entries: list[Entry], tmp_path: Path) -> None:
    export(ledger, "parquet", tmp_path / "lake")
    actors = pyarrow.dataset.dataset(tmp_path / "lake" / "actors", partitioning="hive").to_table().to_pylist()
    wanted = {actor.id: actor for entry in entries for actor in entry.record.actors}
    assert {row["id"] for row in actors} == wanted.keys()
    for row in actors:
        actor = wanted[row["id"]]
        assert [(m["span"]["start"], m["span"]["end"]) for m in row["mentions"]] == [
            (m.span.start, m.span.end) for m in actor.mentions
        ]
        assert [role["title"] for role in row["roles"]] == [role.title for role in actor.roles]
    documents = pyarrow.dataset.dataset(tmp_path / "lake" / "documents", partitioning="hive").to_table().to_pylist()
    places = {row["id"]: row["places"] for row in documents}
    for entry in entries:
        (place,) = places[entry.record.document.id]
        assert place["sha256"] == entry.places[0].sha256
        assert Span(**place["alignment"][0]["text"]) == entry.places[0].alignment[0].text


def test_a_month_that_comes_again_gets_another_file(ledger: Ledger, entries: list[Entry], tmp_path: Path) -> None:
    ids = [entry.record.document.id for entry in entries]
    export(ledger, "parquet", tmp_path / "lake", [ids[2], ids[1], ids[3]])
    parts = sorted(path.name for path in (tmp_path / "lake" / "documents" / "month=2017-05").iterdir())
    assert parts == ["part-0.parquet", "part-1.parquet"]


def test_without_pyarrow_parquet_says_what_to_install(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(SettingsError, match=r"pip install 'onrecord\[parquet\]'"):
        export(ledger, "parquet", tmp_path / "lake")
    assert list(tmp_path.glob("lake*")) == []
