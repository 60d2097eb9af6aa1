"""Run without a window: print in the published form, and write the results to files."""

import logging
import math
import sys

from ..descent import descend
from ..frame import Frame, StopReason
from ..history import History
from ..loss import predict
from ..matrix import Matrix
from ..reading.blocks import read_blocks
from ..settings import SAFE
from ..stability import learning_rate_limit
from ..writing.atomic_write import write_whole
from ..writing.csv import history_csv, predictions_csv, weights_csv
from .listing import FIRST, LAST, LossListing, format_column
from .request import Request, read_request
from .streaming import predict_table
from .task import FitTask, task_for

# With --all, losses are printed 2¹⁶ at a time (512 kB), so that a long run needs little memory.
LOSSES_AT_A_TIME = 2**16

logger = logging.getLogger(__name__)


def run(arguments: list[str] | None = None) -> int:
    """Run as the arguments say and return the exit status; raise an EngineError if that fails."""
    request = read_request(arguments)
    logger.debug("%s", request)
    task = task_for(request)
    logger.debug("%d rows, %d weights, %s", task.rows, task.problem.weights, task.settings)
    if task.chosen:
        print(task.chosen, file=sys.stderr, flush=True)
    history = History()
    losses = LossListing(sys.stdout, math.inf if request.all else FIRST)
    every_loss = request.all and not request.until_converged
    for frame in descend(
        task.problem,
        task.settings,
        chunk_epochs=LOSSES_AT_A_TIME if every_loss else None,
        every_loss=every_loss,
        triangle=task.triangle,
    ):
        history.extend(frame)
        losses.extend(frame)
    losses.finish()
    _print_end(task, frame, math.inf if request.all else FIRST + LAST)
    _export(request, task, frame, history)
    return _report_stop(task, frame)


def _print_end(task: FitTask, frame: Frame, most: float) -> None:
    problem = task.problem
    print(f"W: {format_column(problem.W, most)} -> {format_column(frame.W, most)}")
    A, Y = task.shown
    print(f"Y: {format_column(Y, most)} ~= {format_column(predict(A, frame.W), most)}")


def _export(request: Request, task: FitTask, frame: Frame, history: History) -> None:
    problem = task.problem
    if request.weights:
        write_whole(request.weights, weights_csv(task.names, problem.W, frame.W))
    if request.history:
        write_whole(request.history, history_csv(history.trace()))
    if request.predictions:
        write_whole(request.predictions, predictions_csv(*_predictions(request, task, frame.W)))


def _predictions(request: Request, task: FitTask, W: Matrix) -> tuple[Matrix, Matrix]:
    """Return Y and Ŷ of every row; a table that is not in memory is read again."""
    if task.triangle is None or request.table is None:
        return task.problem.Y, predict(task.problem.A, W)
    return predict_table(read_blocks(request.table, request.read_options), request.intercept, W)


def _report_stop(task: FitTask, frame: Frame) -> int:
    assert frame.stop is not None
    if frame.stop is StopReason.DONE:
        return 0
    sentences = [frame.stop.value, frame.detail]
    if frame.stop is StopReason.DIVERGED:
        sentences.append(_limit_exceeded(task))
    elif frame.fallback and frame.stop is StopReason.CONVERGED:
        sentences.append(f"Every epoch was computed: {frame.fallback}.")
    print(" ".join(filter(None, sentences)), file=sys.stderr)
    return 0 if frame.stop is StopReason.CONVERGED else 1


def _limit_exceeded(task: FitTask) -> str:
    rate, limit = task.settings.learning_rate, learning_rate_limit(task.scaled_problem)
    is_above = rate != SAFE and rate > limit
    return f"The largest stable learning rate is η = {limit!r}." if is_above else ""
