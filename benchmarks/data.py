"""The data that quality is measured on, not part of the project: PolNeAR's dev part; and our speaker labels."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LABELS = HERE / "labels" / "speakers.jsonl"

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Gold:
    """One article with the attributions of its first annotator, as (source, cue, content) spans."""

    name: str
    text: str
    published: str | None
    attributions: list[tuple[Spans, Spans, Spans]]


@dataclass(frozen=True)
class SpeakerLabel:
    """Who stands behind a source, labelled by hand. `kind`: person, organisation, document, group, unnamed, unclear;
    "quotation" for a quotation outside all attributions, whose speaker may be "unattributed"."""

    document: str
    span: tuple[int, int]
    speaker: str
    kind: str


def data_folder() -> Path | None:
    """Where the data lies: ONRECORD_DATA, else ../shared beside the project; None where it is absent."""
    folder = Path(os.environ.get("ONRECORD_DATA", HERE.parent.parent / "shared"))
    return folder if (folder / "polnear" / "dev" / "text").is_dir() else None


def read_gold(folder: Path) -> list[Gold]:
    """The articles of PolNeAR's dev part by name."""
    dates = _dates(folder / "polnear" / "metadata.tsv")
    first: dict[str, Path] = {}
    for path in sorted((folder / "polnear" / "dev" / "attributions").glob("*.ann")):
        first.setdefault(path.stem.rsplit("_", 1)[0], path)
    texts = folder / "polnear" / "dev" / "text"
    return [
        Gold(name, (texts / f"{name}.txt").read_text(encoding="utf-8"), dates.get(name), _attributions(path))
        for name, path in sorted(first.items())
    ]


def read_labels() -> list[SpeakerLabel]:
    """The hand-made speaker labels."""
    rows = (json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines())
    return [SpeakerLabel(row["document"], tuple(row["span"]), row["speaker"], row["kind"]) for row in rows]


def digest(gold: list[Gold]) -> str:
    """A digest of the data measured on, so that a floor is never compared with another corpus."""
    whole = hashlib.sha256()
    for item in gold:
        whole.update(f"{item.name}\x1f{item.text}\x1f{item.attributions}\x1e".encode())
    return whole.hexdigest()[:16]


def _dates(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    header, *rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    name, date = header.index("filename"), header.index("publication_date")
    return {row[name]: row[date] for row in rows if re.fullmatch(r"\d{4}-\d\d-\d\d", row[date])}


def _attributions(path: Path) -> list[tuple[Spans, Spans, Spans]]:
    """The attributions with a content of one brat standoff file; an event may stand before its spans."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")]
    spans: dict[str, Spans] = {}
    for tag, *fields in lines:
        if tag.startswith("T") and fields:
            offsets = fields[0].split(" ", 1)[1]
            spans[tag] = [(int(a), int(b)) for a, b in (piece.split(" ") for piece in offsets.split(";"))]
    found = []
    for tag, *fields in lines:
        if not tag.startswith("E") or not fields:
            continue
        roles: dict[str, Spans] = {"Source": [], "Cue": [], "Content": []}
        for part in fields[0].split()[1:]:
            role, place = part.split(":")
            roles.get(role.rstrip("0123456789"), []).extend(spans.get(place, []))
        if roles["Content"]:
            found.append((sorted(roles["Source"]), sorted(roles["Cue"]), sorted(roles["Content"])))
    return found
