"""Dictionary forms of words."""

from __future__ import annotations

from functools import lru_cache

import simplemma


# News repeats its words; the limit keeps memory flat over millions of articles.
@lru_cache(maxsize=20_000)
def lemma_of(form: str) -> str:
    """The dictionary form of an English word, lower case."""
    return simplemma.lemmatize(form.lower(), lang="en").lower()
