"""What a least-squares fit is worth: standard errors, R², and whether the slopes are right.

``statistics`` needs no second pass over the rows of A: the optimum has a triangle of A already.
``check_gradient`` compares the slopes that a descent followed with the exact ones.

The formulas are those of every textbook on linear regression, for example of Seber and Lee, *Linear
Regression Analysis*, second edition, 2003, sections 3.2 to 3.4 and 4.4.
"""

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from .cancelling import IsCancelled
from .errors import WrongArgument
from .exact.extended import exponents, scaled_by_powers
from .exact.triangular import triangle_inverse
from .language.sentence import marked
from .loss import mean_squared_error
from .matrix import Matrix, frozen
from .optimum import Optimum
from .problem import Problem, check_problem
from .triangle import Triangle, triangle_below, usable
from .unit_columns import column_norms

# Of six digits, which a table of weights shows, all are right.
AGREES_WITHIN = 1e-6
# A hundredth of a slope is seen in any plot.
ROUNDED_WITHIN = 1e-2
MOST_DIGITS = 16.0


class SlopeAgreement(Enum):
    """Whether a slope by a quotient is the exact one; the values are sentences."""

    AGREES = "The quotient agrees with the exact slope."
    ROUNDED = "The quotient differs from the exact slope by rounding."
    WRONG = "The quotient is not the exact slope."


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The slopes of a descent beside the exact ones.

    Attributes
    ----------
    verdicts : tuple of SlopeAgreement
        One for each weight.
    digits : ndarray, shape (j,)
        How many decimal digits of each slope are right, from 0 to 16; NaN if the slope is 0 to
        rounding, so that it has none.
    """

    verdicts: tuple[SlopeAgreement, ...]
    digits: Matrix

    @property
    def worst_digits(self) -> int | None:
        """How many whole digits of the worst slope are right; None if every slope is 0."""
        known = self.digits[~np.isnan(self.digits)]
        return int(known.min()) if len(known) else None

    @property
    def worst(self) -> SlopeAgreement:
        """The verdict on the worst weight."""
        return max(self.verdicts, key=list(SlopeAgreement).index)


def agreeing_digits(
    gradient: ArrayLike,
    exact: ArrayLike,
    floor: ArrayLike = 0.0,
    at_rest: ArrayLike = 0.0,
    beside_zero: ArrayLike = 0.0,
) -> GradientCheck:
    """Compare slopes by quotients with the exact ones.

    Parameters
    ----------
    gradient : array_like, shape (j, 1) or (j,)
        δW, by quotients; NaN if there is none.
    exact : array_like, shape (j, 1) or (j,)
        The exact slopes, in the same units.
    floor : array_like, optional
        Up to what size a slope, and a difference of two, may be rounding alone: one number, or one
        for each weight. See ``ExactGradient.floor``.
    at_rest : array_like, optional
        Up to what size both slopes are 0 to rounding at the optimum, also by the quotients.
    beside_zero : array_like, optional
        Up to what size a quotient is 0 to rounding if the exact slope is 0 to its own, by the
        floor: as |Y − P| has it between its kinks.

    Returns
    -------
    GradientCheck
        A slope AGREES if its relative error is at most 1e-6. It is ROUNDED if that is at most 1e-2,
        or the difference is within the floor, or both slopes are 0 to rounding; otherwise it is
        WRONG.
        The right digits are −log10 of the relative error.

    Raises
    ------
    WrongArgument
        If the two are not of the same number of weights.

    Examples
    --------
    >>> check = agreeing_digits([2.0, 3.0001], [2.0, 3.0])
    >>> check.worst_digits, [verdict.name for verdict in check.verdicts]
    (4, ['AGREES', 'ROUNDED'])
    """
    found = np.asarray(gradient, dtype=np.float64)
    true = np.asarray(exact, dtype=np.float64)
    if found.size != true.size:
        raise WrongArgument(
            "agreeing_digits", "exact", true, marked("engine", "give as many slopes as δW has")
        )
    found, true = found.ravel(), true.ravel()
    least = np.broadcast_to(np.asarray(floor, dtype=np.float64).ravel(), true.shape)
    with np.errstate(all="ignore"):
        off = np.where(found == true, 0.0, np.abs(found - true))
        share = np.where(off == 0, 0.0, off / np.abs(true))
        digits = np.clip(-np.log10(share), 0.0, MOST_DIGITS)
    share = np.where(np.isnan(share), np.inf, share)
    resting, zero = (
        np.broadcast_to(np.asarray(each, dtype=np.float64).ravel(), true.shape)
        for each in (at_rest, beside_zero)
    )
    rests = (np.abs(found) <= resting) & (np.abs(true) <= resting) & (off > 0)
    rests |= (np.abs(found) <= zero) & (np.abs(true) <= least) & (off > 0)
    is_rounding = ((off <= least) & np.isfinite(off)) | rests
    digits = np.where(np.isnan(digits), 0.0, digits)
    is_zero = rests | (is_rounding & (np.abs(true) <= least) & (off > 0))
    digits = np.where(is_zero, np.nan, digits)
    verdicts = [
        SlopeAgreement.AGREES
        if part <= AGREES_WITHIN
        else SlopeAgreement.ROUNDED
        if part <= ROUNDED_WITHIN or within
        else SlopeAgreement.WRONG
        for part, within in zip(share.tolist(), is_rounding.tolist(), strict=True)
    ]
    return GradientCheck(tuple(verdicts), digits)


@dataclass(frozen=True)
class Goodness:
    """How well some weights fit, by their loss.

    Attributes
    ----------
    unexplained : float
        1 − R², the loss as a share of the variance of Y; NaN if Y is constant. It is kept because
        R² itself rounds to 1.
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
        """R², the share of the variance of Y that is explained: below 0 if the mean fits better."""
        return 1.0 - self.unexplained


