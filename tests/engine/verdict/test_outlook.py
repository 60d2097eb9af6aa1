from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings, StopReason, descend, fit
from engine.examples import published
from engine.verdict.outlook import LostWeight, outlook

UNEQUAL = Problem([[1.0, 2e6], [1.0, -2e6]], [3.0, 5.0], [2.0, 0.0])


def test_start_and_sizes_are_known() -> None:
    found = outlook(UNEQUAL, Settings(h=0.1))
    assert found.loss == pytest.approx((1 + 9) / 2)
    assert found.spread == 2e6
    assert found.lost is None


def test_zero_columns_have_no_size() -> None:
    problem = Problem([[0.0, 3.0], [0.0, 4.0]], [1.0, 2.0])
    assert outlook(problem, Settings(h=0.1)).spread == 1.0
    nothing = Problem(np.zeros((2, 2)), [1.0, 2.0])
    assert outlook(nothing, Settings(h=0.1)).spread == 1.0


@pytest.mark.parametrize("difference", ["central", "forward", "backward"])
def test_lost_weight_is_found(difference: str) -> None:
    problem = published().problem.starting_from([0.0, 5.0, 7.0])
    lost = outlook(problem, Settings(h=1e-17, difference=difference)).lost
    assert isinstance(lost, LostWeight)
    assert lost.number == 2
    fitting = Settings(h=lost.fitting_h, difference=difference)
    assert outlook(problem, fitting).lost is None


def test_scaled_columns_are_not_searched() -> None:
    problem = published().problem.starting_from([5.0, 5.0, 7.0])
    assert outlook(problem, Settings(h=1e-17, scale_columns=True)).lost is None


@pytest.mark.parametrize("scale_columns", [False, True])
@pytest.mark.parametrize(
    ("h", "precision"),
    [(1e18, "float64"), (1e39, "float64"), (1e308, "float64"), (1e9, "float32"), (1e39, "float32")],
)
def test_too_large_step_is_known(h: float, precision: str, scale_columns: bool) -> None:
    problem = Problem([[1.0, 2.0], [1.0, 3.0], [1.0, 5.0]], [1.0, 2.0, 4.0])
    settings = Settings(h=h, precision=precision, scale_columns=scale_columns)
    too_far = outlook(problem, settings).too_far
    assert too_far is not None
    assert outlook(problem, replace(settings, h=too_far.fitting_h)).too_far is None
    ended = [*descend(problem, settings)][-1]
    assert ended.stop in (StopReason.STEP_TOO_LARGE, StopReason.DIVERGED)


@pytest.mark.parametrize("h", [1e-6, 0.1, 1.0, 1e3])
def test_usual_steps_are_not_too_large(h: float) -> None:
    problem = Problem([[1.0, 2.0], [1.0, 3.0], [1.0, 5.0]], [1.0, 2.0, 4.0])
    assert outlook(problem, Settings(h=h)).too_far is None


@pytest.mark.parametrize("h", ["fits", "fits each weight"])
def test_step_that_will_fit_is_not_lost(h: str) -> None:
    problem = published().problem.starting_from([5.0, 5.0, 7.0])
    assert outlook(problem, Settings(h=h)).lost is None


@pytest.mark.parametrize("h", [1e-20, 1e18])
def test_looking_ahead_until_converged(h: float) -> None:
    problem = published().problem.starting_from([5.0, 5.0, 7.0])
    now, until_converged = Settings(h=h), Settings(h=h, until_converged=True)
    assert outlook(problem, until_converged) == outlook(problem, now)


@pytest.mark.parametrize(
    ("Y", "W", "settings"),
    [
        ([1, 2, 3], 0.0, {"loss": "log(-1)+mean((Y-P)^2)"}),
        ([1, 2, 3], 0.0, {"loss": "mean((Y-P)^2)/0"}),
        ([1, 2, 3], 0.0, {"loss": "mean(log(P))"}),
        ([1, 2, 3], 0.5, {"loss": "mean(log(P-1))"}),
        ([1, 2, 3], 0.5, {"loss": "mean((Y-P)^2)+1/0"}),
        ([1, 2, 1e200], 0.0, {}),
        ([1, 2, 1e200], 0.0, {"loss": "mean((Y-P)^2)+0.1*sum(W^2)", "scale_columns": True}),
        ([1, 2, 3], 1e200, {}),
        ([1, 2, 3], 1e200, {"loss": "mean((Y-P)^4)", "optimiser": "adam"}),
    ],
)
def test_fault_of_start_is_that_of_run(
    Y: list[float], W: float, settings: dict[str, float | str]
) -> None:
    problem = Problem([[1.0], [2.0], [4.0]], Y, [W])
    used = Settings(**{"epochs": 10, "learning_rate": 0.01, "h": 0.1, **settings})  # type: ignore[arg-type]
    found = outlook(problem, used).fault
    assert found is not None
    assert found == fit(problem, used).verdict


@pytest.mark.parametrize("loss", ["mean square", "mean absolute", "mean(log(P))"])
def test_usual_start_has_no_fault(loss: str) -> None:
    problem = Problem([[1.0], [2.0], [4.0]], [1, 2, 3], [0.5])
    assert outlook(problem, Settings(h=0.1, loss=loss)).fault is None
