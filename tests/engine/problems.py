"""Problems for the tests: drawn by hypothesis, and read from tests/data."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from engine import Matrix, Problem
from engine.reading.tables import read_table

DATA = Path(__file__).parent.parent / "data"
TABLES = ("Longley", "Norris", "Pontius", "Filip", "Wampler1", "Wampler4", "diabetes_raw")


@dataclass(frozen=True, eq=False)
class Certified:
    """A table, its optimum to 25 digits, and its descent from W = 0 computed with 120 digits."""

    problem: Problem
    learning_rate: float
    diverges_above: float
    optimum: Matrix
    losses: dict[int, float]
    weights: dict[int, Matrix]


def certified(name: str) -> Certified:
    """Read a table of tests/data and its descent."""
    values = read_table(DATA / f"{name}.csv").values
    known = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    steps = {int(epoch): at for epoch, at in known["trajectory"].items()}
    return Certified(
        Problem(values[:, :-1], values[:, -1]),
        float(known["learning_rate"]),
        float(known["diverges_above"]),
        np.array(known["optimum"], dtype=float).reshape(-1, 1),
        {epoch: float(at["loss"]) for epoch, at in steps.items()},
        {epoch: np.array(at["W"], dtype=float).reshape(-1, 1) for epoch, at in steps.items()},
    )


def published_problem() -> Problem:
    """Return the published problem, written out independently of the engine."""
    W = [1.764052345967664, 0.4001572083672233, 0.9787379841057392]
    return Problem([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [14, 32, 50], W)


def random_problem(seed: int, rows: int, weights: int) -> Problem:
    """Draw a problem whose columns have similar scales."""
    draw = np.random.default_rng(seed)
    shapes = ((rows, weights), (rows, 1), (weights, 1))
    return Problem(*(draw.normal(size=shape) for shape in shapes))


def analytic_gradient(problem: Problem, W: Matrix) -> Matrix:
    """Return −(2/N)·Aᵀ(Y − A·W), which the engine itself never computes."""
    slopes: Matrix = problem.A.T @ (problem.Y - problem.A @ W)
    return -2 / problem.rows * slopes


def mean_squares(problem: Problem) -> Matrix:
    """Return mean(A_k²) for each weight, shape (j, 1)."""
    means: Matrix = np.mean(problem.A**2, axis=0)
    return means.reshape(-1, 1)


def problems(most_rows: int = 12, most_weights: int = 5) -> st.SearchStrategy[Problem]:
    """Draw problems of any shape up to these."""
    return st.builds(
        random_problem,
        st.integers(0, 2**32 - 1),
        st.integers(1, most_rows),
        st.integers(1, most_weights),
    )


def rounding(problem: Problem, W: Matrix, h: float) -> float:
    """Bound the rounding error of a quotient: some ε of the largest loss, divided by the step."""
    farthest = np.abs(problem.A).sum(axis=1) * (np.abs(W).max() + h) + np.abs(problem.Y[:, 0])
    return float(100 * np.finfo(float).eps * np.mean(farthest**2) / h)
