"""Invented articles in any number, for measuring the pipeline: short, all different, with people who say things."""

from __future__ import annotations

import random
from pathlib import Path

PLACES = ("Tarn", "Velm", "Ostry", "Calder Bay", "Brask", "Nether Hale", "Sund", "Marrow Point", "Ilsen", "Dray")
FIRST = ("Ilse", "Tomas", "Anna", "Peter", "Mira", "Joseph", "Clara", "David", "Nadia", "Erik")
LAST = ("Brandt", "Okoro", "Reed", "Lindqvist", "Marsh", "Petrov", "Hale", "Costa", "Weber", "Quill")
ROLES = ("mayor", "harbour master", "police chief", "union leader", "finance minister", "hospital director")
SAYS = ("said", "told reporters", "warned", "insisted", "announced", "admitted")
THINGS = ("bridge", "harbour wall", "ferry line", "budget", "school roof", "water plant", "night train", "market hall")
CLAIMS = (
    "the {thing} would reopen in {n} weeks",
    "repairs to the {thing} had cost {n} million",
    "nobody had asked about the {thing} before the storm",
    "the {thing} was perfectly safe",
    "{n} people had complained about the {thing}",
)
QUOTES = (
    "We will not close the {thing} again.",
    "I have seen {n} reports on the {thing}, and none of them is good.",
    "The {thing} belongs to everybody in {place}.",
)


def invent_article(number: int, paragraphs: int = 4) -> str:
    """The article of that number, the same on every call."""
    rng = random.Random(number)
    place = rng.choice(PLACES)
    lines = [f"{rng.choice(THINGS).capitalize()} in dispute in {place}, report {number}"]
    for _ in range(paragraphs):
        name, role = f"{rng.choice(FIRST)} {rng.choice(LAST)}", rng.choice(ROLES)
        words = {"thing": rng.choice(THINGS), "n": rng.randint(2, 900), "place": place}
        claim, quote = rng.choice(CLAIMS).format(**words), rng.choice(QUOTES).format(**words)
        lines.append(
            f"The {role} of {place}, {name}, {rng.choice(SAYS)} on Tuesday that {claim}. “{quote}” "
            f"{'He' if rng.random() < 0.5 else 'She'} said the council would meet on the matter number "
            f"{rng.randint(1, 99_999)}."
        )
    return "\n\n".join(lines) + "\n"


def write_articles(folder: Path, count: int, paragraphs: int = 4) -> None:
    """Write articles 0 to `count` into a folder, a file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:06}.txt").write_text(invent_article(number, paragraphs), encoding="utf-8")
