"""Lines that stand twice: a headline, a paragraph, a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from onrecord.integrity.layout import Article, Paragraph, Role, Sentence, is_title_case, plain_words
from onrecord.language.words import OPENS
from onrecord.records import Defect, DefectKind, Span

# A shorter headline may stand twice by chance, as a label ("Live updates").
SHORTEST_HEADLINE = 4
# Headlines stand among the first paragraphs.
HEAD = 4
# Words of a sentence or paragraph that nobody writes twice by chance; in quotation marks people do repeat themselves.
SHORTEST, SHORTEST_QUOTED = 8, 15
# An article with so many times of day as lines is a live report, which says what it has to say again and again.
STAMPS = 3
STAMP = re.compile(r"\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?\s?m\.?|GMT|BST|EST|EDT|ET|UTC)?[.:]?", re.IGNORECASE)
# A line that stands more often is meant to: a chorus, a label, a question asked of everyone.
MOST = 3

Key = tuple[str, ...]


def find_repeats(article: Article) -> Iterator[Defect]:
    """The lines that repeat an earlier one, but for case, spaces and punctuation; none of a live report."""
    if sum(STAMP.fullmatch(paragraph.text) is not None for paragraph in article.paragraphs) >= STAMPS:
        return
    repeated = _repeated_paragraphs(article)
    yield from (_defect(article, article.paragraphs[k].span, first) for k, first in repeated.items())
    headline = _headline_in_lead(article)
    if headline is not None:
        yield _defect(article, headline, article.paragraphs[0].span)
    yield from _repeated_sentences(article, set(repeated))


def _defect(article: Article, copy: Span, first: Span) -> Defect:
    why = f"This line stands already at characters {first.start} to {first.end}."
    return article.defect(DefectKind.REPEATED_LINE, (copy,), why)


def _repeated_paragraphs(article: Article) -> dict[int, Span]:
    """The paragraphs that stood before: their number, and where they stood first."""
    places: dict[Key, list[int]] = {}
    for number, paragraph in enumerate(article.paragraphs):
        places.setdefault(_key(article, paragraph), []).append(number)
    found: dict[int, Span] = {}
    for key, numbers in places.items():
        first, *others = numbers
        if not others or len(numbers) > MOST:
            continue
        for number in others:
            if _is_copy(article, key, first, number):
                found[number] = article.paragraphs[first].span
    return found


def _is_copy(article: Article, key: Key, first: int, number: int) -> bool:
    """Whether a paragraph with the words of an earlier one is a copy, and not meant to be the same."""
    paragraph = article.paragraphs[number]
    quoted = _is_quoted(article, paragraph)
    if number == first + 1 or (first == 0 and number < HEAD):
        return len(key) >= SHORTEST_HEADLINE and not quoted and paragraph.role is not Role.VERSE
    if paragraph.role is Role.VERSE or paragraph.text.endswith("?"):
        return False
    said = quoted or paragraph.role in (Role.TURN, Role.ITEM)
    return len(key) >= (SHORTEST_QUOTED if said else SHORTEST)


def _repeated_sentences(article: Article, copies: set[int]) -> Iterator[Defect]:
    """Sentences that stood before, in paragraphs that are no copies as a whole."""
    seen: dict[Key, list[Sentence]] = {}
    sentences = (
        sentence for number, paragraph in enumerate(article.paragraphs)
        if number not in copies and paragraph.role in (Role.HEADLINE, Role.PROSE)
        for sentence in paragraph.sentences
    )  # fmt: skip
    for sentence in sentences:
        key = _key(article, sentence)
        if article.forms[sentence.end - 1] == "?":
            continue
        if len(key) >= (SHORTEST_QUOTED if _is_quoted(article, sentence) else SHORTEST):
            seen.setdefault(key, []).append(sentence)
    repeated = (group for group in seen.values() if 1 < len(group) <= MOST)
    yield from chain.from_iterable(
        (_defect(article, copy.span, first.span) for copy in others) for first, *others in repeated
    )


def _headline_in_lead(article: Article) -> Span | None:
    """A headline that runs on into the first sentence of the text, as in badly stitched copies."""
    if len(article.paragraphs) < 2 or article.paragraphs[0].role is not Role.HEADLINE:
        return None
    head, lead = article.paragraphs[0], article.paragraphs[1]
    key = _key(article, head)
    run = [k for k in range(lead.first, lead.end) if article.forms[k][0].isalnum()][: len(key) + 1]
    if len(key) < SHORTEST_HEADLINE or len(run) <= len(key):
        return None
    if plain_words([article.forms[k] for k in run[:-1]]) != key:
        return None
    written = article.forms[head.first : head.end]
    following = article.forms[run[-1]]
    # "Mayor resigns over bridge Mayor Ilse Brandt said": the sentence begins anew, with a capital.
    begins_anew = following[0].isupper() and not is_title_case(written)
    stops = run[-1] > run[-2] + 1 and article.forms[run[-2] + 1] in ".!?:|"
    return article.span(run[0], run[-2] + 1) if begins_anew or stops else None


def _key(article: Article, part: Paragraph | Sentence) -> Key:
    return plain_words(article.forms[part.first : part.end])


def _is_quoted(article: Article, part: Paragraph | Sentence) -> bool:
    """Whether it begins within quotation marks, or with one."""
    return article.quoted[part.first] != 0 or OPENS in article.quoted[part.first : part.first + 3]
