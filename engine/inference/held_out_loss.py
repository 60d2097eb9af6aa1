"""The loss of rows that are held out, along a run on the others, and their R²."""

import math
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..bins import as_counts
from ..cancelling import IsCancelled, check
from ..errors import ShapesDisagree
from ..frame import Frame
from ..language.sentence import marked
from ..matrix import Matrix
from ..optimum import Optimum
from ..problem import Problem
from ..settings import Settings
from ..trace import EMPTY, Keyframes, Trace
from ..triangle import triangle_of
from .new_rows import determined_rows

CELLS_OF_ROWS = 2**15
"""So many cells are taken as they are: an exact fit has the loss 0 there, not that of rounding."""
CELLS_OF_A_FRAME = 2**20
"""The losses of so many cells take about 2 ms; a chunk of epochs takes 6."""
CELLS_OF_A_RUN = 2**24
"""The same of a whole run that is read from a file: 30 ms in its thread."""
CELLS_AT_ONCE = 2**20
"""Residuals of so many take 8 MB."""


class HeldOutLoss:
    """The loss of rows that are held out, at any weights.

    Parameters
    ----------
    test : Problem
        The rows held out: A (M, j) and Y (M, 1).
    settings : Settings
        Of the run; the loss is theirs.
    cancelled : callable
        Asked at every block of rows; returns True to stop.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.

    Examples
    --------
    >>> HeldOutLoss(Problem([[1.0], [2.0]], [2.0, 5.0]), Settings()).at([[2.0], [2.5]]).tolist()
    [0.5, 0.125]
    """

    def __init__(
        self, test: Problem, settings: Settings, cancelled: IsCancelled = lambda: False
    ) -> None:
        self._test, self._rows = test, test
        self._formula = settings.formula
        self._spreads: dict[bool, float] = {}
        self._squares: HeldOutLoss | None = None
        if self._formula is None and test.A.size > CELLS_OF_ROWS:
            triangle = triangle_of(test, cancelled=cancelled)
            if triangle.is_finite:
                self._rows = triangle.problem(test.W)

    @property
    def test(self) -> Problem:
        """The rows held out."""
        return self._test

    def at(self, W: ArrayLike, cancelled: IsCancelled = lambda: False) -> NDArray[np.float64]:
        """Return the loss at each W of (n, j), (n,); inf or NaN if it overflows.

        Parameters
        ----------
        W : array_like, shape (n, j)
            In the units of the columns of the table.
        cancelled : callable
            Asked at every block; raises Cancelled if it returned True.
        """
        points: Matrix = np.asarray(W, dtype=np.float64)
        rows = self._rows
        if points.ndim != 2 or points.shape[1] != rows.weights:
            raise ShapesDisagree("A", rows.A.shape, "W", points.shape)
        is_finite = np.isfinite(points).all(axis=1)
        found = np.full(len(points), np.nan)
        if is_finite.any():
            found[is_finite] = self._at(points[is_finite], cancelled)
        return found

    def figures(
        self,
        W: Matrix,
        *,
        about_mean: bool,
        loss: float | None = None,
        best: Optimum | None = None,
    ) -> "HeldOutFigures":
        """Return how well weights foretell the rows.

        Parameters
        ----------
        W : ndarray, shape (j, 1)
            The weights; those of other rows, for figures of what was not seen.
        about_mean : bool
            Whether the model has an intercept: then R² is about the mean of Y of these rows.
        loss : float, optional
            Their loss there, if it is known already.
        best : Optimum, optional
            Any optimum of the fitted rows. If these leave the Ŷ of a row open, for example of a
            level that none of them has, its figures would be those of the start weights: there are
            none.
        """
        if best is not None and best.dependent:
            determined = determined_rows(best, self._test.A)
            if (open_rows := int(np.count_nonzero(~determined))) > 0:
                return HeldOutFigures(self._test.rows, math.nan, None, about_mean, open_rows)
        points: Matrix = np.asarray(W, dtype=np.float64).T
        loss = float(self.at(points)[0]) if loss is None else loss
        spread = self.spread(about_mean=about_mean)
        squares = loss if self._formula is None else self._mean_square_at(points)
        unexplained = None if not spread else squares / spread
        return HeldOutFigures(self._test.rows, loss, unexplained, about_mean)

    def run(
        self, trace: Trace, now: "HeldOutFigures", at_best: "HeldOutFigures | None"
    ) -> "HeldOutRun":
        """Return what is known of the rows along a run.

        Parameters
        ----------
        trace : Trace
            Their losses.
        now : HeldOutFigures
            The figures at the latest epoch.
        at_best : HeldOutFigures or None
            Those at the optimum, if it is known.
        """
        is_known = self._formula is None
        return HeldOutRun(
            trace, now, at_best, self.spread(about_mean=now.about_mean) if is_known else None
        )

    def spread(self, *, about_mean: bool) -> float:
        """Return the mean square of Y about its mean, or about 0; 0 if nothing is to explain."""
        if about_mean not in self._spreads:
            Y = self._test.Y
            if about_mean and float(Y.min()) == float(Y.max()):
                found = 0.0
            else:
                with np.errstate(over="ignore", invalid="ignore"):
                    found = float(np.mean(np.square(Y - Y.mean() if about_mean else Y)))
            self._spreads[about_mean] = found
        return self._spreads[about_mean]

    def _mean_square_at(self, points: Matrix) -> float:
        """Return the mean square of Y − Ŷ at one point (1, j), for R² beside another loss."""
        if self._squares is None:
            self._squares = HeldOutLoss(self._test, Settings())
        return float(self._squares.at(points)[0])

    def along(self, frame: Frame, after: float = -1.0) -> Trace:
        """Return the losses at epochs that a chunk of a run has recorded, and at its end.

        Parameters
        ----------
        frame : Frame
            The end of the chunk.
        after : float
            Only later epochs are asked for.
        """
        epochs = frame.keyframes.epoch.astype(np.float64)
        W: Matrix = frame.keyframes.W
        if not len(epochs) or epochs[-1] < frame.epoch:
            epochs = np.append(epochs, float(frame.epoch))
            W = np.concatenate((W, frame.W.T))
        return self._trace(epochs, W, after, CELLS_OF_A_FRAME)

    def of_keyframes(self, keyframes: Keyframes, cancelled: IsCancelled = lambda: False) -> Trace:
        """Return the losses at epochs of a run that was recorded, as far as they are soon found."""
        if not len(keyframes):
            return EMPTY
        epochs = keyframes.epoch.astype(np.float64)
        return self._trace(epochs, keyframes.W, -1.0, CELLS_OF_A_RUN, cancelled)

    def _trace(
        self,
        epochs: NDArray[np.float64],
        W: Matrix,
        after: float,
        most_cells: int,
        cancelled: IsCancelled = lambda: False,
    ) -> Trace:
        later = np.flatnonzero(epochs > after)
        if not len(later):
            return EMPTY
        most = max(most_cells // self._rows.A.size, 1)
        if len(later) > most:  # evenly spread, with the last
            later = later[len(later) - 1 - np.arange(most)[::-1] * len(later) // most]
        losses = self.at(W[later], cancelled)
        return Trace.of_each(as_counts(epochs[later]), losses)

    def _at(self, points: Matrix, cancelled: IsCancelled) -> Matrix:
        rows = self._rows
        if self._formula is not None:
            return self._formula.losses(rows, points, cancelled)
        found = np.empty(len(points))
        block = max(CELLS_AT_ONCE // rows.rows, 1)
        with np.errstate(over="ignore", invalid="ignore"):
            for first in range(0, len(points), block):
                check(cancelled)
                part = slice(first, first + block)
                left = rows.Y - rows.A @ points[part].T
                found[part] = np.mean(np.square(left), axis=0)
        return found


class HeldOutRSquared(Enum):
    """What R² of held-out rows compares with, or why there is none; the values are sentences."""

    ABOUT_MEAN = marked(
        "engine",
        "Test R² is the share of the variance of Y in the held-out rows that is foretold. It is "
        "below 0 if their mean foretells better.",
    )
    ABOUT_ZERO = marked(
        "engine",
        "Test R² is the share of the mean square of Y in the held-out rows that is foretold "
        "(uncentred): no column of A is constant. It is below 0 if zero foretells better.",
    )
    ONE_ROW = marked("engine", "One held-out row has no variance: there is no test R².")
    CONSTANT_OUTPUT = marked("engine", "Y is constant in the held-out rows: there is no test R².")
    ZERO_OUTPUT = marked("engine", "Y is 0 in the held-out rows: there is no test R².")
    NOT_DETERMINED = marked(
        "engine",
        "The fitted rows do not determine Ŷ of each held-out row: there is no test loss and no "
        "test R².",
    )


@dataclass(frozen=True)
class HeldOutFigures:
    """How well weights foretell rows that are held out.

    Attributes
    ----------
    rows : int
        How many they are.
    loss : float
        Their loss, that of the settings; NaN if ``undetermined``.
    unexplained : float or None
        1 − R² of these rows; None if their Y leaves nothing to explain, or if it is not known.
    about_mean : bool
        Whether R² is about the mean of their Y; else it is about 0.
    undetermined : int
        Of how many of them the fitted rows leave Ŷ open.
    """

    rows: int
    loss: float
    unexplained: float | None
    about_mean: bool
    undetermined: int = 0

    @property
    def r_squared(self) -> float | None:
        """R² of these rows, below 0 if their mean or 0 foretells better; None if there is none."""
        return None if self.unexplained is None else 1 - self.unexplained

    @property
    def meaning(self) -> HeldOutRSquared:
        """What R² compares with, or why there is none."""
        if self.undetermined:
            return HeldOutRSquared.NOT_DETERMINED
        if self.unexplained is not None:
            kinds = HeldOutRSquared.ABOUT_ZERO, HeldOutRSquared.ABOUT_MEAN
            return kinds[self.about_mean]
        if not self.about_mean:
            return HeldOutRSquared.ZERO_OUTPUT
        return HeldOutRSquared.ONE_ROW if self.rows == 1 else HeldOutRSquared.CONSTANT_OUTPUT


@dataclass(frozen=True, eq=False)
class HeldOutRun:
    """What is known of held-out rows along a run on the others.

    Attributes
    ----------
    trace : Trace
        Their loss at epochs of the run, the latest among them.
    now : HeldOutFigures or None
        The figures at the latest epoch, or the one that is shown; None if they are not known.
    at_best : HeldOutFigures or None
        Those at the optimum of the other rows; None if it is not known.
    spread : float or None
        What the mean square of their residuals is to be compared with for R²; None of another loss
        than the mean square.
    """

    trace: Trace
    now: HeldOutFigures | None = None
    at_best: HeldOutFigures | None = None
    spread: float | None = None

    def at_epoch(self, epoch: float) -> "HeldOutRun":
        """Return the same at an earlier epoch, as far as that is recorded."""
        at = int(np.searchsorted(self.trace.epoch, epoch))
        is_known = at < len(self.trace) and float(self.trace.epoch[at]) == epoch
        if not is_known or self.now is None:
            return replace(self, now=None)
        loss = float(self.trace.loss[at])
        unexplained = loss / self.spread if self.spread else None
        return replace(self, now=replace(self.now, loss=loss, unexplained=unexplained))

    def until(self, epoch: float) -> "HeldOutRun":
        """Return the same up to an epoch, from which a run goes on."""
        is_passed = self.trace.epoch <= epoch
        kept = Trace.of_each(self.trace.epoch[is_passed], self.trace.loss[is_passed])
        return replace(self.at_epoch(epoch), trace=kept)
