from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord import Record
from onrecord.ledger.changes import Change, ChangeKind, Words, clusters, compare_statements, url_versions
from onrecord.ledger.connect import Ledger
from onrecord.records import Appearance
from tests.conftest import BRIDGE, Tried, appear, fill
from tests.ledger import made

Articles = list[tuple[Appearance, Record]]


def kinds(one: Record, other: Record) -> list[tuple[str, str]]:
    """What became of each statement, and the words it is known by."""
    return [(c.kind.value, (c.one or c.other).content.text) for c in compare_statements(one, other) if c.one or c.other]  # type: ignore[union-attr]


def test_the_same_text_has_the_same_statements() -> None:
    record = made.record()
    assert {kind for kind, _ in kinds(record, record)} == {"same"}
    assert compare_statements(made.record(()), made.record(())) == ()


def test_white_space_and_small_letters() -> None:
    text = made.TEXT.replace("the bridge was safe, and", "the\n bridge was safe, and")
    claim = replace(made.MAYOR, content="the\n bridge was safe, and that Peter Holm knew it")
    assert kinds(made.record((made.MAYOR,)), made.record((claim,), text)) == [("same", made.MAYOR.content)]


def test_a_word_that_was_changed() -> None:
    text = made.TEXT.replace("fund was empty", "fund was nearly empty")
    inner = replace(made.INNER, content="the fund was nearly empty", within=None)
    (change,) = compare_statements(made.record((replace(made.INNER, within=None),)), made.record((inner,), text))
    assert change.kind is ChangeKind.ALTERED
    assert change.words == (
        Words(ChangeKind.SAME, "the fund was"), Words(ChangeKind.ADDED, "nearly"), Words(ChangeKind.SAME, "empty"),
    )  # fmt: skip


def test_a_sign_that_was_changed() -> None:
    text = made.TEXT.replace("the bridge was safe, and", "the bridge was safe; and")
    claim = replace(made.MAYOR, content=made.MAYOR.content.replace(",", ";"))
    (change,) = compare_statements(made.record((made.MAYOR,)), made.record((claim,), text))
    assert change.kind is ChangeKind.ALTERED
    assert {word for word in change.words if word.kind is not ChangeKind.SAME} == {
        Words(ChangeKind.CUT, ","), Words(ChangeKind.ADDED, ";"),
    }  # fmt: skip


def test_what_was_cut_and_added_stands_where_it_was() -> None:
    one, other = made.record((made.MAYOR, made.HOLM, made.FERRY)), made.record((made.MAYOR, made.LUND, made.FERRY))
    assert kinds(one, other) == [
        ("same", made.MAYOR.content), ("added", made.LUND.content), ("cut", made.HOLM.content),
        ("same", made.FERRY.content),
    ]  # fmt: skip
    cut = next(c for c in compare_statements(one, other) if c.kind is ChangeKind.CUT)
    assert cut == Change(ChangeKind.CUT, one.statements[1], None, (Words(ChangeKind.CUT, made.HOLM.content),))


@pytest.mark.parametrize(("by", "kind"), [("Maria Lund", "other speaker"), ("Brandt", "same")])
def test_another_speaker(by: str, kind: str) -> None:
    other = made.record((replace(made.MAYOR, by=by),))
    assert kinds(made.record((made.MAYOR,)), other) == [(kind, made.MAYOR.content)]


def test_without_actors_the_sources_words_are_compared() -> None:
    named, unnamed = made.record((made.MAYOR,)), made.record((replace(made.MAYOR, by=None),))
    assert kinds(unnamed, unnamed)[0][0] == kinds(named, unnamed)[0][0] == "same"
    he = made.record((replace(made.MAYOR, by=None, source="The ferry"),))
    assert kinds(named, he)[0][0] == "other speaker"


def test_another_speaker_of_altered_words_shows_both() -> None:
    text = made.TEXT.replace("The ferry would run", "The ferry will run")
    other = replace(made.FERRY, by="Maria Lund", content="The ferry will run all night")
    (change,) = compare_statements(made.record((made.FERRY,)), made.record((other,), text))
    assert change.kind is ChangeKind.OTHER_SPEAKER
    assert Words(ChangeKind.ADDED, "will") in change.words


