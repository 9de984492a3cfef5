"""brat: a folder of texts with standoff annotations, and what people changed in it.

A statement is a `Content` with `Said_by` and `Cued_by` relations to a `Source` and a `Cue`. A note of type `Statement`
on the content keeps the row's id, one of type `Review` what people made of it, the annotator's note the
speaker's name. The format is that of brat 1.3.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from onrecord.documents.text import read_text
from onrecord.errors import UnreadableFile
from onrecord.exchange.marking import CHOICES, Part, Region, Returned, choices_of, even_lines, gather, lines_of
from onrecord.exchange.selection import Selection
from onrecord.ledger.read import Entry
from onrecord.ledger.rows import day_of
from onrecord.records import Document, Span, Spans, Statement

# Which statements went out, by file: one that is missing when the folder comes back was deleted.
EXPORTED = "exported.jsonl"
LINKS = {Part.SOURCE: "Said_by", Part.CUE: "Cued_by"}
STATEMENT, REVIEW, SPEAKER = "Statement", "Review", "AnnotatorNotes"
UNDATED = "undated"

_REGION = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t.*)?")
_RELATION = re.compile(r"R\d+\t\S+ Arg1:(\S+) Arg2:(\S+)\s*")
_ATTRIBUTE = re.compile(r"[AM]\d+\t(\S+) (\S+)(?: (\S+))?\s*")
_NOTE = re.compile(r"#\d+\t(\S+) (\S+)(?:\t(.*))?")


def write_brat(selection: Selection, folder: Path) -> int:
    """Write a folder for each month, with the configuration above them; gives the number of statements."""
    folder.mkdir()
    (folder / "annotation.conf").write_text(_configuration(), encoding="utf-8")
    (folder / "visual.conf").write_text(_VISUAL, encoding="utf-8")
    number = 0
    with (folder / EXPORTED).open("w", encoding="utf-8", newline="\n") as exported:
        for entry in selection:
            record = entry.record
            name = _file_of(record.document)
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.with_suffix(".txt").write_text(even_lines(record.document.text), encoding="utf-8", newline="\n")
            path.with_suffix(".ann").write_text(_Lines(entry).written(), encoding="utf-8", newline="\n")
            ids = [s.id for s in record.statements]
            exported.write(json.dumps({"file": name, "document": record.document.id, "statements": ids}) + "\n")
            number += len(ids)
    return number


def read_brat(folder: Path) -> Iterator[Returned]:
    """The documents of an exported folder as they are now; those whose files were taken out are passed over.

    Raises UnreadableFile for a folder that is no export, and for a line that is not brat's, with its number.
    """
    index = folder / EXPORTED
    if not index.is_file():
        raise UnreadableFile(
            f"{folder} has no {EXPORTED}, which says what was exported: give the folder that `onrecord export` made"
        )
    files = set(folder.rglob("*.ann"))
    for line in index.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
            file, document, statements = str(row["file"]), str(row["document"]), tuple(map(str, row["statements"]))
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableFile(f"{index} is damaged: copy it from the folder as it was exported") from error
        path = folder / f"{file}.ann"
        if path in files:
            files.remove(path)
            yield _returned(path, document, statements)
    if files:
        raise UnreadableFile(
            f"{min(files)} was not in the export: its text is in no document of the ledger; move it elsewhere"
        )


def _file_of(document: Document) -> str:
    """The file's name without its ending, stable and safe everywhere: "2017-04/2017-04-13-document-…"."""
    day = day_of(document) or UNDATED
    return f"{day[:7]}/{day}-{document.id}"


