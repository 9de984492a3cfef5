"""Quality of a reading on PolNeAR's dev part: attributions, calibration, speakers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.data import Gold, SpeakerLabel
from benchmarks.scoring import Roles, Score, Words, count, matches, pairs, scores
from onrecord.actors.register import default_register
from onrecord.documents.text import make_document
from onrecord.reading import Reader
from onrecord.records import Anonymity, Record, Spans, Statement

BINS = 10
NAMED = ("person", "organisation")


@dataclass(frozen=True)
class Speakers:
    """How sources were resolved. Shares are of the sources whose speaker the text gives by name and the reader found.

    `right`: the right name; `wrong`: another name; `described`: the source's own words and no name, or nobody;
    `found`, `labelled`: how many there are; `quotations_right`: of the quotations outside all attributions.
    """

    right: float
    wrong: float
    described: float
    found: int
    labelled: int
    quotations_right: int
    quotations: int


def read_all(gold: list[Gold]) -> list[Record]:
    """The record of each article."""
    reader = Reader()
    return [reader.read(make_document(item.text, item.published)) for item in gold]


def attribution_scores(gold: list[Gold], records: list[Record], *, nested: bool) -> dict[str, Score]:
    """Scores of the statements that have a cue; `nested`: with the reports inside reports, which PolNeAR leaves out."""
    total: Counter[str] = Counter()
    for item, record in zip(gold, records, strict=True):
        words = Words(item.text)
        wanted = [words.roles(*spans) for spans in item.attributions]
        total.update(count(wanted, [_roles(words, s) for s in _scored(record, nested=nested)]))
    return scores(total)


def by_kind(gold: list[Gold], records: list[Record]) -> dict[str, tuple[float, int]]:
    """Precision of attribution by kind of statement, with how many there are."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for statement, hit in _judged(gold, records):
        total[statement.kind] += 1
        right[statement.kind] += hit
    return {kind: (right[kind] / total[kind], total[kind]) for kind in sorted(total)}


def calibration(gold: list[Gold], records: list[Record]) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error of `confidence` over ten equal bins, and each bin's mean, share right and size."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for statement, hit in _judged(gold, records):
        bins[min(BINS - 1, int(statement.confidence * BINS))].append((statement.confidence, hit))
    total = sum(map(len, bins))
    rows = [(sum(c for c, _ in b) / len(b), sum(h for _, h in b) / len(b), len(b)) for b in bins if b]
    return sum(abs(mean - share) * size for mean, share, size in rows) / total, rows


def speaker_scores(labels: list[SpeakerLabel], gold: list[Gold], records: list[Record]) -> Speakers:
    """How the speakers of the labelled sources and quotations were resolved."""
    record_of = {item.name: record for item, record in zip(gold, records, strict=True)}
    tally: Counter[str] = Counter()
    for label in labels:
        record = record_of[label.document]
        if label.kind == "quotation":
            tally["quotations"] += 1
            tally["quotations right"] += _quotation_right(label, record)
        elif label.kind in NAMED:
            tally["labelled"] += 1
            outcome = outcome_of(label, record)
            tally[outcome] += 1
    found = tally["right"] + tally["wrong"] + tally["described"]
    shares = [tally[name] / max(1, found) for name in ("right", "wrong", "described")]
    return Speakers(*shares, found, tally["labelled"], tally["quotations right"], tally["quotations"])


def outcome_of(label: SpeakerLabel, record: Record) -> str:
    """ "right", "wrong" or "described"; "missed" when no statement has that source."""
    statement = next((s for s in record.statements if _touches(s.source.spans, label.span)), None)
    if statement is None:
        return "missed"
    actor = record.actor(statement.source.actor)
    if actor is None:
        return "described"
    if same_name(label.speaker, actor.name):
        return "right"
    own_words = set(_tokens(actor.name)) <= set(_tokens(statement.source.text))
    return "wrong" if statement.source.anonymity is Anonymity.NAMED and not own_words else "described"


def same_name(label: str, found: str) -> bool:
    """Whether two names can be one: equal or one inside the other, or one entry of the register, or surname and
    given name agree."""
    register = default_register()
    one, other = _tokens(label), _tokens(found)
    if not one or not other:
        return False
    entry, second = register.named(label), register.named(found)
    return (
        set(one) <= set(other)
        or set(other) <= set(one)
        or (one[-1] == other[-1] and one[0] == other[0])
        or (entry is not None and second is not None and entry.name == second.name)
    )


def _tokens(name: str) -> list[str]:
    plain = name.lower().replace("’s", "").replace("'s", "").replace("-", " ").replace(".", "")
    return [word for word in plain.split() if word not in {"the", "a", "an", "mr", "mrs", "ms"} and len(word) > 1]


def _quotation_right(label: SpeakerLabel, record: Record) -> bool:
    statement = next((s for s in record.statements if _touches(s.content.spans, label.span)), None)
    actor = record.actor(statement.source.actor) if statement else None
    if label.speaker == "unattributed":
        return actor is None
    return actor is not None and same_name(label.speaker, actor.name)


def _touches(spans: Spans, span: tuple[int, int]) -> bool:
    return any(s.start < span[1] and s.end > span[0] for s in spans)


def _scored(record: Record, *, nested: bool) -> list[Statement]:
    return [s for s in record.statements if s.cue.spans and (nested or s.within is None)]


def _roles(words: Words, statement: Statement) -> Roles:
    source, cue, content = (
        [(span.start, span.end) for span in spans]
        for spans in (statement.source.spans, statement.cue.spans, statement.content.spans)
    )
    return words.roles(source, cue, content)


def _judged(gold: list[Gold], records: list[Record]) -> Iterable[tuple[Statement, bool]]:
    """Each outer statement with whether source, cue and content are all right."""
    for item, record in zip(gold, records, strict=True):
        words = Words(item.text)
        wanted = [words.roles(*spans) for spans in item.attributions]
        statements = _scored(record, nested=False)
        found = [_roles(words, statement) for statement in statements]
        right = {j for i, j in pairs(wanted, found) if matches(wanted[i], found[j])["attribution"]}
        for j, statement in enumerate(statements):
            yield statement, j in right
