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
    Frame,
    Matrix,
    Method,
    Problem,
    Settings,
    StopReason,
    descend,
    fit,
    learning_rate_limit,
    suggest_h,
)
from engine.methods.modes_path import UNVERIFIED
from engine.quotients import Quotients, Slope

from ..problems import certified, published_problem, random_problem

FAST = Settings(4000, 0.01, 0.1)


def last(frames: Iterator[Frame]) -> Frame:
    *_, frame = frames
    return frame


def literal_end(problem: Problem, settings: Settings) -> int:
    """Return the last epoch that a run reports as literal."""
    frames = descend(problem, settings)
    return max(frame.epoch for frame in frames if frame.method is Method.LITERAL)


def test_late_convergence_skips_literal_epochs() -> None:
    converging = Settings(1, "safe", 0.1, until_converged=True)
    assert literal_end(published_problem(), converging) == 4
    assert literal_end(published_problem(), replace(FAST, learning_rate="safe")) == 64
    large = random_problem(3, 3000, 40)
    slow = replace(converging, learning_rate=learning_rate_limit(large) / 20)
    assert literal_end(large, slow) == 0
    assert fit(large, slow).stop is StopReason.CONVERGED


def test_unverified_start_takes_usual_epochs(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluate = Quotients.at

    def bent(self: Quotients, W: Matrix) -> Slope:
        slope = evaluate(self, W)
        is_near = slope.loss < 0.9 * start
        return Slope(slope.loss, slope.gradient * (1 + 1e-6 * is_near))

    problem = published_problem()
    settings = Settings(1, "safe", 0.1, until_converged=True)
    start = next(descend(problem, settings)).loss
    monkeypatch.setattr(Quotients, "at", bent)
    frames = descend(problem, settings)
    epochs = [next(frames).epoch for _ in range(3)]
    assert epochs == [0, 4, 64]


def test_segments_double_after_literal_epochs() -> None:
    frames = list(descend(published_problem(), FAST))
    assert [frame.epoch for frame in frames] == [0, 64, 128, 256, 512, 1024, 2048, 4000]
    assert {frame.method for frame in frames[2:]} == {Method.MODES}
    assert {frame.method for frame in frames[:2]} == {Method.LITERAL}
    literal = fit(published_problem(), replace(FAST, epochs=64, method=Method.LITERAL))
    assert frames[1].W.tolist() == literal.W.tolist()


@hypothesis_settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from(Difference),
    st.lists(st.integers(1, 700), min_size=1, max_size=6),
    st.integers(1, 500),
)
def test_chunks_and_pauses_keep_every_bit(
    seed: int, difference: Difference, pauses: list[int], length: int
) -> None:
    problem = random_problem(seed, 8, 3)
    settings = Settings(1000, 0.05, 0.1, difference)
    whole = last(descend(problem, settings))
    frame = None
    for epoch in sorted(min(pause, 1000) for pause in pauses):
        until = replace(settings, epochs=epoch)
        frame = last(descend(problem, until, after=frame, chunk_epochs=length))
    resumed = last(descend(problem, settings, after=frame, chunk_epochs=length))
    assert (resumed.epoch, resumed.stop) == (whole.epoch, whole.stop)
    assert resumed.W.tolist() == whole.W.tolist()


def test_new_rate_starts_new_segment() -> None:
    problem = published_problem()
    first = last(descend(problem, Settings(700, 0.01, 0.1)))
    changed = Settings(900, 0.003, 0.1)
    second = last(descend(problem, changed, after=first))
    literal = last(descend(problem, replace(changed, method=Method.LITERAL), after=first))
    assert second.method is Method.MODES
    assert pytest.approx(literal.W, rel=1e-12) == second.W
    assert second.loss == pytest.approx(literal.loss, rel=1e-9)


