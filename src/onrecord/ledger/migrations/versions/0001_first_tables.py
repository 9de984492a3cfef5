"""The first tables: documents with their originals, statements with their actors, copies, corrections and marks.

Beside the tables stand what SQLAlchemy has no words for: the full-text indexes, each kept by the database itself, and
the view `said`.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# SQLite keeps an index of words beside the table; triggers keep the two together.
SQLITE_WORDS = """
CREATE VIRTUAL TABLE {name} USING fts5(
    {columns}, content='{table}', content_rowid='seq', tokenize='{tokenize}'
);
CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN
    INSERT INTO {name}(rowid, {columns}) VALUES (new.seq, {new});
END;
CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN
    INSERT INTO {name}({name}, rowid, {columns}) VALUES ('delete', old.seq, {old});
END;
CREATE TRIGGER {name}_update AFTER UPDATE OF {columns} ON {table} BEGIN
    INSERT INTO {name}({name}, rowid, {columns}) VALUES ('delete', old.seq, {old});
    INSERT INTO {name}(rowid, {columns}) VALUES (new.seq, {new});
END;
"""
WORDS = (
    ("statement_words", "statements", ("content_text", "source_text"), "porter unicode61 remove_diacritics 2"),
    ("actor_words", "actors", ("name", "called"), "unicode61 remove_diacritics 2"),
)
# PostgreSQL finds the same words as SQLite: stems after Porter, no word left out as too common, letters without their
# accents, and every sign a gap between words.
POSTGRES_WORDS = r"""
CREATE FUNCTION onrecord_plain(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
    regexp_replace(
        regexp_replace(normalize($1, NFD), '[\u0300-\u036f]', '', 'g'),
        '[!-/:-@[-`{-~\u00a0-\u00bf\u2010-\u2027\u2030-\u205e]+', ' ', 'g'
    );
CREATE TEXT SEARCH DICTIONARY onrecord_stems (TEMPLATE = snowball, LANGUAGE = porter);
CREATE TEXT SEARCH CONFIGURATION onrecord (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION onrecord ALTER MAPPING FOR asciiword, word, numword WITH onrecord_stems;
ALTER TABLE statements ADD COLUMN statement_words tsvector GENERATED ALWAYS AS
    (to_tsvector('onrecord', onrecord_plain(content_text || ' ' || source_text))) STORED;
ALTER TABLE actors ADD COLUMN actor_words tsvector GENERATED ALWAYS AS
    (to_tsvector('simple', onrecord_plain(name || ' ' || called))) STORED;
CREATE INDEX ix_statement_words ON statements USING gin (statement_words);
CREATE INDEX ix_actor_words ON actors USING gin (actor_words);
"""

# Every statement has a document; still a left join, since databases leave those out of a query that needs none of them.
SAID = """
CREATE VIEW said AS
SELECT s.id, s.seq, s.root, s.document, s.position, s.kind, s.act, s.status, s.why, s.confidence,
       COALESCE(r.state, 'machine') AS review,
       s.source_text, s.source_spans, s.source_confidence, s.anonymity,
       COALESCE(m.standing, s.actor) AS actor, s.actor AS read_actor,
       a.name AS speaker, a.kind AS speaker_kind, a.country, a.sector,
       s.cue_text, s.cue_spans, s.cue_lemma, s.content_text, s.content_spans,
       s.certainty, s.certainty_whose, s.certainty_spans, s.addressees,
       s.date_value, s.date_text, s.date_spans, s.within, s.day,
       d.published, d.outlet, d.title, d.url, s.model, s.run
FROM statements s
LEFT JOIN documents d ON d.id = s.document
LEFT JOIN reviews r ON r.target = s.root
LEFT JOIN reviews m ON m.target = s.actor AND m.state = 'merged'
LEFT JOIN actors a ON a.id = COALESCE(m.standing, s.actor)
WHERE CASE WHEN r.target IS NULL THEN s.made_by = 'machine' ELSE r.standing = s.id END
"""


def upgrade() -> None:
    """Make the tables, the indexes of words and the view."""
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        for name, table, columns, tokenize in WORDS:
            script = SQLITE_WORDS.format(
                name=name,
                table=table,
                tokenize=tokenize,
                columns=", ".join(columns),
                new=", ".join(f"new.{c}" for c in columns),
                old=", ".join(f"old.{c}" for c in columns),
            )
            _each(script)
    else:
        _each(POSTGRES_WORDS)
    op.execute(SAID)


def _each(script: str) -> None:
    """Run each statement of a script by itself; a trigger has semicolons of its own."""
    for statement in re.split(r";\n(?=CREATE|ALTER)", script.strip()):
        op.get_bind().exec_driver_sql(statement)


def _tables() -> None:
    op.create_table(
        "runs",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("started", sa.Text(), nullable=False),
        sa.Column("finished", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tombstones",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("document"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("published_from", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_documents_run"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_documents_day_id", "documents", ["day", "id"])
    op.create_index("ix_documents_outlet_day", "documents", ["outlet", "day"])
    op.create_table(
        "items",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_items_run"),
        sa.PrimaryKeyConstraint("origin", "member", "sha256"),
    )
    op.create_table(
        "originals",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_originals_run"),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "skipped",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_skipped_run"),
        sa.PrimaryKeyConstraint("origin", "member", "step", "reason"),
    )
    op.create_table(
        "actors",
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("support", sa.Text(), nullable=True),
        sa.Column("called", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_actors_document", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_actors_run"),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_actors_document", "actors", ["document"])
    op.create_table(
        "appearances",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("published_from", sa.Text(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("fetched", sa.Text(), nullable=True),
        sa.Column("encoding", sa.Text(), nullable=True),
        sa.Column("alignment", sa.JSON(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_appearances_document", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["original"], ["originals.sha256"], name="fk_appearances_original"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_appearances_run"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_appearances_document", "appearances", ["document"])
    op.create_index("ix_appearances_original", "appearances", ["original"])
    op.create_index("ix_appearances_url", "appearances", ["url"])
    op.create_table(
        "bands",
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_bands_document", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("band", "key", "document"),
    )
    op.create_index("ix_bands_document", "bands", ["document"])
    op.create_table(
        "copies",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("jaccard", sa.Float(), nullable=False),
        sa.Column("containment", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["one"], ["documents.id"], name="fk_copies_one", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other"], ["documents.id"], name="fk_copies_other", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("one", "other"),
    )
    op.create_index("ix_copies_other", "copies", ["other"])
    op.create_table(
        "corrections",
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("row_table", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("replacement", sa.Text(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_corrections_document", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_corrections_document", "corrections", ["document"])
    op.create_index("ix_corrections_target", "corrections", ["target"])
    op.create_table(
        "reviews",
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=True),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_reviews_document", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("target"),
    )
    op.create_index("ix_reviews_document", "reviews", ["document"])
    op.create_index("ix_reviews_standing", "reviews", ["standing"])
    op.create_table(
        "versions",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_versions_document", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_versions_run"),
        sa.PrimaryKeyConstraint("url", "number"),
        sa.UniqueConstraint("url", "document"),
    )
    op.create_index("ix_versions_document", "versions", ["document"])
    op.create_table(
        "mentions",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actors.id"], name="fk_mentions_actor", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_mentions_document", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("actor", "span_start", "span_end"),
    )
    op.create_index("ix_mentions_document", "mentions", ["document"])
    op.create_table(
        "statements",
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_spans", sa.JSON(), nullable=False),
        sa.Column("source_text", sa.Text(), nullable=False),
        sa.Column("source_confidence", sa.Float(), nullable=False),
        sa.Column("anonymity", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("cue_spans", sa.JSON(), nullable=False),
        sa.Column("cue_text", sa.Text(), nullable=False),
        sa.Column("cue_lemma", sa.Text(), nullable=True),
        sa.Column("content_spans", sa.JSON(), nullable=False),
        sa.Column("content_text", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("certainty_whose", sa.Text(), nullable=True),
        sa.Column("certainty_spans", sa.JSON(), nullable=False),
        sa.Column("addressees", sa.JSON(), nullable=False),
        sa.Column("date_value", sa.Text(), nullable=True),
        sa.Column("date_text", sa.Text(), nullable=True),
        sa.Column("date_spans", sa.JSON(), nullable=False),
        sa.Column("within", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actors.id"], name="fk_statements_actor"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_statements_document", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_statements_run"),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_statements_actor", "statements", ["actor"])
    op.create_index("ix_statements_day_document_position", "statements", ["day", "document", "position"])
    op.create_index("ix_statements_document", "statements", ["document"])
    op.create_index("ix_statements_root", "statements", ["root"])
    op.create_table(
        "subjects",
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actors.id"], name="fk_subjects_actor", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["statement"], ["statements.id"], name="fk_subjects_statement", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("statement", "actor"),
    )
    op.create_index("ix_subjects_actor", "subjects", ["actor"])
