"""brat: read by another program, and changes that come back as corrections."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bioc import brat

from onrecord.errors import CorrectionError, MissingFile, OnRecordError, SettingsError, UnknownEncoding, UnreadableFile
from onrecord.exchange.formats import export, import_changes
from onrecord.exchange.marking import even_lines, joined
from onrecord.exchange.returned import Taken
from onrecord.ledger import corrections
from onrecord.ledger.connect import Ledger
from onrecord.ledger.edits import Changes
from onrecord.ledger.read import Entry, load
from onrecord.records import Act, CertaintyLevel, Span, Statement, StatementKind
from tests.exchange.conftest import HARBOUR, ODD, at, characters


@pytest.fixture
def folder(ledger: Ledger, tmp_path: Path) -> Path:
    export(ledger, "brat", tmp_path / "brat")
    return tmp_path / "brat"


def file_of(folder: Path, text: str) -> Path:
    """The `.ann` file of a document."""
    (found,) = [p for p in folder.rglob("*.txt") if characters(p) == even_lines(text)]
    return found.with_suffix(".ann")


def change(path: Path, pattern: str, replacement: str) -> None:
    before = path.read_text(encoding="utf-8")
    after = re.sub(pattern, replacement, before, count=1, flags=re.MULTILINE)
    assert after != before
    path.write_text(after, encoding="utf-8")


def remove(path: Path, name: str) -> None:
    """What brat does when a mark is deleted: all that hangs on it goes too."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    hangs = re.compile(rf"^{name}\t|[ :]{name}(\s|$)")
    path.write_text("".join(line for line in lines if not hangs.search(line)), encoding="utf-8")


def standing(ledger: Ledger, entry: Entry) -> tuple[Statement, ...]:
    with ledger.reading() as connection:
        return load(connection, entry.record.document.id).record.statements


def test_another_reader_finds_the_statements(folder: Path, entries: list[Entry]) -> None:
    for entry in entries:
        record = entry.record
        path = file_of(folder, record.document.text)
        with path.with_suffix(".txt").open(encoding="utf-8", newline="") as text, path.open(encoding="utf-8") as ann:
            document = brat.load(text, ann)
        notes = {note.refid: note.text for note in document.notes if note.type == "Statement"}
        speakers = {note.refid: note.text for note in document.notes if note.type == "AnnotatorNotes"}
        contents = {e.id: e for e in document.entities if e.type == "Content"}
        assert sorted(notes.values()) == sorted(s.id for s in record.statements)
        for name, content in contents.items():
            (s,) = [s for s in record.statements if s.id == notes[name]]
            pieces = tuple(sorted(Span(place.begin, place.end) for place in content.locations))
            assert joined(record.document.text, pieces) == joined(record.document.text, s.content.spans)
            assert content.text == " ".join(piece.of(document.text) for piece in pieces)
            actor = record.actor(s.source.actor)
            assert speakers.get(name) == (actor.name if actor else None)
            acts = [next(iter(a.attributes)) for a in document.attributes if (a.type, a.refid) == ("Act", name)]
            assert acts == [s.act]
            sources = [r.arguments["Arg2"] for r in document.relations
                       if r.type == "Said_by" and r.arguments["Arg1"] == name]  # fmt: skip
            assert len(sources) == (1 if s.source.spans else 0)


