"""What can be said at once of the weights that a file was saved with."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine import Matrix, Optimum
from engine.exact.gradient import ExactGradient
from engine.verdict.rule import compare

from ..document import Experiment, Fitted

if TYPE_CHECKING:
    from engine.statistics import Goodness, Statistics

MOST_CELLS = 2**12
"""The exact gradient of so many takes 0.2 ms, as in companions.py."""


@dataclass(frozen=True, eq=False)
class SavedFit:
    """Saved weights beside the tables that they were saved with.

    ``is_optimum`` tells whether they are the optimum by the rule of a run's end;
    ``exact_gradient`` (j, 1) is that of the formula there. It is None if it is not found at once.
    """

    is_optimum: bool = False
    exact_gradient: Matrix | None = None

    @classmethod
    def of(cls, experiment: Experiment, fitted: Fitted, best: Optimum | None) -> "SavedFit":
        """Compare saved weights with the optimum; None if that would take too long.

        Of another loss than the mean square nothing is said.
        """
        is_other = experiment.settings.formula is not None
        if best is None or is_other or not np.isfinite(fitted.W).all():
            return cls()
        problem, settings = experiment.problem, experiment.settings
        compared = compare(problem, fitted.W, fitted.loss, best, settings.precision)
        if problem.A.size > MOST_CELLS:
            return cls(compared.is_optimum)
        exact = ExactGradient(problem, settings).at(fitted.W)
        exact.setflags(write=False)
        return cls(compared.is_optimum, exact)


def goodness_at(
    experiment: Experiment, W: Matrix | None, statistics: "Statistics | None"
) -> "Goodness | None":
    """Return how small Y − Ŷ is at some weights (j, 1), on whatever loss.

    None if there are no weights, or no statistics of least squares of the table.
    """
    if W is None or statistics is None or not np.isfinite(W).all():
        return None
    return statistics.of_weights(experiment.problem, W)
