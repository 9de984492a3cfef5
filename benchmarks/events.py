"""How well events are coded, on sentences that each hold one known event (`plover/*.jsonl` in the data folder).

python -m benchmarks.events [--data FOLDER] [--part gold-dev] [--write FILE] [--confusions] [--errors N]

Each line of a part: `id`, `text`, `types` (the acceptable types), `source` and `target` (lists of `text`, `country` or
null, `spans`). An actor is right when its country is the gold's, or, where one of the two has none, when the words
touch. The other side of an agreement or meeting may stand among the actors.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.actors.cast import cast
from onrecord.actors.names import find_names
from onrecord.actors.register import Register, default_register
from onrecord.documents.text import make_document
from onrecord.events.coding import Coded, explain, find_events
from onrecord.events.parties import Named, Party
from onrecord.language.encoder import Encoder, Labels, Reading
from onrecord.language.words import split_words
from onrecord.records import ActorKind, EventType

RECIPROCAL = frozenset({EventType.AGREE, EventType.CONSULT, EventType.COOPERATE})


@dataclass(frozen=True)
class Side:
    """An actor of the gold or of a prediction. `spans`: characters, half-open."""

    country: str | None
    spans: tuple[tuple[int, int], ...]

    def same(self, other: Side) -> bool:
        if self.country and other.country:
            return self.country == other.country
        return any(a < d and c < b for a, b in self.spans for c, d in other.spans)


@dataclass(frozen=True)
class Sentence:
    """One gold sentence."""

    id: str
    text: str
    types: tuple[str, ...]
    source: tuple[Side, ...]
    target: tuple[Side, ...]


@dataclass(frozen=True)
class Found:
    """One predicted event."""

    type: EventType
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    why: str


def read_part(path: Path) -> list[Sentence]:
    """The gold sentences of one file."""

    def sides(items: list[dict[str, Any]]) -> tuple[Side, ...]:
        return tuple(Side(item["country"], tuple((a, b) for a, b in item["spans"])) for item in items)

    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip())
    return [Sentence(r["id"], r["text"], tuple(r["types"]), sides(r["source"]), sides(r["target"])) for r in rows]


def mentions_of(text: str, reading: Reading, labels: Labels, register: Register) -> list[Named]:
    """The actors named in a text, as the actors room resolves them, with the adjectives of states."""
    words = reading.words
    found = []
    for actor in cast(make_document(text), reading, labels, register, ()).actors:
        for mention in actor.mentions:
            start = int(words.starts.searchsorted(mention.span.start))
            end = int(words.ends.searchsorted(mention.span.end)) + 1
            found.append(Named(start, end, actor.name, actor.kind, actor.country, actor.sector))
    for name in find_names(text, reading, labels, register):
        if not any(m.start < name.end and name.start < m.end for m in found):
            code = register.state_of(name.text) or register.state_of(name.tokens[-1])
            capital = register.capital(name.text)
            code = code or (capital.country if capital else None)
            found.append(Named(name.start, name.end, name.text, ActorKind.UNKNOWN, code, None))
    return found


def code_all(sentences: Iterable[Sentence], encoder: Encoder) -> dict[str, tuple[Found, ...]]:
    """The events of each sentence, by its id, the surest first."""
    register = default_register()
    coded = {}
    for sentence in sentences:
        reading = encoder.read(split_words(sentence.text))
        events = find_events(reading, encoder.labels, mentions_of(sentence.text, reading, encoder.labels, register))
        events = tuple(sorted(events, key=lambda event: -event.confidence))
        coded[sentence.id] = tuple(_found(event, reading, sentence.text) for event in events)
    return coded


def _found(event: Coded, reading: Reading, text: str) -> Found:
    def side(party: Party) -> Side:
        start, end = int(reading.words.starts[party.start]), int(reading.words.ends[party.end - 1])
        return Side(party.country, ((start, end),))

    return Found(event.type, tuple(map(side, event.actors)), tuple(map(side, event.recipients)), explain(event, text))


def among(gold: tuple[Side, ...], found: tuple[Side, ...]) -> bool:
    return any(one.same(other) for one in gold for other in found)


def score(gold: list[Sentence], coded: dict[str, tuple[Found, ...]]) -> dict[str, float]:
    """Shares of sentences; "actor" and "dyad" of those whose gold names them; macro F1 over types."""
    hits: collections.Counter[str] = collections.Counter()
    right: collections.Counter[str] = collections.Counter()
    want: collections.Counter[str] = collections.Counter()
    told: collections.Counter[str] = collections.Counter()
    for item in gold:
        events = coded[item.id]
        first = events[0].type if events else None
        fitting = [event for event in events if event.type in item.types]
        hits["coded"] += bool(events)
        hits["type@1"] += first in item.types
        hits["type@any"] += bool(fitting)
        hits["events"] += len(events)
        if len(item.types) == 1:
            want[item.types[0]] += 1
            right[item.types[0]] += first in item.types
            told[first or ""] += 1
        sourced = [event for event in fitting if among(item.source, event.actors)]
        hits["with source"] += bool(item.source)
        hits["actor"] += bool(sourced)
        hits["with both"] += bool(item.source and item.target)
        hits["dyad"] += any(
            among(item.target, event.recipients + (event.actors if event.type in RECIPROCAL else ()))
            for event in sourced
        )
    f1 = [2 * right[kind] / (want[kind] + told[kind]) for kind in want]
    return {
        **{name: hits[name] / len(gold) for name in ("coded", "type@1", "type@any")},
        "macro F1": sum(f1) / max(1, len(f1)),
        "actor": hits["actor"] / max(1, hits["with source"]),
        "dyad": hits["dyad"] / max(1, hits["with both"]),
        "events a sentence": hits["events"] / len(gold),
    }


def confusions(gold: list[Sentence], coded: dict[str, tuple[Found, ...]]) -> str:
    """A table: rows what is right, columns what came first."""
    kinds = [kind.value for kind in EventType]
    counts = collections.Counter(
        (item.types[0], coded[item.id][0].type.value if coded[item.id] else "none")
        for item in gold if len(item.types) == 1
    )  # fmt: skip
    lines = [" " * 10 + "".join(f"{kind[:6]:>7}" for kind in [*kinds, "none"])]
    lines += [f"{row:10}" + "".join(f"{counts[row, column] or '.':>7}" for column in [*kinds, "none"]) for row in kinds]
    return "\n".join(lines)


def write_predictions(path: Path, coded: dict[str, tuple[Found, ...]]) -> None:
    """One JSON object a sentence: its id, and its events with actors and recipients."""

    def shown(sides: tuple[Side, ...]) -> list[dict[str, Any]]:
        return [{"country": side.country, "spans": side.spans} for side in sides]

    with path.open("w", encoding="utf-8") as file:
        for key, events in coded.items():
            rows = [{"type": e.type, "actors": shown(e.actors), "recipients": shown(e.recipients)} for e in events]
            file.write(json.dumps({"id": key, "events": rows}) + "\n")


def main() -> None:
    """Code a part and print its scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ONRECORD_DATA", "../shared")))
    parser.add_argument("--part", action="append", help="gold-dev, pairs-dev (default: both)")
    parser.add_argument("--write", type=Path, help="folder for predictions")
    parser.add_argument("--confusions", action="store_true")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show N sentences without a right first type"
    )
    args = parser.parse_args()
    encoder = Encoder()
    for part in args.part or ["gold-dev", "pairs-dev"]:
        path = args.data / "plover" / f"{part}.jsonl"
        if not path.exists():
            sys.exit(f"{path} is not here: name the folder that holds plover/ with --data")
        gold = read_part(path)
        began = time.perf_counter()
        coded = code_all(gold, encoder)
        spent = time.perf_counter() - began
        print(f"{part}: {len(gold)} sentences, {1000 * spent / len(gold):.1f} ms each")
        for name, value in score(gold, coded).items():
            print(f"  {name:18} {value:.4f}")
        if args.write:
            args.write.mkdir(parents=True, exist_ok=True)
            write_predictions(args.write / f"{part}.jsonl", coded)
        if args.confusions:
            print(confusions(gold, coded))
        wrong = [item for item in gold if not coded[item.id] or coded[item.id][0].type not in item.types]
        for item in wrong[: args.errors]:
            print(f"\n{'/'.join(item.types)}  {item.text}")
            for event in coded[item.id]:
                print(f"    {event.why}")


if __name__ == "__main__":
    main()
