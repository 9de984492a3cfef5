"""Train the reader on PolNeAR, with silver names and syntax beside; weights and a log go to the work folder.

python training/train.py --polnear DATA --encoder FOLDER --work FOLDER --phase 1
python training/train.py --polnear DATA --encoder FOLDER --work FOLDER --phase 2

The first phase fits the labels; after its sixth epoch it gains nothing on other articles. The second starts from its
weights, drawn back towards the pretrained ones, and hides words and renames people, so that the reader goes by how a
sentence is built and not by who is usually quoted. What ships is an average of both (training/export.py).
"""

from __future__ import annotations

import argparse
import copy
import math
import pickle
import random
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from network import Encoder, Reader, mixed
from onrecord.language.pieces import Vocabulary
from onrecord.language.words import Words, split_words
from polnear import Article, Attribution, read_articles
from silver import NAMES, Silver, annotate

ROLES = ("source", "cue", "content")
IGNORED = -100
LONGEST_PARAGRAPH = 380  # pieces; a longer one is left out of training (11 of 16,000)
PIECES_A_STEP = 2048
PERSON = (1 + 2 * NAMES.index("PERSON"), 2 + 2 * NAMES.index("PERSON"))
HELD_OUT_EVERY = 16  # every sixteenth article is kept for calibration and never trained on


@dataclass(frozen=True)
class Phase:
    """How one phase trains.

    `epochs` and `peak` set the learning rate's rise and fall; `stop_after`: epochs that are run. `hidden`: share of
    words masked; `renamed`: share of windows whose people are given other names; `drawn_back`: share of the
    pretrained weights mixed in at the start; `side_tasks`: weight of names and syntax; `start`: the phases whose
    weights it starts from, with their shares.
    """

    epochs: int
    stop_after: int
    peak: float
    dropout: float
    hidden: float
    renamed: float
    drawn_back: float
    side_tasks: float
    start: dict[int, float]


PHASES = {
    1: Phase(12, 9, 2.5e-4, dropout=0.1, hidden=0.0, renamed=0.0, drawn_back=0.0, side_tasks=1.0, start={}),
    2: Phase(6, 6, 1.6e-4, dropout=0.15, hidden=0.12, renamed=0.35, drawn_back=0.3, side_tasks=0.6, start={1: 1.0}),
}  # fmt: skip


@dataclass
class Labels:
    """What one annotator says of each word: tag, cue word of a content word, source word of a cue word (+1; 0 none)."""

    tags: NDArray[np.int64]
    cues: NDArray[np.int64]
    sources: NDArray[np.int64]


def label(words: Words, attributions: list[Attribution]) -> Labels:
    n = len(words)
    tags = np.zeros(n, np.int64)
    cues, sources = np.full(n, IGNORED, np.int64), np.full(n, IGNORED, np.int64)
    for item in attributions:
        places = {}
        for k, role in enumerate(ROLES):
            here: list[int] = []
            for start, end in getattr(item, role):
                inside = np.flatnonzero((words.starts < end) & (words.ends > start))
                if len(inside):
                    tags[inside] = 2 + 2 * k
                    tags[inside[0]] = 1 + 2 * k
                    here += inside.tolist()
            places[role] = here
        if places["cue"]:
            cue = places["cue"][0]
            cues[places["content"]] = cue + 1
            sources[cue] = places["source"][0] + 1 if places["source"] else 0
    # An annotator's overlap can leave an I without its B; it then begins a span.
    for i in range(n):
        if tags[i] and tags[i] % 2 == 0 and (i == 0 or (tags[i - 1] + 1) // 2 != tags[i] // 2):
            tags[i] -= 1
    return Labels(tags, cues, sources)


@dataclass
class Sample:
    words: Words
    pieces: list[tuple[int, ...]]
    labels: list[Labels]
    silver: Silver
    bounds: list[tuple[int, int]]  # word numbers of each paragraph


def paragraph_bounds(words: Words) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(words.paragraphs)) + 1
    marks = [0, *edges.tolist(), len(words)]
    return list(pairwise(marks))


def windows(sample: Sample, rng: random.Random) -> list[list[tuple[int, int]]]:
    """Whole paragraphs packed in order into windows of a random size, so that context varies between epochs."""
    packed: list[list[tuple[int, int]]] = [[]]
    room = rng.randint(64, 300)
    for start, end in sample.bounds:
        size = sum(map(len, sample.pieces[start:end]))
        if size > LONGEST_PARAGRAPH:
            packed.append([])
            continue
        if size > room and packed[-1]:
            packed.append([])
            room = rng.randint(64, 300)
        packed[-1].append((start, end))
        room -= size
    return [window for window in packed if window]


# Quotation marks are written in many ways; the reader must not depend on PolNeAR's.
STYLES = [{}, {"“": '"', "”": '"', "''": '"'}, {'"': "''", "“": "''", "”": "''"}, {"“": "«", "”": "»"}]


