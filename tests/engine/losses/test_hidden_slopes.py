import numpy as np
import pytest

from engine import Settings, StopReason, fit
from engine.frame import Convergence, State
from engine.losses.hidden_slopes import HiddenSlopes

from .tables import with_outlier


def hidden(h: float | tuple[float, ...]) -> HiddenSlopes:
    settings = Settings(loss="mean absolute", h=h)
    assert settings.formula is not None
    return HiddenSlopes(settings.formula, with_outlier(), settings)


def still() -> State:
    W = with_outlier().W
    return State(0, W, 2.0, np.zeros_like(W))


@pytest.mark.parametrize(
    ("h", "stop"),
    [
        (1e-16, StopReason.STEP_VANISHED),
        (1e-17, StopReason.STEP_VANISHED),
        (1e20, StopReason.STEP_TOO_LARGE),
        (1e-4, None),
    ],
)
def test_zero_slopes_are_looked_at(h: float, stop: StopReason | None) -> None:
    assert hidden(h).at_start(still()).stop is stop
    resting = still().ended(StopReason.CONVERGED, convergence=Convergence.FIXED)
    found = hidden(h).at_rest(resting).stop
    assert found is (StopReason.CONVERGED if stop is None else stop)


def test_slopes_that_are_seen_stand() -> None:
    state = still()._replace(gradient=np.ones((3, 1)))
    assert hidden(1e-12).at_start(state) is state


@pytest.mark.parametrize(
    ("h", "stop"), [(1e-18, StopReason.STEP_VANISHED), (1e25, StopReason.STEP_TOO_LARGE)]
)
def test_descent_blames_its_step(h: float, stop: StopReason) -> None:
    problem = with_outlier().starting_from(np.zeros(3))
    result = fit(problem, Settings(loss="mean absolute", h=h))
    assert (result.stop, result.epochs) == (stop, 0)
    assert result.detail.startswith("h = ")


def test_cut_curve_is_no_rounding() -> None:
    """At rest beside the least, a quotient of 0 is no sign that rounding hides the slopes."""
    settings = Settings(learning_rate=0.5, h=0.1, loss="log-cosh", until_converged=True)
    assert fit(with_outlier(), settings).stop is StopReason.CONVERGED


@pytest.mark.parametrize("h", [1e16, 1e17])
def test_losses_beside_are_rounded_more(h: float) -> None:
    result = fit(with_outlier(), Settings(loss="mean absolute", h=h))
    assert (result.stop, result.epochs) == (StopReason.STEP_TOO_LARGE, 0)


@pytest.mark.parametrize(
    ("h", "sentence"),
    [
        (1e20, "h = 1e+20 is too large for the weight of column 1: "),
        ((1e-4, 1e20, 1e20), "h = 1e+20 is too large for the weight of column 2: "),
        ((1e-4, 1e-16, 1e-4), "h = 1e-16 of the weight of column 2 is too small to show in"),
    ],
)
def test_detail_names_the_blamed_weight(h: float | tuple[float, ...], sentence: str) -> None:
    assert hidden(h).at_start(still()).detail.startswith(sentence)
