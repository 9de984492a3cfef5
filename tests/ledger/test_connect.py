from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, inspect, select, text

import onrecord.ledger.migrations
from onrecord.errors import LedgerBusy, LedgerError
from onrecord.ledger.connect import NEWEST, Ledger, open_ledger, read_only
from onrecord.ledger.query import run_sql
from onrecord.ledger.schema import metadata, runs, said
from onrecord.ledger.write import start_run


def test_the_schema_is_what_the_migrations_make(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _is_ours})
        assert compare_metadata(context, metadata) == []
        assert [c["name"] for c in inspect(connection).get_columns("said")] == [c.name for c in said.c]


def _is_ours(thing: object, name: str | None, kind: str, reflected: bool, compared: object) -> bool:
    """Not the indexes of words, which SQLAlchemy has no words for."""
    return "_words" not in (name or "")


def test_the_newest_step_is_the_newest_file() -> None:
    folder = Path(onrecord.ledger.migrations.__path__[0], "versions")
    assert max(path.name[:4] for path in folder.glob("0*.py")) == NEWEST


def test_a_ledger_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"does not exist: make it with `onrecord add PATHS --ledger"):
        open_ledger(str(tmp_path / "news.db"))
    with pytest.raises(LedgerError, match=r"is a folder: name a file in it, such as"):
        open_ledger(str(tmp_path), create=True)
    with pytest.raises(LedgerError, match=r"the folder .*nowhere does not exist"):
        open_ledger(str(tmp_path / "nowhere" / "news.db"), create=True)


def test_an_empty_database_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    path.touch()
    with pytest.raises(LedgerError, match="holds no ledger: make one with `onrecord add"):
        open_ledger(str(path))
    open_ledger(str(path), create=True).close()


def test_a_database_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(LedgerError, match=r"holds other tables \(recipes\) and no ledger"):
        open_ledger(str(path), create=True)


@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_is_no_database(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "article.txt"
    path.write_text("The bridge stays closed, the mayor said. " * 100)
    with pytest.raises(LedgerError, match=r"article.txt is no ledger \(file is not a database\): give another file"):
        open_ledger(str(path), create=create)
    assert path.read_text().startswith("The bridge")


def test_a_ledger_of_a_newer_onrecord(ledger: Ledger) -> None:
    with ledger.atomic() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match=rf"newer onrecord \(its schema is 9999, this one knows {NEWEST}\): install"):
        open_ledger(ledger.name)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("mysql://host/news", "is a SQLite file or a PostgreSQL database, not mysql"),
        ("nonsense://host/news", "not nonsense"),
        ("postgresql://host:port/news", "is no ledger's address"),
        ("postgresql://nobody@127.0.0.1:1/news", "cannot be used"),
    ],
)
def test_addresses_that_lead_nowhere(name: str, message: str) -> None:
    with pytest.raises(LedgerError, match=message):
        open_ledger(name)


def test_a_url_may_name_a_sqlite_file(new_sqlite: Callable[[], str]) -> None:
    ledger = open_ledger(f"sqlite:///{new_sqlite()}")
    assert ledger.is_sqlite
    ledger.close()


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM runs",
        "INSERT INTO runs (verb, started, version, model, settings) VALUES ('x', '', '', '', '{}')",
        "DROP TABLE runs",
        "CREATE TABLE other (name TEXT)",
        "CREATE TEMPORARY TABLE other (name TEXT)",
        "WITH gone AS (SELECT 1) DELETE FROM runs RETURNING id",
        "COMMIT; DROP TABLE runs",
        "SELECT 1; DELETE FROM runs",
        "ROLLBACK; DELETE FROM runs",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'other.db'",
        "SET default_transaction_read_only = off; DELETE FROM runs",
        "SET TRANSACTION READ WRITE; DELETE FROM runs",
        "SET default_transaction_read_only = off",
        "COPY runs TO '/tmp/other.txt'",
        "",
        "nonsense",
    ],
)
def test_read_only_means_it(ledger: Ledger, sql: str) -> None:
    run = start_run(ledger, "add", "model-1", {})
    reading = read_only(ledger.name)
    for attempt in (sql, "DELETE FROM runs"):
        with pytest.raises(LedgerError):
            run_sql(reading, attempt)
    assert run_sql(reading, "SELECT id, verb FROM runs") == [{"id": run, "verb": "add"}]
    reading.close()


def test_writing_through_a_read_only_ledger(ledger: Ledger) -> None:
    reading = read_only(ledger.name)
    with pytest.raises(LedgerError, match=r"read-?only"):
        start_run(reading, "add", "model-1", {})
    reading.close()


def test_a_transaction_is_all_or_nothing(ledger: Ledger) -> None:
    def break_off() -> None:
        with ledger.atomic() as connection:
            row = {"verb": "add", "started": "", "version": "", "model": "", "settings": {}}
            connection.execute(insert(runs), row)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with ledger.reading() as connection:
        assert connection.execute(select(runs)).all() == []


def test_a_reader_sees_one_state(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        counted = text("SELECT count(*) FROM runs")
        assert connection.execute(counted).scalar() == 0
        start_run(ledger, "add", "model-1", {})
        assert connection.execute(counted).scalar() == 0
    with ledger.reading() as connection:
        assert connection.execute(counted).scalar() == 1


def test_a_writer_that_waits_too_long(filled_sqlite: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.ledger.connect.PATIENCE_S", 0.1)
    impatient = open_ledger(filled_sqlite.name)
    with filled_sqlite.atomic(), pytest.raises(LedgerBusy, match=r"stayed locked for 0\.1 s: run this again"):
        start_run(impatient, "add", "model-1", {})
    impatient.close()


def _open(name: str) -> str:
    ledger = open_ledger(name, create=True)
    with ledger.reading() as connection:
        step = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    ledger.close()
    return str(step)


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_several_may_make_a_ledger_at_once(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    name = str(tmp_path / "news.db")
    if database == "postgres":
        import psycopg

        server: str = request.getfixturevalue("postgres")
        with psycopg.connect(server.format(name="postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE made_at_once")
        name = server.format(name="made_at_once")
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(_open, [name] * 4)) == [NEWEST] * 4
