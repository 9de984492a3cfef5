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


def has_words(connection: Connection, seq: ColumnElement[int], query: str) -> ColumnElement[bool]:
    """The condition that the statement numbered `seq` has the words in its content or its source."""
    if connection.dialect.name == "sqlite":
        return seq.in_(_sqlite("statement_words", query))
    return seq.in_(_postgres(statements, "statement_words", "onrecord", query))


def has_name(connection: Connection, seq: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """The condition that the actor numbered `seq` is called that, by name or by role."""
    if connection.dialect.name == "sqlite":
        return seq.in_(_sqlite("actor_words", name))
    return seq.in_(_postgres(actors, "actor_words", "simple", name))


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
