from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from onrecord import Record
from onrecord.errors import LedgerError
from onrecord.ledger.connect import Ledger
from onrecord.ledger.copies import band_keys, compare
from onrecord.ledger.read import load, load_original
from onrecord.ledger.rows import storable
from onrecord.ledger.schema import bands, copies, items, metadata, runs, skipped, versions
from onrecord.ledger.write import Kept, Outcome, finish_run, is_done, is_known, is_noted, keep, start_run
from onrecord.records import Appearance, Skipped
from tests.conftest import BRIDGE, BRIDGE_OWN, appear, fill, outcome_of
from tests.ledger import made
from tests.ledger.conftest import appearance_of, problems

Articles = list[tuple[Appearance, Record]]


def number(ledger: Ledger, table: str) -> int:
    with ledger.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one())


def test_keeping_counts_and_marks(ledger: Ledger, articles: Articles) -> None:
    run = start_run(ledger, "add", "model-1", {"force": True})
    outcomes = [outcome_of(appearance, record) for appearance, record in articles]
    said = sum(len(record.statements) for _, record in articles)
    assert keep(ledger, run, outcomes) == Kept(documents=4, statements=said)
    assert keep(ledger, run, outcomes) == Kept(known=4)
    finish_run(ledger, run)
    appearance = articles[0][0]
    with ledger.reading() as connection:
        row = connection.execute(select(runs)).mappings().one()
        assert (row["verb"], row["settings"], row["finished"] >= row["started"]) == ("add", {"force": True}, True)
        assert is_done(connection, appearance.origin, None, appearance.original.sha256)
        assert not is_done(connection, appearance.origin, None, "other bytes")
        assert not is_done(connection, "elsewhere.txt", None, appearance.original.sha256)
        assert is_known(connection, appearance.document.id)
        assert not is_known(connection, "document-0")
        original = load_original(connection, appearance.original.sha256)
    assert original == appearance.original
    assert number(ledger, "items") == 4


def test_a_place_comes_back_as_it_was_found(filled: Ledger, articles: Articles) -> None:
    appearance = articles[0][0]
    with filled.reading() as connection:
        (place,) = load(connection, appearance.document.id).places
    for name in ("origin", "member", "fetched", "encoding", "dates", "alignment"):
        assert getattr(place, name) == getattr(appearance, name)
    assert (place.sha256, place.media, place.size) == (appearance.original.sha256, "text/plain", len(BRIDGE.encode()))
    assert (place.url, place.outlet) == ("https://tarn-courier.example/bridge", "The Tarn Courier")


def test_the_same_text_in_two_places_is_one_document(filled: Ledger, articles: Articles) -> None:
    appearance, record = articles[0]
    elsewhere = replace(appearance, origin="mirror.zip", member="a/b.txt", fetched="2024-05-01T00:00:00")
    assert keep(filled, start_run(filled, "add", "model-1", {}), [outcome_of(elsewhere, record)]) == Kept(known=1)
    with filled.reading() as connection:
        places = load(connection, record.document.id).places
    assert [(place.origin, place.member) for place in places] == [(appearance.origin, None), ("mirror.zip", "a/b.txt")]
    assert number(filled, "originals") == 4
    assert problems(filled) == []


def test_what_was_skipped_is_kept_until_it_is_read(ledger: Ledger, articles: Articles) -> None:
    left = Skipped("news.zip", "a.txt", "read", "it is damaged")
    run = start_run(ledger, "add", "model-1", {})
    assert keep(ledger, run, [Outcome("news.zip", "a.txt", "12ab", skipped=(left, left))]).skipped == 2
    assert number(ledger, "skipped") == 1
    with ledger.reading() as connection:
        assert is_noted(connection, left)
        assert not is_noted(connection, replace(left, reason="another"))
        assert is_done(connection, "news.zip", "a.txt", "12ab")
        assert not is_done(connection, "news.zip", "a.txt", "12ab", retry=True)
    appearance, record = articles[0]
    again = replace(outcome_of(appearance, record), origin="news.zip", member="a.txt", sha256="12ab")
    keep(ledger, run, [again])
    assert number(ledger, "skipped") == 0


def test_what_could_not_be_opened_leaves_no_mark(ledger: Ledger) -> None:
    run = start_run(ledger, "add", "model-1", {})
    keep(ledger, run, [Outcome("gone.txt", None, None, skipped=(Skipped("gone.txt", None, "open", "no such file"),))])
    assert (number(ledger, "items"), number(ledger, "skipped")) == (0, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (made.TEXT + "\x00", r"the text in its documents has the character U+0000 at 216"),
        ("\udce9" + made.TEXT, r"the text in its documents has the character U+DCE9 at 0"),
    ],
)
def test_characters_that_no_database_takes(ledger: Ledger, articles: Articles, text: str, reason: str) -> None:
    record = made.record(text=text)
    refused = outcome_of(appearance_of(record), record)
    kept = keep(ledger, start_run(ledger, "add", "model-1", {}), [refused, outcome_of(*articles[0])])
    assert (kept.documents, kept.skipped) == (1, 1)
    with ledger.reading() as connection:
        (row,) = connection.execute(select(skipped)).mappings()
        assert (row["origin"], row["step"]) == ("tarn.txt", "keep")
        assert row["reason"].startswith(reason)
        assert is_done(connection, "tarn.txt", None, refused.sha256 or "")
    assert problems(ledger) == []