@dataclass(frozen=True, eq=False)
class Statistics:
    """What is known of an optimum beside its weights.

    Attributes
    ----------
    standard_errors : ndarray, shape (j, 1)
        The standard error of each weight, in the units of the table. NaN for weights that the table
        does not determine, and for all if there are no more rows than the rank.
    optimum : Goodness
        How well the optimum fits.
    rows : int
        N, the number of rows.
    rank : int
        How many columns are independent.
    condition : float
        σmax/σmin of A on columns of length 1; inf if columns are dependent.
    variance : float
        Σ(Y − mean)²/N, in units of 4^``power``, so that it neither overflows nor vanishes.
    power : int
        See ``variance``.
    """

    standard_errors: Matrix
    optimum: Goodness
    rows: int
    rank: int
    condition: float
    variance: float
    power: int

    @property
    def degrees_of_freedom(self) -> int:
        """N − rank: how many rows there are to spare."""
        return max(self.rows - self.rank, 0)

    @property
    def residual_sd(self) -> float:
        """The residual standard deviation of the optimum; NaN without degrees of freedom."""
        return self.optimum.residual_sd

    @property
    def r_squared(self) -> float:
        """R² of the optimum; NaN if Y is constant."""
        return self.optimum.r_squared

    def of_loss(self, loss: float) -> Goodness:
        """Return how well weights with this mean squared error fit the same table.

        Parameters
        ----------
        loss : float
            The mean squared error, in squared units of Y.

        Returns
        -------
        Goodness
            Seber and Lee, section 4.4: R² = 1 − Σ(Y − Ŷ)²/Σ(Y − mean)².
        """
        return _goodness(loss, self.rows, self.rank, self.variance, self.power)

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
        The rows reduced, if the caller has that already: it saves a pass over A for the lengths of
        the columns.
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
    R⁻¹ (Golub and Van Loan, *Matrix Computations*, fourth edition, section 5.3.9). This needs about
    j³ multiplications, and one pass over Y for its variance.

    Examples
    --------
    >>> from engine import optimum
    >>> problem = Problem([[1, 0], [1, 1], [1, 2]], [0, 2, 1])
    >>> found = statistics(problem, optimum(problem))
    >>> found.degrees_of_freedom, round(found.r_squared, 12)
    (1, 0.25)
    """
    check_problem(problem, "statistics")
    variance, power = _variance(problem.Y)
    fitted = _goodness(best.loss, problem.rows, best.rank, variance, power)
    errors: Matrix = np.full((problem.weights, 1), np.nan)
    if not math.isnan(fitted.residual_sd):
        triangle = usable(triangle)
        norms = triangle.column_norms if triangle else column_norms(problem.A, cancelled)
        with np.errstate(over="ignore", invalid="ignore"):
            errors[:, 0] = fitted.residual_sd * (_lengths(best) / norms[:, 0])
    return Statistics(
        frozen(errors), fitted, problem.rows, best.rank, best.condition, variance, power
    )


def _goodness(loss: float, rows: int, rank: int, variance: float, power: int) -> Goodness:
    unexplained = math.nan
    if variance and math.isfinite(loss):
        with np.errstate(over="ignore", under="ignore"):
            unexplained = float(np.ldexp(loss, -2 * power) / variance)
    rmse = math.sqrt(loss) if loss >= 0 else math.nan
    spare = rows - rank
    deviation = rmse * math.sqrt(rows / spare) if spare > 0 else math.nan
    return Goodness(unexplained, rmse, deviation)


def _variance(Y: Matrix) -> tuple[float, int]:
    """Return the mean square of Y about its mean, in units of 4^power; 0 if Y is constant."""
    power = int(exponents(Y)[0])
    values = scaled_by_powers(Y[:, 0], -power)
    if values.min() == values.max():
        return 0.0, power
    left = values - values.mean()
    # The mean is rounded. The second term is what that adds: Chan, Golub and LeVeque, The American
    # Statistician 37, 1983.
    return float(np.mean(np.square(left)) - np.square(left.mean())), power


def _lengths(best: Optimum) -> Matrix:
    """Return √((UᵀU)⁻¹_kk) of the columns U of length 1, (j,); NaN if it is not determined."""
    found = np.full(len(best.W), np.nan)
    others = {k for k, _ in best.dependent}
    chosen = [k for k in range(len(found)) if k not in others]
    if not chosen:
        return found
    T = best.unit_columns[:, chosen]
    if chosen[-1] >= len(chosen):  # the first columns of a triangle are one
        T = triangle_below(T[:0], T)
    T = T[: len(chosen)]
    if not (len(T) == len(chosen) and T.diagonal().all()):
        return found
    found[chosen] = np.linalg.norm(triangle_inverse(T), axis=1)
    # The weights of a column that depends on others, and of these, are shared among them.
    found[np.isnan(best.error)] = np.nan
    return found
