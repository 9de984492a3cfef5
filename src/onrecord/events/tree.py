"""The dependency tree of a text, asked in the terms of a clause: subject, object, complements, who governs it."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.language.encoder import Labels, Reading
from onrecord.language.lemmas import lemma_of

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
PREPOSITIONS = frozenset({"prep", "agent", "dative", "prt"})
# What stands before a noun and belongs to its core: "the two Israeli army bulldozers".
BEFORE_NOUN = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
# Verbs whose object does what their infinitive says: "urged Tarn to open the bridge".
OBJECT_CONTROL = frozenset(
    map(lemma_of, ["urge", "ask", "order", "allow", "force", "tell", "call", "press", "permit", "compel", "invite",
                   "warn", "persuade", "advise", "want", "enable", "let", "help", "require", "direct", "instruct"])
)  # fmt: skip
# A wrong parse may hold a long chain; no real clause is nested deeper.
DEEPEST = 12


class Tree:
    """One text's parse. Words are numbers; None where nothing fills a place."""

    def __init__(self, reading: Reading, labels: Labels) -> None:
        self.forms = reading.words.forms
        self.heads = _without_circles(reading.heads.tolist())
        self.relations: list[str] = [labels.relations[k] for k in reading.relations]
        self.parts: list[str] = [labels.parts[k] for k in reading.parts]
        self.names: list[str] = [labels.names[k][2:] for k in reading.names]
        self.sentences: list[int] = reading.sentences.cumsum().tolist()
        self.children: list[list[int]] = [[] for _ in self.heads]
        for word, head in enumerate(self.heads):
            if head != word:
                self.children[head].append(word)

    def lemma(self, word: int) -> str:
        """The dictionary form of a word."""
        return lemma_of(self.forms[word])

    def is_verb(self, word: int) -> bool:
        """Whether a word heads a clause: a verb that does not stand before a noun as its adjective."""
        return self.parts[word].startswith("VB") and self.relations[word] not in {"amod", "compound", "aux", "auxpass"}

    def is_noun(self, word: int) -> bool:
        return self.parts[word].startswith("NN")

    def is_time(self, word: int) -> bool:
        """Whether a word says when ("on Monday"), so that it is nobody and nothing."""
        return self.names[word] == "DATE"

    def child(self, word: int, *relations: str) -> int | None:
        """The first child that stands in one of these relations."""
        return next((c for c in self.children[word] if self.relations[c] in relations), None)

    def with_conjuncts(self, word: int) -> list[int]:
        """A word and those joined to it by "and" or a comma."""
        found = [word]
        for known in found:
            found += [c for c in self.children[known] if self.relations[c] == "conj" and len(found) < DEEPEST]
        return found

    def is_passive(self, verb: int) -> bool:
        if self.child(verb, "nsubjpass", "auxpass") is not None:
            return True
        return self.relations[verb] == "acl" and self.parts[verb] == "VBN"

    def agent(self, verb: int) -> int | None:
        """Who a passive clause names with "by"."""
        return next((noun for prep, noun in self.prepositions(verb) if prep == "by"), None)

    def subject(self, verb: int, depth: int = 0) -> int | None:
        """The grammatical subject, also where it is left out and another clause names it."""
        # Of two subjects, the nearer one: a dateline is easily taken for the first.
        own = next((c for c in reversed(self.children[verb]) if self.relations[c] in SUBJECTS), None)
        head, relation = self.heads[verb], self.relations[verb]
        if own is not None:
            if self.lemma(own) in RELATIVE and relation == "relcl":
                return head
            return own
        if head == verb or depth > DEEPEST:
            return None
        if relation in {"acl", "relcl"} and self.is_noun(head):
            # "its decision to leave": who decides leaves; "demonstrators blocking the road" do it themselves.
            if self.parts[verb] == "VB":
                owner = self.child(head, "poss")
                return owner if owner is not None else self._above(head, depth)
            return head
        if relation == "xcomp" and self.lemma(head) in OBJECT_CONTROL:
            target = self.object(head)
            if target is not None:
                return target
        return self._above(verb, depth)

    def _above(self, word: int, depth: int) -> int | None:
        verb = self.governor(word)
        if verb is None:
            return None
        if self.is_passive(verb) and self.relations[word] in {"advcl", "pcomp"}:
            doer = self.agent(verb)
            if doer is not None:
                return doer
        return self.subject(verb, depth + 1)

    def governor(self, word: int) -> int | None:
        """The nearest verb above a word."""
        for _ in range(DEEPEST):
            head = self.heads[word]
            if head == word:
                return None
            if self.parts[head].startswith("VB") or self.relations[word] in {"ccomp", "xcomp"}:
                return head
            word = head
        return None

    def object(self, verb: int) -> int | None:
        """What the verb is done to: its object, or the subject of a passive clause."""
        if self.is_passive(verb):
            own = self.child(verb, "nsubjpass")
            if own is not None and self.lemma(own) not in RELATIVE:
                return own
            return self.subject(verb)
        found = self.child(verb, "dobj", "attr", "oprd")
        if found is not None and self.lemma(found) in RELATIVE and self.relations[verb] == "relcl":
            return self.heads[verb]
        if found is None and (clause := self.child(verb, "ccomp")) is not None and self.parts[clause] == "VB":
            # "welcomed the envoy to mediate": whoever should mediate is welcomed.
            infinitive = any(self.parts[c] == "TO" for c in self.children[clause])
            return self.child(clause, *SUBJECTS) if infinitive else None
        if found is None and self.relations[verb] == "relcl" and self.child(verb, *SUBJECTS) is not None:
            return self.heads[verb] if self.child(verb, "prep", "prt") is None else None
        return found

    def prepositions(self, word: int) -> Iterator[tuple[str, int]]:
        """Each preposition below a word, with its noun; "out of" and the like give both."""
        for c in self.children[word]:
            if self.relations[c] in PREPOSITIONS:
                if self.is_noun(c) or self.parts[c] == "PRP":
                    yield "dative", c
                    continue
                name = self.forms[c].lower()
                for noun in self.children[c]:
                    if self.relations[noun] in {"pobj", "pcomp"}:
                        yield name, noun
                    elif self.relations[noun] in PREPOSITIONS:
                        for inner, deeper in self.prepositions(c):
                            yield inner, deeper
                            yield name, deeper

    def complement(self, word: int) -> Iterator[int]:
        """The verbs that a word governs as what is agreed, threatened, refused."""
        for c in self.children[word]:
            if self.relations[c] in {"xcomp", "ccomp"} or (self.relations[c] in {"acl", "advcl"}
                                                           and self.parts[c] == "VB"):  # fmt: skip
                yield c
            elif self.relations[c] == "prep":
                yield from (g for g in self.children[c] if self.relations[g] == "pcomp")

    def core(self, noun: int) -> tuple[int, int]:
        """Words [start, end) of a noun with what stands before it."""
        start = noun
        for c in self.children[noun]:
            if c < start and self.relations[c] in BEFORE_NOUN:
                start = self.core(c)[0] if self.relations[c] != "det" else c
        return start, noun + 1

    def below(self, word: int) -> list[int]:
        """All words that depend on one, itself first, nearest first."""
        found = [word]
        for known in found:
            found += self.children[known]
        return found


def _without_circles(heads: list[int]) -> list[int]:
    """The heads with every circle cut at its first word: each word's head is scored by itself, so circles occur."""
    cut = list(heads)
    settled = [False] * len(cut)
    for start in range(len(cut)):
        path: list[int] = []
        on_path: set[int] = set()
        word = start
        while not settled[word] and word not in on_path:
            path.append(word)
            on_path.add(word)
            word = cut[word]
        if not settled[word]:
            cut[word] = word
        for known in path:
            settled[known] = True
    return cut
