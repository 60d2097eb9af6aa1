"""The text of a file, some whole lines at a time: a file of any size is read in little memory."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from .errors import BadTable

BLOCK_SIZE = 2**20
_MARK = b"\xef\xbb\xbf"


class Place(NamedTuple):
    """Where a line begins: its offset in bytes, and its number, counted from 1."""

    offset: int
    line: int

    def after(self, data: bytes) -> "Place":
        """Return the place behind some data that begins here."""
        return Place(self.offset + len(data), self.line + _line_ends(data))


class TextBlock(NamedTuple):
    """Whole lines of UTF-8 text, where they begin, and the fraction of the file up to their end."""

    data: bytes
    start: Place
    fraction: float


@dataclass(frozen=True)
class TextFile:
    """A file of text: where it begins behind a byte order mark, and how much to read at a time."""

    name: str
    opened: Callable[[], BinaryIO]
    start: Place
    size: int

    def blocks(self, start: Place, whole: Callable[[bytes], bytes]) -> Iterator[TextBlock]:
        """Yield blocks from a place on, about ``size`` bytes each; raise BadTable for no text.

        ``whole`` cuts lines down to those that may stand in a block; the others begin the next one.
        """
        with _faults_named(self.name), self.opened() as file:
            length = file.seek(0, io.SEEK_END)
            file.seek(start.offset)
            data, ended = b"", False
            while not ended:
                wanted = max(self.size, len(data))  # a long line costs no time squared
                chunk = file.read(wanted)
                data, ended = data + chunk, len(chunk) < wanted
                lines = data if ended else data[: _end_of_lines(data)]
                _refuse_what_is_no_text(self.name, lines, start)
                if block := lines if ended else whole(lines):
                    after = start.after(block)
                    yield TextBlock(block, start, min(after.offset / length, 1.0))
                    data, start = data[len(block) :], after


def open_text(path: Path, size: int = BLOCK_SIZE) -> TextFile:
    """Find the text of a file, with or without a byte order mark; raise BadTable if unreadable."""
    name = path.name or str(path)
    with _faults_named(name):
        opened = _opener(path)
        with opened() as file:
            marked = file.read(len(_MARK)) == _MARK
    return TextFile(name, opened, Place(len(_MARK) * marked, 1), size)


def _opener(path: Path) -> Callable[[], BinaryIO]:
    if path.is_file():
        return lambda: path.open("rb")
    data = path.read_bytes()  # what is no regular file, such as a pipe, can be read only once
    return lambda: io.BytesIO(data)


@contextmanager
def _faults_named(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadTable(name, f"the file could not be read: {reason}.") from error


def _refuse_what_is_no_text(name: str, data: bytes, start: Place) -> None:
    bad = data.find(b"\0")
    try:
        if bad < 0 and not data.isascii():
            data.decode()
    except UnicodeDecodeError as error:
        bad = error.start
    if bad >= 0:
        raise BadTable(
            name,
            "this is not UTF-8 text. Save the table as a CSV file (UTF-8) first.",
            line=start.after(data[:bad]).line,
        )


def _end_of_lines(data: bytes) -> int:
    """Return where the last line ends; a NUL ends one too, as nothing is read beyond it.

    A carriage return at the very end may be half of a line end.
    """
    return max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1), data.rfind(b"\0")) + 1


def _line_ends(data: bytes) -> int:
    """Count line ends of every kind; a carriage return before a line feed is none of its own."""
    marks = np.frombuffer(data, np.uint8)  # several times as fast as to count in bytes
    ends = int(np.count_nonzero(marks == ord("\n"))) + data.endswith(b"\r")
    if b"\r" in data:
        ends += int(np.count_nonzero((marks[:-1] == ord("\r")) & (marks[1:] != ord("\n"))))
    return ends
