"""Names in a text: the encoder's name spans, cleaned of titles and possessives, and named things it missed."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from onrecord.actors.register import Register
from onrecord.language.encoder import Labels, Reading
from onrecord.language.words import Shape

# After these a capital is a place; elsewhere it speaks or acts for its state.
LOCATIVE = frozenset(
    {"in", "at", "from", "to", "near", "outside", "into", "around", "visit", "visited", "visits", "visiting", "via"}
)
KINDS = ("PERSON", "ORG", "GPE", "NORP", "LOC", "MISC")
HONORIFICS = {"mr": "m", "mrs": "f", "ms": "f", "miss": "f", "sir": "m", "lord": "m", "lady": "f", "dame": "f",
              "dr": None, "prof": None, "rev": None, "madam": "f"}  # fmt: skip
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ibn",
        "ben",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "zu",
        "abu",
    ]
)
SHORT_NAMES = frozenset({"EU", "UN", "US", "UK"})
LONGEST_TABLE_NAME = 6  # words of the longest name looked up in the register


@dataclass(frozen=True, slots=True)
class Name:
    """A name at words [start, end) of a text. `label`: one of `KINDS`; `gender`: told by an honorific, or None.

    `tokens`: its words without titles, honorifics, initials and suffixes; `text`: as written, without possessive.
    `score`: probability of the label; `place`: it says where, not who ("in Moscow").
    """

    start: int
    end: int
    label: str
    text: str
    tokens: tuple[str, ...]
    gender: str | None
    score: float
    place: bool = False


def find_names(text: str, reading: Reading, labels: Labels, register: Register) -> list[Name]:
    """The names of a text in order, not overlapping."""
    words = reading.words
    spans = _joined(reading, register, _spans(reading, labels))
    taken = [False] * len(words)
    names = []

    def listed(start: int, end: int) -> None:
        if words.forms[start] == "The" and register.named(words_text(text, reading, start + 1, end)) is not None:
            start += 1
        shown = words_text(text, reading, start, end)
        entry = register.named(shown)
        label = "GPE" if entry and entry.kind == "state" else "ORG"
        names.append(Name(start, end, label, shown, tuple(words.forms[start:end]), None, 1.0))
        taken[start:end] = [True] * (end - start)

    # A name of several words that the register knows stands whole ("Russian Federation"), unless a longer one holds it.
    for start, end in _listed(text, reading, register, taken):
        if end - start > 1 and not any(s <= start and end <= e and e - s > end - start for s, e, _ in spans):
            listed(start, end)
    for start, end, label in spans:
        if not any(taken[start:end]):
            name = _clean(text, reading, register, start, end, label)
            if name is not None:
                names.append(name)
                taken[name.start : name.end] = [True] * (name.end - name.start)
    for start, end in _listed(text, reading, register, taken):
        listed(start, end)
    return [_placed(reading, name) for name in _agreed(sorted(names, key=lambda name: name.start))]


def _placed(reading: Reading, name: Name) -> Name:
    before = reading.words.forms[name.start - 1].lower() if name.start else ""
    return replace(name, place=before in LOCATIVE)


def _joined(reading: Reading, register: Register, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Given name and surname joined where the encoder took a rare given name for a place or body ("Ilse" "Brandt")."""
    joined: list[tuple[int, int, str]] = []
    for start, end, label in spans:
        before = joined[-1] if joined else None
        if (
            before is not None
            and label == "PERSON"
            and end - start == before[1] - before[0] == 1
            and before[1] == start
            and before[2] != "NORP"
            and register.named(reading.words.forms[before[0]]) is None
            and register.state_of(reading.words.forms[before[0]]) is None
        ):
            joined[-1] = (before[0], end, "PERSON")
        else:
            joined.append((start, end, label))
    return joined


