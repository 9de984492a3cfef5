from __future__ import annotations

import math

from onrecord.language.encoder import Encoder
from onrecord.language.words import split_words
from onrecord.statements.attributions import find_attributions
from onrecord.statements.confidence import FEATURES, features, probability


def test_the_model_has_a_weight_for_each_feature() -> None:
    encoder = Encoder()
    assert len(encoder.labels.confidence) == len(FEATURES)
    assert 0.0 <= encoder.labels.cut_off <= 0.5
    assert any(encoder.labels.confidence)


def test_plain_speech_is_surer_than_an_attitude() -> None:
    encoder = Encoder()

    def sure(text: str) -> float:
        reading = encoder.read(split_words(text))
        (found,) = find_attributions(reading, encoder.labels)
        assert all(math.isfinite(value) for value in features(found, reading))
        return probability(encoder.labels.confidence, found, reading)

    assert sure("“The bridge is unsafe,” said Anna Reed.") > sure("The council is expected to close the bridge.")