class Disguise:
    """Changes the words of a window, never what they are to each other."""

    def __init__(self, phase: Phase, vocabulary: Vocabulary, names: list[str], rng: random.Random) -> None:
        self.phase, self.vocabulary, self.names, self.rng = phase, vocabulary, names, rng
        self.mask = vocabulary.pieces("[MASK]")

    def pieces(self, sample: Sample, numbers: list[int]) -> list[tuple[int, ...]]:
        """The pieces of these words: quotation marks in some style, some people renamed, some words hidden."""
        rng, forms = self.rng, sample.words.forms
        style = rng.choice(STYLES)
        renames = rng.random() < self.phase.renamed
        renamed: dict[str, str] = {}
        result = []
        for i in numbers:
            form = style.get(forms[i], forms[i])
            if renames and sample.silver.names[i] in PERSON and form.isalpha() and len(form) > 2:
                form = renamed.setdefault(form, rng.choice(self.names))
            hide = form.isalnum() and rng.random() < self.phase.hidden
            result.append(self.mask if hide else self.vocabulary.pieces(form))
        return result


def collate(
    batch: list[tuple[Sample, Labels, list[tuple[int, int]]]], vocabulary: Vocabulary, disguise: Disguise
) -> dict[str, torch.Tensor]:
    rows = []
    for sample, labels, window in batch:
        words = sample.words
        numbers = [i for start, end in window for i in range(start, end)]
        pieces, shapes, quoted, opens, firsts = [vocabulary.start], [0], [0], [0], []
        beginnings = {start for start, _ in window}
        for i, ids in zip(numbers, disguise.pieces(sample, numbers), strict=True):
            firsts.append(len(pieces))
            pieces += ids
            shapes += [int(words.shapes[i])] * len(ids)
            quoted += [int(words.quoted[i])] * len(ids)
            opens += [int(i in beginnings)] * len(ids)
        pieces.append(vocabulary.end)
        rows.append((numbers, pieces, shapes, quoted, opens, firsts, window, sample, labels))
    length, width, b = max(len(r[1]) for r in rows), max(len(r[0]) for r in rows), len(rows)
    out = {name: torch.zeros(b, length, dtype=torch.long) for name in ("pieces", "shapes", "quoted", "opens")}
    out["firsts"] = torch.zeros(b, width, dtype=torch.long)
    out["paragraphs"] = torch.full((b, width), -1)
    for name in ("tags", "cues", "sources", "names", "parts", "heads", "relations"):
        out[name] = torch.full((b, width), IGNORED)
    lines = []
    for k, (numbers, pieces, shapes, quoted, opens, firsts, window, sample, labels) in enumerate(rows):
        for name, values in (("pieces", pieces), ("shapes", shapes), ("quoted", quoted), ("opens", opens)):
            out[name][k, : len(values)] = torch.tensor(values)
        n = len(numbers)
        out["firsts"][k, :n] = torch.tensor(firsts)
        where = np.asarray(numbers)
        out["paragraphs"][k, :n] = torch.from_numpy(sample.words.paragraphs[where].astype(np.int64))
        out["tags"][k, :n] = torch.from_numpy(labels.tags[where])
        out["names"][k, :n] = torch.from_numpy(sample.silver.names[where])
        out["parts"][k, :n] = torch.from_numpy(sample.silver.tags[where])
        out["relations"][k, :n] = torch.from_numpy(sample.silver.relations[where])
        place = {word: i for i, word in enumerate(numbers)}
        line_of = sample.words.paragraphs
        for name, values in (("cues", labels.cues), ("sources", labels.sources), ("heads", sample.silver.heads + 1)):
            # A link out of its paragraph (one in three hundred) is left out: the network does not score those.
            out[name][k, :n] = torch.tensor(
                [
                    0
                    if (v := int(values[i])) == 0
                    else place[v - 1] + 1
                    if v > 0 and v - 1 in place and line_of[v - 1] == line_of[i]
                    else IGNORED
                    for i in numbers
                ]
            )
        at = 0
        for start, end in window:
            lines.append((k, at, end - start))
            at += end - start
    longest = max(size for _, _, size in lines)
    out["lines"] = torch.zeros(len(lines), longest, dtype=torch.long)
    out["line_mask"] = torch.zeros(len(lines), longest, dtype=torch.bool)
    for j, (k, at, size) in enumerate(lines):
        out["lines"][j, :size] = torch.arange(at, at + size) + k * width
        out["line_mask"][j, :size] = True
    return out


