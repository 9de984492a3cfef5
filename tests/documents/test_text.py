from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from onrecord.documents.text import decode, decode_guessing, make_document, read_text, whole
from onrecord.errors import InvalidDate, MissingFile, UnknownEncoding
from onrecord.records import Aligned, Span


def test_bytes_are_read_unaltered(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("One\r\ntwo\t\x00 “é” 😀\r".encode())
    assert read_text(str(file)) == "One\r\ntwo\t\x00 “é” 😀\r"


def test_a_byte_order_mark_is_no_character() -> None:
    assert decode(b"\xef\xbb\xbfHello", "a") == "Hello"


def test_invalid_utf8_names_the_byte_and_the_guess() -> None:
    with pytest.raises(UnknownEncoding, match=r"a\.txt: byte 0xE9 at offset 3 is not UTF-8; .*--encoding"):
        decode("café au lait, dit-il. Un déjeuner à la française".encode("latin-1"), "a.txt")


def test_a_given_encoding_is_used_or_named() -> None:
    assert decode(b"caf\xe9", "a", "latin-1") == "café"
    with pytest.raises(UnknownEncoding, match="byte 0xE9 at offset 3 is not ascii"):
        decode(b"caf\xe9", "a", "ascii")
    with pytest.raises(UnknownEncoding, match="klingon is no encoding known here"):
        decode(b"x", "a", "klingon")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="does not exist: check its name"):
        read_text(str(tmp_path / "none.txt"))
    with pytest.raises(MissingFile, match="is a folder: name a text file"):
        read_text(str(tmp_path))
    with pytest.raises(MissingFile, match="cannot be opened"):
        read_text("a\0b")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2017-04-13", "2017-04-13"),
        (datetime.date(2017, 4, 13), "2017-04-13"),
        ("2017-04-13T18:30:00+02:00", "2017-04-13T18:30:00+02:00"),
    ],
)
def test_publication_dates(given: str | datetime.date, kept: str) -> None:
    document = make_document("text", given)
    assert (document.published, document.published_from) == (kept, "given")
    assert make_document("text").published_from == "unknown"


@pytest.mark.parametrize("wrong", ["yesterday", "2017-13-01", "", "13.4.2017"])
def test_a_wrong_date_says_how_to_give_one(wrong: str) -> None:
    with pytest.raises(InvalidDate, match="YYYY-MM-DD"):
        make_document("text", wrong)


def test_ids_come_from_the_text() -> None:
    assert make_document("a").id == make_document("a", "2017-04-13").id != make_document("b").id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_guess_reads_as_it_was_written(encoding: str) -> None:
    text = "“Le café est fermé”, dit-il – un déjeuner à la française n’est plus possible."
    read, used = decode_guessing(text.encode(encoding))
    assert read == text
    assert text.encode(encoding).decode(used) == text


def test_a_given_encoding_is_no_guess() -> None:
    assert decode_guessing(b"caf\xe9", "latin-1") == ("café", "latin-1")
    with pytest.raises(UnknownEncoding, match="is not ascii"):
        decode_guessing(b"caf\xe9", "ascii")


def test_a_broken_byte_order_mark_is_an_error() -> None:
    with pytest.raises(UnknownEncoding, match="is not utf-16"):
        decode_guessing(b"\xff\xfea")


def test_a_text_is_aligned_where_it_stands_once() -> None:
    assert whole("said", "he said.") == (Aligned(Span(0, 4), Span(3, 7)),)
    assert whole("said", "said he said") == whole("said", "he spoke") == whole("", "x") == ()
