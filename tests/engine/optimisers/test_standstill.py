"""How runs until converged end with an optimiser that remembers, or with a schedule."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from engine import Convergence, Frame, Problem, Settings, StopReason, descend, optimum
from engine.losses.only_mean_square import TO_AND_FRO
from engine.methods.literal import USE_SMALLER_RATE
from engine.optimisers.limits import limit_factor
from engine.optimisers.standstill import STILL_MOVES
from engine.settings import SAFE
from engine.stability import learning_rate_limit


def sample(rows: int = 12) -> Problem:
    rng = np.random.default_rng(rows)
    return Problem(rng.normal(size=(rows, 3)), rng.normal(size=rows), rng.normal(size=3))


def ended(problem: Problem, settings: Settings, most: int = 200_000) -> Frame:
    """Return the end of a run, which must come before so many epochs."""
    for frame in descend(problem, settings):
        assert frame.epoch < most
    return frame


def until(optimiser: str, rate: float | str = SAFE, **given: object) -> Settings:
    return replace(
        Settings(learning_rate=rate, optimiser=optimiser, until_converged=True),
        **given,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize(
    ("optimiser", "momentum"),
    [("heavy ball", 0.5), ("heavy ball", 0.9), ("heavy ball", 0.99), ("nesterov", 0.9)],
)
def test_momentum_comes_to_rest(optimiser: str, momentum: float, precision: str) -> None:
    problem = sample()
    frame = ended(problem, until(optimiser, momentum=momentum, precision=precision))
    digits = 1e-12 if precision == "float64" else 1e-5
    assert frame.stop is StopReason.CONVERGED
    assert pytest.approx(optimum(problem).W, abs=digits) == frame.W


def test_buffer_moves_on_without_a_slope() -> None:
    """A weight whose slope is 0 is not at rest while the buffer moves it."""
    problem = Problem([[1.0]], [1.0], [0.0])
    frame = ended(problem, until("heavy ball", 0.125, momentum=0.99))
    assert frame.epoch > 2_000
    assert frame.W.item() == pytest.approx(1, abs=1e-12)


def test_slow_buffer_is_waited_for() -> None:
    """An epoch moves W by less than its last digit at first, and by 1,000 times that later."""
    problem = Problem([[1.0]], [1.5], [1.0])
    rate = 0.9 * float(np.spacing(1.0)) / 2  # of a slope of 1
    plain = ended(problem, Settings(learning_rate=rate, until_converged=True, method="literal"))
    assert plain.W.item() == 1
    frames = descend(problem, until("heavy ball", rate, momentum=0.999))
    moved = next((frame for frame in islice(frames, 50) if frame.W.item() != 1), None)
    assert moved is not None


def test_adam_rests_where_slopes_are_rounding() -> None:
    problem = sample()
    frame = ended(problem, until("adam", 0.01))
    assert (frame.stop, frame.convergence) == (StopReason.CONVERGED, Convergence.ROUNDING)
    assert pytest.approx(optimum(problem).W, abs=1e-12) == frame.W


@pytest.mark.parametrize(("optimiser", "rate"), [("rmsprop", 0.01), ("adam", 1.0)])
def test_endless_oscillation_is_named(optimiser: str, rate: float) -> None:
    settings = until(optimiser, rate, beta2=0.9, alpha=0.9)
    frame = ended(sample(), settings)
    assert frame.stop is StopReason.ENDLESS
    assert frame.detail in (STILL_MOVES, TO_AND_FRO)


def test_adagrad_comes_to_rest() -> None:
    problem = sample()
    frame = ended(problem, until("adagrad", 1.0))
    assert frame.stop is StopReason.CONVERGED
    assert pytest.approx(optimum(problem).W, abs=1e-9) == frame.W


@pytest.mark.parametrize("optimiser", ["plain", "heavy ball", "adam"])
def test_falling_rate_stops_the_weights(optimiser: str) -> None:
    problem = sample()
    settings = until(optimiser, 0.01, schedule="exponential", schedule_factor=0.9, momentum=0.5)
    frame = ended(problem, settings)
    assert (frame.stop, frame.convergence) == (StopReason.CONVERGED, Convergence.FIXED)
    assert pytest.approx(optimum(problem).W, abs=1e-3) != frame.W


def test_decay_holds_the_weights_elsewhere() -> None:
    """AdamW rests where its decay and its step are equal, be the slopes as they may."""
    problem = Problem([[1.0]], [1000.0], [0.0])
    frame = ended(problem, until("adamw", 0.01, weight_decay=0.5))
    assert frame.W.item() == pytest.approx(2, rel=1e-3)
    assert frame.gradient.item() < -1000


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize(
    ("optimiser", "momentum"), [("heavy ball", 0.9), ("heavy ball", 0.999), ("nesterov", 0.9)]
)
def test_rate_beyond_the_limit_diverges(optimiser: str, momentum: float, precision: str) -> None:
    problem = sample()
    settings = until(optimiser, momentum=momentum, precision=precision)
    factor = limit_factor(settings)
    assert factor is not None
    rate = 1.5 * factor * learning_rate_limit(problem)
    frame = ended(problem, replace(settings, learning_rate=rate))
    assert frame.stop is StopReason.DIVERGED
    assert USE_SMALLER_RATE in frame.detail


@pytest.mark.parametrize("share", [0.999, 1.0])
def test_heavy_ball_may_use_more_than_plain(share: float) -> None:
    problem = sample()
    rate = 1.8 * learning_rate_limit(problem)
    plain = ended(problem, Settings(learning_rate=rate, until_converged=True))
    assert plain.stop is StopReason.DIVERGED
    frame = ended(problem, until("heavy ball", share * rate, momentum=0.9))
    assert frame.stop is StopReason.CONVERGED


@pytest.mark.parametrize("loss", ["mean absolute", "huber"])
@pytest.mark.parametrize("optimiser", ["heavy ball", "adam", "rmsprop"])
def test_other_losses_end(optimiser: str, loss: str) -> None:
    frame = ended(sample(), until(optimiser, 0.01, loss=loss, h=1e-4))
    assert frame.stop in (StopReason.CONVERGED, StopReason.ENDLESS)
