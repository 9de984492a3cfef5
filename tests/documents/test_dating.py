from __future__ import annotations

import datetime

import pytest

from onrecord.documents.dating import (
    caption_claims,
    conflicting,
    date_document,
    dateline_claims,
    stated_date,
    url_claims,
)
from onrecord.records import DateClaim, PublishedFrom

TODAY = datetime.date(2019, 6, 1)
META = DateClaim("2017-04-13T00:30:00+00:00", PublishedFrom.METADATA, "2017-04-13T00:30Z")


def made(value: str, claimed_by: PublishedFrom) -> DateClaim:
    return DateClaim(value, claimed_by, value)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2017-04-12", "2017-04-12"),
        ("20170412", "2017-04-12"),
        ("2017/04/12", "2017-04-12"),
        ("2017-04-12T18:30:00+02:00", "2017-04-12T18:30:00+02:00"),
        ("2017-04-12T18:30Z", "2017-04-12T18:30:00+00:00"),
        ("2017-04-12 18:30:00", "2017-04-12T18:30:00"),
        ("2017-04-12T18:30:00 CET", "2017-04-12"),
        ("Wed, 12 Apr 2017 18:30:00 GMT", "2017-04-12T18:30:00+00:00"),
        ("April 12, 2017 18:30", "2017-04-12T18:30:00"),
        ("12 April 2017", "2017-04-12"),
        ("April 12th, 2017 at 6.30 p.m.", "2017-04-12"),
        ("Tuesday, April 12, 2017", None),
        ("2017", None),
        ("2017-04", None),
        ("2017-02-30", None),
        ("1491955200", None),
        ("1700101200000", None),
        ("1491-12-12", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_what_metadata_says(said: str, value: str | None) -> None:
    claim = stated_date(said)
    assert (claim and claim.value) == value
    if claim is not None:
        assert (claim.text, claim.claimed_by) == (said, PublishedFrom.METADATA)


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://tarn-courier.example/2017/04/12/mud", "2017-04-12"),
        ("https://tarn-courier.example/news/2017/4/2/", "2017-04-02"),
        ("https://tarn-courier.example/world/2017/apr/12/mud", "2017-04-12"),
        ("https://tarn-courier.example/mud-2017-04-12.html", "2017-04-12"),
        ("https://tarn-courier.example/a/20170412/mud", "2017-04-12"),
        ("https://tarn-courier.example/archive/1912/04/16/ship", "1912-04-16"),
        ("https://tarn-courier.example/2017/04/12/what-happened-on-2016-01-01", "2017-04-12"),
        ("https://tarn-courier.example/2017/04/mud", None),
        ("https://tarn-courier.example/2017/13/12/mud", None),
        ("https://tarn-courier.example/2017/02/30/mud", None),
        ("https://tarn-courier.example/from-2017-04-12-to-2017-05-01", None),
        ("https://tarn-courier.example/id/120170412", None),
        ("https://tarn-courier.example/id/18500412", None),
        ("https://tarn-courier.example/mud?day=2017-04-12", None),
        ("https://[tarn", None),
        ("", None),
    ],
)
def test_what_a_url_says(url: str, value: str | None) -> None:
    assert [claim.value for claim in url_claims(url)] == ([] if value is None else [value])


@pytest.mark.parametrize(
    ("line", "words", "value"),
    [
        ("MOSCOW, April 12 (Tarn Press) - The council met.", "April 12", "2017-04-12"),
        ("MOSCOW, April 12, 2017 (Tarn Press) — The council met.", "April 12, 2017", "2017-04-12"),
        ("LONDON (Agency) 12 April 2017 — The council met.", "12 April 2017", "2017-04-12"),
        ("KYIV, Ukraine, 12 April — The council met.", "12 April", "2017-04-12"),
        ("NEW YORK, N.Y., Apr. 12 -- The council met.", "Apr. 12", "2017-04-12"),
        ("ZÜRICH, Wednesday, April 12 (TP) – The council met.", "Wednesday, April 12", "2017-04-12"),
        ("BELMAR, April 12. /TARN/. The council met.", "April 12", "2017-04-12"),
        ("Port Ansel, April 12 (Tarn Press) - The council met.", "April 12", "2017-04-12"),
        ("SAINT-DENIS, France (AP-like) April 12 — The council met.", "April 12", "2017-04-12"),
    ],
)
def test_datelines(line: str, words: str, value: str) -> None:
    text = f"Council meets\n{line}\nIt met again."
    (claim,) = dateline_claims(text, (META,))
    assert (claim.value, claim.text, claim.claimed_by) == (value, words, PublishedFrom.DATELINE)
    assert [span.of(text) for span in claim.spans] == [words]


