from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import (
    Difference,
    Frame,
    Matrix,
    Method,
    Precision,
    Problem,
    Settings,
    StopReason,
    descend,
    fit,
    frame_at,
    learning_rate_limit,
    mean_squared_error,
    safe_learning_rate,
    triangle_of,
)
from engine.quotients import Quotients
from engine.settings import SAFE
from engine.unit_columns import column_norms

from .problems import analytic_gradient, mean_squares, problems, published_problem, random_problem

PUBLISHED = {
    0: 340.381080443314,
    1: 271.2823807105329,
    2: 216.2515975467686,
    3: 172.42400336832483,
    4: 137.51824026392174,
    5: 109.71752315572326,
    997: 2.7843784765948775e-07,
    998: 2.742164675205845e-07,
    999: 2.7005908748527544e-07,
    1000: 2.6596473724906243e-07,
}


def losses_of(frames: list[Frame]) -> Matrix:
    return np.concatenate([frame.losses for frame in frames])


def last(frames: Iterator[Frame]) -> Frame:
    *_, frame = frames
    return frame


def safely(problem: Problem, epochs: int, difference: str = "central") -> Settings:
    rate = safe_learning_rate(learning_rate_limit(problem))
    return Settings(epochs, rate, 0.1, difference)


def test_published_run_descends() -> None:
    frames = list(descend(published_problem(), Settings(1000, 0.01, 0.1)))
    losses = losses_of(frames)
    assert len(losses) == 1001
    for epoch, loss in PUBLISHED.items():
        assert losses[epoch] == pytest.approx(loss, rel=1e-9)
    end = frames[-1]
    assert end.stop is StopReason.DONE
    assert end.W.ravel() == pytest.approx([1.32439537, 1.35257131, 3.32322317], abs=5e-9)
    predicted = published_problem().A @ end.W
    assert predicted.ravel() == pytest.approx([13.99920748, 31.99977701, 50.00034653], abs=5e-9)


@given(problems(), st.sampled_from(Difference))
def test_trajectory_follows_plain_recurrence(problem: Problem, difference: Difference) -> None:
    """Compare with W ← W − η·(∇loss ± h·mean(A_k²)), with the analytic gradient."""
    settings = safely(problem, 30, difference)
    sign = {Difference.CENTRAL: 0, Difference.FORWARD: 1, Difference.BACKWARD: -1}[difference]
    W = problem.W
    for frame in descend(problem, settings, chunk_epochs=1):
        loss = mean_squared_error(problem.A, W, problem.Y)
        assert frame.loss == pytest.approx(loss, rel=1e-9, abs=1e-12)
        assert pytest.approx(W, rel=1e-9, abs=1e-9) == frame.W
        slope = analytic_gradient(problem, W) + sign * settings.fixed_h * mean_squares(problem)
        W = W - settings.fixed_learning_rate * slope


@given(problems(), st.sampled_from(Difference), st.integers(1, 60), st.integers(1, 60))
def test_chunks_do_not_change_trajectory(
    problem: Problem, difference: Difference, epochs: int, length: int
) -> None:
    settings = safely(problem, epochs, difference)
    single = list(descend(problem, settings, chunk_epochs=1))
    chunked = list(descend(problem, settings, chunk_epochs=length))
    steered = list(descend(problem, settings))
    assert losses_of(single).tolist() == losses_of(chunked).tolist() == losses_of(steered).tolist()
    assert single[-1].W.tolist() == chunked[-1].W.tolist() == steered[-1].W.tolist()
    assert np.array_equal(
        np.concatenate([frame.epochs for frame in chunked]), np.arange(epochs + 1)
    )


