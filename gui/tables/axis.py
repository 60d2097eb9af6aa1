"""Whether a command works on rows or on columns."""

from enum import Enum, auto


class TableAxis(Enum):
    """The rows or the columns of a table."""

    ROW = auto()
    COLUMN = auto()


class InsertSide(Enum):
    """Where to insert; the value is the offset from the selected row or column."""

    BEFORE = 0
    AFTER = 1
