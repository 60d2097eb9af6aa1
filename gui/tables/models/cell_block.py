"""A rectangle of cells."""

from enum import Enum, auto
from typing import NamedTuple


class TableAxis(Enum):
    """The rows or the columns of a table."""

    ROW = auto()
    COLUMN = auto()


class InsertSide(Enum):
    """Where to insert; the value is the offset from the selected row or column."""

    BEFORE = 0
    AFTER = 1


class Block(NamedTuple):
    """A rectangle of cells, given by its top left cell and its size."""

    top: int
    left: int
    height: int
    width: int

    @property
    def bottom(self) -> int:
        """The row after the last one."""
        return self.top + self.height

    @property
    def right(self) -> int:
        """The column after the last one."""
        return self.left + self.width

    @property
    def cell_count(self) -> int:
        """The number of cells."""
        return self.height * self.width

    @property
    def turned(self) -> "Block":
        """The same block of a table whose rows are the columns of this one."""
        return Block(self.left, self.top, self.width, self.height)

    def clipped_to(self, rows: int, columns: int) -> "Block":
        """Return the part inside a table of this shape; it may have no cells."""
        height = max(min(self.bottom, rows) - self.top, 0)
        width = max(min(self.right, columns) - self.left, 0)
        return Block(self.top, self.left, height, width)

    def contains(self, other: "Block") -> bool:
        """Return whether another block lies entirely inside this one."""
        return (
            self.top <= other.top
            and other.bottom <= self.bottom
            and self.left <= other.left
            and other.right <= self.right
        )
