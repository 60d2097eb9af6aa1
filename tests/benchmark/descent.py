"""The engine against the published loop: same problem, same epochs."""

from functools import partial

import numpy as np

from engine import Method, Settings, fit

from . import published_loop
from .measure import Measure, ratio
from .task import Task, task_of


def descent_measures() -> list[Measure]:
    """Measure the vectorised literal path on the published 3×3 and on 1000×10."""
    return [
        _measure("3×3", task_of((3, 3), h=0.1), 2000),
        _measure("1000×10", task_of((1000, 10), h=0.1), 300),
    ]


def _measure(shape: str, task: Task, epochs: int) -> Measure:
    settings = Settings(epochs, task.learning_rate, task.h, method=Method.LITERAL)
    loop = partial(published_loop.prepare(task), epochs)
    vectorised = partial(fit, task.problem, settings)
    np.testing.assert_allclose(loop(), vectorised().history.loss, rtol=1e-9, atol=1e-12)
    times = ratio(loop, vectorised)
    return Measure(f"vectorised path against the published loop, {shape}", times, "×", at_least=3)
