"""All that is wrong with a text: joins what each file of this room finds."""

from __future__ import annotations

from bisect import bisect_right
from itertools import chain

from onrecord.integrity.contradictions import find_contradictions
from onrecord.integrity.cuts import find_cuts
from onrecord.integrity.furniture import find_furniture
from onrecord.integrity.layout import Article, lay_out
from onrecord.integrity.marks import find_unbalanced
from onrecord.integrity.repeats import find_repeats
from onrecord.integrity.substitutions import find_substitutions
from onrecord.language.words import Words
from onrecord.records import DateClaim, Defect, DefectKind, Document, Span, Spans


def find_defects(
    document: Document, words: Words, dates: tuple[DateClaim, ...] = (), unattributed: tuple[Spans, ...] = ()
) -> tuple[Defect, ...]:
    """What is wrong with a document's text, in its order; what is not in its text comes first.

    `dates`: the claims of its day of publication; `unattributed`: the quotations that nobody is named for.
    """
    # A caption or a credit without a full stop is no cut-off sentence, and may stand twice.
    article = lay_out(document, words)
    furniture = tuple(find_furniture(article))
    alien = sorted(span for defect in furniture for span in defect.spans)
    found = chain(
        furniture,
        (
            defect for defect in chain(find_cuts(article), find_repeats(article))
            if not _lies_in(alien, defect.spans[0])
        ),
        find_unbalanced(article),
        find_substitutions(article),
        find_contradictions(article, dates),
        (_unattributed(article, spans) for spans in unattributed),
    )  # fmt: skip
    return tuple(sorted({defect.id: defect for defect in found}.values(), key=lambda d: (d.spans, d.kind, d.id)))


def _lies_in(alien: list[Span], span: Span) -> bool:
    """Whether one of these spans, in order and apart from each other, holds this one."""
    before = bisect_right(alien, span.start, key=lambda other: other.start)
    return before > 0 and alien[before - 1].holds(span)


def _unattributed(article: Article, spans: Spans) -> Defect:
    why = "The text does not say whose words these are."
    return article.defect(DefectKind.UNATTRIBUTED_QUOTATION, spans, why)
