"""Read a .zip archive that may be hostile: check what it claims before relying on it."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from ..errors import BadExperiment
from ..language.sentence import marked

# Secant writes at most 7 members; other tools may add some.
MOST_MEMBERS = 1000
# Compressed members may unpack to 128 MB together, so that a small file cannot fill the memory:
# with a copy in another order, and Python itself, that is 350 MB.
MOST_INFLATED = 2**27
# The list of MOST_MEMBERS members is well below this.
BYTES_AT_ONCE = 2**18
_SMALLEST_HEADER = 30
_ENCRYPTED = 0x1
_DAMAGED = marked("engine", "it is not a Secant experiment, or it is incomplete or damaged.")
_TOO_MANY = marked("engine", "it lists too many members.")
_ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OverflowError, RuntimeError, ValueError),
)


class ArchiveFile(io.FileIO):
    """A file that limits each read, because zipfile reads the list of members in one piece."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read like any file; raises BadExperiment for more than BYTES_AT_ONCE."""
        wanted = BYTES_AT_ONCE + 1 if size is None or size < 0 else min(size, BYTES_AT_ONCE + 1)
        data = super().read(wanted) or b""
        if len(data) > BYTES_AT_ONCE:
            raise BadExperiment(_TOO_MANY)
        return data


class Members:
    """The members of an open archive, by name. Raises BadExperiment if it is not an archive."""

    def __init__(self, file: ArchiveFile) -> None:
        with _as_bad_experiment():
            self._archive = zipfile.ZipFile(file)
        infos = self._archive.infolist()
        self._infos = {info.filename: info for info in infos}
        self._inflated: dict[str, int] = {}
        if len(infos) > MOST_MEMBERS:
            raise BadExperiment(_TOO_MANY)
        if len(self._infos) < len(infos):
            raise BadExperiment(marked("engine", "it lists a member twice."))
        _check_offsets(infos, file.seek(0, io.SEEK_END))

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def size(self, name: str) -> int:
        """Return the unpacked size that a member claims; reading it never yields more."""
        return self._infos[name].file_size

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """Open an existing member, to be read in pieces of at most BYTES_AT_ONCE."""
        self._check(self._infos[name])
        with _as_bad_experiment(), self._archive.open(name) as member:
            yield member

    def _check(self, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & _ENCRYPTED:
            raise BadExperiment(marked("engine", "it is encrypted."))
        if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16):
            raise BadExperiment(_DAMAGED)
        if info.compress_type == zipfile.ZIP_DEFLATED:
            self._inflated[info.filename] = info.file_size
        elif info.compress_type != zipfile.ZIP_STORED:
            raise BadExperiment(marked("engine", "it is compressed with an unsupported method."))
        elif info.file_size != info.compress_size:
            raise BadExperiment(_DAMAGED)
        if sum(self._inflated.values()) > MOST_INFLATED:
            raise BadExperiment(
                marked("engine", "it is too large to be compressed. Save it uncompressed.")
            )


def _check_offsets(infos: Iterable[zipfile.ZipInfo], length: int) -> None:
    """Refuse members that overlap or lie beyond the end of the file."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise BadExperiment(_DAMAGED)
        end = info.header_offset + _SMALLEST_HEADER + info.compress_size
    if end > length:
        raise BadExperiment(_DAMAGED)


@contextmanager
def _as_bad_experiment() -> Iterator[None]:
    try:
        yield
    except _ZIP_ERRORS as error:
        raise BadExperiment(_DAMAGED) from error
