"""The loss of rows that are held out, along a run on the others, and what their R² is at the end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..bins import as_counts
from ..cancelling import IsCancelled, check
from ..errors import ShapesDisagree
from ..frame import Frame
from ..inference.holding_out import unexplained_share
from ..language.sentence import marked
from ..matrix import Matrix, as_matrix
from ..problem import Problem
from ..settings import Settings
from ..trace import EMPTY, Keyframes, Trace
from ..triangle import triangle_of

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
        if self._formula is None and test.A.size > CELLS_OF_ROWS:
            triangle = triangle_of(test, cancelled=cancelled)
            if triangle.is_finite:
                self._rows = triangle.problem(test.W)

    @property
    def test(self) -> Problem:
        """The rows held out."""
        return self._test

    def at(self, W: Matrix, cancelled: IsCancelled = lambda: False) -> NDArray[np.float64]:
        """Return the loss at each W of (n, j), (n,); inf or NaN, without a warning, if it overflows.

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
        W: Matrix = frame.keyframes.W.reshape(len(epochs), -1)
        if not len(epochs) or epochs[-1] < frame.epoch:
            epochs = np.append(epochs, float(frame.epoch))
            last = frame.W.reshape(1, -1)
            W = np.concatenate((W, last)) if W.size else last
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

    def _at(self, points: Matrix, cancelled: IsCancelled) -> NDArray[np.float64]:
        rows = self._rows
        if self._formula is not None:
            losses: Matrix = self._formula.losses(rows, points, cancelled)
            return losses
        found = np.empty(len(points))
        block = max(CELLS_AT_ONCE // rows.rows, 1)
        with np.errstate(over="ignore", invalid="ignore"):
            for first in range(0, len(points), block):
                check(cancelled)
                part = slice(first, first + block)
                left = rows.Y - rows.A @ points[part].T
                found[part] = np.mean(np.square(left), axis=0)
        return found


@dataclass(frozen=True)
class HeldOutFigures:
    """How well weights foretell rows that are held out.

    Attributes
    ----------
    rows : int
        How many they are.
    loss : float
        Their loss, that of the settings.
    unexplained : float or None
        1 − R² of these rows; None if their Y leaves nothing to explain.
    about_mean : bool
        Whether R² is about the mean of their Y; else it is about 0.
    """

    rows: int
    loss: float
    unexplained: float | None
    about_mean: bool

    @classmethod
    def of(cls, loss: HeldOutLoss, W: Matrix, *, about_mean: bool) -> "HeldOutFigures":
        """Return the figures at weights.

        Parameters
        ----------
        loss : HeldOutLoss
            Of the rows.
        W : ndarray, shape (j, 1)
            The weights; those of the other rows, for figures of what was not seen.
        about_mean : bool
            Whether the model has an intercept.
        """
        weights = as_matrix("W", W)
        found = float(loss.at(weights.T)[0])
        unexplained = unexplained_share(loss.test, weights, about_mean=about_mean)
        return cls(loss.test.rows, found, unexplained, about_mean)

    @property
    def r_squared(self) -> float | None:
        """R² of these rows, below 0 if their mean, or 0, foretells better; None if there is none."""
        return None if self.unexplained is None else 1 - self.unexplained

    @property
    def why_none(self) -> str:
        """Why there is no R²; empty if there is one."""
        if self.unexplained is not None:
            return ""
        if self.about_mean and self.rows == 1:
            return marked("engine", "One row held out has no variance: there is no test R².")
        if self.about_mean:
            return marked("engine", "Y is the same in all rows held out: there is no test R².")
        return marked("engine", "Y is 0 in all rows held out: there is no test R².")
