"""A table pasted into an empty document becomes an experiment as one that is imported does."""

from dataclasses import replace

import numpy as np

from engine import Matrix, Problem
from engine.matrix import check_size
from engine.reading.output_column import guess_output

from ...document import Experiment, Grid, StepsOrigin
from ...document.ones import has_ones, with_ones
from ...document.suggested_settings import suggest_settings
from ..models.cell_block import Block
from .reading import PastedTable

FEWEST_ROWS = 2
"""Of numbers alone: one row may be the first of several that are pasted one by one."""


def is_first_table(before: Experiment, pasted: PastedTable, block: Block) -> bool:
    """Return whether a paste into A brings the whole table of an empty document.

    Several columns without names may be A alone: they go where they are pasted, and Y is asked for.
    Names begin a table, however few rows are below them.
    """
    rows, columns = pasted.values.shape
    is_at_start = (block.top, block.left) == (0, 0)
    is_table = bool(pasted.names) or (columns == 1 and rows >= FEWEST_ROWS)
    return is_at_start and is_table and before.A.is_zero and before.Y.is_zero


def first_experiment(before: Experiment, pasted: PastedTable) -> Experiment:
    """Return the experiment, with Y guessed, ones added, a stable η and an h that fits.

    Ones are added to several columns that have none; η and h that were chosen stay. A single column
    is A, as long as nobody says that it is Y; Y is still to come then. Raises TableTooLarge.
    """
    A: Matrix = pasted.values
    Y: Matrix = np.zeros((len(A), 1))
    columns = A.shape[1]
    names = pasted.names or ("",) * columns
    if columns == 1:
        names = (*names, "")
    else:
        output = guess_output(names, range(1, columns + 1)) - 1
        others = [k for k in range(columns) if k != output]
        A, Y = pasted.values[:, others], pasted.values[:, [output]]
        names = (*(names[k] for k in others), names[output])
        if not has_ones(A):
            A, names = with_ones(A, names)
    check_size(*A.shape)
    problem = Problem(A, Y)
    settings = before.settings
    if before.steps_origin is StepsOrigin.EMPTY_TABLE:
        settings = suggest_settings(problem, settings)
    after = Experiment.of(problem, settings, names=names)
    if columns > 1:
        return after
    return replace(after, Y=Grid.empty(len(A), 1), steps_origin=before.steps_origin)
