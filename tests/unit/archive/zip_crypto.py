"""Packs one file in a zip archive with the old encryption, which `zipfile` reads but does not write."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib


def encrypted_zip(name: str, data: bytes, password: bytes) -> bytes:
    """Gives the archive; the file is stored, not compressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), bytes(12) + data)
    whole = bytearray(packed.getvalue())
    crc = zlib.crc32(data)
    plain = bytes(11) + bytes([crc >> 24]) + data
    start = 30 + len(name)
    whole[start : start + len(plain)] = _encrypted(plain, password)
    directory = whole.index(b"PK\x01\x02")
    for place, flags in ((0, 6), (directory, 8)):
        struct.pack_into("<H", whole, place + flags, 1)
        struct.pack_into("<I", whole, place + flags + 8, crc)
        struct.pack_into("<I", whole, place + flags + 16, len(data))
    return bytes(whole)


def _encrypted(plain: bytes, password: bytes) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]
    for byte in password:
        _update(keys, byte)
    out = bytearray()
    for byte in plain:
        mixed = (keys[2] | 2) & 0xFFFF
        out.append(byte ^ (mixed * (mixed ^ 1) >> 8 & 0xFF))
        _update(keys, byte)
    return bytes(out)


def _update(keys: list[int], byte: int) -> None:
    keys[0] = _crc(keys[0], byte)
    keys[1] = (keys[1] + (keys[0] & 0xFF)) * 134775813 + 1 & 0xFFFFFFFF
    keys[2] = _crc(keys[2], keys[1] >> 24)


def _crc(key: int, byte: int) -> int:
    return zlib.crc32(bytes([byte]), key ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
