"""ZIP archives that hold tables, refused if unpacking them could exhaust the memory."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import shorten
from zipfile import BadZipFile, ZipFile

from ..errors import BadTable
from .inputs import InputFile, as_bad_table

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
