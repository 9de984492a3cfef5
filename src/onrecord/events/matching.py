"""Which frame of the lexicon fits a word and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.events.lexicon import ANY, Frame, Lexicon, Part
from onrecord.events.tree import Tree

# What stands before a noun and may meet a condition in its place: "an air strike".
DESCRIBING = frozenset({"compound", "amod", "nmod"})
# Prepositions that tell what a noun is of: "a round of talks", "an agreement on trade".
BEING_OF = frozenset({"of", "on", "for", "in"})


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that fits a word. `object`: the noun that met its condition, or stands after its preposition."""

    word: int
    frame: Frame
    object: int | None


class Matcher:
    """Fits the frames of a lexicon to the words of one text."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.tree = tree
        self.lexicon = lexicon

    def match(self, word: int) -> Match | None:
        """The frame with the most conditions met by a word and what stands around it."""
        tree = self.tree
        part = Part.VERB if tree.is_verb(word) else Part.NOUN if tree.is_noun(word) else None
        if part is None:
            return None
        found = []
        for frame in self.lexicon.frames.get((tree.lemma(word), part), ()):
            fits, noun = self._fits(frame, word)
            if fits:
                found.append(Match(word, frame, noun))
        target = tree.object(word) if part is Part.VERB else None
        # "military aid" is aid: a condition met by the object itself counts before one met by what describes it.
        best = min(found, key=lambda match: (-match.frame.conditions, match.object != target), default=None)
        # Of frames that say the same, the narrowest knows the mode: "a hunger strike". They come narrowest first.
        return next((m for m in found if best is not None and _as_good(m.frame, best.frame)), None)

    def _fits(self, frame: Frame, word: int) -> tuple[bool, int | None]:
        """Whether a frame fits, and the noun that meets its condition or stands after its preposition."""
        tree = self.tree
        noun = target = tree.object(word) if frame.part is Part.VERB else None
        if frame.after:
            after = self._after(frame, word)
            if noun is not None and not after:
                after = self._after(frame, noun)
            particle = any(tree.relations[c] in {"prt", "advmod"} and tree.forms[c].lower() in frame.after
                           for c in tree.children[word])  # fmt: skip
            if not after and not particle:
                return False, None
            nouns = [*after, *([noun] if noun is not None else [])]
        else:
            called = tree.child(word, "oprd")
            nouns = [n for n in (noun, called) if n is not None]
        if not frame.object:
            return True, nouns[0] if frame.after and nouns else None
        if ANY in frame.object:
            return target is not None and not tree.is_time(target), target
        if frame.part is Part.NOUN and not frame.after:
            return any(tree.lemma(c) in frame.object for c in self._describing(word)), None
        return next(
            ((True, n) for known in nouns for n in self._nouns(known) if tree.lemma(n) in frame.object), (False, None)
        )

    def _after(self, frame: Frame, word: int) -> list[int]:
        found = self.tree.prepositions(word)
        return [noun for prep, noun in found if prep in frame.after and not self.tree.is_time(noun)]

    def _nouns(self, noun: int) -> Iterator[int]:
        """A noun, what is joined to it, what stands before it, and what it is a part of ("a round of talks")."""
        tree = self.tree
        for known in tree.with_conjuncts(noun):
            yield known
            yield from self._describing(known)
            for prep, inner in tree.prepositions(known):
                if prep in BEING_OF:
                    yield inner
                    yield from self._describing(inner)

    def _describing(self, noun: int) -> Iterator[int]:
        return (c for c in self.tree.children[noun] if self.tree.relations[c] in DESCRIBING)


def _as_good(frame: Frame, best: Frame) -> bool:
    return frame.type is best.type and frame.conditions == best.conditions
