"""A ledger opened: SQLite by default, PostgreSQL by URL; one writer at a time, many readers beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool

from onrecord.errors import LedgerBusy, LedgerError

# The newest step in migrations/versions; a test compares the two.
NEWEST = "0001"
# How long a writer waits for another; a batch takes well under a second.
PATIENCE_S = 60
# How much of a file SQLite reads as memory; by calls, finding takes twice as long (benchmarks/ledger.py).
MAPPED_BYTES = 1 << 30
# Any fixed number: writers on PostgreSQL take turns by a lock of this name, as SQLite's do by themselves.
WRITERS_LOCK = 7_206_518_117


class Ledger:
    """Many records kept in one database. `name` is a file's path or a database URL, as the user gave it."""

    def __init__(self, name: str, engine: Engine) -> None:
        self.name = name
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the ledger, however much is written meanwhile."""
        with _told(self.name), self.engine.connect() as connection:
            # SQLite's transactions see one state as they are.
            yield connection if self.is_sqlite else connection.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def atomic(self) -> Iterator[Connection]:
        """A transaction that writes all or nothing; writers wait for each other. Raises LedgerBusy."""
        with _told(self.name), self.engine.connect() as connection:
            connection.execution_options(begin="BEGIN IMMEDIATE")
            with connection.begin():
                if not self.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITERS_LOCK})
                yield connection

    @contextmanager
    def maintaining(self) -> Iterator[Connection]:
        """A connection outside any transaction, for what looks after the whole database."""
        with _told(self.name), self.engine.connect() as connection:
            if self.is_sqlite:
                yield connection.execution_options(begin=None)
            else:
                yield connection.execution_options(isolation_level="AUTOCOMMIT")

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_ledger(name: str, *, create: bool = False) -> Ledger:
    """The ledger in a file or at a URL (`postgresql://…`), its schema brought up to date.

    Raises LedgerError when there is none and `create` is not set, when it is no ledger, or when it was written by a
    newer onrecord.
    """
    engine = _engine(name, create=create)
    ledger = Ledger(name, engine)
    with ExitStack() as unless_open, _told(name):
        unless_open.callback(ledger.close)
        step = _step(engine)
        if step is None and not create:
            raise LedgerError(f"{name} holds no ledger: make one with `onrecord add PATHS --ledger {name}`")
        if step != NEWEST:
            _migrate(ledger, step)
        unless_open.pop_all()
    return ledger


def read_only(name: str) -> Ledger:
    """The ledger so opened that the database itself refuses to write."""
    open_ledger(name).close()
    engine = _engine(name, create=False, read_only=True)
    return Ledger(name, engine)


def _engine(name: str, *, create: bool, read_only: bool = False) -> Engine:
    if "://" not in name:
        return _sqlite(Path(name), create=create, read_only=read_only)
    try:
        url = make_url(name)
        if url.get_backend_name() == "sqlite":
            return _sqlite(Path(url.database or ""), create=create, read_only=read_only)
        if url.get_backend_name() in ("postgresql", "postgres"):
            options = "-c default_transaction_read_only=on" if read_only else ""
            return create_engine(
                url.set(drivername="postgresql+psycopg"),
                connect_args={"options": options} if options else {},
                pool_pre_ping=True,
            )
    except ModuleNotFoundError as error:
        raise LedgerError(f"{name}: PostgreSQL needs a driver: pip install 'onrecord[postgres]'") from error
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise LedgerError(f"{name} is no ledger's address: give a file, or postgresql://USER@HOST/NAME") from error
    raise LedgerError(f"{name}: a ledger is a SQLite file or a PostgreSQL database, not {url.get_backend_name()}")


def _sqlite(path: Path, *, create: bool, read_only: bool) -> Engine:
    if path.is_dir():
        raise LedgerError(f"{path} is a folder: name a file in it, such as {path / 'news.db'}")
    if not path.exists() and not create:
        raise LedgerError(f"{path} does not exist: make it with `onrecord add PATHS --ledger {path}`")
    if not path.parent.is_dir():
        raise LedgerError(f"{path} cannot be made: the folder {path.parent} does not exist")

    def connect() -> sqlite3.Connection:
        mode = "ro" if read_only else "rwc" if create else "rw"
        # Transactions are begun by the listener below, not guessed by the driver.
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE_S, isolation_level=None,
            check_same_thread=False,
        )  # fmt: skip
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
            connection.set_authorizer(_authorize_reading)
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            # What is removed is overwritten in the file, not only forgotten by it.
            connection.execute("PRAGMA secure_delete = ON")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool if read_only else QueuePool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        begin = connection.get_execution_options().get("begin", "BEGIN")
        if begin is not None:
            connection.exec_driver_sql(begin)

    return engine


def _authorize_reading(action: int, first: str | None, second: str | None, *_others: object) -> int:
    """Let through what only looks: no other database attached, no setting changed (a pragma with a value)."""
    denied = action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH)
    described = first in ("table_info", "table_xinfo", "table_list", "index_list", "index_info")
    set_to = action == sqlite3.SQLITE_PRAGMA and second is not None and not described
    return sqlite3.SQLITE_DENY if denied or set_to else sqlite3.SQLITE_OK


def _step(engine: Engine) -> str | None:
    """The newest migration the database has had; None for an empty one. Raises LedgerError for what is no ledger."""
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
        if "alembic_version" not in names:
            if names:
                raise LedgerError(
                    f"{engine.url.database or 'the database'} holds other tables ({', '.join(sorted(names)[:3])}) and "
                    "no ledger: give another file or database"
                )
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(ledger: Ledger, step: str | None) -> None:
    # Alembic takes a quarter of a second to load, and most commands find nothing to migrate.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        with ledger.atomic() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise LedgerError(
            f"{ledger.name} was written by a newer onrecord (its schema is {step}, this one knows {NEWEST}): "
            "install the newer version"
        ) from error


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Says what a database's error means for the ledger."""
    try:
        yield
    except OperationalError as error:
        reason = _reason(error)
        if "locked" in reason or "busy" in reason:
            raise LedgerBusy(
                f"{name} is being written by another process and stayed locked for {PATIENCE_S} s: run this again"
            ) from error
        raise LedgerError(f"{name} cannot be used ({reason}): check the name, and that the database runs") from error
    except DBAPIError as error:
        reason = _reason(error)
        if reason == "file is not a database":
            raise LedgerError(f"{name} is no ledger ({reason}): give another file") from error
        raise LedgerError(f"{name}: the database refused ({reason})") from error


def _reason(error: DBAPIError) -> str:
    cause: Any = error.orig
    return str(cause).strip().splitlines()[0] if cause is not None else str(error)
