"""Measure the pipeline: resuming after kills, doing nothing twice, what it costs beside the reading, and its memory.

python -m benchmarks.pipeline kills [--kills 50] [--documents 500]
python -m benchmarks.pipeline twice [--documents 500]
python -m benchmarks.pipeline overhead [--documents 200]
python -m benchmarks.pipeline memory [--documents 20000]
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from benchmarks.articles import write_articles

# Columns that tell when and by which run a row was written, and in which order rows came to have a number.
CIRCUMSTANCES = {"run", "seq", "seen", "started", "finished"}
# How long a run that is to be killed reads at most, so that fifty of them come through five hundred documents.
READING_S = 1.5


def rows_of(ledger: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but `runs`, without its circumstances, in an order of its own."""
    connection = sqlite3.connect(ledger)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    tables = [name for (name,) in names if name != "runs" and "_words" not in name and not name.startswith("sqlite_")]
    found = {}
    for table in tables:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] not in CIRCUMSTANCES]
        chosen = ", ".join(f'"{column}"' for column in columns)
        found[table] = sorted(connection.execute(f"SELECT {chosen} FROM {table}").fetchall(), key=repr)
    connection.close()
    return found


def documents_in(ledger: Path) -> int:
    """How many documents a ledger holds; none where there is none yet."""
    if not ledger.exists():
        return 0
    connection = sqlite3.connect(ledger)
    there = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'documents'").fetchone()[0]
    number = connection.execute("SELECT count(*) FROM documents").fetchone()[0] if there else 0
    connection.close()
    return int(number)


def start(folder: Path, ledger: Path, *more: str) -> subprocess.Popen[bytes]:
    """`onrecord add` in a process of its own."""
    command = [sys.executable, "-m", "onrecord.cli.main", "add", str(folder), "--ledger", str(ledger), "--quiet", *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def finish(process: subprocess.Popen[bytes]) -> str:
    out, wrong = process.communicate()
    if process.returncode:
        raise RuntimeError(f"add failed: {wrong.decode()}")
    return out.decode()


@contextmanager
def workplace(documents: int, paragraphs: int = 4) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="onrecord-bench-"))
    try:
        write_articles(folder / "pages", documents, paragraphs)
        yield folder
    finally:
        shutil.rmtree(folder)


def measure_kills(kills: int, documents: int) -> dict[str, object]:
    """Whether a run killed so many times, at random moments, ends with the ledger of one that was not."""
    done: list[int] = []
    with workplace(documents) as folder:
        finish(start(folder / "pages", folder / "whole.db"))
        write_articles(folder / "one", 1)
        began = time.monotonic()
        finish(start(folder / "one", folder / "one.db"))
        starting = time.monotonic() - began
        rng = random.Random(1)
        for _ in range(kills):
            process = start(folder / "pages", folder / "killed.db")
            # Some are killed while they start, most while they read and write.
            time.sleep(rng.uniform(0, starting + READING_S))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            done.append(documents_in(folder / "killed.db"))
        said = finish(start(folder / "pages", folder / "killed.db"))
        one, other = rows_of(folder / "whole.db"), rows_of(folder / "killed.db")
        advanced = sum(later > before for before, later in pairwise([0, *done]))
        return {
            "kills": kills,
            "documents": documents,
            "equal": one == other,
            "rows": sum(map(len, one.values())),
            "killed runs that kept something": advanced,
            "left for the last run": said.splitlines()[0],
            "differing tables": [name for name in one if one[name] != other[name]],
        }


def measure_twice(documents: int) -> dict[str, object]:
    """How much faster the second `add` of a folder is, and whether it changed a row; articles of average length."""
    with workplace(documents, paragraphs=12) as folder:
        times = []
        for _ in range(2):
            began = time.monotonic()
            finish(start(folder / "pages", folder / "news.db"))
            times.append(time.monotonic() - began)
            rows = rows_of(folder / "news.db")
            if len(times) == 1:
                first = rows
        return {"documents": documents, "first s": times[0], "second s": times[1], "times faster": times[0] / times[1],
                "rows changed": int(first != rows)}  # fmt: skip


