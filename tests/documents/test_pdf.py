from __future__ import annotations

import textwrap
import time

import pytest

from onrecord.documents.limits import Limits
from onrecord.documents.pdf import read_pdf
from onrecord.errors import NoArticle, TooLarge, UnreadableFile
from tests.documents.samples import pdf

FIRST = (
    "The mayor of Tarn, Ilse Brandt, said on Wednesday that the old harbour bridge would close for repairs in June, "
    "and that ferries would run in its stead until the well-known span was safe again."
)
SECOND = (
    "Engineers from the county found cracks in two of the seven piers last autumn, according to a report that the "
    "council published after the newspaper asked for it. The report recommends repairs."
)
THIRD = (
    "Norrland Lines, the ferry company, said it would run four more crossings a day, and that it needed a second boat "
    "to do so. A spokeswoman would not say what that would cost the town."
)


def lines(text: str, top: float, left: float = 50, indent: float = 0) -> list[tuple[float, float, str]]:
    """A paragraph in lines of sixty letters, 14 points apart."""
    wrapped = textwrap.wrap(text, 60)
    return [(left + (0 if number else indent), top - 14 * number, line) for number, line in enumerate(wrapped)]


def read(*pages: list[tuple[float, float, str]], info: str = "") -> str:
    return read_pdf(pdf(pages, info), Limits()).text


def test_paragraphs_parted_by_space() -> None:
    first = lines(FIRST, 780)
    assert read(first + lines(SECOND, first[-1][1] - 24)) == f"{FIRST}\n{SECOND}"


def test_paragraphs_parted_by_an_indent() -> None:
    first = lines(FIRST, 780, indent=15)
    assert read(first + lines(SECOND, first[-1][1] - 14, indent=15)) == f"{FIRST}\n{SECOND}"


def test_paragraphs_parted_by_a_short_last_line() -> None:
    first = lines(FIRST, 780)
    assert len(first[-1][2]) < 45
    assert read(first + lines(SECOND, first[-1][1] - 14)) == f"{FIRST}\n{SECOND}"


def test_items_of_a_list_are_paragraphs_with_their_hanging_lines() -> None:
    drawn = [
        (50, 780, "- The bridge closes in June, the council"),
        (60, 766, "said, for two years."),
        (50, 752, "- Ferries run."),
    ]
    assert read([*drawn, *lines(FIRST, 728)]).splitlines() == [
        "- The bridge closes in June, the council said, for two years.", "- Ferries run.", FIRST,
    ]  # fmt: skip


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    left, right = lines(FIRST, 120)[:2], lines(FIRST, 780, left=310)[2:]
    assert read([*left, *[(x, y + 28, text) for x, y, text in right]]) == FIRST
    assert read(lines(FIRST, 120)[:2], lines(FIRST, 780)[2:]) == FIRST


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    def paged(number: int, text: str) -> list[tuple[float, float, str]]:
        return [(50, 820, f"The Tarn Courier, No. {number + 80}"), *lines(text, 780), (290, 30, str(number))]

    assert read(paged(1, FIRST), paged(2, SECOND), paged(3, THIRD)) == f"{FIRST}\n{SECOND}\n{THIRD}"


def test_a_line_said_on_several_pages_is_kept_within_them() -> None:
    refrain = "The council will vote in May."
    around = ((FIRST, SECOND), (SECOND, THIRD), (THIRD, FIRST))
    pages = [[*lines(before, 780), (50, 700, refrain), *lines(after, 660)] for before, after in around]
    assert read(*pages).count(refrain) == 3


def test_broken_words_are_mended_as_the_text_writes_them() -> None:
    text = read(
        [
            (50, 780, "The council said that the repairs of the har-"),
            (50, 766, "bour bridge, a well-known sight, and of its well-"),
            (50, 752, "known lamps would take two years, and that the"),
            (50, 738, "cost would be shared."),
        ]
    )
    assert text == (
        "The council said that the repairs of the harbour bridge, a well-known sight, and of its well-known lamps "
        "would take two years, and that the cost would be shared."
    )


def test_a_headline_in_larger_letters_is_a_paragraph() -> None:
    data = pdf([[(50, 800, "Bridge to close"), *lines(FIRST, 786)]])
    larger = data.replace(b"(Bridge to close) Tj", b"(Bridge to close) Tj", 1).replace(
        b"1 0 0 1 50 800 Tm", b"2 0 0 2 50 800 Tm", 1
    )
    assert read_pdf(larger, Limits()).text == f"Bridge to close\n{FIRST}"


@pytest.mark.parametrize(
    ("info", "title", "authors"),
    [
        ("/Title (Bridge to close in June) /Author (Ilse Brandt)", "Bridge to close in June", ("Ilse Brandt",)),
        ("/Title (Microsoft Word - release_v3.docx) /Author (admin)", None, ()),
        ("/Title (release.pdf) /CreationDate (D:20170412100000Z)", None, ()),
    ],
)
def test_fields_of_the_file_are_taken_where_a_person_wrote_them(
    info: str, title: str | None, authors: tuple[str, ...]
) -> None:
    found = read_pdf(pdf([lines(FIRST, 780)], info), Limits())
    assert (found.title, found.authors, found.dates) == (title, authors, ())


def test_a_scan_has_no_text_layer() -> None:
    with pytest.raises(NoArticle, match="no text layer, only pictures of pages: run OCR first"):
        read_pdf(pdf([[], [(50, 20, "Scan 7")]]), Limits())


def test_an_encrypted_file_says_what_to_do() -> None:
    locked = pdf([lines(FIRST, 780)], encrypt="/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -1 "
                 f"/O <{'00' * 32}> /U <{'11' * 32}> >>")  # fmt: skip
    with pytest.raises(UnreadableFile, match="it is encrypted: save it without a password"):
        read_pdf(locked, Limits())


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4\n", b"%PDF-1.7\n" + bytes(range(256)) * 20, b"%PDF-1.4\ntrailer <</Root 1 0 R>>"]
)
def test_a_damaged_file_says_so(data: bytes) -> None:
    with pytest.raises((UnreadableFile, NoArticle)):
        read_pdf(data, Limits())


def test_limits_of_pages_and_characters() -> None:
    data = pdf([lines(FIRST, 780)] * 5)
    with pytest.raises(TooLarge, match="more than 4 pages: split it"):
        read_pdf(data, Limits(pages=4))
    with pytest.raises(TooLarge, match="more than 500 characters"):
        read_pdf(data, Limits(characters=500))


def test_a_page_tree_that_holds_itself_ends() -> None:
    data = pdf([lines(FIRST, 780)])
    begun = time.monotonic()
    with pytest.raises((UnreadableFile, NoArticle, TooLarge)):
        read_pdf(data.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"), Limits())
    assert time.monotonic() - begun < 10


def test_a_stream_that_unpacks_to_gigabytes_is_refused() -> None:
    import zlib

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    page = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    data = pdf([lines(FIRST, 780)])
    begin, end = data.index(b"<< /Length"), data.index(b"endstream") + len(b"endstream")
    begun = time.monotonic()
    with pytest.raises((UnreadableFile, NoArticle)):
        read_pdf(data[:begin] + page + data[end:], Limits())
    assert time.monotonic() - begun < 10
