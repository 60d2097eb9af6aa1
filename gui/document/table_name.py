"""The tables of an experiment."""

from enum import StrEnum


class TableName(StrEnum):
    """A table of the experiment, by its name in the formulas."""

    A = "A"
    Y = "Y"
    W = "W"
