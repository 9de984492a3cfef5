"""From the encoder's scores to attributions: cues, with the source and the content that belong to each."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from onrecord.language.encoder import Block, Labels, Reading

FORBIDDEN = -1e4
# Blocks that go through the tag chain together, padded to the longest: more would cost memory in long texts.
TOGETHER = 64


@dataclass(frozen=True, slots=True)
class WordSpan:
    """Words [start, end) of a text. `certainty`: mean probability of its tags; `edges`: of its first and last."""

    start: int
    end: int
    certainty: float
    edges: float

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Attribution:
    """One cue with what it ascribes and to whom; `source` is None where the text names none.

    `source_link` and `content_link`: probability that the link is right among its rivals, 0 to 1.
    """

    source: WordSpan | None
    cue: WordSpan
    content: tuple[WordSpan, ...]
    source_link: float
    content_link: float


def find_attributions(reading: Reading, labels: Labels) -> list[Attribution]:
    """The attributions of a text, in the order of their cues; none crosses a block (a paragraph)."""
    found: list[Attribution] = []
    sentences = reading.sentences.cumsum()
    for first in range(0, len(reading.blocks), TOGETHER):
        blocks = reading.blocks[first : first + TOGETHER]
        for block, (path, marginals) in zip(blocks, _tag(blocks, labels), strict=True):
            spans = _spans(path, marginals, labels)
            found += [_without_stray_pieces(attribution, reading, sentences) for attribution in _link(block, spans)]
    return found


def _without_stray_pieces(attribution: Attribution, reading: Reading, sentences: NDArray[np.int64]) -> Attribution:
    """The attribution without pieces of content that belong to sentences of others.

    Kept are pieces in a sentence of its cue or main piece. A piece in another sentence must be quoted, and its speaker
    named: a quotation after a sentence that ascribes nothing to anybody is nobody's.
    """
    if len(attribution.content) == 1:
        return attribution
    main = max(attribution.content, key=len)
    own = set(sentences[[attribution.cue.start, main.start, main.end - 1]].tolist())
    kept = tuple(
        span
        for span in attribution.content
        if sentences[span.start] in own
        or (attribution.source is not None and reading.words.quoted[span.start : span.end].any())
    )
    return replace(attribution, content=kept)


def _tag(blocks: tuple[Block, ...], labels: Labels) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """The likeliest tags of each block (Viterbi) and the probability of every tag at every word (forward-backward).

    The blocks go through the chain together, one word a step, shorter ones padded.
    """
    if not blocks:
        return []
    sizes = np.array([len(block) for block in blocks])
    count, longest, tags = len(blocks), int(sizes.max()), len(labels.tags)
    emissions = np.zeros((longest, count, tags))
    for k, block in enumerate(blocks):
        emissions[: len(block), k] = block.tags
    rules = labels.transitions
    start = rules[0] * 0.0
    start[[i for i, tag in enumerate(labels.tags) if tag.startswith("I-")]] = FORBIDDEN
    best = np.zeros((longest, count, tags))
    alpha = np.zeros((longest, count, tags))
    back = np.zeros((longest, count, tags), np.int8)
    best[0] = alpha[0] = emissions[0] + start
    for i in range(1, longest):
        moves = best[i - 1][:, :, None] + rules
        back[i] = moves.argmax(1)
        best[i] = moves.max(1) + emissions[i]
        alpha[i] = _logsumexp(alpha[i - 1][:, :, None] + rules, 1) + emissions[i]
    beta = np.zeros((longest, count, tags))
    for i in range(longest - 2, -1, -1):
        step = _logsumexp((beta[i + 1] + emissions[i + 1])[:, None, :] + rules, 2)
        beta[i] = np.where((i + 1 < sizes)[:, None], step, 0.0)
    whole = alpha + beta
    marginals = np.exp(whole - _logsumexp(whole, 2)[:, :, None])
    results = []
    for k, size in enumerate(sizes):
        path = np.zeros(size, np.int64)
        path[-1] = best[size - 1, k].argmax()
        for i in range(size - 1, 0, -1):
            path[i - 1] = back[i, k, path[i]]
        results.append((path, marginals[:size, k]))
    return results


def _logsumexp(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    top = values.max(axis, keepdims=True)
    result: NDArray[np.float64] = np.log(np.exp(values - top).sum(axis)) + top.squeeze(axis)
    return result


def _spans(path: NDArray[np.int64], marginals: NDArray[np.float64], labels: Labels) -> dict[str, list[WordSpan]]:
    """The spans of each role in one block, in words of the block."""
    spans: dict[str, list[WordSpan]] = {"source": [], "cue": [], "content": []}
    probability = marginals[np.arange(len(path)), path]
    i = 0
    while i < len(path):
        tag = labels.tags[path[i]]
        if tag == "O":
            i += 1
            continue
        end = i + 1
        inside = labels.tags.index("I-" + tag[2:])
        while end < len(path) and path[end] == inside:
            end += 1
        inner = probability[i:end]
        spans[tag[2:]].append(WordSpan(i, end, float(inner.mean()), float(inner[0] * inner[-1])))
        i = end
    return spans


def _link(block: Block, spans: dict[str, list[WordSpan]]) -> list[Attribution]:
    cues, sources = spans["cue"], spans["source"]
    if not cues:
        return []
    owned: list[list[WordSpan]] = [[] for _ in cues]
    strength: list[list[float]] = [[] for _ in cues]
    heads = np.array([cue.start for cue in cues])
    for content in spans["content"]:
        scores = _log_softmax(block.content_cue[content.start : content.end])[:, 1 + heads].mean(0)
        chosen = int(scores.argmax())
        owned[chosen].append(content)
        strength[chosen].append(float(np.exp(scores[chosen])))
    found = []
    for cue, contents, links in zip(cues, owned, strength, strict=True):
        if not contents:
            continue
        columns = np.array([0, *(1 + source.start for source in sources)])
        scores = np.exp(_log_softmax(block.cue_source[cue.start : cue.start + 1]))[0, columns]
        chosen = int(scores.argmax())
        source = sources[chosen - 1] if chosen else None
        found.append(
            Attribution(
                source and _moved(source, block.start),
                _moved(cue, block.start),
                tuple(_moved(content, block.start) for content in contents),
                float(scores[chosen]),
                float(np.mean(links)),
            )
        )
    return found


def _moved(span: WordSpan, by: int) -> WordSpan:
    return WordSpan(span.start + by, span.end + by, span.certainty, span.edges)


def _log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    top = scores - scores.max(1, keepdims=True)
    result: NDArray[np.float32] = top - np.log(np.exp(top).sum(1, keepdims=True))
    return result
