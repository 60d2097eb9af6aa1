"""Columns of A, as a sentence calls them."""

from collections.abc import Sequence

from engine.shortening import shortened

from ..document import Experiment
from .errors import NoSuchColumn

MOST_NAMED = 3
LONGEST_NAME = 24


def shown(experiment: Experiment, columns: Sequence[int]) -> str:
    """Name a few columns: ``column 2 and “x”``; count many: ``12 columns``."""
    if len(columns) > MOST_NAMED:
        return f"{len(columns):,} columns"
    names = [_called(experiment.inputs[k].name, k) for k in columns]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def check(experiment: Experiment, columns: Sequence[int]) -> None:
    """Raise NoSuchColumn for the first column there is none of."""
    for k in columns:
        if k >= experiment.columns:
            raise NoSuchColumn(k + 1)


def _called(name: str, column: int) -> str:
    return f"“{shortened(name, LONGEST_NAME)}”" if name else f"column {column + 1}"
