"""An experiment at one moment. It never changes; undo goes back to an earlier one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import Matrix, Problem, Settings
from engine.problem import ReducedProblem
from engine.rescaling import OriginalUnits, in_original_units
from engine.threads.caching import cached_property
from engine.verdict.wording import ONES, column_name, distinct_names

from .column import Column
from .grid import Grid
from .suggested_settings import with_numbers
from .table_name import TableName

RowMask = NDArray[np.bool_]
MOST_COMPARED = 200_000
"""Cells of rows that are being filled; more would hold up the window, which asks often."""


class DocumentKey:
    """Marks all experiments of one document, by its identity.

    An edit keeps the key, and with it the file. A table that replaces the document brings its own
    key, so that undo goes back to the former key and its file.
    """


class ColumnsKey:
    """Marks all experiments with the same columns of A and Y, by its identity.

    An edit of cells or rows keeps it, and so does a new name. It changes with the number of the
    columns, their units, or what they are: weights of the former columns mean nothing here.
    """


class StepsOrigin(Enum):
    """Where η and h come from."""

    EMPTY_TABLE = auto()
    """They are the defaults of an empty document, which know nothing of the table to come."""
    CHOSEN = auto()


class Filling(Enum):
    """How far the tables are filled."""

    EMPTY = auto()
    """Nothing has been typed, pasted or imported yet."""
    ZEROS = auto()
    """All rows are complete, and every number is 0: any weights fit them."""
    BEGUN = auto()
    """No row is complete."""
    RUNNABLE = auto()


@dataclass(frozen=True, eq=False)
class Fitted:
    """The result of a run: W (j, 1) after a number of epochs, and the loss there."""

    W: Matrix
    epoch: float
    loss: float


class FormerSteps(NamedTuple):
    """The settings before and after "scale columns" last changed, and of which tables."""

    before: Settings
    after: Settings
    A: Grid
    Y: Grid
    W: Grid


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Rows that are held out of the fit, to see how well it foretells what it has not seen.

    ``chosen`` (N,) are those that were drawn, with this share and this seed; ``by_hand`` (N,) are
    the rows of the table that are left out for another reason, None if none is. A row in both is
    left out, and tests nothing.
    """

    share: float
    seed: int
    chosen: RowMask
    by_hand: RowMask | None = None

    @cached_property
    def rows(self) -> RowMask:
        """Which rows are held out and not left out, (N,)."""
        return self.chosen if self.by_hand is None else sealed_mask(self.chosen & ~self.by_hand)

    @cached_property
    def not_fitted(self) -> RowMask:
        """Which rows do not count, (N,): those held out, and those left out."""
        return sealed_mask(
            self.chosen.copy() if self.by_hand is None else self.chosen | self.by_hand
        )


