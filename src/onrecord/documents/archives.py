"""What lies in archives: gzip, zip and tar, unpacked in memory and counted as they are unpacked.

Nothing is written to disk, so a member's name is a name only, wherever it points to.
"""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from onrecord.documents.limits import CHUNK, Budget, Readable, amount
from onrecord.errors import TooLarge, UnreadableFile

GZIP_START = b"\x1f\x8b\x08"
# zlib: a gzip header is expected.
GZIP_WINDOW = 31
# Broken members after which a stream is given up: each costs a new start.
MOST_BROKEN = 1_000
# Names and other headers of tar members that come before the member, and how long they may be.
NAME_TYPES = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip
LONGEST_NAME = 1 << 20
# One entry of a zip archive's directory takes this many bytes at least.
ZIP_ENTRY = 46
# A zip archive ends with its directory's place, before a comment of at most 65,535 bytes.
ZIP_END = 66_000
# Where this is given as the size of the directory, the true one stands in the ZIP64 record.
ZIP64_FOLLOWS = 0xFFFFFFFF
# What a damaged archive can raise in the standard library while it is read.
DAMAGE = (
    zlib.error, zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, ValueError, RuntimeError, struct.error,
    OverflowError,
)  # fmt: skip
# First entries that tell an office document or an e-book from an archive of articles.
DOCUMENT_ENTRIES = frozenset({"[Content_Types].xml", "mimetype"})
# Archivers for one system leave these behind; they hold nothing that a person wrote.
LITTER = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", "@eaDir", "$RECYCLE.BIN"})


class Member(NamedTuple):
    """One file in an archive; `stream` is good until the next member is asked for."""

    name: str
    stream: io.BufferedReader


class Unopened(NamedTuple):
    """One member of an archive that is not read, and why."""

    name: str
    reason: str


class Counted(io.RawIOBase):
    """A stream that counts what is read from it, and raises UnreadableFile where the archive under it is damaged."""

    def __init__(self, stream: Readable, count: Callable[[int], None]) -> None:
        super().__init__()
        self.stream = stream
        self.count = count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self.stream.read(len(buffer))
        except DAMAGE as error:
            raise UnreadableFile(f"it is damaged ({error or type(error).__name__})") from error
        self.count(len(data))
        buffer[: len(data)] = data
        return len(data)


class Gunzipped:
    """The unpacked bytes of a gzip stream, all its members one after the other.

    A member that is damaged ends where the damage begins, and reading goes on with the next: crawls are written as
    thousands of members, of which one is broken. Once read to its end, `broken` says what was damaged first (None:
    nothing), and `passed` how many bytes stand between or behind the members that are no gzip data.
    """

    def __init__(self, packed: Readable) -> None:
        self.packed = packed
        self.broken: str | None = None
        self.passed = 0
        self._ready = bytearray()
        self._pieces = self._unpack()

    def read(self, size: int, /) -> bytes:
        """The next bytes: as many as asked for, fewer only at the end."""
        while len(self._ready) < size and (piece := next(self._pieces, b"")):
            self._ready += piece
        out = bytes(self._ready[:size])
        del self._ready[:size]
        return out

    def _unpack(self) -> Iterator[bytes]:
        packed = self.packed.read(CHUNK)
        failures = 0
        while True:
            while (start := packed.find(GZIP_START)) < 0:
                more = self.packed.read(CHUNK)
                self._pass(packed[:-2] if more else packed)
                if not more:
                    return
                packed = packed[-2:] + more
            self._pass(packed[:start])
            packed = packed[start:]
            member = zlib.decompressobj(GZIP_WINDOW)
            try:
                while not member.eof:
                    packed = packed or self.packed.read(CHUNK)
                    if not packed:
                        self.broken = self.broken or "it ends too early"
                        return
                    piece = member.decompress(packed, CHUNK)
                    packed = member.unconsumed_tail
                    if piece:
                        yield piece
                packed = member.unused_data or self.packed.read(CHUNK)
            except zlib.error as error:
                self.broken = self.broken or str(error)
                failures += 1
                if failures > MOST_BROKEN:
                    return
                packed = packed[1:]

    def _pass(self, packed: bytes) -> None:
        """Count what is no gzip data, unless it is zeros, which fill up a tape's block, or follows a damage."""
        if self.broken is None and packed.strip(b"\0"):
            self.passed += len(packed)


