from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.documents.text import make_document
from onrecord.integrity.defects import find_defects
from onrecord.language.words import split_words
from onrecord.records import DefectKind, Span, evidence
from tests.integrity.found import CLEAN, HEADLINE, article, defects

DAMAGED = article(
    *CLEAN[:2], HEADLINE, "“We will stay, she said of the wall.", "Advertisement", "It was Monday, April 12, 2017.",
)  # fmt: skip


def test_a_clean_article_has_no_defects() -> None:
    assert defects(article(*CLEAN)) == ()


def test_defects_stand_in_the_order_of_the_text_with_ids_of_their_own() -> None:
    found = defects(DAMAGED)
    assert [defect.kind for defect in found] == [
        DefectKind.REPEATED_LINE, DefectKind.UNBALANCED_QUOTATION_MARK, DefectKind.BOILERPLATE,
        DefectKind.CONTRADICTORY_DATE,
    ]  # fmt: skip
    assert len({defect.id for defect in found}) == len(found)
    assert found == defects(DAMAGED)


def test_a_quotation_that_nobody_is_named_for_is_a_defect_where_it_stands() -> None:
    text = "It rained. “It is over.” They left."
    spans = (Span(11, 24),)
    (defect,) = find_defects(make_document(text), split_words(text), unattributed=(spans,))
    assert (defect.kind, defect.spans, defect.text) == (DefectKind.UNATTRIBUTED_QUOTATION, spans, "“It is over.”")
    assert defect.why == "The text does not say whose words these are."


def test_a_text_without_words_has_no_defects() -> None:
    assert defects("") == defects(" \n\n ") == ()


@given(st.text(alphabet=st.sampled_from("aA.,;-“”\"'()[]… \n12") | st.characters(), max_size=400))
def test_every_defect_shows_the_characters_of_its_spans(text: str) -> None:
    document = make_document(text)
    for defect in find_defects(document, split_words(text)):
        assert defect.text == evidence(text, defect.spans)
        assert all(0 <= span.start < span.end <= len(text) for span in defect.spans)
