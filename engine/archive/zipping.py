"""A .zip archive as a stream of bytes, so that no large one need stand in memory."""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, cast
from zipfile import ZipFile, ZipInfo

_UNIX = 3


def zipped(members: Mapping[str, Iterable[bytes]]) -> Iterator[bytes]:
    """Store members by name, each of less than 2 GB: the same bytes for the same ones, anywhere."""
    stream = _Stream()
    with ZipFile(cast(IO[bytes], stream), "w") as archive:
        for name, pieces in members.items():
            info = ZipInfo(name)  # which is of 1980, whenever that is
            info.create_system = _UNIX
            with archive.open(info, "w") as member:
                for piece in pieces:
                    member.write(piece)
                    yield from stream.taken()
    yield from stream.taken()


class _Stream:
    """What can be written to and never gone back in; what has been written is taken from it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def taken(self) -> list[bytes]:
        written, self._written = self._written, []
        return written
