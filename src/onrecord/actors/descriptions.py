"""Sources that are described, not named: "the mayor", "a senior official", "her campaign", "the poll"."""

from __future__ import annotations

import re

from onrecord.actors.figures import Figure
from onrecord.actors.pronouns import SINGULAR, he_or_she
from onrecord.actors.roles import FoundRole, alike, role_in
from onrecord.actors.scene import INDEFINITE, Reference, Resolved, Scene
from onrecord.language.words import Shape
from onrecord.records import ActorKind, Anonymity

PLURAL_PARTS = frozenset({"NNS", "NNPS"})
UNSETTLED = frozenset({"a", "an", "one", "another"})
POSSESSIVE = frozenset({"his", "her", "their", "its"})
# A description without a known holder means the person nearest to hand only from this closeness, and this far ahead.
NEAR_AT_HAND = 3.0
CLEARLY = 1.0
# A headline's or first paragraph's description looks this many paragraphs ahead for its name.
OPENING_PARAGRAPHS, SOON = 1, 4


def resolve_description(scene: Scene, start: int, end: int, head: int) -> Resolved:
    """Who a noun phrase at words [start, end) with that head stands for; a figure of its own where nobody is named."""
    named = _apposed(scene, start, end, head)
    if named is not None:
        return Resolved(named, 0.95, Anonymity.NAMED)
    role = role_in(scene.text, scene.reading, scene.register, start, end, last=False)
    if role is not None and not role.start <= head < role.end:
        role = None  # "critics of the mayor" are no mayors
    first, form = scene.forms[start].lower(), scene.forms[head].lower()
    plural = scene.part(head) in PLURAL_PARTS or form in INDEFINITE
    again = scene.described_as(scene.forms[head], start) if first == "the" and not plural else None
    if role is not None and not plural and first not in UNSETTLED:
        known = _holder(scene, role, start) or (
            _at_hand(scene, role, start)
            if role.noun.sector is not None and (first == "the" or _owners(scene, role))
            else None
        )
        if known is not None and not _later(scene, again, known.figure, start):
            return known
    if again is not None and scene.figures[again].kind is not ActorKind.GROUP:
        return Resolved(again, 0.75, Anonymity.UNNAMED)
    if role is not None and not plural:
        ahead = _introduced(scene, role, start)
        if ahead is not None:
            return ahead
    shown = _shown(scene, start, end, head)
    kind, anonymity = _kind_of(scene, form, plural=plural, role=role)
    if kind is ActorKind.ORGANISATION:
        known = _body(scene, shown, start, head)
        if known is not None:
            return known
    owner = next((scene.figures[scene.at[k]] for k in range(start, end) if k in scene.at), None)
    if kind is ActorKind.ORGANISATION and owner is not None:
        anonymity = Anonymity.NAMED
    country = role.country if role else None
    if country is None and owner is not None and owner.kind is ActorKind.STATE:
        country = owner.country
    adjectives = (scene.register.people(scene.forms[k]) for k in range(start, end))
    country = country or next((code for code in adjectives if code), None)
    return Resolved(scene.describe(shown, kind, country, role.noun.sector if role else None), 0.85, anonymity)


def _later(scene: Scene, one: int | None, other: int | None, at: int) -> bool:
    """Whether the first figure was mentioned later than the second."""
    return one is not None and other is not None and scene.last_mention(one, at) > scene.last_mention(other, at)


def _kind_of(scene: Scene, form: str, *, plural: bool, role: FoundRole | None) -> tuple[ActorKind, Anonymity]:
    thing = scene.register.thing(form)
    if thing is not None:
        return thing, Anonymity.UNNAMED
    if plural:
        return ActorKind.GROUP, Anonymity.COLLECTIVE
    return (ActorKind.PERSON if role else ActorKind.UNKNOWN), Anonymity.UNNAMED


