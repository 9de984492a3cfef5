"""How well defects of the text are found: false alarms on clean articles, recall on damage done to the same ones.

    python -m benchmarks.integrity [--data FOLDER] [--show]    prints a table and one JSON line

The articles are every second one of PolNeAR's dev part. What is truly wrong with them was looked at by eye and stands
in `labels/defects.tsv`. The damage is done by a seeded generator, so each run does the same.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.data import HERE, Gold, data_folder, read_gold
from onrecord.documents.text import make_document
from onrecord.integrity.defects import find_defects
from onrecord.language.words import split_words
from onrecord.records import Defect, DefectKind, Span

ARTICLES = 30
LABELS = HERE / "labels" / "defects.tsv"
# A text after damage, and where the damage is; None where the article has nothing to damage.
Damaged = tuple[str, Span] | None
CAPTIONS = (
    "Ilse Brandt greets dock workers outside the market hall in Tarn, Ostry, Thursday, March 10, 2016.",
    "Harbour master Tomas Okoro waves to supporters in Velm, Saturday, Feb. 6, 2016. (AP Photo/Anna Reed)",
    "A ferry lies at the quay of Calder Bay. (Reuters/Peter Marsh)",
    "Mira Hale, the finance minister, leaves the council chamber in Brask. Photo by Joseph Weber/AFP/Getty Images",
    "Photo: Clara Quill",
    "Image caption The bridge was closed for eleven weeks",
    "In this Jan. 4, 2015, file photo, David Costa speaks to reporters in Sund.",
    "The mayor, left, and her deputy are seen in an undated handout photo.",
    "File photo: the night train at Nether Hale station.",
    "Nadia Lindqvist at the opening of the water plant. (Erik Petrov/The Tarn Courier via AP)",
    "Voters queue in the rain in Dray on Sunday. Picture: Anna Marsh",
    "A worker repairs the harbour wall. (Getty Images)",
)
BOILERPLATE = (
    "Sign up for our daily newsletter and never miss a story.",
    "Advertisement",
    "Story continues below advertisement",
    "READ MORE: Five things to know about the new ferry line",
    "Related: Harbour wall to be rebuilt",
    "Copyright 2016 The Tarn Courier. All rights reserved.",
    "This material may not be published, broadcast, rewritten or redistributed.",
    "Follow us on Twitter and Facebook.",
    "Click here to see the full list of candidates.",
    "We use cookies to improve your experience on this site.",
    "Share this article",
    "Most read",
    "Join the conversation in the comments below.",
    "Download our free app for breaking news.",
    "Subscribe now for full access.",
    "You might also be interested in these stories",
    "Ilse Brandt is a staff writer. Email her at brandt@tarn-courier.example.",
    "Tap here to turn on alerts for this story.",
)
SWAPS = (
    (r"\bthe (?=[a-z])", "the the "),
    (r"\bof (?=[a-z])", "of of "),
    (r"\bUnited States\b", "US United States"),
    (r"\bU\.S\. (?=[a-z])", "US United States "),
    (r"\bWhite House\b", "White Home"),
    (r"\bRepublican Party\b", "Republican Celebration"),
    (r"\bDemocratic Party\b", "Democratic Social gathering"),
    (r"\bWall Street\b", "Wall Avenue"),
    (r"\bSupreme Court\b", "Supreme Courtroom"),
    (r"\bState Department\b", "State Division"),
    (r"\b(?:from|of|with|by|to) Russia(?= \w)", "of Russian Federation"),
    (r"\bHillary Clinton\b(?= [a-z])", "Hillary Clinton Clinton"),
    (r"\bDonald Trump\b(?= [a-z])", "Donald Trump Trump"),
    (r"\bBernie Sanders\b(?= [a-z])", "Bernie Sanders Sanders"),
    (r"\bNew York Times\b", "New York Occasions"),
)


def paragraphs(text: str) -> list[Span]:
    """The lines of a text that are long enough to be paragraphs, without the headline."""
    lines = [Span(*found.span()) for found in re.finditer(r"\S[^\n]*", text)]
    return [line for line in lines[1:] if line.end - line.start > 120]


def put(text: str, at: int, what: str, end: int | None = None) -> Damaged:
    """The text with `what` in place of characters [at, end)."""
    return text[:at] + what + text[at if end is None else end :], Span(at, at + max(1, len(what.rstrip())))


def repeat_headline(text: str, _: random.Random) -> Damaged:
    """The headline twice."""
    head = text.split("\n", 1)[0]
    return put(text, len(head), "\n\n" + head)


def repeat_paragraph(text: str, rng: random.Random) -> Damaged:
    """A paragraph again, farther below."""
    first, second = sorted(rng.sample(paragraphs(text), 2))
    return put(text, second.end, "\n\n" + first.of(text))


def repeat_sentence(text: str, rng: random.Random) -> Damaged:
    """A sentence of one paragraph again at the end of another."""
    first, second = sorted(rng.sample(paragraphs(text), 2))
    sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])", first.of(text))[0]
    return put(text, second.end, " " + sentence) if len(sentence) > 60 else None


def cut_paragraph_beginning(text: str, rng: random.Random) -> Damaged:
    """A paragraph without its first words."""
    line = rng.choice(paragraphs(text))
    lost = re.match(r"(?:\S+\s+){3}", line.of(text))
    if lost is None:
        return None
    return text[: line.start] + text[line.start + lost.end() :], Span(line.start, line.start + 20)


def cut_sentence_beginning(text: str, rng: random.Random) -> Damaged:
    """A sentence inside a paragraph without its first words."""
    places = list(re.finditer(r"(?<=[a-z]\. )[A-Z]\w+ \w+ \w+ (?=\w+ \w+ \w+)", text))
    if not places:
        return None
    found = rng.choice(places)
    return text[: found.start()] + text[found.end() :], Span(found.start(), found.start() + 20)


def cut_paragraph_end(text: str, rng: random.Random) -> Damaged:
    """A paragraph without its last words and its final mark."""
    line = rng.choice(paragraphs(text))
    words = line.of(text).split(" ")
    kept = " ".join(words[:-4])
    return text[: line.start] + kept + text[line.end :], Span(line.start + len(kept) - 10, line.start + len(kept))


def cut_text(text: str, rng: random.Random) -> Damaged:
    """A text cut off after some thousand characters, as feeds do."""
    line = rng.choice(paragraphs(text)[2:] or paragraphs(text))
    middle = text.rfind(" ", line.start, (line.start + line.end) // 2)
    mark = rng.choice((" […]", "… [+1482 chars]", "... Read more", ""))
    return text[:middle] + mark, Span(middle - 5, middle + max(1, len(mark)))


def drop_mark(text: str, rng: random.Random) -> Damaged:
    """A quotation mark less."""
    places = [found.start() for found in re.finditer(r"[\"“”]", text)]
    if not places:
        return None
    place = rng.choice(places)
    # The other mark of the pair is then the one that is alone: it stands in the same line.
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    return text[:place] + text[place + 1 :], Span(start, end if end > 0 else len(text))


def swap_words(text: str, rng: random.Random) -> Damaged:
    """A name or word as a program spoils it."""
    body = text.find("\n")
    able = [(form, new) for form, new in SWAPS if re.compile(form).search(text, body)]
    if not able:
        return None
    form, new = rng.choice(able)
    found = rng.choice(list(re.compile(form).finditer(text, body)))
    return put(text, found.start(), new, found.end())


def insert_caption(text: str, rng: random.Random) -> Damaged:
    """A caption as a paragraph, or before the first sentence of one."""
    line = rng.choice(paragraphs(text))
    return put(text, line.start, rng.choice(CAPTIONS) + rng.choice(("\n\n", " ")))


def insert_boilerplate(text: str, rng: random.Random) -> Damaged:
    """A piece of a page as a paragraph, in the middle or at the end."""
    what = rng.choice(BOILERPLATE)
    line = rng.choice(paragraphs(text))
    return put(text, line.start, what + "\n\n") if rng.random() < 0.7 else put(text, len(text), "\n\n" + what)


def change_weekday(text: str, rng: random.Random) -> Damaged:
    """A date with a weekday that is not its own."""
    day = datetime.date(2016, 1, 1) + datetime.timedelta(rng.randrange(700))
    wrong = day + datetime.timedelta(rng.randrange(1, 7))
    written = rng.choice((f"{wrong:%A}, {day:%B} {day.day}, {day.year}", f"{wrong:%A} {day.day} {day:%B} {day.year}"))
    return put(text, rng.choice(paragraphs(text)).end, f" The council meets again on {written}.")


DAMAGE: tuple[tuple[DefectKind, Callable[[str, random.Random], Damaged]], ...] = (
    (DefectKind.REPEATED_LINE, repeat_headline),
    (DefectKind.REPEATED_LINE, repeat_paragraph),
    (DefectKind.REPEATED_LINE, repeat_sentence),
    (DefectKind.CUT_OFF_SENTENCE, cut_paragraph_beginning),
    (DefectKind.CUT_OFF_SENTENCE, cut_sentence_beginning),
    (DefectKind.CUT_OFF_SENTENCE, cut_paragraph_end),
    (DefectKind.CUT_OFF_SENTENCE, cut_text),
    (DefectKind.UNBALANCED_QUOTATION_MARK, drop_mark),
    (DefectKind.MECHANICAL_SUBSTITUTION, swap_words),
    (DefectKind.CAPTION_IN_BODY, insert_caption),
    (DefectKind.BOILERPLATE, insert_boilerplate),
    (DefectKind.CONTRADICTORY_DATE, change_weekday),
)


def defects_of(text: str, published: str | None = None) -> tuple[Defect, ...]:
    """What is found in a text, without what other rooms say of it."""
    return find_defects(make_document(text, published), split_words(text))


def true_defects() -> Counter[tuple[str, str]]:
    """How many defects of a kind an article truly has."""
    _, *rows = (line.split("\t") for line in LABELS.read_text(encoding="utf-8").splitlines())
    return Counter({(name, kind): int(count) for name, kind, count in rows})


def false_alarms(gold: list[Gold], *, show: bool) -> Counter[str]:
    """Alarms by kind that the labels do not explain."""
    labelled, alarms = true_defects(), Counter[str]()
    for item in gold:
        found = defects_of(item.text, item.published)
        for kind, count in Counter(defect.kind for defect in found).items():
            alarms[kind] += max(0, count - labelled[item.name, kind])
        for defect in found if show else ():
            print(f"  {item.name}  {defect.kind}: {defect.text[:100]!r}  {defect.why}")
    return alarms


def recall(gold: list[Gold], *, show: bool) -> dict[str, tuple[DefectKind, int, int]]:
    """For each damage its kind, how often it was found, and how often it was done."""
    scores = {}
    for kind, damage in DAMAGE:
        found = done = 0
        for item in gold:
            damaged = damage(item.text, random.Random(f"{item.name} {damage.__name__}"))
            if damaged is None:
                continue
            text, place = damaged
            done += 1
            hit = any(
                defect.kind is kind and any(place.touches(span) for span in defect.spans)
                for defect in defects_of(text, item.published)
            )
            found += hit
            if show and not hit:
                print(f"  missed {damage.__name__}: {text[max(0, place.start - 40) : place.end + 40]!r}")
        scores[damage.__name__] = (kind, found, done)
    return scores


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=data_folder(), help="the folder with polnear/ in it")
    parser.add_argument("--show", action="store_true", help="print every alarm and every miss")
    args = parser.parse_args()
    if args.data is None:
        parser.error("there is no data: name the folder with polnear/ in it (--data FOLDER, or ONRECORD_DATA)")
    gold = read_gold(args.data)[::2][:ARTICLES]
    defects_of(gold[0].text)
    began = time.process_time()
    alarms = false_alarms(gold, show=args.show)
    speed = (time.process_time() - began) / sum(len(item.text) for item in gold) * 1e6
    scores = recall(gold, show=args.show)
    print("| damage | kind | found | done | recall |\n| --- | --- | ---: | ---: | ---: |")
    for name, (kind, found, done) in scores.items():
        print(f"| {name.replace('_', ' ')} | {kind} | {found} | {done} | {found / done:.2f} |")
    print(f"\nfalse alarms: {alarms.total()} in {len(gold)} clean articles {dict(alarms)}")
    by_kind = {
        kind: round(
            sum(f for k, f, _ in scores.values() if k is kind) / sum(d for k, _, d in scores.values() if k is kind), 3
        )
        for kind in dict.fromkeys(kind for kind, _ in DAMAGE)
    }
    print(json.dumps({
        "articles": len(gold), "false alarms an article": round(alarms.total() / len(gold), 3), "recall": by_kind,
        "ms for 1000 characters": round(speed, 2),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
