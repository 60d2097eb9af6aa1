"""Runs of heavy ball and Nesterov by their closed form, judged by the literal limit."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import (
    Convergence,
    Difference,
    EngineError,
    Frame,
    Matrix,
    Method,
    Problem,
    Settings,
    StopReason,
    descend,
    fit,
    forecast,
    frame_at,
    optimum,
)
from engine.methods.choose import MOMENTUM_TOO_LARGE, SINGLE_PRECISION
from engine.methods.modes_path import UNVERIFIED
from engine.momentum.rule import LARGEST_BETA, MomentumRule
from engine.quotients import Quotients, Slope

from ..problems import certified, random_problem
from .test_weights import settings_of

RULES = [
    MomentumRule(0.5),
    MomentumRule(0.9, 0.5),
    MomentumRule(0.99),
    MomentumRule(0.9, is_nesterov=True),
    MomentumRule(0.999, is_nesterov=True),
]


def last(frames: Iterator[Frame]) -> Frame:
    *_, frame = frames
    return frame


def run_of(
    seed: int, rule: MomentumRule, share: float, **changes: object
) -> tuple[Problem, Settings]:
    problem = random_problem(seed, 20, 4)
    return problem, replace(settings_of(problem, rule, share), **changes)  # type: ignore[arg-type]


def alike(one: Frame, other: Frame) -> None:
    """Compare two frames to the last bit, with what is remembered."""
    assert (one.epoch, one.stop, one.loss) == (other.epoch, other.stop, other.loss)
    assert one.W.tolist() == other.W.tolist()
    assert one.memory is not None
    assert other.memory is not None
    assert one.memory.epochs == other.memory.epochs
    assert one.memory.arrays[0].tolist() == other.memory.arrays[0].tolist()


@pytest.mark.parametrize("share", [0.01, 0.5, 0.95])
@pytest.mark.parametrize("rule", RULES)
def test_jumps_lead_where_the_loop_leads(rule: MomentumRule, share: float) -> None:
    problem, settings = run_of(1, rule, share, epochs=20_000)
    frame = last(descend(problem, settings))
    literal = last(descend(problem, replace(settings, method=Method.LITERAL)))
    assert (frame.method, frame.fallback, frame.stop) == (Method.MODES, "", StopReason.DONE)
    size = float(np.abs(literal.W).max())
    np.testing.assert_allclose(frame.W, literal.W, rtol=0, atol=1e-12 * size)


def test_segments_double_after_literal_epochs() -> None:
    problem, settings = run_of(2, MomentumRule(0.99), 1e-5, epochs=4000)
    frames = list(descend(problem, settings))
    assert [frame.epoch for frame in frames] == [0, 64, 128, 256, 512, 1024, 2048, 4000]
    assert [frame.method for frame in frames[:3]] == ["literal", "literal", "modes"]
    literal = last(descend(problem, replace(settings, epochs=64, method=Method.LITERAL)))
    assert frames[1].W.tolist() == literal.W.tolist()
    assert [frame.memory.epochs for frame in frames[1:] if frame.memory] == [
        frame.epoch for frame in frames[1:]
    ]


@hypothesis_settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from(RULES),
    st.sampled_from(Difference),
    st.lists(st.integers(1, 2000), min_size=1, max_size=4),
    st.integers(1, 900),
)
def test_chunks_and_pauses_keep_every_bit(
    seed: int, rule: MomentumRule, difference: Difference, pauses: list[int], length: int
) -> None:
    problem, settings = run_of(seed, rule, 0.3, epochs=2000, h=0.1, difference=difference)
    whole, frame = last(descend(problem, settings)), None
    for epoch in sorted(pauses):
        until = replace(settings, epochs=epoch)
        frame = last(descend(problem, until, after=frame, chunk_epochs=length))
    alike(last(descend(problem, settings, after=frame, chunk_epochs=length)), whole)


@pytest.mark.parametrize("pause", [1, 64, 65, 1000, 5000, 40_000])
def test_scaled_columns_pause_as_well(pause: int) -> None:
    problem = certified("Longley").problem
    settings = Settings(10**6, "safe", optimiser="nesterov", scale_columns=True)
    whole = last(descend(problem, settings))
    assert whole.method is Method.MODES
    paused = last(descend(problem, replace(settings, epochs=pause)))
    assert paused.epoch == pause
    alike(last(descend(problem, settings, after=paused)), whole)


def test_other_momentum_starts_from_there() -> None:
    problem, settings = run_of(5, MomentumRule(0.9), 0.02, epochs=700)
    paused = last(descend(problem, settings))
    for changed in ({"momentum": 0.5}, {"learning_rate": 2 * settings.learning_rate}):
        other = replace(settings, epochs=1500, **changed)
        frame = last(descend(problem, other, after=paused))
        literal = last(descend(problem, replace(other, method=Method.LITERAL), after=paused))
        assert frame.method is Method.MODES
        assert pytest.approx(literal.W, rel=1e-11) == frame.W
    plain = last(descend(problem, Settings(700, settings.learning_rate)))
    begun = last(descend(problem, replace(settings, epochs=1500), after=plain))
    assert begun.memory is not None
    assert begun.memory.epochs == 800


@pytest.mark.parametrize("rule", RULES)
def test_keyframes_are_those_of_shorter_runs(rule: MomentumRule) -> None:
    problem, settings = run_of(3, rule, 0.02, epochs=3000)
    for frame in descend(problem, settings):
        for epoch, W in zip(frame.keyframes.epoch[::97], frame.keyframes.W[::97], strict=True):
            stopped = last(descend(problem, replace(settings, epochs=int(epoch))))
            size = float(np.abs(stopped.W).max())
            np.testing.assert_allclose(W, stopped.W[:, 0], rtol=0, atol=1e-12 * size)
            there = frame_at(problem, settings, int(epoch), W.reshape(-1, 1))
            assert there.loss == pytest.approx(stopped.loss, rel=1e-9)


@pytest.mark.parametrize("share", [1e-4, 0.3, 0.9])
@pytest.mark.parametrize("rule", RULES)
def test_bins_hold_every_loss(rule: MomentumRule, share: float) -> None:
    """A loss that oscillates has its extremes anywhere in a bin of epochs."""
    problem, settings = run_of(6, rule, share, epochs=30_000)
    every = fit(problem, settings, every_loss=True).history
    binned = fit(problem, settings).history
    assert every.epoch.tolist() == list(range(30_001))
    starts = np.searchsorted(every.epoch, binned.epoch[:-1])
    lowest = np.minimum.reduceat(every.loss[:-1], starts)
    highest = np.maximum.reduceat(every.loss[:-1], starts)
    slack = 1e-9 * every.loss
    assert (binned.lowest[:-1] <= lowest + slack[starts]).all()
    assert (binned.highest[:-1] >= highest - slack[starts]).all()
    np.testing.assert_allclose(binned.loss, every.loss[np.append(starts, -1)], rtol=1e-9)


def test_losses_are_those_of_the_loop() -> None:
    problem, settings = run_of(6, MomentumRule(0.99), 0.2, epochs=3000)
    ours = fit(problem, settings, every_loss=True).history.loss
    literal = fit(problem, replace(settings, method=Method.LITERAL), every_loss=True).history.loss
    np.testing.assert_allclose(ours, literal, rtol=1e-11)


@pytest.mark.parametrize("epochs", [10**9, 10**12])
@pytest.mark.parametrize("rule", RULES)
def test_long_runs_are_short_work(rule: MomentumRule, epochs: int) -> None:
    problem = certified("Longley").problem
    settings = Settings(
        epochs,
        "safe",
        optimiser="nesterov" if rule.is_nesterov else "heavy ball",
        momentum=rule.beta,
        dampening=rule.dampening,
        scale_columns=True,
    )
    frames = list(descend(problem, settings))
    assert (frames[-1].epoch, frames[-1].stop) == (epochs, StopReason.DONE)
    assert len(frames) < 60


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", range(3))
def test_convergence_is_at_the_optimum(rule: MomentumRule, seed: int) -> None:
    problem, settings = run_of(seed, rule, 0.1, until_converged=True)
    frame = last(descend(problem, settings))
    assert frame.stop is StopReason.CONVERGED
    assert pytest.approx(optimum(problem).W, abs=1e-12) == frame.W
    assert frame.convergence in (*Convergence,)
    literal = last(descend(problem, replace(settings, method=Method.LITERAL)))
    if literal.convergence is frame.convergence is Convergence.ROUNDING:
        assert frame.epoch <= 2 * literal.epoch


def test_slow_run_stands_still() -> None:
    """From far away the steps fall below the spacing of W before its slopes are rounding."""
    problem = certified("Longley").problem
    settings = Settings(
        learning_rate="safe", optimiser="heavy ball", scale_columns=True, until_converged=True
    )
    frame = last(descend(problem, settings))
    assert frame.stop is StopReason.CONVERGED
    assert pytest.approx(optimum(problem).W, rel=1e-6) == frame.W
    again = last(
        descend(
            problem,
            replace(
                settings, method=Method.TRIANGLE, until_converged=False, epochs=frame.epoch + 20
            ),
            after=frame,
        )
    )
    assert pytest.approx(frame.W, rel=1e-9) == again.W


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("share", [0.01, 0.6])
def test_tolerance_is_met_at_same_epoch(rule: MomentumRule, share: float) -> None:
    problem, settings = run_of(2, rule, share, epochs=10**5, tolerance=1e-6)
    fast, literal = (
        last(descend(problem, replace(settings, method=method)))
        for method in (Method.AUTOMATIC, Method.LITERAL)
    )
    assert fast.convergence is literal.convergence is Convergence.TOLERANCE
    assert fast.epoch == literal.epoch
    assert fast.epoch == forecast(problem, settings, tolerance=1e-6)


def test_modes_may_be_asked_for() -> None:
    problem, settings = run_of(2, MomentumRule(0.9), 0.5, epochs=1000, method=Method.MODES)
    assert last(descend(problem, settings)).method is Method.MODES


def test_large_momentum_is_walked() -> None:
    reason = MOMENTUM_TOO_LARGE.format(largest="0.999")
    for beta, method in ((LARGEST_BETA, Method.MODES), (0.9995, Method.TRIANGLE)):
        problem, settings = run_of(2, MomentumRule(beta), 0.3, epochs=300)
        frame = last(descend(problem, settings))
        assert frame.method is method
        assert frame.fallback == ("" if method is Method.MODES else reason)
    with pytest.raises(EngineError, match=r"the modes do not predict β above 0\.999"):
        last(descend(problem, replace(settings, method=Method.MODES)))


def test_single_precision_is_literal() -> None:
    problem, settings = run_of(2, MomentumRule(0.9), 0.3, epochs=300, precision="float32")
    frame = last(descend(problem, settings))
    assert (frame.method, frame.fallback) == (Method.LITERAL, SINGLE_PRECISION)


def test_triangle_is_walked_if_asked_for() -> None:
    problem, settings = run_of(2, MomentumRule(0.9), 0.3, epochs=300, method=Method.TRIANGLE)
    frame = last(descend(problem, settings))
    assert (frame.method, frame.fallback) == (Method.TRIANGLE, "")


@pytest.mark.parametrize(("rows", "method"), [(20, Method.LITERAL), (30_000, Method.TRIANGLE)])
def test_mismatch_is_walked(rows: int, method: Method, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotients off by a millionth, as of another loss; many rows go on reduced."""
    evaluate = Quotients.at

    def bent(self: Quotients, W: Matrix) -> Slope:
        slope = evaluate(self, W)
        return Slope(slope.loss, slope.gradient * (1 + 1e-6))

    monkeypatch.setattr(Quotients, "at", bent)
    problem = random_problem(1, rows, 4)
    settings = replace(settings_of(problem, MomentumRule(0.9), 0.01), epochs=200)
    frame = last(descend(problem, settings))
    assert (frame.method, frame.fallback) == (method, UNVERIFIED)
    literal = last(descend(problem, replace(settings, method=Method.LITERAL)))
    assert pytest.approx(literal.W, rel=1e-9) == frame.W
    assert (frame.W.tolist() == literal.W.tolist()) is (method is Method.LITERAL)