def test_a_report_inside_a_report_is_paired_with_its_like() -> None:
    one = made.record((made.LUND, made.INNER))
    assert kinds(one, made.record((made.LUND,))) == [("same", made.LUND.content), ("cut", made.INNER.content)]
    assert kinds(one, made.record((made.INNER_ALONE,)))[0] == ("cut", made.LUND.content)


def test_the_same_words_said_twice_are_paired_in_order() -> None:
    first, again = (replace(made.HOLM, cue=cue) for cue in ("denied", "Holm denied"))
    changes = compare_statements(made.record((first, again)), made.record((first, again)))
    assert all(c.one == c.other for c in changes)
    assert [kind for kind, _ in kinds(made.record((first, again)), made.record((first,)))] == ["same", "cut"]


def test_copies_are_told_apart_by_what_they_say(filled: Ledger, articles: Articles) -> None:
    found = {c.kind for c in compare_statements(articles[0][1], articles[1][1])}
    assert ChangeKind.SAME in found
    assert found - {ChangeKind.SAME}


def test_a_cluster_is_the_earliest_document_with_its_copies(filled: Ledger, articles: Articles) -> None:
    with filled.reading() as connection:
        (cluster,) = clusters(connection)
    first, copy = articles[0][1].document, articles[1][1].document
    assert (cluster.first.document, cluster.first.outlet) == (first.id, "The Tarn Courier")
    assert [found.cited.document for found in cluster.copies] == [copy.id]
    assert 0.35 < cluster.copies[0].jaccard < 1


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("2024-01-01", "2024-01-02", "2024-01-03"), [(0, {1}), (1, {2})]),
        (("2024-01-03", "2024-01-02", ""), [(1, {0, 2})]),
        (("2024-01-01", "", "2024-01-01"), [(0, {1})]),
    ],
)
def test_clusters_do_not_chain(ledger: Ledger, days: tuple[str, ...], expected: list[tuple[int, set[int]]]) -> None:
    """Each text shares most of the one before it, and little with the one before that."""
    words = [f"word{n}" for n in range(130)]
    found = []
    for start, day in zip((0, 25, 50), days, strict=True):
        text = " ".join(words[start : start + 70])
        appearance = appear(text, "The Tarn Courier", day, "https://tarn-courier.example/", origin=f"{start}.txt")
        appearance = replace(appearance, document=replace(appearance.document, published=day or None))
        found.append((appearance, Record(appearance.document)))
    fill(ledger, found)
    number = {appearance.document.id: n for n, (appearance, _) in enumerate(found)}
    with ledger.reading() as connection:
        seen = clusters(connection)
    shown = [(number[c.first.document], {number[copy.cited.document] for copy in c.copies}) for c in seen]
    if days[0] == days[2]:
        # Two that came out on one day: the smaller id counts as the earlier.
        expected = [(min((0, 2), key=lambda n: found[n][0].document.id), {1})]
    assert shown == expected


def test_versions_of_a_url(ledger: Ledger, tried: Tried) -> None:
    url = "https://tarn-courier.example/bridge"
    later = BRIDGE.replace("until spring", "until summer")
    found = []
    for day, text in (("2024-03-12", BRIDGE), ("2024-03-13", later)):
        appearance = replace(appear(text, "The Tarn Courier", day, url), fetched=day + "T10:00:00")
        found.append((appearance, tried.reader.read(appearance.document)))
    fill(ledger, found)
    with ledger.reading() as connection:
        versions = url_versions(connection, url)
        assert url_versions(connection, "https://nowhere.example/") == ()
    assert [(v.number, v.seen, v.published) for v in versions] == [
        (1, "2024-03-12T10:00:00", "2024-03-12"), (2, "2024-03-13T10:00:00", "2024-03-13"),
    ]  # fmt: skip
    assert versions[0].title == "Tarn bridge to stay closed until spring"
    one, other = (record for _, record in found)
    altered = [c for c in compare_statements(one, other) if c.kind is not ChangeKind.SAME]
    assert {word.text for c in altered for word in c.words if word.kind is ChangeKind.ADDED} == {"summer"}


def test_how_quotation_marks_are_drawn_is_no_change() -> None:
    claim = made.Claimed("Peter Holm", "said", "“it’s safe”", "Peter Holm")
    other = replace(claim, content='"it\'s safe"')
    assert kinds(
        made.record((claim,), "Peter Holm said “it’s safe” twice."),
        made.record((other,), 'Peter Holm said "it\'s safe" twice.'),
    ) == [("same", "“it’s safe”")]
