"""What a text says somebody is: titles before a name, appositions after it, role nouns standing alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.actors.names import HONORIFICS, words_text
from onrecord.actors.register import Register, RoleNoun
from onrecord.language.encoder import Labels, Reading
from onrecord.language.words import MARK

LONGEST_TITLE = 12  # words before a name that may belong to its title
LONGEST_APPOSITION = 30  # words after a name that may belong to its apposition
OF = frozenset({"of", "for", "at", "with", "to"})
NARROW_NOTHING = frozenset(
    {"the", "a", "an", "s", "of", "his", "her", "their", "our", "my", "its", "and", "one", "who", "as"}
)
STOPS = frozenset({",", ".", ";", ":", "(", ")", "—", "–", "!", "?"})
FORMER = frozenset({"former", "ex", "late", "then", "onetime", "erstwhile"})
NEGLIGIBLE = frozenset({"-", "‑", "'", "’", "s", "."})


# Titles that news uses of one and the same person by turns.
ALIKE = (
    frozenset({"candidate", "nominee", "front runner", "front-runner", "frontrunner", "contender", "hopeful",
               "presidential candidate", "presidential nominee", "standard-bearer"}),
    frozenset({"attorney", "lawyer", "counsel", "solicitor"}),
    frozenset({"spokesman", "spokeswoman", "spokesperson", "press secretary"}),
    frozenset({"chairman", "chairwoman", "chairperson", "chair"}),
    frozenset({"adviser", "advisor", "aide", "strategist"}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundRole:
    """A role noun at words [start, end), within the phrase [begin, finish) that says of whom.

    `title`: the noun with what narrows it ("national director"); `of`: words of what it is of, or None;
    `country`: the state it is of, where told; `former`: said to be over.
    """

    start: int
    end: int
    begin: int
    finish: int
    title: str
    noun: RoleNoun
    of: str | None
    country: str | None
    former: bool


def alike(title: str) -> str:
    """One title for all that news uses of one and the same person by turns; the title itself for others."""
    return next((min(titles) for titles in ALIKE if title in titles), title)


def role_in(
    text: str, reading: Reading, register: Register, begin: int, finish: int, *, last: bool
) -> FoundRole | None:
    """The role noun of a phrase at words [begin, finish): its last one before a name, its first one otherwise."""
    forms, shapes = reading.words.forms, reading.words.shapes
    hits: list[tuple[int, int, RoleNoun]] = []
    i = begin
    while i < finish:
        for size in range(min(register.longest_role + 2, finish - i), 0, -1):
            if shapes[i] == MARK or shapes[i + size - 1] == MARK:
                continue
            noun = register.role(words_text(text, reading, i, i + size))
            if noun is not None and forms[i].lower() not in HONORIFICS:
                hits.append((i, i + size, noun))
                i += size - 1
                break
        i += 1
    if not hits:
        return None
    if last:
        start, end, noun = hits[-1]
    else:
        # The head of "a former aide to President Bush" is its first noun, of "campaign manager Robby Mook" its only.
        stop = next((k for k in range(begin, finish) if forms[k].lower() in OF), finish)
        inside = [hit for hit in hits if hit[1] <= stop]
        start, end, noun = inside[-1] if inside else hits[0]
    before = forms[begin:start]
    first = _title_start(reading, begin, start)
    of, country = _of(text, reading, register, begin, first, end, finish)
    title = f"{words_text(text, reading, first, start)} {noun.title}".strip()
    return FoundRole(
        start, end, begin, finish, title, noun, of, country,
        any(form.lower() in FORMER for form in before),
    )  # fmt: skip


def before_name(text: str, reading: Reading, register: Register, labels: Labels, start: int) -> FoundRole | None:
    """The title that stands directly before a name at word `start` ("Russian foreign minister")."""
    words = reading.words
    forms = words.forms
    begin = start
    if start > 1 and forms[start - 1] == ",":
        return _described_before(text, reading, register, start)
    while begin > 0 and start - begin < LONGEST_TITLE:
        k = begin - 1
        form, part = forms[k], labels.parts[reading.parts[k]]
        if words.paragraphs[k] != words.paragraphs[start] or reading.sentences[begin]:
            break
        known = form in NEGLIGIBLE or form.lower() in HONORIFICS or part in {"NN", "NNP", "NNPS", "JJ", "POS", "HYPH"}
        if not known and form.lower() not in {"of", "for", "and", "the"} and form not in {"&"}:
            break
        begin = k
    while begin < start and (forms[begin].lower() in {"of", "for", "and", "the"} or forms[begin] in NEGLIGIBLE):
        begin += 1
    if begin == start:
        return None
    found = role_in(text, reading, register, begin, start, last=True)
    if found is None:
        return None
    # Between a title and its name stands nothing, or what the title is of: "director of the FBI James Comey".
    gap = [form for form in forms[found.end : start] if form not in NEGLIGIBLE]
    if gap and not (gap[0].lower() in OF and len(gap) <= 6):
        return None
    return found


def _described_before(text: str, reading: Reading, register: Register, start: int) -> FoundRole | None:
    """The description that a name completes after a comma ("The mayor of Tarn, Ilse Brandt")."""
    words = reading.words
    begin = start - 1
    while begin > 0 and start - begin < LONGEST_APPOSITION and not reading.sentences[begin]:
        if words.forms[begin - 1] in STOPS:
            break
        begin -= 1
    while begin < start - 1 and words.forms[begin].lower() not in {"the", "a", "an", "his", "her", "its", "their"}:
        begin += 1
    if begin >= start - 2:
        return None
    found = role_in(text, reading, register, begin, start - 1, last=False)
    # Only a description that is all noun phrase: "the mayor of Tarn", not "the mayor told his deputy".
    if found is None or found.start - begin > 4:
        return None
    rest = [form.lower() for form in words.forms[found.end : start - 1]]
    return found if not rest or rest[0] in OF else None


def after_name(text: str, reading: Reading, register: Register, end: int) -> FoundRole | None:
    """The apposition after a name that ends before word `end` (", national director of Priests for Life,")."""
    words = reading.words
    forms = words.forms
    n = len(forms)
    if end + 1 >= n or forms[end] not in {",", "(", "—", "–"} or words.paragraphs[end + 1] != words.paragraphs[end]:
        return None
    finish = end + 1
    while (
        finish < n
        and finish - end <= LONGEST_APPOSITION
        and forms[finish] not in STOPS - {"."}
        and words.paragraphs[finish] == words.paragraphs[end]
        and not reading.sentences[finish]
    ):
        finish += 1
    first = forms[end + 1].lower()
    if first in {"who", "which", "and", "but", "he", "she", "said", "says", "in", "on", "as"} or finish == end + 1:
        return None
    found = role_in(text, reading, register, end + 1, finish, last=False)
    # The role noun leads its phrase: "a Democrat who beat Governor X" makes nobody a governor.
    if found is None or found.start - (end + 1) > 6:
        return None
    between = {form.lower() for form in forms[end + 1 : found.start]}
    if between & {"who", "whose", "that", "which", "was", "is", "had", "has", "said"} or between & OF:
        return None
    return found


def _title_start(reading: Reading, begin: int, start: int) -> int:
    """Where a title begins: the noun at `start` with the lower-case words that narrow it, not "former", not owners."""
    forms, shapes = reading.words.forms, reading.words.shapes
    k = start
    while k > begin and (forms[k - 1].islower() or forms[k - 1] == "-") and forms[k - 1] not in NARROW_NOTHING | FORMER:
        k -= 1
    while k < start and shapes[k] == MARK:
        k += 1
    return k


def _of(
    text: str, reading: Reading, register: Register, begin: int, start: int, end: int, finish: int
) -> tuple[str | None, str | None]:
    """What a role is of, with its country: told before the title (words [begin, start)) or after it ("of …")."""
    forms = reading.words.forms
    # "Russian foreign minister", "U.S. secretary of state", "Clinton's campaign manager"
    lead = words_text(text, reading, begin, start)
    lead = re.sub(
        r"(?i:^(?:the|a|an)\s+)|(?i:\b(?:former|late|then|ex|senior|top)\b[-\s]*)|['’]s?\s*$|-\s*$", "", lead
    ).strip()
    lead = re.sub(r"['’]s$", "", lead)
    lead = "" if lead.lower() in NARROW_NOTHING else lead
    if lead:
        for size in range(min(4, len(lead.split())), 0, -1):
            piece = " ".join(lead.split()[:size])
            code = register.state_of(piece) or register.state_of(piece.rstrip("."))
            if code:
                return register.states[code].name, code
            entry = register.named(piece)
            if entry:
                return entry.name, entry.country
    if end < finish and forms[end].lower() in OF:
        stop = end + 1
        while (
            stop < finish and forms[stop].lower() not in {"who", "and", "that", "which", "in", "from", "since"} | STOPS
        ):
            stop += 1
        rest = re.sub(r"^(?:the|a|an)\s+", "", words_text(text, reading, end + 1, stop))
        if rest:
            code = register.state_of(rest)
            if code:
                return register.states[code].name, code
            entry = register.named(rest)
            if entry:
                return entry.name, entry.country
            return rest, None
    if lead and lead[:1].isupper():
        return lead, None
    return None, None
