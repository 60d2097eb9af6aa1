"""What a report is about: a run and all that is known of its end."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...archive.experiment import SavedExperiment
from ...cancelling import IsCancelled
from ...frame import StopReason
from ...inference.held_out_loss import HeldOutFigures, HeldOutLoss
from ...inference.influence import Influence
from ...limit.slope_check import GradientCheck
from ...loss import mean_squared_error
from ...matrix import Matrix
from ...optimum import Optimum
from ...problem import Problem, ReducedProblem
from ...rescaling import OriginalUnits
from ...settings import Settings
from ...statistics import Goodness, Statistics, statistics
from ...threads.caching import cached_property
from ...trace import Trace
from ...verdict.rule import Comparison, compare, optimum_to_compare
from ...verdict.verdict import Verdict
from ...verdict.wording import column_name, number
from ..program import HeldOutTable, with_numbers

if TYPE_CHECKING:
    from ...fit import Fit


def _never() -> bool:
    return False


def _plain(text: str) -> str:
    return text


def _plain_number(value: float, digits: int) -> str:
    return number(value, digits)


def _plain_loss(value: float, floor: float) -> str:
    if 0 < value < floor:
        return f"< {number(floor, 1)}"
    return number(value, 6)


def _plain_r_squared(unexplained: float) -> str:
    if 0 < unexplained < 1e-6:
        return f"1 − {number(unexplained, 2)}"
    return number(1 - unexplained, 6)


@dataclass(frozen=True)
class Wording:
    """How sentences and numbers are written.

    Attributes
    ----------
    say : callable
        Returns a marked sentence in the language of the reader.
    number : callable
        Writes a number with so many significant digits.
    loss : callable
        Writes a loss, given below which loss there is only rounding; 0 if nowhere.
    r_squared : callable
        Writes R², given 1 − R².
    language : str
        The code of the language, for readers that speak.
    """

    say: Callable[[str], str] = _plain
    number: Callable[[float, int], str] = _plain_number
    loss: Callable[[float, float], str] = _plain_loss
    r_squared: Callable[[float], str] = _plain_r_squared
    language: str = "en"


@dataclass(frozen=True, eq=False)
class ReportedRun:
    """A run, as far as it went.

    Attributes
    ----------
    saved : SavedExperiment
        The complete rows that it ran on, their names, the start W, and the settings with η and h as
        numbers.
    names : tuple of str
        Those of the columns as they are shown, j of them.
    W : ndarray, shape (j, 1)
        The weights that it reached.
    epoch, loss : float
        Where it reached them, and the loss there; NaN if it is not known.
    source : str
        Where the table comes from: the name of a file, say.
    stop : StopReason or None
        Why it ended; None if it goes on, or if only its weights are known.
    verdict : Verdict or None
        What its end is worth.
    trace : Trace or None
        Its losses.
    slopes, exact_slopes : ndarray, shape (j, 1), or None
        δW by quotients at W, and exactly, of the columns as descended on.
    check : GradientCheck or None
        How the two agree.
    best : Optimum or None
        The optimum of its loss, if that is known already.
    known : Statistics or None
        The statistics of the optimum, likewise.
    table : Statistics or None
        Those of least squares for another loss, by which the residuals are measured all the same.
    loss_floor : float
        Below which loss there is only rounding; 0 unless the least possible one is.
    original : OriginalUnits or None
        W in the units from before the columns of the table were scaled.
    caution : str
        What has changed in the window since, as a sentence.
    has_other_settings : bool
        Whether settings were changed while it ran, so that no program repeats it.
    left_out : tuple of int
        The rows of the table, from 0, that are left out of the fit, and of ``saved``.
    not_counted : tuple of (int, int)
        The same and the incomplete ones, as runs of rows of the file: see ``numpy_code``.
    held_out : HeldOutTable or None
        The rows that are held out of the fit to test it.
    cancelled : callable
        Asked now and then, while what takes time is computed, whether to stop.
    """

    saved: SavedExperiment
    names: Sequence[str]
    W: Matrix
    epoch: float
    loss: float
    source: str = ""
    stop: StopReason | None = None
    verdict: Verdict | None = None
    trace: Trace | None = None
    slopes: Matrix | None = None
    exact_slopes: Matrix | None = None
    check: GradientCheck | None = None
    best: Optimum | None = None
    known: Statistics | None = None
    table: Statistics | None = None
    loss_floor: float = 0.0
    original: OriginalUnits | None = None
    caution: str = ""
    has_other_settings: bool = False
    left_out: tuple[int, ...] = ()
    not_counted: tuple[tuple[int, int], ...] = ()
    held_out: HeldOutTable | None = None
    cancelled: IsCancelled = _never

    @classmethod
    def of_fit(cls, fit: "Fit", names: Sequence[str] = (), output: str = "") -> "ReportedRun":
        """Return what ``fit`` has found, for a script; ``names`` are those of the columns of A."""
        problem = fit.problem
        saved = SavedExperiment(problem.A, problem.Y, problem.W, fit.settings, tuple(names), output)
        saved = replace(saved, settings=with_numbers(saved))
        shown = [column_name(name, k) for k, name in enumerate(saved.names)]
        return cls(
            saved=saved,
            names=shown,
            W=fit.W,
            epoch=fit.epochs,
            loss=fit.loss,
            stop=fit.stop,
            verdict=fit.verdict,
            trace=fit.history,
            slopes=fit.end.gradient,
            exact_slopes=fit.end.exact_gradient,
            best=fit.best,
        )

    @property
    def settings(self) -> Settings:
        """The settings, with η and h as numbers."""
        return self.saved.settings

    @cached_property
    def problem(self) -> Problem:
        """A (N, j), Y (N, 1) and the start W (j, 1)."""
        return self.saved.problem

    @property
    def output(self) -> str:
        """The name of Y."""
        return self.saved.output or "Y"

    @property
    def is_least_squares(self) -> bool:
        """Whether the loss is the mean square, whose statistics are known."""
        return self.settings.formula is None

    @cached_property
    def fit_statistics(self) -> Statistics | None:
        """How sure the optimum is; None of another loss than the mean square."""
        if self.best is None or not self.is_least_squares:
            return None
        return self.known or statistics(self.problem, self.best, cancelled=self.cancelled)

    @cached_property
    def goodness(self) -> Goodness | None:
        """How small Y − Ŷ is at the weights reached; None if these are not finite."""
        if not np.isfinite(self.W).all():
            return None
        if self.fit_statistics is not None:
            return self.fit_statistics.of_loss(self.loss)
        table = self.table
        if table is None:
            best = optimum_to_compare(self.problem, cancelled=self.cancelled)
            table = statistics(self.problem, best, cancelled=self.cancelled)
        return table.of_weights(self.problem, self.W)

    @cached_property
    def test(self) -> HeldOutFigures | None:
        """How well the weights reached predict the rows held out; None without any."""
        if self.held_out is None or not np.isfinite(self.W).all():
            return None
        rows = Problem(self.held_out.A, self.held_out.Y)
        loss = HeldOutLoss(rows, self.settings, self.cancelled)
        formula, best = self.settings.formula, None
        if formula is None or not formula.uses_weights:  # a penalty on W determines Ŷ
            best = self.best or optimum_to_compare(self.problem, cancelled=self.cancelled)
        return loss.figures(self.W, about_mean=self.problem.intercept is not None, best=best)

    @cached_property
    def influence(self) -> Influence | None:
        """What each row does to the fit; None if the rows stand for more."""
        found = self.fit_statistics
        if found is None or isinstance(self.problem, ReducedProblem):
            return None
        return found.influence(self.cancelled)

    @cached_property
    def comparison(self) -> Comparison | None:
        """The weights reached beside the optimum of least squares; None if that is not known."""
        if self.best is None or not self.is_least_squares or not np.isfinite(self.W).all():
            return None
        precision = self.settings.precision
        return compare(self.problem, self.W, self.loss, self.best, precision)

    @property
    def is_optimum(self) -> bool:
        """Whether the weights are the optimum, by the one rule for ✓."""
        if self.verdict is not None:
            return self.verdict.is_good
        return self.comparison is not None and self.comparison.is_optimum

    @property
    def has_converged(self) -> bool:
        """Whether the run has come to its end: no weight changes any more, or it is the optimum."""
        rests = self.verdict is not None and self.verdict.is_rest
        return self.stop is StopReason.CONVERGED or rests or self.is_optimum

    def completed(self) -> "ReportedRun":
        """Return the run with the optimum and the loss, which take time; may raise Cancelled."""
        made = self
        if made.best is None and self.is_least_squares:
            best = optimum_to_compare(self.problem, cancelled=self.cancelled)
            made = replace(made, best=best, known=None)
        if math.isnan(made.loss) and self.is_least_squares and np.isfinite(self.W).all():
            loss = mean_squared_error(self.problem.A, self.W, self.problem.Y)
            made = replace(made, loss=loss)
        return made
