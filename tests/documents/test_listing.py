from __future__ import annotations

import gzip
import io
import os
import sys
from pathlib import Path

import pytest

from onrecord.documents.items import Intake, Item
from onrecord.documents.listing import list_items
from onrecord.records import Skipped
from tests.documents.samples import ARTICLE


def listed(*paths: Path | str, intake: Intake | None = None) -> list[Item | Skipped]:
    return list(list_items([str(path) for path in paths], intake or Intake()))


def origins(found: list[Item | Skipped]) -> list[str]:
    assert all(isinstance(item, Item) for item in found), found
    return [item.origin for item in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/2.txt", "a/1.html", "a/.hidden", ".git/config", "a/__MACOSX/x", "c/.DS_Store"):
        file = tmp_path / "news" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(ARTICLE)
    return tmp_path / "news"


def test_a_folder_is_listed_with_all_folders_in_it_sorted(folder: Path) -> None:
    assert origins(listed(folder)) == [f"{folder}/{name}" for name in ("a/1.html", "a/2.txt", "b.txt")]
    assert all(item.data is None for item in listed(folder) if isinstance(item, Item))


def test_a_hidden_file_is_read_when_it_is_named(folder: Path) -> None:
    assert origins(listed(folder / "a" / ".hidden")) == [f"{folder}/a/.hidden"]


def test_patterns_name_files_and_folders(folder: Path) -> None:
    assert origins(listed(folder / "a" / "*.txt")) == [f"{folder}/a/2.txt"]
    assert origins(listed(folder / "[ab]*")) == [f"{folder}/{name}" for name in ("a/1.html", "a/2.txt", "b.txt")]
    assert origins(listed(f"{folder}/**/*.txt")) == [f"{folder}/a/2.txt", f"{folder}/b.txt"]
    every = [f"{folder}/{name}" for name in ("a/1.html", "a/2.txt", "b.txt")]
    assert origins(listed(f"{folder}/**")) == origins(listed(f"{folder}/**/*")) == every
    assert origins(listed(f"{folder}/a/.h*", f"{folder}/.git/con*")) == [f"{folder}/a/.hidden", f"{folder}/.git/config"]
    (found,) = listed(folder / "*.pdf")
    assert isinstance(found, Skipped)
    assert found.reason == f"no file matches the pattern {folder}/*.pdf"


def test_a_pattern_does_not_run_in_circles(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("1", "2", "3"):
        (folder / "a" / name).symlink_to(folder)
    assert origins(listed(f"{folder}/**/*.txt")) == [f"{folder}/a/2.txt", f"{folder}/b.txt"]
    monkeypatch.chdir(folder)
    assert origins(listed("a/*.html")) == ["a/1.html"]
    (found,) = listed(f"{folder}/a**")
    assert isinstance(found, Skipped)


def test_a_file_whose_name_looks_like_a_pattern_is_itself(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text(ARTICLE)
    assert origins(listed(tmp_path / "a[1].txt")) == [f"{tmp_path}/a[1].txt"]


def test_what_does_not_exist_is_said_and_the_rest_is_listed(folder: Path) -> None:
    first, second = listed(folder / "none.txt", folder / "b.txt")
    assert isinstance(first, Skipped)
    assert first.reason == f"it does not exist: {folder}/none.txt"
    assert isinstance(second, Item)
    (broken,) = listed("a\0b")
    assert isinstance(broken, Skipped)
    assert "cannot be opened" in broken.reason


def test_links_in_a_folder_are_noted_and_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("outside")
    (folder / "a" / "loop").symlink_to(folder)
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    found = listed(folder)
    assert [item.origin for item in found if isinstance(item, Skipped)] == [f"{folder}/a/loop", f"{folder}/out.txt"]
    assert all("symbolic link" in item.reason for item in found if isinstance(item, Skipped))
    assert len([item for item in found if isinstance(item, Item)]) == 3
    (tmp_path / "link").symlink_to(folder)
    assert origins(listed(tmp_path / "link" / "b.txt", folder / "out.txt"))
    assert len(listed(tmp_path / "link")) == 5


def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (found,) = listed(tmp_path / "pipe")
    assert isinstance(found, Skipped)
    assert "no regular file" in found.reason


def test_nothing_is_fetched_unless_asked_for() -> None:
    first, second = listed("https://tarn-courier.example/1", "ftp://tarn-courier.example/1")
    assert isinstance(first, Skipped)
    assert "add --fetch" in first.reason
    assert isinstance(second, Skipped)
    assert "ftp is no kind of URL that is fetched" in second.reason


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (ARTICLE.encode(), [(None, ARTICLE.encode())]),
        (b'{"text": "a"}\n{"text": "b"}\n', [("line 1", b'{"text": "a"}\n'), ("line 2", b'{"text": "b"}\n')]),
        (gzip.compress(b'{"text": "a"}\n'), [("line 1", b'{"text": "a"}\n')]),
        (b"", [(None, b"")]),
    ],
)
def test_standard_input_may_hold_anything(
    data: bytes, wanted: list[tuple[str | None, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    found = listed("-")
    assert [(item.member, item.data) for item in found if isinstance(item, Item)] == wanted
    assert origins(found) == ["-"] * len(wanted)


def test_a_folder_is_listed_as_it_is_asked_for(folder: Path) -> None:
    items = list_items([str(folder)], Intake())
    assert isinstance(next(items), Item)
    (folder / "b.txt").unlink()
    rest = list(items)
    assert [type(item) for item in rest] == [Item, Skipped]


def test_many_folders_inside_each_other(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(600):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text(ARTICLE)
    assert len(listed(tmp_path)) == 1
