"""Write a .zip archive as a stream, so that a large one never has to fit in memory."""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, cast
from zipfile import ZipFile, ZipInfo

_UNIX = 3


def zipped(members: Mapping[str, Iterable[bytes]]) -> Iterator[bytes]:
    """Yield an archive of members, each below 2 GB; equal members give equal bytes anywhere."""
    stream = _Stream()
    with ZipFile(cast(IO[bytes], stream), "w") as archive:
        for name, pieces in members.items():
            info = ZipInfo(name)  # its default date is fixed: 1980
            info.create_system = _UNIX
            with archive.open(info, "w") as member:
                for piece in pieces:
                    member.write(piece)
                    yield from stream.take()
    yield from stream.take()


class _Stream:
    """A file that cannot seek; the caller takes out what was written."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: nothing is buffered elsewhere."""

    def take(self) -> list[bytes]:
        written, self._written = self._written, []
        return written
