"""The gate: quality on PolNeAR's dev part does not fall under the floors, which are kept with a digest of the data."""

from __future__ import annotations

import json

import pytest
from benchmarks.data import data_folder, digest, read_gold, read_labels
from benchmarks.floors import FLOORS, measured
from benchmarks.quality import read_all


def test_quality_stays_above_its_floors() -> None:
    folder = data_folder()
    if folder is None:
        pytest.skip("PolNeAR is not here: set ONRECORD_DATA to the folder that holds polnear/ to run the quality gate")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    gold = read_gold(folder)
    assert digest(gold) == floors["digest"], "the floors were set on other data: set them anew with benchmarks.floors"
    found = measured(gold, read_all(gold), read_labels())
    below = {name: (found[name], floor) for name, floor in floors["at least"].items() if found[name] < floor}
    above = {name: (found[name], roof) for name, roof in floors["at most"].items() if found[name] > roof}
    assert not below
    assert not above