def test_no_fragment_crosses_a_line(folder: Path) -> None:
    path = file_of(folder, ODD)
    text = characters(path.with_suffix(".txt"))
    assert len(text) == len(ODD)
    assert "\r" not in text
    places = re.findall(r"^T\d+\t\w+ ([\d ;]+)\t(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(places) == 6
    for spans, words in places:
        pieces = [text[slice(*map(int, span.split()))] for span in spans.split(";")]
        assert not re.search(r"[\t\n]", "".join(pieces))
        assert words == " ".join(pieces)


def test_names_of_files_are_stable(folder: Path, ledger: Ledger, tmp_path: Path) -> None:
    export(ledger, "brat", tmp_path / "again")
    files = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    for file in files:
        assert (folder / file).read_bytes() == (tmp_path / "again" / file).read_bytes()
        assert re.fullmatch(r"[\w.-]+", file.name)
    assert {str(file.parent) for file in files} == {".", "undated", "2017-04", "2017-05", "2017-06"}


def test_unchanged_it_corrects_nothing(folder: Path, ledger: Ledger, entries: list[Entry]) -> None:
    statements = sum(len(entry.record.statements) for entry in entries)
    assert import_changes(ledger, "brat", folder, "ann") == Taken(documents=5, unchanged=statements)
    with ledger.reading() as connection:
        assert [load(connection, entry.record.document.id) for entry in entries] == entries


def test_unchanged_it_can_count_as_accepted(folder: Path, ledger: Ledger, entries: list[Entry]) -> None:
    statements = sum(len(entry.record.statements) for entry in entries)
    assert import_changes(ledger, "brat", folder, "ann", accept=True).accepted == statements
    assert import_changes(ledger, "brat", folder, "ann", accept=True) == Taken(documents=5, unchanged=statements)


@pytest.mark.parametrize(
    ("pattern", "replacement", "wanted"),
    [
        (r"Act T1 assert", "Act T1 deny", {"act": Act.DENY}),
        (r"Kind T1 mixed", "Kind T1 indirect", {"kind": StatementKind.INDIRECT}),
        (r"Certainty T1 almost_certain", "Certainty T1 likely", {"certainty": CertaintyLevel.LIKELY}),
        (r"AnnotatorNotes T1\t.*$", "AnnotatorNotes T1\tRhys Dunne", {"speaker": "Rhys Dunne"}),
        (r"AnnotatorNotes T1\t.*$", "AnnotatorNotes T1\tOrla Finch", {"speaker": "Orla Finch"}),
        (r"^#\d+\tAnnotatorNotes T1\t.*\n", "", {"speaker": None}),
    ],
)
def test_a_change_is_an_edit(
    folder: Path, ledger: Ledger, entries: list[Entry], pattern: str, replacement: str, wanted: dict[str, object]
) -> None:
    change(file_of(folder, ODD), pattern, replacement)
    assert import_changes(ledger, "brat", folder, "ann").edited == 1
    odd = entries[2]
    with ledger.reading() as connection:
        now = load(connection, odd.record.document.id)
        (line,) = corrections.history(connection, odd.record.statements[0].id)
    assert (line.by, line.action) == ("ann", "edit")
    first = now.record.statements[0]
    actor = now.record.actor(first.source.actor)
    is_now = {"act": first.act, "kind": first.kind, "certainty": first.certainty.level,
              "speaker": actor.name if actor else None}  # fmt: skip
    assert {name: is_now[name] for name in wanted} == wanted
    assert first.content == odd.record.statements[0].content
    again = import_changes(ledger, "brat", folder, "ann")
    assert (again.edited, again.added, again.rejected) == (0, 0, 0)


def test_moved_places_are_an_edit(folder: Path, ledger: Ledger, entries: list[Entry]) -> None:
    (span,) = at(ODD, "and it stays")
    path = file_of(folder, ODD)
    change(path, r"^(T\d+\tContent .*;)\d+ \d+\t.*$", rf"\g<1>{span.start} {span.end}\tThe line and it stays")
    assert import_changes(ledger, "brat", folder, "ann").edited == 1
    first = standing(ledger, entries[2])[0]
    assert first.content.spans == (*entries[2].record.statements[0].content.spans[:1], span)
    assert import_changes(ledger, "brat", folder, "ann").edited == 0


def test_another_source_takes_the_speaker_with_it(folder: Path, ledger: Ledger, entries: list[Entry]) -> None:
    (span,) = at(ODD, "Rhys Dunne")
    change(file_of(folder, ODD), r"^(T\d+\tSource )\d+ \d+\tOrla.*$", rf"\g<1>{span.start} {span.end}\tRhys Dunne")
    assert import_changes(ledger, "brat", folder, "ann").edited == 1
    first = standing(ledger, entries[2])[0]
    assert first.source.text == "Rhys Dunne"
    assert first.source.actor == entries[2].record.actors[1].id


def test_a_removed_mark_is_a_rejection(folder: Path, ledger: Ledger, entries: list[Entry]) -> None:
    path = file_of(folder, ODD)
    remove(path, "T1")
    taken = import_changes(ledger, "brat", folder, "ann")
    assert (taken.rejected, taken.unchanged) == (1, sum(len(e.record.statements) for e in entries) - 1)
    assert taken.left == (f"{path}: Source T2 belongs to no content: bind the two by a relation",
                          f"{path}: Cue T3 belongs to no content: bind the two by a relation")  # fmt: skip
    assert len(standing(ledger, entries[2])) == 1
    assert import_changes(ledger, "brat", folder, "ann").rejected == 0


def test_a_new_mark_is_an_addition(folder: Path, ledger: Ledger, entries: list[Entry]) -> None:
    path = file_of(folder, HARBOUR)
    record = entries[1].record
    content, source = at(HARBOUR, "reopen within a week", "Ilse Vance")
    with path.open("a", encoding="utf-8") as ann:
        ann.write(f"T90\tContent {content.start} {content.end}\treopen within a week\n")
        ann.write(f"T91\tSource {source.start} {source.end}\tIlse Vance\n")
        ann.write("R90\tSaid_by Arg1:T90 Arg2:T91\t\nA90\tAct T90 promise\n")
    assert import_changes(ledger, "brat", folder, "ann").added == 1
    (new,) = [s for s in standing(ledger, entries[1]) if s.content.spans == (content,)]
    vance = next(actor for actor in record.actors if "Vance" in actor.name)
    assert (new.act, new.source.actor, new.source.spans) == (Act.PROMISE, vance.id, (source,))
    assert import_changes(ledger, "brat", folder, "ann").added == 0
    with ledger.atomic() as connection:
        corrections.edit(connection, new.id, Changes(act=Act.PREDICT), "bob")
    assert import_changes(ledger, "brat", folder, "ann").edited == 0


def test_what_others_corrected_meanwhile_stands(folder: Path, ledger: Ledger, entries: list[Entry]) -> None:
    first, second = entries[2].record.statements
    with ledger.atomic() as connection:
        corrections.edit(connection, first.id, Changes(act=Act.PROMISE), "bob")
        corrections.reject(connection, second.id, "bob")
    change(file_of(folder, ODD), r"Certainty T1 almost_certain", "Certainty T1 likely")
    change(file_of(folder, ODD), r"Act T4 assert", "Act T4 deny")
    taken = import_changes(ledger, "brat", folder, "ann")
    assert taken.edited == 1
    assert taken.left[0].endswith(f"{second.id} was changed here, but was rejected in the ledger since")
    (now,) = standing(ledger, entries[2])
    assert (now.act, now.certainty.level) == (Act.PROMISE, CertaintyLevel.LIKELY)


def test_a_ledger_with_corrections_goes_out_and_in(ledger: Ledger, entries: list[Entry], tmp_path: Path) -> None:
    first, second = entries[2].record.statements
    with ledger.atomic() as connection:
        corrections.edit(connection, first.id, Changes(speaker="Rhys Dunne", act=Act.DENY), "bob")
        corrections.reject(connection, second.id, "bob")
        corrections.merge(connection, entries[2].record.actors[1].id, entries[2].record.actors[0].id, "bob")
    export(ledger, "brat", tmp_path / "brat")
    taken = import_changes(ledger, "brat", tmp_path / "brat", "ann")
    assert (taken.edited, taken.rejected, taken.added, taken.left) == (0, 0, 0, ())


def test_another_text_is_refused_and_nothing_written(folder: Path, ledger: Ledger, entries: list[Entry]) -> None:
    change(file_of(folder, ODD), r"Act T1 assert", "Act T1 deny")
    path = file_of(folder, HARBOUR).with_suffix(".txt")
    path.write_text(path.read_text(encoding="utf-8") + "More.", encoding="utf-8")
    with pytest.raises(CorrectionError, match="its text is not that of document-"):
        import_changes(ledger, "brat", folder, "ann")
    with ledger.reading() as connection:
        assert [load(connection, entry.record.document.id) for entry in entries] == entries


def test_a_part_of_the_folder_is_enough(folder: Path, ledger: Ledger) -> None:
    for path in (folder / "2017-05").iterdir():
        path.unlink()
    taken = import_changes(ledger, "brat", folder, "ann")
    assert (taken.documents, taken.rejected) == (3, 0)


@pytest.mark.parametrize(
    ("line", "error", "says"),
    [
        ("T9\tContent x y\tz", UnreadableFile, r"line \d+ is no annotation that onrecord exports"),
        ("T9\tPlace 0 3\tThe", UnreadableFile, "Place is no part of a statement: choose from Source, Cue, Content"),
        ("A9\tAct T1 sing", UnreadableFile, "'sing' is no act: choose from assert, deny"),
        ("T9\tContent 0 9999\tThe", CorrectionError, "0 to 9999 is no stretch of document-"),
        ("#9\tStatement T1\tstatement-0", CorrectionError, "statement-0 is no statement of document-"),
    ],
)  # fmt: skip
def test_a_damaged_line_is_named(
    folder: Path, ledger: Ledger, line: str, error: type[OnRecordError], says: str
) -> None:
    with file_of(folder, ODD).open("a", encoding="utf-8") as ann:
        ann.write(line + "\n")
    with pytest.raises(error, match=says):
        import_changes(ledger, "brat", folder, "ann")


def test_a_folder_cannot_point_elsewhere(folder: Path, ledger: Ledger, tmp_path: Path) -> None:
    index = folder / "exported.jsonl"
    index.write_text(index.read_text(encoding="utf-8").replace('"2017-04/', '"../brat/2017-04/'), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="was not in the export"):
        import_changes(ledger, "brat", folder, "ann")


def test_what_is_no_text_is_refused(folder: Path, ledger: Ledger) -> None:
    file_of(folder, HARBOUR).with_suffix(".txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnknownEncoding):
        import_changes(ledger, "brat", folder, "ann")


def test_what_is_no_export_is_refused(folder: Path, ledger: Ledger, tmp_path: Path) -> None:
    (folder / "2017-04" / "mine.ann").write_text("", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"mine\.ann was not in the export"):
        import_changes(ledger, "brat", folder, "ann")
    (folder / "exported.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="is damaged"):
        import_changes(ledger, "brat", folder, "ann")
    (folder / "exported.jsonl").unlink()
    with pytest.raises(UnreadableFile, match=r"has no exported\.jsonl"):
        import_changes(ledger, "brat", folder, "ann")
    with pytest.raises(MissingFile, match="does not exist"):
        import_changes(ledger, "brat", tmp_path / "nowhere", "ann")
    with pytest.raises(SettingsError, match="csv is only exported: changes come back from brat, labelstudio"):
        import_changes(ledger, "csv", folder, "ann")
