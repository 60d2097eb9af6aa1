"""Make a column of A the output, in exchange for Y or in its place."""

from dataclasses import replace

import numpy as np

from engine import Problem

from ..document import Column, ColumnsKey, Experiment, Grid, changes
from ..document.ones import NAME
from ..document.suggested_settings import suggest_settings
from .columns import check_columns
from .errors import NotOneColumn, OnlyColumn
from .scaling import restore_units


def use_column_as_output(experiment: Experiment, column: int) -> Experiment:
    """Make a column of A, in its original units, Y; the old Y takes its place in A.

    Names go along. The start weight of the new column is 0, the others stay. A Y that is empty is
    dropped. Raises NoSuchColumn, OnlyColumn and ValueOverflow.
    """
    check_columns(experiment, [column])
    experiment = _in_original_units(experiment, column)
    others = [k for k in range(experiment.columns) if k != column]
    Y, output = experiment.A.without_columns(others), experiment.inputs[column].name
    if is_output_empty(experiment):
        if not others:
            raise OnlyColumn
        return replace(changes.remove_columns(experiment, [column]), Y=Y, output=output)
    inputs = list(experiment.inputs)
    inputs[column] = Column(experiment.output)
    new_rows = experiment.new_rows
    if new_rows is not None:  # the column is another one now
        new_rows = new_rows.with_block(0, column, np.full((len(new_rows), 1), np.nan))
    widened = experiment.A.with_columns(column, experiment.Y)
    return replace(
        experiment,
        A=widened.without_columns([column + 1]),
        Y=Y,
        W=experiment.W.with_block(column, 0, np.zeros((1, 1))),
        inputs=tuple(inputs),
        output=output,
        note="",
        columns_key=ColumnsKey(),
        new_rows=new_rows,
    )


def is_output_empty(experiment: Experiment) -> bool:
    """Return whether Y has neither a name nor a number other than 0."""
    return not experiment.output and experiment.Y.is_zero


def use_last_as_output(experiment: Experiment) -> Experiment:
    """Move the last column of A, in its original units, and its name to Y, in place of the old Y.

    A pasted table often has Y as its last column. Raises OnlyColumn and ValueOverflow.
    """
    last = experiment.columns - 1
    if not last:
        raise OnlyColumn
    experiment = _in_original_units(experiment, last)
    Y = experiment.A.without_columns(range(last))
    after = changes.remove_columns(experiment, [last])
    return replace(after, Y=Y, output=experiment.inputs[last].name)


def use_mean(experiment: Experiment) -> Experiment:
    """Make the only column of A, in its original units, Y, and A a column of ones.

    The best weight is then the mean of Y. η and h suit the new table. Raises NotOneColumn and
    ValueOverflow.
    """
    if experiment.columns != 1:
        raise NotOneColumn(experiment.columns)
    experiment = _in_original_units(experiment, 0)
    problem = Problem(np.ones((experiment.rows, 1)), experiment.A.joined)
    return replace(
        experiment,
        A=Grid.of(problem.A),
        Y=experiment.A,
        W=Grid.of(problem.W),
        inputs=(Column(NAME),),
        output=experiment.inputs[0].name,
        settings=suggest_settings(problem, experiment.settings),
        note="",
        columns_key=ColumnsKey(),
        new_rows=None,
    )


def _in_original_units(experiment: Experiment, column: int) -> Experiment:
    is_scaled = experiment.inputs[column].is_scaled
    return restore_units(experiment, [column]) if is_scaled else experiment
