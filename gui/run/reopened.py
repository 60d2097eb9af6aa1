"""A run that came with its file: shown at once, and compared with the optimum a little later."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from engine import Frame, History, StopReason
from engine.history import TraceBins
from engine.verdict.rule import least_loss_floor

from ..background import Progress
from ..document import Experiment
from .prepared_rows import PreparedRows
from .shown_epoch import EarlierEpoch
from .worker import RunProgress, rows_of_loss

if TYPE_CHECKING:
    from engine.past.saved_run import SavedRun


@dataclass(frozen=True, eq=False)
class JudgedRun:
    """A run at rest, whose frame is that of ``of``, with all that is said of its end."""

    of: Frame
    progress: RunProgress


def reopened(experiment: Experiment, run: "SavedRun") -> tuple[RunProgress, History]:
    """Return the progress of a saved run, and its history to go on with."""
    history = History.resumed(run.trace, run.past)
    progress = RunProgress(
        experiment,
        run.frame,
        run.trace,
        None,
        run.settings,
        keyframes=history.keyframes(),
        past=run.past,
        methods=run.past.methods,
    )
    return progress, history


def gone_back(progress: RunProgress, earlier: EarlierEpoch) -> tuple[RunProgress, History]:
    """Return the progress of a run up to an earlier epoch, and its history to go on with."""
    from engine.past.cutting import past_until, trace_until  # loaded on use, as in worker.py

    frame, past = earlier.frame, past_until(progress.past, earlier.epoch)
    trace = trace_until(progress.trace, frame.epoch, frame.loss)
    history = History.resumed(trace, past)
    there = replace(
        earlier.within(progress),
        trace=trace,
        keyframes=history.keyframes(),
        past=past,
        methods=past.methods,
        loss_floor=progress.loss_floor,
        held_out=progress.held_out and progress.held_out.until(frame.epoch),
    )
    return there, history


def judged(progress: RunProgress, prepared_rows: PreparedRows, task: Progress) -> JudgedRun:
    """Return a run at rest beside the optimum, in a background thread."""
    from engine import judge  # loaded on use, as in worker.py

    from .companions import CompanionSource

    experiment, frame, settings = progress.experiment, progress.frame, progress.settings
    best = prepared_rows.optimum(experiment.problem.W, task.is_cancelled)
    rows, floor, verdict = rows_of_loss(experiment.problem, experiment.settings), 0.0, None
    if best is not None and rows is not None:
        floor = least_loss_floor(rows, best, settings.precision)
    has_ended = frame.stop not in (None, StopReason.CANCELLED)
    if has_ended and (best is not None or settings.formula is not None):
        verdict = judge(
            experiment.problem,
            settings,
            frame,
            best,
            experiment.column_names,
            trace=progress.trace,
            cancelled=task.is_cancelled,
        )
    source = CompanionSource(experiment, prepared_rows, settings, task.is_cancelled)
    companions = source.of_resting(frame)
    companions.compute()
    statistics = None if best is None else prepared_rows.statistics(best, task.is_cancelled)
    of_table = None
    if settings.formula is not None:
        of_table = prepared_rows.table_statistics(task.is_cancelled)
    tested = prepared_rows.held_out_loss(task.is_cancelled)
    held_out = None
    if tested is not None:
        bins = TraceBins.resumed(tested.of_keyframes(progress.keyframes, task.is_cancelled))
        bins.extend(tested.along(frame, bins.last))
        figures = partial(tested.figures, about_mean=experiment.problem.intercept is not None)
        at_best = None if best is None else figures(best.W, best=best)
        held_out = tested.run(bins.trace(), figures(frame.W), at_best)
    found = replace(
        progress,
        learning_rate_limit=prepared_rows.limit(settings.scale_columns),
        best=best,
        verdict=verdict,
        statistics=statistics,
        table_statistics=of_table,
        companions=companions,
        loss_floor=floor,
        held_out=held_out,
    )
    return JudgedRun(frame, found.with_companions())