def test_oscillation_at_limit_is_endless() -> None:
    problem = Problem([[1.0, 0.0], [0.0, 0.5]], [1, 1], [3, 3])
    settings = Settings(
        learning_rate=3.0, optimiser="heavy ball", momentum=0.5, until_converged=True
    )
    assert last(descend(problem, settings)).stop is StopReason.ENDLESS


def test_bias_in_flat_direction_is_endless() -> None:
    problem = Problem([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]], [1, 2, 4], [3, 4])
    settings = Settings(
        1, "safe", 0.1, difference="forward", until_converged=True, optimiser="nesterov"
    )
    frame = last(descend(problem, settings))
    assert frame.stop is StopReason.ENDLESS
    assert "Use the central quotient" in frame.detail
    central = replace(settings, difference=Difference.CENTRAL)
    assert last(descend(problem, central)).stop is StopReason.CONVERGED


def test_wide_table_jumps_on_its_rows() -> None:
    draw = np.random.default_rng(0)
    problem = Problem(draw.normal(size=(20, 300)), draw.normal(size=20))
    settings = replace(settings_of(problem, MomentumRule(0.9), 0.3), epochs=2000)
    frame = last(descend(problem, settings))
    literal = last(descend(problem, replace(settings, method=Method.LITERAL)))
    assert frame.method is Method.MODES
    size = float(np.abs(literal.W).max())
    np.testing.assert_allclose(frame.W, literal.W, rtol=0, atol=1e-12 * size)


@pytest.mark.parametrize("learning_rate", [10.0, 1e16, 1e300])
def test_going_on_overflows_silently(learning_rate: float) -> None:
    problem, settings = run_of(1, MomentumRule(0.9), 0.01, epochs=4000)
    before = last(descend(problem, settings))
    assert before.anchor is not None
    changed = replace(settings, learning_rate=learning_rate, until_converged=True, h=0.1)
    assert last(descend(problem, changed, after=before)).stop is StopReason.DIVERGED
