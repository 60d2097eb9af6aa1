"""An experiment as a file keeps it."""

import math
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import Any, TypeVar

from ..errors import BadSetting, ShapesDisagree
from ..matrix import Matrix, as_matrix, check_size
from ..problem import Problem
from ..settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class SavedExperiment:
    """A (N, j), Y (N, 1) and the initial W (j, 1), the settings, and where a run has led to.

    ``names`` are those of the columns of A, "" for none, and ``output`` is that of Y. What A holds
    of each column is (original − shift) / scale. Any of these left out is j long all the same.
    ``fitted`` (j, 1) is W after so many epochs, with its loss; a loss that is no finite number is
    not kept. Matrices are taken as a Problem takes them. Raises an EngineError for what is unfit.
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

    def __post_init__(self) -> None:
        problem = Problem(self.A, self.Y, self.W)
        check_size(problem.rows, problem.weights)
        columns, has_run = problem.weights, self.fitted is not None
        for title in (self.name, self.note, self.output):
            _text("a name or note", title)
        names = [_text("the name of a column", name) for name in self.names]
        shift = [_finite("the shift of a column", number) for number in self.shift]
        scale = [_positive("the scale of a column", number) for number in self.scale]
        checked: dict[str, Any] = {
            "A": problem.A,
            "Y": problem.Y,
            "W": problem.W,
            "names": _one_a_column("names", names, "", columns),
            "shift": _one_a_column("shifts", shift, 0.0, columns),
            "scale": _one_a_column("scales", scale, 1.0, columns),
            "fitted": _fitted(self.fitted, problem),
            "epoch": _epoch(self.epoch) if has_run else None,
            "loss": _loss(self.loss) if has_run else None,
        }
        for key, value in checked.items():
            object.__setattr__(self, key, value)

    @property
    def problem(self) -> Problem:
        """A, Y and W."""
        return Problem(self.A, self.Y, self.W)


def _text(what: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadSetting(what, value, "text")
    return value


def _finite(what: str, value: object) -> float:
    number = _float(what, value)
    if not math.isfinite(number):
        raise BadSetting(what, value, "a finite number")
    return number


def _positive(what: str, value: object) -> float:
    number = _finite(what, value)
    if number <= 0:
        raise BadSetting(what, value, "more than zero")
    return number


def _float(what: str, value: object) -> float:
    if not isinstance(value, Real):
        raise BadSetting(what, value, "a number")
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _one_a_column(what: str, given: list[T], usual: T, columns: int) -> tuple[T, ...]:
    if len(given) not in (0, columns):
        raise BadSetting(f"the number of {what}", len(given), f"{columns}, one for each column")
    return tuple(given) or (usual,) * columns


def _fitted(values: Matrix | None, problem: Problem) -> Matrix | None:
    if values is None:
        return None
    fitted = as_matrix("fitted", values)
    if fitted.shape != problem.W.shape:
        raise ShapesDisagree("A", problem.A.shape, "fitted", fitted.shape)
    return fitted


def _epoch(value: float | None) -> float | None:
    if value is None:
        return None
    number = _finite("the epoch", value)
    if number < 0:
        raise BadSetting("the epoch", value, "zero or more")
    return int(value) if isinstance(value, Integral) else number


def _loss(value: float | None) -> float | None:
    number = math.nan if value is None else _float("the loss", value)
    return number if math.isfinite(number) else None
