from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from benchmarks.data import data_folder, read_gold
from benchmarks.scoring import MEASURES, Words, count, scores

TEXT = "The mayor said the wall was safe. Critics disagree, she says."


def test_scores_of_a_known_case() -> None:
    words = Words(TEXT)
    gold = [words.roles([(0, 9)], [(10, 14)], [(15, 32)])]
    found = [
        words.roles([(4, 9)], [(10, 14)], [(19, 32)]),  # no article in the source, one word short in the content
        words.roles([(34, 41)], [(42, 50)], [(52, 55)]),  # nothing like it
    ]
    total = count(gold, found)
    result = scores(total)
    assert result["attribution"].precision == 0.5
    assert result["attribution"].recall == 1.0
    assert result["attribution"].f1 == pytest.approx(2 / 3)
    assert result["content exact"].f1 == 0.0
    assert result["source exact"].recall == 1.0
    assert result["words"].recall == 0.75


def test_nothing_predicted_scores_nothing() -> None:
    words = Words(TEXT)
    result = scores(count([words.roles([], [], [(15, 32)])], []))
    assert all(result[name].f1 == 0.0 for name in MEASURES)


def test_agrees_with_the_reference_scorer_to_the_last_digit(tmp_path: Path) -> None:
    folder = data_folder()
    if folder is None or not (folder / "score" / "attributions.py").exists():
        pytest.skip("the reference scorer is not here: it lies in score/ beside polnear/")
    gold = read_gold(folder)
    total: Counter[str] = Counter()
    lines = []
    for number, item in enumerate(gold):
        # Predictions made from the gold itself, bent in ways that touch every measure.
        made = []
        for k, (source, cue, content) in enumerate(item.attributions):
            if (k + number) % 5 == 0:
                continue
            bent = [(start + 7 * (k % 3), end + 20 * (k % 2)) for start, end in content]
            made.append(([] if k % 7 == 0 else source, cue if k % 4 else content, bent))
        lines.append(json.dumps({"doc": item.name, "attributions": [
            {"source": s, "cue": c, "content": t} for s, c, t in made]}))  # fmt: skip
        words = Words(item.text)
        total.update(count([words.roles(*a) for a in item.attributions], [words.roles(*a) for a in made]))
    file = tmp_path / "predictions.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    reference = json.loads(
        subprocess.run(
            [sys.executable, str(folder / "score" / "attributions.py"), str(folder / "polnear" / "dev"), str(file),
             "--json"],
            capture_output=True, text=True, check=True,
        ).stdout
    )  # fmt: skip
    for name, score in scores(total).items():
        found = {"precision": round(score.precision, 4), "recall": round(score.recall, 4), "f1": round(score.f1, 4)}
        assert found == reference[name], name
