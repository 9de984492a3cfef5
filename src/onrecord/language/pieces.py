"""Word pieces: what the encoder reads a word as."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

# News repeats its words: a few tens of thousands of remembered forms save nearly all tokenizer calls, and the limit
# keeps memory flat over millions of articles.
REMEMBERED_FORMS = 50_000
# A word of more pieces than this (a long number, a link) is read by its beginning.
MOST_PIECES = 12


class Vocabulary:
    """The encoder's word-piece vocabulary (BERT's uncased WordPiece), read from a `tokenizer.json`."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._seen: dict[str, tuple[int, ...]] = {}
        self.start = self._number("[CLS]")
        self.end = self._number("[SEP]")
        self.unknown = self._number("[UNK]")

    def pieces(self, form: str) -> tuple[int, ...]:
        """The piece ids of one word, at least one and at most `MOST_PIECES`."""
        found = self._seen.get(form)
        if found is None:
            ids = self._tokenizer.encode(form, add_special_tokens=False).ids[:MOST_PIECES]
            found = tuple(ids) or (self.unknown,)
            if len(self._seen) >= REMEMBERED_FORMS:
                self._seen.clear()
            self._seen[form] = found
        return found

    def _number(self, piece: str) -> int:
        number: int | None = self._tokenizer.token_to_id(piece)
        if number is None:
            raise ValueError(f"the vocabulary lacks the piece {piece}")
        return number
