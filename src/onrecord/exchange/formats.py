"""The formats by name: what each holds, and how it is written and read."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import MissingFile, SettingsError
from onrecord.exchange.brat import read_brat, write_brat
from onrecord.exchange.ftm import write_ftm
from onrecord.exchange.graph import write_gexf, write_graphml
from onrecord.exchange.jsonl import write_jsonl
from onrecord.exchange.labelstudio import read_labelstudio, write_labelstudio
from onrecord.exchange.marking import Returned
from onrecord.exchange.parquet import write_parquet
from onrecord.exchange.returned import Taken, take_in
from onrecord.exchange.schemaorg import write_schemaorg
from onrecord.exchange.selection import Selection
from onrecord.exchange.sheet import write_csv
from onrecord.exchange.webannotation import write_webannotation
from onrecord.ledger.connect import Ledger


@dataclass(frozen=True, slots=True)
class Format:
    """A format that a ledger can be written in. `suffix`: the usual ending of its file; None: it is a folder.

    `write` makes the file or folder, which is not there yet, and gives how many of `rows` it wrote; `read` gives back
    what people changed in it, None where the format only goes out.
    """

    what: str
    suffix: str | None
    rows: str
    write: Callable[[Selection, Path], int]
    read: Callable[[Path], Iterator[Returned]] | None = None


FORMATS: dict[str, Format] = {
    "csv": Format("one row a statement, for spreadsheets", ".csv", "statements", write_csv),
    "jsonl": Format("one document a line, whole", ".jsonl", "documents", write_jsonl),
    "parquet": Format("tables by month, for DuckDB, pandas and Spark", None, "statements", write_parquet),
    "graphml": Format("who speaks about whom, for networkx and yEd", ".graphml", "relations", write_graphml),
    "gexf": Format("who speaks about whom, for Gephi", ".gexf", "relations", write_gexf),
    "ftm": Format("FollowTheMoney entities, for OpenAleph", ".ftm.jsonl", "entities", write_ftm),
    "webannotation": Format("W3C Web Annotations", None, "statements", write_webannotation),
    "schemaorg": Format("schema.org Quotations and Claims", ".jsonld", "statements", write_schemaorg),
    "brat": Format("texts to annotate in brat", None, "statements", write_brat, read_brat),
    "labelstudio": Format("tasks to annotate in Label Studio", None, "statements", write_labelstudio, read_labelstudio),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where: `number` of `rows`, out of so many documents."""

    path: Path
    documents: int
    number: int
    rows: str


def find_format(name: str) -> Format:
    """The format of that name. Raises SettingsError, which lists the known ones."""
    if name not in FORMATS:
        raise SettingsError(f"{name!r} is no export format: choose from {', '.join(FORMATS)}")
    return FORMATS[name]


def export(ledger: Ledger, name: str, path: Path, documents: Iterable[str] | None = None) -> Exported:
    """Write documents of a ledger, all of them for None, as they stand at this moment.

    It is written beside `path` and put there when it is whole. A file there before is replaced, a folder never: people
    may have worked in it. Raises SettingsError for an unknown format or a folder that exists, MissingFile where
    nothing can be written.
    """
    form = find_format(name)
    if path.is_dir() or (form.suffix is None and path.exists()):
        raise SettingsError(f"{path} exists already: name another place for the export, or remove it first")
    part = path.with_name(f"{path.name}.part")
    try:
        _remove(part)  # of an export that was killed
        with ledger.reading() as connection:
            selection = Selection.of(connection, documents)
            number = form.write(selection, part)
        part.replace(path)
    except OSError as error:
        raise MissingFile(
            f"{path} cannot be written ({error.strerror or error}): check the folder, its permissions and the disk"
        ) from error
    finally:
        _remove(part)
    return Exported(path, len(selection.documents), number, form.rows)


def import_changes(ledger: Ledger, name: str, path: Path, by: str, *, accept: bool = False) -> Taken:
    """Correct the ledger, in the name of `by`, by what people changed in an export; all of it or nothing.

    `accept`: statements that were left as they are count as found right. Raises SettingsError for a format that only
    goes out, UnreadableFile, UnknownRow or CorrectionError for what does not fit the ledger.
    """
    read = find_format(name).read
    if read is None:
        both = ", ".join(known for known, form in FORMATS.items() if form.read is not None)
        raise SettingsError(f"{name} is only exported: changes come back from {both}")
    if not path.exists():
        raise MissingFile(f"{path} does not exist: name the export that was worked on")
    with ledger.atomic() as connection:
        return take_in(connection, read(path), by, accept=accept)


def _remove(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part)
    else:
        part.unlink(missing_ok=True)
