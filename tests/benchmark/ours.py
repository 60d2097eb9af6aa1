"""The fast path as users call it: one call, including its preparation."""

from dataclasses import replace

from engine import Optimiser, Settings, descend, fit

from .lane import MOST_EPOCHS
from .task import MOMENTUM, Array, Run, Task


def prepare(task: Task) -> Run:
    """Return the call unprepared, after checking that it takes the fast path."""
    return _prepare(task, Settings(MOST_EPOCHS, task.learning_rate, task.h))


def prepare_heavy_ball(task: Task) -> Run:
    """Return the same of heavy ball."""
    plain = Settings(MOST_EPOCHS, task.learning_rate, task.h)
    return _prepare(task, replace(plain, optimiser=Optimiser.HEAVY_BALL, momentum=MOMENTUM))


def _prepare(task: Task, settings: Settings) -> Run:
    first = next(descend(task.problem, settings))
    assert not first.fallback, f"every epoch would be computed: {first.fallback}"

    def run(epochs: int) -> Array:
        asked = replace(settings, epochs=epochs)
        return fit(task.problem, asked, every_loss=True).history.loss

    return run
