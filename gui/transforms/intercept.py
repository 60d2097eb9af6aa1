"""Add a column of ones, whose weight is the constant term of the model."""

import numpy as np

from ..document import Column, Experiment, Grid, changes
from ..document.ones import NAME
from .errors import HasIntercept, NoIntercept, OnlyColumn


def with_intercept(experiment: Experiment) -> Experiment:
    """Insert a column of ones as the first column, with weight 0.

    Raises HasIntercept and TableTooLarge.
    """
    if experiment.intercept is not None:
        raise HasIntercept(experiment.intercept + 1)
    ones = np.ones((experiment.rows, 1))
    ones.setflags(write=False)
    return changes.insert_columns(experiment, 0, 1, [Column(NAME)], Grid.of(ones))


def without_intercept(experiment: Experiment) -> Experiment:
    """Remove the column of ones and its weight. Raises NoIntercept and OnlyColumn."""
    if experiment.intercept is None:
        raise NoIntercept
    if experiment.columns == 1:
        raise OnlyColumn
    return changes.remove_columns(experiment, [experiment.intercept])
