"""The texts of what can be exported, made piece by piece by the thread that writes them."""

from collections.abc import Iterator

from engine import predict
from engine.writing.exporting import Dialect, history_csv, predictions_csv, table_csv, weights_csv

from ..document import Experiment
from ..outcome import Outcome


def weights_text(outcome: Outcome, dialect: Dialect) -> Iterator[bytes]:
    """Write the initial and the fitted weights, and those in original units where there are."""
    ran = outcome.experiment
    original = outcome.original()
    yield from weights_csv(ran.weight_names, ran.W.joined, outcome.W, dialect, original)


def history_text(outcome: Outcome, dialect: Dialect) -> Iterator[bytes]:
    """Write the losses of a run."""
    assert outcome.trace is not None
    yield from history_csv(outcome.trace, dialect)


def predictions_text(outcome: Outcome, dialect: Dialect) -> Iterator[bytes]:
    """Write Y, Ŷ and Y − Ŷ by row."""
    problem = outcome.experiment.problem
    yield from predictions_csv(problem.Y, predict(problem.A, outcome.W), dialect)


def table_text(experiment: Experiment, dialect: Dialect) -> Iterator[bytes]:
    """Write A and Y by row, below their names if any column has one."""
    header = table_header(experiment)
    yield from table_csv(header, experiment.A.joined, experiment.Y.joined, dialect)


def table_header(experiment: Experiment) -> list[str]:
    """Return the names that are written over A and Y, none if no column has one."""
    names = [*(each.name for each in experiment.inputs), experiment.output]
    # Whoever opens the file elsewhere is to know which column is Y.
    return [*names[:-1], names[-1] or "Y"] if any(names) else []
