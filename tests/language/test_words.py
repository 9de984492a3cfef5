from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.language.words import Quoted, is_hard_wrapped, split_words


@given(st.text())
def test_every_visible_character_belongs_to_exactly_one_word(text: str) -> None:
    words = split_words(text)
    covered = [i for start, end in zip(words.starts, words.ends, strict=True) for i in range(start, end)]
    assert covered == [i for i, char in enumerate(text) if not char.isspace()]
    assert words.forms == [text[s:e] for s, e in zip(words.starts, words.ends, strict=True)]


def quoted(text: str) -> list[str]:
    words = split_words(text)
    inside = (Quoted.DOUBLE, Quoted.SINGLE)
    return [form for form, q in zip(words.forms, words.quoted, strict=True) if q in inside and form.isalnum()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "it is over" today.', "it is over"),
        ("He said “it is over” today.", "it is over"),
        ("He said ''it is over'' today.", "it is over"),
        ("He said «it is over» today.", "it is over"),
        ("He said 'it is over' today.", "it is over"),
        ("It's the dogs' dinner, isn't it", ""),
        ('"It names "incompetence" twice" - and ends', "It names incompetence twice"),
        ('He said "it is\n\nNothing here.', "it is"),
        ("", ""),
    ],
)
def test_words_in_quotation_marks_of_any_style(text: str, expected: str) -> None:
    assert " ".join(quoted(text)) == expected


def test_a_paragraph_ends_at_a_line_break() -> None:
    assert split_words("One two.\nThree.\r\n\r\nFour").paragraphs.tolist() == [0, 0, 0, 1, 1, 2]


def test_a_hard_wrapped_text_has_paragraphs_of_several_lines() -> None:
    line = "The council met on Monday to talk about the harbour wall and its"
    text = "\n".join([line] * 4) + "\n\n" + "\n".join([line] * 4) + "\n"
    assert is_hard_wrapped(text)
    assert set(split_words(text).paragraphs.tolist()) == {0, 1}
