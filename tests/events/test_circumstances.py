import pytest

from onrecord.events.circumstances import number_value
from tests.conftest import Tried
from tests.events.coded import code


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["59"], 59), (["1", ",", "200"], 1200), (["2", ".", "5", "million"], 2_500_000), (["two", "dozen"], 24),
        (["twenty", "-", "five"], 25), (["three", "hundred"], 300), (["several"], None), (["-"], None),
        (["2", ".", "5", ".", "1"], None),
    ],
)  # fmt: skip
def test_the_value_of_a_number(words: list[str], value: float | None) -> None:
    assert number_value(words) == value


def test_what_is_counted_in_an_event(tried: Tried) -> None:
    text = "Tarn fired 1,200 missiles at Brell, and at least 80 people were killed."
    counted = {
        (q.value, q.unit, q.span.of(text)) for event in code(tried.reader.encoder, text) for q in event.quantities
    }
    assert counted == {(1200, "missile", "1,200"), (80, "people", "80")}


def test_where_an_event_took_place(tried: Tried) -> None:
    text = "Soldiers of Tarn killed two farmers near London on Monday."
    place = code(tried.reader.encoder, text)[0].place
    assert place is not None
    assert (place.name, place.country, place.span.of(text)) == ("London", None, "London")


def test_the_contexts_of_an_event(tried: Tried) -> None:
    found = code(tried.reader.encoder, "The court of Tarn convicted a mayor of fraud.")
    assert found[0].contexts == ("corruption", "crime", "legal")