class _Lines:
    """The lines of one `.ann` file, numbered as they are written."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.record = entry.record
        self.text = entry.record.document.text
        self.lines: list[str] = []
        self.numbers = dict.fromkeys("TRA#", 0)
        self.shared: dict[tuple[Part, Spans], str] = {}

    def written(self) -> str:
        contents = {s.id: self._statement(s) for s in self.record.statements}
        for s in self.record.statements:
            if s.within in contents:
                self._line("R", f"Within Arg1:{contents[s.id]} Arg2:{contents[s.within]}")
        return "".join(f"{line}\n" for line in self.lines)

    def _statement(self, statement: Statement) -> str:
        content = self._region(Part.CONTENT, statement.content.spans)
        for part, spans in ((Part.SOURCE, statement.source.spans), (Part.CUE, statement.cue.spans)):
            if spans:
                # Statements of one sentence often share their source and cue: one mark is enough.
                if (part, spans) not in self.shared:
                    self.shared[part, spans] = self._region(part, spans)
                self._line("R", f"{LINKS[part]} Arg1:{content} Arg2:{self.shared[part, spans]}")
        for name, value in choices_of(statement).items():
            self._line("A", f"{name.capitalize()} {content} {_word(value)}")
        self._line("#", f"{STATEMENT} {content}\t{statement.id}")
        self._line("#", f"{REVIEW} {content}\t{self.entry.state_of(statement.id)}")
        actor = self.record.actor(statement.source.actor)
        if actor is not None:
            self._line("#", f"{SPEAKER} {content}\t{' '.join(actor.name.split())}")
        return content

    def _region(self, part: Part, spans: Spans) -> str:
        # A fragment that crosses a line break is refused by some versions of brat.
        pieces = lines_of(self.text, spans)
        places = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
        return self._line("T", f"{part} {places}\t{' '.join(piece.of(self.text) for piece in pieces)}")

    def _line(self, kind: str, rest: str) -> str:
        self.numbers[kind] += 1
        name = f"{kind}{self.numbers[kind]}"
        self.lines.append(f"{name}\t{rest}")
        return name


def _word(value: StrEnum) -> str:
    """A value as brat writes it, in one word."""
    return value.value.replace(" ", "_")


def _returned(path: Path, document: str, exported: tuple[str, ...]) -> Returned:
    text = path.with_suffix(".txt")
    if not text.is_file():
        raise UnreadableFile(f"{text} is missing: put it back from the folder as it was exported")
    regions: dict[str, Region] = {}
    links: list[tuple[str, str]] = []
    facts: list[tuple[str, str, str, str]] = []
    for number, line in enumerate(re.split(r"\r?\n", read_text(str(path))), 1):
        where = f"{path}, line {number}"
        if found := _REGION.fullmatch(line):
            regions[found[1]] = Region(_part(found[2], where), _spans(found[3]))
        elif found := _RELATION.fullmatch(line):
            links.append((found[1], found[2]))
        elif found := _ATTRIBUTE.fullmatch(line) or _NOTE.fullmatch(line):
            facts.append((where, found[1], found[2], found[3] or ""))
        elif line.strip():
            raise UnreadableFile(f"{where} is no annotation that onrecord exports ({line[:40]!r}): take it out")
    for where, name, target, value in facts:
        if target in regions:
            regions[target] = _with(regions[target], name, value, where)
    marks, left = gather(regions, links)
    loose = tuple(f"{regions[name].part} {name} belongs to no content: bind the two by a relation" for name in left)
    return Returned(str(path), document, read_text(str(text)), exported, marks, loose)


def _with(region: Region, name: str, value: str, where: str) -> Region:
    """The region with what one attribute or note says of it; other notes are the annotator's own."""
    if name == STATEMENT:
        return replace(region, statement=value.strip())
    if name == SPEAKER:
        return replace(region, speaker=" ".join(value.split()))
    if name.lower() not in CHOICES:
        return region
    try:
        return region.chosen(name.lower(), value.replace("_", " "))
    except ValueError as error:
        raise UnreadableFile(f"{where}: {error}") from error


def _part(name: str, where: str) -> Part:
    try:
        return Part(name)
    except ValueError as error:
        raise UnreadableFile(f"{where}: {name} is no part of a statement: choose from {', '.join(Part)}") from error


def _spans(places: str) -> Spans:
    return tuple(sorted(Span(*map(int, place.split())) for place in places.split(";")))


def _configuration() -> str:
    choices = "\n".join(
        f"{name.capitalize()}\tArg:{Part.CONTENT}, Value:{'|'.join(map(_word, kinds))}"
        for name, kinds in CHOICES.items()
    )
    relations = "\n".join(f"{name}\tArg1:{Part.CONTENT}, Arg2:{part}" for part, name in LINKS.items())
    return f"""[entities]
{Part.SOURCE}
{Part.CUE}
{Part.CONTENT}

[relations]
{relations}
Within\tArg1:{Part.CONTENT}, Arg2:{Part.CONTENT}
<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
{choices}
"""


_VISUAL = """[labels]
Said_by | said by
Cued_by | cued by

[drawing]
Source\tbgColor:#a6cee3
Cue\tbgColor:#fdbf6f
Content\tbgColor:#e5f5d0
"""
