"""Parts of zip archives: bounds, encryption, damage."""

from __future__ import annotations

import io
import zipfile

import pytest
from ooxml import package

from govsummary.reading.ooxml import safezip
from govsummary.reading.ooxml.safezip import Archive, PartError


def _code(data: bytes, name: str = "a") -> str:
    with pytest.raises(PartError) as caught:
        Archive(data).part(name)
    return caught.value.code


def test_parts_by_name() -> None:
    archive = Archive(package({"Word/A.xml": "甲"}))
    assert archive.part("/word\\a.XML") == "甲".encode()
    assert archive.part("word/b.xml") is None
    assert list(archive.names()) == ["word/a.xml"]


def test_a_part_over_the_bound() -> None:
    assert _code(package({"a": bytes(safezip.PART_BYTES + 1)})) == "too_large"


def test_a_part_whose_size_is_a_lie() -> None:
    data = package({"a": bytes(safezip.PART_BYTES + 1)})
    size = (safezip.PART_BYTES + 1).to_bytes(4, "little")
    # zipfile stops at the size in the directory: what comes out then fails its checksum.
    assert _code(data.replace(size, (5).to_bytes(4, "little"))) in {"damaged", "too_large"}


def test_all_parts_over_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safezip, "TOTAL_BYTES", 15)
    archive = Archive(package({"a": bytes(10), "b": bytes(10)}))
    assert archive.part("a") == bytes(10)
    with pytest.raises(PartError, match="split"):
        archive.part("b")


def test_too_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safezip, "MAX_PARTS", 3)
    assert _code(package({str(number): "" for number in range(4)})) == "too_large"
    assert Archive(package({str(number): "" for number in range(3)})).part("2") == b""


def test_an_encrypted_part() -> None:
    data = bytearray(package({"a": "甲"}))
    for magic, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(magic) + offset] |= 1
    assert _code(bytes(data)) == "encrypted"


def test_an_unknown_way_of_packing() -> None:
    data = bytearray(package({"a": "甲"}))
    for magic, offset in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        data[data.index(magic) + offset] = 99
    assert _code(bytes(data)) == "unsupported"


@pytest.mark.parametrize("cut", [10, 40, 100])
def test_a_truncated_archive(cut: int) -> None:
    assert _code(package({"a": "甲" * 100})[:-cut]) == "damaged"


def test_a_part_that_does_not_unpack() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", b"0123456789")
    assert _code(buffer.getvalue().replace(b"0123456789", b"0123456780", 1)) == "damaged"
