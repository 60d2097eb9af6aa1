"""A table of new rows: how they become rows of A, and what is predicted for each.

The cells of new rows are typed, pasted or read in the units that the columns of A had before they
were scaled. ``rows_of_A`` alone makes rows of A of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from ..cancelling import IsCancelled, check
from ..errors import EngineError
from ..language.lists import and_more
from ..language.plurals import plural
from ..language.sentence import marked
from ..loss import predict
from ..matrix import Matrix, frozen
from ..problem import Problem, ReducedProblem
from ..statistics import USUAL_LEVEL, Statistics
from ..triangle import Progress
from ..verdict.wording import number
from .missing import MissingFigure
from .new_rows import RowPredictions, predict_rows

if TYPE_CHECKING:
    from ..terms.term import CategoryTerm, ComputedTerm

Mask = NDArray[np.bool_]
# A row of the table itself has the largest leverage but for its last digits.
ROUNDING_OF_LEVERAGE = 1e-9
_DIGITS = 6
_MOST_NAMED = 3
_ABOVE = marked("engine", "{name} is {value}: the largest of the fitted rows is {limit}.")
_BELOW = marked("engine", "{name} is {value}: the smallest of the fitted rows is {limit}.")
_OUTSIDE = plural(
    "engine",
    "{n} columns are outside their range in the fitted rows: {names}.",
    "{n} column is outside its range in the fitted rows: {names}.",
    1,
)
_TOGETHER = marked(
    "engine",
    "Each column is within its range, but no fitted row is so far out: the leverage is "
    "{leverage}, of these at most {largest}.",
)


@dataclass(frozen=True)
class InputColumn:
    """How the cells of new rows become a column of A.

    Attributes
    ----------
    shift, scale : float
        A has (cell − shift) / scale.
    is_ones : bool
        Whether the column is 1 in every row: then nobody has to fill it.
    name : str
        By which terms know it.
    term : ComputedTerm or None
        What it is computed from; None if its cells are given.
    level : CategoryTerm or None
        The level of a category for which it is 1; ``given_inputs`` then asks for a word.
    """

    shift: float = 0.0
    scale: float = 1.0
    is_ones: bool = False
    name: str = ""
    term: "ComputedTerm | None" = None
    level: "CategoryTerm | None" = None

    @property
    def is_given(self) -> bool:
        """Whether somebody has to fill its cells."""
        return not self.is_ones and self.term is None

    def original(self, value: float) -> float:
        """Return what was typed for a number in this column of A."""
        return value * self.scale + self.shift


def given_columns(columns: Sequence[InputColumn]) -> tuple[int, ...]:
    """Return the columns, from 0, whose cells are given; the others are filled by themselves."""
    return tuple(k for k, column in enumerate(columns) if column.is_given)


def rows_of_A(cells: Matrix, columns: Sequence[InputColumn]) -> Matrix:
    """Return new rows as rows of A; whatever A has beside the given cells is made here.

    Parameters
    ----------
    cells : ndarray, shape (M, j)
        The given cells, in their original units; NaN if one is empty. Those of columns that are
        filled by themselves are not looked at.
    columns : sequence of InputColumn
        One for each column of A.

    Returns
    -------
    ndarray, shape (M, j)
        NaN where a cell is empty, and where a term has no number, such as the logarithm of 0.

    Examples
    --------
    >>> columns = [InputColumn(is_ones=True), InputColumn(shift=10.0, scale=2.0)]
    >>> rows_of_A(np.array([[np.nan, 14.0], [np.nan, np.nan]]), columns).tolist()
    [[1.0, 2.0], [1.0, nan]]
    """
    found: Matrix = np.array(cells, dtype=np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        for k, column in enumerate(columns):
            if column.is_ones:
                found[:, k] = 1.0
        if any(column.term is not None for column in columns):
            _compute_terms(found, columns)
        for k, column in enumerate(columns):
            if not column.is_ones and (column.shift, column.scale) != (0.0, 1.0):
                found[:, k] = (found[:, k] - column.shift) / column.scale
    return found


def row_fault(cells: Matrix, columns: Sequence[InputColumn], number: int) -> EngineError | None:
    """Return what is wrong with a row that has all its cells; None if nothing is.

    Parameters
    ----------
    cells : ndarray, shape (j,)
        The given cells, in their original units.
    columns : sequence of InputColumn
        One for each column of A.
    number : int
        That of the row, for the error.

    Returns
    -------
    NotOneLevel, TermFault or None
        Two levels of a category at once, or a term without a number, such as the logarithm of 0.
    """
    from ..terms.errors import NotOneLevel, TermFault
    from ..terms.evaluation import values_of
    from ..terms.rows import check_levels

    row = np.array(cells[np.newaxis], dtype=np.float64)
    try:
        for source, places in _categories(columns):
            check_levels(source, row[:, places], number)
        _compute_terms(row, columns, partial(values_of, first_row=number))
    except (NotOneLevel, TermFault) as error:
        return error
    return None


def _categories(columns: Sequence[InputColumn]) -> list[tuple[str, list[int]]]:
    """Return the name of each category, and its columns of 0 and 1, from 0."""
    found: dict[object, tuple[str, list[int]]] = {}
    for k, column in enumerate(columns):
        if (level := column.level) is not None:
            key = level.source, level.levels, level.left_out
            found.setdefault(key, (level.source, []))[1].append(k)
    return list(found.values())


def _are_possible(cells: Matrix, columns: Sequence[InputColumn]) -> Mask:
    """Return which rows have one level at most of each category, as every row of a table has."""
    found = np.ones(len(cells), dtype=np.bool_)
    if categories := _categories(columns):
        from ..terms.rows import are_levels  # loaded on use: few tables have categories

        for _, places in categories:
            found &= are_levels(cells[:, places])
    return found


def _compute_terms(
    cells: Matrix, columns: Sequence[InputColumn], values: Callable[..., Matrix] | None = None
) -> None:
    """Fill the columns that are computed from others; all are in their original units."""
    from ..terms.evaluation import values_or_gaps  # loaded on use: few tables have terms
    from ..terms.rows import TermColumn, evaluation_order

    values = values or values_or_gaps

    places = {column.name: k for k, column in enumerate(columns)}
    for k in evaluation_order([TermColumn(each.name, each.term) for each in columns]):
        if (term := columns[k].term) is not None:
            sources = {name: cells[:, places[name]] for name in term.sources}
            cells[:, k] = values(term, sources)


@dataclass(frozen=True, eq=False)
class TableReach:
    """How far the rows of a table reach: new rows beyond are predicted by extrapolation.

    Attributes
    ----------
    ranges : ndarray, shape (j, 2)
        The smallest and the largest number of each column of A.
    largest_leverage : float
        That of all rows; NaN if it is not known.
    """

    ranges: Matrix
    largest_leverage: float

    @classmethod
    def of(
        cls,
        problem: Problem,
        figures: Statistics | None = None,
        cancelled: IsCancelled = lambda: False,
        progress: Progress = lambda _: None,
    ) -> Self:
        """Pass over the rows of a table.

        Parameters
        ----------
        problem : Problem
            A (N, j) and Y (N, 1).
        figures : Statistics, optional
            Those of its fit by least squares; without them leverages are not known.
        cancelled : callable, optional
            Asked for each block of rows whether to stop.
        progress : callable, optional
            Called with the fraction of rows done, from 0 to 1.
        """
        A = problem.A
        if isinstance(problem, ReducedProblem):  # the rows themselves are not there
            nowhere = np.full(problem.weights, np.inf)
            return cls(frozen(np.column_stack((-nowhere, nowhere))), float("nan"))
        ranges = frozen(np.column_stack((A.min(axis=0), A.max(axis=0))))
        if figures is None:
            return cls(ranges, float("nan"))
        leverage = figures.influence(cancelled, progress).leverage
        return cls(ranges, float(leverage.max()))


@dataclass(frozen=True, eq=False)
class NewRowFigures:
    """What is predicted for M new rows, of which some may be incomplete.

    Attributes
    ----------
    is_complete : ndarray of bool, shape (M,)
        Whether all cells of a row are filled, and a row can be so; the others have no prediction,
        and ``fault`` says why if no cell is empty.
    now : ndarray, shape (M,)
        Ŷ by the weights now; NaN if there are none.
    values : ndarray, shape (M,)
        Ŷ at the optimum of least squares; NaN if it is not known or not determined.
    standard_errors : ndarray, shape (M,)
        How far Ŷ is from the mean of Y at such rows, typically; NaN if it does not exist.
    confidence, prediction : ndarray, shape (M, 2)
        The lower and upper end of both intervals; NaN if they do not exist.
    is_extrapolated : ndarray of bool, shape (M,)
        Whether a row is outside of the table: in some column, or by its leverage.
    leverages : ndarray, shape (M,)
        NaN if they are not known.
    level : float
        The share that the intervals cover in repetitions.
    """

    is_complete: Mask
    now: Matrix
    values: Matrix
    standard_errors: Matrix
    confidence: Matrix
    prediction: Matrix
    is_extrapolated: Mask
    leverages: Matrix
    level: float
    _cells: Matrix = field(repr=False)
    _rows: Matrix = field(repr=False)
    _columns: tuple[InputColumn, ...] = field(repr=False)
    _reach: TableReach = field(repr=False)
    _found: RowPredictions | None = field(repr=False)
    _places: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(
        cls,
        cells: Matrix,
        columns: Sequence[InputColumn],
        reach: TableReach,
        figures: Statistics | None = None,
        W: Matrix | None = None,
        level: float = USUAL_LEVEL,
        cancelled: IsCancelled = lambda: False,
    ) -> Self:
        """Predict for new rows.

        Parameters
        ----------
        cells : ndarray, shape (M, j)
            The cells of new rows; see ``rows_of_A``.
        columns : sequence of InputColumn
            One for each column of A.
        reach : TableReach
            How far the rows of the table reach.
        figures : Statistics, optional
            Those of the fit by least squares, if the loss is the mean square.
        W : ndarray, shape (j, 1), optional
            The weights now.
        level : float, optional
            The share that the intervals cover in repetitions.
        cancelled : callable, optional
            Asked for each block of rows whether to stop.

        Raises
        ------
        Cancelled
            If ``cancelled`` returned True.

        Examples
        --------
        >>> from engine import optimum
        >>> from engine.statistics import statistics
        >>> problem = Problem([[1, 0], [1, 1], [1, 2]], [0, 2, 1])
        >>> fit = statistics(problem, optimum(problem))
        >>> columns = [InputColumn(is_ones=True), InputColumn()]
        >>> cells = np.array([[np.nan, 1.0], [np.nan, 3.0], [np.nan, np.nan]])
        >>> found = NewRowFigures.of(cells, columns, TableReach.of(problem, fit), fit)
        >>> found.values.round(9).tolist(), found.is_extrapolated.tolist()
        ([1.0, 2.0, nan], [False, True, False])
        """
        rows = rows_of_A(cells, columns)
        is_complete: Mask = np.isfinite(rows).all(axis=1) & _are_possible(cells, columns)
        places = np.flatnonzero(is_complete).astype(np.int64)
        X = rows[places]
        count = len(rows)
        values, errors, leverages = (np.full(count, np.nan) for _ in range(3))
        confidence, prediction = (np.full((count, 2), np.nan) for _ in range(2))
        is_extrapolated = np.zeros(count, dtype=np.bool_)
        found = None
        if len(X):
            check(cancelled)
            low, high = reach.ranges.T
            is_outside = ((low > X) | (high < X)).any(axis=1)
            if figures is not None:
                found = predict_rows(figures, X, level, cancelled)
                values[places] = np.where(found.is_determined, found.values, np.nan)
                errors[places] = found.standard_errors
                confidence[places], prediction[places] = found.confidence, found.prediction
                leverages[places] = found.leverages
                most = reach.largest_leverage * (1 + ROUNDING_OF_LEVERAGE)
                is_outside |= found.leverages > most
            is_extrapolated[places] = is_outside
        for each in (is_complete, is_extrapolated):
            each.setflags(write=False)
        made = cls(
            is_complete=is_complete,
            now=frozen(np.full(count, np.nan)),
            values=frozen(values),
            standard_errors=frozen(errors),
            confidence=frozen(confidence),
            prediction=frozen(prediction),
            is_extrapolated=is_extrapolated,
            leverages=frozen(leverages),
            level=level,
            _cells=cells,
            _rows=frozen(rows),
            _columns=tuple(columns),
            _reach=reach,
            _found=found,
            _places=places,
        )
        return made if W is None else made.with_weights(W)

    def with_weights(self, W: Matrix | None) -> Self:
        """Return what is predicted by other weights now (j, 1), or by none."""
        now = np.full(len(self), np.nan)
        if W is not None and len(self._places) and np.isfinite(W).all():
            rows = self._rows[self._places] if self.incomplete else self._rows
            now[self._places] = predict(rows, W)[:, 0]
        return replace(self, now=frozen(now))

    def __len__(self) -> int:
        return len(self.is_complete)

    @property
    def incomplete(self) -> int:
        """How many rows are incomplete."""
        return len(self) - len(self._places)

    @property
    def empty(self) -> int:
        """How many rows have an empty cell."""
        return int(np.count_nonzero(np.isnan(self._cells[:, self._given]).any(axis=1)))

    def fault(self, row: int) -> EngineError | None:
        """Return why a row, from 0, has no prediction though no cell is empty; None if it has."""
        if self.is_complete[row] or np.isnan(self._cells[row, self._given]).any():
            return None
        return row_fault(self._cells[row], self._columns, row + 1)

    @property
    def _given(self) -> list[int]:
        return list(given_columns(self._columns))

    @property
    def extrapolated(self) -> int:
        """How many rows are outside of the table."""
        return int(np.count_nonzero(self.is_extrapolated))

    def missing(self, row: int) -> MissingFigure | None:
        """Return why a complete row, from 0, has no intervals though the loss is the mean square.

        None if it has them, or if there are no figures at all.
        """
        if self._found is None or not self.is_complete[row]:
            return None
        return self._found.missing(int(np.searchsorted(self._places, row)))

    def is_determined(self, row: int) -> bool:
        """Return whether all optima have the same Ŷ of a row, from 0."""
        return self.missing(row) is not MissingFigure.BROKEN_DEPENDENCY

    def outside(self, row: int) -> list[int]:
        """Return the columns of A, from 0, in which a row is outside of their range."""
        values, (low, high) = self._rows[row], self._reach.ranges.T
        found: list[int] = np.flatnonzero((values < low) | (values > high)).tolist()
        return found

    def extrapolation(self, row: int, names: Sequence[str]) -> str:
        """Return how a row, from 0, is outside of the table, as a sentence; empty if it is not.

        Parameters
        ----------
        row : int
            The row, from 0.
        names : sequence of str
            Those of the columns of A.
        """
        if not self.is_extrapolated[row]:
            return ""
        columns = self.outside(row)
        if not columns:
            leverage, largest = float(self.leverages[row]), self._reach.largest_leverage
            return _TOGETHER.format(leverage=number(leverage), largest=number(largest))
        if len(columns) > 1:
            named = [names[k] for k in columns]
            return _OUTSIDE(len(columns), names=and_more(named, _MOST_NAMED))
        (k,) = columns
        low, high = self._reach.ranges[k]
        is_above = self._rows[row, k] > high
        original = self._columns[k].original
        return (_ABOVE if is_above else _BELOW).format(
            name=names[k],
            value=number(original(float(self._rows[row, k])), _DIGITS),
            limit=number(original(float(high if is_above else low)), _DIGITS),
        )

    def columns(self) -> Iterator[tuple[str, Matrix]]:
        """Yield the figures as columns of numbers, with the names that they have in files."""
        yield "predicted_now", self.now
        yield "predicted", self.values
        yield "standard_error", self.standard_errors
        for name, ends in (("confidence", self.confidence), ("prediction", self.prediction)):
            yield f"{name}_lower", ends[:, 0]
            yield f"{name}_upper", ends[:, 1]
