from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.main import cli

ARTICLE = "The mayor, Anna Reed, said on Thursday the wall was “perfectly safe”.\n\n“Nobody asked me about it.”\n"


@pytest.fixture
def article(tmp_path: Path) -> str:
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return str(file)


def run(*arguments: str, given: bytes | str | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=given)


def test_text_is_the_default(article: str) -> None:
    result = run("read", article, "--published", "2024-03-15", "--title", "Wall", "--outlet", "The Courier")
    assert result.exit_code == 0
    assert result.stdout.startswith("Wall\nThe Courier · published 2024-03-15 · ")
    assert "Anna Reed  mayor" in result.stdout


def test_json_jsonl_and_csv_are_for_programs(article: str) -> None:
    whole = json.loads(run("read", article, "--format", "json").stdout)
    line = run("read", article, "--format", "jsonl").stdout
    assert line.count("\n") == 1
    assert json.loads(line) == whole
    rows = list(csv.DictReader(io.StringIO(run("read", article, "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == [s["id"] for s in whole["statements"]]


def test_html_is_one_page(article: str) -> None:
    assert run("read", article, "--format", "html").stdout.startswith("<!doctype html>")


def test_standard_input() -> None:
    assert "Anna Reed" in run("read", "-", given=ARTICLE).stdout


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        (None, (), "does not exist: check its name"),
        (b"caf\xe9 au lait, dit-il, et puis encore", (), "byte 0xE9 at offset 3 is not UTF-8"),
        (ARTICLE.encode(), ("--published", "tomorrow"), "'tomorrow' is not a date: give the day of publication as"),
        (("Die Mauer ist sicher, sagte die Bürgermeisterin am Donnerstag. " * 3).encode(), (), "another language (de)"),
    ],
)
def test_bad_input_is_one_clear_line(
    tmp_path: Path, content: bytes | None, arguments: tuple[str, ...], message: str
) -> None:
    file = tmp_path / "bad.txt"
    if content is not None:
        file.write_bytes(content)
    result = run("read", str(file), *arguments)
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "given", [b"", b"Hello", b"\x00\x00", b"12 34", "שלום עולם".encode(), b"\xf0\x9f\x98\x80" * 50]
)
def test_odd_input_is_a_record(given: bytes) -> None:
    for form in ("text", "json", "csv", "html"):
        assert run("read", "-", "--format", form, given=given).exit_code == 0


def test_a_folder_is_told_from_a_file(tmp_path: Path) -> None:
    result = run("read", str(tmp_path))
    assert result.exit_code == 1
    assert "is a folder" in result.stderr


def test_every_verb_has_a_line_of_help_and_an_example() -> None:
    for name, command in cli.commands.items():
        assert command.help
        assert command.epilog, name
        assert command.epilog.startswith(f"Example: onrecord {name} ")


def test_a_web_page_is_read_with_its_title_outlet_and_day() -> None:
    page = Path(__file__).parent.parent.parent / "examples" / "pages" / "courier-wall.html"
    found = json.loads(run("read", str(page), "--format", "json").stdout)["document"]
    assert (found["title"], found["outlet"]) == ("Mayor says harbour wall could collapse", "The Tarn Courier")
    assert (found["published"], found["published_from"]) == ("2024-03-14T17:20:00+01:00", "metadata")
    assert "\nThe mayor of Tarn, Ilse Brandt, warned" in found["text"]
    assert "Ferry fares" not in found["text"]
    titled = run("read", str(page), "--title", "Wall", "--published", "2024-03-15", "--format", "json").stdout
    assert json.loads(titled)["document"]["published_from"] == "given"


def test_a_file_of_several_articles_and_a_picture_say_what_to_do(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    item = (
        "<item><title>Wall</title><description>" + "The mayor said the wall was safe. " * 20 + "</description></item>"
    )
    feed.write_text(f"<rss version='2.0'><channel><title>Courier</title>{item * 2}</channel></rss>", encoding="utf-8")
    assert "holds 2 articles: take them into a ledger with `onrecord add" in run("read", str(feed)).stderr
    picture = tmp_path / "picture"
    picture.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01")
    assert "is no text: it is a JPEG image: run OCR first" in run("read", str(picture)).stderr


def test_a_text_is_dated_by_its_dateline() -> None:
    text = "TARN, March 14, 2024 (Agency) - The mayor said on Thursday the wall was safe."
    found = json.loads(run("read", "-", "--format", "json", given=text).stdout)
    assert (found["document"]["published"], found["document"]["published_from"]) == ("2024-03-14", "dateline")
    assert found["statements"][0]["date"]["value"] == "2024-03-14"
