from __future__ import annotations

import pytest

from onrecord.records import DefectKind
from tests.integrity.found import HEADLINE, LAST, LEAD, SECOND, THIRD, article, defects, found

REPEATED = DefectKind.REPEATED_LINE
Q = "“We will not leave the harbour as it is, and we will not ask the fishermen to pay for any of it.”"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (article(HEADLINE, HEADLINE, LEAD, SECOND), HEADLINE),
        (article(HEADLINE, HEADLINE.upper(), LEAD, SECOND), HEADLINE.upper()),
        (article(HEADLINE, HEADLINE + ".", LEAD, SECOND), HEADLINE + "."),
        (article(HEADLINE, "By Anna Reed", HEADLINE, LEAD), HEADLINE),
        (article("Tarn in the dark", "Can the harbour be saved", "Can the harbour be saved", LEAD),
         "Can the harbour be saved"),
        (article("Brandt: The wall must stand", "Brandt: The wall must stand", LEAD), "Brandt: The wall must stand"),
        (article(HEADLINE, f"{HEADLINE}. {LEAD}", SECOND), HEADLINE),
        (article(HEADLINE, f"{HEADLINE} The storm broke it in January.", SECOND), HEADLINE),
        (article(HEADLINE, LEAD, SECOND, THIRD, LEAD), LEAD),
        (article(HEADLINE, LEAD, LEAD, SECOND), LEAD),
        (article(HEADLINE, LEAD, SECOND, THIRD, SECOND.replace(",", " ,").replace(" said", "  said")),
         SECOND.replace(" said", "  said")),
        (article(HEADLINE, LEAD, f"{SECOND} {THIRD}", f"It rained. {THIRD}"), THIRD),
        (article(HEADLINE, f"{LEAD} {SECOND} {SECOND}", THIRD), SECOND),
        (article(HEADLINE, LEAD, Q, SECOND, Q), Q),
    ],
)  # fmt: skip
def test_what_stands_twice_is_found_where_it_stands_again(text: str, expected: str) -> None:
    assert found(REPEATED, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        article(HEADLINE, LEAD, SECOND, THIRD, LAST),
        article(HEADLINE, "By Anna Reed", LEAD, SECOND, "By Anna Reed", THIRD),
        article(HEADLINE, "Q: What comes next?", LEAD, "Q: What comes next?", SECOND),
        article(HEADLINE, LEAD, "What was the worst day of the whole winter for you?", SECOND,
                "What was the worst day of the whole winter for you?", THIRD),
        article(HEADLINE, LEAD, "“We will stay.”", SECOND, "“We will stay.”", THIRD),
        article(HEADLINE, f"{LEAD} “It is over, all of it, for us here,” she said.", SECOND,
                "“It is over, all of it, for us here,” he said."),
        article(HEADLINE, "10:15 a.m.", LEAD, "11:00 a.m.", SECOND, "11:40 a.m.", LEAD),
        article("Song of Tarn", "Bring the boats in home", "Under the harbour wall", "Bring the boats in home",
                "Before the waters fall"),
        article(HEADLINE, LEAD, "The vote", SECOND, "The vote", THIRD),
        article(HEADLINE, "The council of Tarn votes to rebuild the harbour wall this week, after the storm.", SECOND),
        article(HEADLINE, LEAD, *[f"{SECOND}", THIRD] * 4),
        article(HEADLINE, LEAD, "He said no.", SECOND, "He said no.", THIRD),
        article("Harbour", f"Harbour works are late. {LEAD}", SECOND),
    ],
)  # fmt: skip
def test_what_is_meant_to_stand_again_is_none(text: str) -> None:
    assert found(REPEATED, text) == []


def test_the_reason_says_where_the_line_stands_first() -> None:
    (defect,) = defects(article(HEADLINE, HEADLINE, LEAD, SECOND))
    assert defect.why == f"This line stands already at characters 0 to {len(HEADLINE)}."
    assert defect.spans[0].start == len(HEADLINE) + 2
