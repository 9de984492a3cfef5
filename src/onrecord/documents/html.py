"""HTML pages and fragments: the article's text, where it stands in the page, and what the page says about it."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from charset_normalizer import from_bytes
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.metadata import extract_metadata
from trafilatura.settings import Document as Found
from trafilatura.utils import load_html

from onrecord.documents.alignment import align, carry_over
from onrecord.documents.dating import stated_date, url_claims
from onrecord.documents.items import Extract
from onrecord.documents.marking import mark_page
from onrecord.documents.text import BYTE_ORDER_MARKS
from onrecord.errors import NoArticle, UnknownEncoding, UnreadableFile
from onrecord.records import Aligned, DateClaim

# What browsers do not show, and trafilatura takes for text.
NEVER_SHOWN = "//template"
TABLE_PARTS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th")
# A page without one line of this length holds no running text: menus, buttons, a login.
SHORTEST_PARAGRAPH = 40
# A line longer than this that stands in the text again would have been dropped, had the marks not told the two apart;
# a shorter one only as a whole line. This is where trafilatura draws the line.
SHORTEST_REPEAT = 50
# In a longer text trafilatura does not look for repeats inside lines either.
SEARCHED_FOR_REPEATS = 200_000
# A charset is declared at the very beginning; browsers look as far as this.
DECLARED_WITHIN = 4096
# One in so many of the characters beyond ASCII may be broken: a stray byte. Where more are, it is another encoding.
STRAY = 5

CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.I
)
# Codecs of Python that are no charsets of pages.
NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7"})
# What pages call one thing and mean another (WHATWG's Encoding Standard).
MEANT_BY = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8",
}  # fmt: skip

# Where pages say when they were published, beside JSON-LD. Dates of changes are none of these.
PUBLISHED = frozenset({
    "article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished",
    "date", "pubdate", "publishdate", "publish_date", "publish-date", "published_time", "publication_date",
    "parsely-pub-date", "sailthru.date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "dc:date",
    "cxenseparse:recs:publishtime", "citation_publication_date", "article.published", "originalpublicationdate",
})  # fmt: skip
ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Blog|LiveBlogPosting)$")
AUTHOR_ADDRESS = re.compile(r"https?:|www\.|@")
# A longer one is an unclosed heading with the article in it.
LONGEST_TITLE = 300
BEFORE_OUTLET = r"\s+[|\-–—·•:»]\s+"

# Only what the page says itself: `dating` reads the URL and the text.
DATE_SEARCH = {"original_date": True, "extensive_search": False, "deferred_url_extractor": True}

T = TypeVar("T")


def read_html(data: bytes, encoding: str | None = None, url: str | None = None) -> Extract:
    """The article of a page, aligned. `encoding` and `url`: what a server, a crawl or a user says.

    Raises NoArticle when the page holds no article, UnreadableFile when it is no page, UnknownEncoding when the
    encoding given is none.
    """
    name = url or "the page"
    original, encoding = decode_page(data, encoding, name)
    text, alignment = _text_of(original, name)
    if not any(len(line) >= SHORTEST_PARAGRAPH for line in text.splitlines()):
        raise NoArticle(f"{name} holds no article text: look whether it is a list of links, or filled in by a script")
    tree = _guarded(load_html, original, name)
    if tree is None:
        raise UnreadableFile(f"{name} is no HTML page: look whether it was stored whole")
    found = _guarded(lambda page: extract_metadata(page, url, dict(DATE_SEARCH), extensive=False), tree, name)
    outlet = found.sitename if found.sitename != found.hostname else None
    return Extract(
        text,
        _headline(found.title, outlet, tree),
        outlet,
        _authors(found.author, outlet),
        url or found.url,
        _dates(tree, found, text),
        encoding,
        alignment,
    )


def read_fragment(markup: str, name: str = "the fragment") -> tuple[str, tuple[Aligned, ...]]:
    """The whole text of some HTML that is all article, and its alignment: an e-mail's body, an entry of a feed.

    Raises NoArticle when it shows no text.
    """
    text, alignment = _text_of(markup, name, whole=True)
    if not text:
        raise NoArticle(f"{name} holds no text: look whether it is only pictures")
    return text, alignment


def decode_page(data: bytes, encoding: str | None, name: str) -> tuple[str, str]:
    """The characters of a page, and the encoding they were read in.

    That is the first that fits of: the one given, a byte order mark's, the one that the page declares, and UTF-8. Where
    none fits but for a few bytes, these become U+FFFD; else it is the likeliest. Raises UnknownEncoding when the one
    given is none.
    """
    if encoding is not None and _codec(encoding) is None:
        raise UnknownEncoding(f"{encoding} is no encoding known here: try utf-8, windows-1252 or iso-8859-1 for {name}")
    marked = next((codec for mark, codec in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    declared = CHARSET.search(data, 0, DECLARED_WITHIN)
    told = _codec(declared[1].decode("ascii", "replace")) if declared else None
    candidates = [candidate for candidate in (encoding, marked, told, "utf-8") if candidate is not None]
    for candidate in candidates:
        try:
            return data.decode(candidate), candidate
        except UnicodeDecodeError:
            continue
    for candidate in candidates:
        characters = data.decode(candidate, "replace")
        if characters.count("\ufffd") * STRAY <= sum(character > "\x7f" for character in characters):
            return characters, candidate
    guess = from_bytes(data).best()
    likeliest = candidates[0] if guess is None else guess.encoding
    return data.decode(likeliest, "replace"), likeliest


def _codec(label: str) -> str | None:
    """Python's name for a charset that a page declares; None for what is none."""
    try:
        name = codecs.lookup(label).name
        "a".encode(name)
    except (LookupError, UnicodeError):
        return None
    return None if name in NO_CHARSETS else MEANT_BY.get(name, name)


