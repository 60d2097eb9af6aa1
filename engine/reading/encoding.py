"""The encoding of a text: guessed from its beginning, and turned into UTF-8 as it is read."""

import codecs
import io
import re
from typing import BinaryIO

from ..errors import BadTable

SAMPLE_SIZE = 2**20
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""UTF-32 before UTF-16, of whose mark its own begins with."""
_UTF_8 = ("utf-8", "utf-8-sig")
_NEVER_TYPED = re.compile(r"[\0-\x08\x0e-\x19\x1b-\x1f\x7f]")
_NO_TEXT = "secant.no_text"
_LATIN_SHARE = 0.7


def guess_encoding(name: str, sample: bytes) -> str:
    """Name the encoding of a text by its first bytes; raise BadTable where there is no text."""
    for mark, encoding in _MARKS.items():
        if sample.startswith(mark):
            return encoding
    if _decoded(sample, "utf-8") is not None:
        return _wide(sample) or "utf-8"
    text = _decoded(sample, "cp1252")
    if found := _wide(sample) or ("cp1252" if text and not _NEVER_TYPED.search(text) else ""):
        return found
    raise BadTable(name, "this is not a text file, or one in an encoding that must be chosen.")


def _wide(sample: bytes) -> str:
    """Tell UTF-32 and UTF-16 without a mark: mostly Latin signs then; "" for another."""
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be") if b"\0" in sample else ():
        text = _decoded(sample, encoding)
        if text and not _NEVER_TYPED.search(text):
            latin = sum(sign < "\u0100" for sign in text)
            if latin >= _LATIN_SHARE * len(text):
                return encoding
    return ""


def _decoded(sample: bytes, encoding: str) -> str | None:
    """Decode the beginning of a text, whose last sign may be there in part; None where it fails."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeError:
        return None


class Utf8Stream:
    """A file of text as UTF-8, without a byte order mark, whatever its encoding.

    What cannot be decoded becomes bytes that are no UTF-8, so that whoever reads finds the place.
    """

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file, self._length = file, file.seek(0, io.SEEK_END)
        file.seek(0)
        is_marked = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
        file.seek(len(codecs.BOM_UTF8) if is_marked else 0)
        self._decoder: codecs.IncrementalDecoder | None = None
        if codecs.lookup(encoding).name not in _UTF_8:
            self._decoder = codecs.getincrementaldecoder(encoding)(_NO_TEXT)
        self._rest, self._given, self._ended = b"", 0, False

    def read(self, size: int) -> bytes:
        """Read so many bytes, fewer only at the end."""
        while len(self._rest) < size and not self._ended:
            chunk = self._file.read(size)
            self._ended = not chunk
            data = self._as_utf_8(chunk)
            self._rest += data if self._given else data.removeprefix(codecs.BOM_UTF8)
            self._given += len(data)
        data, self._rest = self._rest[:size], self._rest[size:]
        return data

    def skip(self, size: int) -> None:
        """Leave out so many bytes."""
        while size and (data := self.read(min(size, SAMPLE_SIZE))):
            size -= len(data)

    def fraction(self, offset: int) -> float:
        """Return how much of the file lies before a place, counted in the bytes read of it."""
        return min(offset * self._file.tell() / max(self._given * self._length, 1), 1.0)

    def _as_utf_8(self, chunk: bytes) -> bytes:
        if self._decoder is None:
            return chunk
        return self._decoder.decode(chunk, not chunk).encode("utf-8", "surrogatepass")


def _mark_as_no_text(error: UnicodeError) -> tuple[str, int]:
    """Let a lone surrogate stand for what cannot be decoded: written out, it is no UTF-8."""
    assert isinstance(error, UnicodeDecodeError)
    return "\udcff", error.end


codecs.register_error(_NO_TEXT, _mark_as_no_text)
