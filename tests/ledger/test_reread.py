from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from onrecord import Record
from onrecord.errors import UnknownRow
from onrecord.ledger import corrections
from onrecord.ledger.connect import Ledger
from onrecord.ledger.edits import Changes
from onrecord.ledger.find import Query, find, who
from onrecord.ledger.read import load
from onrecord.ledger.reread import Conflict, Reread, outdated, replace_reading
from onrecord.ledger.schema import actors, documents
from onrecord.ledger.schema import corrections as log
from onrecord.ledger.write import start_run
from onrecord.records import Act, StatementKind
from tests.ledger import made
from tests.ledger.conftest import Keep, problems

# A newer model reads the mayor's statement only in part, misses Lund's, and takes Holm's for a question.
SHORTER = replace(made.MAYOR, content="the bridge was safe, and that Peter Holm")
ASKED = replace(made.HOLM, act=Act.ASK)


def reread(ledger: Ledger, record: Record, model: str = "model-2") -> Reread:
    """What becomes of the ledger, which stays without a problem."""
    run = start_run(ledger, "reread", model, {})
    with ledger.atomic() as connection:
        result = replace_reading(connection, record, model, run)
    assert problems(ledger) == []
    return result


def contents(ledger: Ledger) -> list[str]:
    """What is shown, in the order of the text."""
    with ledger.reading() as connection:
        return [said.content_text for said in reversed(find(connection, Query()))]


def test_a_new_reading_takes_the_place_of_the_old_one(ledger: Ledger, keep_made: Keep) -> None:
    keep_made(made.record())
    newer = made.record((SHORTER, ASKED, made.FERRY))
    with ledger.reading() as connection:
        assert outdated(connection, "model-1") == []
        assert outdated(connection, "model-2") == [newer.document.id]
    assert reread(ledger, newer) == Reread(kept=2, new=1, gone=3, conflicts=(), unmerged=())
    with ledger.reading() as connection:
        entry = load(connection, newer.document.id)
        assert entry.record == newer
        assert entry.model == "model-2"
        assert outdated(connection, "model-2") == []
        assert find(connection, Query(by="Lund")) == ()
        assert [said.act for said in find(connection, Query(by="Holm"))] == ["ask"]


