from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings, StopReason, descend
from engine.frame import State
from engine.losses.lower_loss import is_decided_by_bias, lower_loss_beside

from .tables import with_outlier


def end_of(settings: Settings, problem: Problem) -> State:
    *_, frame = descend(problem, settings)
    return frame.state


@pytest.mark.parametrize(
    ("changes", "is_lower"),
    [
        ({"h": 1e-4}, False),
        ({"h": 0.5}, True),
        ({"h": 3.0}, True),
        ({"h": 1e-8, "difference": "forward"}, False),
        ({"h": 1e-3, "difference": "forward"}, True),
        ({"h": 1e-3, "difference": "backward"}, True),
    ],
)
def test_exact_slopes_lead_lower(changes: dict[str, float | str], is_lower: bool) -> None:
    given = {"learning_rate": 0.5, "loss": "log-cosh", "until_converged": True, **changes}
    settings = Settings(**given)  # type: ignore[arg-type]
    assert settings.formula is not None
    state = end_of(settings, with_outlier())
    lower = lower_loss_beside(settings.formula, with_outlier(), settings, state)
    assert state.stop is StopReason.CONVERGED
    assert (lower is not None) is is_lower
    if lower is not None:
        assert lower.rests
        assert lower.loss < state.loss


def test_rounding_is_no_bias() -> None:
    problem = with_outlier()
    settings = Settings(h=1e-12, loss="log-cosh")
    assert settings.formula is not None
    fits = replace(settings, h=1e-5, learning_rate=0.5, until_converged=True)
    state = end_of(fits, problem)
    seen = settings.formula.quotients(problem, 1e-12).at(state.W)
    rounded = state._replace(gradient=seen.gradient)
    assert lower_loss_beside(settings.formula, problem, settings, rounded) is None


def test_step_beyond_all_residuals_is_found_out() -> None:
    problem, settings = with_outlier(), Settings(1, 0.1, 1e12, loss="mean absolute")
    assert settings.formula is not None
    state = State(0, problem.W, settings.formula.losses(problem, problem.W.T)[0], problem.W * 0)
    lower = lower_loss_beside(settings.formula, problem, settings, state)
    assert lower is not None
    assert lower.loss < state.loss


def test_bias_counts_what_moves_predictions() -> None:
    problem = Problem(np.array([[1.0, 1e6], [1.0, -1e6]]), [1.0, 2.0])
    exact = np.array([[1.0], [1e5]])
    seen = np.array([[0.0], [1e5]])
    assert is_decided_by_bias(seen, exact, 0.0, problem)
    assert not is_decided_by_bias(seen, exact, 1.0, problem)
    assert not is_decided_by_bias(exact, exact, 0.0, problem)
    assert not is_decided_by_bias(exact, 0 * exact, 0.0, problem)
