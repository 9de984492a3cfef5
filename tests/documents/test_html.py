from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from trafilatura import bare_extraction
from trafilatura.settings import Document
from trafilatura.utils import load_html

from onrecord.documents.alignment import original_spans, verify_alignment
from onrecord.documents.html import NEVER_SHOWN, decode_page, read_fragment, read_html, without_layout_tables
from onrecord.documents.items import Extract
from onrecord.errors import NoArticle, UnknownEncoding, UnreadableFile
from onrecord.records import Aligned, Span

LAYOUTS = Path(__file__).parent / "layouts"
EXPECTED: dict[str, dict[str, Any]] = json.loads((LAYOUTS / "expected.json").read_text(encoding="utf-8"))
# Of the visible characters of each page, and of all pages together. What is missing are list marks and table bars
# that the extractor adds.
FLOOR = 0.99
ALL_PAGES = 0.998

PARAGRAPHS = [
    "The council met on Tuesday to hear what the engineers had found under the old quay.",
    "“There is nothing there but mud,” said the harbour master, Olaf Brink, who has worked there since 1987.",
    "Work on the new quay will begin in the spring if the money is found, the council said in a statement.",
    "The last quay was built in four months. It lasted for ninety years, and nobody kept the drawings.",
]


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


MAIN = '{"@type": "NewsArticle", "datePublished": "2017-04-12"}'
MENTIONED = '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2016-01-01"}]}'
ARTICLE = "<article>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) + "</article>"


class Places(HTMLParser):
    """Where the text of a page stands, and where each element with an id begins, by Python's own parser."""

    def __init__(self, original: str) -> None:
        super().__init__(convert_charrefs=False)
        self.lines = [0]
        for line in re.findall(r"[^\n]*\n", original):
            self.lines.append(self.lines[-1] + len(line))
        self.shown: set[int] = set()
        self.ids: dict[str, int] = {}
        self.raw = False
        self.feed(original)
        self.close()

    def _at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.raw = tag in {"script", "style", "textarea", "iframe"}
        if name := dict(attrs).get("id"):
            self.ids[name] = self._at()

    def handle_endtag(self, _tag: str) -> None:
        self.raw = False

    def handle_data(self, data: str) -> None:
        if not self.raw:
            self.shown.update(range(self._at(), self._at() + len(data)))

    def handle_entityref(self, name: str) -> None:
        self.shown.update(range(self._at(), self._at() + len(name) + 2))

    def handle_charref(self, name: str) -> None:
        self.shown.update(range(self._at(), self._at() + len(name) + 3))

    def element(self, id: str) -> Span:
        """From where an element begins to where the next one with an id does."""
        start = self.ids[id]
        return Span(start, min((other for other in self.ids.values() if other > start), default=10**9))


def read(name: str) -> tuple[Extract, str]:
    data = (LAYOUTS / f"{name}.html").read_bytes()
    found = read_html(data)
    return found, data.decode(found.encoding, "replace")


def visible(text: str) -> int:
    return sum(not character.isspace() for character in text)


def aligned(found: Extract) -> int:
    return sum(visible(run.text.of(found.text)) for run in found.alignment)


def test_every_layout_is_expected_and_there() -> None:
    assert sorted(EXPECTED) == sorted(file.stem for file in LAYOUTS.glob("*.html"))
    assert len(EXPECTED) >= 24


@pytest.mark.parametrize("name", EXPECTED)
def test_nearly_all_of_each_layout_is_aligned_and_all_of_that_right(name: str) -> None:
    found, original = read(name)
    assert aligned(found) >= FLOOR * visible(found.text)
    assert verify_alignment(found.text, original, found.alignment) == ()
    places = Places(original)
    for run in found.alignment:
        assert places.shown.issuperset(range(run.original.start, run.original.end)), run.original.of(original)


def test_all_layouts_together_are_aligned() -> None:
    pages = [read(name)[0] for name in EXPECTED]
    assert sum(map(aligned, pages)) >= ALL_PAGES * sum(visible(found.text) for found in pages)


@pytest.mark.parametrize("name", EXPECTED)
def test_sentences_are_aligned_to_the_element_they_stand_in(name: str) -> None:
    found, original = read(name)
    places = Places(original)
    for sentence, element in EXPECTED[name]["places"].items():
        assert found.text.count(sentence) == 1, sentence
        start = found.text.index(sentence)
        spans = original_spans(found.alignment, Span(start, start + len(sentence)))
        assert spans, sentence
        assert all(places.element(element).holds(span) for span in spans), (sentence, [s.of(original) for s in spans])


@pytest.mark.parametrize("name", EXPECTED)
def test_the_text_is_what_the_extractor_gives_without_marks(name: str) -> None:
    found, original = read(name)
    tree = without_layout_tables(load_html(original))
    extracted = bare_extraction(tree, include_comments=False, prune_xpath=NEVER_SHOWN)
    assert isinstance(extracted, Document)
    assert "".join(found.text.split()) == "".join((extracted.text or "").split())


