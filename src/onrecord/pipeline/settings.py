"""How a run goes: on how many workers, where, and what one item may cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from os import cpu_count

from onrecord.documents.items import Intake

MIB = 1 << 20


class Engine(StrEnum):
    """Where workers run."""

    LOCAL = "local"
    RAY = "ray"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run goes.

    `workers`: processes on this machine, or tasks at a time on a cluster. `seconds`, `memory`: what one item may take
    before it is given up; an article of average length takes a tenth of a second and 300 MiB. `resume`: pass over what
    was read before; `retry`: but try again what earlier runs skipped. `address`: of a Ray cluster, None for one on this
    machine; `shards`: the folder or fsspec URL through which a cluster's items and rows go.
    """

    intake: Intake = field(default_factory=Intake)
    workers: int = cpu_count() or 1
    engine: Engine = Engine.LOCAL
    seconds: float = 120
    memory: int = 4096 * MIB
    force: bool = False
    resume: bool = True
    retry: bool = False
    address: str | None = None
    shards: str | None = None
