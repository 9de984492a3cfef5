"""Documents that people worked on in another tool, as corrections of the ledger.

Each statement is compared with the row it was made from, which is never altered. So only what the person changed is
corrected, whatever others corrected meanwhile, and the same file brings nothing new the second time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from sqlalchemy import Connection, select

from onrecord.errors import CorrectionError
from onrecord.exchange.marking import Mark, Returned, even_lines, joined
from onrecord.ledger import corrections
from onrecord.ledger.edits import Changes
from onrecord.ledger.read import Entry, load
from onrecord.ledger.rows import NAMES_A_SUBJECT, statement_from
from onrecord.ledger.schema import actors, statements
from onrecord.records import Record, Spans, Statement

NOTHING = Changes()


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an import: documents seen, corrections made, and `left`, what was not taken and why."""

    documents: int = 0
    unchanged: int = 0
    accepted: int = 0
    edited: int = 0
    rejected: int = 0
    added: int = 0
    left: tuple[str, ...] = ()

    def __add__(self, other: Taken) -> Taken:
        # Numbers add up; so do tuples.
        return Taken(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def take_in(connection: Connection, returned: Iterable[Returned], by: str, *, accept: bool = False) -> Taken:
    """Correct the ledger by what came back. `accept`: what was left as it is counts as found right.

    Raises UnknownRow for a document that is not in the ledger, CorrectionError for one with another text.
    """
    total = Taken()
    for one in returned:
        total += _Comparison(connection, one, by).settle(accept=accept)
    return total


@dataclass(frozen=True, slots=True)
class _Known:
    """A row of the document, whether it still stands or not. `names`: what its speaker may be called."""

    statement: Statement
    root: str
    names: frozenset[str]


class _Comparison:
    """A document that came back beside the one in the ledger."""

    def __init__(self, connection: Connection, returned: Returned, by: str) -> None:
        self.connection = connection
        self.returned = returned
        self.by = by
        self.entry: Entry = load(connection, returned.document)
        self.text = self.entry.record.document.text
        if even_lines(returned.text) != even_lines(self.text):
            raise CorrectionError(
                f"{returned.origin}: its text is not that of {returned.document}, so its places mean nothing there: "
                "mark the text as it was exported, or export it again"
            )
        for mark in returned.marks:
            self._check(mark.content.spans + mark.source + mark.cue)
        self.standing = {self._root_of(s): s for s in self.entry.record.statements}
        self.known = self._known_rows()

    def settle(self, *, accept: bool) -> Taken:
        """Write the corrections."""
        pairs = self._paired()
        total = Taken(documents=1, left=tuple(f"{self.returned.origin}: {reason}" for reason in self.returned.left))
        for mark, known in pairs:
            total += self._add(mark) if known is None else self._compare(mark, known, accept=accept)
        kept = {known.root for _, known in pairs if known is not None}
        for exported in self.returned.exported:
            root = self._row(exported).root
            if root not in kept and root in self.standing:
                corrections.reject(self.connection, self.standing[root].id, self.by, self._why("removed"))
                total += Taken(rejected=1)
        return total

    def _check(self, spans: Spans) -> None:
        for span in spans:
            if not 0 <= span.start < span.end <= len(self.text):
                raise CorrectionError(
                    f"{self.returned.origin}: {span.start} to {span.end} is no stretch of {self.returned.document}, "
                    f"which has {len(self.text)} characters: mark the text as it was exported"
                )

    def _root_of(self, statement: Statement) -> str:
        review = self.entry.reviews.get(statement.id)
        return review.root if review else statement.id

    def _known_rows(self) -> dict[str, _Known]:
        here = statements.c.document == self.returned.document
        spoken = select(statements.c.id, actors.c.name).join(actors, actors.c.id == statements.c.actor).where(here)
        names = {row.id: " ".join(row.name.split()) for row in self.connection.execute(spoken)}
        known = {}
        for row in self.connection.execute(select(statements).where(here).order_by(statements.c.seq)).mappings():
            # An actor that was merged into another goes by both names.
            now = self.standing.get(row["root"])
            shown = {names.get(row["id"], ""), *([_name(self.entry.record, now)] if now else [])}
            known[row["id"]] = _Known(statement_from(dict(row)), row["root"], frozenset(shown))
        return known

    def _row(self, statement: str) -> _Known:
        if statement not in self.known:
            raise CorrectionError(
                f"{self.returned.origin}: {statement} is no statement of {self.returned.document}: export it again"
            )
        return self.known[statement]

    def _paired(self) -> list[tuple[Mark, _Known | None]]:
        """Each mark with the row it was made from: by its id, the first that has it; failing that, by its places."""
        pairs: list[tuple[Mark, _Known | None]] = []
        taken: set[str] = set()
        named = {mark.content.statement for mark in self.returned.marks}
        for mark in self.returned.marks:
            name = mark.content.statement
            known = self._row(name) if name is not None and name not in taken else self._in_place(mark, named)
            if name is not None:
                taken.add(name)
            pairs.append((mark, known))
        return pairs

    def _in_place(self, mark: Mark, named: set[str | None]) -> _Known | None:
        """The row in the same places that no other mark names: one that says the same, else the latest."""
        wanted = {name: self._changes(mark, known) for name, known in self.known.items() if name not in named}
        there = [name for name, c in wanted.items() if c.source is None and c.cue is None and c.content is None]
        same = [name for name in there if wanted[name] == NOTHING]
        return self.known[(same or there)[-1]] if there else None

    def _compare(self, mark: Mark, known: _Known, *, accept: bool) -> Taken:
        wanted = self._changes(mark, known)
        now = self.standing.get(known.root)
        if wanted == NOTHING:
            if accept and now is not None and now.id not in self.entry.reviews:
                corrections.accept(self.connection, now.id, self.by, self._why("left as it is"))
                return Taken(accepted=1)
            return Taken(unchanged=1)
        if now is None:
            reason = f"{known.statement.id} was changed here, but was rejected in the ledger since"
            return Taken(left=(f"{self.returned.origin}: {reason}",))
        if known.statement != now:
            wanted = _still_to_do(wanted, self._changes(mark, replace(known, statement=now)))
        if wanted == NOTHING:
            return Taken(unchanged=1)
        corrections.edit(self.connection, now.id, wanted, self.by, self._why("changed"))
        return Taken(edited=1)

    def _changes(self, mark: Mark, known: _Known) -> Changes:
        """What the person set otherwise than the row has it."""
        row, content = known.statement, mark.content
        changes = Changes(
            source=self._moved(row.source.spans, mark.source),
            cue=self._moved(row.cue.spans, mark.cue),
            content=self._moved(row.content.spans, content.spans),
            speaker=content.speaker if content.speaker not in known.names else None,
            kind=content.kind if content.kind is not row.kind else None,
            act=content.act if content.act is not row.act else None,
            certainty=content.certainty if content.certainty is not row.certainty.level else None,
        )
        if changes.source and changes.speaker is None and not _touch(changes.source, row.source.spans):
            # Other words name the speaker now, so the old speaker cannot stand unless these name the same.
            speaker = _named_at(self.entry.record, changes.source)
            return replace(changes, speaker=speaker if speaker != row.source.actor else None)
        return changes

    def _add(self, mark: Mark) -> Taken:
        content = mark.content
        speaker = content.speaker or _named_at(self.entry.record, mark.source)
        wanted = Changes(
            self._joined(mark.source) or None, self._joined(mark.cue) or None, self._joined(content.spans),
            speaker or None, content.kind, content.act, content.certainty,
        )  # fmt: skip
        corrections.add(self.connection, self.returned.document, wanted, self.by, self._why("marked"))
        return Taken(added=1)

    def _moved(self, before: Spans, after: Spans) -> Spans | None:
        """The new places, None where they are the old ones, however the tool cut them."""
        wanted = self._joined(after)
        return None if joined(self.text, before) == wanted else wanted

    def _joined(self, spans: Spans) -> Spans:
        return joined(self.text, spans)

    def _why(self, what: str) -> str:
        return f"{what} in {self.returned.origin}"


def _still_to_do(wanted: Changes, missing: Changes) -> Changes:
    """Of what a person wanted, what the row that stands now does not have yet."""
    names = [field.name for field in fields(Changes) if getattr(wanted, field.name) is not None]
    return Changes(**{name: getattr(missing, name) for name in names})


def _name(record: Record, statement: Statement) -> str:
    actor = record.actor(statement.source.actor)
    return " ".join(actor.name.split()) if actor else ""


def _named_at(record: Record, spans: Spans) -> str:
    """The id of the actor whom the text names at these places, by the longest mention; the empty string for nobody."""
    lengths = {
        actor.id: max(
            (
                len(mention.text)
                for mention in actor.mentions
                if mention.confidence >= NAMES_A_SUBJECT and _touch((mention.span,), spans)
            ),
            default=0,
        )
        for actor in record.actors
    }
    longest = max(lengths, key=lengths.__getitem__, default="")
    return longest if lengths.get(longest) else ""


def _touch(some: Spans, others: Spans) -> bool:
    return any(one.touches(other) for one in some for other in others)
