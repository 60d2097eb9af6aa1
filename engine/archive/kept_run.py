"""A run as it is kept: what led to it, what it came to, and how it went."""

import math
import zlib
from dataclasses import dataclass
from itertools import pairwise
from numbers import Integral, Real
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import BadSetting
from ..frame import StopReason
from ..language.sentence import marked
from ..optimisers.checks import MOST_EPOCHS
from ..problem import Problem
from ..settings import Settings
from ..shortening import printable_line, repair_name
from ..surface.path import RunPath
from ..trace import Trace

MOST_POINTS = 512
"""Of the curve of losses: a plot of 1,000 pixels shows no more of it."""
MOST_PLACES = 160
"""Of the path, as many as the view Surface draws the gap at."""
MOST_NUMBERS = 2**15
"""Of the path in all, 256 KiB: of many weights it has fewer places."""
LONGEST_NAME = 120
MOST_EARLIER = 20
"""Of changes of its settings: more of them nobody reads, and a file holds a thousand runs."""
MOST_CELLS = 2**20
"""A fingerprint of so many takes 10 ms."""
_ODD = 0x9E3779B97F4A7C15

Numbers = NDArray[np.float64]


class EarlierSettings(NamedTuple):
    """Settings that a run had before others, and the last epoch under them."""

    until: int
    settings: Settings


@dataclass(frozen=True, eq=False)
class KeptRun:
    """One run, frozen.

    Parameters
    ----------
    number : int
        Its number in the document, from 1; no other run of it has the same.
    name : str
        What a person calls it; may be empty.
    settings : Settings
        Those that led to its end.
    style : int
        Which colour and dashes its curve has.
    table : str
        What ``fingerprint`` returns of the tables that it ran on.
    stop : StopReason or None
        Why it ended; None if it was paused.
    ending, mark : str
        The sentence on its end, and the sign of what it is worth.
    epochs : int
    seconds : float
        How long it took.
    loss : float
        At its end; NaN if it is not finite.
    least : float or None
        The least possible loss; None if it is not known.
    epoch, losses : ndarray, shape (n,)
        Its curve: recorded epochs, ascending, and their finite losses.
    W : ndarray, shape (j,)
        The weights at its end.
    path : RunPath
        Where it has been, at few epochs.
    pinned : bool
        Whether a person wants to keep it.
    shown : bool
        Whether it is drawn beside other runs.
    earlier : tuple of EarlierSettings
        The settings that it had before ``settings``, in their order; most runs have none.

    Raises
    ------
    BadSetting
        If a value is none that it can have.
    """

    number: int
    name: str
    settings: Settings
    style: int
    table: str
    stop: StopReason | None
    ending: str
    mark: str
    epochs: int
    seconds: float
    loss: float
    least: float | None
    epoch: Numbers
    losses: Numbers
    W: Numbers
    path: RunPath
    pinned: bool = False
    shown: bool = False
    earlier: tuple[EarlierSettings, ...] = ()

    def __post_init__(self) -> None:
        for key in ("number", "style", "epochs"):
            _check(key, isinstance(getattr(self, key), Integral), getattr(self, key))
        _check("number", self.number >= 1, self.number)
        for key in ("number", "style", "epochs"):
            _check(key, 0 <= getattr(self, key) <= MOST_EPOCHS, getattr(self, key))
        for key in ("name", "table", "ending", "mark"):
            _check(key, isinstance(getattr(self, key), str), getattr(self, key))
        for key in ("pinned", "shown"):
            _check(key, isinstance(getattr(self, key), bool), getattr(self, key))
        _check("seconds", _is_number(self.seconds) and self.seconds >= 0, self.seconds)
        _check("loss", self.loss != self.loss or _is_number(self.loss), self.loss)  # NaN, or finite
        _check("least", self.least is None or _is_number(self.least), self.least)
        lengths = len(self.epoch), len(self.losses)
        _check("curve", lengths[0] == lengths[1], lengths)
        for epochs in (self.epoch, self.path.epoch):
            is_ascending = bool((np.diff(epochs) > 0).all() and (epochs >= 0).all())
            _check("curve", is_ascending, len(epochs))
        _check("curve", bool(np.isfinite(self.losses).all()), lengths)
        _ = self.settings.fixed_learning_rate, self.settings.step_h  # raise if they are words
        untils = [each.until for each in self.earlier]
        is_ascending = all(a < b for a, b in pairwise((0, *untils, self.epochs + 1)))
        _check("earlier", is_ascending and len(untils) <= MOST_EARLIER, untils)
        for each in self.earlier:
            _ = each.settings.fixed_learning_rate, each.settings.step_h
        shape = self.path.W.shape
        _check("path", shape == (len(self.path.epoch), len(self.W)), shape)
        object.__setattr__(self, "name", printable_line(repair_name(self.name))[:LONGEST_NAME])
        object.__setattr__(self, "ending", repair_name(self.ending))
        for array in (self.epoch, self.losses, self.W, self.path.epoch, self.path.W):
            array.setflags(write=False)

    @property
    def stages(self) -> tuple[EarlierSettings, ...]:
        """All its settings in their order, each with the last epoch under them."""
        return (*self.earlier, EarlierSettings(self.epochs, self.settings))

    @property
    def gap(self) -> float:
        """The loss above the least possible one, NaN if that is not known."""
        return math.nan if self.least is None else max(self.loss - self.least, 0.0)

    def first_at_most(self, loss: float) -> float:
        """Return the first recorded epoch with at most this loss; NaN if there is none."""
        reached = np.flatnonzero(self.losses <= loss)
        return float(self.epoch[reached[0]]) if len(reached) else math.nan


