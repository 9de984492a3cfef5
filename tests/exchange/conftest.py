"""A ledger of five documents: two that were read, a page among them, and three with hand-made rows for hard cases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.documents.html import read_html
from onrecord.documents.text import make_document
from onrecord.exchange.selection import Selection
from onrecord.ledger.connect import Ledger, open_ledger
from onrecord.ledger.read import Entry
from onrecord.ledger.rows import rows_of
from onrecord.ledger.write import Outcome, finish_run, keep, start_run
from onrecord.records import (
    Act,
    Actor,
    ActorKind,
    Aligned,
    Anonymity,
    Appearance,
    Certainty,
    CertaintyLevel,
    Content,
    Cue,
    Date,
    Document,
    Mention,
    MentionKind,
    Original,
    Record,
    Role,
    Source,
    Span,
    Spans,
    Statement,
    StatementKind,
    Status,
    Whose,
    actor_id,
    evidence,
    statement_id,
)
from tests.conftest import Tried

HARBOUR = """The mayor of Tarn, Ilse Vance, said on Monday that the harbour would reopen within a week.

"We will not wait for the ministry," Vance told reporters at the quay.

A spokesman for the Ministry of Transport denied that there had been any delay. "The permits were sent in March," he \
said.
"""

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ferry line to close</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>Ferry line to close</h1>
<p>The ferry between Tarn and Lisse will stop in October, the operator Tarn Lines said on Thursday in a short note.</p>
<p>“Costs &amp; fuel have doubled,” said its director, Pavel Orsk, at a meeting in the town hall of Lisse.</p>
<p>The mayor of Lisse, Anna Brodie, said that the island could not live without the line, and asked for a delay.</p>
</article></body></html>
"""

# Line ends of three kinds, a character outside the basic plane, one that XML has not, and words like a formula.
ODD = (
    '=Quay\r\nThe 🚢 line is <safe>,\r\nOrla Finch & Co said,\rand it stays\x01 so "for ever". '
    "Finch told Rhys Dunne\tthat Dunne was right."
)
UNDATED = "The lamp\nis out, the keeper said."
LATER = "Orla Finch & Co said that Rhys Dunne was late."


def characters(path: Path) -> str:
    """The text of a file, its line ends as they are."""
    return path.read_bytes().decode()


def at(text: str, *pieces: str) -> Spans:
    """The places of some words of a text, each where it first stands."""
    return tuple(Span(text.index(piece), text.index(piece) + len(piece)) for piece in pieces)


def actor(document: Document, name: str, kind: ActorKind, *mentions: str, country: str | None = None) -> Actor:
    said = tuple(
        Mention(span, span.of(document.text), MentionKind.NAME, 1.0)
        for span in sorted(span for words in mentions for span in at(document.text, words))
    )
    roles = (Role("shipowner", "Tarn", at(document.text, mentions[0])),)
    return Actor(actor_id(document.id, kind, name), name, kind, country, "BUS", roles, said)


def statement(
    document: Document, speaker: Actor | None, source: Spans, cue: Spans, content: Spans, **further: object
) -> Statement:
    text = document.text
    made = Statement(
        statement_id(document.id, source, cue, content), StatementKind.INDIRECT,
        Source(source, evidence(text, source), speaker.id if speaker else None, 0.9,
               Anonymity.NAMED if speaker else Anonymity.UNNAMED),
        Cue(cue, evidence(text, cue), "say"), Content(content, evidence(text, content)), Act.ASSERT,
        Certainty(CertaintyLevel.UNQUALIFIED, None, ()), (), None, None,
        Status.ATTRIBUTED if speaker else Status.UNATTRIBUTED, None if speaker else "nobody is named", 0.75,
    )  # fmt: skip
    return replace(made, **further)  # type: ignore[arg-type]


