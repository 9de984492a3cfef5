"""Events: each verb and noun that a frame fits, under its outlook, with its parties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.events.circumstances import contexts_of, place_of, quantities_of
from onrecord.events.lexicon import SUBJECT, Effect, Frame, Part, lexicon
from onrecord.events.matching import Match, Matcher
from onrecord.events.outlook import Outlook, compose, outlook
from onrecord.events.parties import Named, Parties, Party
from onrecord.events.roles import Roles
from onrecord.events.tree import DEEPEST, Tree
from onrecord.language.encoder import Labels, Reading
from onrecord.records import EventType, Modality, Place, Quantity, Span

# How sure a code is, as products of these; set by eye, so good for ranking only. They are no probabilities.
SURE, SURE_WITHOUT_CONDITION = 0.9, 0.8
# A noun that no verb carries out ("after the attack on Tarn") tells of an event in passing.
IN_PASSING = 0.5
NO_ACTOR, NO_RECIPIENT, DEEPER, UNREAL = 0.6, 0.85, 0.85, 0.8
# Events under this are not told: such have neither actor nor recipient and stand deep in the sentence.
CUT_OFF = 0.2
# Of one sentence, so many are told; more is a sign of a list or a broken parse.
MOST_OF_A_SENTENCE = 4
# Clauses that do not lower an event: what is reported, and what another verb governs.
# Speech that names whom it is said to as its object: "urged Tarn to open the bridge", "rejected a plan to open it".
OWN_RECIPIENT = frozenset({EventType.REQUEST, EventType.REJECT, EventType.ACCUSE, EventType.THREATEN})
LEVEL = frozenset({"xcomp", "ccomp"})


@dataclass(frozen=True, slots=True)
class Coded:
    """An event before its parties are actors of the record. `trigger`: the word that tells it.

    `spans`: what the code rests on; `frame`: the row of the lexicon; `effects`: what the words around made of it.
    """

    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    trigger: Span
    spans: tuple[Span, ...]
    place: Place | None
    quantities: tuple[Quantity, ...]
    modality: Modality
    confidence: float
    sentence: int
    frame: Frame
    effects: tuple[Effect, ...]


def find_events(reading: Reading, labels: Labels, mentions: Sequence[Named]) -> tuple[Coded, ...]:
    """The events of a text, sentence by sentence, in each the surest first."""
    return Coder(reading, labels, mentions).events()


def explain(event: Coded, text: str) -> str:
    """Why an event has its code, in one line: the row of the lexicon, the words it fits, what they stand under."""
    words = " … ".join(span.of(text) for span in event.spans)
    under = f", under {', '.join(event.effects)}" if event.effects else ""
    return (
        f"{event.type}: “{words}” fits row {event.frame.number} of frames.tsv "
        f"({event.frame.words}: {event.frame.type}){under}"
    )


class Coder:
    """Codes one text."""

    def __init__(self, reading: Reading, labels: Labels, mentions: Sequence[Named]) -> None:
        self.reading, self.labels = reading, labels
        self.tree = Tree(reading, labels)
        self.parties = Parties(self.tree, mentions)
        self.roles = Roles(self.tree, self.parties)
        self.lexicon = lexicon()

    def events(self) -> tuple[Coded, ...]:
        """All events, merged and ordered."""
        matcher = Matcher(self.tree, self.lexicon)
        matches = [match for word in range(len(self.tree.forms)) if (match := matcher.match(word)) is not None]
        views = {match.word: outlook(self.tree, self.lexicon, match.word) for match in matches}
        taken = self._taken(matches, views)
        found = [
            coded
            for match in matches
            if match.word not in taken and (coded := self._code(match, views[match.word])) is not None
        ]
        return tuple(_merged(found))

    def _taken(self, matches: list[Match], views: dict[int, Outlook]) -> set[int]:
        """Words whose event is told by another: the object of a frame, an operator whose complement is coded."""
        taken = {match.object for match in matches if match.frame.object and match.object is not None}
        by_word = {match.word: match for match in matches}
        for match in matches:
            if match.word in taken:
                continue
            # The frame of a verb that fits with its object says more than the operator it also is.
            for word in views[match.word].words:
                above = by_word.get(word)
                if above is None:
                    continue
                if self._tells_more(above, match.word):
                    taken.add(match.word)
                else:
                    taken.add(word)
            if self._is_wrapped(match.word, by_word, views[match.word]):
                taken.add(match.word)
        return taken

    def _tells_more(self, above: Match, word: int) -> bool:
        """Whether an operator's own frame says more than the event it governs: it has an object of its own."""
        if above.frame.object and above.object is not None:
            return True
        target = self.tree.object(above.word)
        return target is not None and target != word and above.frame.type in OWN_RECIPIENT

    def _is_wrapped(self, word: int, by_word: dict[int, Match], view: Outlook) -> bool:
        """Whether a word stands in what somebody is accused of or asked for: it is then no event of its own."""
        tree = self.tree
        for _ in range(DEEPEST):
            head = tree.heads[word]
            if head == word:
                return False
            above = by_word.get(head)
            if (
                above is not None
                and head not in view.words
                and above.frame.type in {EventType.ACCUSE, EventType.REQUEST, EventType.REJECT}
                and tree.relations[word] in {"prep", "dobj", "xcomp", "ccomp", "pobj", "pcomp", "acl"}
            ):
                return True
            word = head
        return False

    def _code(self, match: Match, view: Outlook) -> Coded | None:
        kind, modality = compose(match.frame.type, view)
        tree, word = self.tree, match.word
        carrier = view.governor if view.governor is not None else word
        actors, recipients = self._sides(match, view, carrier)
        if match.frame.both:
            others = self.roles.shared(word, match.object)
            actors = (*actors, *(p for p in others if p not in actors))
        if kind is EventType.REQUEST and Effect.DEMAND in view.effects:
            actors, recipients = self._demanded(word, view, actors, recipients)
        confidence = self._confidence(match, view, modality, actors, recipients)
        if confidence < CUT_OFF:
            return None
        evidence = sorted({word, *view.words, *([match.object] if match.object is not None else [])})
        clause = tree.below(carrier)
        return Coded(
            kind, match.frame.mode if kind is match.frame.type else None, contexts_of(self.lexicon, tree, clause),
            actors, recipients, self._span(word), tuple(self._span(w) for w in evidence),
            place_of(self.reading, self.labels, tree, self.parties, clause),
            quantities_of(self.reading, tree, clause), modality, round(confidence, 4), tree.sentences[word],
            match.frame, view.effects,
        )  # fmt: skip

    def _sides(self, match: Match, view: Outlook, carrier: int) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        """Actors and recipients. `carrier`: the word whose subject acts: the outermost operator, or the trigger."""
        word, subject = match.word, self.roles.verb_actors(carrier, view.reporter)
        carried = match.frame.part is Part.VERB or (view.governor is not None and Effect.UNDERGO not in view.effects)
        actors = subject if carried else ()
        if match.frame.part is Part.NOUN:
            actors = actors or self.roles.noun_actors(word)
        if SUBJECT in match.frame.recipient:
            return self.roles.noun_actors(match.object) if match.object is not None else (), actors
        recipients = self.roles.recipients(match.frame, word, match.object, actors)
        if Effect.UNDERGO in view.effects:
            recipients = subject or recipients
        return actors, recipients

    def _demanded(
        self, word: int, view: Outlook, doers: tuple[Party, ...], recipients: tuple[Party, ...]
    ) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        """Who demands of whom: the speaker of "Tarn must leave", whoever should do it."""
        speaker = view.reporter
        modal = any(self.tree.parts[w] == "MD" for w in view.words)
        if modal and speaker is not None:
            asking = self.roles.verb_actors(speaker, None)
            return asking, doers or recipients
        # "demanded that Tarn leave", "urged Tarn to leave": the leaver is asked.
        asked = self.tree.child(word, "nsubj", "nsubjpass")
        if asked is None and view.governor is not None and self.tree.is_verb(word):
            asked = self.tree.object(view.governor)
        return doers, (self.parties.of(asked) if asked is not None else ()) or recipients

    def _confidence(
        self, match: Match, view: Outlook, modality: Modality, actors: tuple[Party, ...], recipients: tuple[Party, ...]
    ) -> float:
        sure = SURE if match.frame.conditions else SURE_WITHOUT_CONDITION
        if match.frame.part is Part.NOUN and view.governor is None:
            sure *= IN_PASSING
        sure *= DEEPER ** self._depth(view.governor if view.governor is not None else match.word)
        if not any(party.named for party in actors):
            sure *= NO_ACTOR if not actors else DEEPER
        if not recipients and not match.frame.both:
            sure *= NO_RECIPIENT
        return sure * (UNREAL if modality in {Modality.HYPOTHETICAL, Modality.DENIED} else 1.0)

    def _depth(self, word: int) -> int:
        """How many clauses hold an event's own; a report does not count."""
        tree, depth = self.tree, 0
        for _ in range(DEEPEST):
            head, relation = tree.heads[word], tree.relations[word]
            if head == word:
                break
            depth += tree.is_verb(word) and relation not in LEVEL
            word = head
        return depth

    def _span(self, word: int) -> Span:
        return Span(int(self.reading.words.starts[word]), int(self.reading.words.ends[word]))


def _merged(found: list[Coded]) -> Iterator[Coded]:
    """Events by sentence, the surest first; the same type told twice of the same parties only once."""
    ordered = sorted(found, key=lambda event: (event.sentence, -event.confidence, event.trigger))
    for _, events in groupby(ordered, key=lambda event: event.sentence):
        told: list[Coded] = []
        for event in events:
            if len(told) < MOST_OF_A_SENTENCE and not any(_same(event, other) for other in told):
                told.append(event)
        yield from told


def _same(one: Coded, other: Coded) -> bool:
    return one.type is other.type and (
        not one.actors or not other.actors or bool(set(one.actors) & set(other.actors))
        or not one.recipients or bool(set(one.recipients) & set(other.recipients))
    )  # fmt: skip
