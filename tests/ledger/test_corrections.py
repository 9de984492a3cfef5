from __future__ import annotations

import pytest

from onrecord import Record
from onrecord.errors import CorrectionError, UnknownRow
from onrecord.ledger import corrections
from onrecord.ledger.connect import Ledger
from onrecord.ledger.corrections import Action
from onrecord.ledger.edits import Changes
from onrecord.ledger.find import Query, Said, find, who
from onrecord.ledger.read import Entry, Review, load
from onrecord.records import Act, Anonymity, CertaintyLevel, Span, StatementKind, Status
from tests.ledger import made
from tests.ledger.conftest import Keep, problems


@pytest.fixture
def record(keep_made: Keep) -> Record:
    record = made.record()
    keep_made(record)
    return record


def entry(ledger: Ledger, record: Record) -> Entry:
    with ledger.reading() as connection:
        return load(connection, record.document.id)


def shown(ledger: Ledger, query: Query = Query()) -> dict[str, Said]:  # noqa: B008
    with ledger.reading() as connection:
        return {said.content_text: said for said in find(connection, query)}


def test_accept(ledger: Ledger, record: Record) -> None:
    with ledger.atomic() as c:
        line = corrections.accept(c, made.of(record, made.MAYOR), "ann", "I was there")
    assert (line.action, line.by, line.why, line.replacement) == (Action.ACCEPT, "ann", "I was there", line.target)
    assert [s.content_text for s in shown(ledger, Query(review="accepted")).values()] == [made.MAYOR.content]
    after = entry(ledger, record)
    assert after.record == record
    assert after.reviews == {line.target: Review(line.target, "accepted")}


def test_reject_and_undo(ledger: Ledger, record: Record) -> None:
    with ledger.atomic() as c:
        line = corrections.reject(c, made.of(record, made.LUND), "ann")
    assert made.LUND.content not in shown(ledger)
    inner = next(s for s in entry(ledger, record).record.statements if s.content.text == made.INNER.content)
    assert inner.within is None
    with ledger.atomic() as c:
        corrections.undo(c, line.id, "ben", "it is one")
    assert entry(ledger, record).record == record
    with ledger.reading() as c:
        log = corrections.history(c, line.target)
    assert [(one.action, one.by, one.undoes) for one in log] == [("reject", "ann", None), ("undo", "ben", line.id)]


def test_edit_every_field(ledger: Ledger, record: Record) -> None:
    holm = made.of(record, made.HOLM)
    changes = Changes(
        source=(made.place(made.TEXT, "Peter Holm"),), cue=(made.place(made.TEXT, "denied that"),),
        content=(made.place(made.TEXT, "the bridge was"), made.place(made.TEXT, "it. Peter")), speaker="Lund",
        kind=StatementKind.MIXED, act=Act.ACCUSE, certainty=CertaintyLevel.LIKELY,
    )  # fmt: skip
    with ledger.atomic() as c:
        line = corrections.edit(c, holm, changes, "ann")
    edited = next(s for s in entry(ledger, record).record.statements if s.id == line.replacement)
    assert edited.source.text == "Peter Holm"
    assert (edited.cue.text, edited.cue.lemma) == ("denied that", None)
    assert edited.content.text == "the bridge was … it. Peter"
    assert (edited.kind, edited.act, edited.certainty.level) == ("mixed", "accuse", "likely")
    assert edited.source.actor == record.statements[2].source.actor
    assert (edited.confidence, edited.source.confidence) == (1.0, 1.0)
    assert line.changes["act"] == "accuse"
    with ledger.reading() as c:
        assert [s.id for s in find(c, Query(words='"the bridge was"', by="Lund"))] == [line.replacement]
        assert find(c, Query(document=record.document.id, review="edited"))[0].review == "edited"
    assert problems(ledger) == []


def test_edits_stand_on_edits_and_undo_in_any_order(ledger: Ledger, record: Record) -> None:
    holm = made.of(record, made.HOLM)
    with ledger.atomic() as c:
        first = corrections.edit(c, holm, Changes(act=Act.ASK), "ann")
        second = corrections.edit(c, first.replacement or "", Changes(speaker="Brandt"), "ben")
        assert second.target == holm

    def state() -> tuple[str, str | None]:
        said = shown(ledger)[made.HOLM.content]
        return said.act, said.speaker

    assert state() == ("ask", "Ilse Brandt")
    with ledger.atomic() as c:
        corrections.undo(c, first.id, "ann")
    assert state() == ("ask", "Ilse Brandt")
    with ledger.atomic() as c:
        corrections.undo(c, second.id, "ann")
    assert state() == ("deny", "Peter Holm")
    assert entry(ledger, record).record == record
    assert problems(ledger) == []


