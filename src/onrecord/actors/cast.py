"""The cast of a text: its actors, and which of them each source is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.actors.figures import Figure, gather
from onrecord.actors.names import find_names
from onrecord.actors.references import Resolver
from onrecord.actors.register import Register
from onrecord.actors.roles import FoundRole, after_name, before_name
from onrecord.actors.scene import Reference, Scene
from onrecord.language.encoder import Labels, Reading
from onrecord.records import Actor, ActorKind, Anonymity, Document, Mention, MentionKind, Role, Span, actor_id


@dataclass(frozen=True, slots=True)
class Voice:
    """The actor a source stands for: its id, or None with the reason in `why`. `confidence`: that it is right."""

    actor: str | None
    confidence: float
    anonymity: Anonymity
    why: str | None


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of a text in the order they first appear, and one voice for each reference asked about."""

    actors: tuple[Actor, ...]
    voices: tuple[Voice, ...]


def cast(
    document: Document, reading: Reading, labels: Labels, register: Register, references: Sequence[Reference]
) -> Cast:
    """The actors of a document, and who each of the references (sources, in the order of the text) stands for."""
    text = document.text
    names = find_names(text, reading, labels, register)
    day = document.published[:10] if document.published else None
    figures = gather(names, reading.words.forms, register, day)
    for figure in figures:
        if figure.kind is ActorKind.PERSON:
            _add_roles(text, reading, labels, register, figure)
    resolver = Resolver(Scene(text, reading, labels, register, figures, day), references)
    resolved = [resolver.resolve(reference) for reference in references]
    ids = [actor_id(document.id, figure.kind, figure.name) for figure in figures]
    joined = _joined(figures, ids)
    shown = sorted(
        (key for key, figure in joined.items() if figure.mentions),
        key=lambda key: min(mention[0] for mention in joined[key].mentions),
    )
    return Cast(
        tuple(_actor(key, text, reading, joined[key]) for key in shown),
        tuple(
            Voice(None if r.figure is None else ids[r.figure], round(r.confidence, 4), r.anonymity, r.why)
            for r in resolved
        ),
    )


def _joined(figures: list[Figure], ids: list[str]) -> dict[str, Figure]:
    """One figure for each id: a body that was named, and met again by a description, came out as two."""
    joined: dict[str, Figure] = {}
    for key, figure in zip(ids, figures, strict=True):
        first = joined.setdefault(key, figure)
        if first is not figure:
            first.mentions += figure.mentions
            first.roles += figure.roles
            for name in ("country", "sector", "support"):
                setattr(first, name, getattr(first, name) or getattr(figure, name))
    return joined


def _add_roles(text: str, reading: Reading, labels: Labels, register: Register, figure: Figure) -> None:
    for start, end, kind, _ in figure.mentions:
        if kind is not MentionKind.NAME:
            continue
        found = before_name(text, reading, register, labels, start), after_name(text, reading, register, end)
        for role in found:
            if role is not None:
                figure.roles.append(role)
    for role in figure.roles:
        if role.noun.gender is not None:
            figure.gender = figure.gender or role.noun.gender
        if figure.country is None and role.country is not None:
            figure.country = role.country
        if figure.sector is None and role.noun.sector is not None and not role.former:
            figure.sector = role.noun.sector


def _actor(id: str, text: str, reading: Reading, figure: Figure) -> Actor:
    words = reading.words

    def span(start: int, end: int) -> Span:
        return Span(int(words.starts[start]), int(words.ends[end - 1]))

    # The same words may have been met twice, as a name and as somebody's description: a place is one mention.
    surest = {(start, end): (kind, sure) for start, end, kind, sure in sorted(figure.mentions, key=lambda m: m[3])}
    mentions = []
    for (start, end), (kind, confidence) in sorted(surest.items()):
        place = span(start, end)
        mentions.append(Mention(place, place.of(text), kind, round(confidence, 4)))
    roles: dict[tuple[str, str | None], list[FoundRole]] = {}
    for role in figure.roles:
        roles.setdefault((("former " if role.former else "") + role.title, role.of), []).append(role)
    return Actor(
        id, figure.name, figure.kind, figure.country, figure.sector,
        tuple(
            Role(title, of, tuple(dict.fromkeys(span(role.begin, role.finish) for role in found)))
            for (title, of), found in roles.items()
        ),
        tuple(mentions), figure.support,
    )  # fmt: skip
