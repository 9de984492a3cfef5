"""A cluster on this machine, for real: it must come to the same ledger."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from onrecord.documents.items import Item, Media
from onrecord.errors import PipelineError
from onrecord.ledger.connect import open_ledger
from onrecord.ledger.write import Outcome
from onrecord.pipeline import on_ray, shards
from onrecord.pipeline.settings import Engine, Settings
from onrecord.pipeline.tasks import Task
from onrecord.records import Skipped
from tests.pipeline.conftest import everything, run


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::FutureWarning", "ignore::DeprecationWarning")
def test_ray_and_this_machine_come_to_the_same_ledger(pages: Path, tmp_path: Path) -> None:
    (pages / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01")
    here, there = (open_ledger(str(tmp_path / name), create=True) for name in ("here.db", "there.db"))
    run(here, pages, tmp_path / "nowhere")
    settings = Settings(workers=2, engine=Engine.RAY, shards=(tmp_path / "shards").as_uri())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        done = run(there, pages, tmp_path / "nowhere", settings=settings)
    assert done.kept.documents == 3
    assert everything(there) == everything(here)
    assert list((tmp_path / "shards").iterdir()) == []


def test_tasks_and_outcomes_come_through_shards_whole(tmp_path: Path) -> None:
    item = Item("a.zip", "b.html", b"\x00\xff", Media.HTML, "https://a.example", "2024-01-01T00:00:00Z", "utf-8")
    tasks = [Task(item, "ab"), Task(Item("-"), None)]
    outcomes = [Outcome("a.zip", None, None, (), (Skipped("a.zip", "x", "open", "why – not"),))]
    shards.write_tasks(f"{tmp_path}/t.parquet", tasks)
    shards.write_outcomes(f"{tmp_path}/o.parquet", outcomes)
    assert shards.read_tasks(f"{tmp_path}/t.parquet") == tasks
    assert shards.read_outcomes(f"{tmp_path}/o.parquet") == outcomes
    assert shards.name_of(tasks) != shards.name_of(tasks[:1])


def test_a_name_that_is_not_utf_8_goes_through_shards_as_the_ledger_writes_it(tmp_path: Path) -> None:
    shards.write_tasks(f"{tmp_path}/t.parquet", [Task(Item("caf\udce9.txt", data=b"x"), "ab")])
    assert shards.read_tasks(f"{tmp_path}/t.parquet")[0].item.origin == "caf\\udce9.txt"


def test_a_cluster_elsewhere_needs_a_place_for_shards(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setattr(on_ray.ray, "init", lambda **_: None)
    monkeypatch.setattr(on_ray.ray, "shutdown", lambda: None)
    settings = Settings(workers=1, engine=Engine.RAY, address="ray://head:10001")
    with pytest.raises(PipelineError, match="--shards"):
        run(open_ledger(str(tmp_path / "news.db"), create=True), pages, settings=settings)
