"""An experiment as a .secant file stores it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from ..errors import BadSetting, NoRowLeft, ShapesDisagree, shown_shape
from ..language.sentence import marked
from ..matrix import Matrix, as_matrix, check_size, frozen
from ..problem import Problem, ReducedProblem
from ..settings import Settings, check_settings
from ..shortening import repair_name
from .kept_run import KeptRun

if TYPE_CHECKING:
    from ..past.saved_run import SavedRun
    from ..terms import Term

T = TypeVar("T")
# All that float64 counts; at a million rows a second, reading so many takes three centuries.
MOST_OBSERVATIONS = 2**53


@dataclass(frozen=True)
class SavedHeldOut:
    """Rows that were held out at random, to see how well a fit foretells them.

    Attributes
    ----------
    share : float
        The share of the rows, above 0 and below 1.
    seed : int
        The seed, 0 or more.
    rows : sequence of (int, int)
        The rows drawn: a first one and the one after the last of each run of them, in their order.
    left_out : sequence of (int, int)
        Rows that are left out for another reason, some of those drawn perhaps among them.

    Raises
    ------
    BadSetting
        If the share or the seed is none.
    """

    share: float
    seed: int
    rows: tuple[tuple[int, int], ...]
    left_out: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        what = marked("engine", "the share of rows held out")
        share = _float(what, self.share)
        if not 0 < share < 1:
            raise BadSetting(what, self.share, marked("engine", "a number above 0 and below 1"))
        if type(self.seed) is not int or self.seed < 0:
            rule = marked("engine", "a whole number, 0 or more")
            raise BadSetting(marked("engine", "the seed of rows held out"), self.seed, rule)
        object.__setattr__(self, "share", share)

    def within(self, problem: Problem, not_counted: tuple[tuple[int, int], ...]) -> "SavedHeldOut":
        """Return the same, checked: both kinds of rows together are those that do not count."""
        rows, left_out = (_left_out(each, problem) for each in (self.rows, self.left_out))
        both = _mask(rows, problem.rows) | _mask(left_out, problem.rows)
        if not rows or not np.array_equal(both, _mask(not_counted, problem.rows)):
            raise BadSetting(_HELD_OUT, self.rows, marked("engine", "rows that do not count"))
        return replace(self, rows=rows, left_out=left_out)


def _mask(spans: Sequence[tuple[int, int]], rows: int) -> NDArray[np.bool_]:
    """Return which of so many rows are in spans, (N,)."""
    found = np.zeros(rows, dtype=np.bool_)
    for first, end in spans:
        found[first:end] = True
    return found


@dataclass(frozen=True, eq=False)
class SavedExperiment:
    """Everything that a .secant file keeps: tables, settings, names, and the last run's result.

    Parameters
    ----------
    A : array_like, shape (N, j)
        The inputs, as (original − shift) / scale of each column. Matrices are converted as in
        ``Problem``.
    Y : array_like, shape (N, 1) or (N,)
        The outputs.
    W : array_like, shape (j, 1) or (j,)
        The initial weights.
    settings : Settings
        ``Settings()`` if not given.
    names : sequence of str
        The names of the columns of A, empty for a column without one; j, or none at all. Control
        characters in names become spaces.
    output : str
        The name of Y.
    shift, scale : sequence of float
        How each column was rescaled; 0 and 1 if left out. A scale is more than zero.
    name, note : str
        The name of the experiment, and a note on it.
    fitted : array_like, shape (j, 1), optional
        W after ``epoch`` epochs of the last run.
    epoch : float, optional
        Kept only if there is a ``fitted``.
    loss : float, optional
        The loss at ``fitted``; None if it is not finite.
    gaps : sequence of (int, int, int)
        The cells that are still to be filled, and 0 in A and Y until then: a column, the first row
        and the one after the last, all counted from 0. Column j is Y.
    left_out : sequence of (int, int)
        The rows that do not count: a first one and the one after the last, counted from 0, of each
        run of them, in their order. At least one row counts.
    held_out : SavedHeldOut or None
        Which of these are held out, and how they were drawn; None if none is.
    new_rows : array_like, shape (M, j), optional
        The cells of rows to predict, in the order of the columns of A and in their units before
        they were rescaled; NaN where one is empty.
    stands_for : int or None
        How many observations were reduced to these rows; None if the rows are the observations.
    refused_loss : str
        What a file has as its loss, but is none; the settings have the mean square in its place.
        It is written back as the file's loss, so that nothing is lost.
    terms : sequence of Term or None
        What each column of A is computed from, or which level of a category it is; j, or none at
        all. The columns hold what their terms say, or the terms are left out.
    lost_terms : bool
        Whether a file has terms that are none, or that its columns do not hold.
    runs : sequence of KeptRun
        The runs that are kept beside the tables.
    lost_runs : bool
        Whether a file has runs that cannot be read.
    run : SavedRun, optional
        The run that led to ``fitted``, to be shown and to go on from.
    run_fault : str
        Why the run of a file was left out, as a part of a sentence; empty if it was not.

    Raises
    ------
    EngineError
        If a value cannot be stored, or shapes disagree.
    """

    A: Matrix
    Y: Matrix
    W: Matrix
    settings: Settings = field(default_factory=Settings)
    names: tuple[str, ...] = ()
    output: str = ""
    shift: tuple[float, ...] = ()
    scale: tuple[float, ...] = ()
    name: str = ""
    note: str = ""
    fitted: Matrix | None = None
    epoch: float | None = None
    loss: float | None = None
    gaps: tuple[tuple[int, int, int], ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()
    held_out: SavedHeldOut | None = None
    refused_loss: str = ""
    terms: "Sequence[Term | None]" = ()
    lost_terms: bool = False
    runs: tuple[KeptRun, ...] = ()
    lost_runs: bool = False
    run: "SavedRun | None" = None
    run_fault: str = ""
    new_rows: Matrix | None = None
    stands_for: int | None = None

    def __post_init__(self) -> None:
        check_settings(self.settings, "SavedExperiment")
        problem = Problem(self.A, self.Y, self.W)
        check_size(problem.rows, problem.weights)
        columns, has_run = problem.weights, self.fitted is not None
        for title in (self.name, self.note, self.output):
            _text(marked("engine", "a name or note"), title)
        _text(marked("engine", "the loss"), self.refused_loss)
        names = [
            repair_name(_text(marked("engine", "the name of a column"), name))
            for name in self.names
        ]
        shift = [
            _finite(marked("engine", "the shift of a column"), number) for number in self.shift
        ]
        scale = [
            _positive(marked("engine", "the scale of a column"), number) for number in self.scale
        ]
        checked: dict[str, Any] = {
            "A": problem.A,
            "Y": problem.Y,
            "W": problem.W,
            "output": repair_name(self.output),
            "names": _per_column(marked("engine", "the number of names"), names, "", columns),
            "shift": _per_column(marked("engine", "the number of shifts"), shift, 0.0, columns),
            "scale": _per_column(marked("engine", "the number of scales"), scale, 1.0, columns),
            "fitted": _fitted(self.fitted, problem),
            "epoch": _epoch(self.epoch) if has_run else None,
            "loss": _loss(self.loss) if has_run else None,
            "gaps": tuple(_gap(gap, problem) for gap in self.gaps),
            "left_out": _left_out(self.left_out, problem),
            "runs": tuple(_kept(run) for run in self.runs),
            "new_rows": _new_rows(self.new_rows, columns),
            "terms": _per_column(
                marked("engine", "the number of terms"),
                [_term(each) for each in self.terms],
                cast("Term | None", None),
                columns,
            ),
        }
        if self.stands_for is not None:
            checked["stands_for"] = _observations(self.stands_for)
        if self.held_out is not None:
            checked["held_out"] = _held_out(self.held_out, problem, checked["left_out"])
        for key, value in checked.items():
            object.__setattr__(self, key, value)

    @property
    def problem(self) -> Problem:
        """A, Y and W."""
        if self.stands_for is not None:
            return ReducedProblem(self.A, self.Y, self.W, self.stands_for)
        return Problem(self.A, self.Y, self.W)

    @property
    def is_left_out(self) -> NDArray[np.bool_]:
        """Which rows do not count, (N,)."""
        return _mask(self.left_out, len(self.A))

    @property
    def is_drawn(self) -> NDArray[np.bool_]:
        """Which rows were drawn to be held out, (N,)."""
        return _mask(() if self.held_out is None else self.held_out.rows, len(self.A))

    @property
    def is_left_out_besides(self) -> NDArray[np.bool_]:
        """Which rows do not count for another reason than that, (N,)."""
        spans = self.left_out if self.held_out is None else self.held_out.left_out
        return _mask(spans, len(self.A))


_HELD_OUT = marked("engine", "the rows held out")
_LEFT_OUT = marked("engine", "the rows left out")
_NEW_ROWS = marked("engine", "the rows to predict")


def _text(what: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadSetting(what, value, marked("engine", "text"))
    return value


def _finite(what: str, value: object) -> float:
    number = _float(what, value)
    if not math.isfinite(number):
        raise BadSetting(what, value, marked("engine", "a finite number"))
    return number


def _positive(what: str, value: object) -> float:
    number = _finite(what, value)
    if number <= 0:
        raise BadSetting(what, value, marked("engine", "more than zero"))
    return number


def _float(what: str, value: object) -> float:
    if not isinstance(value, Real) or isinstance(value, np.timedelta64):
        raise BadSetting(what, value, marked("engine", "a number"))
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _observations(value: object) -> int:
    if type(value) is not int or not 0 < value <= MOST_OBSERVATIONS:
        raise BadSetting(
            marked("engine", "the number of observations"),
            value,
            marked("engine", "a whole number above zero"),
        )
    return value


def _per_column(what: str, given: list[T], default: T, columns: int) -> tuple[T, ...]:
    if len(given) not in (0, columns):
        raise BadSetting(
            what,
            len(given),
            marked("engine", "{columns}, one for each column").format(columns=columns),
        )
    return tuple(given) or (default,) * columns


def _fitted(values: Matrix | None, problem: Problem) -> Matrix | None:
    if values is None:
        return None
    fitted = as_matrix("fitted", values)
    if fitted.shape != problem.W.shape:
        raise ShapesDisagree("A", problem.A.shape, "fitted", fitted.shape)
    return fitted


def _new_rows(values: Matrix | None, columns: int) -> Matrix | None:
    if values is None:
        return None
    cells = np.asarray(values, dtype=np.float64)
    if cells.ndim != 2 or cells.shape[1] != columns or not len(cells) or np.isinf(cells).any():
        raise BadSetting(
            _NEW_ROWS,
            shown_shape(cells.shape),
            marked("engine", "finite numbers or empty cells, one for each column of A"),
        )
    check_size(*cells.shape)
    return frozen(cells)


def _gap(value: object, problem: Problem) -> tuple[int, int, int]:
    whole = isinstance(value, Sequence) and all(type(number) is int for number in value)
    if whole and isinstance(value, Sequence) and len(value) == 3:
        column, first, end = value
        if 0 <= column <= problem.weights and 0 <= first < end <= problem.rows:
            return column, first, end
    raise BadSetting(
        marked("engine", "a gap"), value, marked("engine", "a column and rows of the table")
    )


def _left_out(values: Sequence[object], problem: Problem) -> tuple[tuple[int, int], ...]:
    found, after = [], 0
    for value in values:
        first, end = _span(value)
        if not after <= first < end <= problem.rows:
            raise BadSetting(_LEFT_OUT, value, marked("engine", "rows of the table, in order"))
        found.append((first, end))
        after = end
    if sum(end - first for first, end in found) == problem.rows:
        raise NoRowLeft
    return tuple(found)


def _held_out(
    value: object, problem: Problem, not_counted: tuple[tuple[int, int], ...]
) -> SavedHeldOut:
    if not isinstance(value, SavedHeldOut):
        raise BadSetting(_HELD_OUT, value, marked("engine", "a SavedHeldOut"))
    return value.within(problem, not_counted)


def _span(value: object) -> tuple[int, int]:
    if isinstance(value, Sequence) and len(value) == 2:
        first, end = value
        if type(first) is int and type(end) is int:
            return first, end
    raise BadSetting(_LEFT_OUT, value, marked("engine", "a first row and the one after the last"))


def _term(value: object) -> "Term | None":
    if value is None:
        return None
    from ..terms import Term  # loaded on use: few tables have terms

    if not isinstance(value, Term):
        raise BadSetting(marked("engine", "a term"), value, marked("engine", "a Term"))
    return value


def _kept(value: object) -> KeptRun:
    if not isinstance(value, KeptRun):
        raise BadSetting(marked("engine", "a kept run"), value, marked("engine", "a KeptRun"))
    return value


def _epoch(value: float | None) -> float | None:
    if value is None:
        return None
    number = _finite(marked("engine", "the epoch"), value)
    if number < 0:
        raise BadSetting(marked("engine", "the epoch"), value, marked("engine", "zero or more"))
    return int(value) if isinstance(value, Integral) else number


def _loss(value: float | None) -> float | None:
    number = math.nan if value is None else _float(marked("engine", "the loss"), value)
    return number if math.isfinite(number) else None
