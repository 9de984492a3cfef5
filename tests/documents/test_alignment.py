from __future__ import annotations

import time
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.documents.alignment import align, carry_over, original_spans, verify_alignment
from onrecord.documents.html import read_fragment
from onrecord.documents.marking import MARKS, mark_page
from onrecord.errors import NoArticle
from onrecord.records import Aligned, Span


def run(start: int, end: int, begin: int, finish: int) -> Aligned:
    return Aligned(Span(start, end), Span(begin, finish))


def shown(original: str, *tags: str) -> tuple[str, tuple[Aligned, ...]]:
    """An extraction that leaves out the given tags and keeps everything else, aligned."""
    page = mark_page(original)
    marked = page.marked
    for tag in tags:
        marked = marked.replace(tag, "")
    return align(unescape(marked), page)


def test_each_character_is_where_it_stood() -> None:
    text, alignment = shown("<p>One <b>two</b> three.</p>", "<p>", "</p>", "<b>", "</b>")
    assert text == "One two three."
    assert alignment == (run(0, 4, 3, 7), run(4, 7, 10, 13), run(7, 14, 17, 24))


def test_a_reference_is_a_run_of_its_own_and_is_never_cut() -> None:
    text, alignment = shown("AT&amp;T &#8212; ok")
    assert text == "AT&T — ok"
    assert alignment == (run(0, 2, 0, 2), run(2, 3, 2, 7), run(3, 5, 7, 9), run(5, 6, 9, 16), run(6, 9, 16, 19))
    assert original_spans(alignment, Span(2, 3)) == (Span(2, 7),)
    assert original_spans(alignment, Span(1, 6)) == (Span(1, 16),)


def test_a_reference_that_was_written_twice_over_is_one_character() -> None:
    page = mark_page("Rock &amp;quot;roll&amp;quot; and R&amp;D; too")
    text, alignment = align('Rock "roll" and R&D; too', page)
    assert (text, alignment) == ('Rock "roll" and R&D; too', ())
    text, alignment = align(unescape(unescape(page.marked)), page)
    assert text == 'Rock "roll" and R&D; too'
    assert [span.of(page.original) for span in original_spans(alignment, Span(5, 11))] == ["&amp;quot;roll&amp;quot;"]
    assert sum(r.text.end - r.text.start for r in alignment) == len(text)


def test_signs_that_show_nothing_go_with_the_character_after_them() -> None:
    page = mark_page("demo\u00adcra&shy;cy \u200b now")
    text, alignment = align(page.marked.replace("\u00ad", "").replace("&shy;", "").replace(" \u200b ", " "), page)
    assert text == "democracy now"
    assert original_spans(alignment, Span(0, 13)) == (Span(0, len(page.original)),)
    assert verify_alignment(text, page.original, alignment) == ()


def test_white_space_that_was_collapsed_is_aligned_as_a_whole() -> None:
    text, alignment = shown("one\n   two three")
    assert text == "one two three"
    assert alignment == (run(0, 3, 0, 3), run(3, 4, 3, 7), run(4, 13, 7, 16))


def test_a_repeated_sentence_is_never_the_other_copy() -> None:
    original = "<a>Quay sinks</a><p>Quay sinks</p><i>Quay sinks</i>"
    page = mark_page(original)
    second = page.marked.split("<p>")[1].split("</p>")[0]
    assert align(second, page) == ("Quay sinks", (run(0, 10, 20, 30),))


def test_what_the_extractor_changed_is_not_aligned() -> None:
    page = mark_page("<p>The harbourmaster laughed at them.</p>")
    text, alignment = align(page.marked[3:-4].replace("laughed", "smiled"), page)
    assert text == "The harbourmaster smiled at them."
    assert alignment == (run(0, 18, 3, 21),)
    assert align("Somebody else wrote this.", page) == ("Somebody else wrote this.", ())


def test_a_piece_without_a_mark_is_aligned_beside_one_that_has() -> None:
    original = "<p>He asked </p><a>Google</a> twice. <b>Facebook</b></p>"
    text, alignment = shown(original, "<p>", "</p>", "<a>", "</a>", "<b>", "</b>")
    assert text == "He asked Google twice. Facebook"
    assert original_spans(alignment, Span(9, 15)) == (Span(19, 25),)
    assert original_spans(alignment, Span(23, 31)) == (Span(40, 48),)


def test_more_pieces_than_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.documents.marking.MARKS", MARKS[:2])
    text, alignment = shown("Alpha<i/>Beta<i/>Gamma<i/>Delta", "<i/>")
    assert text == "AlphaBetaGammaDelta"
    assert original_spans(alignment, Span(0, 19)) == (Span(0, 5), Span(9, 13), Span(17, 22), Span(26, 31))


@pytest.mark.parametrize(
    ("original", "texts"),
    [
        ("a<!-- b > c -->d", ["a", "d"]),
        ("a<!-->b-->c", ["a", "b-->c"]),
        ("a<!DOCTYPE html><?xml b?></ b>c", ["a", "c"]),
        ("a<script>b < c</script >d<STYLE>e</style>f<title>g</title>h", ["a", "d", "f", "h"]),
        ("a<textarea>b<p>c</textarea>d<scripts>e", ["a", "d", "e"]),
        ("<p title='a > b' x=\"c > d\">e</p>", ["e"]),
        ("<p data-x=it's>a</p><a href=/b?c=\"d>e</a>", ["a", "e"]),
        ("a < b and c > d <3", ["a < b and c > d <3"]),
        ("a<p title='never closed>b</p>c", ["a"]),
        ("a<script>never closed", ["a"]),
        ("<p>a</p> \n <p>b</p>", ["a", "b"]),
    ],
)
def test_what_counts_as_text(original: str, texts: list[str]) -> None:
    assert [original[piece.start : piece.end] for piece in mark_page(original).pieces] == texts


