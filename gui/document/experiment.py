"""An experiment at one moment. It never changes; undo goes back to an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from engine import Matrix, Problem, Settings
from engine.rescaling import OriginalUnits, in_original_units

from .column import Column
from .grid import Grid
from .table_name import TableName


@dataclass(frozen=True, eq=False)
class Fitted:
    """The result of a run: W (j, 1) after a number of epochs, and the loss there."""

    W: Matrix
    epoch: float
    loss: float


@dataclass(frozen=True, eq=False)
class Experiment:
    """A (N, j), Y (N, 1), the initial W (j, 1), a Column for each column of A, and settings.

    ``output`` is the name of Y, empty for none, and ``name`` the name of the experiment. ``note``
    describes the tables and the settings (``noted``) as they were opened.
    """

    A: Grid
    Y: Grid
    W: Grid
    settings: Settings
    inputs: tuple[Column, ...] = field(default=())
    output: str = ""
    name: str = ""
    note: str = ""
    noted: Settings | None = None

    def __post_init__(self) -> None:
        (rows, columns), weights = self.A.shape, len(self.W)
        if not self.inputs:
            object.__setattr__(self, "inputs", (Column(),) * columns)
        assert (rows, 1, columns, 1) == (*self.Y.shape, *self.W.shape)
        assert columns == weights == len(self.inputs)

    @classmethod
    def of(
        cls,
        problem: Problem,
        settings: Settings,
        name: str = "",
        note: str = "",
        names: Sequence[str] = (),
    ) -> "Experiment":
        """Make an experiment of a problem; ``names`` are those of A's columns and, last, of Y."""
        A, Y, W = (Grid.of(table) for table in (problem.A, problem.Y, problem.W))
        *inputs, output = names or ("",)
        named = tuple(map(Column, inputs))
        return cls(A, Y, W, settings, named, output, name=name, note=note, noted=settings)

    @property
    def remark(self) -> str:
        """The note, as long as the settings are those that it describes."""
        return self.note if self.settings == self.noted else ""

    @property
    def rows(self) -> int:
        """N, the number of observations."""
        return self.A.shape[0]

    @property
    def columns(self) -> int:
        """j, the number of weights."""
        return self.A.shape[1]

    @property
    def cells(self) -> int:
        """The number of cells of A."""
        return self.rows * self.columns

    @cached_property
    def problem(self) -> Problem:
        """The problem that a run starts from; assembled when first needed."""
        return Problem(self.A.joined, self.Y.joined, self.W.joined)

    @cached_property
    def intercept(self) -> int | None:
        """The first unscaled column of A, from 0, that is 1 in every row; None if there is none."""
        likely = (k for k, each in enumerate(self.inputs) if not each.is_scaled)
        ones = (k for k in likely if self.A.value(0, k) == 1 and (self.A.column(k) == 1).all())
        return next(ones, None)

    @property
    def weight_names(self) -> tuple[str, ...]:
        """The names of the weights: of their columns of A, otherwise w and a number from 1."""
        return tuple(each.name or f"w{k}" for k, each in enumerate(self.inputs, start=1))

    def takes_weights_of(self, other: "Experiment") -> bool:
        """Return whether weights of another experiment apply here: as many, in the same units."""
        return self.inputs is other.inputs or _units(self) == _units(other)

    def in_original_units(self, W: Matrix) -> OriginalUnits:
        """Convert W (j, 1) to the units of the columns before they were scaled."""
        shift, scale = zip(*((each.shift, each.scale) for each in self.inputs), strict=True)
        return in_original_units(W, shift, scale, self.intercept)

    def grid(self, table_name: TableName) -> Grid:
        """Return one of its tables."""
        grid: Grid = getattr(self, table_name)
        return grid

    def with_grid(self, table_name: TableName, grid: Grid) -> "Experiment":
        """Return an experiment with another table of the same shape, without the note."""
        match table_name:
            case TableName.A:
                return replace(self, A=grid, note="")
            case TableName.Y:
                return replace(self, Y=grid, note="")
            case TableName.W:
                return replace(self, W=grid, note="")


def _units(experiment: Experiment) -> list[tuple[float, float]]:
    return [(each.shift, each.scale) for each in experiment.inputs]
