"""The ledger's tables, named as the parts of a record; the same on SQLite and PostgreSQL.

Every row that was read carries its document, the model that read it and the run that wrote it. Lists and objects are
JSON, in the shapes of `Record.to_dict()`. Times are ISO 8601 in UTC. A `day` is YYYY-MM-DD, and the empty string where
it is not known, so that it sorts last.

`made_by` is `machine` or `person`. A machine's row is never altered by a person: a correction stands in `corrections`,
and what it comes to in `reviews`. The view `said` shows the statements as they stand after all corrections.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
)

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"}
)
# SQLite numbers rows by itself only where the key is declared as INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")


def _to(target: str, *, cascades: bool = False) -> ForeignKey:
    return ForeignKey(target, ondelete="CASCADE" if cascades else None)


def _document() -> Column[str]:
    return Column("document", Text, _to("documents.id", cascades=True), nullable=False, index=True)


def _provenance() -> list[Column[object]]:
    return [Column("model", Text, nullable=False), Column("run", Number, _to("runs.id"), nullable=False)]


runs = Table(
    "runs",
    metadata,
    Column("id", Number, primary_key=True),
    Column("verb", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text),  # null while it runs, and for ever if it was killed
    Column("version", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("settings", JSON, nullable=False),
)

originals = Table(
    "originals",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("media", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("packed", LargeBinary, nullable=False),  # zlib
    Column("run", Number, _to("runs.id"), nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text),
    Column("outlet", Text),
    Column("authors", JSON, nullable=False),
    Column("url", Text),
    Column("published", Text),
    Column("published_from", Text, nullable=False),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("day", Text, nullable=False),
    *_provenance(),
    Index(None, "day", "id"),
    Index(None, "outlet", "day"),
)

appearances = Table(
    "appearances",
    metadata,
    Column("id", Text, primary_key=True),
    _document(),
    Column("original", Text, _to("originals.sha256"), nullable=False, index=True),
    Column("origin", Text, nullable=False),
    Column("member", Text),
    Column("title", Text),
    Column("outlet", Text),
    Column("authors", JSON, nullable=False),
    Column("url", Text, index=True),
    Column("published", Text),
    Column("published_from", Text, nullable=False),
    Column("dates", JSON, nullable=False),
    Column("fetched", Text),
    Column("encoding", Text),
    Column("alignment", JSON, nullable=False),  # [start, end, start in the original, end in the original] each
    Column("run", Number, _to("runs.id"), nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("url", Text, nullable=False),
    Column("number", Integer, nullable=False),
    _document(),
    Column("seen", Text, nullable=False),
    Column("run", Number, _to("runs.id"), nullable=False),
    PrimaryKeyConstraint("url", "number"),
    UniqueConstraint("url", "document"),
)

actors = Table(
    "actors",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _document(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("country", Text),
    Column("sector", Text),
    Column("roles", JSON, nullable=False),
    Column("support", Text),
    Column("called", Text, nullable=False),  # every name and role in the text, for searching
    Column("made_by", Text, nullable=False),
    *_provenance(),
)

mentions = Table(
    "mentions",
    metadata,
    Column("actor", Text, _to("actors.id", cascades=True), nullable=False),
    _document(),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    PrimaryKeyConstraint("actor", "span_start", "span_end"),
)

statements = Table(
    "statements",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _document(),
    Column("position", Integer, nullable=False),  # the order of the text
    Column("kind", Text, nullable=False),
    Column("source_spans", JSON, nullable=False),
    Column("source_text", Text, nullable=False),
    Column("source_confidence", Float, nullable=False),
    Column("anonymity", Text, nullable=False),
    Column("actor", Text, _to("actors.id"), index=True),
    Column("cue_spans", JSON, nullable=False),
    Column("cue_text", Text, nullable=False),
    Column("cue_lemma", Text),
    Column("content_spans", JSON, nullable=False),
    Column("content_text", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("certainty_whose", Text),
    Column("certainty_spans", JSON, nullable=False),
    Column("addressees", JSON, nullable=False),
    Column("date_value", Text),
    Column("date_text", Text),
    Column("date_spans", JSON, nullable=False),
    Column("within", Text),
    Column("status", Text, nullable=False),
    Column("why", Text),
    Column("confidence", Float, nullable=False),
    Column("day", Text, nullable=False),  # the document's
    Column("root", Text, nullable=False, index=True),  # the machine's row that this one corrects; else its own id
    Column("made_by", Text, nullable=False),
    *_provenance(),
    Index(None, "day", "document", "position"),
)

# Which actors a statement's content names.
subjects = Table(
    "subjects",
    metadata,
    Column("statement", Text, _to("statements.id", cascades=True), nullable=False),
    Column("actor", Text, _to("actors.id", cascades=True), nullable=False, index=True),
    PrimaryKeyConstraint("statement", "actor"),
)

items = Table(
    "items",
    metadata,
    Column("origin", Text, nullable=False),
    Column("member", Text, nullable=False),  # the empty string for a whole file
    Column("sha256", Text, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("run", Number, _to("runs.id"), nullable=False),
    PrimaryKeyConstraint("origin", "member", "sha256"),
)

skipped = Table(
    "skipped",
    metadata,
    Column("origin", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("run", Number, _to("runs.id"), nullable=False),
    PrimaryKeyConstraint("origin", "member", "step", "reason"),
)

# Locality-sensitive hashing: documents that share a band's key are compared shingle by shingle.
bands = Table(
    "bands",
    metadata,
    Column("band", Integer, nullable=False),
    Column("key", BigInteger, nullable=False),
    _document(),
    PrimaryKeyConstraint("band", "key", "document"),
)

# `one` has the smaller id; which of the two came first is told by their days, not by this table.
copies = Table(
    "copies",
    metadata,
    Column("one", Text, _to("documents.id", cascades=True), nullable=False),
    Column("other", Text, _to("documents.id", cascades=True), nullable=False, index=True),
    Column("jaccard", Float, nullable=False),  # shingles in both / shingles in either
    Column("containment", Float, nullable=False),  # shingles in both / shingles of the shorter
    PrimaryKeyConstraint("one", "other"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("document", Text, _to("documents.id", cascades=True), nullable=False, index=True),
    Column("row_table", Text, nullable=False),
    Column("target", Text, nullable=False, index=True),
    Column("action", Text, nullable=False),
    Column("replacement", Text),  # the person's row, or the actor merged into
    Column("changes", JSON, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text),
    Column("undoes", Text),
    Column("model", Text),  # of the machine's row it was made over
)

# What the corrections come to, one row for each row corrected; made from `corrections` and checked against them.
reviews = Table(
    "reviews",
    metadata,
    Column("target", Text, primary_key=True),
    Column("document", Text, _to("documents.id", cascades=True), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("standing", Text, index=True),  # the id of the row that stands; null where none does
    Column("correction", Text, nullable=False),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("document", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text),
    Column("rows", JSON, nullable=False),  # how many were removed, by table
)

# The view of what stands; its SQL is in the migrations.
said = table(
    "said",
    *(
        column(name, statements.c[name].type if name in statements.c else Text)
        for name in (
            "id", "seq", "root", "document", "position", "kind", "act", "status", "why", "confidence", "review",
            "source_text", "source_spans", "source_confidence", "anonymity", "actor", "read_actor", "speaker",
            "speaker_kind", "country", "sector", "cue_text", "cue_spans", "cue_lemma", "content_text", "content_spans",
            "certainty", "certainty_whose", "certainty_spans", "addressees", "date_value", "date_text", "date_spans",
            "within", "day", "published", "outlet", "title", "url", "model", "run",
        )
    ),
)  # fmt: skip
