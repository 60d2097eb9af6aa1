"""The text of a file, a few whole lines at a time: any file needs little memory."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import BinaryIO, NamedTuple

import numpy as np

from ...errors import BadTable
from ...language.plurals import plural
from ...language.sentence import marked
from ...shortening import grouped
from ..inputs import InputFile, as_bad_table
from ..notes import footer_left_out, nul_bytes_left_out
from .ascii_tables import box_characters, find_footer
from .encoding import SAMPLE_SIZE, Utf8Stream, guess_encoding

# 1 MiB reads within 10 % of the fastest size (4 MiB), with finer progress and less memory.
BLOCK_SIZE = 2**20
# 64 MiB: three times a line of a million numbers of 17 digits.
# A file without line ends would otherwise be read whole.
LONGEST_LINE = 2**26
# A file that was not written to its end: as much is read to see that nothing else follows.
_LONGEST_PADDING = 2**26
# The frame of a box is at the top, below a title at most.
_BYTES_WITH_BOXES = 2**12
_FEWER_LINES = plural(
    "engine",
    "the file has fewer than {n} lines, so {count} cannot be skipped.",
    "the file has fewer than {n} line, so {count} cannot be skipped.",
    1,
)
_END_OF_FILE = b"\x1a"
"""DOS programs and some instruments write this after the last line, or fill a block with it."""
_NUL = b"\0"
_PADDING = b"\0\x1a \t\r\n"


class TextPosition(NamedTuple):
    """Where a line begins: its offset in bytes of UTF-8, and its number, counted from 1."""

    offset: int
    line: int

    def after(self, data: bytes) -> "TextPosition":
        """Return the position after some data that begins here."""
        return TextPosition(self.offset + len(data), self.line + _line_ends(data))


class TextBlock(NamedTuple):
    """Whole lines of UTF-8, where they begin, and how much of the file has been read with them.

    ``notes`` say what was left out behind them, ``footer`` is the line that counts the rows.
    ``is_last`` is whether the text ends here.
    """

    data: bytes
    start: TextPosition
    fraction: float
    notes: tuple[str, ...] = ()
    footer: str = ""
    is_last: bool = False


@dataclass(frozen=True)
class TextFile:
    """A text file, its encoding, where its table begins, and how much to read at a time.

    ``end`` is the offset in UTF-8 behind the table if other text follows it. ``characters`` are
    read instead of those that draw boxes.
    """

    name: str
    opened: Callable[[], BinaryIO]
    start: TextPosition
    size: int
    encoding: str = "utf-8"
    end: int | None = None
    characters: Mapping[int, str] = field(default_factory=dict)

    def resized(self, size: int) -> "TextFile":
        """Return the same text, read in blocks of another size."""
        return replace(self, size=size)

    def blocks(self, start: TextPosition, cut: Callable[[bytes], bytes]) -> Iterator[TextBlock]:
        """Yield blocks of about ``size`` bytes from a position on.

        ``cut`` shortens the lines read to those that may be in this block; the rest begin the next
        one. Raises BadTable if this is not text.
        """
        with as_bad_table(self.name), self.opened() as file:
            stream = Utf8Stream(file, self.encoding, self.characters)
            stream.skip(start.offset)
            data, ended, position = b"", False, start.offset
            notes, counted = tuple[str, ...](), ""
            while not ended:
                # A long line is read in doubling steps, or it would take quadratic time.
                wanted = max(self.size, len(data))
                chunk = stream.read(self._up_to_end(position, wanted))
                position += len(chunk)
                data, ended = data + chunk, len(chunk) < wanted
                data = data.rstrip(_END_OF_FILE) if ended else data
                lines = data if ended else data[: _end_of_lines(data)]
                if (nul := lines.find(_NUL)) >= 0:
                    is_first = start.offset + nul == 0
                    padding = 0 if is_first else self._padding(data[nul:], stream, position)
                    ended = padding > 0
                    data = lines = data[:nul].rstrip(_END_OF_FILE) if ended else data
                    notes = (nul_bytes_left_out(),) if padding > 1 else ()
                # More than blank lines may follow the footer, so it waits for the end.
                if (footer := find_footer(lines)) and start.offset + len(lines) > len(footer):
                    lines = lines[: len(lines) - len(footer)]
                    counted = footer.decode("utf-8", "replace").strip() if ended else ""
                    notes = (*notes, footer_left_out(counted)) if ended else notes
                self._refuse_binary(lines, start)
                if (block := lines if ended else cut(lines)) or notes:
                    after = start.after(block)
                    fraction = stream.fraction(after.offset)
                    yield TextBlock(block, start, fraction, notes, counted, ended)
                    data, start = data[len(block) :], after
                if len(data) > LONGEST_LINE:
                    raise BadTable(
                        self.name,
                        marked("engine", "this line is too long for a table."),
                        line=start.line,
                    )

    def _padding(self, rest: bytes, stream: Utf8Stream, position: int) -> int:
        """Return how many NUL bytes end the text from here on; 0 if anything else follows."""
        count = 0
        while rest and count < _LONGEST_PADDING and not rest.strip(_PADDING):
            count += rest.count(_NUL)
            rest = stream.read(self._up_to_end(position, self.size))
            position += len(rest)
        return 0 if rest else count

    def _up_to_end(self, position: int, size: int) -> int:
        return size if self.end is None else max(min(size, self.end - position), 0)

    def skip_lines(self, count: int) -> "TextFile":
        """Return the text without its first lines. Raises BadTable if no others follow."""
        first, position = self.start.line + count, self.start
        for block in self.blocks(self.start, lambda lines: lines):
            lines = Lines(block.data)
            skipped = sum(1 for _ in islice(lines, first - block.start.line))
            position = block.start.after(block.data[: lines.taken])
            if position.line == first and skipped:
                return replace(self, start=position)
        raise BadTable(
            self.name,
            _FEWER_LINES(count + 1, count=grouped(count)),
        )

    def _refuse_binary(self, data: bytes, start: TextPosition) -> None:
        bad = data.find(_NUL)
        problem = marked(
            "engine", "there is a NUL byte here: this is not text, or it has a different encoding."
        )
        try:
            if bad < 0 and not data.isascii():
                data.decode()
        except UnicodeDecodeError as error:
            bad = error.start
            problem = marked("engine", "this is not {upper} text. Choose another encoding.").format(
                upper=self.encoding.upper()
            )
        if bad >= 0:
            raise BadTable(self.name, problem, line=start.after(data[:bad]).line)


class Lines:
    """The lines of some UTF-8 text with their ends. ``taken`` counts the bytes returned so far."""

    def __init__(self, data: bytes) -> None:
        self.taken = 0
        self._lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken += len(line.encode())
            yield line


def open_text(file: InputFile, encoding: str | None = None, size: int = BLOCK_SIZE) -> TextFile:
    """Open a text and detect its encoding, unless it is given.

    Raises BadTable if it is not text.
    """
    used = encoding or guess_encoding(file.name, file.head(SAMPLE_SIZE))
    beginning = file.head(_BYTES_WITH_BOXES).decode(used, "replace")
    return TextFile(
        *(file.name, file.opened, TextPosition(0, 1), size, used),
        characters=box_characters(beginning),
    )


def _end_of_lines(data: bytes) -> int:
    """Return where the last complete line ends.

    A NUL ends a line too, because nothing after it is read. A carriage return at the very end does
    not: a line feed may follow it.
    """
    return max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1), data.rfind(_NUL)) + 1


def _line_ends(data: bytes) -> int:
    """Count line ends of every kind; a carriage return and a line feed together are one."""
    codes = np.frombuffer(data, np.uint8)  # several times as fast as bytes.count
    ends = int(np.count_nonzero(codes == ord("\n"))) + data.endswith(b"\r")
    if b"\r" in data:
        ends += int(np.count_nonzero((codes[:-1] == ord("\r")) & (codes[1:] != ord("\n"))))
    return ends
