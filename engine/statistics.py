"""What a least-squares fit is worth: standard errors, t, p and R².

``statistics`` needs no second pass over the rows of A: the optimum has a triangle of A already.
What it returns computes the rest on use, by ``inference/``.
Whether the slopes of a descent are right is asked in ``limit/slope_check.py``, whose names stand
here as well.

The formulas are those of every textbook on linear regression, for example of Seber and Lee, *Linear
Regression Analysis*, second edition, 2003, sections 3.2 to 3.4 and 4.4.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .cancelling import IsCancelled
from .exact.extended import exponents, scaled_by_powers, two_sum
from .exact.scaled_table import is_small
from .inference.covariance import CovarianceRoot
from .inference.missing import MissingFigure, RSquaredKind
from .limit.slope_check import GradientCheck, SlopeAgreement, agreeing_digits
from .loss import mean_squared_error
from .matrix import Matrix, frozen
from .optimum import Optimum
from .problem import Problem, check_problem
from .threads.caching import cached_property
from .triangle import Progress, Triangle, usable

if TYPE_CHECKING:
    from .inference.influence import Influence

__all__ = [
    "Goodness",
    "GradientCheck",
    "SlopeAgreement",
    "Statistics",
    "agreeing_digits",
    "statistics",
]

USUAL_LEVEL = 0.95
# By so much, as a share of the length of Y, rounding its cells moves what the weights follow.
ROUNDING_OF_OUTPUT = 4 * float(np.finfo(float).eps)
# Of Y less its mean, the triangle keeps all but four digits if the squares are such a share.
CENTRED = 1e-8
# If 1 − R² is more, R² is computed without subtracting it from 1.
HARDLY_EXPLAINED = 0.9


@dataclass(frozen=True)
class Goodness:
    """How well some weights fit, by their loss.

    Attributes
    ----------
    unexplained : float
        1 − R², the loss as a share of the variance of Y, or of its mean square if no column of A is
        constant; NaN if that is 0. It is kept because R² itself rounds to 1.
    rmse : float
        √loss, in the units of Y.
    residual_sd : float
        √(N·loss/(N − rank)), in the units of Y; NaN unless there are more rows than the rank.
    """

    unexplained: float
    rmse: float
    residual_sd: float

    @property
    def r_squared(self) -> float:
        """R², the share of Y that is explained: below 0 if the mean, or 0, fits better."""
        return 1.0 - self.unexplained


@dataclass(frozen=True, eq=False)
class Statistics:
    """What is known of an optimum beside its weights, most of it computed when first asked for.

    A figure that does not exist is NaN, and ``missing_r_squared`` or the like says why: also
    ``missing_residual_sd``, ``missing_f``, ``missing_error``, ``missing_t``, ``missing_vif``.

    Attributes
    ----------
    problem : Problem
        A (N, j) and Y (N, 1).
    best : Optimum
        Its optimum.
    root : CovarianceRoot
        The root of (AᵀA)⁻¹.
    standard_errors : ndarray, shape (j,)
        The standard error of each weight, in the units of the table. NaN for weights that the table
        does not determine, and for all if there are no more rows than the rank.
    optimum : Goodness
        How well the optimum fits.
    total : float
        What R² compares the loss with: Σ(Y − mean)²/N, or ΣY²/N if no column of A is constant; in
        units of 4^``power``, so that it neither overflows nor vanishes.
    power : int
        See ``total``.
    """

    problem: Problem = field(repr=False)
    best: Optimum = field(repr=False)
    root: CovarianceRoot = field(repr=False)
    standard_errors: Matrix
    optimum: Goodness
    total: float
    power: int

    @property
    def rows(self) -> int:
        """N, the number of rows, or of those that were reduced to the rows of the problem."""
        return self.problem.observations

    @property
    def rank(self) -> int:
        """How many columns are independent."""
        return self.best.rank

    @property
    def condition(self) -> float:
        """σmax/σmin of A on columns of length 1; inf if columns are dependent."""
        return self.best.condition

    @property
    def degrees_of_freedom(self) -> int:
        """N − rank: how many rows there are to spare."""
        return max(self.rows - self.rank, 0)

    @property
    def intercept(self) -> int | None:
        """The first column that is constant and not 0, from 0; None if there is none."""
        return self.problem.intercept

    @property
    def determined(self) -> NDArray[np.bool_]:
        """Which weights the table determines, (j,), even if some columns depend on others."""
        found: NDArray[np.bool_] = ~np.isnan(self.best.error)
        return found

    def dependencies(self, names: Sequence[str], most: int | None = None) -> list[str]:
        """Return which columns are combinations of others, such as "total = adults + children".

        Parameters
        ----------
        names : sequence of str
            Those of all columns.
        most : int, optional
            How many to write at most: a wide table has thousands.
        """
        from .verdict.wording import dependency  # loaded on use, as in engine/__init__.py

        return [dependency(names, k, terms) for k, terms in self.best.dependent[:most]]

    @property
    def rmse(self) -> float:
        """√loss of the optimum, in the units of Y."""
        return self.optimum.rmse

    @property
    def residual_sd(self) -> float:
        """The residual standard deviation of the optimum; NaN without degrees of freedom."""
        return self.optimum.residual_sd

    @property
    def error_scale(self) -> float:
        """What the lengths of ``root`` are multiplied by to give standard errors.

        It is the residual standard deviation, less the share of it that rows which stand for more
        have: of these, (AᵀA)⁻¹ is too large by how many each stands for.
        """
        return self.residual_sd * _share(self.problem)

    @property
    def missing_residual_sd(self) -> MissingFigure | None:
        """Why the residual standard deviation does not exist; None if it does."""
        if not self.degrees_of_freedom:
            return MissingFigure.NO_DEGREES
        return None if math.isfinite(self.residual_sd) else MissingFigure.OUT_OF_RANGE

    @property
    def unexplained(self) -> float:
        """1 − R² of the optimum."""
        return self.optimum.unexplained

    @cached_property
    def r_squared(self) -> float:
        """R² of the optimum; NaN if Y leaves nothing to explain."""
        if self.explaining and self.unexplained > HARDLY_EXPLAINED and is_small(self.problem):
            return self._explained()
        return self.optimum.r_squared

    @property
    def r_squared_kind(self) -> RSquaredKind:
        """What R² compares with: the mean of Y, or 0 if no column of A is constant."""
        return RSquaredKind.ABOUT_ZERO if self.intercept is None else RSquaredKind.ABOUT_MEAN

    @property
    def missing_r_squared(self) -> MissingFigure | None:
        """Why R² does not exist; None if it does."""
        if not self.total:
            is_centred = self.intercept is not None
            return MissingFigure.CONSTANT_OUTPUT if is_centred else MissingFigure.ZERO_OUTPUT
        return MissingFigure.OUT_OF_RANGE if math.isnan(self.unexplained) else None

    @property
    def adjusted_unexplained(self) -> float:
        """1 − adjusted R², which itself rounds to 1; NaN without degrees of freedom."""
        degrees = self.degrees_of_freedom
        if not degrees:
            return math.nan
        return self.unexplained * (self.rows - self._constants) / degrees

    @property
    def adjusted_r_squared(self) -> float:
        """1 − (1 − R²)·(N − c)/(N − rank), with c = 1 if there is an intercept, else 0."""
        return 1.0 - self.adjusted_unexplained

    @property
    def missing_adjusted_r_squared(self) -> MissingFigure | None:
        """Why the adjusted R² does not exist; None if it does."""
        return self.missing_r_squared or self.missing_residual_sd

    @property
    def explaining(self) -> int:
        """How many independent columns explain Y beside the intercept."""
        return self.rank - self._constants

    @property
    def f(self) -> float:
        """The explained mean square over the unexplained one; NaN if either does not exist."""
        if not (self.explaining and self.degrees_of_freedom):
            return math.nan
        if self.unexplained == 0:
            return math.inf
        share = max(self.r_squared, 0.0) / self.unexplained
        return share * self.degrees_of_freedom / self.explaining

    @property
    def f_p(self) -> float:
        """How likely an F at least as large is if no column matters."""
        from .inference.student import f_tail  # loaded on use, as in engine/__init__.py

        return f_tail(self.f, self.explaining, self.degrees_of_freedom)

    @property
    def missing_f(self) -> MissingFigure | None:
        """Why F does not exist; None if it does."""
        if not self.explaining:
            return MissingFigure.NOTHING_EXPLAINS
        return self.missing_residual_sd or self.missing_r_squared

    def missing_error(self, k: int) -> MissingFigure | None:
        """Return why weight k, from 0, has no standard error and interval; None if it has."""
        if not self.best.unit_columns[:, k].any():
            return MissingFigure.ZERO_COLUMN
        if not self.determined[k]:
            return MissingFigure.NOT_DETERMINED
        if self.missing_residual_sd is not None:
            return self.missing_residual_sd
        is_known = np.isfinite(self.standard_errors[k])
        return None if is_known else MissingFigure.OUT_OF_RANGE

    @cached_property
    def t(self) -> Matrix:
        """Each weight over its standard error, (j,); NaN if there is none.

        If the fit is exact, it is ±inf of weights that rounding the cells of Y cannot explain.
        """
        W = self.best.W[:, 0]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found = W / self.standard_errors
            if self.residual_sd == 0:
                size = math.sqrt(self.problem.rows) * float(np.abs(self.problem.Y).max())
                found[self._chosen] = np.where(
                    np.abs(W[self._chosen]) <= self.root.errors(ROUNDING_OF_OUTPUT * size),
                    np.nan,
                    found[self._chosen],
                )
        return frozen(found)

    @cached_property
    def p(self) -> Matrix:
        """How likely a t at least as far from 0 is if the weight is 0, (j,)."""
        from .inference.student import two_sided_p  # loaded on use, as in engine/__init__.py

        degrees = self.degrees_of_freedom
        return frozen(np.array([two_sided_p(t, degrees) for t in self.t.tolist()]))

    def missing_t(self, k: int) -> MissingFigure | None:
        """Return why weight k, from 0, has no t and p; None if it has."""
        is_known = not math.isnan(self.t[k])
        return None if is_known else self.missing_error(k) or MissingFigure.EXACT_FIT

    @cached_property
    def intervals(self) -> Matrix:
        """The lower and upper end of the 95 % interval of each weight, (j, 2)."""
        return self.intervals_of(USUAL_LEVEL)

    def intervals_of(self, level: float) -> Matrix:
        """Return the intervals that cover a share ``level`` in repetitions, (j, 2)."""
        off = self.width_of(level) * self.standard_errors
        return frozen(np.column_stack((self.best.W[:, 0] - off, self.best.W[:, 0] + off)))

    def width_of(self, level: float) -> float:
        """Return how many standard errors such an interval reaches to either side; NaN if none."""
        from .inference.student import t_quantile  # loaded on use, as in engine/__init__.py

        degrees = self.degrees_of_freedom
        return t_quantile(level, degrees) if degrees else math.nan

    @cached_property
    def vif(self) -> Matrix:
        """The variance inflation factor of each column, (j,); NaN of the intercept."""
        from .inference.inflation import inflation  # loaded on use, as in engine/__init__.py

        return frozen(inflation(self.problem, self.best, self.root, self.intercept))

    def missing_vif(self, k: int) -> MissingFigure | None:
        """Return why column k, from 0, has no inflation of variance; None if it has."""
        if k == self.intercept:
            return MissingFigure.INTERCEPT
        if not self.best.unit_columns[:, k].any():
            return MissingFigure.ZERO_COLUMN
        return MissingFigure.OUT_OF_RANGE if math.isnan(self.vif[k]) else None

    def leverage(self, cancelled: IsCancelled = lambda: False) -> Matrix:
        """Return the leverage of each row, (N,); they sum up to the rank."""
        return self.influence(cancelled).leverage

    def studentised(self, cancelled: IsCancelled = lambda: False) -> Matrix:
        """Return the internally studentised residual of each row, (N,)."""
        return self.influence(cancelled).studentised

    def cook(self, cancelled: IsCancelled = lambda: False) -> Matrix:
        """Return Cook's distance of each row, (N,)."""
        return self.influence(cancelled).cook

    def influence(
        self,
        cancelled: IsCancelled = lambda: False,
        progress: Progress = lambda _: None,
    ) -> "Influence":
        """Return what each row does to the fit, by one pass over the rows.

        Parameters
        ----------
        cancelled : callable, optional
            Asked for each block of rows whether to stop.
        progress : callable, optional
            Called with the fraction of rows done, from 0 to 1, after each block.

        Raises
        ------
        Cancelled
            If ``cancelled`` returned True.
        """
        from .inference.influence import Influence  # loaded on use, as in engine/__init__.py

        return Influence.of(
            self.problem, self.best, self.root, self.residual_sd, cancelled, progress
        )

    def of_loss(self, loss: float) -> Goodness:
        """Return how well weights with this mean squared error fit the same table.

        Parameters
        ----------
        loss : float
            The mean squared error, in squared units of Y.

        Returns
        -------
        Goodness
            Seber and Lee, section 4.4: R² = 1 − Σ(Y − Ŷ)²/Σ(Y − mean)², or 1 − Σ(Y − Ŷ)²/ΣY² if no
            column of A is constant.
        """
        return _goodness(loss, self.rows, self.rank, self.total, self.power)

    def of_weights(self, problem: Problem, W: Matrix) -> Goodness:
        """Return how well any weights fit the same table by the squares of Y − Ŷ.

        Parameters
        ----------
        problem : Problem
            A (N, j) and Y (N, 1) of the table.
        W : ndarray, shape (j, 1)
            The weights, finite.
        """
        return self.of_loss(mean_squared_error(problem.A, W, problem.Y))

    def _explained(self) -> float:
        """Return R² from Ŷ: if it is small, 1 − R² less than 1 has lost its digits."""
        values = scaled_by_powers(self.problem.Y[:, 0], -self.power)
        rest: Matrix = np.zeros(len(values))
        if self.intercept is not None:
            values, rest = two_sum(values, np.full(len(values), -values.mean()))
            rest = rest - values.mean()  # of the rounding of the mean
        explained = self.root.explained(self.problem.A, values, rest)
        return explained / (self.total * self.problem.rows)

    @property
    def _constants(self) -> int:
        return 0 if self.intercept is None else 1

    @property
    def _chosen(self) -> list[int]:
        return self.root.chosen


