from __future__ import annotations

import pytest

from onrecord.language.sentences import sentence_starts
from onrecord.language.words import split_words


def sentences(text: str) -> list[str]:
    words = split_words(text)
    places = [int(words.starts[i]) for i in sentence_starts(words).nonzero()[0]]
    return [text[a:b].strip() for a, b in zip(places, [*places[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    "expected",
    [
        ["It rained.", "It stopped."],
        ["Mr. Smith met Gen. Jones in the U.S. capital.", "They spoke."],
        ["He left the U.S.", "The rest stayed."],
        ["John F. Kennedy spoke."],
        ["“It is over,” he said.", "“Go home.”", "She left."],
        ["Is it? ", "No!", "Yes."],
        ["It cost 3.5 million dollars.", "Nobody paid."],
        ["Acme Inc. grew.", "It fell."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == [part.strip() for part in expected]


def test_a_paragraph_always_begins_a_sentence() -> None:
    assert sentences("A headline without a stop\nThe text.") == ["A headline without a stop", "The text."]