@pytest.mark.parametrize(
    "line",
    [
        "On Wednesday, April 12, 2017 - a day of rain - the council met.",
        "LONDON (Agency) — The council met on April 12, 2017.",
        "Wednesday, April 12, 2017 — The council met.",
        "MOSCOW, Tuesday, April 12, 2017 (TP) - The council met.",
        "UPDATED April 13, 2017 - The council met.",
        "MOSCOW, February 30, 2017 (TP) - The council met.",
        "The MOSCOW, April 12, 2017 (TP) - edition was late.",
        "MOSCOW, April 12, 2017 was the day on which the council met.",
        "MOSCOW, Smarch 12, 2017 (TP) - The council met.",
    ],
)
def test_what_is_no_dateline(line: str) -> None:
    assert dateline_claims(line, (META,)) == ()


def test_a_dateline_without_a_year_needs_another_claim_near_it() -> None:
    text = "BELMAR, December 31 (TP) — The council met."
    assert dateline_claims(text) == ()
    assert dateline_claims(text, (META,)) == ()
    assert [c.value for c in dateline_claims(text, (made("2018-01-01", PublishedFrom.URL),))] == ["2017-12-31"]
    leap = dateline_claims("BELMAR, Feb. 29 — The council met.", (made("2016-03-01", PublishedFrom.URL),))
    assert [claim.value for claim in leap] == ["2016-02-29"]


def test_a_dateline_stands_at_the_top() -> None:
    text = "\n".join(["The council met."] * 5 + ["MOSCOW, April 12, 2017 (TP) - It met there too."])
    assert dateline_claims(text) == ()
    assert dateline_claims(text.removeprefix("The council met.\n")) != ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mud in the quay, Wednesday, April 12, 2017. (Photo: Ada Lunn/Tarn Pictures)", "Wednesday, April 12, 2017"),
        ("Mud in the quay on April 12, 2017. (Ada Lunn/Tarn via TP)", "April 12, 2017"),
        ("Mud in the quay, 12 April 2017. Photo: Ada Lunn", "12 April 2017"),
        ("Mud in the quay, Wed. 12 April 2017 (TP Photo/Ada Lunn)", "Wed. 12 April 2017"),
    ],
)
def test_captions(text: str, words: str) -> None:
    (claim,) = caption_claims(f"The council met.\n{text}\nIt met again.")
    assert (claim.value, claim.text, claim.claimed_by) == ("2017-04-12", words, PublishedFrom.CAPTION)


@pytest.mark.parametrize(
    "text",
    [
        "Mud in the quay, Tuesday, April 12, 2017. (Photo: Ada Lunn)",
        "FILE - Mud in the quay, April 12, 2017. (Photo: Ada Lunn)",
        "Mud in the quay, April 12. (Photo: Ada Lunn)",
        "The council met on April 12, 2017. (It meets every week.)",
        "The council met on April 12, 2017. Photographs were taken.",
        "Mud in the quay. (Photo: Ada Lunn, April 12, 2017)",
    ],
)
def test_what_is_no_caption(text: str) -> None:
    assert caption_claims(text) == ()


def test_the_latest_caption_comes_first() -> None:
    text = "A, April 10, 2017. (Photo: B)\nC, April 12, 2017. (Photo: D)\nE, April 10, 2017. (Photo: F)"
    assert [claim.value for claim in caption_claims(text)] == ["2017-04-12", "2017-04-10"]