def test_undoing_the_last_edit_gives_the_one_before(ledger: Ledger, record: Record) -> None:
    with ledger.atomic() as c:
        first = corrections.edit(c, made.of(record, made.HOLM), Changes(act=Act.ASK), "ann")
        second = corrections.reject(c, first.replacement or "", "ben")
        corrections.undo(c, second.id, "ben")
    assert shown(ledger)[made.HOLM.content].id == first.replacement


def test_a_speaker_the_text_does_not_know(ledger: Ledger, record: Record) -> None:
    with ledger.atomic() as c:
        corrections.edit(c, made.of(record, made.HOLM), Changes(speaker="Jon  Eide"), "ann")
        corrections.edit(c, made.of(record, made.FERRY), Changes(speaker="jon eide"), "ann")
    said = shown(ledger)
    assert said[made.HOLM.content].speaker == said[made.FERRY.content].speaker == "Jon Eide"
    assert said[made.HOLM.content].actor == said[made.FERRY.content].actor
    with ledger.reading() as c:
        assert [(n.name, n.kind, n.statements) for n in who(c, "Eide")] == [("Jon Eide", "unknown", 2)]


def test_nobody_as_the_speaker(ledger: Ledger, record: Record) -> None:
    with ledger.atomic() as c:
        line = corrections.edit(c, made.of(record, made.HOLM), Changes(speaker=""), "ann")
    edited = next(s for s in entry(ledger, record).record.statements if s.id == line.replacement)
    assert (edited.source.actor, edited.status) == (None, Status.UNATTRIBUTED)
    assert edited.why


def test_add(ledger: Ledger, record: Record) -> None:
    span = made.place(made.TEXT, "the fund was empty")
    with ledger.atomic() as c:
        line = corrections.add(c, record.document.id, Changes(content=(span,), speaker="Lund"), "ann")
    said = shown(ledger, Query(review="added"))["the fund was empty"]
    assert (said.speaker, said.confidence, said.id) == ("Maria Lund", 1.0, line.replacement)
    added = next(s for s in entry(ledger, record).record.statements if s.id == line.replacement)
    assert added.source.anonymity is Anonymity.NAMED
    with ledger.atomic() as c:
        edited = corrections.edit(c, line.replacement or "", Changes(act=Act.DENY), "ben")
    assert shown(ledger, Query(review="edited"))["the fund was empty"].act == "deny"
    with ledger.atomic() as c:
        corrections.undo(c, edited.id, "ben")
        corrections.undo(c, line.id, "ben")
    assert shown(ledger, Query(review="added")) == {}
    assert entry(ledger, record).record == record


def test_merge_and_undo(ledger: Ledger, keep_made: Keep, record: Record) -> None:
    other = made.record((made.MAYOR,), made.TEXT + " It rained.")
    keep_made(other)
    lund, brandt = (next(a.id for a in record.actors if a.name == n) for n in ("Maria Lund", "Ilse Brandt"))
    with ledger.atomic() as c:
        line = corrections.merge(c, lund, other.actors[0].id, "ann", "one person")
        corrections.merge(c, brandt, other.actors[0].id, "ann")
    after = entry(ledger, record)
    cast = {actor.id: actor for actor in after.record.actors}
    assert lund not in cast
    # The places are those of this text, also in the actor of another.
    merged = cast[other.actors[0].id]
    assert {m.span.of(made.TEXT) for m in merged.mentions} == {"Maria Lund", "Ilse Brandt"}
    assert [role.title for role in merged.roles] == ["mayor"]
    assert all(after.record.actor(s.source.actor) for s in after.record.statements)
    with ledger.reading() as c:
        assert {s.speaker for s in find(c, Query(by="Brandt"))} == {"Ilse Brandt"}
        assert [(n.name, n.documents, n.statements) for n in who(c, "Brandt")] == [("Ilse Brandt", 2, 4)]
        assert find(c, Query(by="Lund")) == ()
    with ledger.atomic() as c:
        corrections.undo(c, line.id, "ann")
    with ledger.reading() as c:
        assert [s.content_text for s in find(c, Query(by="Lund"))] == [made.LUND.content]
    assert problems(ledger) == []


