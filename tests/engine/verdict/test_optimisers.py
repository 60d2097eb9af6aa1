"""Verdicts on runs with other optimisers than plain descent, and with schedules."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Fit, Outcome, Problem, Settings, StopReason, fit, learning_rate_limit, optimum
from engine.optimisers.limits import limit_factor
from engine.settings import SAFE
from engine.verdict.judge import HALF_OF_LIMIT, LIMIT_UNKNOWN, foresee
from engine.verdict.verdict import RemedyKind

DIVIDING = ("rmsprop", "adam", "adamw", "adagrad")


def sample(rows: int = 12) -> Problem:
    rng = np.random.default_rng(rows)
    return Problem(rng.normal(size=(rows, 3)), rng.normal(size=rows), rng.normal(size=3))


def ended(settings: Settings, problem: Problem | None = None) -> Fit:
    return fit(problem or sample(), settings)


@pytest.mark.parametrize("optimiser", ["heavy ball", "nesterov"])
def test_momentum_reaches_the_optimum(optimiser: str) -> None:
    settings = Settings(learning_rate=SAFE, optimiser=optimiser, until_converged=True)
    assert ended(settings).verdict.is_good


def test_adam_reaches_the_optimum() -> None:
    settings = Settings(learning_rate=0.01, optimiser="adam", until_converged=True)
    assert ended(settings).verdict.kind is Outcome.AT_OPTIMUM


def test_endless_run_is_not_good() -> None:
    settings = Settings(learning_rate=0.01, optimiser="rmsprop", alpha=0.9, until_converged=True)
    result = ended(settings)
    verdict = result.verdict
    assert (result.stop, verdict.kind) == (StopReason.ENDLESS, Outcome.TO_AND_FRO)
    assert verdict.remedy is not None
    assert (verdict.remedy.changes, verdict.remedy.why) == ({"learning_rate": 0.001}, LIMIT_UNKNOWN)


@pytest.mark.parametrize("optimiser", ["heavy ball", "nesterov"])
@pytest.mark.parametrize("until_converged", [False, True])
def test_rate_above_the_limit_is_blamed(optimiser: str, until_converged: bool) -> None:
    settings = Settings(30, 1, optimiser=optimiser, until_converged=until_converged)
    factor = limit_factor(settings)
    assert factor is not None
    limit = factor * learning_rate_limit(sample())
    verdict = ended(replace(settings, learning_rate=1.2 * limit)).verdict
    assert verdict.kind is (Outcome.DIVERGED if until_converged else Outcome.ABOVE_LIMIT)
    assert verdict.remedy is not None
    assert verdict.remedy.why == HALF_OF_LIMIT
    assert verdict.remedy.changes["learning_rate"] == pytest.approx(limit / 2, rel=1e-2)


@pytest.mark.parametrize("optimiser", ["plain", "heavy ball", "adam"])
def test_schedule_that_stops_a_run_is_blamed(optimiser: str) -> None:
    settings = Settings(
        learning_rate=0.01,
        optimiser=optimiser,
        schedule="exponential",
        schedule_factor=0.9,
        until_converged=True,
    )
    assert ended(settings).verdict.kind is Outcome.RATE_VANISHED


def test_decay_that_holds_a_run_is_blamed() -> None:
    settings = Settings(
        learning_rate=0.01, optimiser="adamw", weight_decay=0.5, until_converged=True
    )
    result = ended(settings, Problem([[1.0]], [1000.0], [0.0]))
    assert (result.stop, result.verdict.kind) == (StopReason.CONVERGED, Outcome.DECAY_HOLDS)


@pytest.mark.parametrize("optimiser", DIVIDING)
def test_unfinished_run_tells_its_gap(optimiser: str) -> None:
    verdict = ended(Settings(5, 0.01, optimiser=optimiser)).verdict
    assert verdict.kind is Outcome.GAP_LEFT
    assert verdict.remedy is not None
    assert verdict.remedy.kind is RemedyKind.CONVERGE


def test_exact_fit_is_not_forecast() -> None:
    A = np.random.default_rng(0).normal(size=(8, 2))
    problem = Problem(A, A @ [[2.0], [3.0]])
    assert ended(Settings(20, 0.01, optimiser="adam"), problem).verdict.kind is Outcome.LOSS_LEFT


def test_rate_of_nothing_is_blamed() -> None:
    assert ended(Settings(20, 1e-30, optimiser="adam")).verdict.kind is Outcome.NOTHING_MOVED


def test_one_sided_quotient_is_blamed() -> None:
    settings = Settings(
        learning_rate=SAFE,
        h=0.5,
        difference="forward",
        optimiser="heavy ball",
        until_converged=True,
    )
    assert ended(settings).verdict.kind is Outcome.BIASED


@pytest.mark.parametrize("optimiser", DIVIDING)
def test_nothing_is_foreseen(optimiser: str) -> None:
    problem, settings = sample(), Settings(20, 0.01, optimiser=optimiser)
    result = ended(settings)
    forecast = foresee(problem, settings, result.end, optimum(problem))
    assert forecast.optimum_epoch == np.inf
    assert forecast.crawling is None


def test_passing_the_optimum_is_no_rest() -> None:
    """Of one weight, heavy ball has no slope for an instant, and its buffer takes it on."""
    problem = Problem([[1.0]], [1.0], [0.0])
    settings = Settings(
        learning_rate=0.01, h=0.5, optimiser="heavy ball", momentum=0.99, until_converged=True
    )
    result = fit(problem, settings, every_loss=True)
    passed = np.flatnonzero(result.history.loss < 1e-4)[0]
    assert result.epochs > 5 * passed
    assert result.verdict.is_good


def test_other_losses_tell_of_their_rest() -> None:
    settings = Settings(
        learning_rate=0.01, optimiser="adam", loss="log-cosh", until_converged=True, h=1e-3
    )
    kinds = (Outcome.RESTED, Outcome.RESTED_ROUNDED, Outcome.TO_AND_FRO)
    assert ended(settings).verdict.kind in kinds
