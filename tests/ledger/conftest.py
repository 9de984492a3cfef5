"""What the ledger's tests share: hand-made records kept, and a look at what is wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord import Record
from onrecord.ledger.connect import Ledger
from onrecord.ledger.verify import Problem, verify
from onrecord.records import Aligned, Appearance, Original, Span
from tests.conftest import fill

Keep = Callable[..., int]


def appearance_of(record: Record, origin: str = "tarn.txt") -> Appearance:
    """The record's text as a plain text file."""
    text = record.document.text
    whole = Span(0, len(text))
    return Appearance(
        record.document, Original.of(text.encode("utf-8", "surrogatepass"), "text/plain"), origin,
        encoding="utf-8", alignment=(Aligned(whole, whole),),
    )  # fmt: skip


@pytest.fixture
def keep_made(ledger: Ledger) -> Keep:
    """Keeps records in the ledger, each found as a plain text file; gives the number of the run."""

    def keep(*records: Record) -> int:
        return fill(ledger, [(appearance_of(record, f"tarn{n}.txt"), record) for n, record in enumerate(records)])

    return keep


def problems(ledger: Ledger) -> list[Problem]:
    return list(verify(ledger))
