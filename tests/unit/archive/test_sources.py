"""What is found where: folders, globs, lists and zip archives, always in the same order."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest
from made_archive import gbk_zip

from govsummary.archive.sources import Choice, check_sources, count_items, find_items, shown
from govsummary.errors import InputError, ReadError

TEXT = "全年拆除围挡3处。".encode()


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (
        "in/b.txt",
        "in/a/2.txt",
        "in/a/1.docx",
        "in/c/x.txt",
        "in/.hidden",
        "in/a/~$1.docx",
        "in/a/Thumbs.db",
    ):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TEXT)


def choice(*include: str, exclude: tuple[str, ...] = (), password: str | None = None) -> Choice:
    return Choice.of(include, exclude, Path("out"), password)


def names(*sources: str, chosen: Choice | None = None) -> list[str]:
    return [item.name for item in find_items(sources, chosen or choice()) if not item.container]


def loaded(*sources: str, chosen: Choice | None = None) -> dict[str, bytes | str]:
    found: dict[str, bytes | str] = {}
    for item in find_items(sources, chosen or choice()):
        if not item.container:
            try:
                found[item.name] = item.load()
            except ReadError as error:
                found[error.path] = error.code
    return found


def test_folders_in_the_order_of_names() -> None:
    assert names("in") == ["in/a/1.docx", "in/a/2.txt", "in/b.txt", "in/c/x.txt"]
    assert names("in/c", "in/a") == ["in/c/x.txt", "in/a/1.docx", "in/a/2.txt"]


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        pytest.param(["*.TXT"], (), ["in/a/2.txt", "in/b.txt", "in/c/x.txt"], id="names, whatever their case"),
        pytest.param(["a/*"], (), ["in/a/1.docx", "in/a/2.txt"], id="paths from the source on"),
        pytest.param(["*.docx", "b.*"], (), ["in/a/1.docx", "in/b.txt"], id="any of several"),
        pytest.param([], ("a", "x.*"), ["in/b.txt"], id="a folder, and a name"),
        pytest.param(["*.txt"], ("a/*",), ["in/b.txt", "in/c/x.txt"], id="both"),
    ],
)
def test_globs_choose(include: list[str], exclude: tuple[str, ...], expected: list[str]) -> None:
    assert names("in", chosen=choice(*include, exclude=exclude)) == expected


def test_globs_as_sources() -> None:
    assert names("in/**/*.txt") == ["in/a/2.txt", "in/b.txt", "in/c/x.txt"]
    assert names("in/?.txt") == ["in/b.txt"]


def test_a_file_whose_name_looks_like_a_glob() -> None:
    Path("[1].txt").write_bytes(TEXT)
    check_sources(["[1].txt"])
    assert names("[1].txt") == ["[1].txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_lists(encoding: str) -> None:
    Path("总结.txt").write_bytes(TEXT)
    Path("list.txt").write_bytes("总结.txt\r\n\nin/a\nnothing.txt\n".encode(encoding))
    assert loaded("@list.txt") == {"总结.txt": TEXT, "in/a/1.docx": TEXT, "in/a/2.txt": TEXT, "nothing.txt": "missing"}


def test_a_list_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"in/c\nin/b.txt\n")))
    assert names("-") == ["in/c/x.txt", "in/b.txt"]
    assert count_items(["-"], choice(), lambda: False) is None


def test_what_is_not_there_is_refused_at_once() -> None:
    check_sources(["in", "in/*.txt", "-"])
    for source in ("out-of-sight", "in/*.pdf", "@no-list"):
        with pytest.raises(InputError, match=r"no such file"):
            check_sources(["in", source])


@pytest.mark.skipif(os.name == "nt", reason="names as POSIX has them")
def test_names_that_are_no_unicode() -> None:
    Path(os.fsdecode("in/总结.txt".encode("gb18030"))).write_bytes(TEXT)
    assert "in/总结.txt" in names("in")
    assert shown(os.fsdecode(b"\xff\xff.txt")) == "\ufffd\ufffd.txt"


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes")
def test_links_and_pipes() -> None:
    Path("in/a/up").symlink_to("..")
    Path("in/d").symlink_to("c")
    Path("in/gone.txt").symlink_to("nowhere")
    os.mkfifo("in/pipe.txt")
    found = loaded("in")
    assert sorted(found) == [
        "in/a/1.docx", "in/a/2.txt", "in/b.txt", "in/c/x.txt", "in/d/x.txt", "in/gone.txt", "in/pipe.txt",
    ]  # fmt: skip
    assert (found["in/gone.txt"], found["in/pipe.txt"]) == ("missing", "unsupported")


def test_a_signature_changes_with_the_file() -> None:
    def signatures() -> list[str]:
        return [item.signature for item in find_items(["in/b.txt"], choice())]

    before = signatures()
    assert signatures() == before
    Path("in/b.txt").write_bytes(TEXT + TEXT)
    assert signatures() != before


class TestZip:
    def test_names_in_gbk(self) -> None:
        Path("in/老.zip").write_bytes(gbk_zip([("二〇二一年/总结.txt", TEXT), ("报告.txt", TEXT + TEXT)]))
        found = loaded("in/老.zip")
        assert found == {"in/老.zip!/二〇二一年/总结.txt": TEXT, "in/老.zip!/报告.txt": TEXT + TEXT}

    @pytest.mark.parametrize("flag", [0, 0x800])
    def test_names_in_utf_8(self, flag: int) -> None:
        class Entry(zipfile.ZipInfo):
            def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
                return self.filename.encode(), flag

        with zipfile.ZipFile("u.zip", "w") as archive:
            archive.writestr(Entry("总结.txt"), TEXT)
        assert names("u.zip") == ["u.zip!/总结.txt"]

    def test_a_name_in_an_extra_field(self) -> None:
        import struct
        import zlib

        said = "总结.txt".encode()
        entry = zipfile.ZipInfo("?.txt")
        entry.extra = struct.pack("<HHBI", 0x7075, 5 + len(said), 1, zlib.crc32(b"?.txt")) + said
        with zipfile.ZipFile("e.zip", "w") as archive:
            archive.writestr(entry, TEXT)
        assert names("e.zip") == ["e.zip!/总结.txt"]

    def test_in_folders_they_are_opened_and_chosen_from(self) -> None:
        Path("in/a/z.zip").write_bytes(gbk_zip([("q/1.txt", TEXT), ("q/2.doc", TEXT), ("__MACOSX/q", TEXT)]))
        assert names("in", chosen=choice("*.doc")) == ["in/a/z.zip!/q/2.doc"]
        assert [name for name in names("in", chosen=choice(exclude=("*.zip",))) if "zip" in name] == []

    def test_archives_in_archives(self) -> None:
        deepest = gbk_zip([("最里.txt", TEXT)])
        four = gbk_zip([("三.zip", gbk_zip([("二.zip", gbk_zip([("一.zip", deepest)]))]))])
        Path("z.zip").write_bytes(gbk_zip([("里.zip", gbk_zip([("总结.txt", TEXT)])), ("坏.zip", b"PK\x03\x04")]))
        assert loaded("z.zip") == {"z.zip!/里.zip!/总结.txt": TEXT, "z.zip!/坏.zip": "damaged"}
        Path("four.zip").write_bytes(four)
        assert loaded("four.zip") == {"four.zip!/三.zip!/二.zip!/一.zip": deepest}, "three deep, and no deeper"

    def test_the_same_name_twice(self) -> None:
        with pytest.warns(UserWarning, match="Duplicate name"):
            Path("t.zip").write_bytes(gbk_zip([("a.txt", b"1"), ("a.txt", b"2")]))
        items = list(find_items(["t.zip"], choice()))
        assert len({item.key for item in items}) == len(items) == 3
        with zipfile.ZipFile("t.zip") as archive:
            assert len(archive.infolist()) == 2

    def test_encrypted(self) -> None:
        from zip_crypto import encrypted_zip

        Path("e.zip").write_bytes(encrypted_zip("a.txt", TEXT, "密码".encode("gbk")))
        assert loaded("e.zip") == {"e.zip!/a.txt": "encrypted"}
        assert loaded("e.zip", chosen=choice(password="wrong")) == {"e.zip!/a.txt": "encrypted"}
        assert loaded("e.zip", chosen=choice(password="密码")) == {"e.zip!/a.txt": TEXT}

    def test_a_damaged_member(self) -> None:
        data = bytearray(gbk_zip([("a.txt", TEXT * 50), ("b.txt", TEXT)]))
        data[50:60] = bytes(10)
        Path("d.zip").write_bytes(bytes(data))
        assert loaded("d.zip") == {"d.zip!/a.txt": "damaged", "d.zip!/b.txt": TEXT}

    def test_a_bomb_is_unpacked_up_to_a_bound(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("govsummary.archive.zips.MAX_BYTES", 1000)
        Path("b.zip").write_bytes(gbk_zip([("a.txt", bytes(1_000_000))]))
        (data,) = loaded("b.zip").values()
        assert len(data) == 1001, "one byte too many, which no reader takes"


def test_count_is_that_of_the_items() -> None:
    Path("in/z.zip").write_bytes(gbk_zip([("1.txt", TEXT), ("2.txt", TEXT)]))
    assert count_items(["in"], choice(), lambda: False) == len(names("in")) == 6
    assert count_items(["in"], choice(), lambda: True) is None
