"""Several processes at one ledger. `python -m benchmarks.ledger together` does the same for longer."""

from __future__ import annotations

from benchmarks.ledger import together

from onrecord.ledger.connect import Ledger
from tests.ledger.conftest import problems

SECONDS = 8


def test_two_write_while_four_read(ledger: Ledger) -> None:
    done = together(ledger.name, SECONDS)
    assert done["least by a writer"] > 0
    assert done["least by a reader"] > 0
    assert problems(ledger) == []
