"""A loss that is a parabola along every direction, around the W with the least of it.

With R·W − y of m rows, whose squares add up to N times the loss, and the modes v of R as descended
on, with singular values s,

    loss(W) = floor + Σ (s·d)²/N,    d = v·(W − optimum).
"""

from dataclasses import dataclass

import numpy as np

from ..cancelling import IsCancelled
from ..losses.equal_rows import equal_rows
from ..matrix import Matrix
from ..methods.modes import Modes
from ..problem import Problem
from ..settings import Precision, Settings
from ..triangle import Triangle, triangle_of
from ..unit_columns import column_norms
from ..verdict.rule import rounding_of_loss

# The first step to the optimum leaves a rounding that the second takes away: of Longley, whose
# condition is 5e9, six digits of the weights more are right.
STEPS_TO_OPTIMUM = 2


@dataclass(frozen=True, eq=False)
class Bowl:
    """The loss of one table.

    Attributes
    ----------
    modes : Modes
        The directions in which a descent is independent, of the columns descended on.
    lengths : ndarray, shape (j,)
        What a weight of the table is multiplied by for those columns; 1 if they are not scaled.
    R : ndarray, shape (m, j)
        Rows in the units of the table, with the same losses.
    optimum : ndarray, shape (j,)
        The W of the least loss, in the units of the table: of several, the one nearest to the
        start, which is where a descent from there goes.
    floor : float
        The least loss.
    """

    modes: Modes
    lengths: Matrix
    R: Matrix
    optimum: Matrix
    floor: float

    @classmethod
    def of(
        cls,
        problem: Problem,
        settings: Settings,
        triangle: Triangle | None = None,
        cancelled: IsCancelled = lambda: False,
    ) -> "Bowl | None":
        """Return the bowl of a problem.

        Parameters
        ----------
        problem : Problem
            A, Y and the W that a descent starts from.
        settings : Settings
            Their loss, and whether the descent is on scaled columns.
        triangle : Triangle, optional
            The reduced rows of A and Y, if they are there.
        cancelled : callable, optional
            Asked while rows are reduced.

        Returns
        -------
        Bowl or None
            None if the loss is no mean square, not even one of more rows as a ridge is, or if its
            numbers are too large.

        Raises
        ------
        Cancelled
            If ``cancelled`` returned True.
        """
        lengths: Matrix = np.ones(problem.weights)
        if settings.formula is None:
            triangle = triangle or triangle_of(problem, cancelled=cancelled)
            if settings.scale_columns:
                with np.errstate(over="ignore", invalid="ignore"):
                    lengths = triangle.column_norms[:, 0]
                    triangle = triangle.divided_by(triangle.column_norms)
        else:
            rows = equal_rows(problem, settings, cancelled)
            if rows is None:
                return None
            if settings.scale_columns:
                lengths = column_norms(problem.A, cancelled)[:, 0]
            triangle = triangle_of(rows, cancelled=cancelled)
        if not triangle.is_finite:
            return None
        with np.errstate(all="ignore"):
            try:
                modes = Modes(triangle)
            except np.linalg.LinAlgError:
                return None
            R = triangle.R[:-1, :-1] * lengths
            there = _optimum(modes, problem.W[:, 0] * lengths)
            optimum, left = there / lengths, modes.residual(there.reshape(-1, 1))
            floor = modes.unreachable + float(np.square(left[modes.sizes == 0]).sum())
        if not all(np.isfinite(each).all() for each in (optimum, R, modes.curvatures, floor)):
            return None
        return cls(modes, lengths, R, optimum, floor / modes.rows)

    @property
    def weights(self) -> int:
        """j, the number of weights."""
        return len(self.lengths)

    @property
    def rank(self) -> int:
        """How many directions are not flat for ever."""
        return self.modes.rank

    def rounding(self, gap: float, precision: Precision = Precision.DOUBLE) -> float:
        """Return by how much rounding alone may raise a loss so far above the least one.

        It is F of the rule for ✓, at the optimum.
        """
        predicted = self.R * self.optimum
        with np.errstate(over="ignore", invalid="ignore"):
            terms = float(np.square(predicted).sum()) / self.modes.rows
            observed = float(np.square(predicted.sum(axis=1)).sum()) / self.modes.rows + self.floor
            return rounding_of_loss(self.floor + gap, terms + observed, self.modes.rows, precision)

    def direction(self, mode: int) -> Matrix:
        """Return the unit vector of a mode, steepest first, in the columns descended on, (j,)."""
        vector: Matrix = self.modes.vectors[:, mode]
        return vector

    def effects(self, mode: int) -> Matrix:
        """Return how much the predictions move with each weight along a mode, (j,)."""
        sizes = np.linalg.norm(self.R, axis=0) / self.lengths
        effects: Matrix = self.direction(mode) * sizes
        return effects

    def parts(self, W: Matrix) -> Matrix:
        """Return what each mode adds to the least loss at W (n, j), shape (j, n)."""
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            return self.gaps_of(self.modes.residuals(W * self.lengths))

    def gaps_of(self, residuals: Matrix) -> Matrix:
        """Return what residuals along the modes (j, n) add to the least loss, (j, n).

        What is left along a flat direction is part of the least loss.
        """
        gaps: Matrix = np.square(residuals) / self.modes.rows
        gaps[self.modes.sizes == 0] = 0.0
        return gaps


def _optimum(modes: Modes, W: Matrix) -> Matrix:
    """Return the W (j,) of the least loss that is nearest to a W, as descended on."""
    for _ in range(STEPS_TO_OPTIMUM):
        residual = modes.residual(W.reshape(-1, 1))
        step = np.divide(residual, modes.sizes, out=np.zeros_like(residual), where=modes.sizes > 0)
        W = W - modes.vectors @ step
    return W
