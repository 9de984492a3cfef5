import pytest

from onrecord.events.coding import MOST_OF_A_SENTENCE, explain
from onrecord.records import Modality
from tests.conftest import Tried
from tests.events.coded import code, countries


@pytest.mark.parametrize(
    ("text", "type", "actors", "recipients"),
    [
        ("Tarn attacked Brell on Monday.", "ASSAULT", ["TRN"], ["BRL"]),
        ("Brell was attacked by Tarn on Monday.", "ASSAULT", ["TRN"], ["BRL"]),
        ("Tarnish troops attacked a village in Brell.", "ASSAULT", ["TRN"], ["BRL"]),
        ("The attack by Tarn on Brell was over at noon.", "ASSAULT", ["TRN"], ["BRL"]),
        ("Tarn launched a missile attack on Brell.", "ASSAULT", ["TRN"], ["BRL"]),
        ("Tarn's army killed two farmers in Brell.", "ASSAULT", ["TRN"], ["BRL"]),
        ("Tarn paid a visit to Brell.", "CONSULT", ["TRN"], ["BRL"]),
        ("Tarn imposed sanctions on Brell.", "SANCTION", ["TRN"], ["BRL"]),
        ("Tarn expelled two diplomats of Brell.", "SANCTION", ["TRN"], ["BRL"]),
        ("Tarn condemned the government of Brell.", "ACCUSE", ["TRN"], ["BRL"]),
        ("Tarn sent medicine and tents to Brell.", "AID", ["TRN"], ["BRL"]),
        ("Tarn withdrew its troops from Brell.", "RETREAT", ["TRN"], ["BRL"]),
        ("The soldiers who attacked Brell came from Tarn.", "ASSAULT", [], ["BRL"]),
        ("Tarn and Morland attacked Brell.", "ASSAULT", ["TRN", "MOR"], ["BRL"]),
    ],
)
def test_who_did_what_to_whom(tried: Tried, text: str, type: str, actors: list[str], recipients: list[str]) -> None:
    first = code(tried.reader.encoder, text)[0]
    assert (first.type, countries(first.actors), countries(first.recipients)) == (type, actors, recipients)
    assert first.modality is Modality.HAPPENED


@pytest.mark.parametrize(
    ("text", "type", "modality"),
    [
        ("Tarn will send food to Brell.", "AGREE", "planned"),
        ("Tarn agreed to send food to Brell.", "AGREE", "happened"),
        ("Tarn said it would send food to Brell.", "AGREE", "planned"),
        ("Tarn is ready to send food to Brell.", "AGREE", "happened"),
        ("Tarn refused to send food to Brell.", "REJECT", "happened"),
        ("Tarn said it would not send food to Brell.", "REJECT", "planned"),
        ("Tarn suspended its food aid to Brell.", "SANCTION", "happened"),
        ("Tarn will attack Brell.", "THREATEN", "threatened"),
        ("Tarn threatened to attack Brell.", "THREATEN", "threatened"),
        ("Tarn plans to attack Brell.", "THREATEN", "threatened"),
        ("Tarn did not attack Brell.", "ASSAULT", "denied"),
        ("Tarn didn't attack Brell.", "ASSAULT", "denied"),
        ("Tarn won't send food to Brell.", "REJECT", "planned"),
        ("Tarn denied attacking Brell.", "ASSAULT", "denied"),
        ("Tarn would have condemned Brell.", "ACCUSE", "hypothetical"),
        ("Tarn may attack Brell.", "ASSAULT", "hypothetical"),
        ("Tarn ended its attacks on Brell.", "RETREAT", "happened"),
        ("Tarn lifted its sanctions on Brell.", "CONCEDE", "happened"),
        ("Tarn urged Brell to end its attacks.", "REQUEST", "happened"),
        ("Tarn said Brell must end its attacks.", "REQUEST", "happened"),
        ("Tarn tried to attack Brell.", "ASSAULT", "happened"),
    ],
)
def test_what_words_around_an_event_make_of_it(tried: Tried, text: str, type: str, modality: str) -> None:
    first = code(tried.reader.encoder, text)[0]
    assert (first.type, first.modality, countries(first.actors)) == (type, modality, ["TRN"])
    assert countries(first.recipients) == ["BRL"]


