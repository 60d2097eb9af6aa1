"""A file to read, or its bytes if it can be read only once."""

import io
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import IO, BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from ..errors import BadTable
from ..language.sentence import marked
from ..shortening import grouped, in_quotes

DEVICE = marked("engine", "it is a device, not a file. Choose a file with a table.")


@dataclass(frozen=True)
class InputFile:
    """A file that can be opened as often as needed. Without a path it is in memory."""

    name: str
    opened: Callable[[], BinaryIO]
    path: Path | None = None

    def head(self, size: int) -> bytes:
        """Return the first bytes. Raises BadTable if the file cannot be read."""
        with as_bad_table(self.name), self.opened() as file:
            return file.read(size)


def open_input(path: Path) -> InputFile:
    """Find a file. Anything but a regular file, such as a pipe, is read into memory at once.

    Raises BadTable if it cannot be read.
    """
    name = path.name or str(path)
    with as_bad_table(name):
        if path.is_file():
            return InputFile(name, lambda: path.open("rb"), path)
        if path.is_char_device() and not _is_terminal(path):
            raise BadTable(name, DEVICE)
        return in_memory(name, path.read_bytes())


def _is_terminal(path: Path) -> bool:
    """Return whether a person types what is read: that has an end, /dev/zero has none."""
    with path.open("rb", buffering=0) as file:
        return file.isatty()


def in_memory(name: str, data: bytes) -> InputFile:
    """Return a file that consists of these bytes."""
    return InputFile(name, lambda: io.BytesIO(data))


@contextmanager
def as_bad_table(name: str) -> Iterator[None]:
    """Turn an OSError while reading a file into a BadTable."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadTable(
            name, marked("engine", "the file could not be read: {reason}.").format(reason=reason)
        ) from error


# 128 MiB may be unpacked from a file of any size. With the table made of it and its copy, that is
# 400 MB, and 0.5 s.
MOST_UNPACKED = 2**27
# Beyond that, only at an ordinary ratio: Deflate packs a table of random digits 13:1. A table of
# zeros and ones is packed up to 150:1; so many of them may be saved without compression. (At 200:1,
# a file of 2.4 MB took 1.2 GB.)
HIGHEST_RATIO = 20
# The list of 40,000 members: it is loaded in 0.2 s and takes 40 MB.
LONGEST_LIST = 2**22
# About one line on the screen.
_LONGEST_REASON = 100
_DAMAGED: tuple[type[Exception], ...] = (
    *(BadZipFile, zlib.error, struct.error),
    *(EOFError, NotImplementedError, OverflowError, RuntimeError, UnicodeError),
)
try:
    from lzma import LZMAError

    _DAMAGED += (LZMAError,)
except ImportError:  # a Python without lzma; its zipfile raises RuntimeError
    pass


@contextmanager
def open_archive(file: InputFile) -> Iterator[ZipFile]:
    """Open an archive. Raises BadTable if it is damaged or would unpack to far too much."""
    with as_bad_table(file.name), file.opened() as stream:
        try:
            with ZipFile(cast(IO[bytes], _LimitedReads(file.name, stream))) as archive:
                _check_members(file.name, archive.infolist())
                yield archive
        except _DAMAGED as error:
            raise BadTable(
                file.name,
                marked("engine", "this archive is damaged: {error}.").format(error=_reason(error)),
            ) from error


class _LimitedReads:
    """A file that limits each read, because zipfile reads the list of members in one piece."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        self._name, self._stream = name, stream
        self.tell, self.seekable, self.close = stream.tell, stream.seekable, stream.close

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_SET and offset < 0:  # files and bytes in memory raise other errors
            raise BadZipFile(marked("engine", "It points outside the file"))
        return self._stream.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(LONGEST_LIST + 1 if size < 0 else min(size, LONGEST_LIST + 1))
        if len(data) > LONGEST_LIST:
            raise BadTable(self._name, marked("engine", "this archive lists too many members."))
        return data


def _reason(error: Exception) -> str:
    """Describe the error in one line: the message may quote kilobytes, or be empty."""
    reason = shorten(str(error).rstrip("."), _LONGEST_REASON, placeholder=" …")
    return reason or marked("engine", "it ends too soon")


def _check_members(name: str, members: Sequence[ZipInfo]) -> None:
    """Refuse two members of one name, and members that would unpack to too much."""
    names = Counter(member.filename for member in members)
    if twice := next((each for each, count in names.items() if count > 1), None):
        raise BadTable(
            name,
            marked("engine", "this archive has two members named {twice}.").format(
                twice=in_quotes(twice)
            ),
        )
    check_unpacked(name, [(member.file_size, member.compress_size) for member in members])


def check_unpacked(
    name: str,
    sizes: Sequence[tuple[int, int]],
    most: int | None = None,
    ratio: int = HIGHEST_RATIO,
) -> None:
    """Check what members become in memory, each and all together, given (unpacked, packed) sizes.

    Raises BadTable if that is more than ``most`` (MOST_UNPACKED) and ``ratio`` times as much as
    they take in the archive.
    """
    together = (sum(unpacked for unpacked, _ in sizes), sum(packed for _, packed in sizes))
    for unpacked, packed in (*sizes, together):
        if unpacked > max(MOST_UNPACKED if most is None else most, ratio * packed):
            raise BadTable(
                name,
                marked(
                    "engine", "this archive would unpack to {value} MB, which is too much."
                ).format(value=grouped(unpacked / 1000000.0)),
            )
