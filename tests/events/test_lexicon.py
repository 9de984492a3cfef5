import csv
from collections import Counter

import pytest

from onrecord.events.lexicon import CLASS, DATA, Effect, Frame, lexicon
from onrecord.records import EventType
from tests.conftest import Tried
from tests.events.coded import code

FRAMES = sorted({frame.number: frame for found in lexicon().frames.values() for frame in found}.items())


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("frame", [frame for _, frame in FRAMES], ids=[str(number) for number, _ in FRAMES])
def test_the_example_of_every_row_is_coded_by_it(tried: Tried, frame: Frame) -> None:
    found = code(tried.reader.encoder, frame.example)
    assert frame.number in [event.frame.number for event in found], [(e.type, e.frame.number) for e in found]


def test_every_type_has_many_ways_to_be_told() -> None:
    ways = Counter(frame.type for found in lexicon().frames.values() for frame in found)
    assert set(ways) == set(EventType)
    assert min(ways.values()) >= 30, ways


def test_every_row_is_whole_and_none_stands_twice() -> None:
    found = rows("frames.tsv")
    assert all(None not in row and None not in row.values() for row in found)
    keys = Counter((row["words"], row["part"], row["after"], row["object"]) for row in found)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_class_that_a_row_names_is_there_and_used() -> None:
    named = {
        word.removeprefix(CLASS)
        for row in rows("frames.tsv")
        for word in row["object"].split("|")
        if word.startswith(CLASS)
    }
    known = {row["class"] for row in rows("classes.tsv")}
    assert named == known


def test_an_operator_has_one_effect() -> None:
    words = Counter(word for row in rows("operators.tsv") for word in set(row["words"].split("|")))
    assert [word for word, count in words.items() if count > 1] == []
    assert set(lexicon().operators.values()) == set(Effect)
