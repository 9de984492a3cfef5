"""A record as a reader wants it: statements gathered under their speakers."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.records import Actor, CertaintyLevel, Record, Statement, Status

# Words of a headline taken from the text when no title is given.
LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement, with what a table shows of it in words."""

    statement: Statement
    speaker: str | None
    said: str
    content: str
    remarks: tuple[str, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class SpeakerRows:
    """A speaker (None: nobody the text names) with all that is ascribed to them, in the order of the text."""

    name: str | None
    about: str
    actor: Actor | None
    rows: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class RecordRows:
    """A record for showing. `open_rows`: statements whose speaker the text leaves open."""

    title: str
    facts: tuple[str, ...]
    speakers: tuple[SpeakerRows, ...]
    open_rows: tuple[StatementRow, ...]


def rows_of(record: Record) -> RecordRows:
    """The rows of a record: speakers by their first statement, then what has no speaker."""
    by_id = {statement.id: statement for statement in record.statements}
    groups: dict[str, list[StatementRow]] = {}
    names: dict[str, tuple[str, Actor | None]] = {}
    left: list[StatementRow] = []
    for statement in record.statements:
        row = _row(record, statement, by_id)
        actor = record.actor(statement.source.actor)
        if statement.status is not Status.ATTRIBUTED:
            left.append(row)
            continue
        key = actor.id if actor else statement.source.text.lower()
        names.setdefault(key, (actor.name if actor else statement.source.text, actor))
        groups.setdefault(key, []).append(row)
    speakers = tuple(
        SpeakerRows(names[key][0] or None, describe(names[key][1]), names[key][1], tuple(rows))
        for key, rows in groups.items()
    )
    document = record.document
    facts = [
        *([document.outlet] if document.outlet else []),
        f"published {document.published}" if document.published else "publication date not known",
        count(len(record.statements), "statement"),
        count(sum(1 for s in speakers if s.name), "speaker"),
    ]
    return RecordRows(title_of(record), tuple(facts), speakers, tuple(left))


def title_of(record: Record) -> str:
    """The document's title, else its first line."""
    if record.document.title:
        return record.document.title
    first = next((line.strip() for line in record.document.text.splitlines() if line.strip()), "(empty text)")
    return first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1].rstrip() + "…"


def describe(actor: Actor | None) -> str:
    """What is known of an actor in a few words: "foreign minister, Russia · RUS · GOV"."""
    if actor is None:
        return ""
    roles = [role.title + (f", {role.of}" if role.of else "") for role in actor.roles]
    parts = ["; ".join(dict.fromkeys(roles)), actor.country or "", actor.sector or ""]
    return " · ".join(part for part in parts if part)


def count(number: int, noun: str) -> str:
    """ "1 statement", "2,000 statements"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _row(record: Record, statement: Statement, by_id: dict[str, Statement]) -> StatementRow:
    depth, outer = 0, statement
    while outer.within is not None:
        outer = by_id[outer.within]
        depth += 1
    actor = record.actor(statement.source.actor)
    remarks = []
    if statement.certainty.level is not CertaintyLevel.UNQUALIFIED:
        words = " ".join(record.document.text[s.start : s.end] for s in statement.certainty.spans)
        whose = "the writer's" if statement.certainty.whose == "writer" else "the speaker's"
        remarks.append(f"{statement.certainty.level} ({whose} words: “{words}”)")
    if statement.date is not None:
        remarks.append(f"on {statement.date.value or statement.date.text}")
    if statement.addressees:
        remarks.append("to " + ", ".join(a.name for a in map(record.actor, statement.addressees) if a))
    if depth:
        holder = record.actor(outer.source.actor)
        remarks.append(f"as reported by {holder.name if holder else outer.source.text or 'an unnamed source'}")
    if statement.why:
        remarks.append(statement.why)
    said = " ".join(statement.cue.text.split())
    return StatementRow(
        statement, actor.name if actor else (statement.source.text or None), said,
        " ".join(statement.content.text.split()), tuple(remarks), depth,
    )  # fmt: skip
