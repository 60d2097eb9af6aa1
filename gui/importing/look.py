"""The first rows of a file, and whether the file has changed since they were read."""

from dataclasses import dataclass
from pathlib import Path

from engine.reading.choices import Choices
from engine.reading.preview import Preview, preview

from .errors import FileChanged
from .sentences import ROWS_SHOWN

Stamp = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Look:
    """The preview of a file read with some options; `stamp` is its size and modification time."""

    path: Path
    read_options: Choices
    preview: Preview
    stamp: Stamp | None

    @classmethod
    def take(cls, path: Path, read_options: Choices) -> "Look":
        """Read the first rows; raises BadTable."""
        stamp = _stamp(path)  # before reading, or a change during it would go unnoticed
        return cls(path, read_options, preview(path, read_options, ROWS_SHOWN), stamp)

    def check_unchanged(self) -> None:
        """Raise FileChanged if the columns have changed; added rows do no harm."""
        if _stamp(self.path) == self.stamp:
            return
        if Look.take(self.path, self.read_options).differs_from(self):
            raise FileChanged(self.path)

    def differs_from(self, other: "Look | None") -> bool:
        """Return whether the same options gave other columns or other guesses."""
        return (
            other is not None
            and self.read_options == other.read_options
            and _columns(self.preview) != _columns(other.preview)
        )


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:  # reported when the file is read
        return None
    return status.st_size, status.st_mtime_ns


def _columns(found: Preview) -> tuple[object, ...]:
    return found.choices, found.sheets, found.names, found.width