def statistics(
    problem: Problem,
    best: Optimum,
    triangle: Triangle | None = None,
    *,
    cancelled: IsCancelled = lambda: False,
) -> Statistics:
    """Return the statistics of a least-squares fit.

    Parameters
    ----------
    problem : Problem
        A (N, j) and Y (N, 1).
    best : Optimum
        Its optimum, as ``optimum`` returns it.
    triangle : Triangle, optional
        The rows reduced, if the caller has that already: of a large table it saves every pass over
        the rows.
    cancelled : callable, optional
        Asked for each block of rows whether to stop.

    Returns
    -------
    Statistics

    Raises
    ------
    Cancelled
        If ``cancelled`` returns True.

    Notes
    -----
    With s² = N·loss/(N − rank), the standard error of a weight is s·√((AᵀA)⁻¹_kk) (Seber and Lee,
    section 3.2 and 3.3). With A = Q·R, (AᵀA)⁻¹ is R⁻¹·R⁻ᵀ, so the root is the length of a row of
    R⁻¹ (Golub and Van Loan, *Matrix Computations*, fourth edition, section 5.3.9).

    Examples
    --------
    >>> from engine import optimum
    >>> problem = Problem([[1, 0], [1, 1], [1, 2]], [0, 2, 1])
    >>> found = statistics(problem, optimum(problem))
    >>> found.degrees_of_freedom, round(found.r_squared, 12)
    (1, 0.25)
    """
    check_problem(problem, "statistics")
    triangle = usable(triangle)
    total, power = _total(problem, triangle)
    fitted = _goodness(best.loss, problem.observations, best.rank, total, power)
    if best.rank == (problem.intercept is not None) and not math.isnan(fitted.unexplained):
        fitted = replace(fitted, unexplained=1.0)  # but for rounding: no column explains anything
    root = CovarianceRoot.of(best, problem, triangle, cancelled)
    errors: Matrix = np.full(problem.weights, np.nan)
    if not math.isnan(fitted.residual_sd):
        with np.errstate(over="ignore", invalid="ignore"):
            errors[root.chosen] = root.errors(fitted.residual_sd * _share(problem))
    # The weights of a column that depends on others, and of these, are shared among them.
    errors[np.isnan(best.error)] = np.nan
    return Statistics(problem, best, root, frozen(errors), fitted, total, power)