def _apposed(scene: Scene, start: int, end: int, head: int) -> int | None:
    """A person named in apposition to the head ("the campaign manager, Robby Mook")."""
    for k in range(start, end):
        number = scene.at.get(k)
        if number is None or scene.figures[number].kind is not ActorKind.PERSON or scene.at.get(k - 1) == number:
            continue
        # "The mayor of Tarn, Ilse Brandt": a name alone after the comma.
        alone = all(scene.at.get(j) == number or scene.reading.words.shapes[j] == Shape.MARK for j in range(k, end))
        if k > start and scene.forms[k - 1] == "," and alone:
            return number
        top = scene.top_of_name(k)
        if scene.relation(top) == "appos" and scene.head_word(top) == head:
            return number
    return None


def _holder(scene: Scene, role: FoundRole, at: int) -> Resolved | None:
    """The person a role stands for: the only one of that role, or the one last spoken of; None for none."""
    fitting = [n for n in scene.holders(role.noun.title) if _holds(scene, n, role)]
    owners = _owners(scene, role)
    fitting = [n for n in fitting if n not in owners]
    if role.country is not None:
        fitting = [n for n in fitting if scene.figures[n].country == role.country] or fitting
    if not fitting:
        return None
    before = {n: scene.last_mention(n, at) for n in fitting}
    ranked = sorted(fitting, key=lambda n: -before[n])
    if len(ranked) == 1:
        return Resolved(ranked[0], 0.85, Anonymity.NAMED)
    if scene.gap(before[ranked[0]], at) <= 1 < scene.gap(before[ranked[1]], at):
        return Resolved(ranked[0], 0.7, Anonymity.NAMED)
    names = " or ".join(scene.figures[n].name for n in ranked[:3])
    return Resolved(ranked[0], 0.5, Anonymity.NAMED, f"The {role.title} may be {names}.")


def _owners(scene: Scene, role: FoundRole) -> set[int | None]:
    """Whose lawyer, aide or campaign it is: "his attorney" and "Pagliano's lawyer" are not the man himself."""
    owners: set[int | None] = {scene.at[k] for k in range(role.begin, role.start) if k in scene.at}
    first = scene.forms[role.begin].lower()
    if first in SINGULAR:
        owners.add(he_or_she(scene, Reference(role.begin, role.begin + 1, ()), SINGULAR[first]).figure)
    return owners


def _holds(scene: Scene, number: int, role: FoundRole) -> bool:
    """Whether the text, or the register, says that a person is or was what the role says."""
    figure = scene.figures[number]
    if figure.kind is not ActorKind.PERSON or not figure.tokens:
        return False
    if role.noun.gender is not None and figure.gender not in (None, role.noun.gender):
        return False
    if None not in (role.country, figure.country) and role.country != figure.country:
        return False
    for held in figure.roles:
        same_state = None in (role.country, held.country) or role.country == held.country
        same_of = role.country is not None or None in (role.of, held.of) or role.of == held.of
        if (
            alike(held.noun.title) == alike(role.noun.title)
            and same_state
            and same_of
            and (role.former or not held.former)
        ):
            return True
    entry = scene.register.named(role.of) if role.of else None
    party = entry is not None and entry.sector == "PTY"  # the register does not say whose candidate somebody is
    return any(
        alike(o.title) == alike(role.noun.title)
        and (role.former or scene.day is None or o.held(scene.day))
        and (role.country == o.country or (role.country is None and (party or role.of in (None, o.of))))
        for o in figure.offices
    )


def _introduced(scene: Scene, role: FoundRole, at: int) -> Resolved | None:
    """Who a headline or first paragraph describes before naming: the only fitting person who speaks soon after."""
    if scene.gap(0, at) > OPENING_PARAGRAPHS or scene.forms[role.begin].lower() in POSSESSIVE:
        return None
    ahead = {
        number
        for word, number in scene.speakers
        if word > at and scene.gap(at, word) <= SOON and not _clashes(role, scene.figures[number])
    } - _owners(scene, role)
    earlier = {number for word, number in scene.speakers if word < at}
    return Resolved(min(ahead), 0.65, Anonymity.NAMED) if len(ahead) == 1 and not earlier else None


