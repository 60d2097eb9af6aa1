"""The table that the limit of any loss is looked at on: the rows of a run and its formula."""

from dataclasses import dataclass

import numpy as np

from ..cancelling import IsCancelled
from ..difference import Difference
from ..formula.evaluation import MOST_ROWS, PointEvaluation, cells_of, heights_of
from ..formula.formula import Formula
from ..formula.quotients import FormulaQuotients, keeps_columns
from ..formula.tree import Symbol
from ..matrix import Matrix
from ..problem import Problem
from ..settings import Precision, Settings
from ..unit_columns import column_norms, scaled
from .table import AnyTable, LossSource


@dataclass(frozen=True, eq=False)
class LossTable(AnyTable):
    """A and Y as a descent on a formula has them, and the formula.

    Its source is always all rows: no triangle has the same losses.

    Attributes
    ----------
    formula : Formula
        The loss on these columns.
    """

    formula: Formula

    @classmethod
    def of_rows(
        cls,
        problem: Problem,
        settings: Settings,
        formula: Formula,
        precision: Precision | None = None,
        cancelled: IsCancelled = lambda: False,
    ) -> "LossTable":
        """Return the rows of a problem as a descent on a formula has them.

        Parameters
        ----------
        problem : Problem
        settings : Settings
            Those of the descent: whether columns are scaled, and the precision.
        formula : Formula
            The loss on the columns of the problem.
        precision : Precision, optional
            Another precision than that of the descent.
        cancelled : callable, optional
            Asked for each block of rows.

        Raises
        ------
        Cancelled
            If ``cancelled`` returned True.
        """
        norms: Matrix = np.ones_like(problem.W)
        if settings.scale_columns:
            norms = column_norms(problem.A, cancelled)
            problem, formula = scaled(problem, norms, cancelled), formula.on_scaled(norms)
        kind = precision or settings.precision
        with np.errstate(over="ignore"):
            A, Y = (table.astype(kind.value, copy=False) for table in (problem.A, problem.Y))
        return cls(A, Y, problem.rows, kind, LossSource.ROWS, norms, formula)

    def in_double(self) -> "LossTable":
        """Return the same numbers in float64."""
        A, Y = (table.astype(np.float64, copy=False) for table in (self.A, self.Y))
        return LossTable(A, Y, self.rows, Precision.DOUBLE, self.source, self.norms, self.formula)

    def quotients(
        self, h: float, difference: Difference, cancelled: IsCancelled = lambda: False
    ) -> FormulaQuotients:
        """Return what a literal epoch evaluates its quotients by."""
        return self.formula.quotients_of(self.A, self.Y, h, difference, cancelled)

    def losses(
        self, w: Matrix, k: int, points: Matrix, cancelled: IsCancelled = lambda: False
    ) -> Matrix:
        """Return the loss at W (j,) with w_k at each of the points (n,), as quotients evaluate it.

        The residual of a moved weight is that of W, less the move times the column.
        """
        program = self.formula.program
        height = min(len(self.A), MOST_ROWS)
        heights = heights_of(len(self.A), height)
        group = max(1, min(len(points), cells_of(program) // max(height, self.weights)))
        evaluation = PointEvaluation(program, group, height, len(self.A), self.A.dtype)
        is_of_residual = program.index(Symbol.RESIDUAL) is not None
        found, column = np.empty(len(points), self.A.dtype), np.ascontiguousarray(self.A[:, k])
        with np.errstate(all="ignore"):
            base, moves = self._base(w, height), (points - w[k])[:, np.newaxis]
            if is_of_residual:
                base, moves = self.Y[:, 0] - base, -moves
            for start in range(0, len(points), group):
                some = moves[start : start + group]

                def fill(block: int, room: Matrix, some: Matrix = some) -> Matrix:
                    own = slice(block * height, block * height + room.shape[1])
                    np.multiply(column[own], some, out=room)
                    room += base[own]
                    return self.Y[np.newaxis, own, 0]

                places: Matrix | None = None
                if program.uses_weights:
                    places = np.repeat(w[np.newaxis], len(some), axis=0)
                    places[:, k] = points[start : start + group]
                found[start : start + group] = evaluation.losses(
                    len(some), heights, fill, places, cancelled
                )
        return found

    def moved_values(self, w: Matrix) -> Matrix:
        """Return what is moved with a weight, (n,): P at W (j,), or Y − P if only that counts."""
        with np.errstate(all="ignore"):
            base = self._base(w, MOST_ROWS)
            if self.formula.program.index(Symbol.RESIDUAL) is not None:
                base = self.Y[:, 0] - base
        return base

    def _base(self, w: Matrix, height: int) -> Matrix:
        """Return A·W (n,), in the same blocks as the quotients and by the same products."""
        base, of_columns = np.empty(len(self.A), self.A.dtype), keeps_columns(self.A)
        for start in range(0, len(base), height):
            own = slice(start, start + height)
            if of_columns:
                np.matmul(w, np.ascontiguousarray(self.A[own].T), out=base[own])
            else:
                np.matmul(self.A[own], w, out=base[own])
        return base
