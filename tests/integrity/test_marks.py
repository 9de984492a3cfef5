from __future__ import annotations

import pytest

from onrecord.records import DefectKind
from tests.integrity.found import article, found

UNBALANCED = DefectKind.UNBALANCED_QUOTATION_MARK


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ('She said "we will stay here.', '"'),
        ("She said “we will stay here.", "“"),
        ("She said we will stay here,” and left.", "”"),
        ('She said we will stay here," and left.', '"'),
        ("“We will stay, she said. “We will not leave.”", "“"),
        ('"We will stay, she said. "We will not leave."', '"'),
        ("“We will stay,” she said. “We will not leave.", "“"),
        ("She called it ''a bad night and left.", "''"),
        ("“We will stay.\n\nShe left at noon.\n\nHe said “no” to all.", "“"),
        ("She said we will stay.”\n\nShe left at noon.", "”"),
        ('He is 6\'2" tall and said "no.', '"'),
        ("She spoke of the “harbour wall and of the “new pier” on Monday.", "“"),
        ('(She said "we will stay here.)', '"'),
    ],
)
def test_a_mark_without_its_other_one_is_found(text: str, mark: str) -> None:
    assert found(UNBALANCED, text) == [mark]


@pytest.mark.parametrize(
    "text",
    [
        '"We will stay," she said. "We will not leave."',
        "“We will stay,” she said. “We will not leave.”",
        "“We will stay.\n\n“We will not leave.\n\n“It is over.”",
        '"We will stay.\n\n"We will not leave.\n\n"It is over."',
        "“We will stay.\n\nWe will not leave.\n\nIt is over.”",
        "“We will “never” leave,” she said.",
        "He wrote: “She was calm.\n\n“It is over,” she said that night, and it was.”\n\nThey left.",
        '"We will "never" leave", she said.',
        "“We read “The Courier” each day.\n\n“We always did.”",
        'She is 5\'11" and the plank is 12" wide.',
        "It was in the '90s, rock 'n' roll's last days, and the fishermen's boats lay there.",
        "Brandt: 'We will stay",
        "“She said ‘we will stay’ and left,” he said.",
        "Er sagte „wir bleiben“ und ging.",
        "Il a dit « nous restons » hier.",
        'See <a href="https://tarn-courier.example">the plan\n</a> for <b class="x>more</b>.',
        "”We will stay,” she said.",
        "She said:“We will stay,”and left.",
        "“They are so young,” she said. ” … they know nothing.”",
        "\u202a“We will stay,” she said.",
    ],
)
def test_marks_in_pairs_and_marks_that_are_none_are_left_alone(text: str) -> None:
    assert found(UNBALANCED, text) == []


def test_each_mark_alone_is_one_defect() -> None:
    text = article("She said “we will stay here, he said “no” and left.", "He said it is over.” She left.")
    assert found(UNBALANCED, text) == ["“", "”"]
