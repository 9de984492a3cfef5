from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.documents import fetch
from onrecord.documents.fetch import Fetcher
from onrecord.documents.intake import read_item
from onrecord.documents.items import Intake, Item
from onrecord.documents.limits import Limits
from onrecord.documents.listing import list_items
from onrecord.errors import FetchError, TooLarge
from onrecord.records import Appearance, Skipped
from tests.documents.samples import PARAGRAPHS, page

Answer = tuple[int, Mapping[str, str], bytes]
HTML = {"Content-Type": "text/html; charset=utf-8"}


class Site:
    """A server on this machine, with the answers by path and the requests it had."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {"/robots.txt": (404, {}, b"")}
        self.asked: list[tuple[str, str]] = []
        self.times: list[float] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers["User-Agent"]))
                site.times.append(time.monotonic())
                status, headers, body = site.answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(Limits(file_bytes=100_000), pause=0.0) as fetcher:
        yield fetcher


def test_a_page_is_fetched_with_its_charset_and_time(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = (200, {"Content-Type": "text/html; charset=Windows-1252"}, page().encode("cp1252"))
    item = fetcher.fetch(f"{site.url}/a")
    assert (item.origin, item.url, item.data) == (f"{site.url}/a", f"{site.url}/a", page().encode("cp1252"))
    assert item.encoding == "Windows-1252"
    assert item.fetched is not None
    assert item.fetched.endswith("+00:00")
    assert all(agent.startswith("onrecord") for _, agent in site.asked)


def test_encodings_of_the_transfer_are_undone(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(page().encode()))
    assert fetcher.fetch(f"{site.url}/a").data == page().encode()


def test_robots_are_obeyed_and_asked_once(site: Site, fetcher: Fetcher) -> None:
    site.answers |= {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private/\n"),
        "/a": (200, HTML, b"<p>a"),
        "/private/b": (200, HTML, b"<p>b"),
    }
    assert fetcher.fetch(f"{site.url}/a").data == b"<p>a"
    with pytest.raises(FetchError, match=r"robots\.txt does not allow it: save the page in your browser"):
        fetcher.fetch(f"{site.url}/private/b")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a"]


def test_without_robots_to_be_had_nothing_is_fetched(site: Site, fetcher: Fetcher) -> None:
    site.answers |= {"/robots.txt": (503, {}, b""), "/a": (200, HTML, b"<p>a")}
    with pytest.raises(FetchError, match=r"robots\.txt cannot be had now \(status 503\): try again later"):
        fetcher.fetch(f"{site.url}/a")


def test_a_redirect_is_followed_and_checked_against_robots(site: Site, fetcher: Fetcher) -> None:
    site.answers |= {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private/\n"),
        "/old": (301, {"Location": "/new"}, b""),
        "/new": (200, HTML, b"<p>new"),
        "/way": (302, {"Location": "/private/x"}, b""),
        "/loop": (302, {"Location": "/loop"}, b""),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    }
    item = fetcher.fetch(f"{site.url}/old")
    assert (item.origin, item.url, item.data) == (f"{site.url}/old", f"{site.url}/new", b"<p>new")
    for path, reason in (("/way", "does not allow it"), ("/loop", "more than 5 times"), ("/file", "is no web page")):
        with pytest.raises(FetchError, match=reason):
            fetcher.fetch(site.url + path)


def test_a_redirect_from_outside_to_a_private_address_is_refused(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8" if "tarn" in host else "127.0.0.1", 0))]

    monkeypatch.setattr("onrecord.documents.fetch.socket.getaddrinfo", look_up)
    with pytest.raises(FetchError, match="redirects to the private address"):
        fetch.redirected("http://tarn-courier.example/a", f"{site.url}/b")
    assert fetch.redirected("http://tarn-courier.example/a", "/b") == "http://tarn-courier.example/b"


def test_sizes_are_limited_also_when_packed(site: Site, fetcher: Fetcher) -> None:
    site.answers |= {
        "/big": (200, HTML, b"x" * 200_000),
        "/bomb": (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(bytes(50_000_000))),
    }
    for path in ("/big", "/bomb"):
        with pytest.raises(TooLarge, match=r"the page is larger than 97\.7 KB"):
            fetcher.fetch(site.url + path)


def test_a_page_that_takes_too_long_is_given_up(site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/a"] = (200, HTML, b"<p>a")
    fetcher.fetch(f"{site.url}/a")
    monkeypatch.setattr(fetch, "LONGEST_FETCH", -1.0)
    with pytest.raises(FetchError, match="took longer than"):
        fetcher.fetch(f"{site.url}/a")


@pytest.mark.parametrize(
    ("path", "answer", "reason"),
    [
        ("/gone", (404, {}, b""), "the server answered 404"),
        ("/short", (200, {"Content-Length": "500"}, b"x"), "broke off"),
        ("/broken", (200, {"Content-Encoding": "gzip"}, b"no gzip"), "broke off"),
    ],
)
def test_failures_say_what_happened(site: Site, fetcher: Fetcher, path: str, answer: Answer, reason: str) -> None:
    site.answers[path] = answer
    with pytest.raises(FetchError, match=reason):
        fetcher.fetch(site.url + path)


def test_an_address_without_a_server(fetcher: Fetcher) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match=r"cannot be fetched .*: check the address"):
        fetcher.fetch(f"http://127.0.0.1:{port}/a")
    with pytest.raises(FetchError, match="check the address"):
        fetcher.fetch("http://[broken/a")


def test_requests_to_one_host_keep_their_distance(site: Site) -> None:
    site.answers |= {f"/{n}": (200, HTML, b"<p>a") for n in range(3)}
    with Fetcher(Limits(), pause=0.15) as fetcher:
        for n in range(3):
            fetcher.fetch(f"{site.url}/{n}")
    assert all(after - before >= 0.14 for before, after in zip(site.times, site.times[1:], strict=False))


def test_urls_among_paths_are_fetched_when_asked_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "PAUSE", 0.0)
    site.answers |= {
        "/page": (200, HTML, page().encode()),
        "/news.jsonl": (200, {"Content-Type": "application/json"}, b'{"text": "a"}\n{"text": "b"}\n'),
    }
    found = list(list_items([f"{site.url}/page", f"{site.url}/news.jsonl", f"{site.url}/none"], Intake(fetch=True)))
    assert [(type(item), item.member) for item in found] == [
        (Item, None), (Item, "line 1"), (Item, "line 2"), (Skipped, None),
    ]  # fmt: skip
    assert isinstance(found[0], Item)
    (read,) = read_item(found[0], Intake())
    assert isinstance(read, Appearance)
    assert (read.document.url, read.fetched) == (f"{site.url}/page", found[0].fetched)
    assert PARAGRAPHS[0] in read.document.text
