"""Label Studio: tasks in its documented form, and annotated tasks that come back as corrections."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from onrecord.errors import CorrectionError, UnreadableFile
from onrecord.exchange.formats import export, import_changes
from onrecord.exchange.returned import Taken
from onrecord.ledger import corrections
from onrecord.ledger.connect import Ledger
from onrecord.ledger.edits import Changes
from onrecord.ledger.read import Entry, load
from onrecord.records import Act
from tests.exchange.conftest import ODD, at

# Written from Label Studio's documentation: "Import pre-annotated data", "Label Studio JSON format of annotated tasks".
REGION = {
    "type": "object",
    "required": ["id", "from_name", "to_name", "type", "value"],
    "properties": {
        "id": {"type": "string", "pattern": "^[-_a-zA-Z0-9]+$"},
        "from_name": {"enum": ["label", "kind", "act", "certainty", "speaker"]},
        "to_name": {"const": "text"},
        "type": {"enum": ["labels", "choices", "textarea"]},
        "meta": {"type": "object", "properties": {"text": {"type": "array", "items": {"type": "string"}}}},
        "value": {
            "type": "object",
            "required": ["start", "end"],
            "properties": {
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 1},
                "labels": {"type": "array", "minItems": 1, "items": {"type": "string"}},
                "choices": {"type": "array", "minItems": 1, "items": {"type": "string"}},
            },
        },
    },
}
RELATION = {
    "type": "object",
    "required": ["type", "from_id", "to_id", "direction"],
    "properties": {
        "type": {"const": "relation"},
        "direction": {"enum": ["left", "right", "bi"]},
        "labels": {"type": "array", "items": {"type": "string"}},
    },
}
RESULTS = {"type": "array", "items": {"if": {"properties": {"type": {"const": "relation"}}},
                                      "then": RELATION, "else": REGION}}  # fmt: skip
TASKS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["data"],
        "additionalProperties": False,
        "properties": {
            "data": {"type": "object", "required": ["text"]},
            "predictions": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["result"],
                    "properties": {
                        "model_version": {"type": "string"},
                        "score": {"type": "number", "minimum": 0, "maximum": 1},
                        "result": RESULTS,
                    },
                },
            },
            "annotations": {
                "type": "array",
                "items": {"type": "object", "required": ["result"], "properties": {"result": RESULTS}},
            },
        },
    },
}


@pytest.fixture
def folder(ledger: Ledger, tmp_path: Path) -> Path:
    export(ledger, "labelstudio", tmp_path / "tasks")
    return tmp_path / "tasks"


@pytest.fixture
def tasks(folder: Path) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    return read


def annotated(task: dict[str, Any]) -> list[dict[str, Any]]:
    """What Label Studio makes of a prediction that a person submits: the same regions under names of its own."""
    results: list[dict[str, Any]] = json.loads(json.dumps(task["predictions"][0]["result"]))
    names: dict[str, str] = {}
    for result in results:
        for key in ("id", "from_id", "to_id"):
            if key in result:
                result[key] = names.setdefault(result[key], uuid.uuid4().hex[:10])
    task["annotations"] = [
        {"id": 7, "result": results, "was_cancelled": False, "updated_at": "2017-06-02T09:00:00.000000Z"}
    ]
    return results


def bring_back(ledger: Ledger, tasks: list[dict[str, Any]], folder: Path, *, accept: bool = False) -> Taken:
    path = folder / "project-1.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return import_changes(ledger, "labelstudio", path, "ann", accept=accept)


def odd_task(tasks: list[dict[str, Any]]) -> dict[str, Any]:
    return next(task for task in tasks if task["data"]["title"] == "=1+1")


def find(results: list[dict[str, Any]], control: str, words: str) -> dict[str, Any]:
    return next(r for r in results if r.get("from_name") == control and words in r["value"]["text"])


def test_tasks_have_the_documented_form(tasks: list[dict[str, Any]], folder: Path, entries: list[Entry]) -> None:
    jsonschema.validate(tasks, TASKS)
    controls = {e.get("name"): e for e in ElementTree.parse(folder / "labelling.xml").iter() if e.get("name")}
    values = {name: {child.get("value") for child in control} for name, control in controls.items()}
    assert [task["data"]["document"] for task in tasks] == [entry.record.document.id for entry in entries]
    for task in tasks:
        text = task["data"]["text"]
        for result in task["predictions"][0]["result"]:
            if result["type"] == "relation":
                continue
            control, value = controls[result["from_name"]], result["value"]
            assert (control.tag.lower(), control.get("toName")) == (result["type"], result["to_name"])
            assert {*value.get("labels", ()), *value.get("choices", ())} <= values[result["from_name"]]
            if result["type"] == "labels":
                assert value["text"].split() == text[value["start"] : value["end"]].split()
    assert controls["text"].get("value") == "$text"


def test_relations_bind_what_is_there(tasks: list[dict[str, Any]], folder: Path) -> None:
    known = {e.get("value") for e in ElementTree.parse(folder / "labelling.xml").iter("Relation")}
    for task in tasks:
        results = task["predictions"][0]["result"]
        names = {r["id"] for r in results if r["type"] == "labels"}
        for relation in (r for r in results if r["type"] == "relation"):
            assert {relation["from_id"], relation["to_id"]} <= names
            assert set(relation["labels"]) <= known


def test_nobody_annotated_so_nothing_comes_back(tasks: list[dict[str, Any]], ledger: Ledger, folder: Path) -> None:
    assert import_changes(ledger, "labelstudio", folder, "ann") == Taken()
    annotated(tasks[0])
    tasks[0]["annotations"][0]["was_cancelled"] = True
    assert bring_back(ledger, tasks, folder) == Taken()


def test_unchanged_it_corrects_nothing(
    tasks: list[dict[str, Any]], ledger: Ledger, folder: Path, entries: list[Entry]
) -> None:
    for task in tasks:
        annotated(task)
    statements = sum(len(entry.record.statements) for entry in entries)
    assert bring_back(ledger, tasks, folder) == Taken(documents=5, unchanged=statements)
    assert bring_back(ledger, tasks, folder, accept=True) == Taken(documents=5, accepted=statements)
    assert bring_back(ledger, tasks, folder, accept=True) == Taken(documents=5, unchanged=statements)


def test_without_its_notes_a_statement_is_known_by_its_places(
    tasks: list[dict[str, Any]], ledger: Ledger, folder: Path, entries: list[Entry]
) -> None:
    for result in annotated(odd_task(tasks)):
        result.pop("meta", None)
    assert bring_back(ledger, tasks, folder) == Taken(documents=1, unchanged=2)


def test_changes_are_edits_rejections_and_additions(
    tasks: list[dict[str, Any]], ledger: Ledger, folder: Path, entries: list[Entry]
) -> None:
    results = annotated(odd_task(tasks))
    find(results, "act", "The 🚢")["value"]["choices"] = ["deny"]
    find(results, "speaker", "=Orla Finch & Co <Ltd>")["value"]["text"] = ["Rhys Dunne"]
    gone = find(results, "label", "Rhys Dunne\tthat")["id"]
    results[:] = [r for r in results if gone not in (r.get("id"), r.get("from_id"), r.get("to_id"))]
    (span,) = at(ODD, "Dunne was right")
    value = {"start": span.start, "end": span.end, "text": "Dunne was right"}
    results.append({"id": "new", "from_name": "label", "to_name": "text", "type": "labels",
                    "value": value | {"labels": ["Content"]}})  # fmt: skip
    taken = bring_back(ledger, tasks, folder)
    assert (taken.edited, taken.rejected, taken.added, len(taken.left)) == (1, 1, 1, 2)
    assert "the Source “Finch” belongs to no content" not in taken.left[0]
    with ledger.reading() as connection:
        now = load(connection, entries[2].record.document.id).record
    first, new = now.statements
    speaker = now.actor(first.source.actor)
    assert (first.act, speaker.name if speaker else None) == (Act.DENY, "Rhys Dunne")
    assert (new.content.spans, new.source.actor) == ((span,), None)
    again = bring_back(ledger, tasks, folder)
    assert (again.edited, again.rejected, again.added) == (0, 0, 0)


def test_reviewed_documents_go_out_with_an_annotation(ledger: Ledger, entries: list[Entry], tmp_path: Path) -> None:
    first, second = entries[2].record.statements
    with ledger.atomic() as connection:
        corrections.edit(connection, first.id, Changes(act=Act.DENY), "bob")
    export(ledger, "labelstudio", tmp_path / "tasks")
    tasks = json.loads((tmp_path / "tasks" / "tasks.json").read_text(encoding="utf-8"))
    jsonschema.validate(tasks, TASKS)
    assert [len(task["annotations"]) for task in tasks] == [
        1 if task["data"]["document"] == entries[2].record.document.id else 0 for task in tasks
    ]
    task = odd_task(tasks)
    assert find(task["annotations"][0]["result"], "act", "The 🚢")["value"]["choices"] == ["deny"]
    assert task["predictions"][0]["result"][0]["id"] == second.id
    assert bring_back(ledger, tasks, tmp_path / "tasks") == Taken(documents=1, unchanged=2)


def test_pieces_may_hang_on_each_other(
    tasks: list[dict[str, Any]], ledger: Ledger, folder: Path, entries: list[Entry]
) -> None:
    results = annotated(odd_task(tasks))
    piece = find(results, "label", "and it stays")["id"]
    (span,) = at(ODD, "right")
    value = {"start": span.start, "end": span.end, "text": "right", "labels": ["Content"]}
    results.append({"id": "third", "from_name": "label", "to_name": "text", "type": "labels", "value": value})
    results.append({"type": "relation", "from_id": piece, "to_id": "third", "direction": "right",
                    "labels": ["continued by"]})  # fmt: skip
    assert bring_back(ledger, tasks, folder) == Taken(documents=1, unchanged=1, edited=1)
    with ledger.reading() as connection:
        first = load(connection, entries[2].record.document.id).record.statements[0]
    assert first.content.spans == (*entries[2].record.statements[0].content.spans, span)


def test_the_latest_annotation_counts(tasks: list[dict[str, Any]], ledger: Ledger, folder: Path) -> None:
    task = odd_task(tasks)
    annotated(task)
    (early,) = task["annotations"]
    find(annotated(task), "act", "The 🚢")["value"]["choices"] = ["deny"]
    (late,) = task["annotations"]
    task["annotations"] = [late | {"updated_at": "2017-06-03T09:00:00Z"}, early]
    assert bring_back(ledger, tasks, folder).edited == 1


def test_places_counted_in_utf16_are_understood(tasks: list[dict[str, Any]], ledger: Ledger, folder: Path) -> None:
    """Some versions count two for a sign beyond the basic plane."""
    text = odd_task(tasks)["data"]["text"]
    for result in annotated(odd_task(tasks)):
        value = result.get("value", {})
        for edge in value.keys() & {"start", "end"}:
            value[edge] = len(text[: value[edge]].encode("utf-16-le")) // 2
    assert bring_back(ledger, tasks, folder) == Taken(documents=1, unchanged=2)


def test_a_region_whose_words_stand_elsewhere_is_refused(
    tasks: list[dict[str, Any]], ledger: Ledger, folder: Path
) -> None:
    value = find(annotated(odd_task(tasks)), "label", "and it stays")["value"]
    value["start"], value["end"] = value["start"] + 2, value["end"] + 2
    with pytest.raises(CorrectionError, match=r"task 3: 'and it stays.* does not stand at \d+ to \d+ of the text"):
        bring_back(ledger, tasks, folder)


def test_another_text_is_refused_and_nothing_written(
    tasks: list[dict[str, Any]], ledger: Ledger, folder: Path, entries: list[Entry]
) -> None:
    find(annotated(odd_task(tasks)), "act", "The 🚢")["value"]["choices"] = ["deny"]
    annotated(tasks[-1])
    tasks[-1]["data"]["text"] += " More."
    with pytest.raises(CorrectionError, match="its text is not that of document-"):
        bring_back(ledger, tasks, folder)
    with ledger.reading() as connection:
        assert [load(connection, entry.record.document.id) for entry in entries] == entries


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("no json", "is no JSON file"),
        ("{}", "holds no list of tasks"),
        ('[{"text": "x", "label": []}]', "task 1 is none that onrecord exported"),
        ('[{"data": {"text": "x"}, "annotations": [{"result": []}]}]', "task 1 is none that onrecord exported"),
    ],
)
def test_other_files_are_refused(content: str, says: str, ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=says):
        import_changes(ledger, "labelstudio", path, "ann")
