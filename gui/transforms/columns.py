"""Names of columns of A for sentences, and the check that columns still exist."""

from collections.abc import Sequence

from engine.shortening import one_line

from ..document import Experiment
from .errors import NoSuchColumn

# The message strip has two lines: more than three names would push the warning out of it.
MOST_NAMED = 3
# Long enough to recognise a name; three of them still leave a line for the warning.
LONGEST_NAME = 24


def named_columns(experiment: Experiment, columns: Sequence[int]) -> str:
    """Name a few columns, as in ``column 2 and “x”``, or count many: ``12 columns``."""
    if len(columns) > MOST_NAMED:
        return f"{len(columns):,} columns"
    names = [_column_name(experiment.inputs[k].name, k) for k in columns]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def check_columns(experiment: Experiment, columns: Sequence[int]) -> None:
    """Raise NoSuchColumn for the first column that does not exist."""
    for k in columns:
        if k >= experiment.columns:
            raise NoSuchColumn(k + 1)


def _column_name(name: str, column: int) -> str:
    return f"“{one_line(name, LONGEST_NAME)}”" if name else f"column {column + 1}"
