"""The encoding of a text: guessed from its first bytes, and converted to UTF-8 while reading."""

import codecs
import io
import re
from collections.abc import Mapping
from typing import BinaryIO

from ...errors import BadTable
from ...language.sentence import marked
from ..faults import NeedsChoice

# 1 MiB is decoded in 20 ms (as UTF-16 without a mark in 80 ms), and a character that is not
# ASCII is usually found in it.
SAMPLE_SIZE = 2**20
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_UTF_8 = ("utf-8", "utf-8-sig")
_CONTROL_CHARACTERS = re.compile(r"[\0-\x08\x0e-\x19\x1b-\x1f\x7f]")
_INVALID_UTF8 = "secant.invalid_utf8"
# Codecs for domain names and Python's source. No file is written in them.
_NOT_FOR_FILES = {"idna", "punycode", "unicode-escape", "raw-unicode-escape"}
# Numbers, separators and line ends are Latin-1, so a table is mostly Latin-1 even if its names are
# in another script. Text decoded in the wrong byte order has almost no Latin-1.
_LATIN_SHARE = 0.7
MAC_ROMAN = "mac-roman"
# The bytes that CP1252 lacks are letters in Mac Roman: Å ç è ê ù. In a word they are one's middle.
_MAC_LETTERS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_MAC_LETTER_IN_WORD = re.compile(rb"(?:(?<=[A-Za-z])[\x8d\x8f\x90\x9d]|\x81(?=[a-z]{2}))")
_NO_TEXT = marked(
    "engine",
    "this is not a text file, or its encoding must be chosen. Choose the encoding (--encoding, or "
    "Encoding in the dialog), such as mac-roman or latin-1.",
)
_NO_TEXT_AT_BYTE = marked(
    "engine",
    "this is not a text file, or its encoding must be chosen: byte 0x{byte} is neither UTF-8 nor "
    "CP1252. Choose the encoding (--encoding, or Encoding in the dialog), such as mac-roman or "
    "latin-1.",
)
# Random bytes are two thirds beyond ASCII's letters, digits and marks; a table is nearly all ASCII.
_ASCII_SHARE = 0.8


def is_encoding(value: object) -> bool:
    """Return whether this names an encoding of text files, not a codec such as base64."""
    try:
        if not isinstance(value, str) or codecs.lookup(value).name in _NOT_FOR_FILES:
            return False
        data = "1\n".encode(value)  # first: it refuses codecs that are not of text
        return codecs.getincrementaldecoder(value)(_INVALID_UTF8).decode(data, True) == "1\n"
    except (LookupError, ValueError):
        return False


def guess_encoding(name: str, sample: bytes) -> str:
    """Return the encoding of a text from its first bytes. Raises BadTable if it is not text."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if sample.startswith(mark):
            return encoding
    if _decode_or_none(sample, "utf-8") is not None:
        return _detect_wide(sample) or "utf-8"
    text = _decode_or_none(sample.rstrip(b"\0"), "cp1252")
    if wide := _detect_wide(sample):
        return wide
    if text and not _CONTROL_CHARACTERS.search(text):
        return "cp1252"
    if _is_mac_roman(sample):
        return MAC_ROMAN
    if _may_be_mac_roman(sample) and (found := _MAC_LETTERS.search(sample)):
        raise NeedsChoice(
            name,
            _NO_TEXT_AT_BYTE.format(byte=f"{found[0][0]:02X}"),
            "encoding",
            (MAC_ROMAN, "latin-1"),
            sample.count(b"\n", 0, found.start()) + 1,
        )
    raise BadTable(name, _NO_TEXT)


def _is_mac_roman(sample: bytes) -> bool:
    """Return whether this is text of a Mac before UTF-8: every byte can be, so it must be likely.

    Each letter that CP1252 lacks must be in a word, and nearly all else be ASCII.
    """
    strange = len(_MAC_LETTERS.findall(sample))
    in_words = len(_MAC_LETTER_IN_WORD.findall(sample))
    return 0 < strange == in_words and _may_be_mac_roman(sample)


def _may_be_mac_roman(sample: bytes) -> bool:
    """Return whether this is text that is nearly all ASCII, whatever its other bytes mean."""
    ascii_share = sum(byte < 0x80 for byte in sample) / max(len(sample), 1)
    text = _decode_or_none(sample, MAC_ROMAN)
    is_text = bool(text) and not _CONTROL_CHARACTERS.search(text or "")
    return is_text and ascii_share >= _ASCII_SHARE


def _detect_wide(sample: bytes) -> str:
    """Return the encoding of UTF-32 or UTF-16 without a byte order mark, "" if it is neither."""
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be") if b"\0" in sample else ():
        text = _decode_or_none(sample, encoding)
        if text and not _CONTROL_CHARACTERS.search(text):
            latin = sum(character < "\u0100" for character in text)
            if latin >= _LATIN_SHARE * len(text):
                return encoding
    return ""


def _decode_or_none(sample: bytes, encoding: str) -> str | None:
    """Decode the beginning of a text, which may end inside a character. Return None if it fails."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeError:
        return None


class Utf8Stream:
    """A text file as UTF-8 without a byte order mark, whatever its encoding.

    Undecodable input becomes invalid UTF-8, so that the reader can report its position.
    ``characters`` are written instead of others.
    """

    def __init__(
        self, file: BinaryIO, encoding: str, characters: Mapping[int, str] | None = None
    ) -> None:
        self._characters = characters or {}
        self._file, self._length = file, file.seek(0, io.SEEK_END)
        file.seek(0)
        is_marked = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
        file.seek(len(codecs.BOM_UTF8) if is_marked else 0)
        self._decoder: codecs.IncrementalDecoder | None = None
        if codecs.lookup(encoding).name not in _UTF_8 or self._characters:
            self._decoder = codecs.getincrementaldecoder(encoding)(_INVALID_UTF8)
        self._rest, self._given, self._ended = b"", 0, False

    def read(self, size: int) -> bytes:
        """Read ``size`` bytes, or fewer at the end."""
        while len(self._rest) < size and not self._ended:
            chunk = self._file.read(size)
            self._ended = not chunk
            data = self._as_utf_8(chunk)
            self._rest += data if self._given else data.removeprefix(codecs.BOM_UTF8)
            self._given += len(data)
        data, self._rest = self._rest[:size], self._rest[size:]
        return data

    def skip(self, size: int) -> None:
        """Read ``size`` bytes and drop them."""
        while size and (data := self.read(min(size, SAMPLE_SIZE))):
            size -= len(data)

    def fraction(self, offset: int) -> float:
        """Return how much of the file lies before an offset in the UTF-8 text."""
        return min(offset * self._file.tell() / max(self._given * self._length, 1), 1.0)

    def _as_utf_8(self, chunk: bytes) -> bytes:
        if self._decoder is None:
            return chunk
        try:
            text = self._decoder.decode(chunk, not chunk)
            text = text.translate(self._characters) if self._characters else text
            return text.encode("utf-8", "surrogatepass")
        except UnicodeError:  # a decoder that gives up: UTF-16 without its mark
            self._ended = True
            return b"\xff"


def _replace_by_invalid_utf8(error: UnicodeError) -> tuple[str, int]:
    """Replace undecodable input by a lone surrogate, which is written as invalid UTF-8."""
    assert isinstance(error, UnicodeDecodeError)
    return "\udcff", error.end


codecs.register_error(_INVALID_UTF8, _replace_by_invalid_utf8)
