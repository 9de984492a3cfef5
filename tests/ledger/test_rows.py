from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from onrecord import Record
from onrecord.documents.text import make_document
from onrecord.ledger.connect import Ledger
from onrecord.ledger.read import load, load_all, load_original
from onrecord.ledger.schema import documents, originals
from onrecord.records import (
    GAP,
    Act,
    Actor,
    ActorKind,
    Aligned,
    Anonymity,
    Appearance,
    Certainty,
    CertaintyLevel,
    Content,
    Cue,
    Date,
    DateClaim,
    Mention,
    MentionKind,
    Original,
    PublishedFrom,
    Role,
    Source,
    Span,
    Spans,
    Statement,
    StatementKind,
    Status,
    Whose,
    actor_id,
    statement_id,
)
from tests.conftest import fill

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)
LETTERS = st.text("ab “”é😀\n", min_size=20, max_size=80)
SHARES = st.floats(0, 1)


def test_a_record_comes_back_as_it_went_in(filled: Ledger, articles: list[tuple[Appearance, Record]]) -> None:
    with filled.reading() as connection:
        for appearance, record in articles:
            assert load(connection, appearance.document.id).record == record
        assert {entry.record.document.id for entry in load_all(connection)} == {a.document.id for a, _ in articles}


@st.composite
def records(draw: st.DrawFn) -> tuple[Appearance, Record]:
    """Any record at all: what the reader would never make among them."""
    text = draw(WORDS) + draw(LETTERS)
    places = st.integers(0, len(text) - 2).flatmap(
        lambda start: st.builds(Span, st.just(start), st.integers(start + 1, len(text)))
    )

    def some(least: int = 0) -> Spans:
        return tuple(sorted(set(draw(st.lists(places, min_size=least, max_size=3)))))

    def shown(spans: Spans) -> str:
        return GAP.join(span.of(text) for span in spans)

    def perhaps(strategy: st.SearchStrategy[str]) -> str | None:
        return draw(st.none() | strategy)

    document = replace(
        make_document(text, draw(st.none() | st.dates()), perhaps(WORDS), perhaps(WORDS)),
        authors=tuple(draw(st.lists(WORDS, max_size=2))), url=perhaps(WORDS), language=perhaps(st.just("en")),
    )  # fmt: skip
    actors = []
    for name in draw(st.lists(WORDS, max_size=3, unique=True)):
        kind = draw(st.sampled_from(ActorKind))
        spans = some()
        actors.append(
            Actor(
                actor_id(document.id, kind, name), name, kind, perhaps(st.just("NOR")), perhaps(st.just("GOV")),
                tuple(Role(title, perhaps(WORDS), some()) for title in draw(st.lists(WORDS, max_size=2))),
                tuple(
                    Mention(span, span.of(text), draw(st.sampled_from(MentionKind)), draw(SHARES)) for span in spans
                ),
                perhaps(WORDS),
            )
        )  # fmt: skip
    ids = [actor.id for actor in actors]
    statements: dict[str, Statement] = {}
    for _ in range(draw(st.integers(0, 4))):
        source, cue, content = some(), some(), some(1)
        id = statement_id(document.id, source, cue, content)  # noqa: A001
        dated = some()
        statements[id] = Statement(
            id,
            draw(st.sampled_from(StatementKind)),
            Source(source, shown(source), draw(st.sampled_from([None, *ids])), draw(SHARES),
                   draw(st.sampled_from(Anonymity))),
            Cue(cue, shown(cue), perhaps(WORDS)),
            Content(content, shown(content)),
            draw(st.sampled_from(Act)),
            Certainty(draw(st.sampled_from(CertaintyLevel)), draw(st.none() | st.sampled_from(Whose)), some()),
            tuple(draw(st.lists(st.sampled_from(ids), unique=True))) if ids else (),
            draw(st.none() | st.just(Date(perhaps(WORDS), shown(dated), dated))),
            draw(st.sampled_from([None, *statements])),
            draw(st.sampled_from(Status)),
            perhaps(WORDS),
            draw(SHARES),
        )  # fmt: skip
    claims = tuple(
        DateClaim(draw(WORDS), draw(st.sampled_from(PublishedFrom)), draw(WORDS), some())
        for _ in range(draw(st.integers(0, 2)))
    )
    appearance = Appearance(
        document, Original.of(draw(st.binary(max_size=50)), draw(WORDS)), draw(WORDS), perhaps(WORDS), perhaps(WORDS),
        perhaps(WORDS), claims, tuple(Aligned(span, span) for span in some()),
    )  # fmt: skip
    return appearance, Record(document, tuple(actors), statements=tuple(statements.values()))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(records())
def test_any_record_comes_back_as_it_went_in(ledger: Ledger, made: tuple[Appearance, Record]) -> None:
    appearance, record = made
    with ledger.atomic() as connection:
        connection.execute(delete(documents))
        connection.execute(delete(originals))
    fill(ledger, [made])
    with ledger.reading() as connection:
        entry = load(connection, record.document.id)
        assert entry.record == record
        assert load_original(connection, appearance.original.sha256) == appearance.original
    (place,) = entry.places
    for name in ("origin", "member", "fetched", "encoding", "dates", "alignment"):
        assert getattr(place, name) == getattr(appearance, name)
