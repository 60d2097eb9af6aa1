from dataclasses import replace

import pytest

from engine import Frame, Problem, Settings, StopReason, descend, fit
from engine.momentum.overflow import overflow_epoch
from engine.momentum.rule import MomentumRule
from engine.verdict.verdict import Outcome, Tone

from ..problems import random_problem
from .reference import named_epoch
from .test_overflow import table
from .test_weights import settings_of

FAR = 10**9
RULES = [
    MomentumRule(0.5, 0.5),
    MomentumRule(0.99),
    MomentumRule(0.9, is_nesterov=True),
    MomentumRule(0.999, is_nesterov=True),
]


def last(problem: Problem, settings: Settings, after: Frame | None = None) -> Frame:
    *_, frame = descend(problem, settings, after=after)
    return frame


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("rule", RULES)
def test_slow_divergence_is_named_at_once(rule: MomentumRule, seed: int) -> None:
    problem = table(seed)
    slow = settings_of(problem, rule, 1 + 1e-6)
    for settings in (replace(slow, epochs=FAR), replace(slow, until_converged=True)):
        result = fit(problem, settings)
        assert (result.stop, result.verdict.tone) == (StopReason.DIVERGED, Tone.FAULT)
        assert result.epochs <= 64
        assert result.verdict.kind is Outcome.DIVERGES_SLOWLY
        epoch = overflow_epoch(problem, settings)
        for sentence in (result.detail, result.verdict.sentence, result.verdict.detail):
            assert named_epoch(sentence) == pytest.approx(epoch, rel=1e-5)


@pytest.mark.parametrize("rule", RULES)
def test_stable_run_is_never_diverging(rule: MomentumRule) -> None:
    problem = table(4)
    result = fit(problem, replace(settings_of(problem, rule, 1 - 1e-6), epochs=300))
    assert result.stop is StopReason.DONE
    assert not result.verdict.sentence.startswith("Diverg")


def test_short_run_takes_all_its_epochs() -> None:
    problem = random_problem(1, 20, 3)
    settings = replace(settings_of(problem, MomentumRule(0.9), 1 + 1e-6), epochs=300)
    result = fit(problem, settings)
    assert (result.epochs, result.stop) == (300, StopReason.DONE)
    assert (result.verdict.kind, result.verdict.tone) == (Outcome.DIVERGING_SLOWLY, Tone.WARNING)


def test_fast_divergence_is_walked() -> None:
    problem = random_problem(1, 20, 3)
    settings = replace(settings_of(problem, MomentumRule(0.9), 1.01), epochs=FAR)
    result = fit(problem, settings)
    assert (result.verdict.kind, result.stop) == (Outcome.DIVERGED, StopReason.DIVERGED)
    assert 100 < result.epochs < 1000
    assert named_epoch(result.verdict.detail) == pytest.approx(
        overflow_epoch(problem, settings), rel=1e-3
    )


def test_run_that_goes_on_has_its_buffer() -> None:
    problem = random_problem(1, 20, 3)
    settings = replace(settings_of(problem, MomentumRule(0.99), 1 + 1e-6), epochs=FAR)
    begun = last(problem, replace(settings, epochs=500))
    frame = last(problem, settings, begun)
    assert (frame.epoch, frame.stop) == (500, StopReason.DIVERGED)
    assert named_epoch(frame.detail) == pytest.approx(overflow_epoch(problem, settings), rel=1e-4)


def test_rest_at_optimum_is_no_divergence() -> None:
    """Nothing grows from a residual and a buffer of 0."""
    problem = Problem([[1.0], [2.0]], [0.0, 0.0])
    settings = Settings(learning_rate=5.0, optimiser="nesterov", until_converged=True)
    assert fit(problem, settings).stop is StopReason.CONVERGED


def test_wide_table_is_named() -> None:
    problem, rule = random_problem(2, 3, 8), MomentumRule(0.9)
    settings = replace(settings_of(problem, rule, 1 + 1e-6), epochs=FAR)
    assert fit(problem, settings).stop is StopReason.DIVERGED
