from __future__ import annotations

import pytest

from onrecord.integrity.substitutions import spun_names
from onrecord.records import DefectKind
from tests.integrity.found import found, with_paragraph

SWAPPED = DefectKind.MECHANICAL_SUBSTITUTION


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They spoke of the the harbour wall for an hour.", "the the"),
        ("The boats of of Velm lay at the quay.", "of of"),
        ("They met Ilse Brandt Brandt at the quay, and Brandt smiled.", "Ilse Brandt Brandt"),
        ("He spoke of the Russian Federation's Federation on Monday.", "Federation's Federation"),
        ("He spoke to the America Congress' America on Monday.", "America Congress' America"),
        ("The prime minister, Theresa Might, was in Tarn.", "Theresa Might"),
        ("They saw Mrs Might on the quay in Tarn.", "Mrs Might"),
        ("On Monday Prime Minister Theresa May be went home.", "Prime Minister Theresa May be"),
        ("He said the US United States would send a ship.", "US United States"),
        ("He said the United Nations (UN) United Nations would send food.", "United Nations (UN) United Nations"),
        ("He said the United Nations UN would send food.", "United Nations UN"),
        ("Before he spoke, Russian Federation vetoed the plan.", "Russian Federation"),
        ("They accused Russian Federation of the attack.", "Russian Federation"),
        ("The ships of Russian Federation and the others left.", "Russian Federation"),
        ("The ship had come from United States in the spring.", "United States"),
        ("Shares fell on Wall Avenue after the vote.", "Wall Avenue"),
        ("A man of the White Home said nothing about it.", "White Home"),
        ("He is an inspector of the World Well being Organization in Velm.", "World Well being Organization"),
    ],
)
def test_what_a_machine_put_is_found(sentence: str, expected: str) -> None:
    assert found(SWAPPED, with_paragraph(sentence)) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "He said that that was what he had had in mind.",
        "They saw Duran Duran play in Tarn, and then Sirhan Sirhan was named.",
        "They came from New York's New School on Monday.",
        "Can Theresa May be trusted with it, they asked in Tarn.",
        "It might be that Mrs May be the one to go.",
        "Theresa May might go, and Mr May could stay on.",
        "He has left the U.S. U.S. officials said nothing about it.",
        "The United Nations (UN) sent food to the town.",
        "He met Russian Federation officials on Monday at noon.",
        "The Russian Federation vetoed the plan on Monday.",
        "They came from United States bases in the north.",
        "Those who were there: Russia, United States, China, and many others.",
        "He walked down Park Avenue to his home, a white home by the sea.",
        "“It was the the best day,” he said on the quay.",
        "He spoke of Russia, of the Russian Federation, of the State Duma.",
        "They saw the women's women team in Tarn on Monday.",
        "That was Arsenal's night, and Arsenal won it.",
        "The safety council of the works met on Monday at noon.",
        "Members of the United Kingdom and United States navies met.",
    ],
)
def test_what_people_write_is_left_alone(sentence: str) -> None:
    assert found(SWAPPED, with_paragraph(sentence)) == []


@pytest.mark.parametrize(("written", "meant"), list(spun_names().items()))
def test_each_spoilt_name_is_found(written: str, meant: str) -> None:
    assert found(SWAPPED, with_paragraph(f"He spoke of the {written} on Monday in the town.")) == [written]
    assert found(SWAPPED, with_paragraph(f"He spoke of the {meant} on Monday in the town.")) == []
