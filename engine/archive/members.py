"""The members of a .zip archive that may be hostile: claims are checked before what they claim."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from ..errors import BadExperiment

MOST_MEMBERS = 1000
MOST_INFLATED = 2**28
"""Bytes that compressed members may unpack to, all together."""
BYTES_AT_ONCE = 2**18
_SMALLEST_HEAD = 30
_ENCRYPTED = 0x1
_BROKEN = "it is no Secant experiment, or only a part of one, or damaged."
_TOO_MANY = "it lists too many members."
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OverflowError, RuntimeError, ValueError),
)


class ArchiveFile(io.FileIO):
    """A file of which little is read at once: only an absurd list of members asks for more."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as any file; raises BadExperiment where there are more than BYTES_AT_ONCE."""
        wanted = BYTES_AT_ONCE + 1 if size is None or size < 0 else min(size, BYTES_AT_ONCE + 1)
        data = super().read(wanted) or b""
        if len(data) > BYTES_AT_ONCE:
            raise BadExperiment(_TOO_MANY)
        return data


class Members:
    """The members of an open archive, by name. Raises BadExperiment where it is none."""

    def __init__(self, file: ArchiveFile) -> None:
        with _faults_named():
            self._archive = zipfile.ZipFile(file)
        infos = self._archive.infolist()
        self._infos = {info.filename: info for info in infos}
        self._inflated: dict[str, int] = {}
        if len(infos) > MOST_MEMBERS:
            raise BadExperiment(_TOO_MANY)
        if len(self._infos) < len(infos):
            raise BadExperiment("it lists a member twice.")
        _check_places(infos, file.seek(0, io.SEEK_END))

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def size(self, name: str) -> int:
        """Return how many bytes a member says it unpacks to; reading it gives no more."""
        return self._infos[name].file_size

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """Open a member that is there, to be read BYTES_AT_ONCE at most at a time."""
        self._check(self._infos[name])
        with _faults_named(), self._archive.open(name) as member:
            yield member

    def _check(self, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & _ENCRYPTED:
            raise BadExperiment("it is encrypted.")
        if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16):
            raise BadExperiment(_BROKEN)
        if info.compress_type == zipfile.ZIP_DEFLATED:
            self._inflated[info.filename] = info.file_size
        elif info.compress_type != zipfile.ZIP_STORED:
            raise BadExperiment("it is compressed in a way that is not understood here.")
        elif info.file_size != info.compress_size:
            raise BadExperiment(_BROKEN)
        if sum(self._inflated.values()) > MOST_INFLATED:
            raise BadExperiment("it is compressed, and too large for that. Save it uncompressed.")


def _check_places(infos: Iterable[zipfile.ZipInfo], length: int) -> None:
    """Refuse members that share bytes, or lie where there is no file."""
    begin = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < begin:
            raise BadExperiment(_BROKEN)
        begin = info.header_offset + _SMALLEST_HEAD + info.compress_size
    if begin > length:
        raise BadExperiment(_BROKEN)


@contextmanager
def _faults_named() -> Iterator[None]:
    try:
        yield
    except _FAULTS as error:
        raise BadExperiment(_BROKEN) from error
