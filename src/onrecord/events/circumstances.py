"""Where an event took place, what was counted in it, and which contexts it belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.events.lexicon import Lexicon
from onrecord.events.parties import Parties
from onrecord.events.tree import Tree
from onrecord.language.encoder import Labels, Reading
from onrecord.records import Place, Quantity, Span

LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "throughout", "over", "off"})
SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
VALUES = {word: float(k) for k, word in enumerate(SMALL)} | {word: 10.0 * k for k, word in enumerate(TENS, start=2)}
SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


def place_of(reading: Reading, labels: Labels, tree: Tree, parties: Parties, words: Iterable[int]) -> Place | None:
    """The first place named after "in", "at" or "near" among the words of an event."""
    for word in sorted(words):
        if tree.relations[word] != "pobj" or tree.forms[tree.heads[word]].lower() not in LOCATIVE:
            continue
        for noun in sorted({word, *tree.children[word]}):
            if labels.names[reading.names[noun]][2:] in {"GPE", "LOC"}:
                start, end = _name_around(reading, labels, noun)
                named = next(parties.named_in(start, end), None)
                span = Span(int(reading.words.starts[start]), int(reading.words.ends[end - 1]))
                name = " ".join(tree.forms[start:end])
                return Place(name, named.country if named else None, span)
    return None


def quantities_of(reading: Reading, tree: Tree, words: Iterable[int]) -> tuple[Quantity, ...]:
    """The numbers that count something among the words of an event, with what they count."""
    found: list[Quantity] = []
    end = 0
    for start in sorted(words):
        if start < end or not _is_number(tree.forms[start]):
            continue
        end = start + 1
        while end < len(tree.forms) and (_is_number(tree.forms[end]) or _joins(tree.forms, end)):
            end += 1
        counted = (tree.heads[k] for k in range(start, end) if tree.relations[k] == "nummod")
        noun = next((head for head in counted if head >= end and tree.is_noun(head)), None)
        value = number_value(tree.forms[start:end])
        if noun is not None and value is not None:
            span = Span(int(reading.words.starts[start]), int(reading.words.ends[end - 1]))
            found.append(Quantity(value, tree.lemma(noun), span))
    return tuple(found)


def contexts_of(lexicon: Lexicon, tree: Tree, words: Iterable[int]) -> tuple[str, ...]:
    """PLOVER's contexts that the words of an event speak of, in alphabetical order."""
    return tuple(sorted({context for word in words for context in lexicon.contexts.get(tree.lemma(word), ())}))


def number_value(words: list[str]) -> float | None:
    """The value of a number in digits or words ("1", ",", "200"; "twenty", "-", "five"; "3", "million")."""
    digits = ""
    total = 0.0
    seen = False
    for form in (word.lower() for word in words):
        if form.isdigit() or (form in {".", ","} and digits):
            digits += "" if form == "," else form
        elif form in VALUES:
            total, seen = total + VALUES[form], True
        elif form in SCALES:
            total = (float(digits.strip(".")) if digits.strip(".") else total if seen else 1.0) * SCALES[form]
            digits, seen = "", True
        elif form != "-":
            return None
    if digits:
        # "2.5.1" is no number.
        return float(digits.strip(".")) + total if digits.strip(".").count(".") <= 1 else None
    return total if seen else None


def _is_number(form: str) -> bool:
    return form.isdigit() or form.lower() in VALUES or form.lower() in SCALES


def _joins(forms: list[str], k: int) -> bool:
    """Whether a mark stands within a number: "1,200", "2.5", "twenty-five"."""
    return forms[k] in {",", ".", "-"} and _is_number("".join(forms[k + 1 : k + 2]))


def _name_around(reading: Reading, labels: Labels, word: int) -> tuple[int, int]:
    start, end = word, word + 1
    while start and labels.names[reading.names[start]].startswith("I-"):
        start -= 1
    while end < len(reading.names) and labels.names[reading.names[end]].startswith("I-"):
        end += 1
    return start, end
