"""What a column of A is: its name, and how its values were scaled."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of A: its name, empty for none, and how its values were scaled.

    A value in the table is (original − shift) / scale.
    """

    name: str = ""
    shift: float = 0.0
    scale: float = 1.0

    @property
    def is_scaled(self) -> bool:
        """Whether the values in the table differ from the original ones."""
        return (self.shift, self.scale) != (0.0, 1.0)
