"""Names of one text gathered into figures: one for each person, state or body it names."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field

from onrecord.actors.names import HONORIFICS, LOCATIVE, PARTICLES, Name
from onrecord.actors.register import Entry, Office, Register
from onrecord.actors.roles import FoundRole
from onrecord.records import ActorKind, MentionKind

# Names of the encoder's kinds that may stand for a figure at all; "Olympics" and "Koran" (MISC) may not.
PLACES = frozenset({"GPE", "LOC"})
# What tells two people of one surname apart; tuned on hand-labelled training articles. NEAR is in words.
IN_OFFICE, NAMED_IN_FULL, JUST_NAMED = 1.5, 0.2, 1.0
NEAR = 40


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


def gather(names: list[Name], forms: list[str], register: Register, day: str | None) -> list[Figure]:
    """The figures of a text's names, people first. `forms`: the text's words; `day`: its ISO date, or None.

    What the register knows by date is used only with a day.
    """
    people = _People(names, forms, register, day)
    bodies = _Bodies(register)
    for name in names:
        figure = people.of(name) if people.is_person(name) else bodies.of(name)
        if figure is not None:
            figure.mentions.append((name.start, name.end, MentionKind.NAME, name.score))
    return [figure for figure in (*people.figures, *bodies.figures.values()) if figure.mentions]


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names can be one person's: same surname, and given names that agree (Tim, Timothy)."""
    if one[-1] != other[-1]:
        return False
    a, b = one[0], other[0]
    return a == b or (min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a)))


class _People:
    """One figure for each full name, then for each surname or given name that belongs to none of them."""

    def __init__(self, names: list[Name], forms: list[str], register: Register, day: str | None) -> None:
        self.figures: list[Figure] = []
        self._register, self._day, self._forms = register, day, forms
        self._by_surname: dict[str, list[Figure]] = defaultdict(list)
        self._by_bare_surname: dict[str, list[Figure]] = defaultdict(list)
        self._by_given: dict[str, list[Figure]] = defaultdict(list)
        self._named_in_full: dict[int, list[int]] = defaultdict(list)
        full = [n for n in names if n.label == "PERSON" and len(n.tokens) > 1 and register.named(n.text) is None]
        for name in full:
            figure = self._full(name)
            if figure is None:
                figure = self._add(self._person(name))
            elif len(name.text) > len(figure.name):
                figure.name = name.text
            figure.gender = figure.gender or name.gender
            insort(self._named_in_full[id(figure)], name.start)
        places: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            if name.label == "PERSON" and len(name.tokens) == 1:
                places[name.tokens[0]].append(name)
        for token, found in places.items():
            if register.named(token) is not None or register.capital(token) is not None or self._fitting(token):
                continue
            figure = self._person(found[0])
            if day is not None and not any(self._has_given_name(name) for name in found):
                self._complete(figure, found[0])
            self._add(figure)

    def is_person(self, name: Name) -> bool:
        """Whether a name is a person's. A surname is often mistaken for a body or place ("Trump", ORG)."""
        known = self._register.named(name.text) is not None
        if name.label == "PERSON":
            return not known or name.tokens[-1] in self._by_surname
        return len(name.tokens) == 1 and name.tokens[0] in self._by_surname and not known

    def of(self, name: Name) -> Figure | None:
        """The figure of a person's name; None where none was made of it."""
        if len(name.tokens) > 1:
            return self._full(name)
        fitting = self._fitting(name.tokens[0])
        if name.gender is not None:
            fitting = [f for f in fitting if f.gender in (None, name.gender)] or fitting
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        # Two of that surname: the one in office or most written about; one just named in full takes over for a while.
        scores = []
        for figure in fitting:
            places = self._named_in_full[id(figure)]
            before = bisect_left(places, name.start)
            near = before > 0 and name.start - places[before - 1] < NEAR
            latest = near and all(
                places[before - 1] >= max((p for p in self._named_in_full[id(f)] if p < name.start), default=-1)
                for f in fitting
            )
            in_office = self._day is not None and any(office.held(self._day) for office in figure.offices)
            scores.append(IN_OFFICE * in_office + NAMED_IN_FULL * len(places) + JUST_NAMED * latest)
        return fitting[scores.index(max(scores))]

    def _fitting(self, token: str) -> list[Figure]:
        return self._by_surname.get(token) or self._by_bare_surname.get(token) or self._by_given.get(token) or []

    def _full(self, name: Name) -> Figure | None:
        same = self._by_surname.get(name.tokens[-1], [])
        return next((f for f in same if f.full and same_person(f.tokens, name.tokens)), None)

    def _add(self, figure: Figure) -> Figure:
        self.figures.append(figure)
        self._by_surname[figure.tokens[-1]].append(figure)
        self._by_bare_surname[_surname(figure.tokens)].append(figure)
        if figure.full:
            self._by_given[figure.tokens[0]].append(figure)
        return figure

    def _person(self, name: Name) -> Figure:
        figure = Figure(name.text, ActorKind.PERSON, gender=name.gender, tokens=name.tokens)
        if figure.full:
            first, last = name.tokens[0], name.tokens[-1]
            figure.gender = figure.gender or self._register.gender(first)
            offices = self._register.offices(name.text, self._day)
            self._hold(figure, offices or self._register.offices(f"{first} {last}", self._day))
        return figure

    def _has_given_name(self, name: Name) -> bool:
        """Whether a capitalised word that is no title stands before a surname: a given name the encoder missed."""
        before = self._forms[name.start - 1] if name.start else ""
        titled = before.lower() in HONORIFICS or self._register.role(before) is not None
        return before.istitle() and len(before) > 1 and not titled and before.lower() not in LOCATIVE | {"the", "but"}

    def _complete(self, figure: Figure, name: Name) -> None:
        """Give a bare surname its full name when only one person of that name held an office on the text's day."""
        offices = self._register.holders(name.tokens[0], self._day or "")
        fitting = [office for office in offices if name.gender in (None, office.gender)]
        if len({office.name for office in fitting}) == 1:
            figure.name, figure.tokens = fitting[0].name, tuple(fitting[0].name.split())
            self._hold(figure, fitting)

    def _hold(self, figure: Figure, offices: list[Office]) -> None:
        figure.offices = offices
        if not offices:
            return
        office = offices[0]
        figure.gender = figure.gender or office.gender
        if self._day is not None and office.held(self._day):
            figure.country, figure.sector, figure.support = office.country, office.sector, f"register: {office}"
        elif len({o.country for o in offices}) == 1:
            figure.country = office.country


