"""Who a source is: the figure that its words, a name, a description or a pronoun, stand for."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.actors.descriptions import resolve_description
from onrecord.actors.pronouns import (
    AUTHOR,
    FIRST_PERSON,
    GENERIC,
    NEUTER,
    PLURAL,
    RELATIVE,
    SINGULAR,
    antecedent,
    he_or_she,
    plural_subject,
    they_or_it,
)
from onrecord.actors.scene import Reference, Resolved, Scene
from onrecord.language.words import Quoted
from onrecord.records import ActorKind, Anonymity, MentionKind

PRONOUNS = frozenset({*SINGULAR, *PLURAL, *NEUTER, *FIRST_PERSON, *RELATIVE})
SURE_OF_NAME, SURE_OF_SURNAME = 0.97, 0.9


class Resolver:
    """Resolves the references of one scene in their order; figures are added for sources without a name."""

    def __init__(self, scene: Scene, references: Sequence[Reference]) -> None:
        self.scene = scene
        self._found: list[Resolved] = []
        for reference in references:
            number = scene.at.get(scene.head(reference.start, reference.end))
            if number is not None and scene.figures[number].kind is ActorKind.PERSON and reference.within is None:
                scene.speakers.append((reference.start, number))

    def resolve(self, reference: Reference) -> Resolved:
        """The figure a reference stands for; its words become a mention of that figure."""
        scene = self.scene
        head = scene.head(reference.start, reference.end)
        found = self._resolve(reference, head)
        self._found.append(found)
        if found.figure is None:
            return found
        if reference.within is None:
            scene.spoke.append((reference.start, found.figure))
        if scene.at.get(head) != found.figure:
            pronoun = scene.forms[head].lower() in PRONOUNS
            kind = MentionKind.PRONOUN if pronoun else MentionKind.NOMINAL
            scene.mention(found.figure, reference.start, reference.end, kind, found.confidence)
        return found

    def _resolve(self, reference: Reference, head: int) -> Resolved:
        scene, start, end = self.scene, reference.start, reference.end
        word = scene.forms[head].lower()
        if head in scene.at:
            return self._named(start, end, head)
        if word in SINGULAR:
            return he_or_she(scene, reference, SINGULAR[word])
        if word in RELATIVE and end - start <= 2:
            noun = antecedent(scene, head, start)
            if noun is None:
                return Resolved(None, 0.0, Anonymity.UNNAMED, "What it refers to is not in the text.")
            if noun in scene.at:
                return self._named(noun, noun + 1, noun)
            return resolve_description(scene, scene.phrase_start(noun), noun + 1, noun)
        if word in PLURAL or word in NEUTER:
            return self._they_or_it(reference, plural=word in PLURAL)
        if word in FIRST_PERSON:
            return self._first_person(reference, word)
        if word in GENERIC:
            return Resolved(None, 0.0, Anonymity.COLLECTIVE, f"“{scene.forms[head]}” speaks of nobody in particular.")
        return resolve_description(scene, start, end, head)

    def _named(self, start: int, end: int, head: int) -> Resolved:
        scene, number = self.scene, self.scene.at[head]
        others = [
            scene.at[k]
            for k in range(start, end)
            if k in scene.at and scene.at[k] != number and self._joined(k, head, start, end)
        ]
        if others:
            names = [scene.figures[n].name for n in dict.fromkeys([number, *others])]
            name = f"{', '.join(names[:-1])} and {names[-1]}"
            return Resolved(scene.describe(name, ActorKind.GROUP), 0.9, Anonymity.NAMED)
        figure = scene.figures[number]
        sure = SURE_OF_NAME if figure.full or figure.kind is not ActorKind.PERSON else SURE_OF_SURNAME
        return Resolved(number, sure, Anonymity.COLLECTIVE if figure.kind is ActorKind.GROUP else Anonymity.NAMED)

    def _joined(self, k: int, head: int, start: int, end: int) -> bool:
        """Whether the name at word k is joined to the head by "and"."""
        if "and" not in self.scene.forms[start:end] or self.scene.relation(k) != "conj":
            return False
        for _ in range(6):
            k = self.scene.head_word(k)
            if k == head:
                return True
            if not start <= k < end or self.scene.relation(k) != "conj":
                return False
        return False

    def _they_or_it(self, reference: Reference, *, plural: bool) -> Resolved:
        scene = self.scene
        found = they_or_it(scene, reference, plural=plural)
        noun = plural_subject(scene, reference.start) if plural else None
        if noun is None or (found.figure is not None and scene.figures[found.figure].kind is ActorKind.GROUP):
            return found
        if noun in scene.at:
            return self._named(noun, noun + 1, noun)
        return resolve_description(scene, scene.phrase_start(noun), noun + 1, noun)

    def _first_person(self, reference: Reference, word: str) -> Resolved:
        """ "I" and "we" are the speaker whose words they stand in; outside all quotations, the article's author."""
        scene = self.scene
        if reference.within is not None:
            outer = self._found[reference.within]
            sure = min(outer.confidence, 0.9 if word in {"i", "me", "my"} else 0.7)
            return Resolved(outer.figure, sure, outer.anonymity, outer.why)
        if scene.reading.words.quoted[reference.start] in (Quoted.DOUBLE, Quoted.SINGLE):
            return Resolved(None, 0.0, Anonymity.NONE, "The words are quoted, and who speaks them is not said.")
        return Resolved(scene.describe(AUTHOR, ActorKind.PERSON), 0.8, Anonymity.UNNAMED)
