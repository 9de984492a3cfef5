from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import Record
from onrecord.documents.text import make_document
from onrecord.errors import UnsupportedLanguage
from onrecord.reading import Reader
from onrecord.records import GAP, Span, Spans
from tests.conftest import Tried

ARTICLE = (
    "Mayor says wall is safe\n\n"
    "BRISTOL - The mayor, Anna Reed, said on Thursday the wall was “perfectly safe”. Critics disagree.\n\n"
    "“She has not seen it,” said Peter Holm, who leads the opposition. He added that it could fall.\n"
)
PIECES = st.sampled_from(
    [
        "Anna Reed said", " it was over", "“", "”", '"', "''", "«", "»", "'", "’", ",", ".", "\n", "\n\n", "\r\n", "\t",
        " ", "He", " told Holm", " according to", " critics",
        "\u200b", "\u200f", "שלום", "😀", "\x00", "a\u0301", "U.S.",
        "\ufeff", "…", "—", "said", "reportedly", "\u2028", "1,000", "Mr. ", "(", ")",
    ]
)  # fmt: skip


def rows(record: Record) -> Iterator[tuple[Spans, str]]:
    for s in record.statements:
        yield from ((s.source.spans, s.source.text), (s.cue.spans, s.cue.text), (s.content.spans, s.content.text))
        if s.date:
            yield s.date.spans, s.date.text
    for actor in record.actors:
        yield from (((m.span,), m.text) for m in actor.mentions)


def check(record: Record) -> None:
    """Every row's text is the slice its spans name; ids are unique and point somewhere."""
    text = record.document.text
    for spans, shown in rows(record):
        assert shown == GAP.join(text[span.start : span.end] for span in spans)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert list(spans) == sorted(spans)
    ids = {s.id for s in record.statements}
    assert len(ids) == len(record.statements)
    actors = {a.id for a in record.actors}
    assert len(actors) == len(record.actors)
    for s in record.statements:
        assert s.source.actor is None or s.source.actor in actors
        assert s.within is None or s.within in ids
        assert set(s.addressees) <= actors
        assert (s.why is None) == (s.status == "attributed")


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_slices_hold_on_any_text(tried: Tried, text: str) -> None:
    check(tried.record(text, "2024-03-15"))


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_characters_give_a_record(tried: Tried, text: str) -> None:
    record = tried.record(text)
    assert record.document.text == text
    check(record)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_change_offsets_and_nothing_else(tried: Tried, end: str) -> None:
    record = tried.record(ARTICLE.replace("\n", end))
    check(record)
    plain = tried.record(ARTICLE)
    assert [s.content.text for s in record.statements] == [s.content.text for s in plain.statements]


def test_the_same_input_gives_the_same_output_byte_for_byte() -> None:
    one, other = (json.dumps(Reader().read(make_document(ARTICLE, "2024-03-15")).to_dict()) for _ in range(2))
    assert one == other


def test_read_many_gives_what_read_gives_in_order() -> None:
    texts = [ARTICLE, "", "Reed said it was over.", ARTICLE * 3]
    assert [r.to_dict() for r in onrecord.read_many(texts)] == [onrecord.read(t).to_dict() for t in texts]


def test_read_many_is_lazy() -> None:
    def texts() -> Iterator[str]:
        yield ARTICLE
        pytest.fail("the second text was asked for before it was needed")

    assert next(onrecord.read_many(texts())).document.text == ARTICLE


def test_the_outward_shape() -> None:
    shape = onrecord.read(ARTICLE, "2024-03-15", title="Wall", outlet="The Courier").to_dict()
    assert list(shape) == [
        "document", "actors", "times", "statements", "events", "agreements", "votes", "disputes", "defects",
    ]  # fmt: skip
    assert shape["document"] | {"id": 0, "text": 0} == {
        "id": 0, "title": "Wall", "outlet": "The Courier", "authors": [], "url": None, "published": "2024-03-15",
        "published_from": "given", "language": "en", "text": 0,
    }  # fmt: skip
    statement = shape["statements"][0]
    assert list(statement) == [
        "id", "kind", "source", "cue", "content", "act", "certainty", "addressees", "date", "within", "status", "why",
        "confidence",
    ]  # fmt: skip
    assert list(statement["source"]) == ["spans", "text", "actor", "confidence", "anonymity"]
    start, end = statement["content"]["spans"][0]
    assert ARTICLE[start:end] in statement["content"]["text"]
    assert {"id", "name", "kind", "country", "sector", "roles", "mentions"} <= set(shape["actors"][0])
    assert json.loads(json.dumps(shape)) == shape


def test_another_language_is_refused_unless_forced() -> None:
    german = "Die Bürgermeisterin sagte am Donnerstag, die Hafenmauer könne noch vor dem Sommer einstürzen. " * 3
    with pytest.raises(UnsupportedLanguage, match=r"another language \(de\).*--force"):
        onrecord.read(german)
    assert Reader(force=True).read(make_document(german)).document.language == "de"


def test_nothing_to_read_is_an_empty_record() -> None:
    for text in ("", " \n\t ", "!!!", "Hello"):
        assert onrecord.read(text).statements == ()


def test_time_grows_with_length_and_no_faster(tried: Tried) -> None:
    def seconds(times: int) -> float:
        text = ARTICLE * times
        began = time.process_time()
        tried.record(text)
        return time.process_time() - began

    seconds(4)
    short = min(seconds(30) for _ in range(3))
    assert seconds(240) < 8 * short * 1.8


def test_spans_touch_and_hold() -> None:
    assert Span(1, 4).touches(Span(3, 9))
    assert not Span(1, 4).touches(Span(4, 9))
    assert Span(1, 9).holds(Span(3, 9))
    assert Span(1, 3).of("abcd") == "bc"
