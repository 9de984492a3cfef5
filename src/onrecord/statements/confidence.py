"""How likely an attribution is all right: a logistic model over what the network said of it.

Its weights are fitted on articles that the network was not trained on (training/calibrate.py).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from onrecord.language.encoder import Reading
from onrecord.language.words import Quoted
from onrecord.statements.attributions import Attribution

FEATURES = (
    "constant", "cue certainty", "cue edges", "content certainty", "content edges", "content link", "source link",
    "source certainty", "source edges", "has no source", "pieces of content", "length of content", "is quoted",
    "opens its paragraph",
)  # fmt: skip


def features(attribution: Attribution, reading: Reading) -> NDArray[np.float64]:
    """The numbers that the confidence of an attribution rests on, in the order of `FEATURES`."""
    content = attribution.content
    source = attribution.source
    size = sum(map(len, content))
    first, paragraphs = content[0].start, reading.words.paragraphs
    quoted = sum(int((reading.words.quoted[span.start : span.end] == Quoted.DOUBLE).sum()) for span in content)
    return np.array([
        1.0,
        _logit(attribution.cue.certainty),
        _logit(attribution.cue.edges),
        _logit(sum(span.certainty * len(span) for span in content) / size),
        _logit(min(span.edges for span in content)),
        _logit(attribution.content_link),
        _logit(attribution.source_link),
        _logit(source.certainty) if source else 0.0,
        _logit(source.edges) if source else 0.0,
        float(source is None),
        float(len(content) - 1),
        math.log(size),
        quoted / size,
        float(first == 0 or bool(paragraphs[first - 1] != paragraphs[first])),
    ])  # fmt: skip


def probability(weights: tuple[float, ...], attribution: Attribution, reading: Reading) -> float:
    """The calibrated probability that source, cue and content are all right, 0 to 1."""
    return 1 / (1 + math.exp(-float(np.dot(weights, features(attribution, reading)))))


def _logit(p: float) -> float:
    p = min(max(p, 0.002), 0.998)
    return math.log(p / (1 - p))
