"""The step h that fits the scale of a problem, and the steps of a descent as numbers."""

import math
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .difference import Difference, StepSizes
from .errors import BadSetting
from .language.sentence import marked
from .limit.theory import ErrorTheory
from .matrix import Matrix
from .methods.updated_quotients import is_updated
from .optimisers.kinds import LIMITLESS
from .problem import Problem, check_problem
from .settings import FITS, FITS_EACH, SAFE, Precision, Settings
from .stability import fixed_rate

if TYPE_CHECKING:
    from .formula.formula import Formula

# Of the last digit of W at the start. Less, and rounding w + h costs over 0.1 % of h.
MOVE_AT_START = 1e3
# Of the last digit of the optimum: w + h then differs from w up to twice its size. More would cost
# one-sided quotients digits at the start, as their error is h times the mean square.
MOVE_AT_OPTIMUM = 1.0
# The relative error of the start up to which h is raised for the sake of the optimum.
LEAST_EXACT_START = 1e-2
# Of the best step: with a larger one, a quotient has a digit less at the start.
SPARED = 10.0
# Of the 15 digits that the central quotient of a table has at W = 1, 2.6 may be lost there, and of
# 6.6 in single precision 1.2. The end of a run gains as many.
SPARED_POWER = 1 / 12
# Up to 2.4 ms for 1,000,000×10, and less for 1×1 to 1000×1000 and for 20×50,000 (measured).
PRODUCTS_TO_SOLVE = 2**19
# Mean squares between these have all their digits.
SAFE_SQUARES = (1e-290, 1e290)
# Powers of ten that float64 holds with all their digits.
EXPONENTS = (-307, 308)
LARGEST_STEP = 10.0 ** EXPONENTS[1]


def with_fixed_steps(
    settings: Settings, problem: Problem, formula: "Formula | None" = None
) -> Settings:
    """Return the settings with η and h as numbers, as a descent on this problem uses them.

    Parameters
    ----------
    settings : Settings
        η may be "safe", and h may be "fits" or "fits each weight".
    problem : Problem
        The problem descended on, with scaled columns if the settings say so, and the W that the
        whole descent starts from. A descent that is continued later then keeps its h.
    formula : Formula, optional
        The loss on scaled columns; that of the settings if not given.

    Returns
    -------
    Settings

    Raises
    ------
    BadSetting
        If there is a step for each weight, but of another number of weights; or if η is "safe",
        and none is for this loss or this optimiser.

    Examples
    --------
    >>> fixed = with_fixed_steps(Settings(learning_rate="safe"), Problem([[1.0]], [5.0]))
    >>> fixed.learning_rate, fixed.h
    (0.5, 10.0)
    """
    if settings.learning_rate == SAFE and settings.optimiser in LIMITLESS:
        raise BadSetting(
            marked("engine", "learning rate η"),
            SAFE,
            marked("engine", "a number: with {optimiser} no η is known to be safe").format(
                optimiser=settings.optimiser.value
            ),
        )
    if settings.formula is not None:
        return _of_any_loss(settings, problem, formula or settings.formula)
    if settings.learning_rate == SAFE:
        settings = replace(settings, learning_rate=fixed_rate(SAFE, problem))
    if settings.h == FITS:
        h = suggest_h(problem, settings.difference, settings.precision)
        settings = replace(settings, h=h)
    if settings.h == FITS_EACH:
        each = suggest_each_h(problem, settings.difference, settings.precision)
        settings = replace(settings, h=each)
    check_each_h(settings, problem)
    return settings


def _of_any_loss(settings: Settings, problem: Problem, formula: "Formula") -> Settings:
    """Return the settings with η and h as numbers that suit a formula."""
    from .losses.fitting_steps import fitting_step, fitting_steps  # 30 modules, loaded on use
    from .losses.ridge import as_plain, with_ridge_rows
    from .losses.safe_rate import safe_rate

    if (rows := with_ridge_rows(problem, formula)) is not None:
        fixed = with_fixed_steps(as_plain(settings), rows)
        return replace(settings, learning_rate=fixed.learning_rate, h=fixed.h)
    if settings.learning_rate == SAFE:
        settings = replace(settings, learning_rate=safe_rate(formula, problem))
    if isinstance(settings.h, str):
        precision = settings.precision
        steps = fitting_steps(formula, problem, settings.difference, precision)
        h = fitting_step(steps, problem.W, precision) if settings.h == FITS else steps
        settings = replace(settings, h=h)
    check_each_h(settings, problem)
    return settings


def check_each_h(settings: Settings, problem: Problem) -> None:
    """Raise BadSetting if there is a step for each weight, but of another number of weights."""
    if isinstance(settings.h, tuple) and len(settings.h) != problem.weights:
        rule = marked("engine", "one number, or {weights}, one for each weight")
        raise BadSetting(
            marked("engine", "the number of steps h"),
            len(settings.h),
            rule.format(weights=problem.weights),
        )


