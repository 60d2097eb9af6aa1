from collections.abc import Callable

import numpy as np
import pytest

from engine import Cancelled, Difference, Settings, StopReason, descend, triangle_of
from engine.cancelling import IsCancelled
from engine.quotients import Quotients
from engine.scaling import column_norms, scaled

from .problems import random_problem

PROBLEM = random_problem(0, 20, 2)


def quotients(cancelled: IsCancelled) -> object:
    return Quotients(PROBLEM.A, PROBLEM.Y, 0.1, Difference.CENTRAL, cancelled).at(PROBLEM.W)


@pytest.mark.parametrize(
    "work",
    [
        quotients,
        lambda cancelled: triangle_of(PROBLEM, cancelled=cancelled),
        lambda cancelled: column_norms(PROBLEM.A, cancelled),
        lambda cancelled: scaled(PROBLEM, np.ones((2, 1)), cancelled),
    ],
)
def test_cancelled_work_raises(work: Callable[[IsCancelled], object]) -> None:
    assert work(lambda: False) is not None
    with pytest.raises(Cancelled):
        work(lambda: True)


def test_cancelled_descent_ends_with_a_frame() -> None:
    *_, last = descend(PROBLEM, Settings(), cancelled=lambda: True)
    assert last.stop is StopReason.CANCELLED
