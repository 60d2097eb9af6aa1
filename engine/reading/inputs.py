"""A file to read, or its bytes if it can be read only once."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from ..errors import BadTable


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
        return in_memory(name, path.read_bytes())


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
        raise BadTable(name, f"the file could not be read: {reason}.") from error


# 256 MiB may be unpacked from a file of any size: that fits in memory everywhere.
MOST_UNPACKED = 2**28
# Beyond that, only at an ordinary ratio: Deflate packs a workbook of equal numbers 14:1, and
# a bomb up to 1032:1.
HIGHEST_RATIO = 200
# About one line on the screen.
_LONGEST_REASON = 100
_DAMAGED = (
    *(BadZipFile, zlib.error, struct.error),
    *(EOFError, NotImplementedError, OverflowError, RuntimeError, UnicodeError),
)


@contextmanager
def open_archive(file: InputFile) -> Iterator[ZipFile]:
    """Open an archive. Raises BadTable if it is damaged or would unpack to far too much."""
    with as_bad_table(file.name), file.opened() as stream:
        try:
            with ZipFile(stream) as archive:
                _check_size(file.name, archive)
                yield archive
        except _DAMAGED as error:
            raise BadTable(file.name, f"this archive is damaged: {_reason(error)}.") from error


def _reason(error: Exception) -> str:
    """Describe the error in one line: the message may quote kilobytes, or be empty."""
    reason = str(error).rstrip(".") or "it ends too soon"
    return shorten(reason, _LONGEST_REASON, placeholder=" …")


def _check_size(name: str, archive: ZipFile) -> None:
    unpacked = sum(member.file_size for member in archive.infolist())
    packed = sum(member.compress_size for member in archive.infolist())
    if unpacked > max(MOST_UNPACKED, HIGHEST_RATIO * packed):
        raise BadTable(
            name, f"this archive would unpack to {unpacked / 2**30:,.1f} GB, which is too much."
        )