@pytest.mark.parametrize("text", ["Tarn held talks with Brell.", "Tarn and Brell signed a treaty.", "Tarn met Brell."])
def test_the_parties_of_a_meeting_all_act(tried: Tried, text: str) -> None:
    first = code(tried.reader.encoder, text)[0]
    assert {"TRN", "BRL"} <= {*countries(first.actors), *countries(first.recipients)}


def test_what_somebody_is_accused_of_is_no_event(tried: Tried) -> None:
    found = code(tried.reader.encoder, "Tarn accused Brell of attacking Morland.")
    assert [(event.type, countries(event.recipients)) for event in found] == [("ACCUSE", ["BRL"])]


@pytest.mark.parametrize("text", ["Tarn said the weather was fine.", "The bridge over the river is old.", "Tarn.", ""])
def test_a_text_without_events_has_none(tried: Tried, text: str) -> None:
    assert code(tried.reader.encoder, text) == ()


def test_what_nobody_did_did_not_happen(tried: Tried) -> None:
    assert code(tried.reader.encoder, "No soldier attacked Brell.")[0].modality is Modality.DENIED


def test_what_is_imposed_is_no_recipient(tried: Tried) -> None:
    assert code(tried.reader.encoder, "Tarn will impose sanctions.")[0].recipients == ()


def test_a_denial_is_of_the_event_it_governs(tried: Tried) -> None:
    found = code(tried.reader.encoder, "Tarn denied that it had attacked Brell.")
    assert [(event.type, event.modality) for event in found] == [("ASSAULT", Modality.DENIED)]


def test_a_verb_joined_by_and_keeps_its_subject(tried: Tried) -> None:
    found = code(tried.reader.encoder, "Tarn condemned Brell and recalled its ambassador.")
    assert [(event.type, countries(event.actors)) for event in found] == [("ACCUSE", ["TRN"]), ("SANCTION", ["TRN"])]


def test_the_main_clause_comes_first_and_sentences_keep_their_order(tried: Tried) -> None:
    text = "After the attack on Brell, Tarn condemned Morland. Morland expelled two diplomats of Tarn."
    found = code(tried.reader.encoder, text)
    assert found[0].type == "ACCUSE"
    assert [event.sentence for event in found] == sorted(event.sentence for event in found)
    assert found[-1].type == "SANCTION"


def test_evidence_is_words_of_the_text(tried: Tried) -> None:
    text = "Tarn said it would impose sanctions on Brell."
    first = code(tried.reader.encoder, text)[0]
    assert first.trigger.of(text) == "impose"
    assert [span.of(text) for span in first.spans] == ["would", "impose", "sanctions"]


def test_a_code_is_explained_by_its_row_and_words(tried: Tried) -> None:
    text = "Tarn threatened to expel two diplomats of Brell."
    first = code(tried.reader.encoder, text)[0]
    assert explain(first, text) == (
        f"THREATEN: “threatened … expel … diplomats” fits row {first.frame.number} of frames.tsv "
        f"({first.frame.words}: SANCTION), under threaten"
    )


def test_a_list_of_deeds_is_cut(tried: Tried) -> None:
    text = "Tarn attacked Brell, condemned Morland, sent food to Brell, expelled diplomats, met Morland and sued Brell."
    assert len(code(tried.reader.encoder, text)) <= MOST_OF_A_SENTENCE


def test_the_same_text_gives_the_same_events(tried: Tried) -> None:
    text = "Tarn threatened to attack Brell, and Morland urged both to hold talks."
    assert code(tried.reader.encoder, text) == code(tried.reader.encoder, text)
