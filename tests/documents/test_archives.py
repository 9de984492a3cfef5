from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from onrecord.documents.archives import Gunzipped, Member, is_litter, unpack_zip
from onrecord.documents.items import Intake, Item
from onrecord.documents.limits import MIB, Budget, Limits
from onrecord.documents.listing import list_items
from onrecord.records import Skipped

SMALL = Intake(limits=Limits(file_bytes=8 * MIB))


def zipped(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w:") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


def listed(folder: Path, data: bytes, name: str = "a.zip", intake: Intake = SMALL) -> list[Item | Skipped]:
    file = folder / name
    file.write_bytes(data)
    return list(list_items([str(file)], intake))


def found(items: Iterable[Item | Skipped]) -> dict[str | None, bytes | None]:
    return {item.member: item.data for item in items if isinstance(item, Item)}


def reasons(items: Iterable[Item | Skipped]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Skipped)]


@pytest.mark.parametrize("pack", [zipped, tarred, lambda members: tarred(members, "w:gz")])
def test_members_are_items_each_in_its_place(tmp_path: Path, pack: object) -> None:
    items = listed(tmp_path, pack({"b/1.txt": b"one", "b/2.html": b"<p>two", "__MACOSX/._1.txt": b"x"}))  # type: ignore[operator]
    assert found(items) == {"b/1.txt": b"one", "b/2.html": b"<p>two"}
    assert reasons(items) == []


def test_archives_inside_archives_are_opened(tmp_path: Path) -> None:
    inner = zipped({"pages/a.txt": b"inner", "lines.jsonl.gz": gzip.compress(b'{"text": "a"}\n{"text": "b"}\n')})
    items = listed(tmp_path, zipped({"inner.zip": inner}))
    assert found(items) == {
        "inner.zip/pages/a.txt": b"inner",
        "inner.zip/lines.jsonl.gz/line 1": b'{"text": "a"}\n',
        "inner.zip/lines.jsonl.gz/line 2": b'{"text": "b"}\n',
    }


def test_archives_too_deep_inside_each_other_are_not(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"deep"})
    for _ in range(5):
        data = zipped({"in.zip": data})
    items = listed(tmp_path, data)
    assert found(items) == {}
    assert "more than 3 archives inside each other" in reasons(items)[0]


def test_a_zip_bomb_is_given_up_as_a_whole(tmp_path: Path) -> None:
    bomb = zipped({f"{number}.txt": bytes(6 * MIB) for number in range(8)})
    items = listed(tmp_path, bomb)
    assert "unpacks to over 200 times its size, as archives made to do harm" in reasons(items)[-1]
    assert len(found(items)) < 4
    nested = listed(tmp_path, zipped({"in.zip": bomb, "a.txt": b"never reached", "z.txt": b"never reached"}))
    assert len(reasons(nested)) == 1
    assert "z.txt" not in found(nested)


def test_a_member_over_the_limit_is_left_out_alone(tmp_path: Path) -> None:
    intake = Intake(limits=Limits(file_bytes=1000))
    items = listed(tmp_path, zipped({"big.txt": b"x" * 1001, "small.txt": b"x" * 1000}), intake=intake)
    assert list(found(items)) == ["small.txt"]
    assert "larger than 1000 bytes" in reasons(items)[0]


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"once" * 500, "b.txt": b"once" * 500}))
    # The second entry of the directory is pointed to the first member's bytes.
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = bytes(4)
    items = listed(tmp_path, bytes(data))
    assert "share their bytes" in reasons(items)[0]
    assert found(items) == {}


def test_too_many_members_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    intake = Intake(limits=Limits(members=10))
    items = listed(tmp_path, zipped({f"{n}.txt": b"x" for n in range(20)}), intake=intake)
    assert "its list of members alone" in reasons(items)[0]
    items = listed(tmp_path, tarred({f"{n}.txt": b"x" for n in range(20)}), intake=intake)
    assert "more than 10 members" in reasons(items)[0]


def test_names_are_names_only(tmp_path: Path) -> None:
    items = listed(tmp_path, zipped({"../../etc/x.txt": b"up", "/root.txt": b"root", "a\x1b[2Jb.txt": b"escape"}))
    assert found(items) == {"../../etc/x.txt": b"up", "/root.txt": b"root", "a\\x1b[2Jb.txt": b"escape"}
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"]