@given(problems(), st.sampled_from(Precision), st.integers(0, 20), st.integers(1, 20))
def test_continuing_does_not_change_trajectory(
    problem: Problem, precision: Precision, before: int, further: int
) -> None:
    rate = safe_learning_rate(learning_rate_limit(problem))
    whole = Settings(before + further, rate, 0.1, precision=precision)
    part = Settings(before, rate, 0.1, precision=precision)
    at_once = list(descend(problem, whole))
    first = list(descend(problem, part))
    second = list(descend(problem, whole, after=first[-1]))
    assert losses_of(at_once).tolist() == losses_of([*first, *second]).tolist()
    assert at_once[-1].W.tolist() == second[-1].W.tolist()
    assert len(second[0].losses) == 0
    assert second[0].gradient.tolist() == first[-1].gradient.tolist()


def test_continuing_under_other_settings() -> None:
    problem = published_problem()
    first = last(descend(problem, Settings(10, 0.01, 0.1)))
    second = last(descend(problem, Settings(20, 0.001, 0.5, "forward"), after=first))
    assert (second.epoch, second.stop) == (20, StopReason.DONE)
    assert second.loss < first.loss


@pytest.mark.parametrize("method", [Method.LITERAL, Method.TRIANGLE])
@pytest.mark.parametrize("precision", Precision)
def test_continued_scaled_run_keeps_bits(precision: Precision, method: Method) -> None:
    settings = Settings(20, 0.1, 0.1, scale_columns=True, precision=precision, method=method)
    for seed in range(40):
        problem = random_problem(seed, 3 + seed % 15, 2 + seed % 4)
        whole = last(descend(problem, settings))
        half = last(descend(problem, replace(settings, epochs=10)))
        paused = last(descend(problem, replace(settings, epochs=10), after=half))
        continued = last(descend(problem, settings, after=paused))
        assert continued.W.tolist() == whole.W.tolist()
        assert continued.gradient.tolist() == whole.gradient.tolist()
        assert continued.loss == whole.loss


def test_frame_has_floats_descended_on() -> None:
    problem = random_problem(3, 9, 2)
    settings = Settings(5, 0.1, 0.1, scale_columns=True)
    norms = column_norms(problem.A)
    for frame in descend(problem, settings):
        assert frame.W_scaled is not None
        assert not frame.W_scaled.flags.writeable
        assert frame.W_scaled == pytest.approx(frame.W * norms, rel=1e-15)
    after = next(descend(problem, replace(settings, scale_columns=False), after=frame))
    assert after.W_scaled is None
    assert after.W.tolist() == frame.W.tolist()


def test_continuing_after_last_epoch_is_empty() -> None:
    problem = published_problem()
    first = last(descend(problem, Settings(10, 0.01, 0.1)))
    (again,) = descend(problem, Settings(10, 0.01, 0.1), after=first)
    assert (again.epoch, again.stop, len(again.losses)) == (10, StopReason.DONE, 0)


def test_zero_epochs_evaluate_start() -> None:
    (frame,) = descend(published_problem(), Settings(0, 0.01, 0.1))
    assert (frame.epoch, frame.stop) == (0, StopReason.DONE)
    assert frame.losses.tolist() == [frame.loss]


def test_frames_are_read_only_copies() -> None:
    frames = list(descend(published_problem(), Settings(3, 0.01, 0.1), chunk_epochs=1))
    for frame in frames:
        for array in (frame.W, frame.gradient, frame.losses, frame.epochs):
            assert not array.flags.writeable
    assert len({frame.W.tobytes() for frame in frames}) == 4
    assert all(frame.stop is None for frame in frames[:-1])


def test_frame_has_loss_and_gradient_there() -> None:
    problem = random_problem(5, 20, 3)
    for frame in descend(problem, safely(problem, 20)):
        loss = mean_squared_error(problem.A, frame.W, problem.Y)
        assert frame.loss == pytest.approx(loss, rel=1e-12)
        exact = analytic_gradient(problem, frame.W)
        assert frame.gradient == pytest.approx(exact, rel=1e-9, abs=1e-12)


