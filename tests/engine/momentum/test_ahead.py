import numpy as np
import pytest

from engine import Problem, Settings, StopReason, descend, fit, learning_rate_limit
from engine.frame import Frame
from engine.momentum.overflow import overflow_epoch
from engine.verdict.verdict import Outcome, Tone

from ..problems import random_problem
from .reference import named_epoch
from .test_overflow import table

FAR = 10**9


def last(problem: Problem, settings: Settings, after: Frame | None = None) -> Frame:
    *_, frame = descend(problem, settings, after=after)
    return frame


@pytest.mark.parametrize("seed", range(10))
def test_slow_divergence_is_named_at_once(seed: int) -> None:
    problem = table(seed)
    rate = (1 + 1e-6) * learning_rate_limit(problem)
    until_converged = Settings(learning_rate=rate, until_converged=True)
    for settings in (Settings(FAR, rate), Settings(FAR, rate, method="modes"), until_converged):
        result = fit(problem, settings)
        assert (result.stop, result.verdict.tone) == (StopReason.DIVERGED, Tone.FAULT)
        assert result.epochs <= 64
        assert result.detail.endswith("Use a smaller learning rate η.")
        assert result.verdict.kind is Outcome.DIVERGES_SLOWLY
        verdict, epoch = result.verdict, overflow_epoch(problem, settings)
        for sentence in (result.detail, verdict.sentence, verdict.detail):
            assert named_epoch(sentence) == pytest.approx(epoch, rel=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_stable_run_is_never_diverging(seed: int) -> None:
    problem = table(seed)
    rate = (1 - 1e-6) * learning_rate_limit(problem)
    for settings in (Settings(300, rate), Settings(learning_rate=rate, until_converged=True)):
        result = fit(problem, settings)
        assert result.stop is not StopReason.DIVERGED
        assert not result.verdict.sentence.startswith("Diverg")


def test_short_run_takes_all_its_epochs() -> None:
    problem = random_problem(1, 20, 3)
    settings = Settings(500, (1 + 1e-6) * learning_rate_limit(problem))
    result = fit(problem, settings)
    assert (result.epochs, result.stop) == (500, StopReason.DONE)
    assert (result.verdict.kind, result.verdict.tone) == (Outcome.DIVERGING_SLOWLY, Tone.WARNING)
    epoch = pytest.approx(overflow_epoch(problem, settings), rel=1e-6)
    assert named_epoch(result.verdict.sentence) == epoch


def test_constant_error_diverges_from_optimum() -> None:
    problem = Problem([[1.0], [2.0]], [1.0, 2.0], [1.0])
    rate = 1.001 * learning_rate_limit(problem)
    assert fit(problem, Settings(FAR, rate, 1e-3, "forward")).stop is StopReason.DIVERGED
    assert fit(problem, Settings(FAR, rate, 1e-3)).stop is StopReason.DONE


def test_fast_divergence_is_walked() -> None:
    problem = random_problem(1, 20, 3)
    settings = Settings(FAR, 1.05 * learning_rate_limit(problem))
    result = fit(problem, settings)
    assert result.stop is StopReason.DIVERGED
    assert 300 < result.epochs < 500
    assert named_epoch(result.verdict.detail) == pytest.approx(
        overflow_epoch(problem, settings), rel=1e-3
    )


def test_run_that_goes_on_counts_from_start() -> None:
    problem = random_problem(1, 20, 3)
    settings = Settings(FAR, (1 + 1e-6) * learning_rate_limit(problem))
    begun = last(problem, Settings(1000, settings.learning_rate))
    frame = last(problem, settings, begun)
    assert (frame.epoch, frame.stop) == (1000, StopReason.DIVERGED)
    assert named_epoch(frame.detail) == pytest.approx(overflow_epoch(problem, settings), rel=1e-5)


def test_growth_by_rounding_has_no_epoch() -> None:
    problem = Problem([[1.0, 1.0], [1.0, 1 + 1e-5]], [1, 2])
    rate = learning_rate_limit(problem) * (1 + 16 * np.finfo(float).eps)
    result = fit(problem, Settings(learning_rate=rate, until_converged=True))
    assert "overflows" not in result.detail


def test_large_table_is_not_walked_long() -> None:
    problem = random_problem(2, 4000, 50)
    settings = Settings(FAR, 1.01 * learning_rate_limit(problem), h=0.1)
    result = fit(problem, settings)
    assert result.stop is StopReason.DIVERGED
    assert result.epochs <= 64
