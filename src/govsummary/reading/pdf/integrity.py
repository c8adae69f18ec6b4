"""Whether a PDF file is whole: where one is cut or broken, pdfium reads on and would give half of a text in silence."""

from __future__ import annotations

import re
import zlib

_TAIL = 4096
_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n)")
_STREAM_END = b"endstream"
_CHUNK = 1 << 18
# Streams beyond this are pictures: they are not looked into.
_MOST_OUTPUT = 256 * 1024 * 1024


def is_cut(data: bytes) -> bool:
    r"""Tells whether the end of a PDF is missing: its last lines say where its table of contents stands.

    >>> is_cut(b"%PDF-1.4 ... startxref\n9\n%%EOF"), is_cut(b"%PDF-1.4 ... stream")
    (False, True)
    """
    tail = data.rstrip(b"\x00 \r\n\t")[-_TAIL:]
    return b"%%EOF" not in tail and b"startxref" not in tail


def has_broken_stream(data: bytes) -> bool:
    """Tells whether a compressed stream is broken: a flipped bit can turn one figure into another.

    A stream that ends early is let pass: some programs leave out the check sum.
    """
    left = _MOST_OUTPUT
    found = _STREAM.search(data)
    while found is not None and left > 0:
        end = data.find(_STREAM_END, found.end())
        if end < 0:
            return False
        if _is_deflated(data, found.end()):
            produced = _inflate(memoryview(data)[found.end() : end], left)
            if produced is None:
                return True
            left -= produced
        found = _STREAM.search(data, end)
    return False


def _is_deflated(data: bytes, start: int) -> bool:
    head = data[start : start + 2]
    return len(head) == 2 and head[0] & 0x0F == 8 and head[0] >> 4 <= 7 and (head[0] << 8 | head[1]) % 31 == 0


def _inflate(packed: memoryview, limit: int) -> int | None:
    """Gives how many bytes a stream holds, at most `limit`; None when it is broken."""
    inflater = zlib.decompressobj()
    produced = 0
    rest: bytes | memoryview = packed
    try:
        while rest and not inflater.eof and produced < limit:
            produced += len(inflater.decompress(rest, _CHUNK))
            rest = inflater.unconsumed_tail
    except zlib.error:
        return None
    return produced
