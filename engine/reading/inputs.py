"""A file to read, or its bytes if it can be read only once."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

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
