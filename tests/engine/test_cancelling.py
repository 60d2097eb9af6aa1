from collections.abc import Callable
from threading import Event, get_ident

import numpy as np
import pytest

from engine import Cancelled, Difference, Settings, StopReason, descend, triangle_of
from engine.cancelling import COLUMNS_AT_ONCE, IsCancelled, abandonable
from engine.quotients import Quotients
from engine.unit_columns import column_norms, scaled

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


MANY = COLUMNS_AT_ONCE + 1


@pytest.mark.parametrize("columns", [COLUMNS_AT_ONCE, MANY])
def test_abandonable_work_returns_its_result(columns: int) -> None:
    with np.errstate(over="raise"):
        result = abandonable(lambda: np.geterr()["over"], lambda: False, columns)
    assert result == "raise"
    with pytest.raises(TimeoutError, match="of the work"):
        abandonable(lambda: fail(TimeoutError("of the work")), lambda: False, columns)


def fail(error: Exception) -> object:
    raise error


def test_few_columns_need_no_thread() -> None:
    assert abandonable(get_ident, lambda: False, COLUMNS_AT_ONCE) == get_ident()
    assert abandonable(get_ident, lambda: False, MANY) != get_ident()


def test_cancelled_work_goes_on_unheard() -> None:
    begun, end, ended = Event(), Event(), Event()

    def decompose() -> None:
        begun.set()
        end.wait()
        ended.set()

    with pytest.raises(Cancelled):
        abandonable(decompose, begun.is_set, MANY)
    assert not ended.is_set()
    end.set()
    assert ended.wait(10)
