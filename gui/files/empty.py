"""The empty table that File ▸ New starts with."""

from engine import Settings

from ..document import Experiment, Grid

EMPTY_SHAPE = (3, 2)
EMPTY_NOTE = "Type, paste or import a table."


def empty_experiment() -> Experiment:
    """Return a small table of zeros with default settings and a note on what to do next."""
    rows, columns = EMPTY_SHAPE
    return Experiment(
        A=Grid.zeros(rows, columns),
        Y=Grid.zeros(rows, 1),
        W=Grid.zeros(columns, 1),
        settings=Settings(),
        note=EMPTY_NOTE,
        noted=Settings(),
    )
