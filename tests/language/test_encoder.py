from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import ModelError
from onrecord.language.encoder import LONGEST_BLOCK, Encoder
from onrecord.language.words import split_words


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def test_blocks_cover_all_words_in_order(encoder: Encoder) -> None:
    words = split_words("The mayor said the wall was safe. " * 80 + "\n\nShe left.\n" + "word " * 700)
    blocks = encoder.read(words).blocks
    assert [b.start for b in blocks] == [0, *(b.start + len(b) for b in blocks[:-1])]
    assert blocks[-1].start + len(blocks[-1]) == len(words)
    assert all(len(block) <= LONGEST_BLOCK for block in blocks)


def test_a_long_paragraph_is_cut_between_sentences(encoder: Encoder) -> None:
    words = split_words("The mayor said the wall was safe. " * 80)
    assert {words.forms[block.start] for block in encoder.read(words).blocks} == {"The"}


def test_names_and_syntax_are_read(encoder: Encoder) -> None:
    reading = encoder.read(split_words("Angela Merkel met Barack Obama in Berlin."))
    names = [encoder.labels.names[n] for n in reading.names]
    assert names[:2] == ["B-PERSON", "I-PERSON"]
    assert names[6] == "B-GPE"
    assert reading.heads[1] == 2
    assert encoder.labels.relations[reading.relations[1]] == "nsubj"


def test_no_words_give_an_empty_reading(encoder: Encoder) -> None:
    assert encoder.read(split_words(" \n ")).blocks == ()


def test_missing_model_files_are_an_error_for_people(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="reinstall onrecord"):
        Encoder(tmp_path)
