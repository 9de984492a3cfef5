"""Which language a text is in."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

# The only language read so far, by ISO 639-1.
READ = "en"
# Fewer letters than this do not tell a language; such a text is taken as it is.
TELLING_LETTERS = 60
# A beginning that is long enough to tell, and short enough to cost nothing.
BEGINNING = 3000
# Below this probability the identifier guesses (headlines, tables, lists of names).
SURE = 0.95
LAST_LATIN = "\u024f"


@cache
def _identifier() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify_language(text: str) -> str | None:
    """The ISO 639-1 code of the text's language; None when too little of it is there to tell."""
    beginning = text[:BEGINNING]
    letters = [char for char in beginning if char.isalpha()]
    if len(letters) < TELLING_LETTERS:
        return None
    ranked = _identifier().rank(beginning)
    code, probability = ranked[0]
    if probability >= SURE:
        return str(code)
    # Between two neighbours (Russian and Bulgarian) neither is sure, but a script of its own shows it is not English.
    foreign = sum(char > LAST_LATIN for char in letters) > len(letters) / 2
    return str(code) if foreign and code != READ else None
