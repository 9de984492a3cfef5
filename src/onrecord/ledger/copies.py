"""Copies: documents that share most of their words in the same order, found by minhash and proved shingle by shingle.

After Broder, "On the resemblance and containment of documents" (1997). Two documents are compared when any of their
32 bands of four minima agrees; whether they are copies is then counted exactly. A link is between two documents and
says nothing about a third, so a chain of small changes does not join what is different.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rensa import RMinHash
from sqlalchemy import Connection, select

from onrecord.ledger.schema import bands, documents

SHINGLE = 5  # words; fewer make boilerplate look like copying, more break at every edit
MINIMA, SEED = 128, 1
BAND = 4  # minima in a band: two documents with a resemblance of 0.5 meet with probability 0.87, of 0.7 almost surely
# A copy shares at least this part of the shorter document's shingles, and so much of both together that it is no mere
# quotation or shared background paragraph. An edit of one word breaks five shingles.
CONTAINED, RESEMBLING = 0.6, 0.35
# Shorter documents (in shingles) agree by chance in a formula or two.
FEWEST = 20
_WORD = re.compile(r"\w+")
_SIGN = 1 << 63


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two documents are, by their shingles: shared of all (`jaccard`), shared of the shorter's."""

    jaccard: float
    containment: float

    @property
    def is_copy(self) -> bool:
        return self.containment >= CONTAINED and self.jaccard >= RESEMBLING


def shingles(text: str) -> frozenset[str]:
    """Every five words in a row, in small letters and without punctuation; a shorter text is one shingle."""
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


def band_keys(text: str) -> tuple[int, ...]:
    """The text's keys, one for each band, as signed 64-bit numbers; none for a text too short to be told a copy."""
    pieces = shingles(text)
    if len(pieces) < FEWEST:
        return ()
    minhash = RMinHash(num_perm=MINIMA, seed=SEED)
    minhash.update(sorted(pieces))
    minima = minhash.digest()
    keys = []
    for start in range(0, MINIMA, BAND):
        key = 0
        for value in minima[start : start + BAND]:
            key = (key * 0x9E3779B97F4A7C15 + value + 1) & (2 * _SIGN - 1)
        keys.append(key - _SIGN)
    return tuple(keys)


def compare(one: str, other: str) -> Likeness:
    """How alike two texts are, counted exactly."""
    a, b = shingles(one), shingles(other)
    shared = len(a & b)
    return Likeness(shared / len(a | b), shared / min(len(a), len(b)))


def find_copies(connection: Connection, document: str, text: str) -> list[tuple[str, Likeness]]:
    """The documents of the ledger that are copies of this one, whose bands are in the ledger."""
    mine = bands.alias("mine")
    candidates = connection.execute(
        select(documents.c.id, documents.c.text)
        .where(
            documents.c.id.in_(
                select(bands.c.document)
                .join(mine, (mine.c.band == bands.c.band) & (mine.c.key == bands.c.key))
                .where(mine.c.document == document, bands.c.document != document)
            )
        )
        .order_by(documents.c.id)
    )
    found = ((row.id, compare(text, row.text)) for row in candidates)
    return [(other, likeness) for other, likeness in found if likeness.is_copy]
