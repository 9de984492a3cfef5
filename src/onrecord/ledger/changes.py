"""Changes: what two copies or versions of an article say differently, and which documents copy which."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel
from sqlalchemy import Connection, func, select

from onrecord.ledger.schema import copies, documents, versions
from onrecord.records import Record, Statement

# Two contents are one statement altered when they share at least this part of their words, in order (normalised indel
# similarity). Half is what `benchmarks/scoring.py` asks of a content found.
ALTERED = 0.5
# A statement is compared with those that share one of its rarest words; an altered one has lost few of them.
RAREST = 6
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_PLAIN = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"}


class ChangeKind(StrEnum):
    """What became of a statement."""

    SAME = "same"
    ALTERED = "altered"
    CUT = "cut"
    ADDED = "added"
    OTHER_SPEAKER = "other speaker"


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a content. `kind`: `same` in both, `cut` from the first or `added` in the second."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A statement in two texts. `one` is None for one added, `other` for one cut; `words`: their contents compared."""

    kind: ChangeKind
    one: Statement | None
    other: Statement | None
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A document by its id, and where and when it came out. `day` is empty where it is not known."""

    document: str
    day: str
    outlet: str | None
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Copy:
    """A document that copies another: the parts of their shingles that they share, as in `copies.Likeness`."""

    cited: Cited
    jaccard: float
    containment: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """A document and those that copy it directly, the earliest first."""

    first: Cited
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A text that stood at a URL. `seen`: when it was taken, ISO 8601; `number`: counts from 1."""

    number: int
    document: str
    seen: str
    title: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A URL at which more than one text stood."""

    url: str
    versions: int
    last_seen: str


def compare_statements(one: Record, other: Record) -> tuple[Change, ...]:
    """The statements of two texts side by side, in the order of the first; those added stand where they were added."""
    pairs = _pairs(one.statements, other.statements)
    partner = {b: a for a, b in pairs.items()}
    changes: list[tuple[float, Change]] = []
    for a, statement in enumerate(one.statements):
        if a in pairs:
            changes.append((a, _change(one, statement, other, other.statements[pairs[a]])))
        else:
            changes.append((a, Change(ChangeKind.CUT, statement, None, _compared(statement.content.text, ""))))
    place = -1.0
    for b, statement in enumerate(other.statements):
        if b in partner:
            place = partner[b]
        else:
            added = Change(ChangeKind.ADDED, None, statement, _compared("", statement.content.text))
            changes.append((place + 0.5, added))
    return tuple(change for _, change in sorted(changes, key=lambda placed: placed[0]))


def clusters(connection: Connection) -> tuple[Cluster, ...]:
    """Each document with those that copy it directly, the earliest first.

    A copy stands once, under the earliest document that it is linked to. Links are not followed further: the copy of a
    copy, unless it is linked to the first itself, stands under the copy.
    """
    linked = select(copies.c.one).union(select(copies.c.other))
    cited = [
        Cited(*row)
        for row in connection.execute(
            select(documents.c.id, documents.c.day, documents.c.outlet, documents.c.title, documents.c.url)
            .where(documents.c.id.in_(linked))
            .order_by(documents.c.day == "", documents.c.day, documents.c.run, documents.c.id)
        )
    ]
    rank = {document.document: number for number, document in enumerate(cited)}
    # Each copy with its earliest source.
    source_of: dict[int, tuple[int, Copy]] = {}
    for link in connection.execute(select(copies)):
        first, later = sorted((rank[link.one], rank[link.other]))
        if later not in source_of or first < source_of[later][0]:
            source_of[later] = first, Copy(cited[later], link.jaccard, link.containment)
    gathered: dict[int, list[Copy]] = defaultdict(list)
    for _, (first, copy) in sorted(source_of.items()):
        gathered[first].append(copy)
    return tuple(Cluster(cited[first], tuple(found)) for first, found in sorted(gathered.items()))


def url_versions(connection: Connection, url: str) -> tuple[Version, ...]:
    """The texts that stood at a URL, in the order they were found in; empty for a URL that is not in the ledger."""
    rows = connection.execute(
        select(versions.c.number, versions.c.document, versions.c.seen, documents.c.title, documents.c.published)
        .join(documents, documents.c.id == versions.c.document)
        .where(versions.c.url == url)
        .order_by(versions.c.number)
    )
    return tuple(Version(*row) for row in rows)


def changed_urls(connection: Connection, limit: int | None = None) -> tuple[ChangedPage, ...]:
    """The URLs at which more than one text stood, the last changed first."""
    number, last = func.count(versions.c.number), func.max(versions.c.seen)
    rows = connection.execute(
        select(versions.c.url, number, last)
        .group_by(versions.c.url)
        .having(number > 1)
        .order_by(last.desc(), versions.c.url)
        .limit(limit)
    )
    return tuple(ChangedPage(*row) for row in rows)


def _pairs(one: Sequence[Statement], other: Sequence[Statement]) -> dict[int, int]:
    """Which statement of the second is which of the first, by number; the most alike are paired first."""
    first, second = ([tuple(_WORD.findall(s.content.text.lower())) for s in found] for found in (one, other))
    holding: dict[str, list[int]] = defaultdict(list)
    for b, words in enumerate(second):
        for word in set(words):
            holding[word].append(b)
    likely: list[tuple[float, bool, int, int, int]] = []
    for a, words in enumerate(first):
        rarest = sorted(holding.keys() & set(words), key=lambda word: (len(holding[word]), word))[:RAREST]
        for b in {b for word in rarest for b in holding[word]}:
            likeness = Indel.normalized_similarity(words, second[b], score_cutoff=ALTERED)
            if likeness >= ALTERED:
                # A report inside a report has the words of what holds it: the same depth goes first.
                depth = (one[a].within is None) != (other[b].within is None)
                likely.append((-likeness, depth, abs(a - b), a, b))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for *_, a, b in sorted(likely):
        if a not in pairs and b not in taken:
            pairs[a] = b
            taken.add(b)
    return pairs


def _change(one: Record, was: Statement, other: Record, became: Statement) -> Change:
    words = _compared(was.content.text, became.content.text)
    if not _same_speaker(_speaker(one, was), _speaker(other, became)):
        kind = ChangeKind.OTHER_SPEAKER
    else:
        kind = ChangeKind.SAME if all(w.kind is ChangeKind.SAME for w in words) else ChangeKind.ALTERED
    return Change(kind, was, became, words)


def _speaker(record: Record, statement: Statement) -> str:
    """The name of the speaker, or the words that stand for one."""
    actor = record.actor(statement.source.actor)
    return actor.name if actor else statement.source.text


def _same_speaker(one: str, other: str) -> bool:
    """Whether two names may be one person's: "Brandt" is "Ilse Brandt" where a copy leaves the first name out."""
    a, b = (set(_WORD.findall(name.lower())) for name in (one, other))
    return a == b or bool(a and b and (a <= b or b <= a))


def _compared(one: str, other: str) -> tuple[Words, ...]:
    """Two contents word by word, each stretch as it was written. Spaces count for nothing, signs as words.

    How quotation marks and apostrophes are drawn is a house's style, and no change.
    """
    first, second = list(_TOKEN.finditer(one)), list(_TOKEN.finditer(other))
    words = []
    for step in Indel.opcodes([_PLAIN.get(t[0], t[0]) for t in first], [_PLAIN.get(t[0], t[0]) for t in second]):
        if step.tag == "insert":
            words.append(Words(ChangeKind.ADDED, _stretch(other, second[step.dest_start : step.dest_end])))
        else:
            kind = ChangeKind.SAME if step.tag == "equal" else ChangeKind.CUT
            words.append(Words(kind, _stretch(one, first[step.src_start : step.src_end])))
    return tuple(words)


def _stretch(text: str, tokens: Sequence[re.Match[str]]) -> str:
    return text[tokens[0].start() : tokens[-1].end()]