def unpack_zip(stream: BinaryIO, budget: Budget) -> Iterator[Member | Unopened]:
    """The members of a zip archive in the order of their names, each open or with a reason why not.

    Raises UnreadableFile for an archive that is damaged as a whole, TooLarge for one made to do harm.
    """
    _check_directory(stream, budget)
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGE as error:
        raise UnreadableFile(f"the zip archive is damaged ({error})") from error
    with archive:
        entries = archive.infolist()
        if entries and entries[0].filename in DOCUMENT_ENTRIES:
            raise UnreadableFile("it is an office document or an e-book: save it as PDF, HTML or text")
        _check_overlaps(entries)
        for entry in sorted(entries, key=lambda entry: entry.filename):
            if entry.is_dir() or is_litter(entry.filename):
                continue
            budget.enter()
            if entry.flag_bits & 1:
                yield Unopened(entry.filename, "it is encrypted: unpack the archive with its password first")
            elif stat.S_ISLNK(entry.external_attr >> 16):
                yield Unopened(entry.filename, "it is a symbolic link, which is not followed")
            else:
                try:
                    member = archive.open(entry)
                except DAMAGE as error:
                    yield Unopened(entry.filename, f"it is damaged ({error})")
                    continue
                with member:
                    yield Member(entry.filename, io.BufferedReader(Counted(member, budget.spend), CHUNK))


def unpack_tar(stream: BinaryIO, budget: Budget) -> Iterator[Member | Unopened]:
    """The files of a tar archive in the order they stand in, each open or with a reason why not.

    Raises UnreadableFile where the archive is damaged; what stands before the damage has been given by then.
    """
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Entry) as archive:
            for entry in archive:
                budget.enter()
                if entry.isdir() or is_litter(entry.name):
                    continue
                content = archive.extractfile(entry) if entry.isreg() else None
                if content is None:
                    yield Unopened(entry.name, "it is a link or a device, which is not followed")
                else:
                    yield Member(entry.name, io.BufferedReader(Counted(content, budget.spend), CHUNK))
    except DAMAGE as error:
        raise UnreadableFile(f"the tar archive is damaged ({error})") from error


class _Entry(tarfile.TarInfo):
    """A tar header that refuses a name too long to be one, since `tarfile` reads names into memory."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Entry:
        entry = super().frombuf(buf, encoding, errors)
        if entry.type in NAME_TYPES and entry.size > LONGEST_NAME:
            raise TooLarge(f"the headers of a member take {amount(entry.size)}: unpack the archive and read the folder")
        return entry


def is_litter(name: str) -> bool:
    """Whether a path within a folder or archive is hidden, or left there by an operating system."""
    return any(part in LITTER or (part.startswith(".") and part not in {".", ".."}) for part in name.split("/"))


def _check_directory(stream: BinaryIO, budget: Budget) -> None:
    """Refuse a directory too long to be read into memory. Raises TooLarge; damage is left for `zipfile` to find."""
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, end - ZIP_END))
    tail = stream.read(ZIP_END)
    sizes = [0]
    for start, layout, place in ((b"PK\x05\x06", "<L", 12), (b"PK\x06\x06", "<Q", 40)):
        at = tail.rfind(start)
        if 0 <= at <= len(tail) - place - struct.calcsize(layout):
            sizes.append(struct.unpack_from(layout, tail, at + place)[0])
    longest = min(max(size for size in sizes if size != ZIP64_FOLLOWS), end)
    if longest > budget.limits.members * ZIP_ENTRY:
        raise TooLarge(f"its list of members alone takes {amount(longest)}: unpack it and read the folder")


def _check_overlaps(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive whose members share their bytes, so that a small file unpacks to a huge one."""
    placed = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, following in pairwise(placed):
        if entry.header_offset + entry.compress_size > following.header_offset:
            raise TooLarge(
                f"its members {entry.filename!r} and {following.filename!r} share their bytes, as archives made to do "
                "harm have it: nothing in it is read"
            )
