"""The values of computed terms, block by block over the rows, and which row has none."""

import math
from collections.abc import Mapping

import numpy as np

from ..cancelling import IsCancelled, check
from ..formula.arithmetic import VALUES, Value, folded
from ..formula.tree import ColumnName, Constant, Node, Operation, Operator, Variable
from ..matrix import Matrix
from .errors import fault_of
from .term import ComputedTerm

# The values of a block of all parts of a formula stay in the cache: 128 kB each.
ROWS_AT_A_TIME = 2**14


def values_of(
    term: ComputedTerm,
    columns: Mapping[str, Matrix],
    first_row: int = 1,
    cancelled: IsCancelled = lambda: False,
) -> Matrix:
    """Return the values of a term for some rows, (n,).

    Parameters
    ----------
    term : ComputedTerm
        What is computed.
    columns : mapping of str to ndarray, shape (n,)
        Its sources by name, in their original units. NaN where a cell is empty, which makes the
        value empty too.
    first_row : int
        The number of the first of these rows, for the error.
    cancelled : callable
        Asked at each block whether to stop.

    Raises
    ------
    TermFault
        For the first row that has no number: a logarithm of 0, a division by 0, or one that is too
        large.
    """
    return _values(term, columns, first_row, cancelled)


def values_or_gaps(
    term: ComputedTerm, columns: Mapping[str, Matrix], cancelled: IsCancelled = lambda: False
) -> Matrix:
    """Return the values of a term, (n,), as ``values_of`` does, but NaN if a row has no number."""
    return _values(term, columns, None, cancelled)


def _values(
    term: ComputedTerm,
    columns: Mapping[str, Matrix],
    first_row: int | None,
    cancelled: IsCancelled,
) -> Matrix:
    """Return the values of a term; without a number for the first row nothing is refused."""
    root, sources = term.root, term.sources
    count = len(columns[sources[0]])
    values = np.empty(count)
    with np.errstate(all="ignore"):
        for start in range(0, count, ROWS_AT_A_TIME):
            check(cancelled)
            own = slice(start, min(start + ROWS_AT_A_TIME, count))
            block = {name: columns[name][own] for name in sources}
            values[own] = _value(root, block)
            is_empty = np.zeros(own.stop - own.start, dtype=np.bool_)
            for each in block.values():
                is_empty |= np.isnan(each)
            values[own][is_empty] = np.nan
            bad = np.flatnonzero(~np.isfinite(values[own]) & ~is_empty)
            if len(bad) and first_row is None:
                values[own][bad] = np.nan
            elif len(bad):
                assert first_row is not None
                row = int(bad[0])
                point = {name: each[row : row + 1] for name, each in block.items()}
                _blame(root, point, first_row + start + row)
    return values


def _value(node: Node, columns: Mapping[str, Matrix]) -> Value:
    """Return the values of a part of a formula: an array, or one float for all rows."""
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Variable):
        assert isinstance(node.symbol, ColumnName)
        return columns[node.symbol.name]
    if (number := folded(node)) is not None:
        return number
    taken = [_value(part, columns) for part in node.parts]
    return VALUES[node.operator](*taken)


def _blame(node: Node, point: Mapping[str, Matrix], row: int) -> None:
    """Raise the fault of the innermost part of a formula that has no number in a row."""
    value = _number(node, point)
    if math.isfinite(value) or not isinstance(node, Operation):
        return
    parts = node.parts
    if node.operator is Operator.WHERE:
        is_first = bool(_number(parts[0], point))
        parts = (parts[0], parts[1] if is_first else parts[2])
    for part in parts:
        _blame(part, point, row)
    if node.operator is not Operator.WHERE:
        raise fault_of(node, value, row, [_number(part, point) for part in node.parts])


def _number(node: Node, point: Mapping[str, Matrix]) -> float:
    return float(np.ravel(_value(node, point))[0])
