"""Label Studio: tasks with what the machine read and what people made of it, and annotated tasks back.

A statement is a `Content` region with its act, certainty, kind and speaker, bound by relations to its `Source` and
`Cue`. A Label Studio region is one stretch of text, so further pieces of a content hang on its first one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord.errors import CorrectionError, UnreadableFile
from onrecord.exchange.marking import CHOICES, Part, Region, Returned, choices_of, even_lines, gather
from onrecord.exchange.selection import Selection
from onrecord.ledger.read import Entry
from onrecord.records import Record, Span, Statement

TASKS, CONFIGURATION = "tasks.json", "labelling.xml"
LINKS = {Part.SOURCE: "said by", Part.CUE: "cued by"}
CONTINUED, WITHIN = "continued by", "within"
SPEAKER = "speaker"

Result = dict[str, Any]


def write_labelstudio(selection: Selection, folder: Path) -> int:
    """Write the tasks and the labelling configuration; gives the number of statements."""
    folder.mkdir()
    (folder / CONFIGURATION).write_text(configuration(), encoding="utf-8")
    number = 0
    with (folder / TASKS).open("w", encoding="utf-8", newline="\n") as out:
        for count, entry in enumerate(selection):
            out.write((",\n" if count else "[\n") + json.dumps(task(entry), ensure_ascii=False))
            number += len(entry.record.statements)
        out.write("\n]\n" if selection.documents else "[]\n")
    return number


def task(entry: Entry) -> dict[str, Any]:
    """One document: `predictions` has the machine's statements that stand, `annotations` all, where people made any."""
    record, document = entry.record, entry.record.document
    machines = [s for s in record.statements if s.id not in entry.reviews or entry.reviews[s.id].state == "accepted"]
    reviewed = [{"result": _results(record, record.statements), "was_cancelled": False, "ground_truth": False}]
    return {
        "data": {
            "text": even_lines(document.text),
            "document": document.id,
            "title": document.title or "",
            "outlet": document.outlet or "",
            "published": document.published or "",
            "url": document.url or "",
            "statements": [s.id for s in record.statements],
        },
        "predictions": [
            {
                "model_version": entry.model,
                "score": sum(s.confidence for s in machines) / max(1, len(machines)),
                "result": _results(record, machines),
            }
        ],
        "annotations": reviewed if entry.reviews else [],
    }


def read_labelstudio(path: Path) -> Iterator[Returned]:
    """The annotated documents of a Label Studio export in the format "JSON", each by its latest annotation.

    Raises UnreadableFile for another file, CorrectionError for a region whose words stand elsewhere.
    """
    file = path / TASKS if path.is_dir() else path
    try:
        tasks = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{file} is no JSON file: export from Label Studio in the format JSON") from error
    if not isinstance(tasks, list):
        raise UnreadableFile(f"{file} holds no list of tasks: export from Label Studio in the format JSON")
    for number, one in enumerate(tasks, 1):
        where = f"{file}, task {number}"
        try:
            finished = [a for a in one["annotations"] if not a.get("was_cancelled")]
            if finished:
                latest = max(finished, key=lambda a: a.get("updated_at") or a.get("created_at") or "")
                yield _returned(one["data"], latest["result"], where)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise UnreadableFile(
                f"{where} is none that onrecord exported, or is damaged ({error!r}): export from Label Studio in the "
                "format JSON, not JSON-MIN"
            ) from error


def _results(record: Record, statements: Iterable[Statement]) -> list[Result]:
    text = record.document.text
    results: dict[str, list[Result]] = {}
    relations: list[Result] = []
    shown = {s.id for s in statements}
    for s in statements:
        first, *further = s.content.spans
        results[s.id] = [_labels(text, s.id, Part.CONTENT, first) | {"meta": {"text": [s.id]}}, *_facts(record, s)]
        for number, span in enumerate(further, 2):
            name = f"{s.id}-{number}"
            results[name] = [_labels(text, name, Part.CONTENT, span)]
            relations.append(_relation(s.id, name, CONTINUED))
        for part, spans in ((Part.SOURCE, s.source.spans), (Part.CUE, s.cue.spans)):
            for span in spans:
                name = f"{part.lower()}-{span.start}-{span.end}"
                results[name] = [_labels(text, name, part, span)]
                relations.append(_relation(s.id, name, LINKS[part]))
        if s.within in shown:
            relations.append(_relation(s.id, s.within, WITHIN))
    return [*(result for region in results.values() for result in region), *relations]


def _labels(text: str, name: str, part: Part, span: Span) -> Result:
    return _result(name, "label", "labels", _place(text, span) | {"labels": [part]})


