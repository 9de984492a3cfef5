from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from sqlalchemy import text

from onrecord.ledger import corrections
from onrecord.ledger.connect import Ledger
from onrecord.ledger.edits import Changes
from onrecord.ledger.verify import Problem
from onrecord.records import Act
from tests.ledger import made
from tests.ledger.conftest import Keep, problems


def tamper(ledger: Ledger, sql: str, **values: object) -> list[Problem]:
    """What is wrong after some SQL."""
    with ledger.atomic() as connection:
        if ledger.is_sqlite:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        assert connection.execute(text(sql), values).rowcount > 0
    return problems(ledger)


def test_a_ledger_as_it_was_written_has_no_problems(filled: Ledger) -> None:
    assert problems(filled) == []


def test_a_corrected_ledger_has_no_problems(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record()
    keep_made(record)
    with ledger.atomic() as c:
        corrections.accept(c, made.of(record, made.MAYOR), "ann")
        edited = corrections.edit(c, made.of(record, made.HOLM), Changes(speaker="Jon Eide", act=Act.ASSERT), "ann")
        corrections.edit(c, edited.replacement or "", Changes(act=Act.DEMAND), "ben")
        corrections.reject(c, made.of(record, made.LUND), "ann")
        span = made.place(made.TEXT, "all night")
        added = corrections.add(c, record.document.id, Changes(content=(span,), speaker="Brandt"), "ann")
        corrections.undo(c, added.id, "ann")
        corrections.merge(c, record.actors[0].id, record.actors[1].id, "ann")
    assert problems(ledger) == []


@pytest.mark.parametrize(
    ("sql", "table", "what"),
    [
        ("UPDATE originals SET sha256 = sha256, size = size + 1 WHERE size > 400", "originals", "bytes, and"),
        ("UPDATE documents SET text = replace(text, 'Tarn', 'Torn')", "documents", "is not the one it is named after"),
        ("UPDATE documents SET day = '2020-01-01'", "documents", "is not that of"),
        ("UPDATE bands SET key = key + 1 WHERE band = 3", "bands", "not those of its text"),
        ("DELETE FROM bands WHERE band = 3", "bands", "not those of its text"),
        ("UPDATE appearances SET origin = 'elsewhere'", "appearances", "not the one it is named after"),
        ("UPDATE appearances SET encoding = 'ascii'", "appearances", "are not those of its original"),
        ("UPDATE appearances SET encoding = 'no-such'", "appearances", "does not decode as no-such"),
        ("UPDATE appearances SET alignment = '[]'", "appearances", "is the text itself"),
        ("UPDATE appearances SET alignment = '[[0, 9, 1, 10]]'", "appearances", "are not those of its original"),
        ("UPDATE versions SET url = url || '/x'", "versions", "was not found there"),
        ("UPDATE copies SET jaccard = jaccard + 0.01", "copies", "by the texts"),
        ("DELETE FROM copies", "copies", "its link to"),
        ("UPDATE mentions SET text = 'Nobody' WHERE text = 'Holm'", "mentions", "its mention is 'Nobody'"),
        ("UPDATE mentions SET span_end = 99999 WHERE text = 'Ilse Brandt'", "mentions", "outside the text"),
        ("UPDATE actors SET name = 'Ilse Brand' WHERE name = 'Ilse Brandt'", "actors", "named after"),
        ("UPDATE actors SET called = 'Nobody'", "actors", "searched by"),
        ("UPDATE statements SET content_text = 'x'", "statements", "its content is 'x'"),
        ("UPDATE statements SET source_spans = '[[0, 4]]', source_text = 'Tarn' WHERE position = 0",
         "statements", "not those it is named after"),
        ("UPDATE statements SET cue_spans = '[[5, 100000]]' WHERE position = 0", "statements", "outside the text"),
        ("UPDATE statements SET day = '2020-01-01' WHERE position = 0", "statements", "not its document's"),
        ("UPDATE statements SET root = 'statement-0' WHERE position = 0", "statements", "that it corrects"),
        ("UPDATE statements SET within = 'statement-0' WHERE position = 0", "statements", "what holds it"),
        ("UPDATE statements SET addressees = '[\"actor-0\"]' WHERE position = 0", "statements", "actor-0 is no actor"),
        ("UPDATE statements SET actor = (SELECT min(id) FROM actors WHERE document <> statements.document)",
         "statements", "is no actor of"),
        ("DELETE FROM subjects", "subjects", "whom its content names"),
    ],
)  # fmt: skip
def test_what_was_tampered_with_is_named(filled: Ledger, sql: str, table: str, what: str) -> None:
    found = tamper(filled, sql)
    assert any(problem.table == table and what in problem.what for problem in found), found


def test_bytes_of_an_original_that_were_altered(filled: Ledger) -> None:
    found = tamper(filled, "UPDATE originals SET packed = :packed", packed=zlib.compress(b"other"))
    assert {p.table for p in found if "another SHA-256" in p.what} == {"originals"}
    found = tamper(filled, "UPDATE originals SET packed = :packed", packed=b"no zlib")
    assert any("cannot be unpacked" in p.what for p in found)


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE reviews SET state = 'rejected'", "not what its corrections come to"),
        ("DELETE FROM reviews", "not what its corrections come to"),
        ("DELETE FROM corrections", "has no corrections"),
        ("UPDATE reviews SET standing = 'statement-0'", "is not among the statements"),
    ],
)
def test_reviews_that_are_not_what_the_log_says(ledger: Ledger, keep_made: Keep, sql: str, what: str) -> None:
    record = made.record()
    keep_made(record)
    with ledger.atomic() as c:
        corrections.edit(c, made.of(record, made.HOLM), Changes(act=Act.DEMAND), "ann")
    assert any(p.table == "reviews" and what in p.what for p in tamper(ledger, sql))


