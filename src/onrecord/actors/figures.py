"""Names of one text gathered into figures: one for each person, state or body it names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from onrecord.actors.names import PARTICLES, Name
from onrecord.actors.register import Entry, Office, Register
from onrecord.actors.roles import FoundRole
from onrecord.records import ActorKind, MentionKind

# Names of the encoder's kinds that may stand for a figure at all; "Olympics" and "Koran" (MISC) may not.
PLACES = frozenset({"GPE", "LOC"})


@dataclass
class Figure:
    """A figure while it is being put together: words are word numbers of the text, half-open."""

    name: str
    kind: ActorKind
    country: str | None = None
    sector: str | None = None
    gender: str | None = None
    support: str | None = None
    tokens: tuple[str, ...] = ()
    offices: list[Office] = field(default_factory=list)
    roles: list[FoundRole] = field(default_factory=list)
    mentions: list[tuple[int, int, MentionKind, float]] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether a person's given name and surname are both known."""
        return len(self.tokens) > 1


def gather(names: list[Name], register: Register, day: str | None) -> list[Figure]:
    """The figures of a text's names. `day`: the text's ISO date, for what the register knows by date, or None."""
    people = _people(names, register, day)
    figures = list(people.values())
    by_surname: dict[str, list[Figure]] = {}
    for figure in figures:
        by_surname.setdefault(figure.tokens[-1], []).append(figure)
    bodies: dict[str, Figure] = {}
    acronyms: dict[str, Figure] = {}
    for name in names:
        if _is_person(name, by_surname, register):
            person = _person_of(name, names, figures, by_surname, day)
            if person is not None:
                _mention(person, name)
            continue
        body = _body(name, bodies, acronyms, register)
        if body is not None:
            _mention(body, name)
    return [figure for figure in (*figures, *bodies.values()) if figure.mentions]


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names can be one person's: same surname, and given names that agree (Tim, Timothy)."""
    if one[-1] != other[-1]:
        return False
    a, b = one[0], other[0]
    return a == b or (min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a)))


def _people(names: list[Name], register: Register, day: str | None) -> dict[tuple[str, ...], Figure]:
    """One figure for each full name, then for each surname or given name that belongs to none of them."""
    people: dict[tuple[str, ...], Figure] = {}
    labels: dict[tuple[str, ...], Counter[str]] = {}
    for name in names:
        labels.setdefault(name.tokens, Counter())[name.label] += 1
    for name in names:
        if name.label != "PERSON" or len(name.tokens) < 2:
            continue
        if labels[name.tokens].most_common(1)[0][0] != "PERSON" or register.named(name.text) is not None:
            continue
        known = next((f for tokens, f in people.items() if same_person(tokens, name.tokens)), None)
        if known is None:
            people[name.tokens] = _person(name, register, day)
        else:
            if len(name.text) > len(known.name):
                known.name = name.text
            known.gender = known.gender or name.gender
    for name in names:
        if name.label != "PERSON" or len(name.tokens) != 1 or labels[name.tokens].most_common(1)[0][0] != "PERSON":
            continue
        token = name.tokens[0]
        if register.named(token) is not None or register.capital(token) is not None:
            continue
        if not any(token in (tokens[0], tokens[-1]) or _surname(tokens) == token for tokens in people):
            people[name.tokens] = _person(name, register, day)
    return people


def _person(name: Name, register: Register, day: str | None) -> Figure:
    figure = Figure(name.text, ActorKind.PERSON, gender=name.gender, tokens=name.tokens)
    offices: list[Office] = []
    if figure.full:
        figure.gender = figure.gender or register.gender(name.tokens[0])
        offices = register.offices(name.text, day) or register.offices(f"{name.tokens[0]} {name.tokens[-1]}", day)
    elif day is not None:
        # A bare surname takes a full name from the register only when one person of that name held office that day.
        offices = register.holders(name.tokens[0], day)
        fitting = [office for office in offices if name.gender in (None, office.gender)]
        offices = fitting if len({office.name for office in fitting}) == 1 else []
        if offices:
            figure.name, figure.tokens = offices[0].name, tuple(offices[0].name.split())
    figure.offices = offices
    if offices:
        office = offices[0]
        figure.gender = figure.gender or office.gender
        if day is not None and office.held(day):
            figure.country, figure.sector, figure.support = office.country, office.sector, f"register: {office}"
        elif len({o.country for o in offices}) == 1:
            figure.country = office.country
    return figure


