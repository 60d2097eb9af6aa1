"""All that is asked of a least-squares fit: of its weights, of itself, and of each row."""

import math
from dataclasses import dataclass

import numpy as np

from ..cancelling import IsCancelled
from ..matrix import Matrix, frozen
from ..optimum import Optimum
from ..problem import Problem
from ..statistics import Statistics
from ..threads.caching import cached_property
from .inflation import inflation
from .influence import Influence
from .student import f_tail, t_quantile, two_sided_p

USUAL_LEVEL = 0.95


@dataclass(frozen=True, eq=False)
class FitStatistics:
    """The statistics of an optimum, each computed when it is first asked for.

    A figure that does not exist is NaN: those of weights that the table does not determine, and of
    the errors if there are no more rows than the rank.

    Attributes
    ----------
    problem : Problem
        A (N, j) and Y (N, 1).
    best : Optimum
        Its optimum.
    known : Statistics
        What ``statistics`` says of it.
    """

    problem: Problem
    best: Optimum
    known: Statistics

    @property
    def degrees_of_freedom(self) -> int:
        """N − rank."""
        return self.known.degrees_of_freedom

    @property
    def rmse(self) -> float:
        """√loss, in the units of Y."""
        return self.known.optimum.rmse

    @property
    def residual_sd(self) -> float:
        """√(N·loss/(N − rank)), in the units of Y."""
        return self.known.residual_sd

    @property
    def standard_errors(self) -> Matrix:
        """The standard error of each weight, (j,)."""
        return frozen(self.known.standard_errors[:, 0])

    @cached_property
    def intercept(self) -> int | None:
        """The first column that is constant and not 0, from 0; None if there is none."""
        A = self.problem.A
        constant = (A[:1] == A).all(axis=0) & (A[0] != 0)
        return int(np.argmax(constant)) if constant.any() else None

    @cached_property
    def unexplained(self) -> float:
        """1 − R²; it is kept because R² itself rounds to 1."""
        if self.intercept is not None:
            return self.known.optimum.unexplained
        whole = _mean_square(self.problem.Y)
        return self.rmse**2 / whole if whole else math.nan

    @property
    def r_squared(self) -> float:
        """R²: about the mean of Y if there is an intercept, else about 0 (uncentred)."""
        return 1.0 - self.unexplained

    @property
    def adjusted_r_squared(self) -> float:
        """1 − (1 − R²)·(N − c)/(N − rank), with c = 1 if there is an intercept, else 0."""
        if not self.degrees_of_freedom:
            return math.nan
        return 1.0 - self.unexplained * (self.problem.rows - self._constants) / (
            self.degrees_of_freedom
        )

    @property
    def explaining(self) -> int:
        """How many independent columns explain Y beside the intercept."""
        return self.best.rank - self._constants

    @property
    def f(self) -> float:
        """The explained mean square over the unexplained one; NaN if either does not exist."""
        if not (self.explaining and self.degrees_of_freedom):
            return math.nan
        if self.unexplained == 0:
            return math.inf
        share = self.r_squared / self.unexplained
        return share * self.degrees_of_freedom / self.explaining

    @property
    def f_p(self) -> float:
        """How likely an F at least as large is if no column matters."""
        if math.isnan(self.f):
            return math.nan
        return f_tail(self.f, self.explaining, self.degrees_of_freedom)

    @cached_property
    def t(self) -> Matrix:
        """Each weight over its standard error, (j,); NaN if both are 0."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return frozen(self.best.W[:, 0] / self.standard_errors)

    @cached_property
    def p(self) -> Matrix:
        """How likely a t at least as far from 0 is if the weight is 0, (j,)."""
        degrees = self.degrees_of_freedom
        return frozen(np.array([two_sided_p(t, degrees) for t in self.t.tolist()]))

    @cached_property
    def intervals(self) -> Matrix:
        """The lower and upper end of the 95 % interval of each weight, (j, 2)."""
        return self.intervals_of(USUAL_LEVEL)

    def intervals_of(self, level: float) -> Matrix:
        """Return the intervals that cover a share ``level`` in repetitions, (j, 2)."""
        width = math.nan
        if self.degrees_of_freedom:
            width = t_quantile(level, self.degrees_of_freedom)
        off = width * self.standard_errors
        return frozen(np.column_stack((self.best.W[:, 0] - off, self.best.W[:, 0] + off)))

    @cached_property
    def vif(self) -> Matrix:
        """The variance inflation factor of each column, (j,); NaN of the intercept."""
        return frozen(inflation(self.problem, self.best, self.intercept))

    def leverage(self, cancelled: IsCancelled = lambda: False) -> Matrix:
        """Return the leverage of each row, (N,); they sum up to the rank."""
        return self.influence(cancelled).leverage

    def studentised(self, cancelled: IsCancelled = lambda: False) -> Matrix:
        """Return the internally studentised residual of each row, (N,)."""
        return self.influence(cancelled).studentised

    def cook(self, cancelled: IsCancelled = lambda: False) -> Matrix:
        """Return Cook's distance of each row, (N,)."""
        return self.influence(cancelled).cook

    def influence(self, cancelled: IsCancelled = lambda: False) -> Influence:
        """Return what each row does to the fit, by one pass over the rows.

        Raises Cancelled when cancelled.
        """
        return Influence.of(self.problem, self.best, self.residual_sd, cancelled)

    @property
    def _constants(self) -> int:
        return 0 if self.intercept is None else 1


def _mean_square(Y: Matrix) -> float:
    return float(np.mean(np.square(Y)))
