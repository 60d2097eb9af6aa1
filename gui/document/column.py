"""What a column of A is: its name, and how its values were scaled."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.terms import Term


@dataclass(frozen=True)
class Column:
    """A column of A: its name, empty for none, and how its values were scaled.

    A value in the table is (original − shift) / scale. ``term`` is what the original is computed
    from, or the level of a category that it is; None for a plain column.
    """

    name: str = ""
    shift: float = 0.0
    scale: float = 1.0
    term: "Term | None" = None

    @property
    def is_scaled(self) -> bool:
        """Whether the values in the table differ from the original ones."""
        return (self.shift, self.scale) != (0.0, 1.0)

    @property
    def is_computed(self) -> bool:
        """Whether its values follow other columns of A, so that nobody types them."""
        return self.term is not None and bool(self.term.sources)
