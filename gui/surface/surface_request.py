"""What the view needs of a table, and how it is computed: at once, or in a thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine import Matrix, Settings, Triangle
from engine.cancelling import IsCancelled
from engine.surface.contours import View
from engine.surface.loss_curve import LossCurve, curve_of
from engine.surface.loss_grid import LossGrid, grid_of

from ..document.experiment import Experiment
from ..run.prepared_rows import PreparedRows

if TYPE_CHECKING:
    from engine.surface.bowl import Bowl


@dataclass(frozen=True, eq=False)
class BowlRequest:
    """Asks for the bowl of a table whose loss is a parabola.

    ``start`` is the W (j, 1) that the run starts from.
    """

    experiment: Experiment
    settings: Settings
    start: Matrix

    def answers(self, other: "BowlRequest") -> bool:
        """Return whether both have the same bowl."""
        return (
            self.experiment.has_data_of(other.experiment)
            and self.settings.formula == other.settings.formula
            and self.settings.scale_columns == other.settings.scale_columns
            and np.array_equal(self.start, other.start)
        )

    def bowl(
        self, triangle: Triangle | None, cancelled: IsCancelled = lambda: False
    ) -> "Bowl | None":
        """Return the bowl; None if there is none. Raises Cancelled when cancelled."""
        from engine.surface.bowl import Bowl  # loaded on use, as in gui/run/worker.py

        problem = self.experiment.problem.starting_from(self.start)
        return Bowl.of(problem, self.settings, triangle, cancelled)

    def bowl_of_rows(self, prepared: PreparedRows, cancelled: IsCancelled) -> "Bowl | None":
        """Return the bowl, with the rows reduced once for the run as well."""
        triangle = prepared.triangle
        if triangle is None and self.settings.formula is None:
            triangle = prepared.reduce(cancelled)
        return self.bowl(triangle, cancelled)


@dataclass(frozen=True, eq=False)
class GridRequest:
    """Asks for the losses through two weights at W (j, 1), for ranges of both."""

    experiment: Experiment
    settings: Settings
    W: Matrix
    pair: tuple[int, int]
    view: View

    def answers(self, other: "GridRequest") -> bool:
        """Return whether both have the same losses."""
        return (
            self.has_table_of(other)
            and self.view == other.view
            and np.array_equal(self._others, other._others)
        )

    @property
    def _others(self) -> Matrix:
        """The weights that are as they are now."""
        return np.delete(self.W, self.pair)

    def has_table_of(self, other: "GridRequest") -> bool:
        """Return whether both are of the same weights and loss of one table."""
        return (
            self.experiment.has_data_of(other.experiment)
            and self.settings.formula == other.settings.formula
            and self.pair == other.pair
        )

    def losses(self, cancelled: IsCancelled) -> LossGrid | LossCurve:
        """Return the losses; of one weight a curve. Raises Cancelled when cancelled."""
        formula = self.settings.formula
        assert formula is not None
        problem = self.experiment.problem
        if problem.weights == 1:
            return curve_of(problem, formula, self.view[0], cancelled)
        return grid_of(problem, formula, self.W, self.pair, self.view, cancelled)
