"""The raw content of the system clipboard."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import BinaryIO, cast

from PySide6.QtCore import QByteArray, QMimeData

# HTML is ten to twenty times as long as its text and is parsed at about 4 MB/s, so the HTML of
# 4 MB of text would reach the time limit in html_cells.py.
MAX_TEXT_WITH_HTML = 2**22

# Blanks, and the marks of UTF-8 and UTF-16.
_BEFORE_HTML = b" \t\r\n\f\xef\xbb\xbf\xff\xfe"
# Source is seldom indented by more.
_START_BYTES = 2**12
_TEXT_FORMATS = ("text/plain;charset=utf-8", "text/plain")


class ClipOrigin(Enum):
    """How a table came from another program."""

    CLIPBOARD = auto()
    DROPPED = auto()


@dataclass(frozen=True)
class ClipboardData:
    """The same table as text and as HTML; either is empty if the clipboard lacks it.

    ``html_skipped`` means that there was too much HTML to look for exact numbers in it.
    """

    text: QByteArray
    html: QByteArray = field(default_factory=QByteArray)
    html_skipped: bool = False
    origin: ClipOrigin = ClipOrigin.CLIPBOARD

    @property
    def size(self) -> int:
        """The number of bytes to read."""
        return self.text.size() + self.html.size()


def fetch_clipboard(
    data: QMimeData | None, origin: ClipOrigin = ClipOrigin.CLIPBOARD
) -> ClipboardData:
    """Fetch a clipboard's text, without a copy, and its HTML unless there is too much.

    A clipboard that was never used, or was cleared, has no data at all. Only the window's thread
    may access the clipboard, so this does nothing else. What is dropped comes in the same form.
    """
    if data is None:
        return ClipboardData(QByteArray(), origin=origin)
    text = _text(data)
    if not data.hasHtml():
        return ClipboardData(text, origin=origin)
    if text.size() > MAX_TEXT_WITH_HTML and not begins_as_html(text):
        return ClipboardData(text, html_skipped=True, origin=origin)
    return ClipboardData(text, data.data("text/html"), origin=origin)


def begins_as_html(text: QByteArray) -> bool:
    """Return whether a text begins with the mark of a tag, which no number does."""
    start = bytes(text.left(_START_BYTES).data())
    return start.replace(b"\0", b"").lstrip(_BEFORE_HTML).startswith(b"<")


def _text(data: QMimeData) -> QByteArray:
    for mime_type in _TEXT_FORMATS:
        if data.hasFormat(mime_type):
            return data.data(mime_type)
    return QByteArray()


# 256 KiB: copied in well under a millisecond, and few enough pieces for a text of 200 MB.
_PIECE_BYTES = 2**18


class ClipboardText:
    """Text without the empty rows and the NUL byte that some programs append.

    ``nul_bytes`` counts the NUL bytes that were dropped.
    """

    def __init__(self, data: QByteArray) -> None:
        self._data, self.size = data, data.size()
        end, self.size = self.size, self._used_size()
        dropped = range(self.size, end, _PIECE_BYTES)
        self.nul_bytes = sum(data.mid(start, _PIECE_BYTES).count(b"\0") for start in dropped)

    @property
    def line_count(self) -> int:
        """The number of lines."""
        ends, lone = 0, 0
        for piece in self._pieces():
            ends += piece.count(b"\n")
            lone += piece.replace(b"\r\n", b"").count(b"\r") if b"\r" in piece else 0
        return 1 + (ends or lone) if self.size else 0

    def piece(self, start: int, length: int) -> bytes:
        """Return some bytes, fewer at the end of the text."""
        return bytes(self._data.mid(start, max(min(length, self.size - start), 0)).data())

    def sample(self, size: int) -> list[str]:
        """Return the first lines, and for a long text also whole lines from its middle and end."""
        starts = sorted({0, self.size // 2, max(self.size - size, 0)}) if self.size > size else [0]
        return [line for start in starts for line in self._lines(start, size)]

    def blank_line(self, first: int = 1) -> int:
        """Return the number of the first blank line from a line on, 0 if there is none."""
        for number, line in enumerate(io.BufferedReader(cast(io.RawIOBase, self.open())), 1):
            if number >= first and not line.strip():
                return number
        return 0

    def open(self) -> BinaryIO:
        """Open the text as a binary file."""
        return cast(BinaryIO, _TextFile(self))

    def _pieces(self) -> Iterator[bytes]:
        return (self.piece(start, _PIECE_BYTES) for start in range(0, self.size, _PIECE_BYTES))

    def _lines(self, start: int, size: int) -> list[str]:
        lines = self.piece(start, size).decode("utf-8", "replace").splitlines()
        return lines[start > 0 : -1 if start + size < self.size else None]

    def _used_size(self) -> int:
        end = self.size
        while end:
            start = max(end - _PIECE_BYTES, 0)
            tail = self.piece(start, end - start).rstrip(b"\0")
            cut = max(tail.rfind(b"\n"), tail.rfind(b"\r")) + 1
            if tail[cut:].strip():
                return start + len(tail)
            end = start + len(tail[:cut].rstrip(b"\r\n"))
        return 0


class _TextFile(io.RawIOBase):
    """The text as a binary file, read piece by piece."""

    def __init__(self, text: ClipboardText) -> None:
        super().__init__()
        self._text, self._position = text, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        starts = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._text.size}
        self._position = starts[whence] + offset
        return self._position

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        data = self._text.piece(self._position, len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)
