"""A look at a file, and whether it is still the table that was seen then."""

from dataclasses import dataclass
from pathlib import Path

from engine.reading.choices import Choices
from engine.reading.preview import Preview, preview

from .errors import ReplacedMeanwhile
from .sentences import ROWS_SHOWN

Stamp = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Look:
    """What was seen of a file by some choices; ``stamp`` is its length and when it was changed."""

    path: Path
    choices: Choices
    preview: Preview
    stamp: Stamp | None

    @classmethod
    def at(cls, path: Path, choices: Choices) -> "Look":
        """Look at the first rows; raises BadTable."""
        stamp = _stamp(path)  # first, so that no later change goes unseen
        return cls(path, choices, preview(path, choices, ROWS_SHOWN), stamp)

    def check(self) -> None:
        """Raise ReplacedMeanwhile where other columns are there now; more rows do no harm."""
        if _stamp(self.path) != self.stamp and Look.at(self.path, self.choices).differs_from(self):
            raise ReplacedMeanwhile(self.path)

    def differs_from(self, other: "Look | None") -> bool:
        """Tell whether the same choices led to other columns, or to another way to read them."""
        return (
            other is not None
            and self.choices == other.choices
            and _columns(self.preview) != _columns(other.preview)
        )


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:  # told when it is read
        return None
    return status.st_size, status.st_mtime_ns


def _columns(seen: Preview) -> tuple[object, ...]:
    return seen.options, seen.sheets, seen.names, seen.width
