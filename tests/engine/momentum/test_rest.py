"""When a run with a momentum so large that it is walked has arrived: against the optimum."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings, StopReason, descend, fit, optimum
from engine.momentum.rest import STILL_ROUNDED
from engine.optimisers.kinds import Optimiser
from engine.unit_columns import on_unit_columns
from engine.verdict.verdict import Outcome


def steep(seed: int, condition: float = 1e4) -> Problem:
    """Return a table whose columns are nearly dependent, so that β is above 0.999."""
    random = np.random.default_rng(seed)
    U, _ = np.linalg.qr(random.normal(size=(30, 3)))
    V, _ = np.linalg.qr(random.normal(size=(3, 3)))
    A = (U * [1.0, 0.1, 1 / condition]) @ V.T
    return Problem(A, A @ random.normal(size=(3, 1)) + 0.01 * random.normal(size=(30, 1)))


def cured(problem: Problem, share: float = 1.0) -> Settings:
    """Return the settings of the cure, with η at a share of its own, until converged."""
    squares = np.linalg.svd(on_unit_columns(problem).A, compute_uv=False) ** 2
    largest, least = (2 * each / problem.rows for each in (squares[0], squares[-1]))
    root = np.sqrt(3 * largest / least + 1)
    settings = Settings(
        1000,
        share * 4 / (3 * largest + least),
        optimiser="nesterov",
        momentum=float((root - 2) / (root + 2)),
        scale_columns=True,
        until_converged=True,
    )
    assert settings.momentum > 0.999
    return settings


@pytest.mark.parametrize("seed", range(3))
def test_cured_run_ends_at_optimum(seed: int) -> None:
    """The slopes stay hundreds of times above the rounding of a quotient: it never ended."""
    problem = steep(seed)
    settings = cured(problem, 1 - 1e-9)
    result, best = fit(problem, settings), optimum(problem)
    assert (result.stop, result.detail) == (StopReason.CONVERGED, STILL_ROUNDED)
    assert result.verdict.kind is Outcome.AT_OPTIMUM
    off = np.abs(result.W - best.W) / np.abs(best.W)
    assert off.max() < 1e-8
    assert (off[:, 0] < 10.0 ** -np.asarray(result.digits)).all()
    slowest = 4 / (1 - settings.momentum)
    assert result.epochs < 25 * slowest


@pytest.mark.parametrize("optimiser", [Optimiser.HEAVY_BALL, Optimiser.NESTEROV])
def test_slow_run_is_not_ended(optimiser: Optimiser) -> None:
    """At so small an η it is half way along its flattest direction, where slopes are least."""
    problem = steep(1)
    settings = replace(cured(problem, 1e-4), optimiser=optimiser)
    for frame in descend(problem, settings):
        assert frame.stop is None
        if frame.epoch > 20_000:
            break
    assert np.abs(frame.W / optimum(problem).W - 1).max() > 0.1
