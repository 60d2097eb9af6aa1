"""What the engine needs to know of a run for its report and its statistics."""

from dataclasses import replace

from engine.writing.report.facts import ReportedRun

from ..background import check_cancelled
from ..document import Experiment
from ..files.secant_document import held_out_table, not_counted, to_saved
from ..run.result import RunResult
from ..text.translation import translated


def reported(outcome: RunResult, name: str = "", caution: str = "") -> ReportedRun:
    """Return a run with all that the window knows of it.

    Call it in a worker thread, for it joins the blocks of edited tables. ``name`` is that of the
    document, and ``caution`` a sentence about what has changed since the run.
    """
    progress, ran = outcome.progress, outcome.experiment
    if progress is not None:
        ran = replace(ran, settings=progress.settings)
    run = replace(
        unrun(ran, name),
        W=outcome.W,
        epoch=outcome.epoch,
        loss=outcome.loss,
        trace=outcome.trace,
        original=outcome.original(),
        caution=caution,
    )
    if progress is None:
        return run
    frame = progress.frame
    return replace(
        run,
        stop=frame.stop,
        verdict=None if frame.stop is None else progress.verdict,
        slopes=frame.gradient,
        exact_slopes=progress.exact_gradient,
        check=progress.gradient_check,
        best=progress.best,
        known=progress.statistics,
        table=progress.table_statistics,
        loss_floor=progress.loss_floor,
        has_other_settings=len(progress.past.spans) > 1,
    )


def unrun(experiment: Experiment, name: str = "") -> ReportedRun:
    """Return a table before its run, of which the optimum is known all the same."""
    ran = experiment.complete
    saved = to_saved(ran, None)
    return ReportedRun(
        left_out=tuple(experiment.left_out_rows),
        not_counted=not_counted(experiment),
        held_out=held_out_table(experiment),
        saved=replace(saved, name=name, note=translated(ran.note)),
        names=tuple(map(translated, ran.column_names)),
        W=saved.W,
        epoch=0,
        loss=float("nan"),
        source=ran.name if ran.name != name else "",
        cancelled=check_cancelled,
    )