def test_single_precision_agrees_loosely() -> None:
    problem = published_problem()
    double = last(descend(problem, Settings(50, 0.01, 0.1)))
    single = last(descend(problem, Settings(50, 0.01, 0.1, precision="float32")))
    assert single.loss == pytest.approx(double.loss, rel=1e-3)
    assert pytest.approx(double.W, rel=1e-3) == single.W
    assert single.W.dtype == np.float64
    assert np.array_equal(single.W, single.W.astype(np.float32))
    assert single.loss != double.loss


def test_stops_at_first_epoch_within_tolerance() -> None:
    problem = random_problem(2, 30, 3)
    rate = safe_learning_rate(learning_rate_limit(problem))
    frames = list(descend(problem, Settings(10**6, rate, 0.1, tolerance=1e-6), chunk_epochs=1))
    assert frames[-1].stop is StopReason.CONVERGED
    assert frames[-1].gradient_norm <= 1e-6
    assert all(frame.gradient_norm > 1e-6 for frame in frames[:-1])


def test_gradient_equal_to_tolerance_converged() -> None:
    problem = Problem([[1.0]], [1.0])  # δW = −2, without rounding
    (frame,) = descend(problem, Settings(h=0.5, tolerance=2.0))
    assert (frame.epoch, frame.stop) == (0, StopReason.CONVERGED)
    assert last(descend(problem, Settings(1, 0.0, 0.5, tolerance=1.999))).stop is StopReason.DONE


def test_start_at_optimum_converged() -> None:
    (frame,) = descend(Problem([[1.0]], [2.0], [2.0]), Settings(tolerance=1e-9))
    assert (frame.epoch, frame.stop) == (0, StopReason.CONVERGED)


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("h", [0.1, 1e-6, 1e-12])
def test_large_rate_diverges_at_any_h(difference: str, h: float) -> None:
    """With a small h, the weights outgrow h before the loss reaches its bound."""
    problem = published_problem()
    end = last(descend(problem, Settings(10**6, 0.02, h, difference)))
    assert end.stop is StopReason.DIVERGED
    assert end.detail == "Use a smaller learning rate η."
    assert np.isfinite(end.W).all()
    assert np.isfinite(end.gradient).all()
    assert 1e3 * PUBLISHED[0] < end.loss < 1e30 * PUBLISHED[0]


def test_growth_past_1e30_diverges() -> None:
    """The last state that is kept is the last one within the bound."""
    settings = Settings(10**6, 0.02, 1e6)
    frames = list(descend(published_problem(), settings, chunk_epochs=1))
    assert frames[-1].stop is StopReason.DIVERGED
    losses = losses_of(frames)
    growth = losses[-1] / losses[-2]
    assert losses[-1] <= 1e30 * losses[0] < growth * 1.01 * losses[-1]


@pytest.mark.parametrize("tolerance", [0.0, 1e-3])
def test_lost_step_is_not_convergence(tolerance: float) -> None:
    """w + h and w − h differ but their losses do not, so all quotients are 0."""
    problem = Problem([[1.0], [2.0]], [1e6, 3e6])
    end = last(descend(problem, Settings(100, 0.1, 1e-14, tolerance=tolerance)))
    assert (end.epoch, end.stop) == (0, StopReason.STEP_VANISHED)
    assert "h = 1e-14 is too small to show in a loss of" in end.detail


def test_true_optimum_is_not_lost_step() -> None:
    problem = Problem([[1.0], [1.0]], [0.0, 2.0], [1.0])
    end = last(descend(problem, Settings(100, 0.5, 0.25)))
    assert (end.stop, end.loss, end.gradient.item()) == (StopReason.DONE, 1.0, 0.0)


