"""Which way a sweep takes, and what each tells on its way."""

import numpy as np
import pytest

from engine import Problem, Settings, triangle_of
from engine.sweep.by_modes import ends_by_modes, modes_of
from engine.sweep.result import SweptSetting
from engine.sweep.single_runs import ends_of_single_runs
from engine.sweep.task import SweepTask, diverged
from engine.sweep.walked import ends_walked

RATE = SweptSetting.LEARNING_RATE
PROBLEM = Problem([[1.0, 0.2], [0.3, 2.0], [1.0, 1.0]], [1.0, 2.0, 3.5], [0.5, 0.5])


def task_of(told: list[float], **chosen: object) -> SweepTask:
    """Return a sweep of two learning rates."""
    runs = [Settings(30, rate, 0.1, **chosen) for rate in (0.05, 0.1)]  # type: ignore[arg-type]
    return SweepTask(triangle_of(PROBLEM), PROBLEM.W, runs, told.append, lambda: False)


def test_three_ways_agree() -> None:
    told: list[float] = []
    task = task_of(told)
    modes = modes_of(task, RATE)
    assert modes is not None
    by_modes, walked = ends_by_modes(task, modes), ends_walked(task)
    single = ends_of_single_runs(PROBLEM, task.runs, None, told.append, lambda: False)
    for other in (walked, single):
        np.testing.assert_allclose(other.losses, by_modes.losses, rtol=1e-12)
        np.testing.assert_allclose(other.W, by_modes.W, rtol=1e-12)
        assert other.stops == by_modes.stops
    assert told[-1] == 1


@pytest.mark.parametrize(
    "chosen",
    [{"method": "triangle"}, {"method": "literal"}, {"optimiser": "adam"}, {"schedule": "step"}],
)
def test_others_have_no_modes(chosen: dict[str, str]) -> None:
    assert modes_of(task_of([], **chosen), RATE) is None


def test_h_has_no_modes() -> None:
    assert modes_of(task_of([]), SweptSetting.H) is None


def test_table_of_zeros_has_modes() -> None:
    zeros = Problem([[0.0], [0.0]], [1.0, 2.0])
    runs = [Settings(5, 0.1, 0.1)]
    task = SweepTask(triangle_of(zeros), zeros.W, runs, lambda _: None, lambda: False)
    modes = modes_of(task, RATE)
    assert modes is not None
    assert ends_by_modes(task, modes).losses.tolist() == pytest.approx([2.5])


def test_diverged_run_has_no_weights() -> None:
    loss, W, stop = diverged(2)
    assert (loss, stop.name) == (np.inf, "DIVERGED")
    assert np.isnan(W).all()
