"""Which way a table grows."""

from enum import Enum, auto


class TableAxis(Enum):
    """The rows or the columns of a table."""

    ROW = auto()
    COLUMN = auto()


class InsertSide(Enum):
    """Where a new row or column goes: its distance from the one it is put beside."""

    BEFORE = 0
    AFTER = 1