class _Bodies:
    """One figure for each state (with its seats), organisation, outlet and people."""

    def __init__(self, register: Register) -> None:
        self.figures: dict[str, Figure] = {}
        self._register = register
        self._acronyms: dict[str, Figure] = {}
        self._by_first: dict[str, list[str]] = defaultdict(list)

    def of(self, name: Name) -> Figure | None:
        """The figure of a name that is no person's; None for places and things that neither speak nor act."""
        register = self._register
        entry: Entry | None = register.named(name.text) or register.named(" ".join(name.tokens))
        if entry is None and name.label in PLACES:
            entry = register.capital(name.text)
            if entry is not None and name.place:
                return None
        if name.label == "NORP" and (entry is None or name.text.endswith("s")):
            return self._people(name, register.people(name.text))
        if entry is not None:
            if entry.name not in self.figures:
                self.figures[entry.name] = Figure(entry.name, entry.kind, entry.country, entry.sector)
            return self.figures[entry.name]
        if name.label in {"LOC", "MISC", "NORP"}:
            return None
        return self._organisation(name)

    def _people(self, name: Name, code: str | None) -> Figure | None:
        """A people or party in the plural; an adjective is no figure, what it narrows is."""
        if not name.text.endswith(("s", "men", "women")):
            return None
        if name.text not in self.figures:
            self.figures[name.text] = Figure(name.text, ActorKind.GROUP, code)
        return self.figures[name.text]

    def _organisation(self, name: Name) -> Figure:
        key = " ".join(name.tokens)
        known = self._acronyms.get(key) or self.figures.get(key)
        if known is not None:
            return known
        if name.label == "ORG" and len(name.tokens) > 1:
            for other in self._by_first[name.tokens[0]]:
                if other.startswith(key + " ") or key.startswith(other + " "):
                    figure = self.figures[other]
                    figure.name = max(figure.name, name.text, key=len)
                    return figure
        kind = ActorKind.ORGANISATION if name.label == "ORG" else ActorKind.UNKNOWN
        figure = self.figures[key] = Figure(name.text, kind, tokens=name.tokens)
        if kind is ActorKind.ORGANISATION:
            self._by_first[name.tokens[0]].append(key)
        initials = "".join(t[0] for t in name.tokens if t[:1].isupper())
        if len(initials) >= 3:
            self._acronyms[initials] = figure
        return figure


def _surname(tokens: tuple[str, ...]) -> str:
    """The surname with its particle left out: "al Assad", "al-Assad" and "Assad" are one."""
    return next((t for t in reversed(tokens) if t.lower() not in PARTICLES), tokens[-1])
