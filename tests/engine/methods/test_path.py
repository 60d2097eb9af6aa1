import numpy as np

from engine import Settings, triangle_of
from engine.methods.path import Descent

from ..problems import random_problem


def test_reduced_descent_keeps_its_bounds() -> None:
    """Its few rows round differently, but diverging is a matter of the original problem."""
    problem, settings = random_problem(0, 200, 3), Settings(h=0.1)
    descent = Descent.of(problem, settings, lambda: True)
    reduced = descent.on(triangle_of(problem).problem(problem.W))
    assert reduced.problem.rows == 4
    assert reduced.settings is settings
    assert reduced.bounds is descent.bounds
    assert reduced.cancelled()
    loss = np.array([1e-6])
    few, many = (one.rounding.of_quotient(problem.W, loss) for one in (reduced, descent))
    assert few > many


def test_descent_is_not_cancelled_by_default() -> None:
    assert not Descent.of(random_problem(0, 9, 2), Settings(h=0.1)).cancelled()
