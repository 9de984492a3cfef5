"""Tables and JSON: one item for each row, line or object, each with the exact bytes it stands in."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from onrecord.documents.columns import choose_columns, delimiter_of, split_header
from onrecord.documents.items import Intake, Item, Media
from onrecord.documents.limits import CHUNK, Limits, amount, read_bounded
from onrecord.documents.text import decode_guessing
from onrecord.errors import TooLarge, UnknownEncoding, UnreadableFile
from onrecord.records import Skipped

# So many lines tell which keys a file of JSON Lines has: a key may be missing from some objects.
TELLING_LINES = 20
BLANK = re.compile(r"\s*")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def list_json_lines(item: Item, stream: io.BufferedReader, intake: Intake) -> Iterator[Item | Skipped]:
    """One item for each line that is not blank. Raises UnreadableFile where the first lines have no text."""
    stream, wide = _single_bytes(stream, intake.limits)
    lines = _numbered_lines(stream, intake.limits)
    first = list(islice(lines, TELLING_LINES))
    _check_keys([line for _, line in first if line is not None], intake, None if wide else intake.encoding)
    for number, line in chain(first, lines):
        place = item.inside(f"line {number}")
        if line is None:
            yield place.skipped("read a line", f"it is longer than {amount(intake.limits.line_bytes)}")
        elif line.strip():
            yield Item(place.origin, place.member, _widened(line, wide), Media.JSON, encoding=item.encoding)


def list_json(item: Item, stream: io.BufferedReader, intake: Intake) -> Iterator[Item]:
    """One item for each object of a JSON array, or one for the object that the file is. Raises UnreadableFile."""
    text, encoding = decode_guessing(read_bounded(stream, intake.limits.file_bytes), intake.encoding)
    # Only the first object stands behind the byte order mark.
    encoding = encoding.removesuffix("-sig")
    start = _after_blanks(text, 0)
    if not text.startswith("[", start):
        yield Item(item.origin, item.member, text.encode(encoding), Media.JSON, encoding=encoding)
        return
    decoder = json.JSONDecoder()
    number = 0
    position = _after_blanks(text, start + 1)
    while not text.startswith("]", position):
        number += 1
        try:
            _, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            raise UnreadableFile(f"its item {number} {fault_of(error)}") from error
        place = item.inside(f"item {number}")
        yield Item(place.origin, place.member, text[position:end].encode(encoding), Media.JSON, encoding=encoding)
        position = _after_blanks(text, end)
        if text.startswith(",", position):
            position = _after_blanks(text, position + 1)
        elif not text.startswith("]", position):
            raise UnreadableFile(f"it breaks off behind its item {number}: no comma or bracket follows")


def list_rows(item: Item, stream: io.BufferedReader, intake: Intake) -> Iterator[Item | Skipped]:
    """One item for each row of a table, its bytes those of the header line and of the row.

    Raises UnreadableFile for a table without a text, TooLarge where a row does not end.
    """
    stream, wide = _single_bytes(stream, intake.limits)
    lines = _RowLines(stream, intake.limits)
    header = lines.take_line().rstrip(b"\r\n")
    head, _ = decode_guessing(header, None if wide else intake.encoding)
    names = split_header(head)
    choose_columns(names, intake)
    lines.take()
    for number, row in enumerate(cut_rows(lines, delimiter_of(head), intake.limits), start=1):
        data = _widened(header + b"\n" + lines.take(), wide)
        place = item.inside(f"row {number}")
        if len(row) == len(names):
            yield Item(place.origin, place.member, data, Media.ROW, encoding=item.encoding)
        elif any(row):
            yield place.skipped("read a row", f"it has {len(row)} cells, but the header names {len(names)} columns")


class _RowLines:
    """The lines of a table as the parser asks for them, with the bytes of those it took since the last row."""

    def __init__(self, stream: io.BufferedReader, limits: Limits) -> None:
        self.stream = stream
        self.most = limits.line_bytes
        self._taken = bytearray()

    def __iter__(self) -> _RowLines:
        return self

    def __next__(self) -> str:
        line = self.take_line()
        if not line:
            raise StopIteration
        # Only delimiters, quotation marks and line ends matter here, which are the same in all these encodings.
        return line.decode("latin-1")

    def take_line(self) -> bytes:
        """The next line, empty at the end. Raises TooLarge when the row is longer than the limit."""
        line = self.stream.readline(self.most + 1)
        self._taken += line
        if len(self._taken) > self.most:
            raise TooLarge(f"a row is longer than {amount(self.most)}: is a quotation mark in it not closed?")
        return line

    def take(self) -> bytes:
        """The bytes of the row just parsed."""
        taken = bytes(self._taken)
        self._taken.clear()
        return taken


def cut_rows(lines: Iterable[str], delimiter: str, limits: Limits) -> Iterator[list[str]]:
    """The cells of each row. Raises UnreadableFile for what is no table."""
    # The one limit of the csv module holds for the whole process; rows are bounded here by their bytes.
    csv.field_size_limit(limits.line_bytes)
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableFile(f"it is no sound table ({error})") from error


def _numbered_lines(stream: io.BufferedReader, limits: Limits) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number from 1; None for a line over the limit."""
    number = 0
    while line := stream.readline(limits.line_bytes + 1):
        number += 1
        if len(line) <= limits.line_bytes:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(CHUNK)
        yield number, None


def _single_bytes(stream: io.BufferedReader, limits: Limits) -> tuple[io.BufferedReader, str | None]:
    """The stream in an encoding whose line ends are single bytes, and the encoding that it was in if that was wider."""
    if stream.peek(2)[:2] not in UTF_16:
        return stream, None
    text, encoding = decode_guessing(read_bounded(stream, limits.file_bytes))
    return io.BufferedReader(io.BytesIO(text.encode())), encoding


def _widened(data: bytes, encoding: str | None) -> bytes:
    """Bytes of a stream as they were before `_single_bytes`."""
    return data if encoding is None else data.decode().encode(encoding)


def _check_keys(lines: list[bytes], intake: Intake, encoding: str | None) -> None:
    """See that the objects of these lines have a text. Raises UnreadableFile."""
    keys: dict[str, None] = {}
    for line in lines:
        try:
            values = json.loads(decode_guessing(line, encoding)[0])
        except (ValueError, RecursionError, UnknownEncoding):
            # The line is reported when it is read.
            continue
        if isinstance(values, dict):
            keys |= dict.fromkeys(values)
    if keys:
        choose_columns(list(keys), intake)


def fault_of(error: ValueError | RecursionError) -> str:
    """What is wrong with some JSON, to stand behind \"it\"."""
    return "is nested too deeply" if isinstance(error, RecursionError) else f"is not sound JSON ({error})"


def _after_blanks(text: str, position: int) -> int:
    blank = BLANK.match(text, position)
    return blank.end() if blank else position