def test_claims_are_kept_in_the_order_of_trust() -> None:
    text = "MOSCOW, April 12 (TP) - The council met.\nMud, Monday, April 10, 2017. (Photo: Ada Lunn)"
    claims = date_document(text, "2017-04-11", (META,), "https://tarn-courier.example/2017/04/12/mud", TODAY)
    assert [(claim.claimed_by, claim.value[:10]) for claim in claims] == [
        (PublishedFrom.GIVEN, "2017-04-11"),
        (PublishedFrom.METADATA, "2017-04-13"),
        (PublishedFrom.URL, "2017-04-12"),
        (PublishedFrom.DATELINE, "2017-04-12"),
        (PublishedFrom.CAPTION, "2017-04-10"),
    ]
    assert [claim.claimed_by for claim in conflicting(claims)] == [PublishedFrom.METADATA]


def test_a_plain_text_has_its_dateline_and_captions_only() -> None:
    text = "Council meets\nBELMAR, April 12 (TP) - It met.\nMud, Monday, April 10, 2017. (Photo: Ada Lunn)"
    assert [(c.claimed_by, c.value) for c in date_document(text)] == [
        (PublishedFrom.DATELINE, "2017-04-12"),
        (PublishedFrom.CAPTION, "2017-04-10"),
    ]
    assert date_document("The council met on April 12, 2017.") == ()


def test_no_day_after_tomorrow_is_claimed_but_what_is_given_is_believed() -> None:
    tomorrow, later = made("2019-06-02", PublishedFrom.METADATA), made("2019-06-03", PublishedFrom.METADATA)
    assert date_document("", None, (tomorrow, later), None, TODAY) == (tomorrow,)
    assert date_document("", None, (), "https://tarn-courier.example/2019/06/03/", TODAY) == ()
    assert date_document("BELMAR, June 3, 2019 - It met.", seen=TODAY) == ()
    assert [claim.value for claim in date_document("", "2029-06-03", (), None, TODAY)] == ["2029-06-03"]
    assert date_document("", None, (made("9999-01-01", PublishedFrom.METADATA),)) == ()


@pytest.mark.parametrize(
    ("first", "claimed_by", "second", "conflict"),
    [
        ("2017-04-12", PublishedFrom.METADATA, "2017-04-13T00:30:00+00:00", False),
        ("2017-04-12", PublishedFrom.URL, "2017-04-14", True),
        ("2017-04-12", PublishedFrom.URL, "2017-04-10", True),
        ("2017-04-12", PublishedFrom.DATELINE, "2017-04-10", False),
        ("2017-04-12", PublishedFrom.DATELINE, "2017-04-14", True),
        ("2017-04-12", PublishedFrom.CAPTION, "2017-04-06", False),
        ("2017-04-12", PublishedFrom.CAPTION, "2016-04-06", True),
        ("2017-04-12", PublishedFrom.CAPTION, "2017-04-20", True),
    ],
)
def test_what_counts_as_a_conflict(first: str, claimed_by: PublishedFrom, second: str, conflict: bool) -> None:
    claims = (made(first, PublishedFrom.METADATA), made(second, claimed_by))
    assert conflicting(claims) == (claims[1:] if conflict else ())


def test_one_claim_or_none_is_no_conflict() -> None:
    assert conflicting(()) == ()
    assert conflicting((META,)) == ()


def test_a_caption_that_lost_its_credit_is_known_by_its_ending() -> None:
    text = (
        "Mayor Ilse Brandt shakes hands with Clara Weber in the fish hall in Tarn, Thursday, March 14, 2024. "
        "Talks went on into the night."
    )
    (claim,) = date_document(text)
    assert (claim.value, claim.claimed_by) == ("2024-03-14", PublishedFrom.CAPTION)
    assert claim.spans[0].of(text) == "Thursday, March 14, 2024"


@pytest.mark.parametrize(
    "text",
    [
        "They met in Tarn, Friday, March 14, 2024. Talks went on.",  # it was a Thursday
        "The wall was finished on Thursday, March 14, 2024, and has stood since.",
        "They met on Thursday, March 14, 2024. Talks went on.",
    ],
)
def test_a_full_date_in_prose_is_no_caption(text: str) -> None:
    assert date_document(text) == ()
