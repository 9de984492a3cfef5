from __future__ import annotations

import textwrap
import time
from email.message import EmailMessage

import pytest

from onrecord.documents.intake import read_item
from onrecord.documents.items import Extract, Intake, Item
from onrecord.documents.limits import Limits
from onrecord.documents.mail import read_mail
from onrecord.errors import NoArticle, TooLarge
from onrecord.records import Appearance, Skipped
from tests.documents.samples import ARTICLE, PARAGRAPHS, page, pdf


def message(text: str | None = ARTICLE, html: str | None = None) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Town of Tarn – Press <press@tarn.example>"
    mail["To"] = "news@tarn-courier.example"
    mail["Subject"] = "Bridge “closes” in June"
    mail["Date"] = "Wed, 12 Apr 2017 10:00:00 +0200"
    if text is not None:
        mail.set_content(text)
    if html is not None and text is not None:
        mail.add_alternative(html, subtype="html")
    elif html is not None:
        mail.set_content(html, subtype="html")
    return mail


def body(mail: EmailMessage) -> Extract:
    found = read_mail(mail.as_bytes(), Limits()).body
    assert isinstance(found, Extract), found
    return found


def test_headers_give_title_date_and_outlet() -> None:
    found = body(message())
    assert found.text.strip() == ARTICLE
    assert (found.title, found.outlet) == ("Bridge “closes” in June", "Town of Tarn – Press")
    assert [claim.value[:10] for claim in found.dates] == ["2017-04-12"]


def test_the_html_part_is_read_where_the_plain_one_is_missing_or_only_points_to_it() -> None:
    for plain in (None, "View this message in your browser."):
        assert body(message(plain, page())).text.splitlines()[-4:] == list(PARAGRAPHS)
    assert body(message(ARTICLE, page())).text.strip() == ARTICLE


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "no-such-charset"])
def test_charsets_of_parts(charset: str) -> None:
    raw = (
        b"From: a@tarn.example\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset="
        + charset.encode()
        + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + ("The café closes, " + PARAGRAPHS[0]).encode("latin-1")
    )
    found = read_mail(raw, Limits()).body
    assert isinstance(found, Extract)
    assert found.title == "Café"
    assert found.text.startswith("The café closes")


def test_attachments_are_read_too_each_in_its_place() -> None:
    mail = message("Please find our press release attached.")
    release = pdf([[(50, 700 - 14 * n, line) for n, line in enumerate(textwrap.wrap(PARAGRAPHS[0], 60))]])
    mail.add_attachment(release, maintype="application", subtype="pdf", filename="release.pdf")
    mail.add_attachment(b"\x89PNG" + bytes(40), maintype="image", subtype="png", filename="map.png")
    forwarded = message(PARAGRAPHS[3])
    mail.add_attachment(forwarded)
    found = list(read_item(Item("press.eml", data=mail.as_bytes()), Intake()))
    assert [(item.member, type(item)) for item in found] == [
        (None, Appearance), ("release.pdf", Appearance), ("map.png", Skipped), ("attachment 3", Appearance),
    ]  # fmt: skip
    assert isinstance(found[1], Appearance)
    assert found[1].document.text == PARAGRAPHS[0]
    assert found[1].original.data == release


def test_a_message_without_text_says_so() -> None:
    assert isinstance(read_mail(b"From: a@tarn.example\r\nSubject: x\r\n\r\n", Limits()).body, NoArticle)
    found = list(read_item(Item("a.eml", data=b"From: a@tarn.example\r\nSubject: x\r\n\r\n \r\n"), Intake()))
    assert [item.reason for item in found if isinstance(item, Skipped)] == ["the message has no text"]


def test_parts_inside_parts_without_end_are_refused() -> None:
    nested = b"From: a@tarn.example\r\nMIME-Version: 1.0\r\n"
    for number in range(3_000):
        nested += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)
    begun = time.monotonic()
    with pytest.raises(TooLarge, match="parts inside each other"):
        read_mail(nested, Limits())
    found = list(read_item(Item("a.eml", data=nested), Intake()))
    assert [type(item) for item in found] == [Skipped]
    assert time.monotonic() - begun < 5


def test_messages_inside_messages_without_end_cost_one_note() -> None:
    nested = b"From: a@tarn.example\r\nMIME-Version: 1.0\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 20_000
    begun = time.monotonic()
    (found,) = read_item(Item("a.eml", data=nested), Intake())
    assert isinstance(found, Skipped)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    "header",
    [
        b"From: \xff\xfe <",
        b"Date: never",
        b"Subject: =?x?q?=FF?=",
        b"Content-Type: ;;;",
        b"Content-Type: multipart/mixed",
    ],
)
def test_broken_headers_cost_the_header_only(header: bytes) -> None:
    found = list(read_item(Item("a.eml", data=header + b"\r\nTo: b@tarn.example\r\n\r\n" + ARTICLE.encode()), Intake()))
    assert len(found) == 1
    assert isinstance(found[0], Appearance), found
    assert found[0].document.text.strip() == ARTICLE