def curve_of(trace: Trace) -> tuple[Numbers, Numbers]:
    """Return epochs and losses (n,) of a run, at most ``MOST_POINTS``, the finite ones alone."""
    finite = np.flatnonzero(np.isfinite(trace.loss))
    if len(finite) > MOST_POINTS:
        finite = finite[np.unique(np.linspace(0, len(finite) - 1, MOST_POINTS).round().astype(int))]
    return trace.epoch[finite].astype(np.float64), trace.loss[finite].astype(np.float64)


def thinned_path(path: RunPath) -> RunPath:
    """Return a path with few places, all of them finite."""
    weights = max(path.W.shape[1], 1)
    thin = path.thinned(max(2, min(MOST_PLACES, MOST_NUMBERS // weights)))
    finite = np.isfinite(thin.W).all(axis=1)
    return RunPath(thin.epoch[finite], np.array(thin.W[finite], dtype=np.float64))


def fingerprint(problem: Problem) -> str:
    """Return a text that tells A and Y from others: equal tables have equal ones.

    It is made of the bits of each cell, by its row and its column; of a large table, of those of
    rows that are evenly spread.
    """
    stride = 1 + problem.A.size // MOST_CELLS
    A, Y = (np.ascontiguousarray(each[::stride], np.float64) for each in (problem.A, problem.Y))
    with np.errstate(over="ignore"):
        rows = np.arange(1, len(A) + 1, dtype=np.uint64) * np.uint64(_ODD)
        columns = np.arange(1, problem.weights + 2, dtype=np.uint64) * np.uint64(_ODD)
        of_rows = (A.view(np.uint64) * columns[:-1]).sum(axis=1)
        of_rows += Y.view(np.uint64)[:, 0] * columns[-1]
        of_rows ^= of_rows >> np.uint64(29)
        mixed = int((of_rows * rows).sum()) & 0xFFFFFFFFFFFFFFFF
    sums = zlib.crc32(of_rows.tobytes())
    return f"{problem.rows}x{problem.weights}-{mixed:016x}{sums:08x}"


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def _check(key: str, is_valid: bool, value: object) -> None:
    if not is_valid:
        rule = marked("engine", "one that a run can have")
        raise BadSetting(marked("engine", "a kept run’s {key}").format(key=key), value, rule)