def test_marks_change_no_length_and_are_none_of_the_pages_own_signs() -> None:
    original = f"<p>Some {chr(MARKS[0])} words &#x{MARKS[1]:x}; here</p><p>&mdash;</p><p>&nbsp;</p><p>12</p>"
    page = mark_page(original)
    assert page.plain == original
    assert set(page.numbers) == {chr(MARKS[2]), chr(MARKS[3])}
    assert len(unescape(page.marked)) == len(unescape(original))


def test_white_space_is_collapsed_as_in_a_browser_but_not_in_preformatted_text() -> None:
    assert mark_page("<p>a\n \tb\u00a0 c</p>").plain == "<p>a b\u00a0 c</p>"
    assert mark_page("<pre>a\n  b</pre> c\n d").plain == "<pre>a\n  b</pre> c d"
    wrapped = "<pre>one\ntwo\n\nthree\r\nfour</pre>"
    assert mark_page(wrapped).plain == "<pre>one two\n\nthree four</pre>"


@pytest.mark.parametrize("bit", ["<", "<a ", "<!--", '<a b="', "<script>", "</", "&", "&amp;", "<a b=", "= '", "a\n"])
def test_hostile_pages_take_no_time(bit: str) -> None:
    start = time.perf_counter()
    mark_page(bit * (200_000 // len(bit)))
    # Far above what it takes (under 0.3 s), far under what backtracking would.
    assert time.perf_counter() - start < 5


def test_wrong_runs_are_found() -> None:
    text, original = "Tom & Ann", "<p>Tom &amp; Ann</p>"
    right = (run(0, 4, 3, 7), run(4, 5, 7, 12), run(5, 9, 12, 16))
    assert verify_alignment(text, original, right) == ()
    for wrong in (run(5, 9, 11, 15), run(4, 5, 7, 13), run(5, 99, 12, 106), run(5, 5, 12, 12), run(3, 4, 6, 7)):
        assert verify_alignment(text, original, (*right[:2], wrong)) == (wrong,)


def test_spans_are_clipped_inside_a_run_and_adjoining_ones_joined() -> None:
    alignment = (run(0, 5, 10, 15), run(5, 6, 15, 21), run(8, 12, 40, 44))
    assert original_spans(alignment, Span(2, 6)) == (Span(12, 21),)
    assert original_spans(alignment, Span(3, 10)) == (Span(13, 21), Span(40, 42))
    assert original_spans(alignment, Span(6, 8)) == ()
    assert original_spans((), Span(0, 3)) == ()


def test_an_alignment_is_carried_over_to_a_text_with_fewer_lines() -> None:
    text, other = "One\nTwo\nOne\nThree", "One\nTwo\nThree\nFour"
    alignment = (run(0, 3, 10, 13), run(4, 7, 20, 23), run(8, 11, 30, 33), run(12, 17, 40, 45))
    assert carry_over(alignment, text, other) == (run(0, 3, 10, 13), run(4, 7, 20, 23), run(8, 13, 40, 45))


WORDS = st.sampled_from(
    ["the", "harbour", "council", "said", "“never”", "O’Neill", "12", "—", "&", "<", "é", "✓", "naïve", "Google", "a"]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
REFERENCES = {"&": "&amp;", "<": "&lt;", "“": "&ldquo;", "é": "&#233;", "—": "&#x2014;", "a": "&#97;"}
WRAPPERS = st.sampled_from(
    [
        "{}",
        "<b>{}</b>",
        "<i>{}</i>",
        "<a href='x>y'>{}</a>",
        "{}<!-- {{}} -->",
        '<span title="a > b">{}</span>',
        "{}<br>",
    ]
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Paragraphs with inline tags, references, comments and line breaks, one of them repeated."""
    paragraphs = ["<p>The council met.</p>"]
    for sentence in draw(st.lists(SENTENCES, min_size=1, max_size=6)):
        words = [
            draw(WRAPPERS).format(
                "".join(REFERENCES.get(sign, sign) if sign in "&<" or draw(st.booleans()) else sign for sign in word)
            )
            for word in sentence.split()
        ]
        paragraphs.append(f"<p>{draw(st.sampled_from([' ', '  ', chr(10), '&nbsp;'])).join(words)}</p>")
    repeated = draw(st.sampled_from(paragraphs))
    return "".join([*paragraphs, draw(st.sampled_from(["", "<script>a<b</script>"])), repeated])


@settings(max_examples=150, deadline=None)
@given(pages())
def test_no_run_is_wrong_and_nearly_nothing_is_missing(original: str) -> None:
    try:
        text, alignment = read_fragment(original)
    except NoArticle:
        return
    assert verify_alignment(text, original, alignment) == ()
    covered = sum(not sign.isspace() for r in alignment for sign in r.text.of(text))
    assert covered >= 0.97 * sum(not sign.isspace() for sign in text)
    starts = [r.original.start for r in alignment]
    assert starts == sorted(starts) or len(set(text.splitlines())) < len(text.splitlines())


@settings(max_examples=150, deadline=None)
@given(pages(), st.data())
def test_what_a_span_maps_to_shows_the_span(original: str, data: st.DataObject) -> None:
    page = mark_page(original)
    pieces = (page.marked[piece.start : piece.end] for piece in mark_page(page.marked).pieces)
    text, alignment = align(" ".join(unescape(" ".join(pieces)).split()), page)
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    back = "".join(piece.of(original) for piece in original_spans(alignment, span))
    assert "".join(unescape(back).split()) == "".join(span.of(text).split())
