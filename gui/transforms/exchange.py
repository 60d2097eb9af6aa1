"""Make a column of A the output: in exchange for Y, or in its place."""

from dataclasses import replace

from ..document import Column, ColumnsKey, Experiment, changes
from .columns import check_columns
from .errors import OnlyColumn
from .scaling import restore_units


def exchange_with_output(experiment: Experiment, column: int) -> Experiment:
    """Swap a column of A, in its original units, and its name with Y.

    The initial weight at that position stays. Raises NoSuchColumn and ValueOverflow.
    """
    check_columns(experiment, [column])
    if experiment.inputs[column].is_scaled:
        experiment = restore_units(experiment, [column])
    A, inputs = experiment.A, list(experiment.inputs)
    name, inputs[column] = inputs[column].name, Column(experiment.output)
    others = [k for k in range(experiment.columns) if k != column]
    widened = A.with_columns(column, experiment.Y)
    return replace(
        experiment,
        A=widened.without_columns([column + 1]),
        Y=A.without_columns(others),
        inputs=tuple(inputs),
        output=name,
        note="",
        columns_key=ColumnsKey(),
    )


def use_last_as_output(experiment: Experiment) -> Experiment:
    """Move the last column of A, in its original units, and its name to Y, in place of the old Y.

    A pasted table often has Y as its last column. Raises OnlyColumn and ValueOverflow.
    """
    last = experiment.columns - 1
    if not last:
        raise OnlyColumn
    if experiment.inputs[last].is_scaled:
        experiment = restore_units(experiment, [last])
    Y = experiment.A.without_columns(range(last))
    after = changes.remove_columns(experiment, [last])
    return replace(after, Y=Y, output=experiment.inputs[last].name)
