"""Who does an event and to whom: the places of a frame, looked up in the parse, with fall-backs."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.events.lexicon import Frame, Part
from onrecord.events.parties import Parties, Party
from onrecord.events.tree import Tree

# Where recipients usually stand, surest first; after these comes whoever is named in the object.
USUAL = ("against", "to", "with", "on", "upon", "towards", "toward", "at", "from", "of", "for", "between", "into",
         "over", "about", "in", "near", "across", "inside", "outside", "along")  # fmt: skip
SHARED = ("with", "between", "among", "alongside")
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "which", "that"})
# How far prepositions are followed from noun to noun: "attacks on posts in the north of Tarn".
DEPTH = 3


class Roles:
    """Looks up the parties of one text's events."""

    def __init__(self, tree: Tree, parties: Parties) -> None:
        self.tree = tree
        self.parties = parties

    def verb_actors(self, verb: int, reporter: int | None) -> tuple[Party, ...]:
        """Who does what a verb says: its subject, or in the passive who stands after "by"."""
        tree = self.tree
        doer = tree.agent(verb) if tree.is_passive(verb) else tree.subject(verb)
        if doer is None:
            return ()
        owned = any(tree.parts[c] == "PRP$" for c in tree.children[doer])
        if (owned or tree.forms[doer].lower() in PRONOUNS) and not self.parties.has_name(doer):
            other = self._antecedent(doer, verb, reporter)
            if other is not None:
                return self.parties.of(other)
        return self.parties.of(doer)

    def noun_actors(self, noun: int) -> tuple[Party, ...]:
        """Who does what a noun says: its owner, or who stands after "by", "between" or "from"."""
        found = self.parties.owner(noun)
        for wanted in ("by", "between", "from", "among"):
            if not found:
                nouns = [n for prep, n in self.tree.prepositions(noun) if prep == wanted]
                found = tuple(party for n in nouns for party in self.parties.of(n))
        return found

    def shared(self, word: int, matched: int | None) -> tuple[Party, ...]:
        """Who something is done with."""
        return tuple(
            party
            for prep, noun in self._complements(word, matched)
            if prep in SHARED
            for party in self.parties.of(noun)
        )

    def recipients(self, frame: Frame, word: int, matched: int | None, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """Who it is done to: whoever stands in a place of the frame, in a usual place, in the object, further on.

        `matched`: the noun that met the frame's condition. Where only somebody unnamed is hit ("killed 40 people in
        Tarn"), the next who is named is told too, as that says whose they are.
        """
        unnamed: tuple[Party, ...] = ()
        for found, wanted in self._candidates(frame, word, matched):
            fresh = _without(found, actors)
            if any(party.named for party in fresh):
                return (*unnamed, *fresh)
            if wanted:
                unnamed = unnamed or fresh
        return unnamed

    def _candidates(self, frame: Frame, word: int, matched: int | None) -> Iterator[tuple[tuple[Party, ...], bool]]:
        """Who may be a recipient, likeliest first, and whether the frame wants one there, named or not."""
        parties = self.parties
        direct = self.tree.object(word) if frame.part is Part.VERB else None
        objects = [noun for noun in (matched, direct) if noun is not None]
        if matched is not None:
            for prep, noun in self.tree.prepositions(matched):
                if prep in frame.recipient:
                    yield parties.of(noun), False
        complements = list(self._complements(word, matched))
        usual = USUAL if frame.object or frame.after else ("object", *USUAL)
        for place in (*frame.recipient, *usual):
            # "in a bid to": a phrase without a name that stands after "in" is seldom anybody.
            wanted = place == "object" or (place in frame.recipient and place != "in")
            if place == "object":
                nouns = [direct] if direct is not None else []
            elif place == "owner":
                yield from ((parties.owner(noun), True) for noun in objects[:1])
                continue
            else:
                nouns = [noun for prep, noun in complements if prep == place]
            yield from ((parties.of(noun), wanted) for noun in nouns)
        for noun in objects:
            yield parties.owner(noun), False
            yield parties.of(noun), False
        yield self._clause_parties(word), False

    def _clause_parties(self, word: int) -> tuple[Party, ...]:
        """Whoever is named in what a word governs, nearest first."""
        tree = self.tree
        for verb in tree.complement(word):
            inner = tree.child(verb, "nsubj", "nsubjpass")
            for noun in (inner, tree.object(verb), *(n for _, n in self._complements(verb, tree.object(verb)))):
                if noun is not None and self.parties.has_name(noun):
                    return self.parties.of(noun)
        for below in tree.below(word)[1:]:
            if (
                below > word
                and tree.relations[below] in {"dobj", "pobj", "poss", "dative"}
                and self.parties.has_name(below)
            ):
                return self.parties.of(below)
        return ()

    def _complements(self, word: int, matched: int | None) -> Iterator[tuple[str, int]]:
        """Prepositions with their nouns: of the word, of what met the condition, and of those nouns again."""
        seen: set[int] = set()
        waiting = [w for w in (matched, word, self.tree.object(word) if self.tree.is_verb(word) else None)
                   if w is not None]  # fmt: skip
        for _ in range(DEPTH):
            following = []
            for known in waiting:
                for prep, noun in self.tree.prepositions(known):
                    if noun not in seen:
                        seen.add(noun)
                        following.append(noun)
                        yield prep, noun
            waiting = following

    def _antecedent(self, pronoun: int, verb: int, reporter: int | None) -> int | None:
        """Whom a pronoun in a reported clause stands for: the speaker; else the subject of the clause above."""
        tree = self.tree
        above = reporter if reporter is not None else tree.governor(verb)
        if above is None or above == verb:
            return None
        subject = tree.subject(above)
        return subject if subject is not None and subject != pronoun else None


def _without(found: tuple[Party, ...], actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """The parties that do not act themselves."""
    return tuple(
        party
        for party in found
        if not any(
            (party.start < actor.end and actor.start < party.end)
            or (party.named is not None and party.named is actor.named)
            for actor in actors
        )
    )
