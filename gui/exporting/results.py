"""The CSV text of each export, generated chunk by chunk in the thread that writes the file."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine import predict
from engine.writing.csv import (
    Dialect,
    history_csv,
    predictions_csv,
    statistics_csv,
    table_csv,
    weights_csv,
)

from ..document import Experiment
from ..run.result import RunResult

if TYPE_CHECKING:
    from engine.archive.kept_run import KeptRun


def weights_text(outcome: RunResult, dialect: Dialect) -> Iterator[bytes]:
    """Yield the initial and the fitted weights, and those in original units if A was scaled."""
    ran = outcome.experiment
    original = outcome.original()
    yield from weights_csv(ran.column_names, ran.W.joined, outcome.W, dialect, original)


def statistics_text(outcome: RunResult, dialect: Dialect) -> Iterator[bytes]:
    """Yield the fitted weights beside the optimum of least squares, and how sure that is.

    That is the standard error, t, p and the interval of each weight. The last column says whether
    the run had converged.
    """
    from .reported import reported  # loaded on use, as in gui/run/worker.py

    run = reported(outcome).completed()
    found = run.fit_statistics
    assert found is not None  # nothing else is asked for of another loss
    yield from statistics_csv(
        outcome.experiment.column_names,
        outcome.W,
        found.best.W,
        found.standard_errors,
        dialect,
        found.intervals,
        run.has_converged,
        found.t,
        found.p,
    )


def history_text(outcome: RunResult, dialect: Dialect) -> Iterator[bytes]:
    """Yield the losses of a run, and those of the rows that are held out of it, if any are."""
    assert outcome.trace is not None
    beside = None if outcome.progress is None else outcome.progress.held_out
    yield from history_csv(outcome.trace, dialect, None if beside is None else beside.trace)


def predictions_text(outcome: RunResult, dialect: Dialect) -> Iterator[bytes]:
    """Yield Y, Ŷ and Y − Ŷ by row, and which rows are left out or held out, if any are."""
    ran = outcome.experiment
    whole = ran.with_all_rows
    problem, rows = whole.problem, whole.numbering
    rows = np.arange(problem.rows, dtype=np.int64) if rows is None else rows
    masks = ran.left_out_by_hand, None if ran.held_out is None else ran.held_out.rows
    out, held = (None if mask is None else mask[rows] for mask in masks)
    prediction = predict(problem.A, outcome.W)
    yield from predictions_csv(problem.Y, prediction, dialect, rows + 1, out, held)


def runs_text(runs: "Sequence[KeptRun]", dialect: Dialect) -> Iterator[bytes]:
    """Yield the table of the kept runs."""
    from engine.writing.runs_csv import runs_csv  # loaded on use

    yield from runs_csv(runs, dialect)


def table_text(experiment: Experiment, dialect: Dialect) -> Iterator[bytes]:
    """Yield the complete rows of A and Y, below a header if any column has a name.

    Those that are left out of the fit are still rows of the table.
    """
    header = table_header(experiment)
    experiment = experiment.with_all_rows.complete
    yield from table_csv(header, experiment.A.joined, experiment.Y.joined, dialect)


def table_header(experiment: Experiment) -> list[str]:
    """Return the header of A and Y, empty if no column has a name."""
    names = [*(each.name for each in experiment.inputs), experiment.output]
    # An unnamed Y column is still marked as Y, for readers in other programs.
    return [*names[:-1], names[-1] or "Y"] if any(names) else []
