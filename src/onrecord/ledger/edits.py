"""A person's statement: what was set by hand, put over the machine's or made anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select

from onrecord.errors import CorrectionError, UnknownRow
from onrecord.ledger.rows import PERSON, Row, actor_row, actors_from, statement_row, subjects_of
from onrecord.ledger.schema import actors, documents, mentions, statements
from onrecord.ledger.write import add_rows
from onrecord.records import (
    Act,
    Actor,
    ActorKind,
    Anonymity,
    Certainty,
    CertaintyLevel,
    Content,
    Cue,
    Document,
    Spans,
    Statement,
    StatementKind,
    Status,
    content_id,
    evidence,
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a person sets in a statement; None leaves a field as it is.

    `speaker`: an actor's id, or a name: that of an actor of the document, else a new actor. The empty string is nobody.
    """

    source: Spans | None = None
    cue: Spans | None = None
    content: Spans | None = None
    speaker: str | None = None
    kind: StatementKind | None = None
    act: Act | None = None
    certainty: CertaintyLevel | None = None


def find_actor(connection: Connection, actor: str) -> Any:
    """The row of an actor. Raises UnknownRow."""
    row = connection.execute(select(actors).where(actors.c.id == actor)).mappings().first()
    if row is None:
        raise UnknownRow(f"{actor} is no actor of this ledger: `onrecord show` on a statement names its actors")
    return row


def cast_of(connection: Connection, document: str) -> tuple[Actor, ...]:
    """The document's own actors, before any merge."""
    rows = connection.execute(select(actors).where(actors.c.document == document).order_by(actors.c.seq)).mappings()
    spoken = connection.execute(select(mentions).where(mentions.c.document == document)).mappings()
    return actors_from([dict(row) for row in rows], [dict(row) for row in spoken])


def changed(connection: Connection, document: Document, statement: Statement, changes: Changes) -> Statement:
    source, cue, content = statement.source, statement.cue, statement.content
    if changes.source is not None:
        spans = _fit(changes.source, document)
        source = replace(source, spans=spans, text=evidence(document.text, spans))
    if changes.cue is not None:
        spans = _fit(changes.cue, document)
        cue = Cue(spans, evidence(document.text, spans), cue.lemma if spans == cue.spans else None)
    if changes.content is not None:
        spans = _fit(changes.content, document)
        content = Content(spans, evidence(document.text, spans))
    statement = replace(statement, source=source, cue=cue, content=content)
    if changes.speaker is not None:
        statement = _spoken_by(connection, document, statement, changes.speaker)
    if changes.certainty is not None:
        statement = replace(statement, certainty=Certainty(changes.certainty, None, ()))
    return replace(statement, kind=changes.kind or statement.kind, act=changes.act or statement.act)


def _spoken_by(connection: Connection, document: Document, statement: Statement, speaker: str) -> Statement:
    if not speaker.strip():
        source = replace(statement.source, actor=None, confidence=1.0)
        return replace(
            statement, source=source, status=Status.UNATTRIBUTED, why="a person found no speaker in the text"
        )
    if speaker.startswith("actor-"):
        if find_actor(connection, speaker)["document"] != document.id:
            raise CorrectionError(
                f"{speaker} is an actor of another document: give the speaker's name, then merge the two actors"
            )
        actor = speaker
    else:
        name = " ".join(speaker.split())
        same = _named(cast_of(connection, document.id), name)
        actor = same.id if same else content_id("actor", document.id, PERSON, name)
        if same is None:
            new = Actor(actor, name, ActorKind.UNKNOWN, None, None, (), ())
            run = _run_of(connection, document.id)
            add_rows(connection, run, [("actors", [actor_row(new, document.id, PERSON, PERSON)])])
    anonymity = Anonymity.NAMED if statement.source.anonymity is Anonymity.NONE else statement.source.anonymity
    source = replace(statement.source, actor=actor, confidence=1.0, anonymity=anonymity)
    return replace(statement, source=source, status=Status.ATTRIBUTED, why=None)


def _named(cast: tuple[Actor, ...], name: str) -> Actor | None:
    """The actor of that name; failing that, the only one whose name has all its words ("May": Theresa May)."""
    words = set(name.casefold().split())
    whole = [actor for actor in cast if actor.name.casefold() == name.casefold()]
    partly = [actor for actor in cast if words <= set(actor.name.casefold().split())]
    return whole[0] if whole else partly[0] if len(partly) == 1 else None


def _fit(spans: Spans, document: Document) -> Spans:
    ordered = tuple(sorted(spans))
    for span in ordered:
        if not 0 <= span.start < span.end <= len(document.text):
            raise CorrectionError(
                f"[{span.start}, {span.end}) is no stretch of {document.id}, which has {len(document.text)} characters"
            )
    if any(a.touches(b) for a, b in pairwise(ordered)):
        raise CorrectionError("the pieces given overlap: give each character once")
    return ordered


def person_id(document: str, root: str | None, statement: Statement) -> str:
    """The id of a person's statement, by all that a person can set."""
    parts = (statement.source, statement.cue, statement.content, statement.kind, statement.act, statement.certainty)
    return content_id("statement", document, PERSON, root, *parts)


def person_row(statement: Statement, document: Document, position: int, root: str | None, model: str) -> Row:
    """The row of a person's statement. `root`: the machine's row it stands over, None where it stands alone."""
    statement = replace(statement, id=person_id(document.id, root, statement), confidence=1.0)
    return statement_row(statement, document, position, model, root=root, made_by=PERSON)


def add_statement(connection: Connection, row: Row, statement: Statement, document: Document) -> None:
    """Insert a person's row, unless it is there from an earlier correction."""
    there = connection.execute(select(statements.c.id).where(statements.c.id == row["id"])).first()
    if there is None:
        named = [{"statement": row["id"], "actor": a} for a in subjects_of(statement, cast_of(connection, document.id))]
        add_rows(connection, _run_of(connection, document.id), [("statements", [row]), ("subjects", named)])


def _run_of(connection: Connection, document: str) -> int:
    return int(connection.execute(select(documents.c.run).where(documents.c.id == document)).scalar_one())
