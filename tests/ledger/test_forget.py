from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from onrecord import Record
from onrecord.errors import LedgerBusy, UnknownRow
from onrecord.ledger import corrections
from onrecord.ledger.connect import Ledger, open_ledger
from onrecord.ledger.find import Query, find, who
from onrecord.ledger.forget import Forgotten, forget, wipe
from onrecord.ledger.read import document_ids, load
from onrecord.ledger.schema import items, metadata, skipped, tombstones
from onrecord.ledger.write import is_done, is_known, keep, start_run
from onrecord.records import Appearance, Original
from tests.conftest import fill, outcome_of
from tests.ledger import made
from tests.ledger.conftest import Keep, appearance_of, problems

Articles = list[tuple[Appearance, Record]]
STAYING = ("runs", "items", "tombstones")


def forgotten(ledger: Ledger, document: str) -> Forgotten:
    with ledger.atomic() as connection:
        return forget(connection, document, "ann", "the paper asked for it")


def number(ledger: Ledger, table: str) -> int:
    with ledger.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one())


def test_all_that_rests_on_a_document_goes(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record()
    keep_made(record)
    with ledger.atomic() as connection:
        corrections.accept(connection, made.of(record, made.MAYOR), "ann")
    before = {name: number(ledger, name) for name in metadata.tables if name not in STAYING}
    gone = forgotten(ledger, record.document.id)
    after = {name: number(ledger, name) for name in before}
    assert after == dict.fromkeys(before, 0)
    assert gone.rows == {name: count for name, count in before.items() if name in gone.rows}
    assert gone.total == sum(before.values())
    assert gone.shared == gone.unmerged == ()
    assert problems(ledger) == []


def test_other_documents_stay_as_they_are(filled: Ledger, articles: Articles) -> None:
    first, *others = (record for _, record in articles)
    gone = forgotten(filled, first.document.id)
    assert gone.rows["copies"] == 1
    with filled.reading() as connection:
        assert set(document_ids(connection)) == {record.document.id for record in others}
        assert [load(connection, record.document.id).record for record in others] == others
        assert find(connection, Query(outlet="The Tarn Courier", words="bridge")) == ()
        with pytest.raises(UnknownRow):
            load(connection, first.document.id)
    assert problems(filled) == []


def test_a_tombstone_keeps_the_text_from_coming_back(filled: Ledger, articles: Articles) -> None:
    appearance, record = articles[0]
    gone = forgotten(filled, record.document.id)
    with filled.reading() as connection:
        (grave,) = connection.execute(select(tombstones)).mappings()
        assert (grave["document"], grave["by"], grave["why"]) == (record.document.id, "ann", "the paper asked for it")
        assert grave["rows"] == gone.rows
        assert is_done(connection, appearance.origin, appearance.member, appearance.original.sha256)
        assert is_known(connection, record.document.id)
        assert connection.execute(select(func.count()).select_from(items)).scalar() == len(articles)
    elsewhere = replace(appearance, origin="elsewhere.txt")
    kept = keep(filled, start_run(filled, "add", "model-1", {}), [outcome_of(elsewhere, record)])
    assert (kept.documents, kept.skipped) == (0, 1)
    with filled.reading() as connection:
        reason = connection.execute(select(skipped.c.reason).where(skipped.c.origin == "elsewhere.txt")).scalar()
    assert reason is not None
    assert "was removed from this ledger on 2" in reason
    assert number(filled, "documents") == len(articles) - 1


def test_an_original_that_others_were_read_from_stays(ledger: Ledger) -> None:
    one, other = made.record(), made.record((made.MAYOR,), text=made.TEXT + " It rained.")
    feed = Original.of(b"both", "application/rss+xml")
    entries = [
        (replace(appearance_of(record, "feed.xml"), original=feed, member=f"entry {n}", encoding=None, alignment=()),
         record)
        for n, record in enumerate((one, other))
    ]  # fmt: skip
    fill(ledger, entries)
    assert forgotten(ledger, one.document.id).shared == (feed.sha256,)
    assert number(ledger, "originals") == 1
    gone = forgotten(ledger, other.document.id)
    assert (gone.shared, gone.rows["originals"]) == ((), 1)


def test_merges_into_a_forgotten_document_are_taken_back(ledger: Ledger, keep_made: Keep) -> None:
    record, other = made.record(), made.record((made.MAYOR,), text=made.TEXT + " It rained.")
    keep_made(record, other)
    mayor = record.actors[0].id
    with ledger.atomic() as connection:
        corrections.merge(connection, mayor, other.actors[0].id, "ann")
    assert forgotten(ledger, other.document.id).unmerged == (mayor,)
    assert problems(ledger) == []
    with ledger.reading() as connection:
        assert load(connection, record.document.id).record == record
        assert [named.statements for named in who(connection, "Brandt")] == [2]
        assert [line.action for line in corrections.history(connection, mayor)] == ["merge", "undo"]


def test_a_document_that_is_not_there(filled: Ledger) -> None:
    with filled.atomic() as connection, pytest.raises(UnknownRow, match="shows the ids of documents"):
        forget(connection, "document-0", "ann", "")


def test_nothing_of_the_text_is_left_in_the_file(filled_sqlite: Ledger, articles: Articles) -> None:
    for _, record in articles[:2]:
        forgotten(filled_sqlite, record.document.id)
    wipe(filled_sqlite)
    files = [Path(filled_sqlite.name + end) for end in ("", "-wal", "-shm")]
    data = b"".join(path.read_bytes() for path in files if path.exists())
    for words in (b"Nobody will cross it before", b"northern pier could sink", b"double its crossings"):
        assert words not in data
    # A word of these two texts alone, as the index of words has it.
    assert b"ferri" not in data
    assert b"headmaster" in data.lower()


def test_a_file_that_is_being_read_is_not_wiped_yet(
    filled_sqlite: Ledger, articles: Articles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.ledger.connect.PATIENCE_S", 0.1)
    impatient = open_ledger(filled_sqlite.name)
    with filled_sqlite.reading() as connection:
        document_ids(connection)
        forgotten(impatient, articles[0][1].document.id)
        with pytest.raises(LedgerBusy, match="-wal still holds the text"):
            wipe(impatient)
    wipe(impatient)
    impatient.close()


def test_wiping_works_on_both_databases(filled: Ledger, articles: Articles) -> None:
    forgotten(filled, articles[0][1].document.id)
    wipe(filled)
    with filled.reading() as connection:
        assert len(document_ids(connection)) == len(articles) - 1
