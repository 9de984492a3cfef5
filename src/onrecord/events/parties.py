"""Who a place in a clause names: noun phrases as parties, with the actor mentioned in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.events.tree import Tree
from onrecord.records import ActorKind

# What a noun phrase is told to belong to: the phrase itself acts ("rebels in Tarn", "the army of Tarn").
BELONGING = frozenset({"of", "in", "from", "at", "on", "against", "by", "with", "to", "for", "near"})


@dataclass(frozen=True, slots=True)
class Named:
    """An actor mentioned at words [start, end) of a text, as the actors room resolved it.

    `country`: ISO 3166-1 alpha-3; `sector`: PLOVER's code; both None where not known.
    """

    start: int
    end: int
    name: str
    kind: ActorKind
    country: str | None
    sector: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part in an event: words [start, end), and the actor named there, None if nobody is."""

    start: int
    end: int
    named: Named | None

    @property
    def country(self) -> str | None:
        return self.named.country if self.named is not None else None


class Parties:
    """Finds the parties that words of one text stand for."""

    def __init__(self, tree: Tree, mentions: Sequence[Named]) -> None:
        self.tree = tree
        self._at: dict[int, Named] = {}
        # Of mentions that overlap, the longer one names the actor.
        for mention in sorted(mentions, key=lambda m: (m.end - m.start, -m.start)):
            for word in range(mention.start, mention.end):
                self._at[word] = mention

    def of(self, noun: int) -> tuple[Party, ...]:
        """The parties of a noun and of those joined to it."""
        return tuple(self._one(word) for word in self.tree.with_conjuncts(noun) if self._may_act(word))

    def owner(self, noun: int) -> tuple[Party, ...]:
        """The parties that stand before a noun: "Tarn's proposal", "the Tarnish army's attack"."""
        tree = self.tree
        found: list[Party] = []
        for c in tree.children[noun]:
            if tree.relations[c] == "poss" or (
                tree.relations[c] in {"amod", "compound", "nmod"} and c < noun and self._named_below(c)
            ):
                found += self.of(c)
        return tuple(found)

    def has_name(self, noun: int) -> bool:
        """Whether an actor is named in a noun phrase."""
        return self._named_below(noun) is not None

    def named_in(self, start: int, end: int) -> Iterator[Named]:
        """The actors mentioned among words [start, end), in order."""
        last = None
        for word in range(start, end):
            here = self._at.get(word)
            if here is not None and here is not last:
                yield here
            last = here

    def _may_act(self, word: int) -> bool:
        if self.tree.is_time(word):
            return False
        return self.tree.is_noun(word) or word in self._at or self.tree.parts[word] in {"PRP", "CD", "JJ", "DT"}

    def _one(self, noun: int) -> Party:
        start, end = self.tree.core(noun)
        named = self._named_below(noun)
        if named is not None and named.start <= noun < named.end:
            start, end = min(start, named.start), max(end, named.end)
        elif named is not None and named.start == end:
            # "the watchdog Rights Tarn": the name stands in apposition.
            end = named.end
        return Party(start, end, named)

    def _named_below(self, noun: int) -> Named | None:
        """The actor of a phrase: at its head, then before it, then after it; one with a country first."""
        tree, found = self.tree, []
        if noun in self._at:
            return self._at[noun]
        waiting = [noun]
        for word in waiting:
            for c in tree.children[word]:
                relation = tree.relations[c]
                if relation in {"relcl", "acl", "conj", "punct", "ccomp", "advcl"}:
                    continue
                if relation == "prep" and tree.forms[c].lower() not in BELONGING:
                    continue
                if c in self._at:
                    found.append(self._at[c])
                waiting.append(c)
        return next((m for m in found if m.country is not None), found[0] if found else None)
