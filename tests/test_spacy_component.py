from __future__ import annotations

import spacy


def test_the_component_gives_statements_whose_spans_are_the_doc_s() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord", config={"published": "2024-03-15"})
    doc = nlp("Anna Reed said on Thursday that the wall was safe.")
    (statement,) = doc._.statements
    assert doc._.record.document.published == "2024-03-15"
    span = statement.content.spans[0]
    assert doc.char_span(span.start, span.end, alignment_mode="expand").text == statement.content.text
    assert statement.date.value == "2024-03-14"


def test_pipes_keep_order_and_a_date_for_one_document() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord")
    docs = list(nlp.pipe(["Reed said on Friday it was over.", "It rained."]))
    assert [len(doc._.statements) for doc in docs] == [1, 0]