def test_encrypted_damaged_and_linked_members_are_named(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"sound " * 50, "b.txt": b"secret " * 50, "c.txt": b"broken " * 50}))
    for place in (data.index(b"b.txt") - 30 + 6, data.rindex(b"b.txt") - 46 + 8):
        data[place] |= 1
    at = data.index(b"c.txt") + 8
    data[at] ^= 0xFF
    items = listed(tmp_path, bytes(data))
    assert list(found(items)) == ["a.txt"]
    assert any("encrypted" in reason for reason in reasons(items))
    assert any("damaged" in reason for reason in reasons(items))

    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert "link or a device" in reasons(listed(tmp_path, file.getvalue(), "a.tar"))[0]


def test_a_broken_archive_says_so(tmp_path: Path) -> None:
    whole = zipped({"a.txt": b"one"})
    assert "zip archive is damaged" in reasons(listed(tmp_path, whole[:40]))[0]
    tar = tarred({"a.txt": b"one " * 400, "b.txt": b"two " * 400})
    items = listed(tmp_path, tar[:2500], "a.tar")
    assert any("damaged" in reason for reason in reasons(items))


def test_a_tar_name_of_a_gigabyte_is_refused(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("long")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, 1 << 30
    items = listed(tmp_path, entry.tobuf() + bytes(10_240), "a.tar")
    assert "headers of a member take 1 GB" in reasons(items)[0]


def test_an_office_document_is_no_archive_of_articles(tmp_path: Path) -> None:
    items = listed(tmp_path, zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "a.docx")
    assert reasons(items) == ["it is an office document or an e-book: save it as PDF, HTML or text"]


def test_gzip_of_one_text_is_one_item(tmp_path: Path) -> None:
    assert found(listed(tmp_path, gzip.compress(b"one") + gzip.compress(b" two"), "a.txt.gz")) == {None: b"one two"}


def test_garbage_behind_gzip_data_is_noted(tmp_path: Path) -> None:
    items = listed(tmp_path, gzip.compress(b"one") + b"garbage", "a.txt.gz")
    assert found(items) == {None: b"one"}
    assert reasons(items) == ["7 bytes in or behind its gzip data are none, and are not read"]
    assert reasons(listed(tmp_path, gzip.compress(b"one") + bytes(512), "a.txt.gz")) == []


def test_a_damaged_gzip_text_is_not_half_read(tmp_path: Path) -> None:
    items = listed(tmp_path, gzip.compress(bytes(range(256)) * 40)[:-20], "a.txt.gz")
    assert found(items) == {}
    assert "its gzip data is damaged (it ends too early)" in reasons(items)[0]


def test_a_gzip_bomb_is_stopped_early(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(MIB)) for _ in range(300)) + packer.flush()
    items = listed(tmp_path, bomb, "a.warc.gz", Intake())
    assert "larger than" in reasons(items)[0] or "200 times its size" in reasons(items)[0]


def test_gzip_goes_on_behind_a_broken_member() -> None:
    broken = bytearray(gzip.compress(bytes(range(256)) * 8))
    broken[30:40] = bytes(10)
    stream = Gunzipped(io.BytesIO(gzip.compress(b"before ") + bytes(broken) + gzip.compress(b"after")))
    read = stream.read(1 << 20)
    assert read.startswith(b"before ")
    assert read.endswith(b"after")
    assert stream.broken is not None


def test_false_starts_of_gzip_end_soon() -> None:
    stream = Gunzipped(io.BytesIO(b"\x1f\x8b\x08" * 500_000))
    assert stream.read(10) == b""
    assert stream.broken is not None


def test_members_come_in_the_order_of_their_names() -> None:
    archive = io.BytesIO(zipped({"b": b"", "a": b"", "c": b""}))
    members = [member.name for member in unpack_zip(archive, Budget(Limits())) if isinstance(member, Member)]
    assert members == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("name", "litter"), [("a/.hidden", True), ("__MACOSX/a", True), ("a/Thumbs.db", True), ("../a.txt", False)]
)
def test_litter(name: str, litter: bool) -> None:
    assert is_litter(name) is litter