@pytest.mark.parametrize("name", EXPECTED)
def test_metadata_of_layouts(name: str) -> None:
    found, _ = read(name)
    expected = EXPECTED[name]
    assert found.title == expected.get("title", found.title)
    assert found.outlet == expected.get("outlet", found.outlet)
    assert list(found.authors) == expected.get("authors", list(found.authors))
    if "published" in expected:
        assert [claim.value for claim in found.dates] == [expected["published"]]
    for sentence in expected.get("absent", []):
        assert sentence not in found.text


def test_a_line_that_is_wrapped_in_the_source_is_one_line_of_the_text() -> None:
    wrapped = "\n      ".join(PARAGRAPHS[1].split())
    found = read_html(page(ARTICLE.replace(PARAGRAPHS[1], f"{wrapped} <a href='/'>More</a>\n  on this<br>and that")))
    assert f"{PARAGRAPHS[1]} More on this" in found.text.splitlines()


def test_a_paragraph_that_repeats_is_dropped_as_the_extractor_drops_it_and_is_the_first_copy() -> None:
    body = ARTICLE.replace("</p>", f"</p><p id='again'>{PARAGRAPHS[0]}</p>", 1)
    found = read_html(page(body))
    assert found.text.splitlines() == PARAGRAPHS
    (run,) = [run for run in found.alignment if run.text.start == 0]
    assert run.original.start == page(body).decode().index(PARAGRAPHS[0])


def test_the_share_words_that_extractors_drop_stay_dropped_and_names_of_sites_stay_aligned() -> None:
    body = ARTICLE.replace("the engineers", "<a href='/g'>Google</a>").replace(
        "</article>", "<p>Facebook</p></article>"
    )
    found = read_html(page(body))
    assert "Facebook" not in found.text
    start = found.text.index("Google")
    (span,) = original_spans(found.alignment, Span(start, start + 6))
    assert span.of(page(body).decode()) == "Google"


def test_a_page_with_the_very_signs_that_are_used_as_marks() -> None:
    body = ARTICLE.replace("mud", "mud \U00020000\U00020001 &#x20002;")
    found = read_html(page(body))
    assert "mud \U00020000\U00020001 \U00020002,” said" in found.text
    assert aligned(found) == visible(found.text)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<p>“é”</p>".encode("utf-8-sig"), "utf-8-sig"),
        ("<p>“é”</p>".encode("utf-16"), "utf-16"),
        ("<p>“é”</p>".encode(), "utf-8"),
        ('<meta charset="latin-1"><p>“é”</p>'.encode("cp1252"), "cp1252"),
        ("<?xml version='1.0' encoding='koi8-r'?><p>слово</p>".encode("koi8-r"), "koi8-r"),
        ('<meta charset="utf-16"><p>“é”</p>'.encode(), "utf-8"),
        ('<meta charset="klingon"><p>“é”</p>'.encode(), "utf-8"),
        ('<meta charset="unicode_escape"><p>“é”</p>'.encode(), "utf-8"),
        ('<meta charset="windows-1252"><p>“é”</p>'.encode("utf-8-sig"), "utf-8-sig"),
    ],
)
def test_the_encoding_a_page_declares(data: bytes, encoding: str) -> None:
    text, found = decode_page(data, None, "a")
    assert found == encoding
    assert "“é”" in text or "слово" in text
    assert data.decode(found, "replace") == text


def test_a_stray_byte_is_no_other_encoding() -> None:
    data = page(ARTICLE.replace("nine", "nïñe"), '<meta charset="utf-8">')
    data = data.replace("ïñe".encode(), "ïñe".encode() * 3).replace(b"Tuesday", b"Tues\xffday")
    found = read_html(data)
    assert found.encoding == "utf-8"
    assert "Tues\ufffdday" in found.text
    assert "“There is nothing" in found.text


def test_a_wrongly_declared_encoding_breaks_no_quotation_marks() -> None:
    data = page(ARTICLE, '<meta charset="utf-8">').decode().encode("cp1252")
    found = read_html(data)
    assert "“There is nothing there but mud,” said" in found.text


def test_a_given_encoding_comes_first_and_must_be_one() -> None:
    data = page(ARTICLE.replace("Brink", "Brïnk")).decode().encode("cp1252")
    assert "Olaf Brïnk" in read_html(data, "cp1252").text
    with pytest.raises(UnknownEncoding, match="klingon is no encoding known here"):
        read_html(data, "klingon")


@pytest.mark.parametrize(
    "body",
    ["", "<p>Log in</p><button>Go</button>", "<ul><li><a href='/a'>One</a></li><li><a href='/b'>Two</a></li></ul>"],
)
def test_a_page_without_an_article_says_so(body: str) -> None:
    with pytest.raises(NoArticle, match=r"tarn\.example/x holds no article text: look whether"):
        read_html(page(body), url="https://tarn.example/x")


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 99, b"<", b"<!--", b"<html", b"%PDF-1.7 \xff\xfe", b"{}" * 50])
def test_no_foreign_error_leaves_the_reader(data: bytes) -> None:
    with pytest.raises((NoArticle, UnreadableFile)):
        read_html(data)


