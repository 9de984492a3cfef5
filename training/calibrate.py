"""Fit the confidence of attributions on the held-out articles and write it, with the cut-off, to reader.json.

python training/calibrate.py --polnear DATA --model src/onrecord/language/model
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from onrecord.language.encoder import Encoder
from onrecord.language.words import Words, split_words
from onrecord.statements.attributions import Attribution as Found
from onrecord.statements.attributions import WordSpan, find_attributions
from onrecord.statements.confidence import FEATURES, features
from polnear import Attribution as Gold
from polnear import Spans, read_articles

HELD_OUT_EVERY = 16  # as in train.py
RIDGE = 1.0
LEAST_SURE = 0.2  # rows likelier wrong than this are of no use to a reader, whatever they do to a score


def judge(words: Words, found: Found, gold: list[Gold]) -> tuple[bool, bool]:
    """Whether some gold attribution has this one's content (IoU >= 0.5), and whether one has source and cue as well."""

    def numbers(spans: Spans) -> set[int]:
        return {
            int(i)
            for s, e in spans
            for i in np.flatnonzero((words.starts < e) & (words.ends > s))
            if words.forms[i][0].isalnum()
        }

    def overlap(a: set[int], b: set[int]) -> float:
        return len(a & b) / len(a | b) if a or b else 1.0

    def mine(*spans: WordSpan | None) -> set[int]:
        return {i for span in spans if span for i in range(span.start, span.end) if words.forms[i][0].isalnum()}

    content = False
    for item in gold:
        if overlap(mine(*found.content), numbers(item.content)) < 0.5:
            continue
        content = True
        source = overlap(mine(found.source), numbers(item.source)) >= 0.5
        if source and (mine(found.cue) & numbers(item.cue) or not numbers(item.cue)):
            return True, True
    return content, False


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Ridge logistic regression by Newton's method; the constant (column 0) is not shrunk."""
    shrink = np.full(x.shape[1], RIDGE)
    shrink[0] = 0.0
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(shrink), x.T @ (y - p) - shrink * weights)
        weights = weights + step
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    args = parser.parse_args()
    encoder = Encoder(args.model)
    rows, right, gold_count = [], [], 0
    for article in read_articles(args.polnear / "train")[::HELD_OUT_EVERY]:
        words = split_words(article.text)
        reading = encoder.read(words)
        gold_count += len(article.annotations[0])
        for found in find_attributions(reading, encoder.labels):
            rows.append(features(found, reading))
            right.append(judge(words, found, article.annotations[0]))
    x, verdicts = np.array(rows), np.array(right, float)
    y = verdicts[:, 1]
    weights = fit(x, y)
    p = 1 / (1 + np.exp(-x @ weights))
    order = np.argsort(-p)
    # Content and attribution pull apart: few rows are surest to be all right, many rows hold more of what was said.
    f1 = 2 * np.cumsum(verdicts[order], axis=0) / (np.arange(1, len(y) + 1) + gold_count)[:, None]
    best = int(f1.sum(axis=1).argmax())
    print(f"{len(y)} attributions, {y.mean():.3f} right, mean confidence {p.mean():.3f}")
    print(f"at confidence {p[order][best]:.3f}: F1 of content {f1[best, 0]:.4f}, of attribution {f1[best, 1]:.4f}")
    print(f"keeping all: F1 of content {f1[-1, 0]:.4f}, of attribution {f1[-1, 1]:.4f}")
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"  {name:22} {weight:+.3f}")
    path = args.model / "reader.json"
    saved = json.loads(path.read_text(encoding="utf-8"))
    saved["confidence"] = [round(float(w), 5) for w in weights]
    saved["cut_off"] = round(float(np.clip(p[order][best], LEAST_SURE, 0.5)), 3)
    path.write_text(json.dumps(saved, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