SMALL_OUTPUT, VANISHED_LOSS = -415, 2.0**-1010
"""A power of two of Y, and a loss. The squares of Y below 1e-125 are below 1e-250; of those, a loss
below 1e-304 may be anything: it has lost digits below the least normal number, 2e-308."""


def _share(problem: Problem) -> float:
    """Return √(rows of a problem/rows that they stand for), which is 1 unless they are reduced."""
    return math.sqrt(problem.rows / problem.observations)


def _goodness(loss: float, rows: int, rank: int, total: float, power: int) -> Goodness:
    # Squares that overflow or vanish say nothing: not that the fit is exact, nor that t is 0.
    if loss == math.inf or (power < SMALL_OUTPUT and loss < VANISHED_LOSS):
        return Goodness(math.nan, math.nan, math.nan)
    unexplained = math.nan
    if total and math.isfinite(loss):
        with np.errstate(over="ignore", under="ignore"):
            unexplained = float(np.ldexp(loss, -2 * power) / total)
    rmse = math.sqrt(loss) if loss >= 0 else math.nan
    spare = rows - rank
    deviation = rmse * math.sqrt(rows / spare) if spare > 0 else math.nan
    return Goodness(unexplained, rmse, deviation)


def _total(problem: Problem, triangle: Triangle | None) -> tuple[float, int]:
    """Return the mean square of Y, about its mean if there is an intercept, in units of 4^power."""
    intercept = problem.intercept
    if triangle is not None and not is_small(problem):
        power = int(exponents(triangle.R[:, -1:])[0])
        z = scaled_by_powers(triangle.R[:, -1], -power)
        left = z
        if intercept is not None:
            ones = triangle.R[:, intercept] / np.linalg.norm(triangle.R[:, intercept])
            left = z - ones * (ones @ z)
            left = left - ones * (ones @ left)
        squares = float(left @ left)
        # If little is left, it has lost its digits.
        if squares > CENTRED * float(z @ z) or not z.any():
            return squares / problem.rows, power
    power = int(exponents(problem.Y)[0])
    values = scaled_by_powers(problem.Y[:, 0], -power)
    if intercept is None:
        return float(np.mean(np.square(values))), power
    if values.min() == values.max():
        return 0.0, power
    left = values - values.mean()
    # The mean is rounded. The second term is what that adds: Chan, Golub and LeVeque, The American
    # Statistician 37, 1983.
    return float(np.mean(np.square(left)) - np.square(left.mean())), power
