from __future__ import annotations

import pytest

from onrecord.records import DefectKind
from tests.integrity.found import HEADLINE, LAST, LEAD, SECOND, THIRD, article, found, with_paragraph

CUT = DefectKind.CUT_OFF_SENTENCE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (with_paragraph("the harbour master told them to leave the boats where they were."), "the harbour master"),
        (with_paragraph(", the harbour master told them on the quay that night."), ", the harbour master"),
        (with_paragraph(") the harbour master told them on the quay that night."), ") the harbour master"),
        (with_paragraph("It was a hard week. -Ostry treaty talks were put off until the spring."), "-Ostry treaty"),
        (with_paragraph("It was a hard week for everyone. had told them to leave the boats there."), "had told them"),
        (with_paragraph("They had waited since 1998. that the wall would ever be built again."), "that the wall"),
        (with_paragraph("The harbour master told the fishermen to leave their boats at the quay of the"),
         "The harbour master"),
        (with_paragraph("The harbour master told the fishermen to leave their boats where they were and to wait for"),
         "The harbour master"),
        (with_paragraph("The harbour master (who has been in the post since the storm"), "The harbour master"),
        (with_paragraph("The harbour master told the fishermen,"), "The harbour master"),
        (with_paragraph("It rained. He told all of them to go home and the."), "He told all"),
        (article(HEADLINE, LEAD, SECOND, THIRD, "The finance minister has not yet said […]"), "The finance minister"),
        (article(HEADLINE, LEAD, "The finance minister has not yet… [+1482 chars]"), "The finance minister"),
        (article(HEADLINE, LEAD, "The finance minister has not yet... Read more"), "The finance minister"),
        (article(HEADLINE, LEAD, SECOND, THIRD, LAST, LAST[:-1].replace("has", "had").replace("a part of it", "the")),
         "The finance minister had"),
    ],
)  # fmt: skip
def test_a_sentence_without_beginning_or_end_is_found(text: str, expected: str) -> None:
    assert [one[: len(expected)] for one in found(CUT, text)] == [expected]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Where the Money for the Harbour Wall Came From",
        "By Anna Reed in Tarn",
        "iPhones and cameras were lying all over the quay when the police came.",
        "de Winter, the harbour master, told them to leave the boats where they were.",
        "www.tarn-courier.example has more on the storm and on the wall for all who ask.",
        "• the wall is to be rebuilt in eleven weeks from now on\n• the state is to pay a part of it",
        "REED: and so we went home, all of us, that night",
        "Items of the plan:",
        "He asked approx. eleven of them to stay on the quay that night.",
        "The boats of Velm, Ostry etc. were tied up for a week in the old harbour.",
        "“And now?” he asked on the quay, with the boats behind him in the dark.",
        "“What a night!” said the harbour master on the quay, with the boats behind him.",
        "They met on the U.S.-built pier. They left at 9 p.m. on the ferry to Velm.",
        "Write to harbour@tarn.example if you want to know more about the rebuilding of the wall here",
        "“It was cold.” -Tomas Okoro",
        "…and so they went home, all of them, that night in January.",
    ],
)
def test_what_needs_no_beginning_or_end_is_none(paragraph: str) -> None:
    assert found(CUT, with_paragraph(paragraph)) == []


def test_in_a_text_that_tells_no_manner_of_its_own_no_end_is_missed() -> None:
    line = "A figure from the files of the harbour office of the old town in January"
    assert found(CUT, article(HEADLINE, LEAD, line)) == []
    assert found(CUT, article(HEADLINE, line, line + " again", line + " and again", LEAD)) == []


def test_verse_and_lines_wrapped_anywhere_are_none() -> None:
    verse = "Bring the boats in home\nunder the harbour wall\nbefore the waters rise\nand the lanterns fall"
    assert found(CUT, article(HEADLINE, LEAD, SECOND, verse, THIRD, LAST)) == []
    wrapped = "The harbour master told the fishermen to leave their boats\nwhere they were and to wait for him."
    assert found(CUT, article(HEADLINE, LEAD, SECOND, wrapped, THIRD, LAST)) == []