def _facts(record: Record, s: Statement) -> Iterator[Result]:
    place = _place(record.document.text, s.content.spans[0])
    for name, value in choices_of(s).items():
        yield _result(s.id, name, "choices", place | {"choices": [value]})
    actor = record.actor(s.source.actor)
    if actor is not None:
        yield _result(s.id, SPEAKER, "textarea", place | {"text": [actor.name]})


def _place(text: str, span: Span) -> Result:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _result(name: str, control: str, type: str, value: Result) -> Result:
    return {"id": name, "from_name": control, "to_name": "text", "type": type, "value": value}


def _relation(one: str, other: str, label: str) -> Result:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": [label]}


def _returned(data: dict[str, Any], results: list[Result], where: str) -> Returned:
    text = data["text"]
    regions: dict[str, Region] = {}
    for result in results:
        if result["type"] == "labels":
            span = _checked(result["value"], text, where)
            note = "".join(result.get("meta", {}).get("text", []))
            statement = note if note.startswith("statement-") else None
            regions[result["id"]] = Region(Part(result["value"]["labels"][0]), (span,), statement)
    for result in results:
        if result["type"] in ("choices", "textarea") and result["id"] in regions:
            regions[result["id"]] = _with(regions[result["id"]], result)
    relations = [result for result in results if result["type"] == "relation"]
    before = {r["to_id"]: r["from_id"] for r in relations if CONTINUED in r.get("labels", [])}
    for name in before:
        head = _head(name, before)
        if head != name:
            piece = regions.pop(name)
            regions[head] = replace(regions[head], spans=tuple(sorted(regions[head].spans + piece.spans)))
    links = [(_head(r["from_id"], before), _head(r["to_id"], before)) for r in relations]
    marks, left = gather(regions, links)
    loose = tuple(
        f"the {regions[name].part} “{regions[name].spans[0].of(text)}” belongs to no content: draw a relation"
        for name in left
    )
    return Returned(where, data["document"], text, tuple(data["statements"]), marks, loose)


def _head(name: str, before: Mapping[str, str]) -> str:
    """The first piece of a content. Pieces may hang on each other in a chain, or by mistake in a circle."""
    for _ in before:
        name = before.get(name, name)
    return name


def _with(region: Region, result: Result) -> Region:
    name, value = result["from_name"], result["value"]
    if name == SPEAKER:
        return replace(region, speaker=" ".join(" ".join(value["text"]).split()))
    return region.chosen(name, value["choices"][0])


def _checked(value: Result, text: str, where: str) -> Span:
    """The place of a region. Its own copy of the words tells in what unit the tool counted."""
    start, end = int(value["start"]), int(value["end"])
    if "text" not in value:
        return Span(start, end)
    for span in (Span(start, end), _counted_in_utf16(text, start, end)):
        if _letters(value["text"]) == _letters(span.of(text)):
            return span
    raise CorrectionError(
        f"{where}: {value['text']!r} does not stand at {start} to {end} of the text: mark it anew in the text as it "
        "was exported"
    )


def _counted_in_utf16(text: str, start: int, end: int) -> Span:
    """A place in characters. Some versions count as JavaScript does: two for a sign beyond the basic plane."""
    units = text.encode("utf-16-le")
    return Span(*(len(units[: 2 * place].decode("utf-16-le", "ignore")) for place in (start, end)))


def _letters(words: str) -> str:
    """The words without white space, which tools write in several ways."""
    return "".join(words.replace("\\n", " ").split())


def configuration() -> str:
    """The labelling interface, as the project's settings take it."""
    only = f'perRegion="true" whenTagName="label" whenLabelValue="{Part.CONTENT}"'
    choices = "\n".join(
        f'  <Choices name="{name}" toName="text" choice="single" {only}>\n'
        + "".join(f'    <Choice value="{value}"/>\n' for value in values)
        + "  </Choices>"
        for name, values in CHOICES.items()
    )
    relations = "\n".join(f'    <Relation value="{name}"/>' for name in (*LINKS.values(), CONTINUED, WITHIN))
    return f"""<View>
  <Header value="$title"/>
  <Labels name="label" toName="text">
    <Label value="{Part.SOURCE}" background="#1f78b4"/>
    <Label value="{Part.CUE}" background="#ff7f00"/>
    <Label value="{Part.CONTENT}" background="#33a02c"/>
  </Labels>
  <Text name="text" value="$text"/>
  <Relations>
{relations}
  </Relations>
{choices}
  <TextArea name="{SPEAKER}" toName="text" editable="true" maxSubmissions="1" placeholder="who said it" {only}/>
</View>
"""