def _is_person(name: Name, by_surname: dict[str, list[Figure]], register: Register) -> bool:
    if name.label == "PERSON":
        return register.named(name.text) is None or name.tokens[-1] in by_surname
    # A surname is often mistaken for a body or place ("Trump", ORG), never a whole body's name.
    return len(name.tokens) == 1 and name.tokens[0] in by_surname and register.named(name.text) is None


def _person_of(
    name: Name, names: list[Name], figures: list[Figure], by_surname: dict[str, list[Figure]], day: str | None
) -> Figure | None:
    if len(name.tokens) > 1:
        found = [f for f in figures if f.full and same_person(f.tokens, name.tokens)]
        return found[0] if found else None
    token = name.tokens[0]
    fitting = by_surname.get(token) or [f for f in figures if _surname(f.tokens) == token]
    if not fitting:
        fitting = [f for f in figures if f.tokens[0] == token]
    if name.gender is not None:
        agreeing = [f for f in fitting if f.gender in (None, name.gender)]
        fitting = agreeing or fitting
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    # Two of that surname: the one in office or most written about; one just named in full takes over for a while.
    last: dict[int, int] = {}
    scores = [0.0] * len(fitting)
    for k, figure in enumerate(fitting):
        scores[k] += IN_OFFICE * any(day is not None and office.held(day) for office in figure.offices)
    for other in names:
        if len(other.tokens) < 2 or other.label != "PERSON":
            continue
        for k, figure in enumerate(fitting):
            if figure.full and same_person(figure.tokens, other.tokens):
                scores[k] += NAMED_IN_FULL
                if other.start < name.start:
                    last[k] = other.start
    if last:
        k = max(last, key=lambda key: last[key])
        scores[k] += JUST_NAMED if name.start - last[k] < NEAR else 0.0
    return fitting[max(range(len(fitting)), key=lambda k: (scores[k], -k))]


# What tells two people of one surname apart; tuned on hand-labelled training articles. NEAR is in words.
IN_OFFICE, NAMED_IN_FULL, JUST_NAMED = 1.5, 0.2, 1.0
NEAR = 40


def _surname(tokens: tuple[str, ...]) -> str:
    """The surname with its particle left out: "al Assad", "al-Assad" and "Assad" are one."""
    return next((t for t in reversed(tokens) if t.lower() not in PARTICLES), tokens[-1])


def _body(name: Name, bodies: dict[str, Figure], acronyms: dict[str, Figure], register: Register) -> Figure | None:
    entry: Entry | None = register.named(name.text) or register.named(" ".join(name.tokens))
    if entry is None and name.label in PLACES:
        entry = register.capital(name.text)
        if entry is not None and name.place:
            return None
    if name.label == "NORP" and (entry is None or name.text.endswith("s")):
        code = register.people(name.text)
        return None if code is None and not name.text.endswith("s") else _group(name, code, bodies)
    if entry is not None:
        # One figure a country for its state and seats; a ministry, army or parliament is a body of its own.
        figure = bodies.get(entry.name)
        if figure is None:
            figure = bodies[entry.name] = Figure(entry.name, entry.kind, entry.country, entry.sector)
        return figure
    if name.label in {"LOC", "MISC", "NORP"}:
        return None
    key = " ".join(name.tokens)
    if key in acronyms:
        return acronyms[key]
    figure = bodies.get(key)
    if figure is None and name.label == "ORG":
        figure = next((f for k, f in bodies.items() if len(name.tokens) > 1 and f.kind is ActorKind.ORGANISATION
                       and (k.startswith(key + " ") or key.startswith(k + " "))), None)  # fmt: skip
        if figure is not None and len(name.text) > len(figure.name):
            figure.name = name.text
    if figure is None:
        kind = ActorKind.ORGANISATION if name.label == "ORG" else ActorKind.UNKNOWN
        figure = bodies[key] = Figure(name.text, kind, tokens=name.tokens)
        initials = "".join(t[0] for t in name.tokens if t[:1].isupper())
        if len(initials) >= 3:
            acronyms[initials] = figure
    return figure


def _group(name: Name, code: str | None, bodies: dict[str, Figure]) -> Figure | None:
    if code is not None and not name.text.endswith(("s", "men", "women")):
        return None  # an adjective; what it narrows is the figure
    figure = bodies.get(name.text)
    if figure is None:
        figure = bodies[name.text] = Figure(name.text, ActorKind.GROUP, code)
    return figure


def _mention(figure: Figure, name: Name) -> None:
    figure.mentions.append((name.start, name.end, MentionKind.NAME, name.score))
