"""Unpack a compressed file in memory: .gz, .xz, and a .zip with one member.

The name must say so as well as the content: R's .rds files are gzip too, and a ZIP archive of
another name is not meant as a table.
"""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from ..errors import BadTable
from ..language.sentence import marked
from ..shortening import grouped
from .inputs import HIGHEST_RATIO, MOST_UNPACKED, InputFile, as_bad_table, in_memory

if TYPE_CHECKING:
    from zipfile import ZipFile

_GZIP, _XZ = b"\x1f\x8b", b"\xfd7zXZ\0"
# 1 MiB at a time, so that no more than is allowed is ever in memory.
_PIECE = 2**20
# xz -9 needs 65 MiB to unpack, whatever the file.
_MOST_MEMORY_OF_XZ = 2**27
# What macOS adds to archives.
_NO_MEMBERS = ("__MACOSX/", ".DS_Store")


def unpack(file: InputFile) -> InputFile:
    """Return what a .gz or .xz file unpacks to; any other file is returned unchanged.

    Parameters
    ----------
    file : InputFile
        Any file.

    Returns
    -------
    InputFile
        A file in memory, of the same name.

    Raises
    ------
    BadTable
        If the file is damaged, or would unpack to far too much.
    """
    suffix = PurePath(file.name).suffix.lower()
    head = file.head(len(_XZ))
    if suffix == ".gz" and head.startswith(_GZIP):
        return in_memory(file.name, _unpacked(file, _gzip_pieces))
    if suffix == ".xz" and head.startswith(_XZ):
        return in_memory(file.name, _unpacked(file, _xz_pieces))
    return file


def unpack_only_member(file: InputFile, archive: "ZipFile") -> InputFile | None:
    """Return the only member of an archive whose name ends in .zip; None of any other archive.

    Parameters
    ----------
    file : InputFile
        The archive, whose members are known not to unpack to too much.
    archive : ZipFile
        The archive, opened.

    Returns
    -------
    InputFile or None
        A file in memory, named like the archive.
    """
    members = [
        member
        for member in archive.infolist()
        if not member.filename.endswith("/") and not member.filename.startswith(_NO_MEMBERS)
    ]
    if PurePath(file.name).suffix.lower() != ".zip" or len(members) != 1:
        return None
    return in_memory(file.name, archive.read(members[0]))


def _unpacked(file: InputFile, pieces: Callable[[BinaryIO], Iterator[bytes]]) -> bytes:
    with as_bad_table(file.name), file.opened() as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        most = max(MOST_UNPACKED, HIGHEST_RATIO * size)
        found, length = list[bytes](), 0
        try:
            for piece in pieces(stream):
                found.append(piece)
                length += len(piece)
                if length > most:
                    raise BadTable(
                        file.name,
                        marked(
                            "engine",
                            "this file unpacks to more than {value} MB, which is too much.",
                        ).format(value=grouped(most / 1000000.0)),
                    )
        except (gzip.BadGzipFile, zlib.error, EOFError, _Damaged) as error:
            raise BadTable(
                file.name, marked("engine", "this compressed file is damaged, or it ends early.")
            ) from error
    return b"".join(found)


class _Damaged(Exception):
    """An .xz file cannot be unpacked."""


def _gzip_pieces(stream: BinaryIO) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=stream, mode="rb") as unpacked:
        while piece := unpacked.read(_PIECE):
            yield piece


def _xz_pieces(stream: BinaryIO) -> Iterator[bytes]:
    """Unpack one stream after another, as the xz tool does; zeros may fill the space between."""
    import lzma  # a Python may lack it, and few files need it

    data = stream.read(_PIECE)
    while data:
        unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY_OF_XZ)
        try:
            while not unpacker.eof:
                yield unpacker.decompress(data, _PIECE)
                data = stream.read(_PIECE) if unpacker.needs_input else b""
                if unpacker.needs_input and not data and not unpacker.eof:
                    raise _Damaged
        except lzma.LZMAError as error:
            raise _Damaged from error
        data = (unpacker.unused_data or stream.read(_PIECE)).lstrip(b"\0")