def suggest_h(
    problem: Problem,
    difference: str = Difference.CENTRAL,
    precision: str = Precision.DOUBLE,
) -> float:
    """Return the h, a power of ten, at which the quotients are about as exact as they can be.

    Parameters
    ----------
    problem : Problem
        A, Y and the W at which the quotients are evaluated.
    difference : {"central", "forward", "backward"}
    precision : {"float64", "float32"}

    Returns
    -------
    float
        The step h, in the units of the weights.

    Raises
    ------
    BadSetting
        If a name is unknown.

    Notes
    -----
    Subtracting two nearly equal losses loses digits. The fewest are lost if moving w_k by h changes
    the loss by about the loss itself: h = √(loss / mean(A_k²)). The loss is at most mean(Y²) by the
    end, so that counts if it is less than the loss at W, unless the start would lose more than half
    of its digits. The one h for all weights is the geometric mean of the smallest and the largest
    of these. One-sided quotients also have an error of h·mean(A_k²), which equals the rounding
    error ε at √ε times that h.

    The result moves the largest weight by at least three digits. It also moves weights that are as
    large as the optimum's, unless the start would then keep fewer than two digits: columns that
    differ so much have to be scaled, because no descent on them comes near the optimum.

    Examples
    --------
    >>> suggest_h(Problem([[1.0], [2.0]], [3.0, 5.0]))
    1.0
    """
    check_problem(problem, "suggest_h")
    settings = Settings(difference=difference, precision=precision)
    difference, precision = settings.difference, settings.precision
    epsilon = float(np.finfo(Precision(precision).value).eps)
    is_central = Difference(difference) is Difference.CENTRAL
    columns = sizes_of_columns(problem)
    columns = columns[columns > 0]
    exponent, most = -1.0, math.inf
    if len(columns):
        size = _size_of_residuals(problem, epsilon)
        exponent = math.log10(size) - float(np.mean(np.log10([columns.min(), columns.max()])))
        most = math.log10(size) - math.log10(columns.max()) + math.log10(LEAST_EXACT_START)
        most -= math.log10(epsilon) if is_central else 0.0
    if not is_central:
        exponent += math.log10(epsilon) / 2
    now = _least_exponent(float(np.abs(problem.W).max()), epsilon * MOVE_AT_START)
    later = _least_exponent(float(_sizes_of_weights(problem).max()), epsilon * MOVE_AT_OPTIMUM)
    least = max(now, min(later, math.floor(most) if most < math.inf else later))
    power = int(np.clip(max(round(exponent), least), *EXPONENTS))
    return float(f"1e{power}")  # 10.0**power of numpy is off by a last digit, as of 1e-5


def suggest_each_h(
    problem: Problem,
    difference: str = Difference.CENTRAL,
    precision: str = Precision.DOUBLE,
) -> tuple[float, ...]:
    """Return for each weight the h at which its quotient is about as exact as it can be.

    Parameters
    ----------
    problem : Problem
        A, Y and the W at which the quotients are evaluated.
    difference : {"central", "forward", "backward"}
    precision : {"float64", "float32"}

    Returns
    -------
    tuple of float
        The steps, in the units of the weights.

    Raises
    ------
    BadSetting
        If a name is unknown.

    Notes
    -----
    The columns of a table may differ by 10^15 in size, and so do the steps that suit them: one h
    for all costs up to 6 digits. See ``engine/limit/theory.py`` for the formula. As there, each
    step is at least a few last digits of its weight; here also of a weight as large as the
    optimum's, if the start can spare the digits. If the loss at W is more than mean(Y²), which it
    is not at the end, the steps are smaller than suits the start, by as much as it can spare.

    Examples
    --------
    >>> [round(h, 6) for h in suggest_each_h(Problem([[1, 1000], [1, -1000]], [3, 5]))]
    [4.123106, 0.004123]
    """
    check_problem(problem, "suggest_each_h")
    settings = Settings(difference=difference, precision=precision)
    sizes = sizes_of_columns(problem)
    with np.errstate(all="ignore"):
        root_loss = _root_mean_square(problem.A @ problem.W - problem.Y)
        terms = np.append(sizes * np.abs(problem.W[:, 0]), _root_mean_square(problem.Y))
        largest = float(terms.max())
        root_size = largest * float(np.linalg.norm(terms / largest)) if largest else 0.0
    if not math.isfinite(root_loss + root_size):  # they overflow, which the descent reports
        return (suggest_h(problem, difference, precision),) * problem.weights
    optimum = _sizes_of_weights(problem)
    root_output = float(terms[-1])
    found = []
    for k, w in enumerate(problem.W[:, 0].tolist()):
        start = ErrorTheory(
            k,
            settings.precision,
            problem.rows,
            w,
            0.0,
            root_loss,
            float(sizes[k]),
            root_size,
            is_updated(problem.weights),
        )
        best = start.best_h(settings.difference)
        if 0 < root_output < root_loss:
            end = replace(start, root_loss=root_output, root_size=min(root_size, root_output))
            spared = start.epsilon ** (SPARED_POWER * len(settings.difference.sides))
            best = max(min(best, end.best_h(settings.difference)), best * spared)
        now = start.epsilon * MOVE_AT_START * abs(w)
        later = min(start.epsilon * MOVE_AT_OPTIMUM * float(optimum[k]), best * SPARED)
        found.append(min(max(best, now, later), LARGEST_STEP))
    return tuple(found)