def test_an_error_of_the_extractor_is_told_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("onrecord.documents.html.extract_metadata", fail)
    with pytest.raises(UnreadableFile, match=r"the page cannot be read as HTML \(too deep\)"):
        read_html(page(ARTICLE))


def test_title_outlet_authors_and_url() -> None:
    head = (
        '<title>Mud under the quay - Tarn Courier</title><meta property="og:title" content="Mud under the quay">'
        '<meta property="og:site_name" content="Tarn Courier"><meta name="author" content="Ann Poole and Joe Marsh">'
        '<link rel="canonical" href="https://tarn-courier.example/mud">'
    )
    found = read_html(page(ARTICLE, head))
    assert (found.title, found.outlet) == ("Mud under the quay", "Tarn Courier")
    assert found.authors == ("Ann Poole", "Joe Marsh")
    assert found.url == "https://tarn-courier.example/mud"
    assert read_html(page(ARTICLE, head), url="https://tarn.example/1").url == "https://tarn.example/1"


def test_a_host_is_no_outlet() -> None:
    assert read_html(page(ARTICLE), url="https://www.tarn-courier.example/mud").outlet is None


@pytest.mark.parametrize(
    ("head", "dates"),
    [
        ('<meta property="article:published_time" content="2017-04-13T00:30:00Z">', ["2017-04-13T00:30:00+00:00"]),
        ('<meta name="pubdate" content="12 April 2017">', ["2017-04-12"]),
        ('<meta property="article:modified_time" content="2017-04-13">', ["2017-04-13"]),
        ('<meta name="date" content="2017-04-12"><meta itemprop="datePublished" content="2017-04-10">',
         ["2017-04-12", "2017-04-10"]),
        ('<script type="application/ld+json">{"@type": ["NewsArticle"], "datePublished": "2017-04-12"}</script>',
         ["2017-04-12"]),
        (f'<script type="application/ld+json">{{"@graph": [{MAIN}, {MENTIONED}]}}</script>', ["2017-04-12"]),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script>', []),
        ('<link rel="canonical" href="https://tarn-courier.example/2017/04/12/mud">', []),
        ("", []),
    ],
)  # fmt: skip
def test_dates_that_metadata_claims(head: str, dates: list[str]) -> None:
    assert [claim.value for claim in read_html(page(ARTICLE, head)).dates] == dates


def test_a_date_in_the_prose_is_not_claimed() -> None:
    body = ARTICLE.replace("since 1987", "since 2011-05-06")
    assert read_html(page(body)).dates == ()


def test_fragments_are_read_as_a_whole() -> None:
    markup = f"<div>Dear reader,</div><p>{PARAGRAPHS[0]}</p><div>Yours &amp; ours,<br>The <b>Tarn</b> Courier</div>"
    text, alignment = read_fragment(markup)
    assert text.splitlines()[:2] == ["Dear reader,", PARAGRAPHS[0]]
    assert "Yours & ours," in text
    assert verify_alignment(text, markup, alignment) == ()
    assert sum(visible(run.text.of(text)) for run in alignment) == visible(text)


def test_a_fragment_may_be_plain_text_and_must_show_something() -> None:
    text, alignment = read_fragment("The quay fell into the harbour on Tuesday.")
    assert text == "The quay fell into the harbour on Tuesday."
    assert alignment == (Aligned(Span(0, len(text)), Span(0, len(text))),)
    with pytest.raises(NoArticle, match="entry 3 holds no text: look whether it is only pictures"):
        read_fragment("<img src='a.png'>", "entry 3")


def test_an_article_in_a_table_s_cell_keeps_its_paragraphs_and_leaves_the_menu() -> None:
    page = (
        "<html><body><table><tr><td><a href='/'>Front page</a><br><a href='/w'>Weather</a></td><td><h2>Wall</h2>"
        "<p>The mayor of Tarn, Ilse Brandt, said on Thursday that the harbour wall was safe for another winter.</p>"
        "<p>The county's engineers, who saw it in November, found no danger to boats or people at the quay.</p>"
        "</td></tr></table></body></html>"
    )
    found = read_html(page.encode())
    assert [line.split()[1] for line in found.text.splitlines()] == ["mayor", "county's"]


def test_a_table_of_figures_stays_a_table() -> None:
    page = (
        "<html><body><article><p>The mayor of Tarn, Ilse Brandt, said on Thursday that the wall had cost too much.</p>"
        "<table><tr><th>Year</th><th>Cost</th></tr><tr><td><p>2023</p></td><td><p>ninety</p></td></tr></table>"
        "<p>The county's engineers, who saw it in November, found no danger to boats or people at the quay.</p>"
        "</article></body></html>"
    )
    assert "2023 | ninety" in read_html(page.encode()).text
