from __future__ import annotations

import gzip
import io
import time
from pathlib import Path

import pytest

from onrecord.documents.items import Intake, Item
from onrecord.documents.limits import Limits
from onrecord.documents.listing import list_items
from onrecord.documents.warc import CrawledPage, Unread, read_records
from onrecord.records import Skipped
from tests.documents.samples import page, served

PAGE = page().encode()


def pages(data: bytes, limits: Limits | None = None) -> list[str | None]:
    """The URLs of the pages read, in order."""
    records = read_records(io.BytesIO(data), limits or Limits())
    return [record.url for record in records if isinstance(record, CrawledPage)]


def numbered(count: int) -> list[bytes]:
    return [served(PAGE, f"https://tarn-courier.example/{number}") for number in range(count)]


def urls(*numbers: int) -> list[str]:
    return [f"https://tarn-courier.example/{number}" for number in numbers]


def test_a_page_is_what_the_server_gave_with_url_and_time() -> None:
    (record,) = read_records(io.BytesIO(served(PAGE)), Limits())
    assert record == CrawledPage(PAGE, "https://tarn-courier.example/a", "2017-04-12T10:00:00+00:00", "utf-8", None)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE), "Transfer-Encoding: chunked\r\n"),
        (PAGE, "Content-Encoding: gzip\r\n"),
        (PAGE, "Transfer-Encoding: chunked\r\n"),
    ],
)
def test_encodings_are_undone_also_where_the_crawler_did_so_before(body: bytes, headers: str) -> None:
    (record,) = read_records(io.BytesIO(served(body, headers=headers)), Limits())
    assert isinstance(record, CrawledPage)
    assert (record.data, record.cut) == (PAGE, None)


def test_a_page_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    body = b"%x\r\n%s" % (len(PAGE) + 9000, PAGE)
    (record,) = read_records(io.BytesIO(served(body, headers="Transfer-Encoding: chunked\r\n")), Limits())
    assert isinstance(record, CrawledPage)
    assert record.cut is not None
    (record,) = read_records(io.BytesIO(served(PAGE, warc="WARC-Truncated: length\r\n")), Limits())
    assert isinstance(record, CrawledPage)
    assert record.cut == "the crawl cut it short (length)"


@pytest.mark.parametrize("length", [10, 300, len(PAGE) + 900, 10**18])
def test_a_wrong_length_costs_no_other_record(length: int) -> None:
    wrong = served(PAGE, "https://tarn-courier.example/wrong", length=length)
    first, second, third = numbered(3)
    data = first + wrong + second + third
    read = pages(data)
    assert [url for url in read if url and "wrong" not in url] == urls(0, 1, 2)
    if length < 10**9:
        records = [r for r in read_records(io.BytesIO(data), Limits()) if isinstance(r, CrawledPage)]
        assert (records[1].data, records[1].cut) == (PAGE, "the length of the record is wrong")


@pytest.mark.parametrize("length", ["none", "-5", "12e3"])
def test_a_length_that_is_no_number_is_found_out(length: str) -> None:
    wrong = served(PAGE, "https://tarn-courier.example/wrong").split(b"\r\n\r\n", 1)
    head = b"\r\n".join(line for line in wrong[0].split(b"\r\n") if not line.startswith(b"Content-Length"))
    data = head + f"\r\nContent-Length: {length}\r\n\r\n".encode() + wrong[1]
    assert pages(data + numbered(1)[0]) == ["https://tarn-courier.example/wrong", *urls(0)]


def test_rubbish_between_records_is_passed_and_noted() -> None:
    first, second = numbered(2)
    records = list(read_records(io.BytesIO(b"rubbish\n" * 30 + first + b"rubbish\n" * 20_000 + second), Limits()))
    assert [type(record) for record in records] == [Unread, CrawledPage, Unread, CrawledPage]
    assert records[0] == Unread("240 bytes between records are no record", by_design=False)


def test_headers_without_an_end_and_a_cut_off_file() -> None:
    first, second = numbered(2)
    assert pages(b"WARC/1.0\r\nWARC-Type: response\r\n" + b"x" * 70_000 + b"\r\n" + first) == urls(0)
    assert pages(first + second[:-300]) == urls(0, 1)
    assert pages(first + second[:40]) == urls(0)


def test_a_record_over_the_limit_is_passed_over_unread() -> None:
    first, second = numbered(2)
    big = served(b"x" * 200_000, "https://tarn-courier.example/big")
    assert pages(first + big + second, Limits(file_bytes=100_000)) == urls(0, 1)


def test_a_page_that_unpacks_to_more_than_the_limit_is_not_read() -> None:
    bomb = served(gzip.compress(bytes(5_000_000)), headers="Content-Encoding: gzip\r\n")
    (record,) = read_records(io.BytesIO(bomb), Limits(file_bytes=100_000))
    assert record == Unread("the page is larger than 97.7 KB", by_design=False)


def test_a_page_about_web_archives_is_not_cut() -> None:
    inner = page(paragraphs=("A record begins so:\nWARC/1.0\nWARC-Type: response\n",)).encode()
    (first, _) = read_records(io.BytesIO(served(inner) + served(PAGE)), Limits())
    assert isinstance(first, CrawledPage)
    assert (first.data, first.cut) == (inner, None)


@pytest.mark.parametrize("zipped", [False, True])
def test_a_crawl_is_listed_page_by_page(tmp_path: Path, zipped: bool) -> None:
    first, second = numbered(2)
    info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\na: b\r\n\r\n"
    records = [
        info, first, served(b"gone", status="404 Not Found"), served(b"\x89PNG", kind="image/png"),
        served(b"{}", status="404 Not Found"), second,
    ]  # fmt: skip
    file = tmp_path / "crawl"
    file.write_bytes(b"".join(map(gzip.compress, records)) if zipped else b"".join(records))
    found = list(list_items([str(file)], Intake()))
    items = [item for item in found if isinstance(item, Item)]
    assert [(item.member, item.url, item.fetched) for item in items] == [
        ("record 2", urls(0)[0], "2017-04-12T10:00:00+00:00"),
        ("record 6", urls(1)[0], "2017-04-12T10:00:00+00:00"),
    ]
    assert found[-1] == Skipped(
        str(file), None, "read records",
        "4 records hold no page that was served (2 × HTTP status 404, 1 × warcinfo record, 1 × image/png)",
    )  # fmt: skip


def test_a_broken_gzip_member_costs_its_record_only(tmp_path: Path) -> None:
    packed = [bytearray(gzip.compress(record)) for record in numbered(4)]
    packed[1][60:90] = bytes(30)
    file = tmp_path / "crawl.warc.gz"
    file.write_bytes(b"".join(packed))
    found = list(list_items([str(file)], Intake()))
    read = [item.url for item in found if isinstance(item, Item)]
    assert [url for url in read if url in urls(0, 2, 3)] == urls(0, 2, 3)
    assert any(isinstance(item, Skipped) and "gzip data is damaged" in item.reason for item in found)


def test_a_crawl_is_read_in_linear_time() -> None:
    begun = time.monotonic()
    assert len(pages(b"".join(numbered(3_000)))) == 3_000
    assert time.monotonic() - begun < 10