def _agreed(names: list[Name]) -> list[Name]:
    """One kind for one form in one text: the one with the most probability behind it."""
    weight: dict[tuple[str, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name in names:
        weight[name.tokens][name.label] += name.score
    best = {tokens: max(sorted(labels), key=lambda label: labels[label]) for tokens, labels in weight.items()}
    return [replace(name, label=best[name.tokens]) for name in names]


def words_text(text: str, reading: Reading, start: int, end: int) -> str:
    """The characters of words [start, end), white space between them made single spaces."""
    if start >= end:
        return ""
    return re.sub(r"\s+", " ", text[reading.words.starts[start] : reading.words.ends[end - 1]])


def _spans(reading: Reading, labels: Labels) -> list[tuple[int, int, str]]:
    spans = []
    i, n = 0, len(reading.names)
    paragraphs = reading.words.paragraphs
    while i < n:
        label = labels.names[reading.names[i]]
        if label[2:] not in KINDS:
            i += 1
            continue
        end = i + 1
        while (
            end < n
            and labels.names[reading.names[end]] == "I-" + label[2:]
            and paragraphs[end] == paragraphs[i]
            and not reading.sentences[end]
        ):
            end += 1
        spans.append((i, end, label[2:]))
        i = end
    return spans


def _clean(text: str, reading: Reading, register: Register, start: int, end: int, label: str) -> Name | None:
    words = reading.words
    forms, shapes = words.forms, words.shapes
    # "Trump's", "Trump ’ s": the possessive is not part of the name; nor are marks at either edge.
    if end - start >= 3 and forms[end - 1] == "s" and forms[end - 2] in {"'", "’"}:
        end -= 2
    while end > start and shapes[end - 1] == Shape.MARK and forms[end - 1] not in {")", "."}:
        end -= 1
    while (
        end > start
        and forms[end - 1] in {")", "."}
        and (
            (forms[end - 1] == "." and len(forms[end - 2]) > 1)
            or ("(" not in forms[start:end] and forms[end - 1] == ")")
        )
    ):
        end -= 1
    while start < end and (shapes[start] == Shape.MARK or forms[start].lower() in {"the", "a", "an"}):
        start += 1
    gender: str | None = None
    begin = start
    if label == "PERSON":
        before = start - 1 if start and forms[start - 1] != "." else start - 2
        if before >= 0 and words.paragraphs[before] == words.paragraphs[start]:
            gender = HONORIFICS.get(forms[before].lower())
        while begin < end - 1:
            # Titles inside the span ("President Obama", "Sen. John McCain") are roles, not names.
            step = _title_length(forms, register, begin, end)
            if not step:
                break
            gender = HONORIFICS.get(forms[begin].lower(), gender)
            begin += step
            while begin < end - 1 and shapes[begin] == Shape.MARK:
                begin += 1
    if begin >= end or not any(form[:1].isupper() or form[:1].isdigit() for form in forms[begin:end]):
        return None
    tokens = tuple(
        form
        for k, form in enumerate(forms[begin:end])
        if shapes[begin + k] != Shape.MARK and not (len(form) == 1 and k) and form.lower() not in SUFFIXES
    )
    if not tokens:
        return None
    shown = words_text(text, reading, begin, end)
    return Name(begin, end, label, shown, tokens, gender, float(reading.name_scores[begin:end].mean()))


def _title_length(forms: list[str], register: Register, start: int, end: int) -> int:
    """How many words of a title or honorific begin at `start`, leaving at least one word of name; 0 for none."""
    if forms[start].lower() in HONORIFICS:
        return 1
    for size in range(min(register.longest_role, end - start - 1), 0, -1):
        role = register.role(" ".join(forms[start : start + size]))
        if role is not None and (role.before_name or size > 1):
            return size
    return 0


def _listed(text: str, reading: Reading, register: Register, taken: list[bool]) -> list[tuple[int, int]]:
    """Names of the register that the encoder left unlabelled: longest match, capitalised, not inside another name."""
    words = reading.words
    found = []
    i, n = 0, len(words)
    while i < n:
        if taken[i] or not words.forms[i][:1].isupper():
            i += 1
            continue
        for size in range(min(LONGEST_TABLE_NAME, n - i), 0, -1):
            if any(taken[i : i + size]) or words.paragraphs[i + size - 1] != words.paragraphs[i]:
                continue
            shown = words_text(text, reading, i, i + size)
            if len(shown) < 3 and shown not in SHORT_NAMES:
                continue
            if register.named(shown) is not None and (size > 1 or not reading.sentences[i] or len(shown) > 3):
                found.append((i, i + size))
                i += size - 1
                break
        i += 1
    return found
