"""The task of every peer: W ← W − η·δW, with every loss."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import Problem, learning_rate_limit
from engine.examples import published

Shape = tuple[int, int]
Array = NDArray[np.float64]
MOMENTUM = 0.9
"""β of those peers that have one."""
Run = Callable[[int], Array]
"""Runs a number of epochs from the start; returns the initial loss and the losses of the epochs."""


@dataclass(frozen=True, eq=False)
class Task:
    """A problem with its learning rate η, and the step h for peers that use quotients."""

    problem: Problem
    learning_rate: float
    h: float

    @property
    def A(self) -> Array:
        """A writable copy of A (N, j)."""
        return np.array(self.problem.A)

    @property
    def y(self) -> Array:
        """A writable copy of Y, as (N,)."""
        return np.array(self.problem.Y[:, 0])

    @property
    def w(self) -> Array:
        """A writable copy of the initial W, as (j,)."""
        return np.array(self.problem.W[:, 0])


def task_of(shape: Shape, h: float = 1e-3) -> Task:
    """Return the published problem for 3×3, and a random one for any other shape."""
    problem = published().problem if shape == (3, 3) else random_problem(*shape)
    return Task(problem, learning_rate_limit(problem) / 2, h)


def random_problem(rows: int, weights: int) -> Problem:
    """Return a linear model whose noise is as large as its signal."""
    random = np.random.default_rng(1)
    A = random.normal(size=(rows, weights))
    return Problem(A, A @ random.normal(size=(weights, 1)) + random.normal(size=(rows, 1)))
