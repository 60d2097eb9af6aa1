"""A sweep of 64 learning rates, against literal runs of the same table."""

from collections.abc import Callable

import numpy as np

from engine import Method, Settings, fit
from engine.sweep.result import Sweep
from engine.sweep.spacing import spaced
from engine.sweep.sweep import sweep

from .measure import Measure, ratio
from .task import Task, task_of

SHAPE = (1000, 10)
RATES, EPOCHS, FAR_EPOCHS = 64, 300, 1_000_000
LITERAL_RUNS_WALKED, LITERAL_RUNS_BY_MODES = 3.0, 1.5


def sweep_measures() -> list[Measure]:
    """Measure a sweep that is walked, and one by modes to a far epoch."""
    task, table = task_of(SHAPE), "{}×{}".format(*SHAPE)
    return [
        Measure(
            f"{RATES} rates, {EPOCHS} epochs walked, {table}",
            times_literal(task, EPOCHS, Method.TRIANGLE),
            "runs",
            at_most=LITERAL_RUNS_WALKED,
        ),
        Measure(
            f"{RATES} rates, {FAR_EPOCHS:,} epochs by modes, {table}",
            times_literal(task, FAR_EPOCHS, Method.AUTOMATIC),
            "runs",
            at_most=LITERAL_RUNS_BY_MODES,
        ),
    ]


def times_literal(task: Task, epochs: int, method: Method) -> float:
    """Return how many literal runs of 300 epochs a sweep to an epoch takes as long as."""
    literal = Settings(EPOCHS, task.learning_rate, task.h, method=Method.LITERAL)
    return ratio(swept(task, epochs, method), lambda: fit(task.problem, literal))


def swept(task: Task, epochs: int, method: Method) -> Callable[[], Sweep]:
    """Return what sweeps the learning rate from a thousandth of its limit to 1.2 times that."""
    limit = 2 * task.learning_rate
    rates = spaced("learning_rate", 1e-3 * limit, 1.2 * limit, RATES)
    settings = Settings(epochs, task.learning_rate, task.h, method=method)
    expected = Method.MODES if method is Method.AUTOMATIC else method

    def run() -> Sweep:
        found = sweep(task.problem, settings, "learning_rate", rates)
        assert found.method is expected
        assert np.isfinite(found.losses).any()
        return found

    return run
