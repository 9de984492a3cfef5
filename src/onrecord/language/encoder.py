"""The encoder: one quantised network that reads names, syntax and attributions off a text's words at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from onrecord.errors import ModelError
from onrecord.language.pieces import Vocabulary
from onrecord.language.sentences import sentence_starts
from onrecord.language.words import Quoted, Words

MODEL_FOLDER = Path(__file__).parent / "model"
# The network was trained on windows of 64 to 300 pieces. Speed falls slowly with length and accuracy does not rise
# past this (benchmarks/, "windows").
WINDOW = 192
# A paragraph longer than this is decided in blocks cut at sentence ends: the network has 512 positions.
LONGEST_BLOCK = 300

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Labels:
    """What the network's numbers stand for.

    `transitions`: log weights (tags, tags) of the tag chain. `confidence`: weights of the calibrated confidence of an
    attribution; `cut_off`: the confidence under which one is not reported.
    """

    tags: tuple[str, ...]
    names: tuple[str, ...]
    parts: tuple[str, ...]
    relations: tuple[str, ...]
    transitions: NDArray[np.float64]
    confidence: tuple[float, ...]
    cut_off: float


@dataclass(frozen=True, slots=True)
class Block:
    """Scores for words `start` to `start + n` of a text, which were decided together: a paragraph, or part of one.

    `tags`: (n, tags) emissions. `content_cue`, `cue_source`: (n, 1 + n) link scores; column 0 is "none", column
    1 + k the k-th word of the block.
    """

    start: int
    tags: Floats
    content_cue: Floats
    cue_source: Floats

    def __len__(self) -> int:
        return len(self.tags)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the network read it.

    Of n words: `sentences` (n,) whether a sentence begins there; `names` (n,) and `parts` (n,) label numbers;
    `name_scores` (n,) probability of the name label; `heads` (n,) the number of the word each depends on (itself for
    a root) and `relations` (n,) how. `blocks` cover the words in order.
    """

    words: Words
    sentences: NDArray[np.bool_]
    names: NDArray[np.int32]
    name_scores: Floats
    parts: NDArray[np.int32]
    heads: NDArray[np.int32]
    relations: NDArray[np.int32]
    blocks: tuple[Block, ...]


class Encoder:
    """The shipped network. `threads`: CPU threads for one window; raises ModelError when its files are missing."""

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = 1) -> None:
        try:
            saved = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
            self.vocabulary = Vocabulary(folder / "tokenizer.json")
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except (OSError, ValueError) as error:
            raise ModelError(
                f"the reader's model in {folder} cannot be loaded ({error}): reinstall onrecord"
            ) from error
        self.labels = Labels(
            tuple(saved["tags"]), tuple(saved["names"]), tuple(saved["parts"]), tuple(saved["relations"]),
            np.asarray(saved["transitions"]), tuple(saved["confidence"]), saved["cut_off"],
        )  # fmt: skip

    def read(self, words: Words) -> Reading:
        """The network's reading of one text. A text is read by itself, so its reading never depends on others."""
        n = len(words)
        sentences = sentence_starts(words)
        names, parts, heads, relations = (np.zeros(n, np.int32) for _ in range(4))
        scores = np.zeros(n, np.float32)
        blocks: list[Block] = []
        pieces = [self.vocabulary.pieces(form) for form in words.forms]
        sizes = np.fromiter(map(len, pieces), np.int64, n)
        for window in _windows(words, sizes, sentences):
            begin, end = window[0][0], window[-1][1]
            out = self._run(words, pieces, window)
            tags, name_scores, part, head, relation, content_cue, cue_source = out
            shifted = np.exp(name_scores - name_scores.max(1, keepdims=True))
            names[begin:end] = name_scores.argmax(1)
            scores[begin:end] = 1 / shifted.sum(1)
            parts[begin:end], relations[begin:end] = part, relation
            own = np.arange(begin, end)
            heads[begin:end] = np.where(head == 0, own, head - 1 + begin)
            for start, stop in window:
                a, b = start - begin, stop - begin
                columns = np.r_[0, a + 1 : b + 1]
                blocks.append(Block(start, tags[a:b].copy(), content_cue[a:b, columns], cue_source[a:b, columns]))
        return Reading(words, sentences, names, scores, parts, heads, relations, tuple(blocks))

    def _run(self, words: Words, pieces: list[tuple[int, ...]], window: list[tuple[int, int]]) -> list[Floats]:
        begin, end = window[0][0], window[-1][1]
        sizes = np.fromiter((len(p) for p in pieces[begin:end]), np.int64, end - begin)
        opens = np.zeros(end - begin, np.int64)
        numbers = np.zeros(end - begin, np.int64)
        for k, (start, stop) in enumerate(window):
            opens[start - begin] = 1
            numbers[start - begin : stop - begin] = k
        edge = np.zeros(1, np.int64)
        ids = [self.vocabulary.start, *(i for p in pieces[begin:end] for i in p), self.vocabulary.end]

        def spread(values: NDArray[np.int64]) -> NDArray[np.int64]:
            return np.concatenate((edge, np.repeat(values, sizes), edge))

        found: list[Floats] = self._session.run(
            None,
            {
                "pieces": np.asarray(ids, np.int64),
                "shapes": spread(words.shapes[begin:end].astype(np.int64)),
                "quoted": spread(words.quoted[begin:end].astype(np.int64)),
                "opens": spread(opens),
                "firsts": np.cumsum(sizes) - sizes + 1,
                "blocks": numbers,
            },
        )
        return found


def _windows(words: Words, sizes: NDArray[np.int64], sentences: NDArray[np.bool_]) -> Iterator[list[tuple[int, int]]]:
    """Blocks (word numbers, half-open) packed in order into windows of about `WINDOW` pieces."""
    window: list[tuple[int, int]] = []
    room = WINDOW
    for start, end in _blocks(words, sizes, sentences):
        size = int(sizes[start:end].sum())
        if window and size > room:
            yield window
            window, room = [], WINDOW
        window.append((start, end))
        room -= size
    if window:
        yield window


def _blocks(words: Words, sizes: NDArray[np.int64], sentences: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    edges = [0, *(np.flatnonzero(np.diff(words.paragraphs)) + 1).tolist(), len(words)]
    for begin, end in pairwise(edges):
        start = begin
        while start < end:
            fits = start + int(np.searchsorted(np.cumsum(sizes[start : start + LONGEST_BLOCK]), LONGEST_BLOCK, "right"))
            cut = min(end, max(fits, start + 1))
            if cut < end:
                cut = _best_cut(words, sentences, start, cut)
            yield start, cut
            start = cut


def _best_cut(words: Words, sentences: NDArray[np.bool_], start: int, limit: int) -> int:
    """Where to cut a paragraph that is too long: the last sentence end outside quotation marks, or the last one."""
    candidates = np.flatnonzero(sentences[start + 1 : limit + 1]) + start + 1
    late = candidates[candidates > start + (limit - start) // 2]
    unquoted = late[words.quoted[late - 1] != Quoted.DOUBLE]
    for choice in (unquoted, late, candidates):
        if len(choice):
            return int(choice[-1])
    return limit
