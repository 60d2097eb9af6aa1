"""The text of a file, some whole lines at a time: a file of any size is read in little memory."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO, NamedTuple

import numpy as np

from ..errors import BadTable
from .encoding import SAMPLE_SIZE, Utf8Stream, guess_encoding
from .inputs import Input, reading

BLOCK_SIZE = 2**20
LONGEST_LINE = 2**26
_END_OF_FILE = b"\x1a"
"""What DOS, and instruments like it, put behind the last line."""


class Place(NamedTuple):
    """Where a line begins: its offset in bytes of UTF-8, and its number, counted from 1."""

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
    """A file of text, its encoding, where its table begins, and how much to read at a time."""

    name: str
    opened: Callable[[], BinaryIO]
    start: Place
    size: int
    encoding: str = "utf-8"

    def blocks(self, start: Place, whole: Callable[[bytes], bytes]) -> Iterator[TextBlock]:
        """Yield blocks from a place on, about ``size`` bytes each; raise BadTable for no text.

        ``whole`` cuts lines down to those that may stand in a block; the others begin the next one.
        """
        with reading(self.name), self.opened() as file:
            stream = Utf8Stream(file, self.encoding)
            stream.skip(start.offset)
            data, ended = b"", False
            while not ended:
                wanted = max(self.size, len(data))  # a long line costs no time squared
                chunk = stream.read(wanted)
                data, ended = data + chunk, len(chunk) < wanted
                data = data.removesuffix(_END_OF_FILE) if ended else data
                lines = data if ended else data[: _end_of_lines(data)]
                self._refuse_what_is_no_text(lines, start)
                if block := lines if ended else whole(lines):
                    after = start.after(block)
                    yield TextBlock(block, start, stream.fraction(after.offset))
                    data, start = data[len(block) :], after
                if len(data) > LONGEST_LINE:
                    raise BadTable(self.name, "this line is too long for a table.", line=start.line)

    def without_lines(self, count: int) -> "TextFile":
        """Leave out the first lines; raise BadTable where there are no more than these."""
        first, place = self.start.line + count, self.start
        for block in self.blocks(self.start, lambda lines: lines):
            lines = Lines(block.data)
            skipped = sum(1 for _ in islice(lines, first - block.start.line))
            place = block.start.after(block.data[: lines.taken])
            if place.line == first and skipped:
                return replace(self, start=place)
        raise BadTable(self.name, f"there are no {count:,} lines to skip with more below them.")

    def _refuse_what_is_no_text(self, data: bytes, start: Place) -> None:
        bad = data.find(b"\0")
        problem = "a NUL byte stands here: this is not text, or its encoding is another one."
        try:
            if bad < 0 and not data.isascii():
                data.decode()
        except UnicodeDecodeError as error:
            bad = error.start
            problem = f"this is not {self.encoding.upper()} text. Choose another encoding."
        if bad >= 0:
            raise BadTable(self.name, problem, line=start.after(data[:bad]).line)


class Lines:
    """The lines of some UTF-8 text with their ends, and how many bytes of it have been taken."""

    def __init__(self, data: bytes) -> None:
        self.taken = 0
        self._lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken += len(line.encode())
            yield line


def open_text(file: Input, encoding: str | None = None, size: int = BLOCK_SIZE) -> TextFile:
    """Find the text of a file and its encoding, if it is not given; raise BadTable for no text."""
    known = encoding or guess_encoding(file.name, file.head(SAMPLE_SIZE))
    return TextFile(file.name, file.opened, Place(0, 1), size, known)


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