@dataclass(frozen=True, eq=False)
class Experiment:
    """A (N, j), Y (N, 1), the initial W (j, 1), a Column for each column of A, and settings.

    ``output`` is the name of Y, empty for none, and ``name`` the name of the experiment. ``note``
    describes the tables A and Y as they were opened, and the settings of then (``noted``).
    ``former`` has the η and h to go back to if "scale columns" changes back. ``key`` is that of the
    document: edits keep it, and every other experiment has its own. ``columns_key`` is that of the
    columns, and ``steps_origin`` tells whether η and h are only the defaults of an empty document.
    ``refused_loss`` is what its file has as the loss, but is none, until another one is chosen; the
    settings have the mean square in its place. ``left_out`` (N,) tells which rows do not count,
    those that are ``held_out`` among them; None if all do. ``new_rows`` (M, j) has the cells of
    rows to predict, in the units that the columns had before they were scaled, empty ones among
    them; None if there are none. ``stands_for`` is how many observations were reduced to these
    rows, None if the rows are the observations.
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
    former: FormerSteps | None = None
    key: DocumentKey = field(default_factory=DocumentKey)
    columns_key: ColumnsKey = field(default_factory=ColumnsKey)
    steps_origin: StepsOrigin = StepsOrigin.CHOSEN
    refused_loss: str = ""
    left_out: RowMask | None = None
    held_out: HeldOut | None = None
    new_rows: Grid | None = None
    stands_for: int | None = None

    def __post_init__(self) -> None:
        (rows, columns), weights = self.A.shape, len(self.W)
        if not self.inputs:
            object.__setattr__(self, "inputs", (Column(),) * columns)
        assert (rows, 1, columns, 1) == (*self.Y.shape, *self.W.shape)
        assert columns == weights == len(self.inputs)
        assert self.left_out is None or len(self.left_out) == rows
        assert self.new_rows is None or self.new_rows.shape[1] == columns

    @classmethod
    def of(
        cls,
        problem: Problem,
        settings: Settings,
        name: str = "",
        note: str = "",
        names: Sequence[str] = (),
    ) -> "Experiment":
        """Make an experiment of a problem, with numbers for η and h.

        ``names`` are those of A's columns and, last, of Y.
        """
        A, Y, W = (Grid.of(table) for table in (problem.A, problem.Y, problem.W))
        settings = with_numbers(problem, settings)
        *inputs, output = names or ("",)
        named = tuple(map(Column, inputs))
        return cls(A, Y, W, settings, named, output, name=name, note=note, noted=settings)

    @property
    def remark(self) -> str:
        """The note, as long as W and the settings are those that it describes."""
        return self.note if self.settings == self.noted else ""

    @property
    def rows(self) -> int:
        """N, the number of observations."""
        return self.A.shape[0]

    @property
    def observations(self) -> int:
        """How many observations there are: N, unless more were reduced to these rows."""
        return self.rows if self.stands_for is None else self.stands_for

    @property
    def columns(self) -> int:
        """j, the number of weights."""
        return self.A.shape[1]

    @property
    def cells(self) -> int:
        """The number of cells of A."""
        return self.rows * self.columns

    @property
    def problem(self) -> Problem:
        """The problem that a run starts from: the rows that count; assembled when needed.

        See ``Grid.joined``.
        """
        problem: Problem | None = self.__dict__.get("_problem")
        if problem is None:
            complete = self.complete if self.has_gaps or self.left_out is not None else self
            tables = complete.A.joined, complete.Y.joined, self.W.joined
            if self.stands_for is None:
                problem = Problem(*tables)
            else:
                problem = ReducedProblem(*tables, self.stands_for)
            object.__setattr__(self, "_problem", problem)
        return problem

    @cached_property
    def has_gaps(self) -> bool:
        """Whether a cell of A or Y is empty."""
        return self.A.has_gaps or self.Y.has_gaps

    @cached_property
    def complete(self) -> "Experiment":
        """The same experiment with the rows alone that count: complete, and not left out.

        It is itself if all do. If none does, nothing can be run; its empty cells are 0 then.
        """
        counted = self.counted
        if counted is None:
            return self
        if counted.any():
            A, Y = (each.without_rows(~counted) for each in (self.A, self.Y))
        else:
            A, Y = (Grid.of(np.nan_to_num(each.joined)) for each in (self.A, self.Y))
        return replace(self, A=A, Y=Y, left_out=None, held_out=None)

    @cached_property
    def counted(self) -> RowMask | None:
        """Which rows count, (N,): complete ones that are not left out; None if all do."""
        if not self.has_gaps:
            return None if self.left_out is None else sealed_mask(~self.left_out)
        is_complete = self.A.complete_rows & self.Y.complete_rows
        return sealed_mask(is_complete if self.left_out is None else is_complete & ~self.left_out)

    @cached_property
    def numbering(self) -> NDArray[np.int64] | None:
        """The row of the table, from 0, that each row is that counts; None if all do."""
        return None if self.counted is None else np.flatnonzero(self.counted).astype(np.int64)

    @cached_property
    def with_all_rows(self) -> "Experiment":
        """The same experiment with no row left out or held out; itself if none is."""
        return self if self.left_out is None else replace(self, left_out=None, held_out=None)

    @property
    def left_out_by_hand(self) -> RowMask | None:
        """Which rows do not count without being held out, (N,); None if none."""
        return self.left_out if self.held_out is None else self.held_out.by_hand

    @property
    def left_out_rows(self) -> list[int]:
        """The rows that are left out, not held out, from 0, in their order."""
        by_hand = self.left_out_by_hand
        return [] if by_hand is None else np.flatnonzero(by_hand).tolist()

    @cached_property
    def tested(self) -> "Experiment | None":
        """The same experiment with the complete rows alone that are held out; None without any."""
        if self.held_out is None:
            return None
        tested = self.held_out.rows
        if self.has_gaps:
            tested = tested & self.A.complete_rows & self.Y.complete_rows
        if not tested.any():
            return None
        A, Y = (each.without_rows(~tested) for each in (self.A, self.Y))
        return replace(self, A=A, Y=Y, left_out=None, held_out=None)

    @cached_property
    def intercept(self) -> int | None:
        """The first unscaled column of A, from 0, that is 1 in every row; None if there is none.

        While rows are being filled, it is 1 in all cells that are, and in some complete row.
        """
        likely = (k for k, each in enumerate(self.inputs) if not each.is_scaled)
        if self.left_out is not None and self.complete is not self:
            return self.complete.intercept
        if self.has_gaps:
            columns = ((k, self.A.column(k)) for k in likely)
            of_ones = (k for k, each in columns if (each[~np.isnan(each)] == 1).all())
            return next((k for k in of_ones if self.complete.A.value(0, k) == 1), None)
        ones = (k for k in likely if self.A.value(0, k) == 1 and (self.A.column(k) == 1).all())
        return next(ones, None)

    def look_through(self) -> None:
        """Find in a thread what each view asks for at once, and what passes over all cells.

        Of 1,000,000×10 the window stood still for 100 ms.
        """
        self.intercept  # noqa: B018 - it is kept, and so is whether cells are empty

    @cached_property
    def fingerprint(self) -> str:
        """What tells its rows that count from other ones; of 10⁶ cells it takes 10 ms."""
        from engine.archive.kept_run import fingerprint  # loaded on use

        return fingerprint(self.problem)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of A's columns and of their weights, as every part of the window shows them."""
        return tuple(map(self.column_name, range(self.columns)))

    @property
    def distinct_names(self) -> tuple[str, ...]:
        """These names in sentences: one that several columns have is followed by its number."""
        return distinct_names(self.column_names)

    def column_name(self, column: int) -> str:
        """Return the name of a column of A and of its weight, counted from 0."""
        given = self.inputs[column].name
        is_ones = given in ("", ONES) and self.intercept == column
        return column_name(given, column, is_ones=is_ones)

    def takes_weights_of(self, other: "Experiment") -> bool:
        """Return whether weights of another experiment apply here: as many, in the same units."""
        return self.inputs is other.inputs or _units(self) == _units(other)

    def has_columns_of(self, other: "Experiment") -> bool:
        """Return whether the columns are those of another experiment, whatever their cells are."""
        is_same = self.key is other.key and self.columns_key is other.columns_key
        return is_same and self.takes_weights_of(other)

    def has_data_of(self, other: "Experiment") -> bool:
        """Return whether A and Y are those of another experiment, and not edited since.

        A row that is being filled is not there yet, and one that is left out is not there any more.
        """
        if self.held_out is not other.held_out and self._tests_others(other):
            return False
        if self.A is other.A and self.Y is other.Y:
            if self.left_out is other.left_out:
                return True
            if self.left_out is not None and other.left_out is not None:
                return np.array_equal(self.left_out, other.left_out)
        is_whole = self.left_out is None and other.left_out is None
        if is_whole and not (self.has_gaps or other.has_gaps):
            return False
        if max(self.cells, other.cells) > MOST_COMPARED:
            return False
        pairs = ((getattr(each.complete, t) for each in (self, other)) for t in ("A", "Y"))
        return all(np.array_equal(one, another) for one, another in pairs)

    def _tests_others(self, other: "Experiment") -> bool:
        """Return whether other rows are held out."""
        own, its = self.held_out, other.held_out
        return own is None or its is None or not np.array_equal(own.rows, its.rows)

    def has_tables_of(self, other: "Experiment") -> bool:
        """Return whether A, Y and W are those of another experiment, and not edited since."""
        return self.has_data_of(other) and self.W is other.W

    def keep_fitted(self, fitted: Fitted, ran: "Experiment") -> Fitted | None:
        """Return the result of a run if A and Y are the very tables that it ran on, else None.

        The epoch is NaN if the initial W is another one, from which the run did not come.
        """
        if not self.has_data_of(ran):
            return None
        return fitted if self.W is ran.W else replace(fitted, epoch=math.nan)

    @cached_property
    def filling(self) -> Filling:
        """How far A and Y are filled.

        Some row must be complete. If it is, a zero may still be a cell that is to be filled: in a
        new document, whose η and h are nobody's choice, A and Y both need a number.
        """
        is_new = self.steps_origin is StepsOrigin.EMPTY_TABLE
        is_partial = self.has_gaps or self.left_out is not None
        if is_partial and self.counted is not None and not self.counted.any():
            return Filling.EMPTY if self.A.is_zero and self.Y.is_zero else Filling.BEGUN
        # The first cell alone answers most often; each edit asks.
        if not is_new and (self.A.value(0, 0) or not self.A.is_zero):
            return Filling.RUNNABLE
        is_A_zero, is_Y_zero = self.A.is_zero, self.Y.is_zero
        if is_A_zero and is_Y_zero:
            return Filling.EMPTY if is_new or self.has_gaps else Filling.ZEROS
        return Filling.BEGUN if is_new and (is_A_zero or is_Y_zero) else Filling.RUNNABLE

    def has_emptied(self, before: "Experiment") -> bool:
        """Return whether A or Y is all zeros now, and was not before."""
        for now, earlier in ((self.A, before.A), (self.Y, before.Y)):
            if now is not earlier and now.is_zero and not earlier.is_zero:
                return True
        return False

    def in_original_units(self, W: Matrix) -> OriginalUnits:
        """Convert W (j, 1) to the units of the columns before they were scaled."""
        shift, scale = zip(*((each.shift, each.scale) for each in self.inputs), strict=True)
        return in_original_units(W, shift, scale, self.intercept)

    def grid(self, table_name: TableName) -> Grid:
        """Return one of its tables."""
        grid: Grid = getattr(self, table_name)
        return grid

    def as_new_document(self) -> "Experiment":
        """Return this experiment as a document of its own, which has no name yet."""
        return replace(self, key=DocumentKey(), name="", note="")

    def with_grid(self, table_name: TableName, grid: Grid) -> "Experiment":
        """Return an experiment with another table of the same shape; another A or Y has no note."""
        match table_name:
            case TableName.A:
                return replace(self, A=grid, note="")
            case TableName.Y:
                return replace(self, Y=grid, note="")
            case TableName.W:
                return replace(self, W=grid, noted=None)


def sealed_mask(mask: RowMask) -> RowMask:
    """Return a mask that nobody can write into."""
    mask.setflags(write=False)
    return mask


def _units(experiment: Experiment) -> list[tuple[float, float]]:
    return [(each.shift, each.scale) for each in experiment.inputs]
