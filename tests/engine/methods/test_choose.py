from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import (
    Difference,
    Matrix,
    Method,
    Problem,
    Settings,
    StopReason,
    descend,
    fit,
    learning_rate_limit,
    stability_limit,
)
from engine.methods import choose
from engine.methods.choose import (
    ERRORS_ADD_UP,
    NO_MODES,
    ROUNDING_RULES,
    SINGLE_PRECISION,
    TOO_LARGE,
    TOO_WIDE,
    WALKED_IF_ERRORS_ADD_UP,
    first_literal_epochs,
    is_reduced,
)
from engine.quotients import Quotients, Slope

from ..problems import published_problem, random_problem

SCALES = st.floats(-6, 6).map(lambda exponent: 10**exponent)


@st.composite
def scaled_problems(draw: st.DrawFn) -> Problem:
    """Draw problems of all shapes and scales, including collinear ones and polynomials."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows, weights = draw(st.integers(1, 25)), draw(st.integers(1, 6))
    A = _columns(
        draw(st.sampled_from(["normal", "whole", "alike", "powers"])), random, rows, weights
    )
    A = A * draw(SCALES)
    size = draw(SCALES)
    W, known = size * random.normal(size=(weights, 1)), size * random.normal(size=(weights, 1))
    Y = A @ known + draw(st.sampled_from([0, 1e-2, 1])) * size * random.normal(size=(rows, 1))
    return Problem(A, Y, W)


def _columns(kind: str, random: np.random.Generator, rows: int, weights: int) -> Matrix:
    A: Matrix = random.normal(size=(rows, weights))
    if kind == "whole":
        A = random.integers(-5, 6, size=(rows, weights)).astype(float)
    if kind == "alike":
        A[:, -1] = A[:, 0]
    if kind == "powers":
        A = np.vander(random.uniform(-1, 1, size=rows), weights)
    return A


def settings_for(
    problem: Problem, epochs: int, fraction: float, h: float, difference: str
) -> Settings:
    limit = learning_rate_limit(problem)
    rate = fraction * limit if np.isfinite(limit) else 0.1
    return Settings(epochs, rate, h * float(np.abs(problem.W).max()), difference)


def both(problem: Problem, settings: Settings) -> tuple[list[Matrix], list[Matrix]]:
    """Return the losses and the last W of the literal and of the automatic path."""
    ends = [fit(problem, replace(settings, method=m)) for m in (Method.LITERAL, Method.AUTOMATIC)]
    assert ends[0].stop is ends[1].stop
    assert ends[0].history.epoch.tolist() == ends[1].history.epoch.tolist()
    return [end.history.loss for end in ends], [end.W for end in ends]


@hypothesis_settings(max_examples=150, deadline=None)
@given(
    scaled_problems(),
    st.integers(1, 400),
    st.floats(1e-3, 1),
    st.floats(-4, 1).map(lambda exponent: 10**exponent),
    st.sampled_from(Difference),
)
def test_chosen_path_agrees_with_literal(
    problem: Problem, epochs: int, fraction: float, h: float, difference: Difference
) -> None:
    losses, W = both(problem, settings_for(problem, epochs, fraction, h, difference))
    assert np.abs(losses[0] - losses[1]).max() <= 1e-12 * losses[0][0]
    assert np.linalg.norm(W[0] - W[1]) <= 1e-10 * np.linalg.norm(W[0])


@hypothesis_settings(max_examples=60, deadline=None)
@given(
    scaled_problems(),
    st.integers(1, 150),
    st.floats(1e-3, 1),
    st.floats(-17, -9).map(lambda exponent: 10**exponent),
    st.sampled_from(Difference),
)
def test_tiny_h_gives_literal_bits(
    problem: Problem, epochs: int, fraction: float, h: float, difference: Difference
) -> None:
    losses, W = both(problem, settings_for(problem, epochs, fraction, h, difference))
    assert losses[0].tolist() == losses[1].tolist()
    assert W[0].tolist() == W[1].tolist()


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("shape", [(3, 3), (200, 5), (9, 4), (1, 1), (50, 1)])
def test_modes_are_used_when_right(shape: tuple[int, int], difference: Difference) -> None:
    problem = random_problem(3, *shape)
    settings = settings_for(problem, 3000, 0.4, 0.1, difference)
    losses, W = both(problem, settings)
    assert [*descend(problem, settings)][-1].method is Method.MODES
    assert np.abs(losses[0] - losses[1]).max() <= 1e-12 * losses[0][0]
    assert np.linalg.norm(W[0] - W[1]) <= 1e-10 * np.linalg.norm(W[0])


@pytest.mark.parametrize(
    ("changes", "method", "reason"),
    [
        ({}, Method.MODES, ""),
        ({"method": "modes"}, Method.MODES, ""),
        ({"method": "literal"}, Method.LITERAL, ""),
        ({"method": "triangle"}, Method.TRIANGLE, ""),
        ({"precision": "float32"}, Method.LITERAL, SINGLE_PRECISION),
        ({"h": 1e-10}, Method.LITERAL, ROUNDING_RULES),
    ],
)
def test_frame_names_method_and_fallback(
    changes: dict[str, object], method: Method, reason: str
) -> None:
    settings = replace(Settings(500, 0.01, 0.1), **changes)  # type: ignore[arg-type]
    last = [*descend(published_problem(), settings)][-1]
    assert (last.method, last.fallback) == (method, reason)


def test_overflowing_rows_run_literally() -> None:
    problem = Problem([[1e308]] * 9, [0] * 9)
    last = [*descend(problem, Settings(5, 0.0, 1e-309))][-1]
    assert (last.method, last.fallback) == (Method.LITERAL, TOO_LARGE)


def test_columns_without_modes_run_literally(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Matrix) -> None:
        raise np.linalg.LinAlgError

    monkeypatch.setattr(np.linalg, "svd", fail)
    last = [*descend(published_problem(), Settings(200, 0.01, 0.1))][-1]
    assert (last.stop, last.fallback) == (StopReason.DONE, NO_MODES)


def test_triangle_path_agrees_with_rows() -> None:
    problem = random_problem(7, 300, 4)
    settings = settings_for(problem, 400, 0.5, 0.5, "forward")
    ends = [fit(problem, replace(settings, method=m)) for m in (Method.LITERAL, Method.TRIANGLE)]
    assert ends[1].history.loss == pytest.approx(ends[0].history.loss, rel=1e-12)
    assert pytest.approx(ends[0].W, rel=1e-11) == ends[1].W


def test_first_epochs_of_many_rows_skipped() -> None:
    assert first_literal_epochs(2 * 10 * 2**2) == 64
    assert first_literal_epochs(2 * 200_000 * 20**2) == 0


def test_many_rows_are_verified_at_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    evaluate, rows = Quotients.at, []

    def evaluate_and_note(self: Quotients, W: Matrix) -> Slope:
        rows.append(self._rows)
        return evaluate(self, W)

    monkeypatch.setattr(Quotients, "at", evaluate_and_note)
    monkeypatch.setattr(choose, "PRODUCTS_OF_FIRST_EPOCHS", 0)
    problem = random_problem(1, 60_000, 5)
    frames = [*descend(problem, settings_for(problem, 100_000, 0.5, 0.1, "central"))]
    assert frames[-1].method is Method.MODES
    assert (rows[0], rows[-1]) == (60_000, 60_000)
    assert set(rows[1:-1]) == {6}


def test_scaling_columns_can_be_cancelled() -> None:
    problem, calls = random_problem(1, 100_000, 2), []
    settings = Settings(10, 0.1, 0.1, scale_columns=True)

    def cancelled() -> bool:
        calls.append(1)
        return len(calls) == 10  # 7 blocks are measured, then 7 divided

    *_, frame = descend(problem, settings, cancelled=cancelled)
    assert (frame.epoch, frame.stop) == (0, StopReason.CANCELLED)
    assert frame.W.tolist() == problem.W.tolist()


def test_reducing_rows_reports_progress_and_cancels() -> None:
    problem = random_problem(1, 5000, 5)
    reported: list[float] = []
    [*descend(problem, Settings(1, 1e-3, 0.1), progress=reported.append)]
    assert reported == sorted(reported)
    assert reported[-1] == 1
    (frame,) = descend(problem, Settings(1, 1e-3, 0.1), cancelled=lambda: True)
    assert (frame.epoch, frame.stop) == (0, StopReason.CANCELLED)


def test_very_wide_table_runs_literally(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.methods.choose.MOST_REDUCED", 2)
    wide = Problem([[1.0, 2.0, 3.0]], [1.0])
    *_, last = descend(wide, Settings(epochs=100, learning_rate=0.01))
    assert (last.method, last.fallback) == (Method.LITERAL, TOO_WIDE)
    assert is_reduced(2, Settings())
    assert not is_reduced(3, Settings())


def test_rising_loss_is_compared_with_the_first() -> None:
    """A forward quotient at a large h raised the loss 1,600-fold, and the modes were 1e-12 off.

    Only a heavy ball or Nesterov may raise it first and still arrive.
    """
    A = [
        [0.34558419, 0.82161814, 0.33043708, -1.30315723, 0.90535587],
        [0.44637457, -0.53695324, 0.5811181, 0.3645724, 0.2941325],
        [0.02842224, 0.54671299, -0.73645409, -0.16290995, -0.48211931],
        [0.59884621, 0.03972211, -0.29245675, -0.78190846, -0.25719224],
    ]
    start = [0.00814218, -0.27560291, 1.29406381, 1.00672432, -2.71116248]
    problem = Problem(A, [-1.01757314, -0.85289575, 0.02210402, -1.23764109], start)
    settings = settings_for(problem, 65, 1.0, 10.0, Difference.FORWARD)
    assert fit(problem, settings).method is Method.LITERAL
    losses, _ = both(problem, settings)
    assert losses[0].tolist() == losses[1].tolist()


@pytest.mark.parametrize("below", [1e-6, 1e-9, 0.0, -1e-15, -1e-10])
@pytest.mark.parametrize("optimiser", ["plain", "heavy ball", "nesterov"])
def test_long_run_near_limit_jumps(optimiser: str, below: float) -> None:
    """It was walked to its end, 10⁹ epochs of it, as rounding errors add up there."""
    problem, settings = random_problem(5, 40, 3), Settings(10**9, 0.1, 0.1, optimiser=optimiser)
    rate = (1 - below) * stability_limit(problem, settings)
    settings = replace(settings, learning_rate=rate)
    frames = [*descend(problem, settings)]
    assert (frames[-1].stop, frames[-1].method) == (StopReason.DONE, Method.MODES)
    literal = [frame for frame in frames if frame.method is Method.LITERAL]
    assert literal[-1].epoch == WALKED_IF_ERRORS_ADD_UP
    assert len(literal) > 5  # a chunk of them takes a few milliseconds
    assert literal[-1].fallback
    whole = fit(problem, replace(settings, epochs=WALKED_IF_ERRORS_ADD_UP, method=Method.LITERAL))
    assert literal[-1].W.tolist() == whole.W.tolist()


def test_short_run_near_limit_is_literal() -> None:
    problem = random_problem(5, 40, 3)
    rate = (1 - 1e-6) * learning_rate_limit(problem)
    *_, last = descend(problem, Settings(WALKED_IF_ERRORS_ADD_UP, rate, 0.1))
    assert (last.method, last.fallback) == (Method.LITERAL, ERRORS_ADD_UP)


def test_pause_near_limit_keeps_every_bit() -> None:
    problem = random_problem(5, 40, 3)
    settings = Settings(10**7, (1 - 1e-6) * learning_rate_limit(problem), 0.1)
    *_, whole = descend(problem, settings)
    paused = None
    for epochs in (700, 20_000, 21_000, 300_000):
        *_, paused = descend(problem, replace(settings, epochs=epochs), after=paused)
    *_, resumed = descend(problem, settings, after=paused)
    assert resumed.W.tolist() == whole.W.tolist()


def test_wide_table_near_limit_jumps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "FEW_COLUMNS", 3)
    problem = random_problem(5, 3, 6)
    settings = Settings(10**9, (1 - 1e-6) * learning_rate_limit(problem), 0.1)
    *_, last = descend(problem, settings)
    assert (last.stop, last.method) == (StopReason.DONE, Method.MODES)
