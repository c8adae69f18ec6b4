"""What stands in a compound file: a Word document, an old Excel workbook, or a newer file under a password.

The readers of other formats come from the caller, so that no reader imports the table of readers.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

from govsummary.errors import ReadCode, ReadError
from govsummary.reading.blocks import Content, Reader, ReadOptions
from govsummary.reading.container import Container
from govsummary.reading.kinds import Kind, kind_of
from govsummary.reading.msdoc import read_head, read_word

ReaderOf = Callable[[Kind], Reader | None]
Converter = Callable[[bytes, str, ReadOptions, str], Content]

_WORKBOOKS = ("Workbook", "Book")
# Excel encrypts workbooks that are only protected against writing with this password.
_EXCEL_PASSWORD = "VelvetSweatshop"


def ole_reader(reader_of: ReaderOf, convert: Converter | None = None) -> Reader:
    """Makes the reader of compound files.

    Args:
        reader_of: gives the reader of a kind, None without one: for what was encrypted.
        convert: reads what only another program can, from data, name, options and the suffix of such files.
    """

    def read(data: bytes, path: str, options: ReadOptions) -> Content:
        try:
            return _File(data, path, options, reader_of, convert).read()
        except ReadError:
            raise
        except MemoryError:
            raise ReadError("too_large", path, "it takes more memory than there is; split the file") from None
        except Exception:
            # The numbers of a broken file lead anywhere: whatever goes wrong on the way, the file is what is broken.
            raise ReadError("damaged", path, "the file is broken; open it in its program and save it anew") from None

    return read


@dataclass(frozen=True, slots=True)
class _File:
    """A compound file that is to be read, and who reads what stands in it."""

    data: bytes
    path: str
    options: ReadOptions
    reader_of: ReaderOf
    convert: Converter | None

    def read(self) -> Content:
        container = Container(self.data, self.path)
        if "EncryptedPackage" in container:
            return self._package()
        document = container.stream("WordDocument")
        if document is not None:
            return self._word(container, document)
        if any(name in container for name in _WORKBOOKS):
            return self._workbook(container)
        if "PowerPoint Document" in container:
            raise self._error("unsupported", "a PowerPoint file: save its text as .docx or .txt")
        raise self._error("unsupported", "a file of another program than Word; save it as .docx or .txt")

    def _word(self, container: Container, document: bytes) -> Content:
        head = read_head(document)
        if not head.word:
            raise self._error("damaged", "no Word document stands in it; open it in its program and save it anew")
        if head.modern and not head.encrypted:
            return read_word(container, document)
        if head.modern:
            opened = Container(self._decrypted(), self.path)
            return read_word(opened, opened.stream("WordDocument") or b"")
        if head.encrypted:
            raise self._error("encrypted", "an encrypted file of Word 95 or before; save it in Word without a password")
        return self._converted(".doc")

    def _package(self) -> Content:
        """Reads a newer file that stands encrypted in the container."""
        data = self._decrypted()
        kind = kind_of(data)
        reader = self.reader_of(kind) if kind in ("docx", "xlsx") else None
        if reader is None:
            raise self._error("unsupported", f"{kind} is not read; save it as .docx or .txt")
        return replace(reader(data, self.path, self.options), format=kind)

    def _workbook(self, container: Container) -> Content:
        from govsummary.reading.excel.biff import is_locked, is_modern
        from govsummary.reading.excel.xls import TooManyCells, read_xls

        stream = container.stream("Workbook") or b""
        if not is_modern(stream):
            return self._converted(".xls")
        data = self.data
        if is_locked(stream):
            data = self._decrypted(_EXCEL_PASSWORD)
            stream = Container(data, self.path).stream("Workbook") or b""
        try:
            return Content(read_xls(stream), tool=container.tool(), format="xls")
        except TooManyCells:
            raise self._error("too_large", "a sheet spreads over too many cells; delete its empty ones") from None

    def _converted(self, suffix: str) -> Content:
        if self.convert is None:
            raise self._error("unsupported", "a file of Office 95 or before: save it as .docx or .xlsx")
        return self.convert(self.data, self.path, self.options, suffix)

    def _decrypted(self, usual: str | None = None) -> bytes:
        """Decrypts the file with the password given, else the usual one of its kind."""
        password = self.options.password or usual
        if password is None:
            raise self._error("encrypted", "it is encrypted; give its password with --password")
        try:
            import msoffcrypto
            from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError
        except ImportError:
            raise self._error("unsupported", "it is encrypted: pip install 'govsummary[encrypted]'") from None
        opened = io.BytesIO()
        try:
            file = msoffcrypto.OfficeFile(io.BytesIO(self.data))
            file.load_key(password=password)
            file.decrypt(opened)
        except InvalidKeyError:
            told = "the password does not open it; check" if self.options.password else "it is encrypted; give"
            raise self._error("encrypted", f"{told} its password with --password") from None
        except (DecryptionError, FileFormatError):
            raise self._error("encrypted", "encrypted in a way that is not known; save it without a password") from None
        return opened.getvalue()

    def _error(self, code: ReadCode, message: str) -> ReadError:
        return ReadError(code, self.path, message)
