"""A column of ones, whose weight is the constant of the model."""

import numpy as np

from ..document import Experiment, Grid, Input, changes
from .columns import shown
from .errors import HasIntercept

NAME = "1"


def with_intercept(experiment: Experiment) -> Experiment:
    """Put a column of ones before the others, its weight 0; raises HasIntercept, TableTooLarge."""
    if experiment.intercept is not None:
        raise HasIntercept(shown(experiment, [experiment.intercept]))
    ones = np.ones((experiment.rows, 1))
    ones.setflags(write=False)
    return changes.insert_columns(experiment, 0, 1, [Input(NAME)], Grid.of(ones))
