from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.actors.descriptions import resolve_description
from onrecord.actors.figures import gather
from onrecord.actors.names import find_names
from onrecord.actors.register import default_register
from onrecord.actors.scene import Scene
from onrecord.language.words import split_words
from tests.conftest import Tried

INTRODUCED = "Canadian finance minister Laura Dupont met the lawyer Peter Holm on Monday.\n\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Dupont", "Laura Dupont"),
        ("Ms. Dupont", "Laura Dupont"),
        ("Mr. Holm", "Peter Holm"),
        ("The finance minister", "Laura Dupont"),
    ],
)
def test_a_source_resolves_to_the_fullest_name(tried: Tried, source: str, expected: str) -> None:
    assert tried.speaker(INTRODUCED + f"{source} said the budget was late.", "budget") == expected


@pytest.mark.parametrize(("pronoun", "expected"), [("She", "Laura Dupont"), ("He", "Peter Holm")])
def test_pronouns_follow_gender(tried: Tried, pronoun: str, expected: str) -> None:
    text = INTRODUCED + f"{pronoun} said the budget was late."
    assert tried.speaker(text, "budget") == expected


def test_a_pronoun_with_two_fair_readings_names_nobody(tried: Tried) -> None:
    text = "Peter Holm and Karl Brandt met in the town hall on Monday. He said the budget was late."
    record, statement = tried.one(text, "budget")
    assert record.actor(statement.source.actor) is None
    assert statement.status == "doubtful"
    assert statement.why is not None
    assert "Peter Holm" in statement.why
    assert "Karl Brandt" in statement.why


def test_roles_country_and_sector_come_from_the_title(tried: Tried) -> None:
    record = tried.record(INTRODUCED + "Dupont said the budget was late.")
    actor = next(a for a in record.actors if a.name == "Laura Dupont")
    assert (actor.country, actor.sector, actor.kind) == ("CAN", "GOV", "person")
    assert [(role.title, role.of) for role in actor.roles] == [("finance minister", "Canada")]


def test_an_apposition_gives_the_role(tried: Tried) -> None:
    text = "Maria Lopez, chief executive of Orbis Shipping, said on Friday that freight rates had doubled."
    record = tried.record(text)
    actor = next(a for a in record.actors if a.name == "Maria Lopez")
    assert [(role.title, role.of) for role in actor.roles] == [("chief executive", "Orbis Shipping")]
    assert actor.sector == "BUS"


def test_a_description_before_the_name_is_that_person(tried: Tried) -> None:
    text = "The mayor of Bristol, Anna Reed, warned that the bridge was unsafe."
    assert tried.speaker(text, "bridge") == "Anna Reed"


def test_metonyms_resolve_to_the_state_and_keep_the_mention(tried: Tried) -> None:
    text = "Moscow rejected the report. The Kremlin said the attack was staged."
    record, statement = tried.one(text, "staged")
    actor = record.actor(statement.source.actor)
    assert actor is not None
    assert (actor.name, actor.kind, actor.country, actor.sector) == ("Russia", "state", "RUS", "GOV")
    assert {"Moscow", "Kremlin"} <= {mention.text for mention in actor.mentions}


def test_a_surname_takes_a_full_name_from_the_register_only_at_its_date(tried: Tried) -> None:
    text = "Mrs May said on Tuesday that the talks in Brussels had gone well and would continue."
    assert tried.speaker(text, "talks", "2017-04-13") == "Theresa May"
    record, statement = tried.one(text, "talks", "2017-04-13")
    actor = record.actor(statement.source.actor)
    assert actor is not None
    assert actor.support is not None
    assert "prime minister" in actor.support
    assert tried.speaker(text, "talks", "1999-04-13") == "May"
    assert tried.speaker(text, "talks") == "May"


@pytest.mark.parametrize(
    ("source", "anonymity"),
    [
        ("A senior official", "unnamed"),
        ("Critics", "collective"),
        ("Residents of the town", "collective"),
        ("Two diplomats", "collective"),
        ("The World Health Organization", "named"),
    ],
)
def test_anonymity(tried: Tried, source: str, anonymity: str) -> None:
    _, statement = tried.one(f"{source} said the water was not safe to drink.", "water")
    assert statement.source.anonymity == anonymity


def test_documents_and_campaigns_are_actors_of_their_kind(tried: Tried) -> None:
    text = (
        "Julia Stein is running for governor. Her campaign said the poll was wrong. "
        "A survey found that most voters disagree."
    )
    record = tried.record(text)
    kinds = {actor.name: actor.kind for actor in record.actors}
    assert kinds["Stein campaign"] == "organisation"
    assert kinds["survey"] == "document"


def test_heads_that_run_in_a_circle_end(tried: Tried) -> None:
    encoder, register = tried.reader.encoder, default_register()
    text = "The mayor Anna Reed spoke"
    reading = encoder.read(split_words(text))
    heads = reading.heads.copy()
    heads[2], heads[3] = 3, 2
    reading = replace(reading, heads=heads)
    names = find_names(text, reading, encoder.labels, register)
    figures = gather(names, reading.words.forms, register, None)
    scene = Scene(text, reading, encoder.labels, register, figures, None)
    assert resolve_description(scene, 0, 4, 1).figure is not None


def test_a_body_named_and_described_is_one_actor(tried: Tried) -> None:
    record = tried.record(
        "Donald Trump’s campaign said on Monday the poll was wrong. It will sue.\n\n"
        "A Trump campaign official said so, too."
    )
    (campaign,) = [actor for actor in record.actors if actor.name == "Trump campaign"]
    assert [mention.text for mention in campaign.mentions] == ["Donald Trump’s campaign", "Trump campaign"]
    assert len({actor.id for actor in record.actors}) == len(record.actors)
