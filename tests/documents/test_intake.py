from __future__ import annotations

import pickle
import time
from pathlib import Path

import pytest

from onrecord.documents.intake import read_item
from onrecord.documents.items import Intake, Item
from onrecord.documents.limits import Limits
from onrecord.errors import InvalidDate
from onrecord.records import Appearance, Original, Skipped, Span
from tests.documents.samples import ARTICLE, PARAGRAPHS, page


def read(data: bytes, intake: Intake | None = None, **facts: str) -> list[Appearance | Skipped]:
    return list(read_item(Item("a", data=data, **facts), intake or Intake()))  # type: ignore[arg-type]


def one(data: bytes, intake: Intake | None = None, **facts: str) -> Appearance:
    (found,) = read(data, intake, **facts)
    assert isinstance(found, Appearance), found
    return found


def reason(data: bytes, intake: Intake | None = None) -> str:
    (found,) = read(data, intake)
    assert isinstance(found, Skipped), found
    return found.reason


def test_a_text_is_itself_from_end_to_end() -> None:
    text = ARTICLE.replace("\n", "\r\n") + " \t\x0c\n"
    found = one(text.encode())
    assert found.document.text == text
    assert (found.alignment[0].text, found.alignment[0].original) == (Span(0, len(text)), Span(0, len(text)))
    assert found.original == Original.of(text.encode(), "text/plain")
    assert (found.encoding, found.document.title, found.document.published_from) == ("utf-8", None, "unknown")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_are_told_and_kept(encoding: str) -> None:
    found = one(ARTICLE.encode(encoding))
    assert found.document.text == ARTICLE
    assert found.encoding is not None
    assert found.original.data.decode(found.encoding) == ARTICLE


def test_a_given_encoding_holds() -> None:
    assert one("café – closed".encode("cp437", "replace"), Intake(encoding="cp437")).encoding == "cp437"
    assert "is not ascii" in reason("café".encode(), Intake(encoding="ascii"))


@pytest.mark.parametrize("said", ["iso-8859-1", "no-such-charset", "ascii", "utf-8"])
def test_what_a_server_says_of_the_encoding_may_be_wrong(said: str) -> None:
    for data in (ARTICLE.encode(), page().encode()):
        assert PARAGRAPHS[1] in one(data, encoding=said).document.text
    assert PARAGRAPHS[1] in one(ARTICLE.encode("cp1252"), encoding="windows-1252").document.text


def test_a_page_is_read_aligned_and_dated() -> None:
    found = one(page().encode(), url="https://tarn-courier.example/2017/04/12/bridge", fetched="2017-04-13T08:00:00Z")
    assert found.document.text.splitlines()[-1] == PARAGRAPHS[-1]
    assert (found.document.published, found.document.published_from) == ("2017-04-12", "url")
    assert (found.fetched, found.original.media) == ("2017-04-13T08:00:00Z", "text/html")
    assert sum(run.text.end - run.text.start for run in found.alignment) > 0.97 * len(found.document.text)


def test_settings_hold_for_all_and_other_claims_are_kept() -> None:
    intake = Intake(published="2017-04-14", outlet="The Tarn Courier")
    found = one(page().encode(), intake, url="https://tarn-courier.example/2017/04/12/bridge")
    assert (found.document.published, found.document.published_from) == ("2017-04-14", "given")
    assert [claim.claimed_by for claim in found.dates] == ["given", "url"]
    assert found.document.outlet == "The Tarn Courier"
    with pytest.raises(InvalidDate):
        Intake(published="yesterday")


def test_files_are_read_by_the_worker(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(ARTICLE)
    item = pickle.loads(pickle.dumps(Item(str(file))))
    (found,) = read_item(item, pickle.loads(pickle.dumps(Intake())))
    assert isinstance(found, Appearance)
    assert (found.document.text, found.origin, found.member) == (ARTICLE, str(file), None)
    file.unlink()
    (gone,) = read_item(item, Intake())
    assert isinstance(gone, Skipped)
    assert "cannot be opened (No such file or directory)" in gone.reason


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"", "it is empty"),
        (b" \n\t ", "it is empty"),
        ("\u00a0\u2003\n".encode(), "it holds no text, only white space"),
        (bytes(2000), "it is binary data, no text"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "it is a JPEG image: run OCR first"),
        (b"<html><body><nav>Menu</nav></body></html>", "holds no article text"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, wanted: str) -> None:
    assert wanted in reason(data)


def test_sizes_are_limited(tmp_path: Path) -> None:
    assert "its text has more than 100 characters" in reason(ARTICLE.encode(), Intake(limits=Limits(characters=100)))
    file = tmp_path / "big.txt"
    file.write_bytes(b"x" * 5_000)
    (found,) = read_item(Item(str(file)), Intake(limits=Limits(file_bytes=1_000)))
    assert isinstance(found, Skipped)
    assert "larger than 1000 bytes" in found.reason


def test_a_page_with_a_million_tags_is_refused_at_once() -> None:
    begun = time.monotonic()
    assert "more than 100,000 tags" in reason(b"<html>" + b"<b>x" * 1_000_000)
    assert time.monotonic() - begun < 2


def test_a_failing_reader_costs_its_item_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("onrecord.documents.intake.read_pdf", fail)
    assert reason(b"%PDF-1.4") == "its reader failed (ZeroDivisionError: division by zero): it may be damaged"


def test_a_reason_is_one_line() -> None:
    assert Item("a").skipped("read", "two\n  lines").reason == "two lines"