def test_merges_do_not_chain(ledger: Ledger, record: Record) -> None:
    brandt, holm, lund = (actor.id for actor in record.actors)
    with ledger.atomic() as c:
        first = corrections.merge(c, brandt, holm, "ann")
        for actor, into, message in (
            (brandt, brandt, "a merge needs two actors"),
            (lund, brandt, f"{brandt} was itself merged into {holm}: merge into that one"),
            (holm, brandt, f"{brandt} was itself merged into {holm}"),
            (holm, lund, f"{brandt} was merged into {holm}: undo that, then merge each into {lund}"),
        ):
            with pytest.raises(CorrectionError, match=message):
                corrections.merge(c, actor, into, "ann")
        second = corrections.merge(c, brandt, lund, "ann")
        corrections.merge(c, holm, lund, "ann")
        with pytest.raises(CorrectionError, match=f"{holm} was itself merged into {lund}"):
            corrections.undo(c, second.id, "ann")
    assert first.id != second.id


def test_a_note_changes_nothing(ledger: Ledger, record: Record) -> None:
    holm = made.of(record, made.HOLM)
    with ledger.atomic() as c:
        line = corrections.note(c, holm, "ann", "ask him")
        with pytest.raises(CorrectionError, match="is a note, which cannot be undone"):
            corrections.undo(c, line.id, "ann")
    assert entry(ledger, record).record == record
    assert entry(ledger, record).reviews == {}
    with ledger.reading() as c:
        assert [one.why for one in corrections.history(c, holm)] == ["ask him"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (Changes(), "nothing would change"),
        (Changes(act=Act.DENY), "nothing would change"),
        (Changes(content=(Span(5, 5),)), r"\[5, 5\) is no stretch of document-"),
        (Changes(content=(Span(5, 100_000),)), "which has 2.. characters"),
        (Changes(cue=(Span(-1, 3),)), "is no stretch"),
        (Changes(source=(Span(0, 5), Span(3, 8))), "the pieces given overlap"),
    ],
)
def test_edits_that_do_not_fit(ledger: Ledger, record: Record, changes: Changes, message: str) -> None:
    with ledger.atomic() as c, pytest.raises(CorrectionError, match=message):
        corrections.edit(c, made.of(record, made.HOLM), changes, "ann")


def test_decisions_that_do_not_fit(ledger: Ledger, keep_made: Keep, record: Record) -> None:
    holm = made.of(record, made.HOLM)
    other = made.record((made.MAYOR,), made.TEXT + " It rained.")
    keep_made(other)
    with ledger.atomic() as c:
        edited = corrections.edit(c, holm, Changes(act=Act.ASK), "ann")
        with pytest.raises(CorrectionError, match="nothing of the machine's to accept"):
            corrections.accept(c, edited.replacement or "", "ann")
        with pytest.raises(CorrectionError, match="give a name with --as"):
            corrections.accept(c, holm, "  ")
        with pytest.raises(CorrectionError, match="a statement needs a content"):
            corrections.add(c, record.document.id, Changes(), "ann")
        with pytest.raises(CorrectionError, match="is an actor of another document"):
            corrections.edit(c, holm, Changes(speaker=other.actors[0].id), "ann")
        corrections.undo(c, edited.id, "ann")
        with pytest.raises(CorrectionError, match="was undone already"):
            corrections.undo(c, edited.id, "ann")
        for unknown in (
            lambda: corrections.accept(c, "statement-0", "ann"),
            lambda: corrections.reject(c, "statement-0", "ann"),
            lambda: corrections.add(c, "document-0", Changes(content=(Span(0, 1),)), "ann"),
            lambda: corrections.merge(c, "actor-0", "actor-1", "ann"),
            lambda: corrections.edit(c, holm, Changes(speaker="actor-0"), "ann"),
            lambda: corrections.undo(c, "correction-0", "ann"),
        ):
            with pytest.raises(UnknownRow):
                unknown()
