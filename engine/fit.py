"""A whole descent in one call."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .errors import WrongArgument
from .frame import Frame, StopReason
from .history import History
from .matrix import Matrix, is_array_like
from .methods.loss_log import LossLog
from .optimum import Optimum, optimum
from .problem import Problem, check_problem
from .settings import Method, Settings, check_settings
from .threads.caching import cached_property
from .trace import Trace
from .triangle import Triangle, triangle_of
from .verdict.rule import CELLS_WORTH_EXACTNESS, optimum_to_compare, right_digits
from .verdict.verdict import Verdict

if TYPE_CHECKING:
    from .statistics import Statistics


@dataclass(frozen=True, eq=False)
class Fit:
    """The end of a descent, and its history.

    Attributes
    ----------
    W : ndarray, shape (j, 1)
        The final weights, in the units of the problem's columns.
    loss : float
        The loss at W: the mean squared error, or that of the settings.
    epochs : int
        How many epochs ran.
    stop : StopReason
        Why the descent ended.
    detail : str
        More about the reason, as a sentence; may be empty.
    history : Trace
        The losses of the run, in at most 4,096 bins; with ``every_loss`` of every epoch.
    method : Method
        The method of the last epochs.
    fallback : str
        Why that is not the faster method; empty if it is.
    problem : Problem
        What was fitted.
    settings : Settings
        What it was fitted under.
    end : Frame
        The last frame of the descent.
    triangle : Triangle or None
        The rows reduced, if the descent needed that.
    """

    W: Matrix
    loss: float
    epochs: int
    stop: StopReason
    detail: str
    history: Trace
    method: Method
    fallback: str
    problem: Problem = field(repr=False)
    settings: Settings = field(repr=False)
    end: Frame = field(repr=False)
    triangle: Triangle | None = field(repr=False, default=None)

    @cached_property
    def best(self) -> Optimum | None:
        """The optimum itself, with which the verdict compares W; None if no formula tells it."""
        if self.settings.formula is None:
            return optimum_to_compare(self.problem, self.triangle)
        from .losses.ridge import ridge_of  # loaded on use, as the formula itself

        if ridge_of(self.problem, self.settings.formula) is None:
            return None
        return optimum(self.problem, loss=self.settings.loss)

    @cached_property
    def verdict(self) -> Verdict:
        """What the end is worth: its tone, one sentence and a remedy. ✓ only at the optimum."""
        from .verdict.judge import judge  # loaded on use, as in engine/__init__.py

        return judge(self.problem, self.settings, self.end, self.best, trace=self.history)

    @cached_property
    def statistics(self) -> "Statistics | None":
        """How sure the optimum is: standard errors, t, p, intervals, R², leverages.

        They are those of the least squares; None of another loss.
        """
        if self.settings.formula is not None or self.best is None:
            return None
        from .statistics import statistics  # loaded on use: few ask for it

        return statistics(self.problem, self.best, self.triangle)

    @cached_property
    def digits(self) -> Matrix:
        """How many significant digits of each weight are right at least, (j,), from 0 to 16.

        NaN for weights that the table does not determine, and if no formula tells the least loss.
        """
        if self.best is None:
            return np.full(self.problem.weights, np.nan)
        return right_digits(self.W, self.best)


def fit(
    problem: Problem,
    settings: Settings | None = None,
    *others: object,
    every_loss: bool = False,
) -> Fit:
    """Run a descent to its end.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1).
    settings : Settings, optional
        ``Settings()`` if not given.
    *others
        None: a third argument is an error that says what to write.
    every_loss : bool
        Keep the loss of every epoch, epochs + 1 in all, instead of at most 4,096 bins.

    Returns
    -------
    Fit

    Raises
    ------
    BadSetting
        If memory cannot hold every loss.
    WrongArgument
        If these are not one problem and its settings.

    Examples
    --------
    >>> result = fit(Problem([[1.0], [2.0]], [2.0, 4.0]), Settings(until_converged=True))
    >>> round(result.W.item(), 9), result.stop.name
    (2.0, 'CONVERGED')
    """
    from .descent import frames  # loaded on use, as in engine/__init__.py
    from .methods.choose import RunHooks

    settings = Settings() if settings is None else settings
    if not isinstance(problem, Problem) and is_array_like(settings):
        advice = "fit(Problem(A, Y), Settings(epochs=100))" if others else "fit(Problem(A, Y))"
        raise WrongArgument("fit", "the first argument", problem, f"write {advice}")
    check_problem(problem, "fit")
    check_settings(settings, "fit")
    if others:
        advice = "write fit(problem, Settings(epochs=100), every_loss=True)"
        raise WrongArgument("fit", "the third argument", others[0], advice)
    loss_log = LossLog(0 if settings.until_converged else settings.epochs) if every_loss else None
    record = loss_log or History()
    # A table that is small is solved as it is; of a larger one, the verdict needs the triangle too.
    triangle = triangle_of(problem) if _reduces_first(problem, settings) else None
    for frame in frames(problem, settings, RunHooks(loss_log), triangle=triangle):
        record.extend(frame)
    assert frame.stop is not None
    return Fit(
        W=frame.W,
        loss=frame.loss,
        epochs=frame.epoch,
        stop=frame.stop,
        detail=frame.detail,
        history=record.trace(),
        method=frame.method,
        fallback=frame.fallback,
        problem=problem,
        settings=settings,
        end=frame,
        triangle=triangle,
    )


def _reduces_first(problem: Problem, settings: Settings) -> bool:
    """Return whether the descent and the verdict both need the triangle."""
    from .methods.choose import is_reduced  # loaded on use, as in engine/__init__.py

    is_large = problem.A.size > CELLS_WORTH_EXACTNESS and settings.formula is None
    return is_large and is_reduced(problem.weights, settings, problem.rows)
