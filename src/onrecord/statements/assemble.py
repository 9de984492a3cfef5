"""Claims in words, with the voices behind them, made into statements pinned to characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.language.dates import date_value
from onrecord.language.encoder import Labels, Reading
from onrecord.language.words import CLOSES, CLOSING, INSIDE, MARK, OPENS, SINGLE, STRAIGHT, Quoted
from onrecord.records import (
    Actor,
    Anonymity,
    Certainty,
    CertaintyLevel,
    Content,
    Cue,
    Date,
    Document,
    MentionKind,
    Source,
    Span,
    Spans,
    Statement,
    StatementKind,
    Status,
    Whose,
    evidence,
    statement_id,
)
from onrecord.statements.claims import Claim, is_quoted
from onrecord.statements.meaning import act_of, certainty_in, cue_lemma, cue_verbs

# Verbs whose object is who was spoken to.
TELLING = frozenset({"tell", "ask", "urge", "warn", "assure", "reassure", "inform", "remind", "advise", "promise",
                     "notify", "implore", "beg", "press", "order", "instruct", "thank", "brief", "question", "query",
                     "answer", "text", "email"})  # fmt: skip
# A speaker less sure than this is not named: a wrong speaker is worse than none.
SURE_ENOUGH = 0.6
# Words of a content that are searched for how sure its speaker is: its first clauses.
SEARCHED = 40
SURE = frozenset({CertaintyLevel.CERTAIN, CertaintyLevel.ALMOST_CERTAIN})
# Words between a cue and its date, and between a telling verb or an interview and who was told.
TELLS_WHEN = re.compile(
    r"(?i)\b(?:last|this|earlier|ago|past|recent|previous|next|later|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|morning|afternoon|evening|night|today|yesterday)\b"
)
FARTHEST_DATE, NESTED_DATE, FARTHEST_TOLD, FARTHEST_INTERVIEWER = 12, 4, 6, 8
NO_SOURCE = Source((), "", None, 0.0, Anonymity.NONE)


class Assembler:
    """Makes the statements of one document."""

    def __init__(self, document: Document, reading: Reading, labels: Labels, actors: Sequence[Actor]) -> None:
        self.document, self.reading, self.labels, self.actors = document, reading, labels, actors
        self.words = reading.words
        self._contents: set[int] = set()
        self._mentioned = {
            mention.span.start: actor.id
            for actor in actors
            for mention in actor.mentions
            if mention.kind is not MentionKind.PRONOUN
        }

    def statements(
        self, claims: list[Claim], sources: dict[int, Source], reasons: dict[int, str]
    ) -> tuple[Statement, ...]:
        """One statement for each claim, by place.

        `sources`: the source of each claim that has one, by the claim's number; `reasons`: why one is in doubt.
        """
        self._contents = {
            i for claim in claims if not claim.depth for start, end in claim.content for i in range(start, end)
        }
        ids: list[str] = []
        made: list[Statement] = []
        for number, claim in enumerate(claims):
            within = None if claim.within is None else ids[claim.within]
            statement = self._statement(claim, sources.get(number, NO_SOURCE), reasons.get(number), within)
            ids.append(statement.id)
            made.append(statement)
        unique = {statement.id: statement for statement in made}
        return tuple(sorted(unique.values(), key=lambda s: (s.content.spans[0].start, -s.content.spans[-1].end, s.id)))

    def _statement(self, claim: Claim, source: Source, reason: str | None, within: str | None) -> Statement:
        text, words = self.document.text, self.words
        content = self._content(claim)
        cue_spans: Spans = ()
        cue_forms: list[str] = []
        lemma = None
        if claim.cue is not None:
            start, end = claim.cue
            cue_spans = self.spans((claim.cue,))
            cue_forms = [form.lower() for form in words.forms[start:end] if form[0].isalnum()]
            lemma = cue_lemma(
                words.forms[start:end], [self.labels.parts[self.reading.parts[i]] for i in range(start, end)]
            )
        inner = [words.forms[i].lower() for start, end in claim.content for i in range(start, end)
                 if words.quoted[i] not in (OPENS, CLOSES)]  # fmt: skip
        kind = self._kind(claim)
        act = act_of(lemma, cue_forms, inner, quoted=kind is StatementKind.DIRECT)
        status, why, source = self._status(claim, source, reason)
        return Statement(
            statement_id(self.document.id, source.spans, cue_spans, content.spans),
            kind, source, Cue(cue_spans, evidence(text, cue_spans), lemma), content, act,
            self._certainty(claim, lemma), self._addressees(claim, lemma, source), self._date(claim), within,
            status, why, round(claim.confidence, 4),
        )  # fmt: skip

    def spans(self, places: Sequence[tuple[int, int]]) -> Spans:
        """The characters of words [start, end) of each place."""
        return tuple(Span(int(self.words.starts[start]), int(self.words.ends[end - 1])) for start, end in places)

    def source(self, place: tuple[int, int], actor: str | None, confidence: float, anonymity: Anonymity) -> Source:
        """A statement's source at words [start, end)."""
        start, end = place
        while end - start > 1 and self.words.forms[end - 1] in {",", ";", "—", "–"}:
            end -= 1
        spans = self.spans(((start, end),))
        return Source(spans, evidence(self.document.text, spans), actor, confidence, anonymity)

    def _status(self, claim: Claim, source: Source, reason: str | None) -> tuple[Status, str | None, Source]:
        if claim.why is not None:
            return Status.UNATTRIBUTED, claim.why, source
        if source.spans and source.confidence < SURE_ENOUGH and reason is not None:
            return Status.DOUBTFUL, reason, replace(source, actor=None)
        return Status.ATTRIBUTED, None, source

    def _content(self, claim: Claim) -> Content:
        """The content's spans with their quotation marks, without the commas and colons that join them to the cue."""
        places: list[tuple[int, int]] = []
        for piece in claim.content:
            start, end = self._edges(*piece)
            if places and places[-1][1] == start:
                places[-1] = (places[-1][0], end)
            else:
                places.append((start, end))
        spans = self.spans(places)
        return Content(spans, evidence(self.document.text, spans))

    def _edges(self, start: int, end: int) -> tuple[int, int]:
        words = self.words
        marks = words.shapes
        while end - start > 1 and words.forms[end - 1] in {",", ":", ";", "—", "–", "-"}:
            end -= 1
        while end - start > 1 and words.forms[start] in {",", ":", ";", "—", "–", "-", ".", ")"}:
            start += 1
        if start and words.quoted[start - 1] in (OPENS, Quoted.SINGLE_OPENS) and self._touch(start - 1):
            start -= 1
        if words.quoted[end - 1] in INSIDE:
            # "… all-time low," he said: the mark closes after the comma.
            k = end
            while k < len(words) and k < end + 2 and marks[k] == MARK and words.quoted[k] in INSIDE:
                k += 1
            if k < len(words) and words.quoted[k] == CLOSES and words.forms[k] in CLOSING | STRAIGHT:
                end = k + 1
            elif end < len(words) and words.quoted[end] == Quoted.SINGLE_CLOSES and words.forms[end] in SINGLE:
                end += 1
        if words.quoted[start] == CLOSES and end - start > 1:
            start += 1
        if words.quoted[end - 1] == OPENS and end - start > 1:
            end -= 1
        return start, end

    def _touch(self, k: int) -> bool:
        return bool(self.words.paragraphs[k] == self.words.paragraphs[k + 1])

    def _kind(self, claim: Claim) -> StatementKind:
        """Quoted, paraphrased or both; inside a content that is itself quoted, only its inner marks count."""
        words = self.words
        places = [i for start, end in claim.content for i in range(start, end) if words.shapes[i] != MARK]
        if claim.why is not None and not any(words.quoted[i] in INSIDE for i in places):
            return StatementKind.DIRECT
        counted = {int(Quoted.SINGLE)} if claim.depth and is_quoted(self.reading, claim.content) else INSIDE
        quoted = sum(words.quoted[i] in counted for i in places)
        if quoted == 0:
            return StatementKind.INDIRECT
        return StatementKind.DIRECT if quoted == len(places) else StatementKind.MIXED

    def _certainty(self, claim: Claim, lemma: str | None) -> Certainty:
        forms = self.words.forms
        if claim.cue is not None:
            start, end = claim.cue
            found = certainty_in(forms[start:end])
            if found is not None:
                level, a, b = found
                # "is confident that" is the speaker's certainty; "reportedly", "appeared to" are the writer's.
                whose = Whose.SOURCE if level in SURE else Whose.WRITER
                return Certainty(level, whose, self.spans(((start + a, start + b),)))
            verb = cue_verbs().get(lemma or "")
            if verb is not None and verb.level is not None:
                return Certainty(verb.level, verb.whose, self.spans((claim.cue,)))
        numbers = [i for start, end in claim.content for i in range(start, end)][:SEARCHED]
        plain = [i for i in numbers if self.words.quoted[i] not in (OPENS, CLOSES)]
        found = certainty_in([forms[i] for i in plain])
        if found is None:
            return Certainty(CertaintyLevel.UNQUALIFIED, None, ())
        level, a, b = found
        return Certainty(level, Whose.SOURCE, self.spans(((plain[a], plain[b - 1] + 1),)))

    def _around(self, claim: Claim) -> list[int]:
        """The words of the cue's sentence that are neither content nor source."""
        if claim.cue is None:
            return []
        start, end = claim.cue
        first = start
        while first > 0 and not self.reading.sentences[first]:
            first -= 1
        last = end
        while last < len(self.words) and not self.reading.sentences[last]:
            last += 1
        held = {i for a, b in claim.content for i in range(a, b)}
        if claim.source is not None:
            held.update(range(*claim.source))
        return [i for i in range(first, last) if i not in held]

    def _date(self, claim: Claim) -> Date | None:
        """The date words nearest to the cue in its sentence, outside the content."""
        if claim.cue is None:
            return None
        best: tuple[int, int, int] | None = None
        around = self._around(claim)
        k = 0
        while k < len(around):
            i = around[k]
            if not self._is_date(i) or (i in self._contents and not claim.depth):
                k += 1
                continue
            j = k
            while j + 1 < len(around) and around[j + 1] == around[j] + 1 and self._is_date(around[j + 1]):
                j += 1
            distance = min(abs(i - claim.cue[1]), abs(around[j] - claim.cue[0]))
            best = min(best or (distance, i, around[j] + 1), (distance, i, around[j] + 1))
            k = j + 1
        if best is None or best[0] > (NESTED_DATE if claim.depth else FARTHEST_DATE):
            return None
        spans = self.spans(((best[1], best[2]),))
        shown = evidence(self.document.text, spans)
        value = date_value(shown, self.document.published)
        # "weekly", "30 years old" and "the summer" are time words, but say nothing of when this was said.
        return Date(value, shown, spans) if value is not None or TELLS_WHEN.search(shown) else None

    def _is_date(self, i: int) -> bool:
        return bool(self.labels.names[self.reading.names[i]].endswith("-DATE"))

    def _addressees(self, claim: Claim, lemma: str | None, source: Source) -> tuple[str, ...]:
        if claim.cue is None:
            return ()
        start, end = claim.cue
        around = {i for i in self._around(claim) if i >= start}
        forms = self.words.forms
        wanted: set[int] = set()
        if lemma in TELLING:
            wanted.update(i for i in range(end, end + FARTHEST_TOLD) if i in around)
        for i in sorted(around):
            if forms[i] == "interview" and i + 1 in around and forms[i + 1] in {"with", "on"}:
                wanted.update(j for j in range(i + 2, i + FARTHEST_INTERVIEWER) if j in around)
        if not wanted:
            return ()
        told = (self._mentioned.get(int(self.words.starts[i])) for i in sorted(wanted))
        return tuple(dict.fromkeys(actor for actor in told if actor is not None and actor != source.actor))
