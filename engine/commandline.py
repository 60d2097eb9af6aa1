"""A run without a window: printed in the published form, its results written to files."""

import math
import sys

from .descent import descend
from .files import write_whole
from .frame import Frame, StopReason
from .history import History
from .listing import FIRST, LAST, LossListing, listed
from .loss import predict
from .optimum import learning_rate_limit
from .request import Request, read_request
from .tables import history_csv, predictions_csv, weights_csv
from .task import Task, task_for


def run(arguments: list[str] | None = None) -> int:
    """Run what the arguments ask for; return the exit status, or raise an EngineError."""
    request = read_request(arguments)
    task = task_for(request)
    if task.chosen:
        print(task.chosen, file=sys.stderr, flush=True)
    history = History()
    losses = LossListing(sys.stdout, math.inf if request.all else FIRST)
    for frame in descend(task.problem, task.settings):
        history.extend(frame)
        losses.extend(frame)
    losses.finish()
    _print_end(task, frame, math.inf if request.all else FIRST + LAST)
    _export(request, task, frame, history)
    return _say_why_it_stopped(task, frame)


def _print_end(task: Task, frame: Frame, most: float) -> None:
    problem = task.problem
    print(f"W: {listed(problem.W, most)} -> {listed(frame.W, most)}")
    print(f"Y: {listed(problem.Y, most)} ~= {listed(predict(problem.A, frame.W), most)}")


def _export(request: Request, task: Task, frame: Frame, history: History) -> None:
    problem = task.problem
    if request.weights:
        write_whole(request.weights, weights_csv(task.names, problem.W, frame.W))
    if request.history:
        write_whole(request.history, history_csv(history.trace()))
    if request.predictions:
        prediction = predict(problem.A, frame.W)
        write_whole(request.predictions, predictions_csv(problem.Y, prediction))


def _say_why_it_stopped(task: Task, frame: Frame) -> int:
    assert frame.stop is not None
    if frame.stop is StopReason.DONE:
        return 0
    sentences = [frame.stop.value, frame.detail]
    limit = learning_rate_limit(task.problem)
    if frame.stop is StopReason.DIVERGED and task.settings.learning_rate > limit:
        sentences.append(f"The largest stable learning rate is η = {limit!r}.")
    print(" ".join(filter(None, sentences)), file=sys.stderr)
    return 0 if frame.stop is StopReason.CONVERGED else 1
