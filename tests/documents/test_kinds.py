from __future__ import annotations

import pytest

from onrecord.documents.items import Media
from onrecord.documents.kinds import Container, tell_container, tell_media
from onrecord.errors import NoArticle, UnreadableFile
from tests.documents.samples import ARTICLE, page, pdf

MAIL = b"From: press@tarn.example\r\nSubject: Bridge\r\nDate: Wed, 12 Apr 2017 10:00:00 +0000\r\n\r\nIt closes.\r\n"


@pytest.mark.parametrize(
    ("data", "name", "media"),
    [
        (ARTICLE.encode(), "a", Media.TEXT),
        (ARTICLE.encode("utf-16"), "a.txt", Media.TEXT),
        (ARTICLE.encode("cp1252"), "a.html", Media.TEXT),
        (page().encode(), "a.txt", Media.HTML),
        (page().encode("utf-16"), "a.txt", Media.HTML),
        (b"<?xml version='1.0'?>\n<!-- x --><!DOCTYPE html PUBLIC 'x'><html><p>Hi</p></html>", "a", Media.HTML),
        (b"  <div class=x>Hello</div>", "fragment", Media.HTML),
        (b"The mayor said <b>no</b>.", "a.htm", Media.HTML),
        (b"The mayor said <b>no</b>.", "a.txt", Media.TEXT),
        (pdf([[(50, 700, "Hello")]]), "a.html", Media.PDF),
        (b"\n\n%PDF-1.4 ...", "a", Media.PDF),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "a.html", Media.FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "a", Media.FEED),
        (MAIL, "message", Media.MAIL),
        (b"Subject: Bridge\n\nIt closes.", "a.eml", Media.MAIL),
        (b"Title: Bridge\nDate: 12 April 2017\n\nIt closes.", "a.txt", Media.TEXT),
        (b"MZungu is a word that begins like a program.", "a", Media.TEXT),
    ],
)
def test_the_content_tells_the_kind(data: bytes, name: str, media: Media) -> None:
    assert tell_media(data, name) is media


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(100), "a JPEG image: run OCR first"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a PNG image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "an old office document: save it as"),
        (b"{\\rtf1 The mayor said no.}", "an RTF document"),
        (b"PK\x03\x04" + bytes(100), "an archive inside a message: save it and read that file"),
        (bytes(range(256)) * 4, "binary data, no text"),
        (b"<?xml version='1.0'?><urlset></urlset>", "root element <urlset>"),
    ],
)
def test_what_is_not_read_says_what_it_is(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        tell_media(data, "a.html")


@pytest.mark.parametrize("data", [b"", b" \r\n\t "])
def test_an_empty_file_is_named_so(data: bytes) -> None:
    with pytest.raises(NoArticle, match="it is empty"):
        tell_media(data, "a.txt")


def test_hostile_declarations_are_passed_in_no_time() -> None:
    assert tell_media(b"<?a?>" * 10_000 + b"The end", "a.txt") is Media.TEXT
    assert tell_media(b"<!--a-->" * 8_000, "a.txt") is Media.HTML


@pytest.mark.parametrize(
    ("head", "name", "container"),
    [
        (b'{"text": "The mayor said no."}\n{"text": "She left."}\n', "a.txt", Container.JSON_LINES),
        (b'{"text": "one line"}', "a.json", Container.JSON_LINES),
        (b'{\n  "text": "over several lines"\n}', "a.json", Container.JSON),
        (b'[{"text": "a"}]', "a.json", Container.JSON),
        (b"[UPDATED] The mayor said no.", "a.txt", None),
        (b"{{ template }} rubbish", "a.txt", None),
        (b"title,text\nBridge,It closes\n", "export", Container.TABLE),
        (b"a,b\n1,2\n", "a.csv", Container.TABLE),
        (b"<html><p>title,text</p>", "a.csv", None),
        (b"The text, it said, was long.\n", "a.txt", None),
        (b"WARC/1.0\r\n", "crawl", Container.WARC),
        (b"\x1f\x8b\x08\x00", "a.txt", Container.GZIP),
        (b"PK\x03\x04", "a.txt", Container.ZIP),
    ],
)
def test_containers_are_told_by_their_beginning(head: bytes, name: str, container: Container | None) -> None:
    assert tell_container(head, name) is container
