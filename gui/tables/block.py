"""A rectangle of cells."""

from typing import NamedTuple


class Block(NamedTuple):
    """Some rows of some columns, by its top left cell."""

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
        """How many cells it has."""
        return self.height * self.width

    def clipped_to(self, rows: int, columns: int) -> "Block":
        """Return what of it lies in a table of that shape; no cells where nothing does."""
        height = max(min(self.bottom, rows) - self.top, 0)
        width = max(min(self.right, columns) - self.left, 0)
        return Block(self.top, self.left, height, width)

    def contains(self, other: "Block") -> bool:
        """Tell whether all of another block lies in it."""
        return (
            self.top <= other.top
            and other.bottom <= self.bottom
            and self.left <= other.left
            and other.right <= self.right
        )
