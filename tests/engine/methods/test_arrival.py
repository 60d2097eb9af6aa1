import numpy as np
import pytest

from engine import Convergence, Method, Problem, Settings, StopReason, descend, fit
from engine.methods.arrival import CERTAINLY_AT_REST

from ..problems import published_problem, random_problem


def test_modes_name_epoch_by_which_they_rest() -> None:
    *_, literal = descend(published_problem(), Settings(until_converged=True, method="literal"))
    *_, fast = descend(published_problem(), Settings(until_converged=True))
    assert (fast.stop, fast.convergence) == (StopReason.CONVERGED, Convergence.BY)
    assert literal.epoch <= fast.epoch <= 2 * literal.epoch
    assert fast.epoch == pytest.approx(CERTAINLY_AT_REST * literal.epoch, rel=0.1)
    assert pytest.approx(literal.W, rel=1e-12) == fast.W


def test_state_by_then_stands_still_literally() -> None:
    resting = 0
    for seed in range(8):
        problem = random_problem(seed, 30, 3)
        settings = Settings(1, 0.002, 0.1, until_converged=True)
        *_, frame = descend(problem, settings)
        # The last digits of QR decide which it is: all rest with NumPy 2.4, not all with 2.5.
        assert frame.convergence in (Convergence.BY, Convergence.ROUNDING)
        resting += frame.convergence is Convergence.BY
        again = fit(problem.starting_from(frame.W), Settings(8, 0.002, 0.1, method=Method.LITERAL))
        assert pytest.approx(again.W, rel=1e-14) == frame.W
    assert resting >= 6


def test_fixed_epochs_rest_as_well() -> None:
    problem = published_problem()
    frames = [*descend(problem, Settings(20_000, 0.01, 0.1))]
    assert frames[-1].stop is StopReason.DONE
    assert frames[-1].epoch == 20_000
    literal = fit(problem, Settings(5000, 0.01, 0.1, method=Method.LITERAL))
    assert pytest.approx(literal.W, rel=1e-13) == frames[-1].W
    assert np.ptp(frames[-1].losses[1:]) <= 1e-27


def test_tolerance_is_asked_first_at_rest() -> None:
    problem = published_problem()
    settings = Settings(20_000, 0.01, 0.1, tolerance=1e-3, until_converged=True)
    *_, frame = descend(problem, settings)
    assert frame.convergence is Convergence.TOLERANCE
    assert frame.epoch < 4000


def test_wide_tables_are_not_endless() -> None:
    """The closed form leaves W too far off for 2 epochs to show its rest."""
    draw = np.random.default_rng(0)
    problem = Problem(draw.normal(size=(60, 100)), draw.normal(size=60))
    assert fit(problem, Settings(1, "safe", until_converged=True)).stop is StopReason.CONVERGED
