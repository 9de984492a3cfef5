from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord import Record
from onrecord.errors import SettingsError, UnknownRow
from onrecord.ledger import corrections, search
from onrecord.ledger.connect import Ledger, open_ledger
from onrecord.ledger.edits import Changes
from onrecord.ledger.find import Query, Said, count, find, full_id, stats, stream, who
from onrecord.records import Act, Appearance
from tests.conftest import fill
from tests.ledger import made
from tests.ledger.conftest import Keep

Articles = list[tuple[Appearance, Record]]


def found(ledger: Ledger, query: Query) -> tuple[Said, ...]:
    with ledger.reading() as connection:
        return find(connection, query)


def everything(articles: Articles) -> set[str]:
    return {s.id for _, record in articles for s in record.statements}


def test_everything_is_found_the_latest_first_in_a_stable_order(filled: Ledger, articles: Articles) -> None:
    said = found(filled, Query())
    assert {s.id for s in said} == everything(articles)
    assert [s.day for s in said] == sorted((s.day for s in said), reverse=True)
    with filled.reading() as connection:
        assert tuple(stream(connection, Query())) == said
        assert count(connection, Query()) == len(said)
        pages = [find(connection, Query(limit=4, offset=start)) for start in range(0, len(said) + 4, 4)]
    assert tuple(s for page in pages for s in page) == said


def test_a_find_says_what_the_record_says(filled: Ledger, articles: Articles) -> None:
    record = articles[3][1]
    shown = {s.id: s for s in found(filled, Query(document=record.document.id))}
    for statement in record.statements:
        said = shown[statement.id]
        actor = record.actor(statement.source.actor)
        assert said.speaker == (actor.name if actor else None)
        assert said.content_text == statement.content.text
        assert (said.outlet, said.title) == ("The Tarn Courier", "New school for Ostrand")
        assert (said.confidence, said.review) == (statement.confidence, "machine")


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        (Query(since="2024-03-13", until="2024-03-14"), lambda _s, d: "2024-03-13" <= d.published <= "2024-03-14"),
        (Query(until="2024-03-12"), lambda _s, d: d.published <= "2024-03-12"),
        (Query(since="2024-04-02"), lambda _s, d: d.published >= "2024-04-02"),
        (Query(kind="direct"), lambda s, _d: s.kind == "direct"),
        (Query(act="deny"), lambda s, _d: s.act == "deny"),
        (Query(status="attributed"), lambda s, _d: s.status == "attributed"),
        (Query(outlet="The Vale Herald"), lambda _s, d: d.outlet == "The Vale Herald"),
        (Query(min_confidence=0.9), lambda s, _d: s.confidence >= 0.9),
        (Query(review="machine"), lambda _s, _d: True),
        (Query(review="edited"), lambda _s, _d: False),
        (Query(words="bridge or school", kind="mixed"), lambda _s, _d: False),
        (Query(words="lessons", by="Brandt"), lambda _s, _d: False),
    ],
)
def test_each_filter(filled: Ledger, articles: Articles, query: Query, fits: Callable[..., bool]) -> None:
    expected = {s.id for _, record in articles for s in record.statements if fits(s, record.document)}
    said = found(filled, query)
    assert {s.id for s in said} == expected
    with filled.reading() as connection:
        assert count(connection, query) == len(expected)


def test_by_a_name_or_a_role(filled: Ledger) -> None:
    assert {s.speaker for s in found(filled, Query(by="Brandt"))} == {"Ilse Brandt"}
    assert {s.speaker for s in found(filled, Query(by="mayor"))} == {"Ilse Brandt"}
    assert {s.speaker for s in found(filled, Query(by="foreign minister"))} == {"Kari Dahl"}
    assert found(filled, Query(by="minister foreign")) != ()
    assert found(filled, Query(by='"minister foreign"')) == ()
    assert found(filled, Query(by="Nobody")) == ()


def test_about_whom(ledger: Ledger, keep_made: Keep) -> None:
    keep_made(made.record())
    assert [s.content_text for s in found(ledger, Query(about="Holm"))] == [made.MAYOR.content]
    assert found(ledger, Query(about="Lund")) == ()


@pytest.mark.parametrize(
    ("words", "contents"),
    [
        ("bridge", [made.MAYOR, made.HOLM]),
        ("BRIDGES", [made.MAYOR, made.HOLM]),
        ("bridge knew", [made.MAYOR]),
        ("bridge -knew", [made.HOLM]),
        ("-knew bridge", [made.HOLM]),
        ('"bridge was safe"', [made.MAYOR, made.HOLM]),
        ('"safe was bridge"', []),
        ("ferr*", [made.FERRY]),
        ('"the fer*"', [made.FERRY]),
        ('bridge -"knew it"', [made.HOLM]),
        ("fund", [made.LUND, made.INNER]),
        ("run", [made.FERRY]),
        ("running", [made.FERRY]),
        ("lund", [made.LUND]),  # in the source
        ("bridge AND OR NOT", []),
        ("safe,and", [made.MAYOR]),
        ("safe,knew", []),
        ("was AND the", [made.MAYOR]),
        ('"the bridge was" it', [made.MAYOR]),
        ("brïdge", [made.MAYOR, made.HOLM]),
        ('bridge"', [made.MAYOR, made.HOLM]),
        ("(bridge) & !knew | ferry:*", []),
        ("bri'dge", []),
    ],
)
def test_words_mean_the_same_on_both_databases(
    ledger: Ledger, keep_made: Keep, words: str, contents: list[made.Claimed]
) -> None:
    record = made.record()
    keep_made(record)
    assert {s.id for s in found(ledger, Query(words=words))} == {made.of(record, claim) for claim in contents}


