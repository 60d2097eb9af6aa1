"""How a cell is drawn."""

from enum import Enum, auto


class CellLook(Enum):
    """What a cell is, which its colours and its font show."""

    INPUT = auto()
    """A person types it: on the colour of a field."""
    COMPUTED = auto()
    """It follows from others: on the colour of the window."""
    CURRENT = auto()
    """The number that a run is about: tinted, and in a bold font."""
    QUIET = auto()
    """To compare with: in a muted colour."""
    STRUCK = auto()
    """A person types it, but its row does not count: struck through, in a muted colour."""
    HELD_OUT = auto()
    """A person types it, but its row tests the fit: in italics, in a muted colour."""
    HELD_OUT_COMPUTED = auto()
    """It follows from others in a row that tests the fit: the same on the colour of the window."""
