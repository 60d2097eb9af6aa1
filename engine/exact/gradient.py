"""The exact gradient of one problem at many W, with which a run's slopes are compared.

A small table is taken as it is. For a larger one, its triangle stands for the rows: then the cost
no longer depends on their number, and the result is off by the rounding of the reduction at most.
"""

import math
from typing import TYPE_CHECKING

import numpy as np

from ..cancelling import IsCancelled
from ..matrix import Matrix
from ..optimum import REDUCTION
from ..problem import Problem
from ..settings import Settings
from ..triangle import Triangle, usable
from ..unit_columns import as_descended, column_norms, scaled
from .extended import exponents, residual_products, scaled_by_powers, unscaled_gradient

if TYPE_CHECKING:
    from ..formula.formula import Formula

# In 1,980 converged runs of 3×1 to 200×12, a slope by quotients differed from the exact one by 1.05
# ε of the size of its terms at most, and by 0.16 ε in half of them.
ROUNDINGS = 4.0


class ExactGradient:
    """The exact gradient of the loss of one problem, at any W.

    Parameters
    ----------
    problem : Problem
        A (N, j) and Y (N, 1); its own W does not matter.
    settings : Settings
        Those of the descent. If they scale the columns, the gradient is that of the scaled ones,
        as in a ``Frame``.
    triangle : Triangle, optional
        The rows reduced, to stand for the rows.
    cancelled : callable, optional
        Asked for each block of rows while the table is prepared.
    norms : ndarray, shape (j, 1), optional
        The lengths by which the descent divides the columns, if it does: those of a triangle and of
        its rows differ in the last bit.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.

    Notes
    -----
    −(2/N)·Aᵀ(Y − A·W), with the residual first and twice the digits of float64, as
    ``exact_gradient`` computes it; of N rows or of the N that a triangle stands for. Of scaled
    columns it is that of A and W as the descent has rounded them.
    """

    def __init__(
        self,
        problem: Problem,
        settings: Settings,
        triangle: Triangle | None = None,
        cancelled: IsCancelled = lambda: False,
        norms: Matrix | None = None,
    ) -> None:
        self._rows = problem.rows
        self._formula, self._cancelled = settings.formula, cancelled
        triangle = usable(triangle) if self._formula is None else None
        self._norms: Matrix | None = None
        if settings.scale_columns:  # the very rows of the descent, so that both have one slope
            if norms is None:
                norms = triangle.column_norms if triangle else column_norms(problem.A, cancelled)
            self._norms = norms
            if triangle is None:
                problem = scaled(problem, norms, cancelled)
                self._formula = self._formula and self._formula.on_scaled(norms)
            else:
                triangle = triangle.divided_by(norms)
        if self._formula is not None:
            from ..losses.ridge import with_ridge_rows  # loaded on use, as the formula itself

            if (rows := with_ridge_rows(problem, self._formula)) is not None:
                problem, self._formula, self._rows = rows, None, rows.rows
        self._problem = problem
        table = np.hstack((problem.A, problem.Y)) if triangle is None else triangle.R
        powers = exponents(table)
        self._columns, self._output = powers[:-1], int(powers[-1])
        self._table = scaled_by_powers(table, -powers)
        self._lengths = np.linalg.norm(self._table, axis=0)
        self._rounding = ROUNDINGS * float(np.finfo(settings.precision.value).eps)
        if triangle is not None:
            once, grows = REDUCTION
            self._rounding += once + grows * math.sqrt(problem.rows)

    def at(self, W: Matrix, W_scaled: Matrix | None = None) -> Matrix:
        """Return the gradient at W (j, 1), in the table's units: shape (j, 1), float64.

        An entry that is beyond the range of float64 is ±inf. W must be finite. ``W_scaled`` is the
        same as descended on, if it is known.
        """
        here = self._as_run(W, W_scaled)
        if self._formula is not None:
            return self._formula.slope(self._problem, here, self._cancelled).gradient
        x, size = self._scaled(here)
        slopes, _ = residual_products([self._table], x, self._output - size)
        return unscaled_gradient(slopes, self._rows, self._columns, size)

    def floor(self, W: Matrix) -> Matrix:
        """Return up to what size a slope at W (j, 1) may be rounding alone: shape (j, 1).

        A slope is a sum of products of a column with the terms of the residual, A·W and Y. Rounding
        W, or these terms, to the arithmetic of the run moves it by some ε of their size.
        """
        if self._formula is not None:
            return self._floor_of_formula(self._formula, self._as_run(W))
        x, size = self._scaled(self._as_run(W))
        lengths = self._lengths[:-1]
        terms = float(lengths @ np.abs(x)) + math.ldexp(self._lengths[-1], self._output - size)
        slopes = lengths * (terms * self._rounding)
        return np.abs(unscaled_gradient(slopes, self._rows, self._columns, size))

    def _as_run(self, W: Matrix, W_scaled: Matrix | None = None) -> Matrix:
        """Return W (j, 1) for the columns descended on."""
        W = W.astype(np.float64)
        return W if self._norms is None else as_descended(W, self._norms, W_scaled)

    def _floor_of_formula(self, formula: "Formula", W: Matrix) -> Matrix:
        """Return the rounding of the slopes of a formula: some ε of the loss over each weight."""
        from ..losses.rounding_of_loss import natural_sizes_of

        sizes = np.maximum(natural_sizes_of(self._problem), np.abs(W[:, 0]))
        with np.errstate(all="ignore"):
            loss = abs(float(formula.losses(self._problem, W.T, self._cancelled)[0]))
            floor: Matrix = (self._rounding * loss / sizes).reshape(-1, 1)
        return np.nan_to_num(floor)

    def _scaled(self, W: Matrix) -> tuple[Matrix, int]:
        """Return W as descended on in units of a power of two of Y, and that power."""
        # Weights of columns of zeros do not matter, however large they are.
        weights = np.where(self._lengths[:-1] > 0, W[:, 0], 0.0)
        size = max(self._output, int((np.frexp(weights)[1] + self._columns).max()))
        return scaled_by_powers(weights, self._columns - size), size
