"""A run without a window: printed in the published form, its results written to files."""

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
from ..writing.exporting import history_csv, predictions_csv, weights_csv
from ..writing.files import write_whole
from .listing import FIRST, LAST, LossListing, listed
from .request import Request, read_request
from .streaming import predict_table
from .task import Task, task_for

LOSSES_AT_A_TIME = 2**16


def run(arguments: list[str] | None = None) -> int:
    """Run what the arguments ask for; return the exit status, or raise an EngineError."""
    request = read_request(arguments)
    task = task_for(request)
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
    return _say_why_it_stopped(task, frame)


def _print_end(task: Task, frame: Frame, most: float) -> None:
    problem = task.problem
    print(f"W: {listed(problem.W, most)} -> {listed(frame.W, most)}")
    A, Y = task.shown
    print(f"Y: {listed(Y, most)} ~= {listed(predict(A, frame.W), most)}")


def _export(request: Request, task: Task, frame: Frame, history: History) -> None:
    problem = task.problem
    if request.weights:
        write_whole(request.weights, weights_csv(task.names, problem.W, frame.W))
    if request.history:
        write_whole(request.history, history_csv(history.trace()))
    if request.predictions:
        write_whole(request.predictions, predictions_csv(*_predictions(request, task, frame.W)))


def _predictions(request: Request, task: Task, W: Matrix) -> tuple[Matrix, Matrix]:
    """Return Y and Ŷ of every row, read again where they are not in memory."""
    if task.triangle is None or request.table is None:
        return task.problem.Y, predict(task.problem.A, W)
    return predict_table(read_blocks(request.table, request.choices), request.intercept, W)


def _say_why_it_stopped(task: Task, frame: Frame) -> int:
    assert frame.stop is not None
    if frame.stop is StopReason.DONE:
        return 0
    sentences = [frame.stop.value, frame.detail]
    if frame.stop is StopReason.DIVERGED:
        sentences.append(_limit_exceeded(task))
    elif frame.fallback and frame.stop is StopReason.CONVERGED:
        sentences.append(f"Every epoch was walked: {frame.fallback}.")
    print(" ".join(filter(None, sentences)), file=sys.stderr)
    return 0 if frame.stop is StopReason.CONVERGED else 1


def _limit_exceeded(task: Task) -> str:
    rate, limit = task.settings.learning_rate, learning_rate_limit(task.descended)
    is_above = rate != SAFE and rate > limit
    return f"The largest stable learning rate is η = {limit!r}." if is_above else ""
