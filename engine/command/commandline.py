"""Run without a window: print in the published form, and write the results to files."""

import logging
import math
import sys
from typing import TYPE_CHECKING

from ..descent import descend
from ..frame import Frame, StopReason
from ..history import History, TraceBins
from ..loss import predict
from ..losses.only_mean_square import EVERY_ROW
from ..matrix import Matrix
from ..reading.blocks import read_blocks
from ..trace import Trace
from ..verdict.judge import judge
from ..verdict.rule import optimum_to_compare
from ..verdict.verdict import RemedyKind, Tone, Verdict
from ..writing.atomic_write import write_whole
from ..writing.csv import history_csv, predictions_csv, weights_csv
from .listing import FIRST, LAST, LossListing, format_column
from .long_runs import LongRun
from .request import Request, read_request
from .streaming import predict_table
from .task import FitTask, task_for

if TYPE_CHECKING:
    from ..inference.held_out_loss import HeldOutLoss

# With --all, losses are printed 2¹⁶ at a time (512 kB), so that a long run needs little memory.
LOSSES_AT_A_TIME = 2**16

# The options that take a remedy; another run of the command needs them.
OPTIONS = {
    RemedyKind.CONVERGE: "try --until-converged",
    RemedyKind.SCALE: "try --scale-columns",
    RemedyKind.NESTEROV: (
        "try --optimiser nesterov --momentum {momentum!r} --learning-rate {learning_rate!r}"
    ),
    RemedyKind.RATE: "try --learning-rate {learning_rate!r}",
    RemedyKind.CENTRAL: "try --difference central",
    RemedyKind.STEP: "try --h {h!r}",
    RemedyKind.DOUBLE: "try --precision float64",
}

logger = logging.getLogger(__name__)


def run(arguments: list[str] | None = None) -> int:
    """Run as the arguments say and return the exit status; raise an EngineError if that fails."""
    request = read_request(arguments)
    logger.debug("%s", request)
    task = task_for(request)
    logger.debug("%d rows, %d weights, %s", task.rows, task.problem.weights, task.settings)
    for note in task.notes:
        print(note, file=sys.stderr, flush=True)
    if task.chosen:
        print(task.chosen, file=sys.stderr, flush=True)
    history, of_held_out = History(), TraceBins()
    tested = _tested(request, task)
    losses = LossListing(sys.stdout, math.inf if request.all else FIRST)
    every_loss = request.all and not request.until_converged
    long_run = LongRun(history, sys.stderr)
    for frame in descend(
        task.problem,
        task.settings,
        chunk_epochs=LOSSES_AT_A_TIME if every_loss else None,
        every_loss=every_loss,
        triangle=task.triangle,
    ):
        history.extend(frame)
        losses.extend(frame)
        if tested is not None:
            of_held_out.extend(tested.along(frame, of_held_out.last))
        if request.until_converged:
            long_run.look(frame)
    losses.finish()
    _print_end(task, frame, math.inf if request.all else FIRST + LAST)
    if task.held_out is not None:
        _print_held_out(task, frame)
    if request.statistics:
        _print_statistics(task)
    _export(request, task, frame, history, None if tested is None else of_held_out.trace())
    verdict = _verdict(task, frame, history.trace())
    if request.predict is not None:
        _predict(request, task, frame, verdict)
    return _report_stop(frame, verdict)


def _print_end(task: FitTask, frame: Frame, most: float) -> None:
    problem = task.problem
    print(f"W: {format_column(problem.W, most)} -> {format_column(frame.W, most)}")
    A, Y = task.shown
    print(f"Y: {format_column(Y, most)} ~= {format_column(predict(A, frame.W), most)}")


def _print_held_out(task: FitTask, frame: Frame) -> None:
    """Print how well the weights reached fit the rows that ran, and foretell the others."""
    from ..inference.held_out_loss import HeldOutLoss  # loaded on use: few hold rows out

    assert task.held_out is not None
    parts, rows = task.held_out.split, task.held_out.whole.rows
    about_mean = parts.train.intercept is not None
    formula = task.settings.formula
    # A penalty on W picks one of the weights that predict the fitted rows alike.
    is_open = formula is None or not formula.uses_weights
    best = optimum_to_compare(parts.train) if is_open else None
    test = HeldOutLoss(parts.test, task.settings).figures(frame.W, about_mean=about_mean, best=best)
    train = HeldOutLoss(parts.train, task.settings).figures(
        frame.W, about_mean=about_mean, loss=frame.loss
    )
    print(f"Held out: {test.rows} of {rows} rows")
    for name, each in (("Train", train), ("Test", test)):
        fit = "" if each.r_squared is None else f", R² {each.r_squared!r}"
        print(
            f"{name}: not determined" if each.undetermined else f"{name}: loss {each.loss!r}{fit}"
        )
    print(test.meaning.value)