def _text_of(original: str, name: str, *, whole: bool = False) -> tuple[str, tuple[Aligned, ...]]:
    """The article's text and its alignment. `whole`: everything that is shown is article."""
    page = mark_page(original)
    text, alignment = align(_extracted(page.marked, name, whole=whole), page)
    if text and not _repeats_itself(text):
        return text, alignment
    # The extractor drops what it has already taken. To do so it must see the page without marks.
    plain = _extracted(page.plain, name, whole=whole)
    return (text, alignment) if plain == text else (plain, carry_over(alignment, text, plain))


def _extracted(page: str, name: str, *, whole: bool) -> str:
    """The text that trafilatura finds, a paragraph a line, without white space at the ends of lines."""
    if whole:
        page = f"<html><body><article>{page}</article></body></html>"
    found = _guarded(
        lambda html: bare_extraction(
            without_layout_tables(load_html(html)), include_comments=False, favor_recall=whole, prune_xpath=NEVER_SHOWN
        ),
        page,
        name,
    )
    text = found.text if isinstance(found, Found) else None
    lines = (" ".join(line.split()) for line in (text or "").splitlines())
    return "\n".join(line for line in lines if line)


def without_layout_tables(tree: HtmlElement | None) -> HtmlElement | None:
    """The page with tables that hold its columns as plain divisions; a cell of a true table has no paragraphs in it.

    Left as they are, a whole article in a cell would come out as one line, with the menu in the cell beside it.
    """
    for table in tree.xpath("//table[.//td[count(p) > 1]]") if tree is not None else ():
        for part in table.iter(*TABLE_PARTS):
            part.tag = "div"
    return tree


def _repeats_itself(text: str) -> bool:
    lines = text.splitlines()
    if len(set(lines)) < len(lines):
        return True
    long = [line for line in lines if len(line) > SHORTEST_REPEAT] if len(text) <= SEARCHED_FOR_REPEATS else []
    return any(text.count(line) > 1 for line in long)


def _guarded(step: Callable[[Any], T], page: object, name: str) -> T:
    """What a step of other people's code gives. Whatever goes wrong in it on a hostile page is the page's fault."""
    try:
        return step(page)
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableFile(f"{name} cannot be read as HTML ({error}): look whether it was stored whole") from error


def _headline(title: str | None, outlet: str | None, tree: HtmlElement) -> str | None:
    """The title without the outlet's name after or before it, or else the heading that begins or ends it."""
    if title and len(title) > LONGEST_TITLE:
        title = " ".join(tree.findtext(".//title", "").split())
    if not title or len(title) > LONGEST_TITLE:
        return None
    headings = {" ".join(heading.text_content().split()) for heading in tree.iter("h1")}
    for heading in headings:
        if heading and title != heading and (title.startswith(heading) or title.endswith(heading)):
            return heading
    if outlet:
        title = re.sub(
            rf"{BEFORE_OUTLET}{re.escape(outlet)}$|^{re.escape(outlet)}{BEFORE_OUTLET}", "", title, flags=re.I
        )
    return title or None


def _authors(names: str | None, outlet: str | None) -> tuple[str, ...]:
    """The authors one by one, without addresses and without the outlet itself."""
    single = (name.strip() for name in (names or "").split(";"))
    return tuple(dict.fromkeys(name for name in single if name and name != outlet and not AUTHOR_ADDRESS.search(name)))


def _dates(tree: HtmlElement, found: Found, text: str) -> tuple[DateClaim, ...]:
    """What JSON-LD, meta and time elements claim, each day once; only else what htmldate finds in the markup."""
    claims: dict[str, DateClaim] = {}
    for said in _said_dates(tree):
        made = stated_date(said)
        if made is not None:
            claims.setdefault(made.value, made)
    # As a last resort htmldate takes the date of the URL, which is another claim, or any ISO date of the text: none.
    elsewhere = {stated.value for stated in url_claims(found.url or "")}
    if not claims and found.date and found.date not in text and found.date not in elsewhere:
        made = stated_date(found.date)
        if made is not None:
            claims[made.value] = made
    return tuple(claims.values())


def _said_dates(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            yield from _published(json.loads(script.text or "null", strict=False))
        except ValueError:
            continue
    for element in tree.iter("meta", "time"):
        names = (element.get("property"), element.get("name"), element.get("itemprop"))
        said = element.get("content") or element.get("datetime")
        if said and (element.get("pubdate") is not None or any(name and name.lower() in PUBLISHED for name in names)):
            yield said


def _published(node: object) -> Iterator[str]:
    """The days of publication of the articles in some JSON-LD, not of those that it only mentions."""
    if isinstance(node, list):
        for item in node:
            yield from _published(item)
    elif isinstance(node, dict):
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        day = node.get("datePublished")
        if isinstance(day, str) and any(isinstance(kind, str) and ARTICLE.search(kind) for kind in kinds):
            yield day
        yield from _published(node.get("@graph"))
        yield from _published(node.get("mainEntity"))
