"""Archives that tables come in: opened only where unpacking them cannot exhaust the memory."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import shorten
from zipfile import BadZipFile, ZipFile

from ..errors import BadTable
from .inputs import Input, reading

MOST_UNPACKED = 2**28
"""Bytes that may be unpacked out of however few; what is more must not be HIGHEST_RATIO times."""
HIGHEST_RATIO = 200
_LONGEST_REASON = 100
_BROKEN = (
    *(BadZipFile, zlib.error, struct.error),
    *(EOFError, NotImplementedError, OverflowError, RuntimeError, UnicodeError),
)


@contextmanager
def unpacking(file: Input) -> Iterator[ZipFile]:
    """Open an archive; raise BadTable where it is broken, or grows beyond measure."""
    with reading(file.name), file.opened() as stream:
        try:
            with ZipFile(stream) as archive:
                _check_size(file.name, archive)
                yield archive
        except _BROKEN as error:
            raise BadTable(file.name, f"this archive is broken: {_reason(error)}.") from error


def _reason(error: Exception) -> str:
    """Say in a line what is wrong: kilobytes of the archive may be quoted, or nothing said."""
    said = str(error).rstrip(".") or "it ends too soon"
    return shorten(said, _LONGEST_REASON, placeholder=" …")


def _check_size(name: str, archive: ZipFile) -> None:
    unpacked = sum(member.file_size for member in archive.infolist())
    packed = sum(member.compress_size for member in archive.infolist())
    if unpacked > max(MOST_UNPACKED, HIGHEST_RATIO * packed):
        raise BadTable(
            name, f"this archive would unpack to {unpacked / 2**30:,.1f} GB, which is too much."
        )
