"""What is known of states, bodies, offices and names before a text is read: tables in `data/`, of our own writing."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onrecord.records import ActorKind

# A seat ("Kremlin") speaks for its state; a ministry, army, court or named cabinet is a body of the state's.
BODY_OF_ITS_OWN = re.compile(
    r"(?i)\b(?:dep(?:artmen)?t\b|ministry|office|treasury|doj|dod|administration|government|regime|team)"
)
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Entry:
    """A state or body that a name stands for. `metonym`: the name is a seat or by-word, not the thing's own name."""

    name: str
    kind: ActorKind
    country: str | None
    sector: str | None
    metonym: bool = False


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """A noun that says what somebody is ("foreign minister"). `sector`, `gender`: None where the noun does not tell."""

    title: str
    sector: str | None
    gender: str | None
    before_name: bool


@dataclass(frozen=True, slots=True)
class Office:
    """An office somebody held, from `since` to `until` (ISO 8601, as exact as known; None: not over)."""

    name: str
    gender: str
    country: str
    title: str
    of: str
    sector: str
    since: str
    until: str | None

    def held(self, day: str) -> bool:
        """Whether it was held on that ISO day, as far as the dates tell."""
        return self.since <= day[: len(self.since)] and (self.until is None or day[: len(self.until)] <= self.until)

    def __str__(self) -> str:
        return f"{self.title}, {self.of}, {self.since} to {self.until or 'now'}"


class Register:
    """The tables, indexed for look-up. Names are matched as written, with any "the" before them taken off."""

    def __init__(self, folder: Path = DATA) -> None:
        self._names: dict[str, Entry] = {}
        self._adjectives: dict[str, str] = {}
        self._capitals: dict[str, str] = {}
        self.states: dict[str, Entry] = {}
        for row in _rows(folder / "states.tsv"):
            state = Entry(row["name"], ActorKind.STATE, row["code"], "GOV")
            self.states[row["code"]] = state
            for name in (row["name"], *_split(row["names"])):
                self._names[name] = state
            for adjective in _split(row["adjectives"]):
                self._adjectives[adjective] = row["code"]
            for capital in _split(row["capital"]):
                self._capitals[capital] = row["code"]
            for metonym in _split(row["metonyms"]):
                name, _, sector = metonym.partition(":")
                name = _without_article(name)
                if sector == "GOV" and not BODY_OF_ITS_OWN.search(name):
                    self._names.setdefault(name, Entry(row["name"], ActorKind.STATE, row["code"], sector, metonym=True))
                else:
                    self._names.setdefault(name, Entry(name, ActorKind.ORGANISATION, row["code"], sector))
        for row in _rows(folder / "bodies.tsv"):
            body = Entry(row["name"], ActorKind(row["kind"]), row["country"] or None, row["sector"] or None)
            for name in (row["name"], *_split(row["aliases"])):
                known = self._names.get(_without_article(name))
                if known is None or not known.metonym:
                    self._names[_without_article(name)] = body
        self._roles: dict[str, RoleNoun] = {}
        self.longest_role = 1
        for row in _rows(folder / "roles.tsv"):
            role = RoleNoun(row["title"], row["sector"] or None, row["gender"] or None, row["as_title"] == "yes")
            for form in (row["title"], *_split(row["forms"])):
                key = form.lower().replace("-", " ").replace(".", "").strip()
                self._roles.setdefault(key, role)
                self.longest_role = max(self.longest_role, len(key.split()))
        self._genders = {row["name"]: row["gender"] for row in _rows(folder / "first_names.tsv")}
        self._things = {row["noun"]: ActorKind(row["kind"]) for row in _rows(folder / "nouns.tsv")}
        self._offices: dict[str, list[Office]] = defaultdict(list)
        self._surnames: dict[str, set[str]] = defaultdict(set)
        for row in _rows(folder / "leaders.tsv"):
            office = Office(
                row["name"], row["gender"], row["country"], row["office"], row["of"], row["sector"], row["since"],
                row["until"] or None,
            )  # fmt: skip
            for name in (row["name"], *_split(row["names"])):
                self._offices[name].append(office)
                self._surnames[name.split()[-1]].add(row["name"])

    def named(self, name: str) -> Entry | None:
        """The state or body of that name; None when unknown."""
        return self._names.get(name) or self._names.get(_without_article(name))

    def state_of(self, word: str) -> str | None:
        """The country code of a state's name, adjective or people's name ("Russian"); None for others."""
        entry = self.named(word)
        if entry is not None and entry.kind is ActorKind.STATE:
            return entry.country
        return self._adjectives.get(word)

    def people(self, word: str) -> str | None:
        """The country code of an adjective or people's name; None for others."""
        return self._adjectives.get(word)

    def capital(self, name: str) -> Entry | None:
        """The state a capital stands for when it speaks or acts; None for other places."""
        code = self._capitals.get(name)
        return self.states[code] if code else None

    def role(self, words: str) -> RoleNoun | None:
        """The role noun of these words (any case, singular or plural, with or without stops); None for others."""
        return self._roles.get(words.lower().replace("-", " ").replace(".", "").replace("  ", " ").strip())

    def thing(self, noun: str) -> ActorKind | None:
        """What a common noun that can say something is, a document or an organisation; None for people and others."""
        return self._things.get(noun.lower())

    def gender(self, first_name: str) -> str | None:
        """ "m" or "f" for a given name used mostly for one; None when it does not tell."""
        return self._genders.get(first_name)

    def offices(self, name: str, day: str | None) -> list[Office]:
        """The offices of the person of that full name, those held on `day` (ISO) first; all of them for None."""
        found = self._offices.get(name, [])
        return sorted(found, key=lambda office: (day is None or not office.held(day), office.since))

    def holders(self, surname: str, day: str) -> list[Office]:
        """The offices held on `day` by people of that surname."""
        names = sorted(self._surnames.get(surname, ()))
        return [office for name in names for office in self._offices[name] if office.held(day)]


@cache
def default_register() -> Register:
    """The shipped register, loaded once."""
    return Register()


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _split(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split("|") if part.strip()]


def _without_article(name: str) -> str:
    return name[4:] if name[:4] in {"the ", "The "} else name