@pytest.mark.parametrize("words", ["", "  ", "-bridge", '""', "*", "!?", '-"the bridge" -knew'])
def test_words_that_name_nothing(filled: Ledger, words: str) -> None:
    with pytest.raises(SettingsError, match="names no word to look for"):
        found(filled, Query(words=words))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (Query(since="12 March"), "no day for --since: give YYYY-MM-DD"),
        (Query(until="2024-02-30"), "no day for --until"),
        (Query(kind="quoted"), "no kind: choose from direct, indirect, mixed"),
        (Query(act="shout"), "no act: choose from assert, deny"),
        (Query(status="sure"), "no status: choose from attributed"),
        (Query(review="seen"), "no review: choose from machine"),
    ],
)
def test_a_query_that_asks_for_what_there_is_not(filled: Ledger, query: Query, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        found(filled, query)


def test_statements_without_a_day(ledger: Ledger, keep_made: Keep) -> None:
    keep_made(made.record(), made.record((made.HOLM,), made.TEXT + " It rained.", published=None))
    assert found(ledger, Query())[-1].day == ""
    assert {s.day for s in found(ledger, Query(until="2030-01-01"))} == {"2024-03-12"}
    assert {s.day for s in found(ledger, Query(since="2000-01-01"))} == {"2024-03-12"}


def test_who_counts_what_stands(ledger: Ledger, keep_made: Keep) -> None:
    record, other = made.record(), made.record((made.MAYOR,), made.TEXT + " It rained.", published="2024-03-14")
    keep_made(record, other)
    with ledger.reading() as connection:
        (named,) = who(connection, "Brandt")
    assert (named.name, named.kind, named.documents, named.statements) == ("Ilse Brandt", "person", 2, 3)
    assert (named.first, named.last) == ("2024-03-12", "2024-03-14")
    with ledger.atomic() as connection:
        corrections.reject(connection, made.of(record, made.FERRY), "ann")
        corrections.edit(connection, made.of(record, made.MAYOR), Changes(act=Act.DENY), "ann")
    with ledger.reading() as connection:
        (named,) = who(connection, "mayor")
        assert named.statements == 2
        assert [named.name for named in who(connection, "a*")] == []


def test_who_comes_in_one_order(filled: Ledger) -> None:
    with filled.reading() as connection:
        names = [(n.statements, n.name) for n in who(connection, ["*n*", "b*", "h*", "l*", "d*"][1])]
        everybody = who(connection, "h*")
    assert names
    assert list(everybody) == sorted(everybody, key=lambda n: (-n.statements, n.name))


def test_stats(filled: Ledger, articles: Articles) -> None:
    with filled.reading() as connection:
        numbers = {counted.what: counted.number for counted in stats(connection)}
    assert numbers["documents"] == 4
    assert numbers["documents that copy another"] == 1
    assert numbers["outlets"] == 3
    assert numbers["statements"] == len(everything(articles))
    assert numbers["actors"] == sum(len(record.actors) for _, record in articles)


def test_the_beginning_of_an_id_is_enough(filled: Ledger, articles: Articles) -> None:
    record = articles[0][1]
    with filled.reading() as connection:
        for whole in (record.document.id, record.actors[0].id, record.statements[0].id):
            assert full_id(connection, whole) == whole
            assert full_id(connection, whole[:-4]) == whole
        for wrong in ("statement-", "document-"):
            with pytest.raises(UnknownRow, match="fits several rows"):
                full_id(connection, wrong)
        with pytest.raises(UnknownRow, match="is not in this ledger"):
            full_id(connection, "actor-ffffffffffffffffff")
        for wrong in ("", "bridge", "statement-xyz", "statement-%", "source-12", "document"):
            with pytest.raises(UnknownRow, match="is no id: ids begin with statement-, actor-, document-"):
                full_id(connection, wrong)


def test_both_databases_find_the_same(
    new_sqlite: Callable[[], str], new_postgres: Callable[[], str], articles: Articles
) -> None:
    ledgers = [open_ledger(new()) for new in (new_sqlite, new_postgres)]
    for ledger in ledgers:
        fill(ledger, articles)
    queries = [Query(), Query(words="bridge"), Query(words="repair*"), Query(by="Holm"), Query(about="Brandt")]
    queries += [Query(words="the river -lessons"), Query(words='"last winter"', min_confidence=0.2)]
    for query in queries:
        one, other = (found(ledger, query) for ledger in ledgers)
        assert one == other
    for ledger in ledgers:
        ledger.close()


def test_words_that_stand_everywhere_are_found_in_the_same_order(
    filled: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = [Query(words="the"), Query(words="the bridge", limit=3), Query(words="said -ferry", kind="indirect"),
               Query(words="the", by="Brandt"), Query(words="the", since="2024-03-01", limit=2, offset=1)]  # fmt: skip
    before = [found(filled, query) for query in queries]
    monkeypatch.setattr(search, "MANY", 0)
    assert [found(filled, query) for query in queries] == before
    assert any(before)
