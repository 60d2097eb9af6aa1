"""A file to read, or what was read of it where it can be read only once."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..errors import BadTable


@dataclass(frozen=True)
class Input:
    """A file by name, to be opened as often as needed; without a path it is in memory."""

    name: str
    opened: Callable[[], BinaryIO]
    path: Path | None = None

    def head(self, size: int) -> bytes:
        """Return the first bytes; raise BadTable where the file cannot be read."""
        with reading(self.name), self.opened() as file:
            return file.read(size)


def open_input(path: Path) -> Input:
    """Find a file; raise BadTable where it cannot be read. A pipe is read whole at once."""
    name = path.name or str(path)
    with reading(name):
        if path.is_file():
            return Input(name, lambda: path.open("rb"), path)
        return in_memory(name, path.read_bytes())


def in_memory(name: str, data: bytes) -> Input:
    """Let some bytes stand for a file."""
    return Input(name, lambda: io.BytesIO(data))


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn what the system says of a file that cannot be read into a BadTable."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadTable(name, f"the file could not be read: {reason}.") from error
