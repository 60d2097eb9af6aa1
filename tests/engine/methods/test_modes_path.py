from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import Difference, Frame, Matrix, Method, Problem, Settings, StopReason, descend, fit
from engine.methods.modes_path import UNVERIFIED
from engine.quotients import Quotients, Slope

from ..problems import certified, published_problem, random_problem

FAST = Settings(5000, 0.01, 0.1)


def last(frames: Iterator[Frame]) -> Frame:
    *_, frame = frames
    return frame


def test_segments_double_after_literal_epochs() -> None:
    frames = list(descend(published_problem(), FAST))
    assert [frame.epoch for frame in frames] == [0, 64, 128, 256, 512, 1024, 2048, 4096, 5000]
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
    problem = certified("Longley").problem
    h = 100.0
    result = fit(problem, Settings(learning_rate="safe", h=h, until_converged=True))
    assert result.stop is StopReason.CONVERGED
    assert result.epochs > 1e20
    assert result.history.epoch[-1] == float(result.epochs)
    assert (np.diff(result.history.epoch.astype(float)) > 0).all()
    optimum = np.linalg.lstsq(problem.A, problem.Y, rcond=None)[0]
    assert pytest.approx(optimum, rel=1e-8) == result.W


def test_rank_deficient_table_is_reported() -> None:
    A = np.random.default_rng(0).normal(size=(9, 3))
    A[:, 2] = A[:, 0] + A[:, 1]
    start = np.array([1.0, 2.0, -3.0])
    problem = Problem(A, A.sum(axis=1), start)
    result = fit(problem, Settings(learning_rate="safe", until_converged=True))
    assert result.stop is StopReason.CONVERGED
    assert "rank-deficient" in result.detail
    assert "3 columns of rank 2" in result.detail
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
    settings = Settings(learning_rate="safe", difference="forward", until_converged=True)
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


def test_modes_take_steps_below_rounding() -> None:
    problem = published_problem()
    result = fit(problem, Settings(learning_rate=1e-20, until_converged=True))
    assert result.stop is StopReason.CONVERGED
    assert result.epochs > 1e20
    assert result.loss < 1e-20


def test_too_slow_descent_is_endless() -> None:
    result = fit(published_problem(), Settings(learning_rate=1e-300, until_converged=True))
    assert result.stop is StopReason.ENDLESS
    assert "larger learning rate" in result.detail
