"""What words around an event make of it: planned, promised, refused, demanded, stopped, denied."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.events.lexicon import Effect, Lexicon
from onrecord.events.tree import DEEPEST, SUBJECTS, Tree
from onrecord.records import EventType, Modality

# An apostrophe is a word of its own: "won't" is read as "won", "'", "t", and "he'll" as "he", "'", "ll".
FUTURE = frozenset({"will", "shall", "ll", "won", "would", "wouldn", "d"})
DUTY = frozenset({"must", "mustn", "should", "shouldn", "ought"})
POSSIBLE = frozenset({"may", "might", "could"})
NEGATIONS = frozenset({"not", "never", "no", "neither", "nor"})
NOBODY = frozenset({"nobody", "none", "neither"})
HELPFUL = frozenset({EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE, EventType.AID,
                     EventType.CONCEDE, EventType.RETREAT})  # fmt: skip
SPOKEN = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT})
# What it is to stop something.
STOPPED = {
    EventType.ASSAULT: EventType.RETREAT, EventType.MOBILIZE: EventType.RETREAT, EventType.PROTEST: EventType.CONCEDE,
    EventType.SANCTION: EventType.CONCEDE, EventType.COERCE: EventType.CONCEDE, EventType.THREATEN: EventType.CONCEDE,
    EventType.ACCUSE: EventType.CONCEDE,
}  # fmt: skip
# Verbs whose clause tells what somebody says; their subject is who demands or promises.
REPORTED = frozenset({"say", "announce", "declare", "tell", "confirm", "state", "add", "report", "insist", "claim",
                      "note", "write", "warn", "vow", "think", "believe", "explain", "reveal"})  # fmt: skip

# Operators that reach their noun through a preposition.
PHRASES = frozenset({
    "agree on", "agree to", "agree upon", "appeal for", "call for", "call off", "call to", "carry out", "come under",
    "continue with", "engage in", "go on", "participate in", "plead for", "press for", "proceed with", "push for",
    "resort to", "threaten with",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the words around a verb or noun say of its event.

    `effects`: nearest first; `words`: the operators and modals, nearest first; `governor`: the outermost operator, or
    None; `reporter`: the verb that reports the clause, or None; `if_only`: the clause is a condition or a possibility.
    """

    effects: tuple[Effect, ...]
    words: tuple[int, ...]
    governor: int | None
    reporter: int | None
    negated: bool
    if_only: bool


def outlook(tree: Tree, lexicon: Lexicon, word: int) -> Outlook:
    """How the event of a verb, or of a noun that a verb governs, is put."""
    effects: list[Effect] = []
    words: list[int] = []
    governor = reporter = None
    negated = if_only = False
    for _ in range(DEEPEST):
        modal, denied, possible = _own(tree, word)
        negated ^= denied
        if_only |= possible
        if modal is not None:
            words.append(modal)
            effects.append(Effect.DEMAND if tree.forms[modal].lower() in DUTY else Effect.PLAN)
        above = _operator(tree, lexicon, word)
        if above is None:
            break
        effects.append(lexicon.operators[tree.lemma(above)])
        words.append(above)
        governor = word = above
    top = _first_conjunct(tree, word)
    if tree.relations[top] in {"ccomp", "parataxis"} and tree.lemma(tree.heads[top]) in REPORTED:
        reporter = tree.heads[top]
    elif (said := next((c for c in tree.children[top] if tree.relations[c] in {"ccomp", "parataxis"}
                        and tree.lemma(c) in REPORTED), None)) is not None:  # fmt: skip
        reporter = said
    return Outlook(tuple(effects), tuple(words), governor, reporter, negated, if_only)


