"""PolNeAR's articles and attributions, as read from its standoff files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Attribution:
    """One hand-made attribution: half-open spans in code points of the article's text, each list possibly empty."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True)
class Article:
    """An article with one list of attributions for each of its annotators, in the order of their names."""

    name: str
    text: str
    annotations: list[list[Attribution]]


def read_articles(folder: Path) -> list[Article]:
    """The articles of one part of PolNeAR (`text/NAME.txt`, `attributions/NAME_ANNOTATOR.ann`), by name."""
    files: dict[str, list[Path]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        files.setdefault(path.stem.rsplit("_", 1)[0], []).append(path)
    return [
        Article(
            name,
            (folder / "text" / f"{name}.txt").read_text(encoding="utf-8"),
            [read_annotations(path) for path in paths],
        )
        for name, paths in sorted(files.items())
    ]


def read_annotations(path: Path) -> list[Attribution]:
    """The attributions of one brat file that have a content."""
    spans: dict[str, Spans] = {}
    events: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if re.match(r"T\d+\t", line):
            tag, body, *_ = line.split("\t")
            offsets = body.split(" ", 1)[1]
            pairs = [part.split(" ") for part in offsets.split(";")]
            spans[tag] = [(int(start), int(end)) for start, end in pairs]
        elif re.match(r"E\d+\t", line):
            events.append(line.split("\t", 1)[1].split()[1:])
    found = []
    for event in events:
        roles: dict[str, Spans] = {"source": [], "cue": [], "content": []}
        for part in event:
            role, tag = part.split(":")
            role = re.sub(r"\d+$", "", role).lower()
            if role in roles and tag in spans:
                roles[role] += spans[tag]
        if roles["content"]:
            found.append(Attribution(*(sorted(roles[role]) for role in ("source", "cue", "content"))))
    return found
