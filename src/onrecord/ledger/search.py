"""Words looked for: one way to write a query, for both databases' full-text indexes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    bindparam,
    column,
    exists,
    func,
    literal_column,
    select,
    table,
    text,
)

from onrecord.errors import SettingsError
from onrecord.ledger.schema import actors, statements

_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')
_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
# Words in more rows than this are in every tenth row or so of a large ledger.
MANY = 20_000


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand in a row. `prefix`: the last may go on; `excluded`: the text must not have them."""

    words: tuple[str, ...]
    prefix: bool
    excluded: bool


def parse_words(query: str) -> tuple[Term, ...]:
    """The terms of a query: `strike` all its forms, `"air strike"` in a row, `sanction*` a beginning, `-talks` not.

    Raises SettingsError when nothing is left to look for.
    """
    terms = []
    for found in _TERM.finditer(query):
        written = found["phrase"] if found["phrase"] is not None else found["word"]
        words = tuple(_WORD.findall(_ACCENTS.sub("", unicodedata.normalize("NFD", written.lower()))))
        if words:
            terms.append(Term(words, written.endswith("*"), found["minus"] == "-"))
    if not any(not term.excluded for term in terms):
        raise SettingsError(
            f"{query!r} names no word to look for: give one or more, such as 'missile strike' or '\"air base\" -talks'"
        )
    return tuple(terms)


def has_words(
    connection: Connection, seq: ColumnElement[int], query: str, *, first_few: bool = False
) -> ColumnElement[bool]:
    """The condition that the statement numbered `seq` has the words in its content or its source.

    `first_few`: only the first rows of an order are wanted, not all of them nor their number.
    """
    if connection.dialect.name == "sqlite":
        fits = _sqlite("statement_words", query)
        if first_few and _are_many(connection, fits):
            # SQLite would write down every row first; one row of a few is right, so they are tried one by one.
            return exists(
                fits.where(literal_column("statement_words.rowid") == seq).correlate_except(table("statement_words"))
            )
        return seq.in_(fits)
    return seq.in_(_postgres(statements, "statement_words", "onrecord", query))


def has_name(connection: Connection, seq: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """The condition that the actor numbered `seq` is called that, by name or by role."""
    if connection.dialect.name == "sqlite":
        return seq.in_(_sqlite("actor_words", name))
    return seq.in_(_postgres(actors, "actor_words", "simple", name))


def _are_many(connection: Connection, fits: Select[Any]) -> bool:
    """Whether more than `MANY` rows fit, counted no further than that."""
    counted = select(func.count()).select_from(fits.limit(MANY + 1).subquery())
    return int(connection.execute(counted).scalar_one()) > MANY


def _sqlite(name: str, query: str) -> Select[Any]:
    """The numbers of the rows that the full-text table finds."""
    terms = sorted(parse_words(query), key=lambda term: term.excluded)
    written = ""
    for term in terms:
        phrase = f'"{" ".join(term.words)}"' + ("*" if term.prefix else "")
        written += (" NOT " if term.excluded else " AND " if written else "") + phrase
    words = table(name, column("rowid", Integer))
    return select(words.c.rowid).where(text(f"{name} MATCH :{name}").bindparams(bindparam(name, written)))


def _postgres(searched: Table, name: str, configuration: str, query: str) -> Select[Any]:
    """The numbers of the rows whose column of words fits."""
    written = " & ".join(
        ("!" if term.excluded else "") + "(" + " <-> ".join(term.words) + (":*" if term.prefix else "") + ")"
        for term in parse_words(query)
    )
    wanted = func.to_tsquery(literal_column(f"'{configuration}'"), written)
    return select(searched.c.seq).where(literal_column(name).op("@@")(wanted))
