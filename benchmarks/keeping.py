"""The figures of documents, ledger and pipeline, and their part of RESULTS.md."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from onrecord.documents.alignment import verify_alignment
from onrecord.documents.html import read_html
from onrecord.records import Original

ROOT = Path(__file__).parent.parent
LAYOUTS = ROOT / "tests" / "documents" / "layouts"
SHOWN = ("median", "p95")


def measure_keeping() -> dict[str, Any]:
    """All figures, as plain numbers: a quarter of an hour."""
    return {
        "alignment": measure_alignment(),
        "kills": _run("pipeline", "kills"),
        "twice": _run("pipeline", "twice"),
        "overhead": _run("pipeline", "overhead"),
        "memory": _run("pipeline", "memory"),
        "questions": {"SQLite": _run("ledger"), "PostgreSQL": _run("ledger", "--postgres")},
        "together": {"SQLite": _run("ledger", "together"), "PostgreSQL": _run("ledger", "together", "--postgres")},
    }


def measure_alignment() -> dict[str, Any]:
    """How much of the extracted text is aligned on the test pages, and how many runs are wrong."""
    shares, aligned, visible, wrong = {}, 0, 0, 0
    for path in sorted(LAYOUTS.glob("*.html")):
        data = path.read_bytes()
        found = read_html(data)
        original = Original.of(data, "text/html").characters(found.encoding or "utf-8")
        wrong += len(verify_alignment(found.text, original, found.alignment))
        held = sum(not c.isspace() for run in found.alignment for c in run.text.of(found.text))
        shown = sum(not c.isspace() for c in found.text)
        shares[path.stem] = held / shown
        aligned, visible = aligned + held, visible + shown
    worst = min(shares, key=lambda name: shares[name])
    return {"layouts": len(shares), "characters": visible, "aligned": aligned / visible, "worst": worst,
            "worst share": shares[worst], "wrong runs": wrong}  # fmt: skip


def write_keeping(found: dict[str, Any]) -> list[str]:
    """The figures as lines of RESULTS.md."""
    align = found["alignment"]
    return [
        "## Documents",
        "",
        f"Of the {align['characters']:,} characters extracted from {align['layouts']} pages of as many layouts",
        f"**{align['aligned']:.2%}** are aligned to the page (least: {align['worst']}, {align['worst share']:.2%});",
        f"{align['wrong runs']} runs are wrong.",
        "",
        "## Pipeline",
        "",
        "| what | measured |",
        "| --- | --- |",
        *(f"| {what} | {measured} |" for what, measured in _pipeline_rows(found)),
        "",
        "## Ledger",
        "",
        "Questions to a ledger of 200,000 invented statements, milliseconds, warm.",
        "",
        "| question | " + " | ".join(f"{base}, {name}" for base in found["questions"] for name in SHOWN) + " |",
        "| --- |" + " --- |" * len(SHOWN) * len(found["questions"]),
        *(
            f"| {what} | "
            + " | ".join(f"{base['ms'][what][name]:.1f}" for base in found["questions"].values() for name in SHOWN)
            + " |"
            for what in found["questions"]["SQLite"]["ms"]
        ),
        "",
        "Two processes write one ledger and four read it at the same time:",
        "",
        *(f"- {base}: {_told(row)}" for base, row in found["together"].items()),
        "",
    ]


def _pipeline_rows(found: dict[str, Any]) -> list[tuple[str, str]]:
    kills, twice, overhead, memory = (found[name] for name in ("kills", "twice", "overhead", "memory"))
    equal = "every one" if kills["equal"] else "NOT every one"
    speeds = f"{twice['second s']:.2f} s for {twice['first s']:.1f} s"
    peaks = [memory[f"after {part}"] for part in ("a tenth", "half", "all")]
    return [
        (
            f"`add` over {kills['documents']} documents, killed {kills['kills']} times at random moments, then ended",
            f"{equal} of {kills['rows']:,} rows as without kills",
        ),
        (
            f"the same folder of {twice['documents']} documents a second time",
            f"{twice['rows changed']} rows changed, **{twice['times faster']:.0f} times** faster ({speeds})",
        ),
        (
            "documents and ledger, beside `read_many` on the same texts, one worker",
            f"**{overhead['overhead']:+.1%}** of its time",
        ),
        (
            f"memory of the writer over {memory['documents']:,} documents, after a tenth, half and all of them",
            f"{peaks[0]}, {peaks[1]} and {peaks[2]} MB",
        ),
    ]


def _told(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value:,}" for name, value in row.items())


def _run(*arguments: str) -> dict[str, Any]:
    """What a benchmark of its own process prints last: JSON on one line, or on several."""
    module, *others = arguments
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *others], capture_output=True, text=True, check=True, cwd=ROOT
    )
    text = done.stdout[done.stdout.rindex("\n{") + 1 if "\n{" in done.stdout else 0 :]
    result: dict[str, Any] = json.loads(text)
    return result