def test_a_person_s_row_that_was_altered(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record()
    keep_made(record)
    with ledger.atomic() as c:
        edited = corrections.edit(c, made.of(record, made.HOLM), Changes(act=Act.DEMAND), "ann").replacement
    (found,) = tamper(ledger, "UPDATE statements SET act = 'ask' WHERE made_by = 'person'")
    assert found == Problem(
        "statements", edited or "", "its characters or what it says are not those it is named after"
    )


def test_a_forgotten_document_that_is_there(filled: Ledger) -> None:
    grave = "INSERT INTO tombstones (document, at, by, why, rows) SELECT id, '', '', '', '{}' FROM documents"
    assert {p.what for p in tamper(filled, grave)} == {"it was forgotten, and is there"}


def test_rows_that_point_nowhere(filled_sqlite: Ledger) -> None:
    with filled_sqlite.maintaining() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("DELETE FROM originals WHERE rowid = 1")
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    (found,) = problems(filled_sqlite)
    assert found.table == "appearances"
    assert found.what.endswith("is not among the originals")


@pytest.mark.parametrize(
    ("index", "trigger"), [("statement_words", "statement_words_delete"), ("actor_words", "actor_words_update")]
)
def test_an_index_of_words_out_of_step(filled_sqlite: Ledger, index: str, trigger: str) -> None:
    table = {"statement_words": "statements", "actor_words": "actors"}[index]
    with filled_sqlite.atomic() as connection:
        connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('delete-all')")
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    assert Problem(index, filled_sqlite.name, f"the index of words is not in step with {table}") in problems(
        filled_sqlite
    )


def test_a_damaged_file(filled_sqlite: Ledger) -> None:
    filled_sqlite.close()
    path = Path(filled_sqlite.name)
    data = bytearray(path.read_bytes())
    half = len(data) // 2
    data[half : half + 3000] = b"x" * 3000
    path.write_bytes(data)
    found = problems(filled_sqlite)
    assert {problem.table for problem in found} == {"file"}
    assert found[0].what.startswith("SQLite finds it damaged")
