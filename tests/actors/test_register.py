from __future__ import annotations

import re

import pytest

from onrecord.actors.register import DATA, Register, default_register


@pytest.fixture
def register() -> Register:
    return default_register()


@pytest.mark.parametrize(
    ("name", "expected", "country", "sector"),
    [
        ("Russian Federation", "Russia", "RUS", "GOV"),
        ("the Kremlin", "Russia", "RUS", "GOV"),
        ("White House", "United States", "USA", "GOV"),
        ("Downing Street", "United Kingdom", "GBR", "GOV"),
        ("NATO", "NATO", None, "IGO"),
        ("Security Council", "UN Security Council", None, "IGO"),
    ],
)
def test_states_seats_and_bodies_by_name(
    register: Register, name: str, expected: str, country: str | None, sector: str
) -> None:
    entry = register.named(name)
    assert entry is not None
    assert (entry.name, entry.country, entry.sector) == (expected, country, sector)


def test_a_ministry_is_a_body_of_its_own(register: Register) -> None:
    entry = register.named("State Department")
    assert entry is not None
    assert entry.kind == "organisation"
    assert entry.country == "USA"


def test_offices_are_known_by_date(register: Register) -> None:
    assert [o.name for o in register.holders("May", "2017-04-13") if o.title == "prime minister"] == ["Theresa May"]
    assert not [o for o in register.holders("May", "2021-04-13") if o.title == "prime minister"]


def test_roles_in_any_form(register: Register) -> None:
    for form in ("Sen.", "senators", "Senator"):
        role = register.role(form)
        assert role is not None
        assert (role.title, role.sector) == ("senator", "LEG")
    assert register.role("umbrella") is None


@pytest.mark.parametrize("table", sorted(path.name for path in DATA.glob("*.tsv")))
def test_tables_are_whole(table: str) -> None:
    header, *rows = (DATA / table).read_text(encoding="utf-8").splitlines()
    assert all(row.count("\t") == header.count("\t") for row in rows)
    assert len(rows) == len(set(rows))


def test_offices_end_after_they_begin() -> None:
    for row in (DATA / "leaders.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        since, until = row.split("\t")[-2:]
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}", since), row
        assert not until or since[: len(until)] <= until, row
