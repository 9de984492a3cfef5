"""Measure all and write RESULTS.md and results.json beside this file.

python -m benchmarks.run [--data FOLDER] [--rounds 5] [--only reading|keeping]

`--only` measures one part anew and leaves the figures of the other, each with the commit it was measured at.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.data import data_folder, digest, read_gold, read_labels
from benchmarks.keeping import measure_keeping, write_keeping
from benchmarks.quality import attribution_scores, by_kind, calibration, read_all, speaker_scores
from benchmarks.scoring import MEASURES

HERE = Path(__file__).parent
# Figures of others on the same articles, measured once elsewhere; the rest of the table is measured in this run.
ELSEWHERE = {
    "Citron, retrained on the same train part": (0.493, 0.586, 0.392, 0.616),
    "Citron with its quotation-mark and resolver bugs mended": (0.525, None, None, None),
    "textacy (direct quotations only)": (0.137, None, None, None),
    "trained annotators against each other": (0.73, 0.80, 0.69, 0.77),
}
SHOWN = ("attribution", "content", "content exact", "source")


def measure_speed(folder: Path, rounds: int) -> dict[str, Any]:
    """Medians over rounds in which onrecord and spaCy take turns, each in a fresh process on one thread."""
    rows: dict[str, list[dict[str, float]]] = {"onrecord": [], "spacy": []}
    for _ in range(rounds):
        for name, found in rows.items():
            found.append(_process(name, folder))
    ratios = [a["words a second"] / b["words a second"] for a, b in zip(rows["onrecord"], rows["spacy"], strict=True)]

    def median(name: str, key: str) -> float:
        return statistics.median(row[key] for row in rows[name])

    return {
        "ratio": statistics.median(ratios),
        "ratios": ratios,
        **{
            f"{name}: {key}": median(name, key)
            for name in rows
            for key in ("words a second", "start", "peak for one article")
        },
        "growth": _process("growth", folder)["growth"],
    }


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """All figures, as plain numbers."""
    gold = read_gold(folder)
    records = read_all(gold)
    error, bins = calibration(gold, records)
    return {
        **circumstances(),
        "digest": digest(gold),
        "documents": len(gold),
        "outer": {k: dataclasses.asdict(v) for k, v in attribution_scores(gold, records, nested=False).items()},
        "all rows": {k: dataclasses.asdict(v) for k, v in attribution_scores(gold, records, nested=True).items()},
        "by kind": by_kind(gold, records),
        "calibration error": error,
        "calibration bins": bins,
        "speakers": dataclasses.asdict(speaker_scores(read_labels(), gold, records)),
        "speed": measure_speed(folder / "polnear" / "dev" / "text", rounds),
    }


def circumstances() -> dict[str, str]:
    """At which commit, and on what, something is measured; a plus where the sources were changed since."""
    return {
        "commit": _git("rev-parse", "--short", "HEAD") + ("+" if _git("status", "--porcelain", "src") else ""),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }


def write(found: dict[str, Any]) -> str:
    """The figures as RESULTS.md."""
    lines = ["# Results", "", "Made by `make bench`.", ""]
    for name, part in (("reading", write_reading), ("keeping", write_keeping)):
        if name in found:
            lines += [f"*Measured at commit {found[name]['commit']}; {found[name]['machine']}.*", ""]
            lines += part(found[name])
    return "\n".join(lines)


def write_reading(found: dict[str, Any]) -> list[str]:
    """Quality and speed of the reading."""
    speed = found["speed"]
    return [
        f"PolNeAR dev: {found['documents']} articles, {found['digest']}.",
        "",
        "## Attribution (F1)",
        "",
        "Outer statements with a cue, as PolNeAR's labels are flat; scored as `scoring.py` says. The rows under the",
        "first were measured elsewhere, once, on the same articles.",
        "",
        "| system | attribution | content | content exact | source |",
        "| --- | --- | --- | --- | --- |",
        "| **onrecord** | " + " | ".join(f"**{found['outer'][m]['f1']:.3f}**" for m in SHOWN) + " |",
        *(
            f"| {name} | " + " | ".join("" if v is None else f"{v:.3f}" for v in values) + " |"
            for name, values in ELSEWHERE.items()
        ),
        "",
        "| measure | precision | recall | F1 | F1, reports inside reports counted too |",
        "| --- | --- | --- | --- | --- |",
        *(_measure_row(m, found) for m in MEASURES),
        "",
        "| kind of statement | precision of attribution | statements |",
        "| --- | --- | --- |",
        *(f"| {kind} | {share:.3f} | {size} |" for kind, (share, size) in found["by kind"].items()),
        "",
        "## Confidence",
        "",
        f"Expected calibration error over ten bins: **{found['calibration error']:.3f}**.",
        "",
        "| mean confidence | share right | statements |",
        "| --- | --- | --- |",
        *(f"| {mean:.2f} | {share:.2f} | {size} |" for mean, share, size in found["calibration bins"]),
        "",
        "## Speakers",
        "",
        *_speaker_lines(found["speakers"]),
        "",
        "## Speed and memory",
        "",
        "One thread, processor time, medians of rounds in which the two take turns in fresh processes.",
        "",
        "| | onrecord, whole reading | spaCy `en_core_web_sm` 3.8, full pipeline |",
        "| --- | --- | --- |",
        *(
            f"| {label} | {speed[f'onrecord: {key}']:{form}} | {speed[f'spacy: {key}']:{form}} |"
            for label, key, form in (
                ("words a second", "words a second", ",.0f"),
                ("start-up with the first article, seconds", "start", ".2f"),
                ("peak memory for one article, MB", "peak for one article", ".0f"),
            )
        ),
        "",
        f"Ratio of speeds: **{speed['ratio']:.2f}** (rounds: {', '.join(f'{r:.2f}' for r in speed['ratios'])}).",
        "",
        "| characters in one text | seconds | seconds for a million |",
        "| --- | --- | --- |",
        *(f"| {size:,} | {seconds:.2f} | {1e6 * seconds / size:.1f} |" for size, seconds in speed["growth"]),
        "",
    ]


def _measure_row(name: str, found: dict[str, Any]) -> str:
    outer, whole = found["outer"][name], found["all rows"][name]
    return f"| {name} | {outer['precision']:.3f} | {outer['recall']:.3f} | {outer['f1']:.3f} | {whole['f1']:.3f} |"


def _speaker_lines(speakers: dict[str, Any]) -> list[str]:
    return [
        f"Of {speakers['labelled']} sources in 20 articles whose speaker the text gives by name (hand-made labels,",
        f"`labels/speakers.jsonl`), the reader found {speakers['found']}. Of these it gave:",
        "",
        f"- the right name to **{speakers['right']:.1%}**,",
        f"- a wrong name to **{speakers['wrong']:.1%}**,",
        f"- only the source's own words, or nobody, to {speakers['described']:.1%}.",
        "",
        f"Of {speakers['quotations']} quotations outside all attributions, {speakers['quotations_right']} were",
        "resolved, or left open, as labelled.",
    ]


def _process(what: str, folder: Path) -> dict[str, Any]:
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed", what, str(folder)],
        capture_output=True, text=True, check=True, env=os.environ | single, cwd=HERE.parent,
    )  # fmt: skip
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False, cwd=HERE.parent)
    return done.stdout.strip() or "unknown" if arguments[0] != "status" else done.stdout.strip()


def main() -> None:
    """Measure and write; says so and stops where the data is absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder that holds polnear/")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=["reading", "keeping"])
    args = parser.parse_args()
    if args.data is not None:
        os.environ["ONRECORD_DATA"] = str(args.data.resolve())
    kept = HERE / "results.json"
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    if args.only != "keeping":
        folder = data_folder()
        if folder is None:
            sys.exit("PolNeAR is not here: give the folder that holds polnear/ with --data (make bench DATA=…)")
        found["reading"] = measure(folder, args.rounds)
    if args.only != "reading":
        found["keeping"] = circumstances() | measure_keeping()
    (HERE / "results.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    page = write(found)
    (HERE / "RESULTS.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
