from __future__ import annotations

import pytest

from onrecord.records import DefectKind
from tests.integrity.found import CLEAN, article, found, with_paragraph

CAPTION, BOILERPLATE = DefectKind.CAPTION_IN_BODY, DefectKind.BOILERPLATE


@pytest.mark.parametrize(
    "caption",
    [
        "Mayor Ilse Brandt shakes hands with Tomas Okoro in Tarn, Wednesday, April 12, 2017.",
        "Mayor Ilse Brandt speaks to voters in Tarn, Wednesday, April 12, 2017. (AP Photo/Anna Reed)",
        "A ferry lies at the quay of Velm. (Reuters/Anna Reed)",
        "A ferry lies at the quay of Velm. (Anna Reed/The Tarn Courier via AP)",
        "A ferry at the quay of Velm. Anna Reed/Getty Images",
        "A ferry at the quay of Velm. (Photo by Anna Reed)",
        "A ferry at the quay of Velm. (Tarn Courier photo)",
        "Photo: Anna Reed",
        "File photo: the quay of Velm before the storm",
        "Image caption The quay of Velm before the storm",
        "Image copyright Getty Images",
        "Picture by Anna Reed",
        "The mayor is seen in this undated file photo.",
        "In this Jan. 4, 2015, file photo, the mayor speaks to voters in Tarn.",
    ],
)
def test_a_caption_is_found_alone_and_before_a_sentence(caption: str) -> None:
    assert found(CAPTION, with_paragraph(caption)) == [caption]


def test_a_caption_before_a_quotation_ends_where_the_quotation_begins() -> None:
    caption = "Mayor Ilse Brandt greets fishermen in Tarn, Wednesday, April 12, 2017."
    assert found(CAPTION, with_paragraph(f'{caption} "It is a bad day."')) == [caption]


@pytest.mark.parametrize(
    "paragraph",
    [
        "TARN (Reuters) - The council voted on Monday to rebuild the wall.",
        "The council met on Wednesday, April 12, 2017.",
        "The law took effect in Tarn on Wednesday, April 12, 2017, a year after the vote.",
        "She posed for a photo with the fishermen and left the quay.",
        "The photo shows the wall before the storm, she said.",
        "Photographs of the wall were shown to the council on Monday.",
        "Picture this: a harbour without a wall, and a storm at sea.",
        "He works for Getty Images in Tarn and takes pictures of boats.",
        "The AP reported that the wall had been broken in two places.",
        "“In this photo you can see the wall,” she said on the quay.",
        "She told Reuters/Ipsos pollsters that she would not vote.",
        "She smiles in a photo released by the police of Tarn on Monday.",
        "The image of the town has suffered, the mayor said on Monday.",
        "He published the picture on Monday, and it was seen by thousands.",
    ],
)
def test_prose_about_pictures_is_no_caption(paragraph: str) -> None:
    assert found(CAPTION, with_paragraph(paragraph)) == []


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our newsletter",
        "Subscribe to our daily briefing and never miss a story.",
        "Advertisement",
        "ADVERTISEMENT - CONTINUE READING BELOW",
        "Story continues below advertisement",
        "Read more: Ferry line to be closed",
        "READ MORE: Ferry line to be closed",
        "Related: Ferry line to be closed",
        "Most read",
        "Related stories:",
        "Copyright 2017 The Tarn Courier. All rights reserved.",
        "© 2017 The Tarn Courier",
        "This material may not be published, broadcast, rewritten or redistributed.",
        "Follow us on Twitter and Facebook.",
        "Follow Anna Reed on Twitter @annareed.",
        "Click here to see the plan of the wall.",
        "We use cookies to improve your experience.",
        "By continuing to use this site you accept our cookies.",
        "Share this article",
        "View comments",
        "Leave a comment below.",
        "Download our free app today.",
        "Enter your email address",
    ],
)
def test_boilerplate_is_found_as_a_line(line: str) -> None:
    assert " ".join(found(BOILERPLATE, with_paragraph(line))) == line


@pytest.mark.parametrize(
    "line",
    [
        "Anna Reed is a staff writer at The Tarn Courier. Email her at reed@tarn-courier.example.",
        "Anna Reed is a senior correspondent based in Tarn.",
        "Tomas Okoro can be reached at okoro@tarn-courier.example.",
        "This article first appeared in The Tarn Courier.",
    ],
)
def test_notes_about_the_author_stand_at_the_end(line: str) -> None:
    assert found(BOILERPLATE, article(*CLEAN, line)) == [line]
    assert found(BOILERPLATE, article(CLEAN[0], line, *CLEAN[1:])) == []


@pytest.mark.parametrize(
    "paragraph",
    [
        "“Sign up for our newsletter,” the page told him when he opened it.",
        "The council will share this article of the treaty with the union.",
        "Related companies will have to pay for the wall as well, she said.",
        "Copyright law was not the matter of the talks in Tarn on Monday.",
        "They follow us on the road to Velm, the fishermen said.",
        "He advertised the boats, and the advertisement was read by many.",
        "Reporting by Anna Reed; Editing by Tomas Okoro",
        "Read the plan, and then decide, she told the council on Monday.",
        "The harbour may not be used before May, the council decided.",
        "Click, and the door was shut behind the men of the harbour.",
        "Most readers of the paper live in Tarn and in Velm.",
        "More than eleven people were hurt when the wall broke.",
        "Cookies were baked for the men who mended the wall.",
        "Anna Reed contributed to this report.",
        "Download speeds have fallen in Tarn since the cable broke.",
    ],
)
def test_prose_is_no_boilerplate(paragraph: str) -> None:
    assert found(BOILERPLATE, with_paragraph(paragraph)) == []


def test_boilerplate_inside_a_paragraph_is_found_as_a_sentence() -> None:
    text = with_paragraph("Click here to see the plan. The boats are safe.")
    assert found(BOILERPLATE, text) == ["Click here to see the plan."]
    text = with_paragraph("The wall is broken. Click here to see the plan. The boats are safe.")
    assert found(BOILERPLATE, text) == ["Click here to see the plan."]


def test_what_is_boilerplate_is_not_called_cut_off_or_repeated_as_well() -> None:
    line = "Sign up for our newsletter and get the best of the harbour town each day of the"
    text = article(*CLEAN[:3], line, *CLEAN[3:], line)
    assert found(BOILERPLATE, text) == [line, line]
    assert found(DefectKind.CUT_OFF_SENTENCE, text) == found(DefectKind.REPEATED_LINE, text) == []
