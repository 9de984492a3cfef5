from __future__ import annotations

import pytest

from onrecord import Record
from onrecord.records import Statement
from tests.conftest import Tried


def shown(record: Record) -> list[tuple[str, str, str]]:
    return [(s.source.text, s.cue.text, s.content.text) for s in record.statements]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "kind"),
    [
        ("Anna Reed said the bridge was unsafe.", "Anna Reed", "said", "the bridge was unsafe", "indirect"),
        ("“The bridge is unsafe,” said Anna Reed.", "Anna Reed", "said", "“The bridge is unsafe,”", "direct"),
        ("The bridge is old, according to Anna Reed.", "Anna Reed", "according to", "The bridge is old", "indirect"),
        ("Anna Reed called the bridge “a death trap”.", "Anna Reed", "called", "the bridge “a death trap”", "mixed"),
        ("Ms. Reed wrote: \"The bridge is unsafe.\"", "Reed", "wrote", '"The bridge is unsafe."', "direct"),
    ],
)  # fmt: skip
def test_source_cue_content_and_kind(tried: Tried, text: str, source: str, cue: str, content: str, kind: str) -> None:
    (statement,) = tried.record(text).statements
    assert source in statement.source.text
    assert cue in statement.cue.text
    assert content.strip(".") == statement.content.text.strip(".")
    assert statement.kind == kind


def test_a_quotation_interrupted_by_its_speaker_is_one_statement(tried: Tried) -> None:
    text = "“The bridge is unsafe,” Anna Reed said, “and the council has known it for a year.”"
    (statement,) = tried.record(text).statements
    assert len(statement.content.spans) == 2
    assert statement.content.text == "“The bridge is unsafe,” … “and the council has known it for a year.”"


def test_a_quotation_that_runs_over_paragraphs_is_one_statement(tried: Tried) -> None:
    text = (
        "Anna Reed said: “The bridge is unsafe, and everybody knows it.\n\n"
        "“We will close it tomorrow morning. There is no other way.\n\n"
        "“After that we will build another one.”"
    )
    record, statement = tried.one(text, "another one")
    assert "everybody knows" in statement.content.text
    actor = record.actor(statement.source.actor)
    assert actor is not None
    assert actor.name == "Anna Reed"


def test_a_quotation_over_paragraphs_without_a_speaker_is_one_row_too(tried: Tried) -> None:
    text = "The bridge closed on Monday.\n\n“It was the only way left.\n\n“There was no other.”"
    _, statement = tried.one(text, "no other")
    assert statement.status == "unattributed"
    assert statement.content.text.startswith("“It was the only way")


def test_a_speaker_introduced_with_a_colon_in_the_paragraph_before(tried: Tried) -> None:
    text = "Then Anna Reed stood up and said:\n\n“The bridge is unsafe, and we will close it tomorrow.”"
    assert tried.speaker(text, "unsafe") == "Anna Reed"


def test_a_quotation_alone_is_unattributed_with_the_reason(tried: Tried) -> None:
    text = (
        "The council closed the bridge on Monday after the inspection.\n\n"
        "“It was the only way left to us.”\n\n"
        "Anna Reed said the bridge would open again in May."
    )
    record, statement = tried.one(text, "only way")
    assert statement.status == "unattributed"
    assert statement.source.actor is None
    assert statement.source.spans == ()
    assert statement.why is not None
    assert "stands alone" in statement.why
    assert statement.kind == "direct"
    del record


def test_first_person_outside_quotation_marks_has_no_speaker(tried: Tried) -> None:
    text = (
        "The council closed the bridge on Monday. I have no doubt that we did the right thing.\n\n"
        "Anna Reed said the bridge would open again in May."
    )
    statement = next(s for s in tried.record(text).statements if "right thing" in s.content.text)
    assert statement.status == "unattributed"


def test_a_report_inside_a_report_is_a_row_of_its_own(tried: Tried) -> None:
    text = "Anna Reed said that engineers had warned that the bridge could collapse within a year."
    record = tried.record(text)
    outer = next(s for s in record.statements if s.within is None)
    inner = next(s for s in record.statements if s.within is not None)
    assert inner.within == outer.id
    assert "engineers" in inner.source.text
    assert "the bridge could collapse" in inner.content.text
    assert outer.content.spans[0].start <= inner.content.spans[0].start
    assert inner.content.spans[-1].end <= outer.content.spans[-1].end


def test_quotation_marks_belong_to_the_content(tried: Tried) -> None:
    for text in ('"It is over," Reed said.', "Reed said: “It is over.”", "Reed said it was “over”."):
        for statement in tried.record(text).statements:
            content = statement.content.text
            assert content.count("“") == content.count("”"), content
            assert content.count('"') % 2 == 0, content


def confident(statement: Statement) -> bool:
    return 0.0 <= statement.confidence <= 1.0


def test_every_statement_has_a_confidence(tried: Tried) -> None:
    record = tried.record("Reed said it was over. Critics say she lied. “Never,” she added.")
    assert record.statements
    assert all(confident(s) and confident_source(s) for s in record.statements)


def confident_source(statement: Statement) -> bool:
    return 0.0 <= statement.source.confidence <= 1.0
