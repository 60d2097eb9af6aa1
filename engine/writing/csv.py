"""Write results and tables as CSV; every number reads back bit for bit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..errors import BadSetting, ShapesDisagree, WrongArgument
from ..language.sentence import marked
from ..loss import as_table, residual
from ..matrix import Matrix
from ..rescaling import OriginalUnits
from ..trace import Trace
from .header import header_cells, text_cell

if TYPE_CHECKING:
    from ..inference.new_table import NewRowFigures
    from .arrow_cells import ArrowCells, ArrowColumn

# A chunk takes about 20 ms: larger ones need more memory, smaller ones more calls per table.
CELLS_PER_CHUNK = 2**14
# pyarrow writes as many in the same time, and holds up no other thread.
CELLS_OF_ARROW = 2**16
CONSTANT = "constant"
ORIGINAL = "original units"


@dataclass(frozen=True, eq=False)
class KnownNumbers:
    """Numbers (n,) or (n, 1) of which those that are NaN are not known: their cells are empty."""

    values: NDArray[Any]

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, rows: slice) -> "KnownNumbers":
        return KnownNumbers(self.values[rows])


Column = Sequence[str] | NDArray[Any] | KnownNumbers


@dataclass(frozen=True)
class Dialect:
    """How a table is written: separator, decimal mark, and encoding with or without a BOM."""

    separator: str = ","
    decimal: str = "."
    encoding: Literal["utf-8", "utf-8-sig"] = "utf-8"


COMMA_AND_POINT = Dialect(",", ".")
SEMICOLON_AND_COMMA = Dialect(";", ",")


def weights_csv(
    names: Sequence[str],
    initial: Matrix,
    fitted: Matrix,
    dialect: Dialect = COMMA_AND_POINT,
    original: OriginalUnits | None = None,
) -> Iterator[bytes]:
    """Write one row per weight: its name, its start and its fitted value.

    Parameters
    ----------
    names : sequence of str
        The j names of the weights.
    initial, fitted : ndarray, shape (j, 1)
        W before and after the run.
    dialect : Dialect
        The separator, decimal mark and encoding.
    original : OriginalUnits, optional
        Adds a column of the fitted weights in original units, and a row of the constant unless it
        is 0.

    Yields
    ------
    bytes
        Pieces of the file, for ``write_whole``.

    Examples
    --------
    >>> b"".join(weights_csv(["x1"], np.array([[0.0]]), np.array([[2.0]])))
    b'weight,start,fitted\\nx1,0.0,2.0\\n'
    """
    initial, fitted = as_table("W", initial), as_table("fitted", fitted)
    if fitted.shape != initial.shape:
        raise ShapesDisagree("W", initial.shape, "fitted", fitted.shape)
    if len(names) != len(initial):
        raise BadSetting(
            marked("engine", "the number of names"),
            len(names),
            marked("engine", "{initial}, one for each weight").format(initial=len(initial)),
        )
    from ..reading.tables import FITTED  # loaded on use, as in engine/__init__.py

    columns: dict[str, Column] = {"weight": names, "start": initial, FITTED: fitted}
    if original is not None:
        columns[ORIGINAL] = original.W
    yield from named_columns(columns, dialect)
    if original is not None and original.constant:
        zero = np.zeros(1)
        yield from _rows([[CONSTANT], zero, zero, np.array([original.constant])], dialect)


def statistics_csv(
    names: Sequence[str],
    fitted: Matrix,
    optimum: Matrix,
    standard_errors: Matrix,
    dialect: Dialect = COMMA_AND_POINT,
    intervals: Matrix | None = None,
    has_converged: bool | None = None,
    t: Matrix | None = None,
    p: Matrix | None = None,
) -> Iterator[bytes]:
    """Write one row per weight: its name, its fitted value, the optimum and its standard error.

    Parameters
    ----------
    names : sequence of str
        The j names of the weights.
    fitted, optimum : ndarray, shape (j, 1)
        W after the run, and the optimum.
    standard_errors : ndarray, shape (j,) or (j, 1)
        As ``statistics`` returns them. The cell of one that does not exist, NaN, is empty.
    dialect : Dialect
        The separator, decimal mark and encoding.
    intervals : ndarray, shape (j, 2), optional
        Adds the lower and the upper end of the interval of each weight; empty likewise.
    has_converged : bool, optional
        Adds a column that says of each weight whether the run had converged.
    t, p : ndarray, shape (j,), optional
        Add columns behind the standard errors; empty likewise.

    Yields
    ------
    bytes
        Pieces of the file, for ``write_whole``.

    Examples
    --------
    >>> one = np.array([[1.0]])
    >>> b"".join(statistics_csv(["x1"], 2 * one, 3 * one, one / 2))
    b'weight,fitted,optimum,standard_error\\nx1,2.0,3.0,0.5\\n'
    """
    from ..reading.tables import FITTED  # loaded on use, as in engine/__init__.py

    columns: dict[str, Column] = {"weight": names, FITTED: as_table("fitted", fitted)}
    columns |= {"optimum": optimum, "standard_error": KnownNumbers(standard_errors)}
    columns |= {name: KnownNumbers(each) for name, each in (("t", t), ("p", p)) if each is not None}
    if intervals is not None:
        lower, upper = map(KnownNumbers, intervals.T)
        columns |= {"lower": lower, "upper": upper}
    if has_converged is not None:
        columns["converged"] = ["yes" if has_converged else "no"] * len(names)
    yield from named_columns(columns, dialect)


def history_csv(
    trace: Trace, dialect: Dialect = COMMA_AND_POINT, held_out: Trace | None = None
) -> Iterator[bytes]:
    """Write epoch and loss; if a row covers several epochs, also the lowest and highest loss.

    Parameters
    ----------
    trace : Trace
        The losses of a run, such as ``Fit.history``.
    dialect : Dialect
        The separator, decimal mark and encoding.
    held_out : Trace, optional
        The losses of rows that are held out, at some of the epochs; at others the cell is empty.

    Returns
    -------
    iterator of bytes
        Pieces of the file, for ``write_whole``.
    """
    if not isinstance(trace, Trace):
        raise WrongArgument(
            "history_csv", "trace", trace, marked("engine", "give the history of a fit, a Trace")
        )
    columns: dict[str, Column] = {"epoch": trace.epoch, "loss": trace.loss}
    if (np.diff(trace.epoch) > 1).any():
        columns |= {"lowest": trace.lowest, "highest": trace.highest}
    if held_out is not None:
        losses = np.full(len(trace), np.nan)
        _, at, known = np.intersect1d(trace.epoch, held_out.epoch, return_indices=True)
        losses[at] = held_out.loss[known]
        columns |= {"held_out_loss": KnownNumbers(losses)}
    return named_columns(columns, dialect)


def predictions_csv(
    Y: Matrix,
    prediction: Matrix,
    dialect: Dialect = COMMA_AND_POINT,
    rows: NDArray[np.int64] | None = None,
    is_left_out: NDArray[np.bool_] | None = None,
    is_held_out: NDArray[np.bool_] | None = None,
) -> Iterator[bytes]:
    """Write one line per row of the table: row, observed, predicted, residual Y − Ŷ.

    Parameters
    ----------
    Y, prediction : ndarray, shape (N, 1)
        The outputs, and Ŷ = A·W.
    dialect : Dialect
        The separator, decimal mark and encoding.
    rows : ndarray of int, shape (N,), optional
        The number of each row, from 1; 1 to N if not given.
    is_left_out : ndarray of bool, shape (N,), optional
        Adds a column that says of each row whether it is left out of the fit.
    is_held_out : ndarray of bool, shape (N,), optional
        Adds another one that says whether it is held out to test the fit.

    Returns
    -------
    iterator of bytes
        Pieces of the file, for ``write_whole``.
    """
    Y, prediction = as_table("Y", Y), as_table(marked("engine", "the prediction"), prediction)
    if Y.shape[1] != 1:
        raise BadSetting(marked("engine", "the number of columns of Y"), Y.shape[1], "1")
    columns: dict[str, Column] = {
        "row": np.arange(1, len(Y) + 1) if rows is None else rows,
        "observed": Y,
        "predicted": prediction,
        "residual": residual(Y, prediction),
    }
    for name, marks in (("left_out", is_left_out), ("held_out", is_held_out)):
        if marks is not None:
            columns[name] = ["yes" if each else "no" for each in marks.tolist()]
    return named_columns(columns, dialect)


def new_rows_csv(
    names: Sequence[str],
    cells: Matrix | Sequence[Column],
    figures: "NewRowFigures",
    dialect: Dialect = COMMA_AND_POINT,
    has_converged: bool | None = None,
) -> Iterator[bytes]:
    """Write one line per new row: its given cells, and what is predicted with both intervals.

    Parameters
    ----------
    names : sequence of str
        Those of the n given columns.
    cells : ndarray, shape (M, n), or sequence of columns
        The given cells: numbers, of which NaN stays empty, or words.
    figures : NewRowFigures
        What is predicted for these rows. Figures that do not exist are empty.
    dialect : Dialect
        The separator, decimal mark and encoding.
    has_converged : bool, optional
        Adds a column that says of each row whether the run had converged.

    Returns
    -------
    iterator of bytes
        Pieces of the file, for ``write_whole``.
    """
    found = [(name, KnownNumbers(column)) for name, column in figures.columns()]
    heads = ["row", *names, *(name for name, _ in found), "extrapolated"]
    given = cells.T if isinstance(cells, np.ndarray) else cells
    known = (KnownNumbers(each) if isinstance(each, np.ndarray) else each for each in given)
    columns: list[Column] = [np.arange(1, len(figures) + 1), *known]
    columns += [column for _, column in found]
    columns.append(["yes" if each else "no" for each in figures.is_extrapolated.tolist()])
    if has_converged is not None:
        heads.append("converged")
        columns.append(["yes" if has_converged else "no"] * len(figures))
    yield _header(heads, dialect)
    yield from _rows(columns, dialect)


def table_csv(
    names: Sequence[str], A: Matrix, Y: Matrix, dialect: Dialect = COMMA_AND_POINT
) -> Iterator[bytes]:
    """Write A (N, j) and Y (N, 1); ``names`` are j + 1 names, or empty for no header."""
    yield _header(names, dialect) if names else "".encode(dialect.encoding)
    yield from _rows([*A.T, Y], dialect)


def named_columns(columns: Mapping[str, Column], dialect: Dialect) -> Iterator[bytes]:
    """Write columns of the same length below their names."""
    yield _header(list(columns), dialect)
    yield from _rows(list(columns.values()), dialect)


def _header(names: Sequence[str], dialect: Dialect) -> bytes:
    cells = header_cells(names, dialect.separator)
    return (dialect.separator.join(cells) + "\n").encode(dialect.encoding)


def _rows(columns: Sequence[Column], dialect: Dialect) -> Iterator[bytes]:
    """Yield some rows at a time."""
    from .arrow_cells import find_arrow_cells  # no start needs it

    arrow = find_arrow_cells(len(columns) * len(columns[0]))
    cells_at_once = CELLS_PER_CHUNK if arrow is None else CELLS_OF_ARROW
    size = max(1, cells_at_once // len(columns))
    for start in range(0, len(columns[0]), size):
        parts = [column[start : start + size] for column in columns]
        if arrow is not None:
            written = [_with_arrow(arrow, part, dialect) for part in parts]
            yield arrow.lines(written, dialect.separator)
            continue
        cells = [format_column(part, dialect) for part in parts]
        # A generator joins row by row: a single long call would block the other threads.
        lines = (dialect.separator.join(row) for row in zip(*cells, strict=True))
        yield ("\n".join(lines) + "\n").encode()


def _with_arrow(arrow: "ArrowCells", column: Column, dialect: Dialect) -> "ArrowColumn":
    """Return the cells of a column as ``format_column`` yields them."""
    if isinstance(column, KnownNumbers):
        return arrow.numbers(
            column.values.ravel(),
            dialect.decimal,
            lambda values: format_column(KnownNumbers(values), dialect),
        )
    if isinstance(column, np.ndarray):
        return arrow.numbers(
            column.ravel(), dialect.decimal, lambda values: format_column(values, dialect)
        )
    return arrow.texts(format_column(column, dialect))


def format_column(column: Column, dialect: Dialect) -> Iterator[str]:
    """Yield the cells of a column as they are written."""
    if isinstance(column, KnownNumbers):
        written = format_column(column.values, dialect)
        return ("" if each == "nan" else each for each in written)
    if not isinstance(column, np.ndarray):
        return (text_cell(name, dialect.separator) for name in column)
    numbers = map(repr, column.ravel().tolist())
    if dialect.decimal == ".":
        return numbers
    return (number.replace(".", dialect.decimal) for number in numbers)
