"""Edits of an experiment: each function takes an experiment and returns a new one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from engine import Matrix, Settings
from engine.errors import NoRowLeft
from engine.matrix import check_size
from engine.shortening import repair_name
from engine.verdict.wording import ONES

from ..errors import (
    LossNeedsRows,
    RowsAreReduced,
    ShapeHasChanged,
    TableWouldBeEmpty,
    TermNeedsRows,
)
from .column import Column
from .experiment import (
    ColumnsKey,
    Experiment,
    FormerSteps,
    HeldOut,
    RowMask,
    StepsOrigin,
    sealed_mask,
)
from .following_steps import with_following_steps
from .grid import Grid, Lines
from .table_name import TableName

Rows = Sequence[int] | NDArray[np.intp]


def set_block(
    experiment: Experiment, table_name: TableName, row: int, column: int, values: Matrix
) -> Experiment:
    """Write finite values (n, m) with their top left corner at a cell.

    Raises ShapeHasChanged if they do not fit, and RowsAreReduced.
    """
    if experiment.stands_for is not None and table_name is not TableName.W:
        raise RowsAreReduced(experiment.stands_for)
    grid = experiment.grid(table_name)
    if row + len(values) > len(grid) or column + values.shape[1] > grid.shape[1]:
        raise ShapeHasChanged
    return experiment.with_grid(table_name, grid.with_block(row, column, values))


def check_rows_are_own(experiment: Experiment) -> None:
    """Raise RowsAreReduced if the rows stand for more observations than they are."""
    if experiment.stands_for is not None:
        raise RowsAreReduced(experiment.stands_for)


def set_weights(experiment: Experiment, W: Matrix) -> Experiment:
    """Replace the initial W (j, 1); raises ShapeHasChanged if A does not have j columns."""
    if W.shape != experiment.W.shape:
        raise ShapeHasChanged
    return set_block(experiment, TableName.W, 0, 0, W)


def insert_rows(experiment: Experiment, at: int, count: int) -> Experiment:
    """Insert rows into A and Y before row ``at``; raises TableTooLarge.

    They are of zeros, or empty if the table has other rows that are still to be filled, or columns
    that are computed: not every term has a number for 0. A column of ones stays one.
    """
    is_empty = experiment.has_gaps or any(each.is_computed for each in experiment.inputs)
    make = Grid.empty if is_empty else Grid.zeros
    return _with_rows(experiment, at, make(count, experiment.columns), make(count, 1))


def begin_row(experiment: Experiment) -> Experiment:
    """Add an empty row at the end, which counts once it is filled; raises TableTooLarge."""
    return _with_rows(
        experiment, experiment.rows, Grid.empty(1, experiment.columns), Grid.empty(1, 1)
    )


def _with_rows(experiment: Experiment, at: int, A: Grid, Y: Grid) -> Experiment:
    """Insert rows, with 1 in a column of ones; they count."""
    check_rows_are_own(experiment)
    _check_size(experiment.rows + len(A), experiment.columns)
    ones = experiment.intercept
    # A single row may begin with 1 by chance.
    if ones is not None and (experiment.rows > 1 or experiment.inputs[ones].name == ONES):
        A = A.with_block(0, ones, np.ones((len(A), 1)))
    masks = RowMasks.of(experiment)
    if masks.left_out is not None:
        masks = masks.moved(lambda mask: np.insert(mask, at, np.zeros(len(A), np.bool_)))
    return replace(
        experiment,
        A=experiment.A.with_rows(at, A),
        Y=experiment.Y.with_rows(at, Y),
        left_out=masks.left_out,
        held_out=masks.held_out,
        note="",
    )


def remove_rows(experiment: Experiment, rows: Rows) -> Experiment:
    """Remove rows of A and Y, ignoring those that do not exist; raises TableWouldBeEmpty."""
    check_rows_are_own(experiment)
    removed = np.zeros(experiment.rows, bool)
    removed[_as_index(rows, experiment.rows)] = True
    if removed.all():
        raise TableWouldBeEmpty("row")
    if not removed.any():
        return experiment
    A, Y = experiment.A.without_rows(removed), experiment.Y.without_rows(removed)
    masks = RowMasks.of(experiment).moved(lambda mask: mask[~removed])
    return replace(experiment, A=A, Y=Y, left_out=masks.left_out, held_out=masks.held_out, note="")


class RowMasks(NamedTuple):
    """Which rows do not count, and which of them are held out; they move with the rows."""

    left_out: RowMask | None
    held_out: HeldOut | None

    @classmethod
    def of(cls, experiment: Experiment) -> "RowMasks":
        """Return those of an experiment."""
        return cls(experiment.left_out, experiment.held_out)

    @classmethod
    def beside(cls, held_out: HeldOut | None, by_hand: RowMask | None) -> "RowMasks":
        """Return those of rows left out beside rows that are held out, if any are."""
        if held_out is None or not held_out.chosen.any():
            return cls(by_hand, None)
        found = replace(held_out, by_hand=by_hand)
        return cls(found.not_fitted, found)

    def moved(self, move: Callable[[RowMask], RowMask]) -> "RowMasks":
        """Return those of the table whose rows are moved like these masks."""
        if self.held_out is None:
            return RowMasks(_moved(self.left_out, move), None)
        chosen = sealed_mask(move(self.held_out.chosen))
        by_hand = _moved(self.held_out.by_hand, move)
        return RowMasks.beside(replace(self.held_out, chosen=chosen), by_hand)


def _moved(mask: RowMask | None, move: Callable[[RowMask], RowMask]) -> RowMask | None:
    return None if mask is None else _mask_of(move(mask))


def leave_out(experiment: Experiment, rows: Rows) -> Experiment:
    """Let rows that exist no longer count; raises NoRowLeft if no complete row would count."""
    check_rows_are_own(experiment)
    by_hand = np.zeros(experiment.rows, np.bool_)
    if experiment.left_out_by_hand is not None:
        by_hand |= experiment.left_out_by_hand
    by_hand[_as_index(rows, experiment.rows)] = True
    found = _with_left_out(experiment, by_hand)
    if found.counted is not None and not found.counted.any():
        raise NoRowLeft
    return found


def take_back(experiment: Experiment, rows: Rows) -> Experiment:
    """Let rows count again that are left out; one that is held out besides is held out again."""
    before = experiment.left_out_by_hand
    if before is None:
        return experiment
    by_hand = before.copy()
    by_hand[_as_index(rows, experiment.rows)] = False
    return _with_left_out(experiment, by_hand)


def _with_left_out(experiment: Experiment, by_hand: RowMask) -> Experiment:
    """Return an experiment with other rows left out; itself if they are the same ones."""
    before = experiment.left_out_by_hand
    if np.array_equal(by_hand, np.zeros_like(by_hand) if before is None else before):
        return experiment
    masks = RowMasks.beside(experiment.held_out, _mask_of(by_hand))
    return replace(experiment, left_out=masks.left_out, held_out=masks.held_out, note="")


def hold_out(experiment: Experiment, share: float, seed: int) -> Experiment:
    """Hold a share of the complete rows out that are not left out; others are held out no more.

    Raises the engine's BadSetting and NothingToHoldOut.
    """
    from engine.inference.holding_out import held_out  # loaded on use

    check_rows_are_own(experiment)
    candidates = rows_to_hold_out(experiment)
    chosen = np.zeros(experiment.rows, np.bool_)
    chosen[candidates] = held_out(len(candidates), share, seed)
    found = HeldOut(share, seed, sealed_mask(chosen))
    masks = RowMasks.beside(found, experiment.left_out_by_hand)
    return replace(experiment, left_out=masks.left_out, held_out=masks.held_out, note="")


def rows_to_hold_out(experiment: Experiment) -> NDArray[np.intp]:
    """Return the rows, from 0, of which some can be held out: complete, and not left out."""
    candidates = np.ones(experiment.rows, np.bool_)
    if experiment.has_gaps:
        candidates &= experiment.A.complete_rows & experiment.Y.complete_rows
    if experiment.left_out_by_hand is not None:
        candidates &= ~experiment.left_out_by_hand
    return np.flatnonzero(candidates)


def take_back_held_out(experiment: Experiment) -> Experiment:
    """Let all rows count again that are held out, unless they are left out as well."""
    if experiment.held_out is None:
        return experiment
    return replace(experiment, left_out=experiment.held_out.by_hand, held_out=None, note="")


def _mask_of(left_out: RowMask) -> RowMask | None:
    return sealed_mask(left_out) if left_out.any() else None


def insert_columns(
    experiment: Experiment,
    at: int,
    count: int,
    inputs: Sequence[Column] = (),
    values: Grid | None = None,
) -> Experiment:
    """Insert columns into A before column ``at``, and zeros into W; raises TableTooLarge.

    Columns whose values are not given are of zeros, or empty as rows would be.
    """
    rows, columns = experiment.A.shape
    if experiment.stands_for is not None and any(each.is_computed for each in inputs):
        raise TermNeedsRows
    _check_size(rows, columns + count)
    new = tuple(inputs) or (Column(),) * count
    make = Grid.empty if experiment.has_gaps else Grid.zeros
    new_rows = experiment.new_rows
    if new_rows is not None:
        new_rows = new_rows.with_columns(at, Grid.empty(len(new_rows), count))
    return replace(
        experiment,
        A=experiment.A.with_columns(at, values or make(rows, count)),
        W=experiment.W.with_rows(at, Grid.zeros(count, 1)),
        inputs=(*experiment.inputs[:at], *new, *experiment.inputs[at:]),
        note="",
        columns_key=ColumnsKey(),
        new_rows=new_rows,
    )


def remove_columns(experiment: Experiment, columns: Sequence[int]) -> Experiment:
    """Remove columns of A that exist, and their weights; raises TableWouldBeEmpty."""
    removed = sorted(set(range(experiment.columns)) & set(columns))
    left = sorted(set(range(experiment.columns)) - set(columns))
    if not left:
        raise TableWouldBeEmpty("column")
    if not removed:
        return experiment
    new_rows = experiment.new_rows
    return replace(
        experiment,
        A=experiment.A.without_columns(removed),
        W=experiment.W.without_rows(removed),
        inputs=tuple(experiment.inputs[k] for k in left),
        note="",
        columns_key=ColumnsKey(),
        new_rows=None if new_rows is None else new_rows.without_columns(removed),
    )


def resize(experiment: Experiment, rows: int, columns: int) -> Experiment:
    """Give A the shape (rows, columns); keep what fits and fill up with zeros.

    Raises TableTooLarge and TableWouldBeEmpty.
    """
    _check_size(rows, columns)
    now = experiment
    if rows < now.rows:
        now = remove_rows(now, range(rows, now.rows))
    if columns < now.columns:
        now = remove_columns(now, range(columns, now.columns))
    if rows > now.rows:
        now = insert_rows(now, now.rows, rows - now.rows)
    if columns > now.columns:
        now = insert_columns(now, now.columns, columns - now.columns)
    return now


def paste(
    experiment: Experiment,
    table_name: TableName,
    row: int,
    column: int,
    values: Matrix,
    names: Sequence[str] = (),
) -> Experiment:
    """Write values (n, m) at a cell; the experiment grows if they need room.

    ``names`` are the names of columns pasted into A or Y; () if there are none. A column pasted
    with another name is another column. Raises TableTooLarge.
    """
    bottom, right = row + len(values), column + values.shape[1]
    if table_name is TableName.W:
        now = resize(experiment, experiment.rows, max(bottom, experiment.columns))
    else:
        columns = right if table_name is TableName.A else 1
        now = resize(experiment, max(bottom, experiment.rows), max(columns, experiment.columns))
    now = set_block(now, table_name, row, column, values)
    pasted = now
    if names and table_name is TableName.A:
        for k, name in enumerate(names, start=column):
            now = _paste_name(now, k, name)
    if names and table_name is TableName.Y:
        now = rename_output(now, names[0])
    return now if now is pasted else replace(now, columns_key=ColumnsKey())


def _paste_name(experiment: Experiment, column: int, name: str) -> Experiment:
    """Name a pasted column; one with another name is another column, which is not computed."""
    after = rename_input(experiment, column, name)
    if after is experiment or after.inputs[column].term is None:
        return after
    return make_plain(after, [column])


def make_plain(experiment: Experiment, columns: Sequence[int]) -> Experiment:
    """Let columns of A keep their values, and follow no others any more."""
    inputs = list(experiment.inputs)
    for k in columns:
        if k < len(inputs):
            inputs[k] = replace(inputs[k], term=None)
    if tuple(inputs) == experiment.inputs:
        return experiment
    return replace(experiment, inputs=tuple(inputs))


def rename_input(experiment: Experiment, column: int, name: str) -> Experiment:
    """Rename a column of A, to an empty name for none; raises ShapeHasChanged."""
    inputs = list(experiment.inputs)
    if column >= len(inputs):
        raise ShapeHasChanged
    name = repair_name(name)
    if inputs[column].name == name:
        return experiment
    inputs[column] = replace(inputs[column], name=name)
    return replace(experiment, inputs=tuple(inputs))


def rename_output(experiment: Experiment, name: str) -> Experiment:
    """Rename Y, to an empty name for none."""
    name = repair_name(name)
    return experiment if name == experiment.output else replace(experiment, output=name)


def change_settings(experiment: Experiment, settings: Mapping[str, float | str]) -> Experiment:
    """Change some settings; raises the engine's BadSetting.

    η and h follow if they are not among them: see ``with_following_steps``.
    """
    before = experiment.settings
    after = replace(before, **cast("dict[str, Any]", settings))
    after = with_following_steps(experiment, after, settings.keys())
    if experiment.stands_for is not None and after.formula is not None:
        raise LossNeedsRows
    changed = use_settings(experiment, after)
    if not settings.keys().isdisjoint(("learning_rate", "h")):
        changed = replace(changed, steps_origin=StepsOrigin.CHOSEN)
    if experiment.refused_loss and "loss" in settings:  # even if it is the mean square
        changed = replace(changed, refused_loss="")
    if after.scale_columns == before.scale_columns:
        return changed
    tables = (experiment.A, experiment.Y, experiment.W)
    return replace(changed, former=FormerSteps(before, after, *tables))


def use_settings(experiment: Experiment, settings: Settings) -> Experiment:
    """Replace all settings."""
    return experiment if settings == experiment.settings else replace(experiment, settings=settings)


def _as_index(rows: Rows, count: int) -> Lines:
    """Return the rows that exist; a range as a slice, because numpy would convert it to a list."""
    if isinstance(rows, range):
        return slice(rows.start, rows.stop, rows.step)
    numbers = np.asarray(rows, int)
    return numbers[numbers < count]


def _check_size(rows: int, columns: int) -> None:
    if rows < 1 or columns < 1:
        raise TableWouldBeEmpty("row" if rows < 1 else "column")
    check_size(rows, columns)
