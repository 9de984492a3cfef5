"""The reader: joins the rooms that read text. One article in, one record out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from onrecord.actors.cast import Cast, cast
from onrecord.actors.register import Register, default_register
from onrecord.actors.scene import Reference
from onrecord.documents.text import make_document
from onrecord.errors import UnsupportedLanguage
from onrecord.language.encoder import Encoder, Reading
from onrecord.language.identify import READ, identify_language
from onrecord.language.words import split_words
from onrecord.records import Document, Record
from onrecord.statements.assemble import Assembler
from onrecord.statements.claims import Claim, find_claims


class Reader:
    """Reads documents. Holds the network and the register, so make one and keep it.

    `force`: read texts in other languages too, as if they were English. `threads`: CPU threads for the network.
    """

    def __init__(
        self, encoder: Encoder | None = None, register: Register | None = None, *, force: bool = False, threads: int = 1
    ) -> None:
        self.encoder = encoder or Encoder(threads=threads)
        self.register = register or default_register()
        self.force = force

    def read(self, document: Document) -> Record:
        """The record of one document. Raises UnsupportedLanguage unless forced."""
        language = identify_language(document.text)
        if language not in (READ, None) and not self.force:
            raise UnsupportedLanguage(
                f"the text is in another language ({language}), and onrecord reads English: "
                "force it if you think this is wrong (--force, or force=True)"
            )
        document = replace(document, language=language or READ)
        reading = self.encoder.read(split_words(document.text))
        claims = find_claims(reading, self.encoder)
        players, voice_of = self._cast(document, reading, claims)
        assembler = Assembler(document, reading, self.encoder.labels, players.actors)
        sources, reasons = {}, {}
        for number, claim in enumerate(claims):
            if claim.source is not None:
                voice = players.voices[voice_of[number]]
                sources[number] = assembler.source(claim.source, voice.actor, voice.confidence, voice.anonymity)
                if voice.why is not None:
                    reasons[number] = voice.why
        return Record(document, players.actors, statements=assembler.statements(claims, sources, reasons))

    def _cast(self, document: Document, reading: Reading, claims: list[Claim]) -> tuple[Cast, dict[int, int]]:
        """The document's cast, and for each claim with a source the number of its voice."""
        order = sorted(
            (number for number, claim in enumerate(claims) if claim.source is not None),
            key=lambda number: (claims[number].depth, claims[number].source, number),
        )
        place = {number: k for k, number in enumerate(order)}
        references = []
        for number in order:
            claim = claims[number]
            if claim.source is not None:
                outer = None if claim.within is None else place.get(claim.within)
                references.append(Reference(claim.source[0], claim.source[1], claim.content, outer))
        return cast(document, reading, self.encoder.labels, self.register, references), place


@cache
def default_reader() -> Reader:
    """The reader behind `read` and `read_many`, loaded once."""
    return Reader()


def read(
    text: str,
    published: str | datetime.date | None = None,
    title: str | None = None,
    outlet: str | None = None,
) -> Record:
    """The record of one text: who said what, every row pinned to characters [start, end) of `text`.

    `published`: day of publication, ISO 8601; dates in the text are counted from it. Raises InvalidDate for anything
    else, UnsupportedLanguage for a text that is not English.

    >>> record = read("The mayor of Tarn, Ilse Brandt, said the bridge was safe.")
    >>> record.statements[0].content.text
    'the bridge was safe'
    >>> record.actor(record.statements[0].source.actor).name
    'Ilse Brandt'
    """
    return default_reader().read(make_document(text, published, title, outlet))


def read_many(texts: Iterable[str | Document]) -> Iterator[Record]:
    """The record of each text, in order, as `read` gives it; documents keep their date, title and outlet."""
    reader = default_reader()
    for text in texts:
        yield reader.read(text if isinstance(text, Document) else make_document(text))
