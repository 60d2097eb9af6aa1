"""The engine against the published loop, on the same problem for the same epochs."""

from functools import partial

import numpy as np

from engine import Problem, Settings, fit, learning_rate_limit
from engine.examples import published

from .measure import Measure, ratio
from .published_loop import published_loop


def descent_measures() -> list[Measure]:
    """The vectorised literal path, on the published 3×3 and on 1000×10."""
    return [
        _measure("3×3", published().problem, 2000),
        _measure("1000×10", _random_problem(1000, 10), 300),
    ]


def _measure(shape: str, problem: Problem, epochs: int) -> Measure:
    rate = learning_rate_limit(problem) / 2
    settings = Settings(epochs=epochs, learning_rate=rate, h=0.1)
    loop = partial(published_loop, problem.A, problem.Y, problem.W, 0.1, rate, epochs)
    np.testing.assert_allclose(loop(), fit(problem, settings).W, rtol=1e-9, atol=1e-12)
    times = ratio(loop, partial(fit, problem, settings))
    return Measure(f"vectorised path against the published loop, {shape}", times, "×", at_least=3)


def _random_problem(rows: int, weights: int) -> Problem:
    random = np.random.default_rng(1)
    A = random.normal(size=(rows, weights))
    return Problem(A, A @ random.normal(size=(weights, 1)) + random.normal(size=(rows, 1)))