def test_mismatch_falls_back_to_literal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotients off by a millionth, as of another loss, make the run literal."""
    evaluate = Quotients.at

    def bent(self: Quotients, W: Matrix) -> Slope:
        slope = evaluate(self, W)
        return Slope(slope.loss, slope.gradient * (1 + 1e-6))

    monkeypatch.setattr(Quotients, "at", bent)
    frame = last(descend(published_problem(), Settings(300, 0.01, 0.1)))
    literal = last(descend(published_problem(), Settings(300, 0.01, 0.1, method="literal")))
    assert (frame.method, frame.fallback) == (Method.LITERAL, UNVERIFIED)
    assert frame.W.tolist() == literal.W.tolist()


def test_later_mismatch_falls_back_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    evaluate, calls = Quotients.at, 0

    def bent(self: Quotients, W: Matrix) -> Slope:
        nonlocal calls
        calls += 1
        slope = evaluate(self, W)
        return Slope(slope.loss, slope.gradient * (1 if calls < 70 else 0.5))

    monkeypatch.setattr(Quotients, "at", bent)
    frames = list(descend(published_problem(), Settings(2000, 0.01, 0.1)))
    assert Method.MODES in {frame.method for frame in frames}
    assert frames[-1].fallback == UNVERIFIED
    assert frames[-1].stop is StopReason.DONE


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("tolerance", [1e-3, 1e-6, 30.0, 1e9])
def test_tolerance_is_met_at_same_epoch(difference: Difference, tolerance: float) -> None:
    problem = random_problem(2, 30, 3)
    settings = Settings(10_000, 0.02, 0.1, difference, tolerance)
    literal, fast = (
        fit(problem, replace(settings, method=m)) for m in (Method.LITERAL, Method.AUTOMATIC)
    )
    assert (fast.stop, fast.epochs, fast.detail) == (literal.stop, literal.epochs, literal.detail)


@pytest.mark.parametrize("rate", [1.05, 1.5, 100.0])
@pytest.mark.parametrize("difference", Difference)
def test_divergence_is_at_same_epoch(difference: Difference, rate: float) -> None:
    problem = random_problem(4, 12, 3)
    settings = Settings(20_000, rate * 2 / float(np.linalg.eigvalsh(_hessian(problem))[-1]), 0.5)
    settings = replace(settings, difference=difference)
    literal, fast = (
        fit(problem, replace(settings, method=m)) for m in (Method.LITERAL, Method.MODES)
    )
    assert (fast.stop, fast.detail) == (literal.stop, literal.detail)
    assert fast.stop is StopReason.DIVERGED
    assert fast.epochs == pytest.approx(literal.epochs, abs=1)


def _hessian(problem: Problem) -> Matrix:
    return 2 * problem.A.T @ problem.A / problem.rows


@pytest.mark.parametrize("name", ["Longley", "Norris", "Pontius", "Wampler1", "diabetes_raw"])
def test_until_converged_reaches_optimum(name: str) -> None:
    problem = certified(name).problem
    settings = Settings(learning_rate="safe", until_converged=True, scale_columns=True)
    result = fit(problem, settings)
    optimum = np.linalg.lstsq(problem.A, problem.Y, rcond=None)[0]
    assert result.stop is StopReason.CONVERGED
    assert pytest.approx(optimum, rel=1e-5) == result.W


def test_until_converged_passes_epoch_setting() -> None:
    """W grows from 0 until its steps are below half its spacing, far from the optimum."""
    problem = certified("Longley").problem
    settings = Settings(learning_rate="safe", h=100.0, until_converged=True)
    result = fit(problem, settings)
    assert result.stop is StopReason.CONVERGED
    assert result.epochs > 1e15
    assert result.history.epoch[-1] == float(result.epochs)
    assert (np.diff(result.history.epoch.astype(float)) > 0).all()
    start = problem.starting_from(result.W)
    assert fit(start, replace(settings, method=Method.LITERAL)).epochs <= 64


def test_undetermined_direction_keeps_start() -> None:
    A = np.random.default_rng(0).normal(size=(9, 3))
    A[:, 2] = A[:, 0] + A[:, 1]
    start = np.array([1.0, 2.0, -3.0])
    problem = Problem(A, A.sum(axis=1), start)
    result = fit(problem, Settings(learning_rate="safe", until_converged=True))
    assert result.stop is StopReason.CONVERGED
    assert "rank" not in result.detail
    still = np.array([1.0, 1.0, -1.0])
    assert still @ result.W[:, 0] == pytest.approx(still @ start, rel=1e-9)
    assert result.loss < 1e-25


def test_oscillation_at_limit_is_endless() -> None:
    problem = Problem([[1.0, 0.0], [0.0, 0.5]], [1, 1], [3, 3])
    result = fit(problem, Settings(learning_rate=2.0, until_converged=True))
    assert result.stop is StopReason.ENDLESS
    assert "η is at its stability limit" in result.detail


def test_bias_in_flat_direction_is_endless() -> None:
    problem = Problem([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]], [1, 2, 4], [3, 4])
    settings = Settings(1, "safe", 0.1, difference="forward", until_converged=True)
    result = fit(problem, settings)
    assert result.stop is StopReason.ENDLESS
    assert "Use the central quotient" in result.detail
    assert (
        fit(problem, replace(settings, difference=Difference.CENTRAL)).stop is StopReason.CONVERGED
    )


def test_until_converged_above_limit_diverges() -> None:
    """Literally, its growth would drown in the rounding of the loss, and it would never stop."""
    problem = Problem([[1.0, 1.0], [1.0, 1 + 1e-5]], [1, 2])
    result = fit(problem, Settings(learning_rate=0.5, until_converged=True))
    assert result.stop is StopReason.DIVERGED
    assert "smaller learning rate" in result.detail
    assert np.isfinite(result.W).all()


def test_segment_can_be_cancelled() -> None:
    problem, calls = random_problem(0, 300, 4), []

    def cancelled() -> bool:
        calls.append(1)
        return len(calls) > 70

    *_, frame = descend(problem, Settings(10**6, 0.1, 0.1), cancelled=cancelled)
    assert frame.stop is StopReason.CANCELLED
    assert 0 < frame.epoch < 10**6
    resumed = last(descend(problem, Settings(10**6, 0.1, 0.1), after=frame))
    assert resumed.stop is StopReason.DONE
    assert resumed.W.tolist() == last(descend(problem, Settings(10**6, 0.1, 0.1))).W.tolist()


def test_billion_epochs_leave_bounded_history() -> None:
    result = fit(published_problem(), Settings(10**9, 0.001, 0.1))
    assert (result.stop, result.epochs) == (StopReason.DONE, 10**9)
    assert len(result.history) <= 4097
    assert result.history.epoch[:200].tolist() == list(range(200))


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("rate", [1e-20, 1e-300])
def test_steps_below_rounding_move_nothing(rate: float, method: Method) -> None:
    problem = published_problem()
    *_, frame = descend(problem, Settings(learning_rate=rate, until_converged=True, method=method))
    assert (frame.epoch, frame.stop) == (0, StopReason.CONVERGED)
    assert frame.convergence is Convergence.FIXED
    assert frame.W.tolist() == problem.W.tolist()


def test_descent_from_zero_stands_still_late() -> None:
    """From 0, W grows by equal steps until it is 2^53 of them."""
    settings = Settings(learning_rate=1e-200, until_converged=True)
    *_, frame = descend(published_problem().starting_from([0, 0, 0]), settings)
    assert (frame.stop, frame.convergence) == (StopReason.CONVERGED, Convergence.BY)
    assert 2**53 <= frame.epoch <= 2**54 + 2**53
    assert 0 < np.abs(frame.W).max() < 1e-170


def ends(problem: Problem, settings: Settings) -> tuple[Frame, Frame]:
    """Return the last frames of the literal and of the automatic run."""
    literal = last(descend(problem, replace(settings, method=Method.LITERAL)))
    return literal, last(descend(problem, settings))


@hypothesis_settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 40),
    st.integers(1, 4),
    st.floats(0.05, 0.99),
    st.floats(-6, 6),
    st.sampled_from(Difference),
)
def test_ending_is_the_literal_one(
    seed: int, rows: int, weights: int, part: float, exponent: float, difference: Difference
) -> None:
    drawn = random_problem(seed, rows + weights, weights)
    problem = Problem(drawn.A * 10.0**exponent, drawn.Y, drawn.W / 10.0**exponent)
    rate = part * learning_rate_limit(problem)
    h = suggest_h(problem, difference)
    settings = Settings(1, rate, h, difference, until_converged=True)
    literal, fast = ends(problem, settings)
    assert fast.stop is literal.stop is StopReason.CONVERGED
    if fast.convergence in (Convergence.FIXED, Convergence.CYCLE):
        assert (fast.epoch, fast.convergence) == (literal.epoch, literal.convergence)
    else:
        assert literal.epoch <= fast.epoch <= 2 * literal.epoch


def test_until_converged_growth_is_told_at_once() -> None:
    problem = random_problem(4, 12, 3)
    settings = Settings(1, 1.001 * learning_rate_limit(problem), 0.5, until_converged=True)
    result = fit(problem, settings)
    assert result.stop is StopReason.DIVERGED
    assert result.epochs <= 64
    literal = fit(
        problem, replace(settings, method=Method.LITERAL, until_converged=False, epochs=64)
    )
    assert result.W.tolist() == literal.W.tolist()


@pytest.mark.parametrize("epochs", [1000, 100_000])
def test_losses_at_rounding_are_literal_ones(epochs: int) -> None:
    problem, settings = Problem([[1.0, 2.0]], [3.0]), Settings(epochs, 0.1, 1.0)
    for every_loss in (True, False):
        losses = fit(problem, settings, every_loss=every_loss).history.loss
        literal = fit(problem, replace(settings, epochs=64, method=Method.LITERAL)).history.loss
        assert set(losses[65:].tolist()) == {literal[64]}


def test_pause_at_rest_keeps_every_bit() -> None:
    problem, settings = published_problem(), Settings(9000, 0.01, 0.1)
    whole = last(descend(problem, settings))
    paused = last(descend(problem, replace(settings, epochs=7000)))
    resumed = last(descend(problem, settings, after=paused))
    assert resumed.W.tolist() == whole.W.tolist()
    until = replace(settings, until_converged=True)
    assert last(descend(problem, until)).stop is StopReason.CONVERGED


@pytest.mark.parametrize("learning_rate", [10.0, 1e16, 1e300])
def test_going_on_overflows_silently(learning_rate: float) -> None:
    problem = published_problem()
    *_, before = descend(problem, FAST)
    assert before.anchor is not None
    settings = Settings(learning_rate=learning_rate, h=0.1, until_converged=True)
    *_, end = descend(problem, settings, after=before)  # a warning would fail this test
    assert end.stop is StopReason.DIVERGED
