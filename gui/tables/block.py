"""A rectangle of cells."""

from typing import NamedTuple


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
