"""Pages fetched from the network, politely; nothing is fetched unless the user asks for it.

A server of the user's own, on this machine or a private network, is fetched from like any other: who can type such an
address can read it anyhow. A redirect from a public to a private address is refused, as no page has reason for one.
"""

from __future__ import annotations

import datetime
import ipaddress
import socket
import time
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import urllib3

from onrecord.documents.items import Item
from onrecord.documents.limits import Limits, read_bounded
from onrecord.errors import FetchError

AGENT = "onrecord"
USER_AGENT = f"{AGENT} (reads news articles; obeys robots.txt)"
# Seconds between two requests to one host, unless its robots.txt asks for more; more than the longest is not waited.
PAUSE = 1.0
LONGEST_PAUSE = 30.0
TIMEOUT = urllib3.Timeout(connect=10, read=30)
# Seconds for one whole page: a server that sends a byte now and then keeps under the timeouts above.
LONGEST_FETCH = 120.0
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# A robots.txt must be read to this length (RFC 9309, 2.5); a longer one is refused.
LONGEST_ROBOTS = 512 * 1024


class Fetcher:
    """Fetches pages one by one; remembers each site's robots.txt and when its host may be asked again.

    robots.txt is followed after RFC 9309: missing, everything is allowed; not to be had, nothing is.
    """

    def __init__(self, limits: Limits, pause: float | None = None) -> None:
        self.limits = limits
        self.pause = PAUSE if pause is None else pause
        self._pool = urllib3.PoolManager(retries=False, timeout=TIMEOUT, headers={"User-Agent": USER_AGENT})
        self._robots: dict[str, RobotFileParser] = {}
        self._next_request: dict[str, float] = {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.clear()

    def fetch(self, url: str) -> Item:
        """The page at a URL, the item's `url` being where redirects led. Raises FetchError or TooLarge."""
        answer = self._follow(url, self.limits.file_bytes, robots=True)
        if answer.status != 200:
            raise FetchError(f"the server answered {answer.status}: open the address in your browser")
        fetched = datetime.datetime.now(datetime.UTC).replace(microsecond=0).isoformat()
        return Item(url, data=answer.data, url=answer.url, fetched=fetched, encoding=answer.charset)

    def _follow(self, url: str, most: int, robots: bool) -> _Answer:
        """The answer at the end of all redirects, each allowed by its host's robots.txt if that is asked for."""
        place = url
        for _ in range(MOST_REDIRECTS + 1):
            if robots:
                self._check_robots(place)
            response = self._request(place)
            try:
                location = response.headers.get("location")
                if response.status in REDIRECTS and location:
                    place = redirected(place, location)
                    continue
                data = read_bounded(_Timed(response), most, "the page")
            except (urllib3.exceptions.HTTPError, OSError) as error:
                raise FetchError(f"{place} broke off ({_reason(error)}): try again later") from error
            finally:
                response.close()
            return _Answer(place, response.status, data, _charset(response))
        raise FetchError(f"it redirects more than {MOST_REDIRECTS} times")

    def _request(self, url: str) -> urllib3.BaseHTTPResponse:
        host = urlsplit(url).netloc
        time.sleep(max(0.0, self._next_request.get(host, 0.0) - time.monotonic()))
        try:
            return self._pool.request("GET", url, redirect=False, preload_content=False)
        except urllib3.exceptions.HTTPError as error:
            raise FetchError(f"{url} cannot be fetched ({_reason(error)}): check the address") from error
        finally:
            robots = self._robots.get(_site(url))
            asked_for = float(robots.crawl_delay(AGENT) or 0) if robots else 0.0
            self._next_request[host] = time.monotonic() + max(self.pause, min(asked_for, LONGEST_PAUSE))

    def _check_robots(self, url: str) -> None:
        site = _site(url)
        if site not in self._robots:
            self._robots[site] = self._read_robots(site)
        if not self._robots[site].can_fetch(AGENT, url):
            raise FetchError(f"{site}/robots.txt does not allow it: save the page in your browser and read the file")

    def _read_robots(self, site: str) -> RobotFileParser:
        answer = self._follow(f"{site}/robots.txt", LONGEST_ROBOTS, robots=False)
        if answer.status >= 500 or answer.status == 429:
            raise FetchError(f"{site}/robots.txt cannot be had now (status {answer.status}): try again later")
        robots = RobotFileParser()
        robots.parse(answer.data.decode("utf-8", "replace").splitlines() if answer.status == 200 else [])
        return robots


class _Answer(NamedTuple):
    url: str
    status: int
    data: bytes
    charset: str | None


class _Timed:
    """A response read with an end to its time. Raises FetchError."""

    def __init__(self, response: urllib3.BaseHTTPResponse) -> None:
        self.response = response
        self.ends = time.monotonic() + LONGEST_FETCH

    def read(self, size: int, /) -> bytes:
        """The next bytes, decoded from their content encoding."""
        if time.monotonic() > self.ends:
            raise FetchError(f"the server took longer than {LONGEST_FETCH:.0f} seconds: try again later")
        return self.response.read1(size, decode_content=True)


def _site(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise FetchError(f"{url} is no address ({error}): check the address") from error
    return f"{parts.scheme}://{parts.netloc}"


def redirected(place: str, location: str) -> str:
    """Where a redirect from `place` leads. Raises FetchError for where none should."""
    target = urljoin(place, location)
    if urlsplit(target).scheme not in {"http", "https"}:
        raise FetchError(f"it redirects to {target}, which is no web page")
    if _is_private(target) and not _is_private(place):
        raise FetchError(f"it redirects to the private address {target}: fetch that one yourself if you trust it")
    return target


def _is_private(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        # Without an address it cannot be fetched either; the request says so.
        return False
    return any(not ipaddress.ip_address(str(address[4][0]).partition("%")[0]).is_global for address in found)


def _charset(response: urllib3.BaseHTTPResponse) -> str | None:
    _, _, parameters = response.headers.get("content-type", "").partition("charset=")
    return parameters.partition(";")[0].strip("\"' ") or None


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
