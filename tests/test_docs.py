"""The documentation is proved: examples run, shown output is real output, and the tree on paper is the tree on disk."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

import onrecord.reading
from onrecord.cli.main import VERBS
from onrecord.exchange.formats import FORMATS
from onrecord.ledger.schema import metadata, said
from tests.shown import PAGES, filled, steady

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_shown_output_is_real_output(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "```console\n$ onrecord" in text, f"{name} shows no command"
    assert steady(text) == steady(filled(text)), f"run python -m tests.shown, and look at what changed in {name}"


def test_every_verb_is_in_the_command_line_s_page() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name in VERBS:
        assert f"$ onrecord {name} --help" in page


def test_every_table_and_column_asked_for_is_in_the_ledger_s_page() -> None:
    page = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")
    for name in [*metadata.tables, *said.c.keys()]:
        assert f"`{name}`" in page, name


def test_every_export_format_is_in_its_page() -> None:
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    for name in FORMATS:
        assert name in page


def test_python_examples_run() -> None:
    examples = doctest.DocTestParser().get_doctest(
        "\n".join(re.findall(r"```pycon\n(.*?)```", README, re.DOTALL)), {}, "README.md", "README.md", 0
    )
    assert examples.examples
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples).failed == 0
    assert doctest.testmod(onrecord.reading).failed == 0


def test_the_architecture_page_names_every_file() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    tree = page.split("```")[1]
    named: set[str] = set()
    folders: list[str] = []
    for line in tree.splitlines():
        found = re.match(r"^([│ ]*)[├└]── (\S+)", line)
        if found is None:
            continue
        depth = len(found[1]) // 4
        folders[depth:] = [found[2].rstrip("/")]
        if not found[2].endswith("/"):
            named.add("/".join(folders))
    source = ROOT / "src" / "onrecord"
    there = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != "py.typed"
    }
    assert named == there


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name} links to {target}"
