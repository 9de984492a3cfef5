"""Pronouns as sources: the figure at hand that they stand for, or none where two fit as well."""

from __future__ import annotations

import math

from onrecord.actors.scene import Reference, Resolved, Scene
from onrecord.records import ActorKind, Anonymity

SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
PLURAL = frozenset({"they", "them", "their", "themselves"})
NEUTER = frozenset({"it", "its", "itself"})
FIRST_PERSON = frozenset({"i", "me", "my", "myself", "we", "us", "our"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
GENERIC = frozenset({"you", "what", "there", "whoever", "this"})
# A pronoun's two best readings closer than this are a tie; tuned on hand-labelled training articles.
TIE = 0.45
# A figure whose gender nothing tells is a little less likely than one that fits.
GENDER_UNKNOWN = -0.3
ONLY_ONE = 3.0  # the lead of a reading without a rival
AUTHOR = "the author"


def he_or_she(scene: Scene, reference: Reference, gender: str) -> Resolved:
    """The person a singular pronoun stands for; the reason is given when two fit about as well."""
    pronoun = scene.forms[reference.start]
    scores: dict[int, float] = {}
    for number in scene.in_sight(reference.start):
        figure = scene.figures[number]
        if figure.kind is not ActorKind.PERSON or figure.gender not in (None, gender) or figure.name == AUTHOR:
            continue
        closeness = scene.closeness(number, reference)
        if closeness is not None:
            scores[number] = closeness + (GENDER_UNKNOWN if figure.gender is None else 0.0)
    if not scores:
        return Resolved(None, 0.0, Anonymity.NAMED, f"No person before it fits “{pronoun}”.")
    ranked = sorted(scores, key=lambda n: -scores[n])
    figure = scene.figures[ranked[0]]
    anonymity = Anonymity.NAMED if figure.tokens else Anonymity.UNNAMED
    lead = scores[ranked[0]] - scores[ranked[1]] if len(ranked) > 1 else ONLY_ONE
    sure = 1 / (1 + math.exp(-1.2 * lead - 0.5))
    if lead >= TIE:
        return Resolved(ranked[0], sure, anonymity)
    other = scene.figures[ranked[1]].name
    return Resolved(ranked[0], min(sure, 0.5), anonymity, f"“{pronoun}” may be {figure.name} or {other}.")


def they_or_it(scene: Scene, reference: Reference, *, plural: bool) -> Resolved:
    """The last body, document or group that spoke, else that the text named. A plural subject is left to the caller."""
    wanted = (
        {ActorKind.GROUP, ActorKind.ORGANISATION, ActorKind.OUTLET}
        if plural
        else {ActorKind.ORGANISATION, ActorKind.OUTLET, ActorKind.DOCUMENT, ActorKind.STATE}
    )
    best: tuple[float, int] | None = None
    for number in scene.in_sight(reference.start):
        closeness = scene.closeness(number, reference) if scene.figures[number].kind in wanted else None
        if closeness is None or scene.gap(scene.last_mention(number, reference.start), reference.start) > 2:
            continue
        score = (closeness + (0.6 if plural and scene.figures[number].kind is ActorKind.GROUP else 0.0), -number)
        best = max(best or score, score)
    if best is None:
        shown = scene.forms[reference.start]
        return Resolved(None, 0.0, Anonymity.UNNAMED, f"What “{shown}” refers to is not clear.")
    group = scene.figures[-best[1]].kind is ActorKind.GROUP
    return Resolved(-best[1], 0.6, Anonymity.COLLECTIVE if group else Anonymity.NAMED)


def plural_subject(scene: Scene, at: int) -> int | None:
    """The last plural noun before word `at`, in its paragraph or the one before, that was a subject."""
    for k in range(at - 1, max(-1, at - 80), -1):
        if scene.gap(k, at) > 1:
            return None
        if scene.part(k) in {"NNS", "NNPS"} and scene.relation(k) in {"nsubj", "nsubjpass"}:
            return k
    return None


def antecedent(scene: Scene, head: int, start: int) -> int | None:
    """The noun that a relative pronoun at word `head` of a source at `start` belongs to; None if not found."""
    k = start - 1
    while k >= 0 and scene.forms[k] in {",", "-", "—", "–", ")", "”", '"', "."}:
        k -= 1
    verb = scene.head_word(head)
    noun = scene.head_word(verb)
    related = scene.relation(verb) == "relcl" and noun < head and (noun in scene.at or scene.part(noun)[:1] in "NP")
    for place in ([noun] if related else []) + ([k] if k >= 0 else []):
        if place in scene.at:
            return place
    place = noun if related else k
    return place if place >= 0 and scene.gap(place, head) == 0 else None