def test_a_title_that_no_database_takes(ledger: Ledger) -> None:
    record = made.record()
    record = replace(record, document=replace(record.document, title="The\x00 bridge"))
    kept = keep(ledger, start_run(ledger, "add", "model-1", {}), [outcome_of(appearance_of(record), record)])
    assert (kept.documents, kept.skipped) == (0, 1)
    with ledger.reading() as connection:
        reason = connection.execute(select(skipped.c.reason)).scalar_one()
    assert reason.startswith("the title in its documents has the character U+0000 at 3")


def test_names_of_files_in_another_encoding(ledger: Ledger) -> None:
    origin, member = "caf\udce9/news.zip", "\udcff.txt"
    record = made.record()
    found = replace(appearance_of(record, origin), member=member)
    left = Skipped(origin, "b.txt", "open", f"{origin} cannot be opened")
    outcome = replace(outcome_of(found, record), skipped=(left,))
    assert keep(ledger, start_run(ledger, "add", "model-1", {}), [outcome]) == Kept(1, 0, 5, 1)
    with ledger.reading() as connection:
        (place,) = load(connection, record.document.id).places
        assert (place.origin, place.member) == (r"caf\udce9/news.zip", r"\udcff.txt")
        assert is_done(connection, origin, member, found.original.sha256)
        assert is_noted(connection, left)
    assert problems(ledger) == []


def test_names_that_every_database_takes_stay() -> None:
    assert storable("café/Ünïcode/日本.txt") == "café/Ünïcode/日本.txt"
    assert storable("a\x00b") == r"a\x00b"


def test_versions_of_one_url(ledger: Ledger) -> None:
    url = "https://tarn-courier.example/bridge"
    texts = [made.TEXT, made.TEXT + " It rained.", made.TEXT + " It rained.", made.TEXT]
    for day, text in enumerate(texts, 1):
        record = made.record(text=text)
        record = replace(record, document=replace(record.document, url=url))
        fill(ledger, [(replace(appearance_of(record, f"{day}.txt"), fetched=f"2024-03-{day:02}T00:00:00"), record)])
    with ledger.reading() as connection:
        found = connection.execute(select(versions.c.number, versions.c.seen).order_by(versions.c.number)).all()
    assert [tuple(row) for row in found] == [(1, "2024-03-01T00:00:00"), (2, "2024-03-02T00:00:00")]


def test_a_light_edit_is_a_copy_and_another_report_is_none(filled: Ledger, articles: Articles) -> None:
    one, two = sorted(record.document.id for _, record in articles[:2])
    with filled.reading() as connection:
        (link,) = connection.execute(select(copies)).mappings()
    assert (link["one"], link["other"]) == (one, two)
    assert (link["jaccard"], link["containment"]) == pytest.approx((0.79, 0.88), abs=0.05)
    assert not compare(BRIDGE, BRIDGE_OWN).is_copy


@pytest.mark.parametrize("part", [0.7, 0.85])
def test_a_trimmed_copy(ledger: Ledger, part: float) -> None:
    trimmed = BRIDGE[: int(len(BRIDGE) * part)]
    found = [
        (appear(text, "The Tarn Courier", "2024-03-12", f"https://tarn-courier.example/{n}", origin=f"{n}.txt"), None)
        for n, text in enumerate((BRIDGE, trimmed))
    ]
    fill(ledger, [(appearance, Record(appearance.document)) for appearance, _ in found])
    assert number(ledger, "copies") == 1
    likeness = compare(BRIDGE, trimmed)
    assert likeness.containment > 0.98
    assert likeness.jaccard == pytest.approx(part, abs=0.06)


def test_a_quoted_paragraph_makes_no_copy() -> None:
    paragraph = BRIDGE.split("\n\n")[2]
    other = BRIDGE_OWN + paragraph + BRIDGE_OWN.upper()[::-1]
    assert not compare(BRIDGE, other).is_copy


def test_short_texts_are_never_copies(ledger: Ledger) -> None:
    short = "Fares will rise in May, the ferry company said on Monday in Tarn."
    assert band_keys(short) == ()
    for n, text in enumerate((short, short + " It gave no reason.")):
        appearance = appear(text, "The Tarn Courier", "2024-03-12", f"https://tarn-courier.example/{n}", origin=f"{n}")
        fill(ledger, [(appearance, Record(appearance.document))])
    assert (number(ledger, "copies"), number(ledger, "bands")) == (0, 0)


def test_signs_and_case_make_no_difference_to_copies() -> None:
    shouted = BRIDGE.upper().replace(",", " –").replace("“", '"')
    assert compare(BRIDGE, shouted).jaccard == 1.0
    assert band_keys(BRIDGE) == band_keys(shouted)
    assert len(band_keys(BRIDGE)) == 32


def test_a_batch_is_kept_whole_or_not_at_all(ledger: Ledger, articles: Articles) -> None:
    run = start_run(ledger, "add", "model-1", {})
    broken = outcome_of(*articles[1])
    rows = replace(broken.rows[0], read=(("documents", ({"id": "document-0"},)),))
    with pytest.raises(LedgerError, match="the database refused"):
        keep(ledger, run, [outcome_of(*articles[0]), replace(broken, rows=(rows,))])
    with ledger.reading() as connection:
        assert connection.execute(select(func.count()).select_from(items)).scalar() == 0
        assert connection.execute(select(func.count()).select_from(bands)).scalar() == 0
