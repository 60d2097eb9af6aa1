"""Another column as the one to be learnt."""

from dataclasses import replace

from ..document import Experiment, Input
from .columns import check
from .scaling import original


def exchanged(experiment: Experiment, column: int) -> Experiment:
    """Swap a column of A, in its original units, with Y, and their names with them.

    The initial weight of the place stays. Raises NoSuchColumn and BeyondNumbers.
    """
    check(experiment, [column])
    if experiment.inputs[column].is_scaled:
        experiment = original(experiment, [column])
    A, inputs = experiment.A, list(experiment.inputs)
    name, inputs[column] = inputs[column].name, Input(experiment.output)
    others = [k for k in range(experiment.columns) if k != column]
    widened = A.with_columns(column, experiment.Y)
    return replace(
        experiment,
        A=widened.without_columns([column + 1]),
        Y=A.without_columns(others),
        inputs=tuple(inputs),
        output=name,
        note="",
    )
