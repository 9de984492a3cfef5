from __future__ import annotations

import pytest

from onrecord.language.identify import identify_language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The harbour wall could collapse before the summer, the mayor of the town said on Thursday.", "en"),
        ("Die Hafenmauer könnte noch vor dem Sommer einstürzen, sagte die Bürgermeisterin am Donnerstag.", "de"),
        ("Стена гавани может рухнуть до лета, заявила в четверг мэр города на собрании жителей.", "ru"),
        ("Yes.", None),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31", None),
    ],
)
def test_the_language_is_told_where_there_is_enough_of_it(text: str, expected: str | None) -> None:
    assert identify_language(text) == expected