def test_the_same_reading_again_changes_nothing(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record()
    keep_made(record)
    with ledger.atomic() as connection:
        corrections.accept(connection, made.of(record, made.MAYOR), "ann")
        corrections.edit(connection, made.of(record, made.HOLM), Changes(act=Act.ASK), "ann")
        corrections.reject(connection, made.of(record, made.LUND), "ann")
    before = contents(ledger)
    assert reread(ledger, record) == Reread(5, 0, 0, (), ())
    assert contents(ledger) == before


def test_rows_a_person_reviewed_stay_though_no_longer_read(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record()
    keep_made(record)
    with ledger.atomic() as connection:
        corrections.accept(connection, made.of(record, made.FERRY), "ann")
        edit = corrections.edit(connection, made.of(record, made.HOLM), Changes(speaker="Jon Eide"), "ann")
        reject = corrections.reject(connection, made.of(record, made.LUND), "ann")
    assert reread(ledger, made.record((made.MAYOR,))) == Reread(4, 0, 1, (), ())
    assert contents(ledger) == [made.MAYOR.content, made.HOLM.content, made.FERRY.content]
    with ledger.reading() as connection:
        assert [said.speaker for said in find(connection, Query(words="bridge", by="Eide"))] == ["Jon Eide"]
    with ledger.atomic() as connection:
        corrections.undo(connection, edit.id, "ben")
        corrections.undo(connection, reject.id, "ben")
    assert problems(ledger) == []
    with ledger.reading() as connection:
        entry = load(connection, record.document.id)
        assert made.speaker(entry.record, made.HOLM) == "Peter Holm"
        assert made.speaker(entry.record, made.LUND) == "Maria Lund"


def test_another_reading_of_reviewed_words_is_hidden_until_accepted(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record()
    keep_made(record)
    with ledger.atomic() as connection:
        corrections.accept(connection, made.of(record, made.MAYOR), "ann")
    newer = made.record((SHORTER, *made.ALL[1:]))
    new, old = made.of(newer, SHORTER), made.of(record, made.MAYOR)
    result = reread(ledger, newer)
    assert result == Reread(5, 1, 0, (Conflict(new, old, ("content_spans",)),), ())
    assert contents(ledger)[0] == made.MAYOR.content
    assert SHORTER.content not in contents(ledger)
    with ledger.reading() as connection:
        (line,) = corrections.history(connection, new)
        assert (line.action, line.replacement, line.by) == ("conflict", old, "onrecord")
    assert reread(ledger, newer).conflicts == result.conflicts
    with ledger.reading() as connection:
        assert len(corrections.history(connection, new)) == 1
    with ledger.atomic() as connection:
        corrections.accept(connection, new, "ben")
        corrections.reject(connection, old, "ben")
    assert contents(ledger)[0] == SHORTER.content
    assert reread(ledger, newer).conflicts == ()


def test_a_conflict_that_is_no_longer_read_goes(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record()
    keep_made(record)
    with ledger.atomic() as connection:
        corrections.accept(connection, made.of(record, made.MAYOR), "ann")
    newer = made.record((SHORTER,))
    reread(ledger, newer)
    assert reread(ledger, record, "model-3") == Reread(1, 4, 1, (), ())
    with ledger.reading() as connection:
        lines = corrections.history(connection, made.of(newer, SHORTER))
        assert [line.action for line in lines] == ["conflict", "undo"]
        assert lines[1].undoes == lines[0].id


def test_a_conflict_ends_with_the_decision_it_was_about(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record()
    keep_made(record)
    with ledger.atomic() as connection:
        accepted = corrections.accept(connection, made.of(record, made.MAYOR), "ann")
    newer = made.record((SHORTER,))
    reread(ledger, newer)
    with ledger.atomic() as connection:
        corrections.undo(connection, accepted.id, "ann")
    assert reread(ledger, newer, "model-3") == Reread(1, 0, 1, (), ())
    assert contents(ledger) == [SHORTER.content]


def test_the_same_place_read_otherwise_is_a_conflict(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record()
    keep_made(record)
    holm = made.of(record, made.HOLM)
    with ledger.atomic() as connection:
        corrections.edit(connection, holm, Changes(act=Act.DEMAND), "ann")
    again = replace(made.HOLM, by="Maria Lund")
    result = reread(ledger, made.record((made.MAYOR, again, *made.ALL[2:])))
    assert result.conflicts == (Conflict(holm, holm, ("actor", "act")),)
    with ledger.reading() as connection:
        assert [(s.speaker, s.act) for s in find(connection, Query(review="edited"))] == [("Peter Holm", "demand")]
        lines = corrections.history(connection, holm)
        assert [line.action for line in lines] == ["edit", "conflict"]
        assert lines[1].changes["act"] == "deny"


@pytest.mark.parametrize("said_before", [True, False])
def test_a_reading_that_agrees_with_either_side_is_none(ledger: Ledger, keep_made: Keep, said_before: bool) -> None:
    record = made.record()
    keep_made(record)
    with ledger.atomic() as connection:
        corrections.edit(connection, made.of(record, made.HOLM), Changes(act=Act.ASK), "ann")
    newer = made.record((made.MAYOR, made.HOLM if said_before else ASKED, *made.ALL[2:]))
    assert reread(ledger, newer) == Reread(5, 0, 0, (), ())


def test_a_model_that_reads_what_a_person_had_put_right(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record((SHORTER, made.HOLM))
    keep_made(record)
    span = made.place(made.TEXT, made.MAYOR.content)
    with ledger.atomic() as connection:
        edit = corrections.edit(connection, made.of(record, SHORTER), Changes(content=(span,)), "ann")
    assert reread(ledger, made.record((made.MAYOR, made.HOLM))) == Reread(2, 0, 0, (), ())
    assert contents(ledger) == [made.MAYOR.content, made.HOLM.content]
    with ledger.reading() as connection:
        assert [s.id for s in find(connection, Query(review="edited"))] == [edit.replacement]


def test_what_is_said_inside_an_edited_statement_stays_inside(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record()
    keep_made(record)
    with ledger.atomic() as connection:
        edit = corrections.edit(connection, made.of(record, made.LUND), Changes(act=Act.ACCUSE), "ann")
        corrections.accept(connection, made.of(record, made.INNER), "ann")
    reread(ledger, record)
    with ledger.reading() as connection:
        entry = load(connection, record.document.id)
    inner = next(s for s in entry.record.statements if s.content.text == made.INNER.content)
    assert inner.within == edit.replacement
    assert reread(ledger, made.record((made.MAYOR, made.INNER_ALONE))).kept == 3


def test_a_statement_that_was_added_stays(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record((made.MAYOR,))
    keep_made(record)
    content = (made.place(made.TEXT, made.FERRY.content),)
    with ledger.atomic() as connection:
        added = corrections.add(connection, record.document.id, Changes(content=content, speaker="Brandt"), "ann")
    result = reread(ledger, made.record())
    ferry = made.of(made.record(), made.FERRY)
    assert [(c.row, c.reviewed) for c in result.conflicts] == [(ferry, added.target)]
    assert contents(ledger)[-1] == made.FERRY.content


def test_a_statement_that_was_added_and_taken_back_does_not_hide_what_is_read(ledger: Ledger, keep_made: Keep) -> None:
    record = made.record((made.MAYOR,))
    keep_made(record)
    places = {name: (made.place(made.TEXT, getattr(made.FERRY, name)),) for name in ("source", "cue", "content")}
    changes = Changes(**places, speaker="Brandt", kind=StatementKind.INDIRECT, act=Act.PROMISE)
    with ledger.atomic() as connection:
        added = corrections.add(connection, record.document.id, changes, "ann")
        corrections.undo(connection, added.id, "ann")
    assert reread(ledger, made.record((made.MAYOR, made.FERRY))) == Reread(1, 1, 0, (), ())
    assert contents(ledger) == [made.MAYOR.content, made.FERRY.content]


def test_merges_survive_where_the_actor_is_read_again(ledger: Ledger, keep_made: Keep) -> None:
    record, other = made.record(), made.record((made.MAYOR,), text=made.TEXT + " It rained.")
    keep_made(record, other)
    names = {actor.name: actor.id for actor in record.actors}
    with ledger.atomic() as connection:
        corrections.merge(connection, names["Maria Lund"], names["Peter Holm"], "ann")
        merged = corrections.merge(connection, names["Ilse Brandt"], other.actors[0].id, "ann")
    assert reread(ledger, record).unmerged == ()
    with ledger.reading() as connection:
        assert [(n.name, n.statements) for n in who(connection, "Holm")] == [("Peter Holm", 3)]
    gone = reread(ledger, made.record((made.HOLM,)), "model-3")
    assert gone.unmerged == tuple(sorted((names["Maria Lund"], names["Ilse Brandt"])))
    with ledger.reading() as connection:
        lines = corrections.history(connection, names["Ilse Brandt"])
        assert [(line.action, line.undoes) for line in lines] == [("merge", None), ("undo", merged.id)]


def test_actors_that_others_were_merged_into_stay(ledger: Ledger, keep_made: Keep) -> None:
    record, other = made.record(), made.record((made.MAYOR,), text=made.TEXT + " It rained.")
    keep_made(record, other)
    with ledger.atomic() as connection:
        corrections.merge(connection, other.actors[0].id, record.actors[0].id, "ann")
    reread(ledger, made.record((made.HOLM,)))
    with ledger.reading() as connection:
        assert [n.statements for n in who(connection, "Ilse Brandt")] == [1]


def test_nothing_of_the_old_reading_is_left_behind(ledger: Ledger, keep_made: Keep) -> None:
    keep_made(made.record())
    reread(ledger, made.record(()))
    with ledger.reading() as connection:
        assert connection.execute(select(func.count()).select_from(actors)).scalar() == 0
        assert connection.execute(select(func.count()).select_from(log)).scalar() == 0
        assert connection.execute(select(documents.c.model)).scalar() == "model-2"


def test_a_document_that_is_not_there(ledger: Ledger) -> None:
    with ledger.atomic() as connection, pytest.raises(UnknownRow, match="bring it in with `onrecord add`"):
        replace_reading(connection, made.record(), "model-2", 1)