def compose(base: EventType, view: Outlook) -> tuple[EventType, Modality]:
    """The type and modality of an event under its outlook.

    PLOVER's rules: help that is promised or planned is AGREE, harm THREATEN; a demand for anything is REQUEST; what
    is refused is REJECT.
    """
    kind, modality = base, Modality.HAPPENED
    for effect in view.effects:
        match effect:
            case Effect.PLAN | Effect.PROMISE if kind in HELPFUL or (
                effect is Effect.PROMISE and kind is EventType.MOBILIZE
            ):
                kind = EventType.AGREE
                modality = Modality.PLANNED if effect is Effect.PLAN else Modality.HAPPENED
            case Effect.PLAN | Effect.PROMISE | Effect.THREATEN if kind not in SPOKEN:
                kind, modality = EventType.THREATEN, Modality.THREATENED
            case Effect.PLAN:
                modality = Modality.PLANNED
            case Effect.REFUSE:
                kind, modality = EventType.REJECT, Modality.HAPPENED
            case Effect.DEMAND:
                kind, modality = EventType.REQUEST, Modality.HAPPENED
            case Effect.STOP:
                kind = STOPPED.get(kind, EventType.SANCTION)
            case Effect.DENY:
                modality = Modality.DENIED
    if view.negated:
        if kind in HELPFUL:
            kind = EventType.REJECT
        elif kind is EventType.THREATEN and view.effects:
            kind, modality = EventType.AGREE, Modality.PLANNED
        else:
            modality = Modality.DENIED
    if view.if_only and modality is Modality.HAPPENED:
        modality = Modality.HYPOTHETICAL
    return kind, modality


def _own(tree: Tree, word: int) -> tuple[int | None, bool, bool]:
    """The verb's own modal of future or duty, whether it is negated, and whether it is only possible."""
    modal, possible = None, False
    sharing = word
    if tree.relations[word] == "conj" and tree.parts[word] == "VB" and tree.child(word, "aux") is None:
        sharing = _first_conjunct(tree, word)
    for c in tree.children[sharing]:
        form = tree.forms[c].lower()
        if tree.relations[c] == "aux" and tree.parts[c] == "MD":
            possible |= form in POSSIBLE
            if form in FUTURE | DUTY:
                modal = c
            if form == "would" and any(tree.forms[a].lower() == "have" for a in tree.children[sharing]):
                modal, possible = None, True
        if tree.relations[c] == "mark" and form in {"if", "unless"}:
            possible = True
    negated = any(
        tree.relations[c] == "neg"
        or (tree.relations[c] in {"det", "advmod"} and tree.forms[c].lower() in NEGATIONS)
        or (tree.relations[c] in SUBJECTS and _is_nobody(tree, c))
        for c in tree.children[word]
    )
    return modal, negated, possible


def _is_nobody(tree: Tree, subject: int) -> bool:
    first = tree.child(subject, "det")
    return tree.forms[subject].lower() in NOBODY or (first is not None and tree.forms[first].lower() == "no")


def _first_conjunct(tree: Tree, word: int) -> int:
    for _ in range(DEEPEST):
        if tree.relations[word] != "conj":
            break
        word = tree.heads[word]
    return word


def _operator(tree: Tree, lexicon: Lexicon, word: int) -> int | None:
    """The operator that directly governs a verb or noun."""
    top = word
    if tree.relations[word] == "conj" and (tree.is_noun(word) or tree.parts[word] in {"VB", "VBG"}):
        top = _first_conjunct(tree, word)
    relation, head = tree.relations[top], tree.heads[top]
    if head == top:
        return None
    if tree.is_noun(top):
        if relation in {"dobj", "nsubjpass", "attr"}:
            return head if tree.lemma(head) in lexicon.operators and tree.is_verb(head) else None
        if relation == "pobj" and tree.relations[tree.heads[head]] != "pobj":
            verb, name = tree.heads[head], tree.forms[head].lower()
            known = tree.parts[verb].startswith("VB") and f"{tree.lemma(verb)} {name}" in PHRASES
            return verb if known and tree.lemma(verb) in lexicon.operators else None
        return None
    if relation == "pcomp" or (relation == "advcl" and tree.parts[top] == "VB"):
        head = tree.heads[head] if relation == "pcomp" else head
    elif relation not in {"xcomp", "ccomp", "acl"} or (relation == "acl" and tree.parts[top] != "VB"):
        return None
    effect = lexicon.operators.get(tree.lemma(head))
    if effect is None or (relation == "advcl" and effect in {Effect.STOP, Effect.UNDERGO, Effect.DO}):
        return None
    return head