def measure_overhead(documents: int, rounds: int) -> dict[str, object]:
    """What documents and ledger cost beside `read_many` on the same texts: one worker against one process, in turns."""
    with workplace(documents, paragraphs=12) as folder:
        reading, adding = [], []
        for number in range(rounds):
            script = (
                "import sys, time; from pathlib import Path; from onrecord import read_many; "
                "texts = [p.read_text(encoding='utf-8') for p in sorted(Path(sys.argv[1]).iterdir())]; "
                "list(read_many(texts[:1])); began = time.monotonic(); list(read_many(texts)); "
                "print(time.monotonic() - began)"
            )
            out = subprocess.run(
                [sys.executable, "-c", script, str(folder / "pages")], capture_output=True, check=True, text=True
            )
            reading.append(float(out.stdout))
            ledger = folder / f"{number}.db"
            # Starting up is left out on both sides: a first document is added before the clock runs.
            began = time.monotonic()
            finish(start(folder / "pages", ledger, "--workers", "1"))
            whole = time.monotonic() - began
            one = folder / "one"
            write_articles(one, 1)
            began = time.monotonic()
            finish(start(one, folder / f"one-{number}.db", "--workers", "1"))
            adding.append(whole - (time.monotonic() - began))
        ratios = [a / r for a, r in zip(adding, reading, strict=True)]
        return {"documents": documents, "read_many s": statistics.median(reading), "add s": statistics.median(adding),
                "overhead": statistics.median(ratios) - 1, "rounds": [ratio - 1 for ratio in ratios]}  # fmt: skip


def measure_memory(documents: int) -> dict[str, object]:
    """Memory of the writing process in MB, after so many of the documents: flat if it does not grow.

    Its own memory is counted. The pages of the ledger's file that it has mapped are the system's, which takes them
    back when it needs them.
    """
    script = (
        "import json, re, sys; from pathlib import Path; from onrecord.ledger.connect import open_ledger; "
        "from onrecord.pipeline.run import add; from onrecord.pipeline.settings import Settings\n"
        "class Peaks:\n"
        "    found = []\n"
        "    def begin(self, sources): pass\n"
        "    def listed(self): pass\n"
        "    def end(self): pass\n"
        "    def kept(self, total):\n"
        "        own = re.search(r'RssAnon:\\s+(\\d+)', Path('/proc/self/status').read_text())\n"
        "        self.found.append((total.documents, int(own[1]) // 1024))\n"
        "if __name__ == '__main__':\n"
        "    add([sys.argv[1]], open_ledger(sys.argv[2], create=True), Settings(), Peaks())\n"
        "    print(json.dumps(Peaks.found))\n"
    )
    with workplace(documents, paragraphs=1) as folder:
        (folder / "peaks.py").write_text(script, encoding="utf-8")
        out = subprocess.run(
            [sys.executable, str(folder / "peaks.py"), str(folder / "pages"), str(folder / "news.db")],
            capture_output=True, check=True, text=True,
        )  # fmt: skip
        peaks = json.loads(out.stdout)
        at = {part: next(mb for n, mb in peaks if n >= documents * part // 100 - 50) for part in (10, 50, 100)}
        return {"documents": documents, "after a tenth": at[10], "after half": at[50], "after all": at[100]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["kills", "twice", "overhead", "memory"])
    parser.add_argument("--documents", type=int)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    measured = {
        "kills": lambda: measure_kills(args.kills, args.documents or 500),
        "twice": lambda: measure_twice(args.documents or 500),
        "overhead": lambda: measure_overhead(args.documents or 200, args.rounds),
        "memory": lambda: measure_memory(args.documents or 20_000),
    }[args.what]()
    print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()