def odd_record() -> Record:
    """Content in three pieces, two of them over line ends; a report in a report; somebody addressed; a formula."""
    document = replace(make_document(ODD, "2017-05-02", "=1+1", "The Tarn Courier"), language="en")
    finch = actor(document, "=Orla Finch & Co <Ltd>", ActorKind.ORGANISATION, "Orla Finch & Co", country="GBR")
    dunne = actor(document, "Rhys Dunne", ActorKind.PERSON, "Rhys Dunne", "Dunne was", country="IRL")
    outer = statement(
        document, finch, at(ODD, "Orla Finch & Co"), at(ODD, "said"),
        at(ODD, "The 🚢 line is <safe>", "and it stays\x01 so \"for ever\""), kind=StatementKind.MIXED,
        certainty=Certainty(CertaintyLevel.ALMOST_CERTAIN, Whose.SOURCE, at(ODD, "for ever")),
        date=Date("2017-05", "May", at(ODD, "stays")),
    )  # fmt: skip
    told = statement(
        document, finch, at(ODD, "Finch told")[:1], at(ODD, "told"), at(ODD, "Rhys Dunne\tthat Dunne was right"),
        addressees=(dunne.id,), within=outer.id,
    )  # fmt: skip
    return Record(document, (finch, dunne), statements=(outer, told))


def later_record() -> Record:
    """The same two actors again, a month later."""
    document = make_document(LATER, "2017-06-01")
    finch = actor(document, "=Orla Finch & Co <Ltd>", ActorKind.ORGANISATION, "Orla Finch & Co", country="GBR")
    dunne = actor(document, "Rhys Dunne", ActorKind.PERSON, "Rhys Dunne", country="IRL")
    said = statement(document, finch, at(LATER, "Orla Finch & Co"), at(LATER, "said"), at(LATER, "Rhys Dunne was late"))
    return Record(document, (finch, dunne), statements=(said,))


def undated_record() -> Record:
    document = make_document(UNDATED)
    said = statement(document, None, at(UNDATED, "the keeper"), at(UNDATED, "said"), at(UNDATED, "The lamp\nis out"))
    return Record(document, (), statements=(said,))


def plain(record: Record, name: str) -> Outcome:
    text = record.document.text
    whole = (Aligned(Span(0, len(text)), Span(0, len(text))),)
    original = Original.of(text.encode(), "text/plain")
    found = Appearance(record.document, original, name, encoding="utf-8", alignment=whole)
    return Outcome(name, None, original.sha256, (rows_of(found, record, "test-model"),))


def page(tried: Tried) -> Outcome:
    data = PAGE.encode()
    read = read_html(data)
    url = "https://tarn-courier.example/ferry?a=1&b=2"
    document = replace(make_document(read.text, "2017-05-04", read.title, "The Tarn Courier"), url=url)
    record = tried.reader.read(document)
    original = Original.of(data, "text/html")
    found = Appearance(
        record.document, original, "ferry.html", None, "2017-05-05T10:00:00Z", read.encoding, read.dates, read.alignment
    )
    return Outcome("ferry.html", None, original.sha256, (rows_of(found, record, "test-model"),))


@pytest.fixture(scope="session")
def filled(tried: Tried, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exchange") / "news.db"
    ledger = open_ledger(str(path), create=True)
    run = start_run(ledger, "add", "test-model", {})
    harbour = tried.record(HARBOUR, "2017-04-13")
    outcomes = [
        plain(harbour, "harbour.txt"),
        page(tried),
        plain(odd_record(), "odd.txt"),
        plain(undated_record(), "lamp.txt"),
        plain(later_record(), "later.txt"),
    ]
    keep(ledger, run, outcomes)
    finish_run(ledger, run)
    ledger.close()
    return path


@pytest.fixture
def ledger(filled: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of its own for each test."""
    copy = tmp_path / "ledger.db"
    shutil.copy(filled, copy)
    opened = open_ledger(str(copy))
    yield opened
    opened.close()


@pytest.fixture
def entries(ledger: Ledger) -> list[Entry]:
    with ledger.reading() as connection:
        return list(Selection.of(connection))
