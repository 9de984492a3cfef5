"""Quality floors: what a change may not fall under, in one file with a digest of the data they were measured on.

python -m benchmarks.floors            what is measured now, beside the floors
python -m benchmarks.floors --raise    raise each floor to what is measured now, less a hair
python -m benchmarks.floors --lower    set every floor anew, also lower: say why in the commit
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.data import Gold, SpeakerLabel, data_folder, digest, read_gold, read_labels
from benchmarks.quality import attribution_scores, calibration, read_all, speaker_scores
from onrecord.records import Record

FLOORS = Path(__file__).parent / "floors.json"
# Processors round differently; a floor leaves this much room.
HAIR = 0.004
AT_MOST = ("calibration error", "wrong speakers")


def measured(gold: list[Gold], records: list[Record], labels: list[SpeakerLabel]) -> dict[str, float]:
    """The gated figures, by name."""
    outer = attribution_scores(gold, records, nested=False)
    speakers = speaker_scores(labels, gold, records)
    return {
        "attribution F1": outer["attribution"].f1,
        "content F1": outer["content"].f1,
        "content exact F1": outer["content exact"].f1,
        "source F1": outer["source"].f1,
        "attribution F1, nested rows counted": attribution_scores(gold, records, nested=True)["attribution"].f1,
        "right speakers": speakers.right,
        "wrong speakers": speakers.wrong,
        "calibration error": calibration(gold, records)[0],
    }


def main() -> None:
    """Show, raise or set the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--raise", dest="up", action="store_true")
    choice.add_argument("--lower", action="store_true")
    args = parser.parse_args()
    folder = data_folder()
    if folder is None:
        sys.exit("PolNeAR is not here: set ONRECORD_DATA to the folder that holds polnear/")
    gold = read_gold(folder)
    found = measured(gold, read_all(gold), read_labels())
    old = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"at least": {}, "at most": {}}
    floors: dict[str, dict[str, float]] = {"at least": {}, "at most": {}}
    for name, value in found.items():
        side, sign = ("at most", 1) if name in AT_MOST else ("at least", -1)
        now, before = round(value + sign * HAIR, 4), old[side].get(name)
        better = before is None or (now < before if side == "at most" else now > before)
        floors[side][name] = now if args.lower or better else before
        print(f"{name:40} {value:.4f}   {side} {before}")
    if args.up or args.lower:
        FLOORS.write_text(json.dumps({"digest": digest(gold), **floors}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
