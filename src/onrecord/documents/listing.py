"""What there is to read under some paths: files, folders, archives, crawls, tables, standard input, URLs."""

from __future__ import annotations

import glob
import io
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

from onrecord.documents.archives import Counted, Gunzipped, Member, Unopened, is_litter, unpack_tar, unpack_zip
from onrecord.documents.fetch import Fetcher
from onrecord.documents.items import Intake, Item
from onrecord.documents.kinds import HEAD, Container, tell_container
from onrecord.documents.limits import Budget, OverBudget, Readable, amount, read_bounded
from onrecord.documents.tables import list_json, list_json_lines, list_rows
from onrecord.documents.text import STANDARD_INPUT
from onrecord.documents.warc import Unread, read_records
from onrecord.errors import DocumentError, TooLarge
from onrecord.records import Skipped

SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)


def list_items(paths: Iterable[str], intake: Intake) -> Iterator[Item | Skipped]:
    """Everything to read under `paths`: what the sources there hold, found as it is asked for."""
    with Fetcher(intake.limits) as fetcher:
        for source in list_sources(paths):
            if isinstance(source, Skipped):
                yield source
            else:
                yield from open_source(source, intake, fetcher)


def list_sources(paths: Iterable[str]) -> Iterator[Item | Skipped]:
    """The files, URLs and streams that `paths` name, unopened, in the order given and sorted within.

    A path is a file, a folder (with all folders in it), a pattern such as "news/*.html", "-" for standard input, or a
    URL. Hidden files and what operating systems leave in folders (`is_litter`) are passed over; whatever else is not
    read is Skipped.
    """
    for path in paths:
        if path == STANDARD_INPUT or SCHEME.match(path):
            yield Item(path)
        elif Path(path).is_dir():
            yield from _list_folder(path)
        elif os.path.lexists(path) or not glob.has_magic(path):
            yield Item(path)
        else:
            yield from _list_pattern(Item(path))


def open_source(source: Item, intake: Intake, fetcher: Fetcher) -> Iterator[Item | Skipped]:
    """What one source holds: itself, or the members of an archive, a table or a crawl, each also inside another.

    Zip, tar and gzip files are unpacked, web archives and tables opened.
    """
    if source.origin == STANDARD_INPUT:
        yield from _open_stream(source, sys.stdin.buffer, "", intake)
    elif scheme := SCHEME.match(source.origin):
        yield from _open_url(source, scheme[1].lower(), fetcher, intake)
    else:
        yield from _open_file(source, intake)


def _open_url(item: Item, scheme: str, fetcher: Fetcher, intake: Intake) -> Iterator[Item | Skipped]:
    if scheme not in {"http", "https"}:
        yield item.skipped("fetch", f"{scheme} is no kind of URL that is fetched: give one with http or https")
    elif not intake.fetch:
        yield item.skipped("fetch", "it is a URL, and nothing is fetched unless you say so: add --fetch")
    else:
        try:
            fetched = fetcher.fetch(item.origin)
        except DocumentError as error:
            yield item.skipped("fetch", error)
            return
        yield from _open_stream(replace(fetched, data=None), io.BytesIO(fetched.data or b""), fetched.url or "", intake)


def _open_stream(item: Item, stream: Readable, name: str, intake: Intake) -> Iterator[Item | Skipped]:
    budget = Budget(intake.limits)
    yield from _open(item, _buffered(Counted(stream, budget.receive)), name, intake, budget)


def _list_folder(path: str) -> Iterator[Item | Skipped]:
    folder = Path(path)
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        if place.is_symlink() and place != folder:
            yield Item(str(place)).skipped("open", "it is a symbolic link, not followed in a folder: name its target")
        elif not place.is_dir():
            yield Item(str(place))
        else:
            try:
                inner = sorted(inner for inner in place.iterdir() if not is_litter(inner.name))
            except OSError as error:
                reason = f"the folder cannot be opened ({error.strerror}): check its permissions"
                yield Item(str(place)).skipped("open", reason)
            else:
                waiting += reversed(inner)


def _list_pattern(item: Item) -> Iterator[Item | Skipped]:
    """What a pattern matches, without what a folder's listing leaves out, unless the pattern itself names it."""
    pattern = Path(item.origin)
    parts = pattern.relative_to(pattern.anchor).parts
    # "news/**" means every file in it, at any depth.
    parts += ("*",) if parts[-1] == "**" else ()
    try:
        found = sorted(Path(pattern.anchor or ".").glob(str(Path(*parts))))
    except ValueError as error:
        yield item.skipped(
            "open", f"the pattern {item.origin} cannot be used ({error}): ** stands alone between slashes"
        )
        return
    # A pattern names hidden files only where it begins as their names do.
    named = [part for part in parts if not part.startswith(("*", "?", "["))]
    found = [
        path
        for path in found
        if not any(is_litter(part) and not any(fnmatchcase(part, name) for name in named) for part in path.parts)
    ]
    if not found:
        yield item.skipped("open", f"no file matches the pattern {item.origin}")
    for path in found:
        if not path.is_dir():
            yield Item(str(path))
        elif "**" not in parts:
            # With "**" the files in it are matched each for itself.
            yield from _list_folder(str(path))