def lost_weights(W: Matrix, settings: Settings) -> NDArray[np.bool_]:
    """Return which weights a quotient cannot move, because w + h is w.

    Parameters
    ----------
    W : ndarray, shape (j, 1) or (j,)
        The weights as descended on.
    settings : Settings
        With h as a number, or one for each weight. Of a backward quotient, w − h counts.

    Returns
    -------
    ndarray of bool, of the shape of W

    Examples
    --------
    >>> lost_weights(np.array([0.0, 1.0]), Settings(h=1e-17)).tolist()
    [False, True]
    """
    with np.errstate(over="ignore"):  # too large for single precision is infinite there
        W = W.astype(settings.precision.value)
        side = np.asarray(settings.step_h).astype(W.dtype)
    if side.ndim:
        side = side.reshape(W.shape)
    is_forward = settings.difference is not Difference.BACKWARD
    with np.errstate(over="ignore", invalid="ignore"):
        moved = W + side if is_forward else W - side
    lost: NDArray[np.bool_] = moved == W
    return lost


def risen_by(h: StepSizes, problem: Problem) -> float:
    """Return the largest h²·mean(A_k²), by which h raises the loss at the optimum."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        if isinstance(h, np.ndarray):
            return float(np.square(h * sizes_of_columns(problem)).max())
        risen = float(np.square(h) * problem.mean_squares.max())
        if math.isfinite(risen):
            return risen
        # A large h² beside small squares: the product of the roots neither overflows nor vanishes.
        return float(np.square(h * sizes_of_columns(problem).max()))


def sizes_of_columns(problem: Problem) -> Matrix:
    """Return √mean(A_k²) for each weight."""
    return _roots(problem.mean_squares, problem.A)


def _size_of_residuals(problem: Problem, epsilon: float) -> float:
    """Return the root of the loss that quotients are to be exact at; 1 if there is none."""
    with np.errstate(all="ignore"):
        residuals = problem.A @ problem.W - problem.Y
    start, end = (_root_mean_square(values) for values in (residuals, problem.Y))
    sizes = [size for size in (start, end) if 0 < size < math.inf] or [1.0]
    return max(min(sizes), math.sqrt(epsilon) * sizes[0])


def _root_mean_square(values: Matrix) -> float:
    """Return √mean(v²) of a column (N, 1)."""
    with np.errstate(all="ignore"):
        squares = np.array([np.vdot(values, values) / len(values)])
    return float(_roots(squares, values)[0])


def _roots(squares: Matrix, values: Matrix) -> Matrix:
    """Return the roots of the columns' mean squares, even if these overflow or vanish."""
    roots: Matrix = np.sqrt(squares)
    unsafe = ~((squares > SAFE_SQUARES[0]) & (squares < SAFE_SQUARES[1]))
    if unsafe.any():
        largest = np.abs(values[:, unsafe]).max(axis=0)
        divisor = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
        with np.errstate(all="ignore"):
            means = np.square(values[:, unsafe] / divisor).mean(axis=0)
            roots[unsafe] = divisor * np.sqrt(means)
    return roots


def _least_exponent(weight: float, share: float) -> int:
    """Return the smallest exponent of ten that is at least a share of a weight."""
    return math.ceil(math.log10(max(weight * share, sys.float_info.min)))


def _sizes_of_weights(problem: Problem) -> Matrix:
    """Return about how large the weights (j,) of the optimum are.

    They come from as many rows as are fast to solve.
    """
    j = problem.weights
    rows = PRODUCTS_TO_SOLVE // j**2
    if rows < j:
        rows = max(1, math.isqrt(PRODUCTS_TO_SOLVE // j))
    every = -(-problem.rows // rows)
    A, y = problem.A[::every], problem.Y[::every, 0]
    lengths, length = np.abs(A).max(axis=0), float(np.abs(y).max())
    if not length:
        return np.zeros(j)
    lengths[lengths == 0] = 1.0
    A, y = A / lengths, y / length
    if len(A) < j:
        x = A.T @ np.linalg.lstsq(A @ A.T, y)[0]
    else:
        R = np.asarray(np.linalg.qr(np.column_stack((A, y)), mode="r"))
        x = np.linalg.lstsq(R[:, :j], R[:, j])[0]
    with np.errstate(over="ignore"):
        sizes: Matrix = np.minimum(np.abs(x) / lengths * length, sys.float_info.max)
    return sizes