@given(problems())
@hypothesis_settings(max_examples=30)
def test_limit_divides_falling_from_diverging(problem: Problem) -> None:
    limit = learning_rate_limit(problem)
    just_below = list(descend(problem, Settings(200, 0.99 * limit, 0.1)))
    losses = losses_of(just_below)
    assert just_below[-1].stop is StopReason.DONE
    assert (np.diff(losses) <= 1e-9 * losses[0]).all()
    above = last(descend(problem, Settings(10_000, 1.2 * limit, 0.1)))
    assert above.stop is StopReason.DIVERGED


def test_overflowing_start_diverged() -> None:
    (frame,) = descend(Problem([[1e200]], [0.0], [1e200]), Settings())
    assert (frame.epoch, frame.stop, frame.loss) == (0, StopReason.DIVERGED, np.inf)
    assert "start from smaller weights" in frame.detail


def test_single_precision_overflow_diverged_at_start() -> None:
    (frame,) = descend(Problem([[1e39]], [1.0]), Settings(precision="float32"))
    assert (frame.epoch, frame.stop) == (0, StopReason.DIVERGED)


@pytest.mark.parametrize("h", [1e160, 1e200, 1e308])
def test_overflowing_moved_loss_names_h(h: float) -> None:
    end = last(descend(published_problem(), Settings(10, 0.01, h)))
    assert (end.epoch, end.stop) == (0, StopReason.DIVERGED)
    assert "use a smaller h" in end.detail
    assert end.W.tolist() == published_problem().W.tolist()


@pytest.mark.parametrize("difference", ["forward", "backward"])
@pytest.mark.parametrize("h", [1e-3, 0.1, 10.0])
def test_one_sided_quotient_leaves_perfect_start(difference: str, h: float) -> None:
    problem = Problem([[1, 2], [3, 4], [5, 7]], [0, 0, 0])
    settings = Settings(500, safe_learning_rate(learning_rate_limit(problem)), h, difference)
    end = last(descend(problem, settings))
    assert end.stop is StopReason.DONE
    assert end.loss > 0


def test_zero_problem_stays_at_zero() -> None:
    end = last(descend(Problem([[0.0]], [0.0]), Settings(5, 0.01, 0.1, "forward")))
    assert (end.stop, end.loss, end.W.item()) == (StopReason.DONE, 0.0, 0.0)


@pytest.mark.parametrize("precision", Precision)
def test_vanished_step_at_start_is_named(precision: Precision) -> None:
    (frame,) = descend(Problem([[1, 1]], [1], [0, 1e10]), Settings(h=1e-50, precision=precision))
    assert (frame.epoch, frame.stop) == (0, StopReason.STEP_VANISHED)
    assert "h = 1e-50 is too small to move the weight" in frame.detail
    assert np.isnan(frame.gradient).all()
    assert frame.loss == pytest.approx((1 - 1e10) ** 2)


def test_vanished_step_later_keeps_weights() -> None:
    """From 5.3e8 towards 5.5e8: h = 5e-8 moves weights up to 2²⁹ = 5.37e8 but none above."""
    problem = Problem([[1.0]], [5.5e8], [5.3e8])
    end = last(descend(problem, Settings(1000, 0.1, 5e-8)))
    assert end.stop is StopReason.STEP_VANISHED
    assert 0 < end.epoch < 1000
    assert "column 1, w = " in end.detail
    assert 2**29 < end.W.item() < 5.5e8


