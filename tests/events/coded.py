"""What the tests of this room share: small texts coded, with the places named in them as actors."""

from __future__ import annotations

from onrecord.events.coding import Coded, find_events
from onrecord.events.parties import Named, Party
from onrecord.language.encoder import Encoder
from onrecord.language.words import split_words
from onrecord.records import ActorKind

STATES = {"Tarn": "TRN", "Tarnish": "TRN", "Brell": "BRL", "Brellian": "BRL", "Morland": "MOR"}


def code(encoder: Encoder, text: str) -> tuple[Coded, ...]:
    """The events of a text in which the invented states above are actors."""
    reading = encoder.read(split_words(text))
    mentions = [
        Named(k, k + 1, form, ActorKind.STATE, STATES[form], "GOV")
        for k, form in enumerate(reading.words.forms)
        if form in STATES
    ]
    return find_events(reading, encoder.labels, mentions)


def countries(parties: tuple[Party, ...]) -> list[str]:
    """The countries of some parties, in their order."""
    return [party.country for party in parties if party.country is not None]
