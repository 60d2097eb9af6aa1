"""Converts the document to and from what a .secant file stores; makes the empty document."""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from engine import Matrix, Problem, Settings

from ..document import Column, Experiment, Fitted, Grid, StepsOrigin
from ..document.experiment import HeldOut, RowMask, sealed_mask
from ..document.grid import EMPTY
from ..document.suggested_settings import with_numbers

if TYPE_CHECKING:
    from engine import SavedExperiment
    from engine.archive.experiment import SavedHeldOut
    from engine.archive.kept_run import KeptRun
    from engine.past.saved_run import SavedRun
    from engine.writing.program import HeldOutTable


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An experiment, the weights fitted to it, if any, and the runs kept beside it; immutable.

    ``lost_runs`` tells whether its file has runs that cannot be read, and ``lost_terms`` whether it
    has descriptions of columns that are none, or that the columns do not hold. ``run`` is the run
    that led to the weights, if it is at rest, or that of a file. ``run_fault`` is why that of a
    file was left out.
    """

    experiment: Experiment
    fitted: Fitted | None = None
    runs: tuple["KeptRun", ...] = ()
    lost_runs: bool = False
    run: "SavedRun | None" = None
    run_fault: str = ""
    lost_terms: bool = False


def to_saved(
    experiment: Experiment,
    fitted: Fitted | None,
    runs: tuple["KeptRun", ...] = (),
    run: "SavedRun | None" = None,
) -> "SavedExperiment":
    """Return what a file stores of an experiment; raises EngineError if it cannot be stored.

    Call it in a worker thread for large tables: it joins the blocks of edited ones.
    """
    from engine import SavedExperiment  # loaded on use: no launch needs it

    inputs = experiment.inputs
    return SavedExperiment(
        A=_filled(experiment.A),
        Y=_filled(experiment.Y),
        W=experiment.W.joined,
        settings=experiment.settings,
        names=tuple(each.name for each in inputs),
        output=experiment.output,
        shift=tuple(each.shift for each in inputs),
        scale=tuple(each.scale for each in inputs),
        name=experiment.name,
        note=experiment.remark,
        fitted=fitted.W if fitted else None,
        epoch=_none_if_nan(fitted.epoch) if fitted else None,
        # Beside a refused loss it would be that of another one.
        loss=fitted.loss if fitted and not experiment.refused_loss else None,
        gaps=(*experiment.A.gaps(), *experiment.Y.gaps(experiment.columns)),
        left_out=spans_of(experiment.left_out),
        held_out=_saved_held_out(experiment.held_out),
        refused_loss=experiment.refused_loss,
        terms=tuple(each.term for each in inputs),
        runs=runs,
        run=None if experiment.refused_loss or fitted is None else run,
        new_rows=None if experiment.new_rows is None else experiment.new_rows.joined,
        stands_for=experiment.stands_for,
    )


def from_saved(saved: "SavedExperiment") -> tuple[Experiment, Fitted | None]:
    """Return a file's experiment and fitted weights.

    η and h become numbers. An epoch or loss that the file does not record is NaN.
    """
    settings = with_numbers(saved.problem, saved.settings)
    columns = zip(saved.names, saved.shift, saved.scale, saved.terms, strict=True)
    A, Y = _with_gaps(saved)
    experiment = Experiment(
        A=A,
        Y=Y,
        W=Grid.of(saved.W),
        settings=settings,
        inputs=tuple(Column(*column) for column in columns),
        output=saved.output,
        name=saved.name,
        note=saved.note,
        noted=settings,
        refused_loss=saved.refused_loss,
        left_out=sealed_mask(saved.is_left_out) if saved.left_out else None,
        held_out=_held_out(saved),
        new_rows=None if saved.new_rows is None else Grid.of(saved.new_rows),
        stands_for=saved.stands_for,
    )
    if saved.fitted is None:
        return experiment, None
    loss = None if saved.refused_loss else saved.loss  # it would be that of another loss
    return experiment, Fitted(saved.fitted, _nan_if_none(saved.epoch), _nan_if_none(loss))


def _filled(grid: Grid) -> Matrix:
    """Return the table with 0 in its empty cells; a file names these beside it."""
    return np.nan_to_num(grid.joined) if grid.has_gaps else grid.joined


def _with_gaps(saved: "SavedExperiment") -> tuple[Grid, Grid]:
    """Return A and Y with empty cells where the file has them."""
    if not saved.gaps:
        return Grid.of(saved.A), Grid.of(saved.Y)
    A, Y = saved.A.copy(), saved.Y.copy()
    for column, first, end in saved.gaps:
        if column < A.shape[1]:
            A[first:end, column] = EMPTY
        else:
            Y[first:end] = EMPTY
    return Grid.of(A), Grid.of(Y)


def _saved_held_out(held_out: HeldOut | None) -> "SavedHeldOut | None":
    if held_out is None:
        return None
    from engine.archive.experiment import SavedHeldOut  # loaded on use, as SavedExperiment is

    by_hand = spans_of(held_out.by_hand)
    return SavedHeldOut(held_out.share, held_out.seed, spans_of(held_out.chosen), by_hand)


def _held_out(saved: "SavedExperiment") -> HeldOut | None:
    if saved.held_out is None:
        return None
    besides = saved.is_left_out_besides
    by_hand = sealed_mask(besides) if besides.any() else None
    drawn = sealed_mask(saved.is_drawn)
    return HeldOut(saved.held_out.share, saved.held_out.seed, drawn, by_hand)


def not_counted(experiment: Experiment) -> tuple[tuple[int, int], ...]:
    """Return the rows of a file that do not count: left out, or with an empty cell."""
    return spans_of(None if experiment.counted is None else ~experiment.counted)


def held_out_table(experiment: Experiment) -> "HeldOutTable | None":
    """Return the complete rows that are held out, for a program; None without any."""
    held_out, tested = experiment.held_out, experiment.tested
    if held_out is None or tested is None:
        return None
    from engine.writing.program import HeldOutTable  # loaded on use

    rows = held_out.rows
    if experiment.has_gaps:
        rows = rows & experiment.A.complete_rows & experiment.Y.complete_rows
    A, Y = tested.A.joined, tested.Y.joined
    return HeldOutTable(A, Y, spans_of(rows), held_out.share, held_out.seed)


def spans_of(rows: RowMask | None) -> tuple[tuple[int, int], ...]:
    """Return the first of each run of marked rows, and the one after its last."""
    if rows is None:
        return ()
    edges = np.flatnonzero(np.diff(np.concatenate(([0], rows.astype(np.int8), [0]))))
    spans: list[list[int]] = edges.reshape(-1, 2).tolist()
    return tuple((first, end) for first, end in spans)


def _none_if_nan(number: float) -> float | None:
    return None if math.isnan(number) else number


def _nan_if_none(number: float | None) -> float:
    return math.nan if number is None else number


EMPTY_SHAPE = (3, 2)


def empty_experiment() -> Experiment:
    """Return a small table without a number, with default settings."""
    rows, columns = EMPTY_SHAPE
    problem = Problem(np.zeros((rows, columns)), np.zeros(rows))
    empty = Experiment.of(problem, Settings())
    A, Y = Grid.empty(rows, columns), Grid.empty(rows, 1)
    return replace(empty, A=A, Y=Y, steps_origin=StepsOrigin.EMPTY_TABLE)