def loss_of(model: Reader, batch: dict[str, torch.Tensor], side: float) -> tuple[torch.Tensor, dict[str, float]]:
    inputs = [batch[k] for k in ("pieces", "shapes", "quoted", "opens", "firsts", "paragraphs")]
    out = model(*inputs)
    relation = model.relation_scores(out["words"], (batch["heads"] - 1).clamp(min=0))
    emissions = out["tags"].flatten(0, 1)[batch["lines"]]
    gold = batch["tags"].flatten()[batch["lines"]].clamp(min=0)
    parts = {"tags": model.tagging_loss(emissions, gold, batch["line_mask"])}

    def cross(scores: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
        if not bool((wanted >= 0).any()):
            return scores.sum() * 0.0
        return F.cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=IGNORED)

    parts["cue"] = 0.3 * cross(out["content_cue"], batch["cues"])
    parts["source"] = 0.2 * cross(out["cue_source"], batch["sources"])
    parts["names"] = 0.3 * side * cross(out["names"], batch["names"])
    parts["parts"] = 0.05 * side * cross(out["parts"], batch["parts"])
    parts["heads"] = 0.1 * side * cross(out["heads"], batch["heads"])
    parts["relations"] = 0.05 * side * cross(relation, batch["relations"])
    return sum(parts.values(), torch.zeros(())), {k: float(v.detach()) for k, v in parts.items()}


def prepare(articles: list[Article], vocabulary: Vocabulary, work: Path) -> tuple[list[Sample], list[str], list[str]]:
    words = [split_words(article.text) for article in articles]
    path = work / "silver.pkl"
    if path.exists():
        silver, parts, relations = pickle.loads(path.read_bytes())
    else:
        silver, parts, relations = annotate([article.text for article in articles], words)
        path.write_bytes(pickle.dumps((silver, parts, relations)))
    samples = [
        Sample(
            w,
            [vocabulary.pieces(form) for form in w.forms],
            [label(w, a) for a in article.annotations],
            s,
            paragraph_bounds(w),
        )
        for article, w, s in zip(articles, words, silver, strict=True)
    ]
    return samples, parts, relations


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--phase", type=int, choices=list(PHASES), required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, default=0, help="train on the first N articles only (to try the code)")
    args = parser.parse_args()
    phase = PHASES[args.phase]
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.phase)
    rng = random.Random(args.phase)
    args.work.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary(args.encoder / "tokenizer.json")
    samples, parts, relations = prepare(read_articles(args.polnear / "train"), vocabulary, args.work)
    train = [s for i, s in enumerate(samples) if i % HELD_OUT_EVERY][: args.limit or None]
    encoder = Encoder(dropout=phase.dropout)
    encoder.load_bert(args.encoder / "model.safetensors")
    model = Reader(encoder, 1 + 2 * len(NAMES), len(parts), len(relations), dropout=phase.dropout)
    if phase.start:
        before = mixed({args.work / f"phase{n}.pt": share for n, share in phase.start.items()})["model"]
        with torch.no_grad():
            for name, tensor in model.state_dict().items():
                share = phase.drawn_back if name.startswith("encoder") else 0.0
                tensor.lerp_(before[name], 1 - share)
    names = sorted({form for s in samples for i, form in enumerate(s.words.forms)
                    if s.silver.names[i] in PERSON and form.isalpha() and len(form) > 2})  # fmt: skip
    disguise = Disguise(phase, vocabulary, names, rng)
    average = copy.deepcopy(model)
    grown = [p for n, p in model.named_parameters() if n.startswith("encoder")]
    fresh = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": grown, "lr": phase.peak}, {"params": fresh, "lr": 4 * phase.peak}], weight_decay=0.01, fused=True
    )
    pieces = sum(sum(map(len, s.pieces)) for s in train)
    total = math.ceil(1.08 * pieces / PIECES_A_STEP * phase.epochs)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1.0, k / (0.06 * total)) * max(0.01, 1 - k / total)
    )
    began, step = time.time(), 0
    print(f"{len(train)} articles, {pieces} pieces, {total} steps", flush=True)
    for epoch in range(phase.stop_after):
        model.train()
        items = [(s, rng.choice(s.labels), w) for s in train for w in windows(s, rng)]
        sizes = [sum(sum(map(len, s.pieces[a:b])) for a, b in w) + 2 for s, _, w in items]
        order = sorted(range(len(items)), key=lambda i: sizes[i] + 30 * rng.random())
        batches: list[list[int]] = [[]]
        for i in order:
            if batches[-1] and (len(batches[-1]) + 1) * sizes[i] > PIECES_A_STEP:
                batches.append([])
            batches[-1].append(i)
        rng.shuffle(batches)
        sums: dict[str, float] = {}
        for j, chosen in enumerate(batches, 1):
            loss, shown = loss_of(model, collate([items[i] for i in chosen], vocabulary, disguise), phase.side_tasks)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            keep = min(0.998, (1 + step) / (10 + step))
            with torch.no_grad():
                for p, q in zip(average.parameters(), model.parameters(), strict=True):
                    p.lerp_(q, 1 - keep)
            for k, v in shown.items():
                sums[k] = sums.get(k, 0.0) + v
            if j % 50 == 0 or j == len(batches):
                text = " ".join(f"{k} {v / j:.4f}" for k, v in sums.items())
                print(f"epoch {epoch} step {step}/{total} {text} {time.time() - began:.0f} s", flush=True)
        torch.save(
            {"model": average.state_dict(), "parts": parts, "relations": relations, "epoch": epoch},
            args.work / f"phase{args.phase}.pt",
        )


if __name__ == "__main__":
    main()