class Cancel:
    """Returns False a number of times, then True."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("method", ["automatic", "literal", "triangle"])
@pytest.mark.parametrize("scale_columns", [False, True])
def test_passed_epoch_is_evaluated_again(method: str, scale_columns: bool) -> None:
    problem = published_problem()
    settings = Settings(40, "safe", 0.1, method=method, scale_columns=scale_columns)
    passed = last(descend(problem, replace(settings, epochs=20)))
    frame = frame_at(problem, settings, passed.epoch, passed.W)
    assert (frame.epoch, frame.W.tolist()) == (20, passed.W.tolist())
    assert frame.loss == pytest.approx(passed.loss, rel=1e-9)
    assert frame.gradient == pytest.approx(passed.gradient, rel=1e-9)
    assert len(frame.trace) == len(frame.keyframes) == 0


def test_cancelled_evaluation_has_no_gradient() -> None:
    problem = published_problem()
    frame = frame_at(problem, Settings(), 3, problem.W, cancelled=Cancel(0))
    assert frame.stop is StopReason.CANCELLED
    assert np.isnan(frame.gradient).all()


def test_cancelled_before_first_evaluation() -> None:
    problem = published_problem()
    (frame,) = descend(problem, Settings(), cancelled=Cancel(0))
    assert (frame.epoch, frame.stop) == (0, StopReason.CANCELLED)
    assert np.isnan(frame.loss)
    assert frame.W.tolist() == problem.W.tolist()
    assert len(frame.losses) == 0


def test_cancelled_continuation_repeats_frame() -> None:
    problem = published_problem()
    first = last(descend(problem, Settings(10, 0.01, 0.1)))
    (frame,) = descend(problem, Settings(), after=first, cancelled=Cancel(0))
    assert (frame.epoch, frame.stop, frame.loss) == (10, StopReason.CANCELLED, first.loss)
    assert len(frame.losses) == len(frame.epochs) == 0


@given(st.integers(1, 40), st.integers(1, 50))
def test_cancelled_run_keeps_finished_epochs(calls: int, length: int) -> None:
    problem, settings = published_problem(), Settings(100, 0.01, 0.1, method="literal")
    frames = list(descend(problem, settings, chunk_epochs=length, cancelled=Cancel(calls)))
    whole = losses_of(list(descend(problem, settings)))
    assert frames[-1].stop is StopReason.CANCELLED
    assert frames[-1].epoch == calls - 1  # one call for the start, then one an epoch
    assert losses_of(frames).tolist() == whole[:calls].tolist()
    resumed = last(descend(problem, settings, after=frames[-1]))
    assert resumed.loss == whole[-1]


@pytest.mark.parametrize("method", ["automatic", "modes", "triangle", "literal"])
@pytest.mark.parametrize("epoch", [3, 63, 64, 582, 1023, 4421])
def test_cancelled_run_stops_at_chunk(method: str, epoch: int) -> None:
    settings = Settings(epochs=5000, learning_rate=0.01, h=0.1, method=method)
    problem, reached = published_problem(), [0]
    for frame in descend(problem, settings, chunk_epochs=1, cancelled=lambda: reached[0] >= epoch):
        reached[0] = frame.epoch
    assert (frame.epoch, frame.stop) == (epoch, StopReason.CANCELLED)
    if epoch < 600:
        ended = fit(problem, replace(settings, epochs=epoch))
        np.testing.assert_allclose(frame.W, ended.W, rtol=1e-12)


def test_cancelled_between_blocks_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quotients, "RESIDUALS_IN_CACHE", 1)
    monkeypatch.setattr(Quotients, "FEWEST_ROWS", 64)
    problem = random_problem(0, 200, 2)  # four blocks of at most 64 rows
    settings = replace(safely(problem, 100), method=Method.LITERAL)
    frames = list(descend(problem, settings, chunk_epochs=10, cancelled=Cancel(10)))
    assert frames[-1].stop is StopReason.CANCELLED
    assert frames[-1].epoch == 1  # the start and one epoch are complete, the next is cut short
    assert len(losses_of(frames)) == 2


@pytest.mark.parametrize("scale", [1e-100, 1e-9, 1e9, 1e70])
def test_column_scale_changes_only_units(scale: float) -> None:
    """A·c with η/c² and h/c gives the same predictions and losses."""
    problem = random_problem(7, 20, 3)
    rate = safe_learning_rate(learning_rate_limit(problem))
    plain = last(descend(problem, Settings(50, rate, 0.1)))
    scaled = Problem(problem.A * scale, problem.Y, problem.W / scale)
    end = last(descend(scaled, Settings(50, rate / scale**2, 0.1 / scale)))
    assert end.stop is StopReason.DONE
    assert end.loss == pytest.approx(plain.loss, rel=1e-9)
    assert end.W * scale == pytest.approx(plain.W, rel=1e-9, abs=1e-12)


@given(problems())
def test_scaled_columns_start_from_same_bits(
    problem: Problem,
) -> None:
    settings = Settings(3, SAFE, 0.1, scale_columns=True)
    first, *_, end = descend(problem, settings)
    assert first.W.tolist() == problem.W.tolist()
    again = next(iter(descend(problem, replace(settings, epochs=6), after=end)))
    assert again.W.tolist() == end.W.tolist()


# Their columns are longer than the largest float64, or as short as the smallest one.
EXTREME_TABLES: dict[str, tuple[list[list[float]], list[float]]] = {
    "A": ([[1.7e308], [-1.7e308], [1]], [1, 2, 1]),
    "A beside 1": ([[1.7e308, 1], [-1.7e308, 2], [1, 3], [2, 2]], [1, 2, 1, 3]),
    "A and Y": ([[1.7e308], [-1.7e308], [1]], [1.7e308, -1.7e308, 1]),
    "Y": ([[1], [2], [3]], [1.7e308, -1.7e308, 1]),
    "small A": ([[5e-324], [-5e-324], [1e-323]], [1, 2, 1]),
    "small A, large Y": ([[5e-324], [-5e-324], [1e-323]], [1.7e308, 2, 1]),
    "both": ([[1.7e308, 5e-324], [-1.7e308, 1e-323], [1, 5e-324]], [1, 2, 1]),
    "many rows": ([[1e308]] * 50, list(range(50))),
    "single precision": ([[1e39, 1], [1, 2], [3, -1e38]], [1, 2, 3e39]),
}


@pytest.mark.parametrize("name", EXTREME_TABLES)
@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("precision", list(Precision))
@pytest.mark.parametrize("scale_columns", [False, True])
def test_known_triangle_changes_no_extreme(
    name: str, method: Method, precision: Precision, scale_columns: bool
) -> None:
    problem = Problem(*EXTREME_TABLES[name])
    settings = Settings(
        50, SAFE, "fits", method=method, precision=precision, scale_columns=scale_columns
    )
    known = last(descend(problem, settings, triangle=triangle_of(problem)))
    found = last(descend(problem, settings))
    assert (known.stop, known.epoch, known.method) == (found.stop, found.epoch, found.method)
    assert np.isfinite(known.W).all()


def test_scaled_run_beyond_largest_length() -> None:
    problem = Problem([[1.7e308], [-1.7e308], [1.0]], [1, 2, 1])
    settings = Settings(50, 0.01, scale_columns=True, method=Method.TRIANGLE)
    frame = last(descend(problem, settings, triangle=triangle_of(problem)))
    literal = last(descend(problem, replace(settings, method=Method.LITERAL)))
    assert frame.method is Method.TRIANGLE
    assert frame.loss == pytest.approx(literal.loss)
    assert frame.loss < 1.9  # 2 at the start


@pytest.mark.parametrize("weights", [2, 40])
@pytest.mark.parametrize("h", [1e39, 1e308])
def test_step_beyond_single_precision_diverges(weights: int, h: float) -> None:
    problem = Problem(np.arange(3.0 * weights).reshape(3, weights), [1, 2, 3])
    frame = last(descend(problem, Settings(5, 1e-5, h, precision="float32")))
    assert frame.stop is StopReason.DIVERGED


def test_endless_gradient_meets_no_tolerance() -> None:
    problem = Problem([[1e160, 1.0], [1.0, 2.0]], [1, 2])
    frame = last(descend(problem, Settings(1, 0.0, 1e-150, tolerance=1e-9, method="literal")))
    assert frame.stop is StopReason.DONE