def _clashes(role: FoundRole, figure: Figure) -> bool:
    """Whether gender, state or sector speak against a person's being what a role says."""
    return (
        (role.noun.gender is not None and figure.gender not in (None, role.noun.gender))
        or (None not in (role.country, figure.country) and role.country != figure.country)
        or (None not in (role.noun.sector, figure.sector) and role.noun.sector != figure.sector)
    )


def _at_hand(scene: Scene, role: FoundRole, at: int) -> Resolved | None:
    """The one person a varied description ("the businessman") must mean: clearly the nearest to hand, or nobody."""
    owners = _owners(scene, role)
    people = [
        number
        for number in scene.in_sight(at)
        if (figure := scene.figures[number]).kind is ActorKind.PERSON
        and figure.tokens
        and not _clashes(role, figure)
        and number not in owners
    ]
    nearest = _nearest(scene, people, at)
    return None if nearest is None else Resolved(nearest, 0.6, Anonymity.NAMED)


def _nearest(scene: Scene, numbers: list[int], at: int) -> int | None:
    """The figure clearly nearest to hand among some, or None."""
    close = ((scene.closeness(number, Reference(at, at + 1, ())), -number) for number in numbers)
    scores = sorted(((c, n) for c, n in close if c is not None), reverse=True)
    if not scores or scores[0][0] < NEAR_AT_HAND or (len(scores) > 1 and scores[0][0] - scores[1][0] < CLEARLY):
        return None
    return -scores[0][1]


def _body(scene: Scene, shown: str, start: int, head: int) -> Resolved | None:
    """A body by its owner ("her campaign", "Brandt's office") or by a longer name before ("the campaign")."""
    owned = _owned_body(scene, start, head)
    if owned is not None:
        return Resolved(scene.describe(owned, ActorKind.ORGANISATION), 0.85, Anonymity.NAMED)
    definite = scene.forms[start].lower() in POSSESSIVE | {"the"} or any(
        scene.forms[k] in {"'", "’"} for k in range(start, head)
    )
    if not definite or len(shown.split()) != 1:
        return None
    tail = shown.lower()
    bodies = (ActorKind.ORGANISATION, ActorKind.OUTLET)
    near = [n for n in scene.in_sight(start) if scene.figures[n].kind in bodies]
    longer = [n for n in near if re.search(rf"(?i)\w\W+{re.escape(tail)}$", scene.figures[n].name)]
    if longer:
        return Resolved(max(longer, key=lambda n: scene.last_mention(n, start)), 0.8, Anonymity.NAMED)
    nearest = _nearest(scene, [n for n in near if n in scene.named], start)
    return None if nearest is None else Resolved(nearest, 0.6, Anonymity.NAMED)


def _owned_body(scene: Scene, start: int, head: int) -> str | None:
    """One name for "Clinton's campaign", "her campaign" and "the Clinton campaign"; None if nobody's."""
    owner: int | None = None
    first = scene.forms[start].lower()
    if first in SINGULAR and head > start:
        owner = he_or_she(scene, Reference(start, start + 1, ()), SINGULAR[first]).figure
    else:
        owners = [scene.at[k] for k in range(start, head) if k in scene.at]
        if owners and scene.figures[owners[0]].kind is ActorKind.PERSON:
            owner = owners[0]
    if owner is None or not scene.figures[owner].tokens:
        return None
    surname, noun = scene.figures[owner].tokens[-1], scene.words(head, head + 1)
    return f"{surname} {noun}" if noun == "campaign" else f"{surname}'s {noun}"


def _shown(scene: Scene, start: int, end: int, head: int) -> str:
    """The description without its article and without a clause after it."""
    stop = head + 1
    while (
        stop < end
        and scene.forms[stop].lower() not in {"who", "that", "which", ","}
        and scene.part(stop) not in {"VBN", "VBG", "VBD"}
    ):
        stop += 1
    begin = start + (scene.forms[start].lower() in {"the", "a", "an"} and start < head)
    return scene.words(begin, stop)
