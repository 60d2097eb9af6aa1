"""What can be done to an experiment: each change takes one and returns another."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np

from engine import Matrix, Settings

from ..errors import TableTooLarge, TableWouldBeEmpty
from .experiment import Experiment, Input
from .grid import Grid, Lines
from .part import Part

MOST_CELLS = 200_000_000


def set_block(
    experiment: Experiment, part: Part, row: int, column: int, values: Matrix
) -> Experiment:
    """Write finite values (n, m) with their top left corner at the cell; they must fit."""
    grid = experiment.grid(part).with_block(row, column, values)
    return experiment.with_grid(part, grid)


def insert_rows(experiment: Experiment, at: int, count: int) -> Experiment:
    """Insert rows of zeros into A and Y before row ``at``; raises TableTooLarge."""
    rows, columns = experiment.A.shape
    _check_size(rows + count, columns)
    return replace(
        experiment,
        A=experiment.A.with_rows(at, Grid.zeros(count, columns)),
        Y=experiment.Y.with_rows(at, Grid.zeros(count, 1)),
        note="",
    )


def remove_rows(experiment: Experiment, rows: Lines) -> Experiment:
    """Remove rows of A and Y; raises TableWouldBeEmpty."""
    removed = np.zeros(experiment.rows, bool)
    removed[_as_index(rows)] = True
    if removed.all():
        raise TableWouldBeEmpty("row")
    A, Y = experiment.A.without_rows(removed), experiment.Y.without_rows(removed)
    return replace(experiment, A=A, Y=Y, note="")


def insert_columns(
    experiment: Experiment,
    at: int,
    count: int,
    inputs: Sequence[Input] = (),
    values: Grid | None = None,
) -> Experiment:
    """Insert columns into A before column ``at``, of zeros unless given, and zeros into W.

    Raises TableTooLarge.
    """
    rows, columns = experiment.A.shape
    _check_size(rows, columns + count)
    new = tuple(inputs) or (Input(),) * count
    return replace(
        experiment,
        A=experiment.A.with_columns(at, values or Grid.zeros(rows, count)),
        W=experiment.W.with_rows(at, Grid.zeros(count, 1)),
        inputs=(*experiment.inputs[:at], *new, *experiment.inputs[at:]),
        note="",
    )


def remove_columns(experiment: Experiment, columns: Sequence[int]) -> Experiment:
    """Remove columns of A and their weights; raises TableWouldBeEmpty."""
    left = sorted(set(range(experiment.columns)) - set(columns))
    if not left:
        raise TableWouldBeEmpty("column")
    return replace(
        experiment,
        A=experiment.A.without_columns(columns),
        W=experiment.W.without_rows(columns),
        inputs=tuple(experiment.inputs[k] for k in left),
        note="",
    )


def resize(experiment: Experiment, rows: int, columns: int) -> Experiment:
    """Give A the shape (rows, columns), keeping what fits and filling up with zeros.

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
    part: Part,
    row: int,
    column: int,
    values: Matrix,
    names: Sequence[str] = (),
) -> Experiment:
    """Write values (n, m) at a cell, the experiment growing where they need room.

    ``names`` are those of the columns pasted into A or Y; () for none. Raises TableTooLarge.
    """
    bottom, right = row + len(values), column + values.shape[1]
    if part is Part.W:
        now = resize(experiment, experiment.rows, max(bottom, experiment.columns))
    else:
        columns = right if part is Part.A else 1
        now = resize(experiment, max(bottom, experiment.rows), max(columns, experiment.columns))
    now = set_block(now, part, row, column, values)
    if names and part is Part.A:
        for k, name in enumerate(names, start=column):
            now = rename_input(now, k, name)
    return rename_output(now, names[0]) if names and part is Part.Y else now


def rename_input(experiment: Experiment, column: int, name: str) -> Experiment:
    """Give a column of A another name; an empty one for none."""
    inputs = list(experiment.inputs)
    if inputs[column].name == name:
        return experiment
    inputs[column] = replace(inputs[column], name=name)
    return replace(experiment, inputs=tuple(inputs))


def rename_output(experiment: Experiment, name: str) -> Experiment:
    """Give Y another name; an empty one for none."""
    return experiment if name == experiment.output else replace(experiment, output=name)


def change_settings(experiment: Experiment, settings: Mapping[str, float | str]) -> Experiment:
    """Change some settings; raises the engine's BadSetting."""
    changed = replace(experiment.settings, **cast("dict[str, Any]", settings))
    return use_settings(experiment, changed)


def use_settings(experiment: Experiment, settings: Settings) -> Experiment:
    """Replace all settings."""
    return experiment if settings == experiment.settings else replace(experiment, settings=settings)


def _as_index(rows: Lines) -> Lines:
    """Return a range as a slice: numpy would make a list of it, and hold up the window."""
    return slice(rows.start, rows.stop, rows.step) if isinstance(rows, range) else rows


def _check_size(rows: int, columns: int) -> None:
    if rows < 1 or columns < 1:
        raise TableWouldBeEmpty("row" if rows < 1 else "column")
    if rows * (columns + 1) > MOST_CELLS:
        raise TableTooLarge(rows, columns, MOST_CELLS)
