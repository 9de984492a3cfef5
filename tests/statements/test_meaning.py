from __future__ import annotations

import pytest

from onrecord.statements.meaning import act_of, cue_lemma
from tests.conftest import Tried


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("said", "say"),
        ("has warned", "warn"),
        ("denied", "deny"),
        ("told", "tell"),
        ("appeared to indicate", "indicate"),
    ],
)
def test_lemma_of_a_cue(cue: str, expected: str) -> None:
    forms = cue.split()
    assert cue_lemma(forms, ["VBD"] * len(forms)) == expected


@pytest.mark.parametrize(
    ("lemma", "cue", "content", "quoted", "expected"),
    [
        ("say", "said", "it was over", False, "assert"),
        ("deny", "denied", "that it was over", False, "deny"),
        ("accuse", "accused", "him of lying", False, "accuse"),
        ("threaten", "threatened", "to close it", False, "threaten"),
        ("vow", "vowed", "to close it", False, "promise"),
        ("demand", "demanded", "that it be closed", False, "demand"),
        ("call", "called for", "a vote", False, "demand"),
        ("say", "said", "is it over ?", True, "ask"),
        ("say", "said", "the bridge would collapse", False, "predict"),
        ("say", "said", "i will close it", True, "promise"),
        ("say", "said", "he would close it", False, "promise"),
        ("say", "said", "the council should close it", False, "propose"),
        ("believe", "believes", "it is safe", False, "believe"),
        ("praise", "praised", "the council", False, "approve"),
        ("condemn", "condemned", "the council", False, "condemn"),
        ("recommend", "recommended", "closing it", False, "propose"),
    ],
)
def test_acts(lemma: str, cue: str, content: str, quoted: bool, expected: str) -> None:
    assert act_of(lemma, cue.split(), content.split(), quoted=quoted) == expected


@pytest.mark.parametrize(
    ("text", "level", "whose", "words"),
    [
        ("Reed said it was highly likely that the bridge would fall.", "almost certain", "source", "highly likely"),
        ("Reed said the bridge would probably fall.", "likely", "source", "probably"),
        ("Reed said the bridge may fall.", "possible", "source", "may"),
        ("Reed said it was unlikely that the bridge would fall.", "unlikely", "source", "unlikely"),
        ("Reed said there was no doubt the bridge would fall.", "certain", "source", "no doubt"),
        ("Reed appeared to suggest that the bridge would fall.", "possible", "writer", "appeared to"),
        ("Reed said the bridge would fall.", "unqualified", None, ""),
    ],
)
def test_certainty_and_whose_it_is(tried: Tried, text: str, level: str, whose: str | None, words: str) -> None:
    record = tried.record(text)
    statement = next(s for s in record.statements if s.within is None)
    certainty = statement.certainty
    assert (certainty.level, certainty.whose) == (level, whose)
    assert " ".join(span.of(record.document.text) for span in certainty.spans) == words


def test_addressees(tried: Tried) -> None:
    record, statement = tried.one("Anna Reed told Peter Holm that the bridge was unsafe.", "bridge")
    assert [a.name for a in map(record.actor, statement.addressees) if a] == ["Peter Holm"]


def test_the_date_of_a_statement_is_not_one_inside_its_content(tried: Tried) -> None:
    text = "Anna Reed said on Thursday that the bridge would open on Monday."
    _, statement = tried.one(text, "bridge", "2024-03-15")
    assert statement.date is not None
    assert (statement.date.value, statement.date.text) == ("2024-03-14", "Thursday")
