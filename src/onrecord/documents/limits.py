"""How much is read: what keeps a hostile file from filling memory or holding up a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from onrecord.errors import TooLarge

MIB = 1 << 20
# Under this many unpacked bytes a high ratio harms nobody: a page of one repeated line packs very well too.
RATIO_COUNTS_FROM = 16 * MIB
# Read at once from a file or a decompressor; more saves no time.
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused as too large. Each number is far above what news is, and far under what hurts.

    `file_bytes`: of one page, message, PDF or archive member, which is held in memory as a whole;
    `line_bytes`: of one line of JSON Lines or one row of a table; `unpacked_bytes`, `ratio` and `members`: of one
    archive with all archives inside it, its ratio counted as unpacked to packed bytes; `depth`: archives inside
    archives, counted without the outermost; `pages`: of one PDF; `characters`: of one document; `tags`: of one
    page or feed; `entries`: of one feed; `parts`: of one e-mail.
    """

    file_bytes: int = 64 * MIB
    line_bytes: int = 16 * MIB
    unpacked_bytes: int = 256 << 30
    ratio: int = 200
    members: int = 2_000_000
    depth: int = 3
    pages: int = 2_000
    characters: int = 5_000_000
    tags: int = 100_000
    entries: int = 10_000
    parts: int = 100


class OverBudget(TooLarge):
    """An archive that is given up as a whole, with all that lies in it."""


@dataclass(slots=True)
class Budget:
    """What one source may still unpack. `packed`: its own bytes, counted up as they are read where not known."""

    limits: Limits
    packed: int = 0
    unpacked: int = 0
    members: int = 0

    def receive(self, size: int) -> None:
        """Count packed bytes, as they come in from a stream whose size is not known."""
        self.packed += size

    def spend(self, size: int) -> None:
        """Count unpacked bytes. Raises OverBudget when they are more than the limits allow."""
        self.unpacked += size
        if self.unpacked > self.limits.unpacked_bytes:
            raise OverBudget(f"unpacks to more than {amount(self.limits.unpacked_bytes)}: unpack it and read its parts")
        if self.unpacked > max(RATIO_COUNTS_FROM, self.limits.ratio * self.packed):
            raise OverBudget(
                f"unpacks to over {self.limits.ratio} times its size, as archives made to do harm: "
                "if you trust it, unpack it and read the folder"
            )

    def enter(self) -> None:
        """Count a member. Raises OverBudget when there are more than the limits allow."""
        self.members += 1
        if self.members > self.limits.members:
            raise OverBudget(f"has more than {self.limits.members:,} members: unpack it and read the folder")


class Readable(Protocol):
    """A stream of bytes, as far as it is used here."""

    def read(self, size: int, /) -> bytes: ...


def read_bounded(stream: Readable, most: int, what: str = "it") -> bytes:
    """All bytes of a stream. Raises TooLarge, calling it `what`, as soon as there are more than `most`."""
    data = bytearray()
    for chunk in chunks(stream):
        data += chunk
        if len(data) > most:
            raise TooLarge(f"{what} is larger than {amount(most)}: split it into its articles")
    return bytes(data)


def check_tags(count: int, limits: Limits) -> None:
    """See that markup with so many "<" is within the limits. Raises TooLarge."""
    if count > limits.tags:
        raise TooLarge(f"it has more than {limits.tags:,} tags, far more than an article: split it")


def chunks(stream: Readable) -> Iterator[bytes]:
    """The bytes of a stream, piece by piece."""
    while chunk := stream.read(CHUNK):
        yield chunk


def amount(size: int) -> str:
    """A number of bytes for people: "64 MB"."""
    for unit, name in ((1 << 30, "GB"), (MIB, "MB"), (1 << 10, "KB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} bytes"
