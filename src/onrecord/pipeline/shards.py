"""Parquet shards: items on their way to a cluster and rows on their way back, at any fsspec location.

A shard of items is named by its items' digests, so that a run which starts again finds what was read before.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.documents.items import Item, Media
from onrecord.ledger.rows import Rows, storable
from onrecord.ledger.write import Outcome
from onrecord.pipeline.tasks import Task
from onrecord.records import Skipped

TASKS = pa.schema(
    [
        pa.field("origin", pa.string(), nullable=False),
        pa.field("member", pa.string()),
        pa.field("data", pa.large_binary()),
        pa.field("media", pa.string()),
        pa.field("url", pa.string()),
        pa.field("fetched", pa.string()),
        pa.field("encoding", pa.string()),
        pa.field("sha256", pa.string()),
    ]
)
OUTCOMES = pa.schema(
    [
        pa.field("origin", pa.string(), nullable=False),
        pa.field("member", pa.string()),
        pa.field("sha256", pa.string()),
        pa.field("rows", pa.large_string(), nullable=False),  # JSON; bytes in base 64
        pa.field("skipped", pa.large_string(), nullable=False),  # JSON
    ]
)


def name_of(tasks: Sequence[Task]) -> str:
    """A name for a shard of these tasks, the same whenever they are the same."""
    parts = [f"{task.item.origin}\x1f{task.item.member}\x1f{task.sha256}" for task in tasks]
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def write_tasks(location: str, tasks: Sequence[Task]) -> None:
    """Write tasks as one shard."""
    rows = [asdict(task.item) | {"sha256": task.sha256} for task in tasks]
    # The ledger writes such names in the same way, so that what comes back is marked as if it were read here.
    places = [{name: row[name] and storable(row[name]) for name in ("origin", "member")} for row in rows]
    _write(location, TASKS, [row | place for row, place in zip(rows, places, strict=True)])


def read_tasks(location: str) -> list[Task]:
    """The tasks of a shard."""
    tasks = []
    for row in _read(location):
        sha256 = row.pop("sha256")
        media = row.pop("media")
        tasks.append(Task(Item(**row, media=Media(media) if media is not None else None), sha256))
    return tasks


def write_outcomes(location: str, outcomes: Sequence[Outcome]) -> None:
    """Write outcomes as one shard, whole or not at all."""
    rows = [
        {
            "origin": outcome.origin,
            "member": outcome.member,
            "sha256": outcome.sha256,
            "rows": json.dumps([asdict(found) for found in outcome.rows], default=_packed),
            "skipped": json.dumps([asdict(skipped) for skipped in outcome.skipped]),
        }
        for outcome in outcomes
    ]
    # Another name until it is whole: a task that was killed must not leave half a shard that looks done.
    _write(location + ".part", OUTCOMES, rows)
    system, path = fsspec.core.url_to_fs(location)
    system.mv(path + ".part", path)


def read_outcomes(location: str) -> list[Outcome]:
    """The outcomes of a shard."""
    return [
        Outcome(
            row["origin"],
            row["member"],
            row["sha256"],
            tuple(_rows(found) for found in json.loads(row["rows"], object_hook=_unpacked)),
            tuple(Skipped(**skipped) for skipped in json.loads(row["skipped"])),
        )
        for row in _read(location)
    ]


def exists(location: str) -> bool:
    """Whether a shard is there."""
    system, path = fsspec.core.url_to_fs(location)
    return bool(system.exists(path))


def make_folder(location: str) -> None:
    """Make a place for shards, where the location knows folders."""
    system, path = fsspec.core.url_to_fs(location)
    system.makedirs(path, exist_ok=True)


def remove(location: str) -> None:
    """Remove a shard."""
    system, path = fsspec.core.url_to_fs(location)
    system.rm(path)


def _rows(found: dict[str, Any]) -> Rows:
    read, places = (tuple((name, tuple(rows)) for name, rows in found[part]) for part in ("read", "found"))
    return Rows(found["document"], found["url"], found["fetched"], read, places)


def _packed(value: object) -> object:
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    raise TypeError(f"{type(value).__name__} has no place in a row")


def _unpacked(found: dict[str, Any]) -> Any:
    return base64.b64decode(found["base64"]) if found.keys() == {"base64"} else found


def _write(location: str, schema: pa.Schema, rows: list[dict[str, Any]]) -> None:
    with fsspec.open(location, "wb") as file:
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), file, compression="zstd")


def _read(location: str) -> list[dict[str, Any]]:
    with fsspec.open(location, "rb") as file:
        found: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    return found