def _open_file(item: Item, intake: Intake) -> Iterator[Item | Skipped]:
    try:
        status = Path(item.origin).stat()
        if not stat.S_ISREG(status.st_mode):
            yield item.skipped("open", "it is no regular file (a device or a pipe)")
            return
        with Path(item.origin).open("rb", buffering=0) as raw, _buffered(raw) as file:
            yield from _open(item, file, item.origin, intake, Budget(intake.limits, packed=status.st_size))
    except FileNotFoundError:
        yield item.skipped("open", f"it does not exist: {item.origin}")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        yield item.skipped("open", f"it cannot be opened ({reason}): check its name and permissions")


def _open(
    item: Item, stream: io.BufferedReader, name: str, intake: Intake, budget: Budget, depth: int = 0
) -> Iterator[Item | Skipped]:
    """What lies in one file or member; itself, if it is one item. What cannot be read is Skipped.

    Raises OverBudget from within an archive, so that the outermost one is given up as a whole.
    """
    try:
        container = tell_container(stream.peek(HEAD), name)
        if container in {Container.ZIP, Container.TAR, Container.GZIP} and depth > intake.limits.depth:
            raise TooLarge(f"it lies in more than {intake.limits.depth} archives inside each other: unpack them first")
        match container:
            case Container.ZIP:
                seekable = stream if stream.seekable() else io.BytesIO(read_bounded(stream, intake.limits.file_bytes))
                yield from _open_members(item, unpack_zip(seekable, budget), intake, budget, depth)
            case Container.TAR:
                yield from _open_members(item, unpack_tar(stream, budget), intake, budget, depth)
            case Container.GZIP:
                yield from _open_gzip(item, stream, name, intake, budget, depth)
            case Container.WARC:
                yield from _list_records(item, stream, intake)
            case Container.JSON_LINES:
                yield from list_json_lines(item, stream, intake)
            case Container.JSON:
                yield from list_json(item, stream, intake)
            case Container.TABLE:
                yield from list_rows(item, stream, intake)
            case None if isinstance(stream.raw, io.FileIO):
                yield item
            case None:
                yield replace(item, data=read_bounded(stream, intake.limits.file_bytes))
    except OverBudget as error:
        if depth:
            raise
        yield item.skipped("unpack", error)
    except DocumentError as error:
        yield item.skipped("open", error)


def _open_members(
    item: Item, members: Iterator[Member | Unopened], intake: Intake, budget: Budget, depth: int
) -> Iterator[Item | Skipped]:
    for member in members:
        place = item.inside(member.name)
        if isinstance(member, Unopened):
            yield place.skipped("unpack", member.reason)
        else:
            yield from _open(place, member.stream, member.name, intake, budget, depth + 1)


def _open_gzip(
    item: Item, stream: io.BufferedReader, name: str, intake: Intake, budget: Budget, depth: int
) -> Iterator[Item | Skipped]:
    """What a gzip file holds, under its own name. Of a damaged one only parts that are whole are given."""
    unpacked = Gunzipped(stream)
    inner = _buffered(Counted(unpacked, budget.spend))
    for found in _open(item, inner, name.removesuffix(".gz"), intake, budget, depth + 1):
        is_all_of_it = isinstance(found, Item) and found.member == item.member
        if not (is_all_of_it and unpacked.broken):
            yield found
    if unpacked.broken:
        yield item.skipped("unpack", f"its gzip data is damaged ({unpacked.broken}): parts of it are not read")
    if unpacked.passed:
        yield item.skipped("unpack", f"{amount(unpacked.passed)} in or behind its gzip data are none, and are not read")


def _list_records(item: Item, stream: io.BufferedReader, intake: Intake) -> Iterator[Item | Skipped]:
    """One item for each page of a web archive, and one note on all records that are no pages."""
    passed: Counter[str] = Counter()
    for number, record in enumerate(read_records(stream, intake.limits), start=1):
        place = item.inside(f"record {number}")
        if isinstance(record, Unread):
            if record.by_design:
                passed[record.reason] += 1
            else:
                yield place.skipped("read a record", record.reason)
            continue
        yield replace(place, data=record.data, url=record.url, fetched=record.fetched, encoding=record.encoding)
        if record.cut is not None:
            yield place.skipped("read a record", f"{record.cut}: what is there is read")
    if passed:
        reasons = ", ".join(f"{count} × {reason}" for reason, count in passed.most_common())
        yield item.skipped("read records", f"{passed.total()} records hold no page that was served ({reasons})")


def _buffered(raw: io.RawIOBase) -> io.BufferedReader:
    return io.BufferedReader(raw, HEAD)
