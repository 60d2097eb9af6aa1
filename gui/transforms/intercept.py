"""Add a column of ones, whose weight is the constant term of the model."""

import numpy as np

from ..document import Column, Experiment, Grid, changes
from .columns import named_columns
from .errors import HasIntercept

NAME = "1"


def with_intercept(experiment: Experiment) -> Experiment:
    """Insert a column of ones as the first column, with weight 0.

    Raises HasIntercept and TableTooLarge.
    """
    if experiment.intercept is not None:
        raise HasIntercept(named_columns(experiment, [experiment.intercept]))
    ones = np.ones((experiment.rows, 1))
    ones.setflags(write=False)
    return changes.insert_columns(experiment, 0, 1, [Column(NAME)], Grid.of(ones))