def _print_statistics(task: FitTask) -> None:
    """Print how sure the optimum is, whatever the weights that the run has reached."""
    from ..statistics import statistics  # loaded on use: few ask for it
    from .statistics_listing import listed

    best = optimum_to_compare(task.problem)
    found = statistics(task.problem, best)
    print("", "Least squares, at the optimum:", *listed(found, task.names), sep="\n")


def _tested(request: Request, task: FitTask) -> "HeldOutLoss | None":
    """Return what finds the loss of held-out rows along a run, if a file is to have it."""
    if task.held_out is None or not request.history:
        return None
    from ..inference.held_out_loss import HeldOutLoss  # loaded on use: few hold rows out

    return HeldOutLoss(task.held_out.split.test, task.settings)


def _export(
    request: Request, task: FitTask, frame: Frame, history: History, held_out: Trace | None
) -> None:
    problem = task.problem
    if request.weights:
        write_whole(request.weights, weights_csv(task.names, problem.W, frame.W))
    if request.history:
        write_whole(request.history, history_csv(history.trace(), held_out=held_out))
    if request.predictions:
        held = None if task.held_out is None else task.held_out.split.is_held_out
        Y, prediction = _predictions(request, task, frame.W)
        write_whole(request.predictions, predictions_csv(Y, prediction, is_held_out=held))


def _predictions(request: Request, task: FitTask, W: Matrix) -> tuple[Matrix, Matrix]:
    """Return Y and Ŷ of every row; a table that is not in memory is read again."""
    if task.files is not None:
        return task.files.predictions(W, has_ones=request.intercept)
    if task.triangle is None or request.table is None:
        problem = task.problem if task.held_out is None else task.held_out.whole
        return problem.Y, predict(problem.A, W)
    blocks = read_blocks(request.table, request.read_options)
    return predict_table(blocks, request.intercept, W, task.plain, task.terms)


def _predict(request: Request, task: FitTask, frame: Frame, verdict: Verdict) -> None:
    """Print what is predicted for the rows of another file, or write it."""
    from .predict_listing import has_converged, listed, predicted, write_predicted

    assert request.predict is not None
    rows = predicted(task, task.output, request.predict, frame.W)
    if request.output is not None:
        write_predicted(request.output, rows, converged=has_converged(frame, verdict))
    else:
        print("", "Predictions for new rows:", *listed(rows), sep="\n")


def _verdict(task: FitTask, frame: Frame, trace: Trace) -> Verdict:
    """Judge the end of a run."""
    is_mean_square = task.settings.formula is None
    best = optimum_to_compare(task.problem, task.triangle) if is_mean_square else None
    return judge(task.problem, task.settings, frame, best, task.names, task.triangle, trace=trace)


def _report_stop(frame: Frame, verdict: Verdict) -> int:
    """Print the verdict as one closing line; return the exit status."""
    assert frame.stop is not None
    sys.stdout.flush()  # the verdict follows what it is about; it is not given if that was lost
    if frame.fallback and frame.stop is StopReason.CONVERGED:
        reason = f"{frame.fallback}."
        if frame.fallback == EVERY_ROW:  # which says itself that every epoch was computed
            print(reason[0].upper() + reason[1:], file=sys.stderr)
        else:
            print(f"Every epoch was computed: {reason}", file=sys.stderr)
    line = f"{verdict.tone.value} {verdict.sentence}"
    if verdict.remedy is not None and (advice := OPTIONS.get(verdict.remedy.kind)):
        line += f" ({advice.format(**verdict.remedy.changes)})"
    print(line, file=sys.stderr)
    if frame.stop is StopReason.DONE:  # short of the optimum, perhaps, but not in vain
        return 1 if verdict.tone is Tone.FAULT else 0
    is_wrong = verdict.tone in (Tone.WARNING, Tone.FAULT)
    return 1 if is_wrong or frame.stop is not StopReason.CONVERGED else 0
