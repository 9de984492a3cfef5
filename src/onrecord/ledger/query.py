"""SQL asked by a user: any SELECT over the tables, and nothing that writes."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy.exc import ResourceClosedError

from onrecord.errors import LedgerError
from onrecord.ledger.connect import Ledger


def run_sql(ledger: Ledger, statement: str) -> list[dict[str, Any]]:
    """The rows of one statement, by column. `ledger`: opened by `read_only`, so that the database refuses to write.

    Raises LedgerError for what is no query.
    """
    with ledger.reading() as connection:
        # Prepared, PostgreSQL takes one statement and no second one behind a semicolon; SQLite takes one always.
        options = {} if ledger.is_sqlite else {"prepare": True}
        try:
            cursor: Any = connection.connection.cursor()
            cursor.execute(statement, **options)
            if cursor.description is None:
                raise LedgerError("that gives no rows: ask with SELECT")
            names = _distinct([column[0] for column in cursor.description])
            return [dict(zip(names, map(_readable, row), strict=True)) for row in cursor.fetchall()]
        except ResourceClosedError as error:
            raise LedgerError("that gives no rows: ask with SELECT") from error
        except ledger.engine.dialect.loaded_dbapi.Error as error:
            raise LedgerError(f"the database refused ({str(error).strip().splitlines()[0]})") from error


def _distinct(names: list[str]) -> list[str]:
    """Columns by names of their own, as a second `id` would hide the first."""
    return [name if name not in names[:k] else f"{name}_{names[:k].count(name) + 1}" for k, name in enumerate(names)]


def _readable(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return f"{len(value)} bytes"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
