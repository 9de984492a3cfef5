from __future__ import annotations

import time

import pytest

from onrecord.documents.feeds import Entry, read_feed
from onrecord.documents.items import Extract
from onrecord.documents.limits import Limits
from onrecord.errors import NoArticle, OnRecordError, TooLarge, UnreadableFile
from tests.documents.samples import PARAGRAPHS

HTML = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
BEGIN = (
    "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    " xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>The Tarn Courier</title>"
)
FACTS = (
    "<title>Bridge &amp; ferry</title><link>https://tarn-courier.example/1</link><dc:creator>Ilse Brandt</dc:creator>"
    "<pubDate>Wed, 12 Apr 2017 10:00:00 +0200</pubDate>"
)


def rss(*items: str) -> bytes:
    return (BEGIN + "".join(f"<item>{item}</item>" for item in items) + "</channel></rss>").encode()


def read(data: bytes, limits: Limits | None = None) -> list[Entry]:
    return list(read_feed(data, limits or Limits()))


def article(data: bytes) -> Extract:
    (entry,) = read(data)
    assert isinstance(entry.found, Extract), entry.found
    return entry.found


def test_an_entry_with_its_whole_text_is_an_article() -> None:
    data = rss(FACTS + f"<description>Short.</description><content:encoded><![CDATA[{HTML}]]></content:encoded>")
    found = article(data)
    assert found.text.splitlines() == list(PARAGRAPHS)
    assert (found.title, found.outlet, found.authors) == ("Bridge & ferry", "The Tarn Courier", ("Ilse Brandt",))
    assert (found.url, found.dates[0].value[:10]) == ("https://tarn-courier.example/1", "2017-04-12")


def test_text_in_cdata_is_aligned_to_the_feed_and_escaped_text_is_not() -> None:
    data = rss(FACTS + f"<content:encoded><![CDATA[{HTML}]]></content:encoded>")
    found = article(data)
    assert found.encoding is not None
    original = data.decode(found.encoding)
    assert sum(run.text.end - run.text.start for run in found.alignment) > 0.97 * len(found.text)
    for run in found.alignment:
        assert run.text.of(found.text).split() == run.original.of(original).split()
    escaped = HTML.replace("<", "&lt;").replace(">", "&gt;")
    assert article(rss(FACTS + f"<content:encoded>{escaped}</content:encoded>")).alignment == ()


def test_atom() -> None:
    data = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>The Tarn Courier</title><entry><title>Bridge</title>"
        "<link href='https://tarn-courier.example/2'/><author><name>Jon Vik</name></author>"
        f"<published>2017-04-12T10:00:00Z</published><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
        f"{HTML}</div></content></entry></feed>"
    )
    found = article(data.encode())
    assert (found.title, found.authors, found.url) == ("Bridge", ("Jon Vik",), "https://tarn-courier.example/2")
    assert found.text.splitlines() == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("", "no text, only a link"),
        (f"<description>{PARAGRAPHS[0]}</description>", "only a teaser"),
        (f"<description>{' '.join(PARAGRAPHS * 3)} …</description>", "only a teaser"),
        (f"<content:encoded>{' '.join(PARAGRAPHS)} Read more »</content:encoded>", "only a teaser"),
    ],
)
def test_teasers_are_named_as_such(entry: str, reason: str) -> None:
    (found,) = read(rss(FACTS + entry))
    assert isinstance(found.found, NoArticle)
    assert reason in str(found.found)


def test_a_long_summary_is_the_article() -> None:
    assert article(rss(FACTS + f"<description>{' '.join(PARAGRAPHS * 2)}</description>")).text.startswith("The mayor")


LAUGHS = "<!DOCTYPE rss [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "head",
    [
        LAUGHS + "]>",
        "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!doctype rss\n[ <!entity % p SYSTEM 'http://127.0.0.1/'> %p; ]>",
        "<!-- <rss> --><!DOCTYPE rss [<!ENTITY x 'y'>]>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_its_own_refuse_a_feed(head: str, encoding: str) -> None:
    with pytest.raises(UnreadableFile, match="declares entities of its own"):
        read((head + "<rss><channel><item><title>&i;</title></item></channel></rss>").encode(encoding))


@pytest.mark.parametrize("data", [b"<rss></rss>", b"<rss><channel><item", b"<rss" + b" a='b'" * 9, b"<feed>\xff\xfe"])
def test_a_feed_without_entries_says_so(data: bytes) -> None:
    with pytest.raises(NoArticle, match="the feed has no entries"):
        read(data)


def test_a_broken_feed_is_read_as_far_as_it_goes() -> None:
    good = f"<item>{FACTS}<description>{' '.join(PARAGRAPHS * 2)}</description></item>"
    entries = read((BEGIN + good + good + "<item><title>Bro").encode())
    assert [type(entry.found) for entry in entries[:2]] == [Extract, Extract]


@pytest.mark.parametrize("flood", [b"<item>", b"<a>", b"<item><title>x</title></item>"])
def test_floods_are_refused_at_once(flood: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(OnRecordError):
        read(b"<rss><channel>" + flood * 300_000)
    assert time.monotonic() - begun < 5


def test_too_many_entries() -> None:
    with pytest.raises(TooLarge, match="more than 2 entries"):
        read(rss(FACTS, FACTS, FACTS), Limits(entries=2))
