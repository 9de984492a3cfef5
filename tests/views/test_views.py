from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

from onrecord.views.page import render_page
from onrecord.views.rows import describe, rows_of, title_of
from onrecord.views.table import COLUMNS, render_csv
from onrecord.views.terminal import render_terminal
from tests.conftest import Tried

TEXT = (
    "Wall <b>is</b> safe\n\nThe mayor, Anna Reed, said the wall was “safe & sound”.\n\n"
    "“Nobody asked me about it.”\n\nReed said that engineers had warned that the quay could sink.\n"
)


def plain(text: str, **_how: object) -> str:
    return text


class Page(HTMLParser):
    """Collects a page's ids, links and the text of its article."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.loads: list[str] = []
        self.article = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._inside = self._inside or tag == "article"
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if (values.get("href") or "").startswith("#"):
            self.targets.append(str(values["href"])[1:])
        self.loads += [str(values[name]) for name in ("src", "srcset", "action") if name in values]

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "article"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.article += data


def test_the_page_is_whole_and_links_both_ways(tried: Tried) -> None:
    record = tried.record(TEXT)
    html = render_page(record)
    page = Page()
    page.feed(html)
    assert len(page.ids) == len(set(page.ids))
    assert set(page.targets) <= set(page.ids)
    for number in range(1, len(record.statements) + 1):
        assert {f"row-{number}", f"text-{number}"} <= set(page.ids)
        assert {f"row-{number}", f"text-{number}"} <= set(page.targets)
    assert page.loads == []
    assert not re.search(r"https?://", html)
    assert re.sub(r"\s+", " ", page.article).strip() == re.sub(r"\s+", " ", TEXT).strip()
    assert "<b>is</b>" not in html


def test_the_terminal_view_groups_by_speaker_and_ends_with_what_has_none(tried: Tried) -> None:
    shown = render_terminal(tried.record(TEXT), 80, plain)
    assert max(map(len, shown.splitlines())) <= 80
    assert shown.index("Anna Reed") < shown.index("\nengineers") < shown.index("Without a speaker")
    assert "Nobody asked me about it." in shown.split("Without a speaker")[1]
    assert "Nobody is quoted" in render_terminal(tried.record("It rained."), 80, plain)


def test_text_cannot_steer_the_terminal(tried: Tried) -> None:
    shown = render_terminal(tried.record("Anna \x1b[31mReed said the \x07wall was \u202esafe."), 80, plain)
    assert not set(shown) & {"\x1b", "\x07", "\u202e"}


def test_the_table_has_a_row_for_each_statement_and_no_formula(tried: Tried) -> None:
    record = tried.record(
        TEXT + "\n=cmd() said that it was over, and -1 was the answer.\n\nReed said: “=1+1 is two.”\n"
    )
    rows = list(csv.DictReader(io.StringIO(render_csv(record), newline="")))
    assert len(rows) == len(record.statements)
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == [s.id for s in record.statements]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_titles_and_descriptions(tried: Tried) -> None:
    record = tried.record(TEXT)
    assert title_of(record) == "Wall <b>is</b> safe"
    assert title_of(tried.record("")) == "(empty text)"
    actor = next(a for a in record.actors if a.name == "Anna Reed")
    assert describe(actor).startswith("mayor")
    assert next(s.name for s in rows_of(record).speakers) == "Anna Reed"
