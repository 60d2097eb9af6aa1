import sys
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine import Difference, Matrix, Problem, Settings, learning_rate_limit, triangle_of
from engine.methods import closed_form as closed_form_module
from engine.methods.closed_form import BLOCK, ClosedForm, Recurrence
from engine.methods.modes import Modes

from ..problems import problems, random_problem

Long = NDArray[np.longdouble]
BIAS = {Difference.CENTRAL: 0, Difference.FORWARD: 1, Difference.BACKWARD: -1}
EPSILON = sys.float_info.epsilon
H = 0.1

differences = st.sampled_from(Difference)
parts = st.sampled_from([0.01, 0.5, 0.75, 0.999, 1.0])
"""Parts of the largest stable learning rate."""


def awkward(problem: Problem, kind: str) -> Problem:
    """Replace some columns by awkward ones that real tables have."""
    A = np.array(problem.A)
    if kind == "zero":
        A[:, 0] = 0
    elif kind == "identical":
        A[:, -1] = A[:, 0]
    elif kind == "dependent":
        A[:, -1] = A[:, :-1].sum(axis=1)
    elif kind == "one":
        A[:, 0] = 1
    return Problem(A, problem.Y, problem.W)


tables = st.builds(
    awkward,
    problems(20, 6),
    st.sampled_from(["plain", "plain", "zero", "identical", "dependent", "one"]),
)


class Recurred(NamedTuple):
    """The result of a recurrence: weights and gradients (j, n) and losses (n,) of each epoch."""

    weights: Matrix
    gradients: Matrix
    losses: Matrix


def recur(problem: Problem, settings: Settings, epochs: int) -> Recurred:
    """Follow W ← W − η·(2Aᵀ(A·W − Y)/N ± h·mean(A_k²)) epoch by epoch, in extended precision."""
    A, Y, W = (array.astype(np.longdouble) for array in (problem.A, problem.Y, problem.W))
    side = BIAS[settings.difference]
    off = side * np.longdouble(settings.fixed_h) * np.square(A).mean(axis=0).reshape(-1, 1)
    rate = np.longdouble(settings.fixed_learning_rate)
    weights, gradients, losses = [], [], []
    for _ in range(epochs + 1):
        residual = A @ W - Y
        slope = 2 * A.T @ residual / problem.rows + off
        weights.append(W)
        gradients.append(slope)
        losses.append(np.square(residual).mean())
        W = W - rate * slope
    return Recurred(
        np.hstack(weights).astype(float),
        np.hstack(gradients).astype(float),
        np.array(losses, dtype=float),
    )


def settings_for(problem: Problem, difference: Difference, part: float) -> Settings:
    limit = learning_rate_limit(problem)
    rate = part * limit if limit < np.inf else 0.1
    return Settings(learning_rate=rate, h=H, difference=difference)


def closed_form_for(problem: Problem, settings: Settings) -> ClosedForm:
    return ClosedForm(Recurrence(Modes(triangle_of(problem)), settings), problem.W)


def size_of(problem: Problem) -> float:
    """Return the size of the terms whose difference the residuals are, at the start."""
    return float(np.abs(problem.A * problem.W.T).sum(axis=1).max() + np.abs(problem.Y).max() + 1)


@given(tables, differences, st.one_of(parts, st.just(1.05)))
def test_closed_form_equals_recurrence(
    problem: Problem, difference: Difference, part: float
) -> None:
    """W, δW and the loss agree at every epoch, for all three quotients."""
    settings = settings_for(problem, difference, part)
    expected = recur(problem, settings, 60)
    closed_form, times = closed_form_for(problem, settings), np.arange(61.0)
    steepest = float(np.square(problem.A).sum()) / problem.rows or 1.0
    size = size_of(problem) + float(np.abs(expected.weights).max())
    found = closed_form.weights(times)
    assert found.shape == (problem.weights, 61)
    assert np.abs(found - expected.weights).max() <= 1e-12 * size * max(1, 1 / steepest)
    off = np.abs(closed_form.gradients(times) - expected.gradients).max()
    assert off <= 1e-12 * size * max(1, steepest)
    allowed = 1e-12 * expected.losses.max() + 1e-14 * size**2
    assert np.abs(closed_form.losses(times) - expected.losses).max() <= allowed


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(-9, 9), differences, st.integers(0, 40))
def test_one_weight_in_exact_fractions(
    a: int, y: int, w: int, difference: Difference, epochs: int
) -> None:
    settings = Settings(learning_rate=2.0**-9, h=0.125, difference=difference)
    closed_form = closed_form_for(Problem([[a]], [y], [w]), settings)
    W, time = Fraction(w), np.array([float(epochs)])
    for _ in range(epochs):
        W -= Fraction(1, 512) * (2 * a * (a * W - y) + BIAS[difference] * Fraction(1, 8) * a * a)
    assert closed_form.weights(time)[0, 0] == pytest.approx(float(W), rel=1e-14, abs=1e-14)
    loss = float((a * W - y) ** 2)
    assert closed_form.losses(time)[0] == pytest.approx(loss, rel=1e-13, abs=1e-13 * (1 + a * a))


@given(tables, differences, parts)
def test_time_zero_is_the_start(problem: Problem, difference: Difference, part: float) -> None:
    closed_form = closed_form_for(problem, settings_for(problem, difference, part))
    assert closed_form.weights(np.zeros(1)).tolist() == problem.W.tolist()


@given(tables, differences, st.integers(0, 80), st.integers(0, 80))
def test_continuing_from_middle_reaches_same_end(
    problem: Problem, difference: Difference, first: int, second: int
) -> None:
    settings = settings_for(problem, difference, 0.5)
    recurrence = Recurrence(Modes(triangle_of(problem)), settings)
    whole = ClosedForm(recurrence, problem.W)
    rest = ClosedForm(recurrence, whole.weights(np.array([float(first)])))
    end, time = np.array([float(first + second)]), np.array([float(second)])
    size = size_of(problem)
    assert np.abs(rest.weights(time) - whole.weights(end)).max() <= 1e-10 * size
    assert abs(rest.losses(time) - whole.losses(end))[0] <= 1e-12 * size**2


lengths = st.one_of(
    st.integers(1, 30),
    st.builds(lambda blocks, off: blocks * BLOCK + off, st.integers(1, 4), st.integers(-2, 2)),
)


@given(tables, differences, parts, st.integers(0, 10**6), lengths)
@hypothesis_settings(max_examples=60)
def test_every_loss_matches_its_time(
    problem: Problem, difference: Difference, part: float, first: int, length: int
) -> None:
    closed_form = closed_form_for(problem, settings_for(problem, difference, part))
    into = np.full(length + 2, np.nan)
    closed_form.every_loss(first, into[1:-1])
    expected = closed_form.losses(np.arange(first, first + length, dtype=float))
    largest = max(float(expected.max()), float(closed_form.losses(np.zeros(1))[0]))
    least = EPSILON * float(np.square(problem.Y).mean())
    assert np.abs(into[1:-1] - expected).max() <= 3e-13 * largest + least
    assert (into[1:-1] >= 0).all()
    assert np.isnan(into[[0, -1]]).all()  # nothing is written beside it


@pytest.mark.parametrize("products", [1, 2**14, 2**18])
@pytest.mark.parametrize("difference", Difference)
def test_every_loss_in_any_block_size(
    products: int, difference: Difference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closed_form_module, "PRODUCTS_OF_ONE_THREAD", products)
    problem = random_problem(4, 30, 5)
    closed_form = closed_form_for(problem, settings_for(problem, difference, 0.9))
    into = np.empty(25 * BLOCK + 17)
    closed_form.every_loss(3, into)
    expected = closed_form.losses(np.arange(3.0, 3 + len(into)))
    assert into == pytest.approx(expected, rel=1e-12)


@given(problems(12, 4), differences)
def test_long_time_reaches_optimum(problem: Problem, difference: Difference) -> None:
    """It is the least-squares solution nearest the start, moved by the quotient's bias."""
    settings = settings_for(problem, difference, 0.5)
    closed_form = closed_form_for(problem, settings)
    off = BIAS[difference] * H * np.square(problem.A).sum(axis=0).reshape(-1, 1) / 2
    if np.linalg.cond(problem.A) > 1e3 or (problem.rows < problem.weights and off.any()):
        return
    target = problem.A.T @ (problem.Y - problem.A @ problem.W) - off
    rest = problem.W + np.linalg.pinv(problem.A.T @ problem.A, hermitian=True) @ target
    for time in (1e16, 1e100):
        found = closed_form.weights(np.array([time]))
        assert np.abs(found - rest).max() <= 1e-8 * size_of(problem)
        assert not closed_form.gradients(np.array([time])).any()


@given(problems(12, 4), st.integers(0, 200), st.integers(1, 3000), st.floats(1e-12, 1e2))
def test_first_within_tolerance_equals_full_search(
    problem: Problem, after: int, length: int, tolerance: float
) -> None:
    last = after + length
    closed_form = closed_form_for(problem, settings_for(problem, Difference.CENTRAL, 0.5))
    norms = np.linalg.norm(closed_form.gradients(np.arange(after, last + 1.0)), axis=0)
    within = np.flatnonzero(norms <= tolerance)
    found = closed_form.first_within(tolerance, after, last)
    if len(within) == 0 or within[0] == 0:
        assert found == last
    else:
        assert found == after + within[0]


def test_settled_weights_no_longer_change() -> None:
    problem = random_problem(2, 30, 4)
    closed_form = closed_form_for(problem, settings_for(problem, Difference.CENTRAL, 0.5))
    end = closed_form.weights(np.array([1e100]))
    times = [0.0, 10.0, *np.geomspace(20, 1e5, 60).round().tolist()]
    settled = [
        closed_form.is_settled(time, closed_form.weights(np.array([time]))) for time in times
    ]
    assert settled == sorted(settled)
    assert (settled[0], settled[-1]) == (False, True)
    for time, is_settled in zip(times, settled, strict=True):
        W = closed_form.weights(np.array([time]))
        assert is_settled == (np.abs(W - end) <= EPSILON * np.abs(W)).all() or np.allclose(
            W, end, rtol=4 * EPSILON, atol=0
        )


def test_undetermined_direction_is_settled() -> None:
    problem = awkward(random_problem(2, 30, 3), "identical")
    closed_form = closed_form_for(problem, settings_for(problem, Difference.CENTRAL, 0.5))
    assert closed_form.is_settled(1e6, closed_form.weights(np.array([1e6])))
    assert not closed_form.is_endless
    difference = closed_form.weights(np.array([1e100])) - problem.W
    assert difference[0, 0] == pytest.approx(difference[-1, 0], rel=1e-12)


@pytest.mark.parametrize(
    ("kind", "difference", "part", "endless"),
    [
        ("plain", Difference.CENTRAL, 0.5, False),
        ("plain", Difference.FORWARD, 0.5, False),
        ("zero", Difference.CENTRAL, 0.5, False),
        ("zero", Difference.FORWARD, 0.5, False),
        ("dependent", Difference.CENTRAL, 0.5, False),
        ("dependent", Difference.FORWARD, 0.5, True),
        ("dependent", Difference.BACKWARD, 0.5, True),
        ("plain", Difference.CENTRAL, 1.001, True),
    ],
)
def test_endless_motion(kind: str, difference: Difference, part: float, endless: bool) -> None:
    """A bias pushes W in undetermined directions, and η above its limit overshoots."""
    problem = awkward(random_problem(3, 30, 3), kind)
    assert closed_form_for(problem, settings_for(problem, difference, part)).is_endless is endless


@given(tables, parts, st.integers(0, 3000))
def test_stated_rounding_covers_error(problem: Problem, part: float, time: int) -> None:
    """Compared with the recurrence in extended precision, including the rounding of sums."""
    settings = settings_for(problem, Difference.CENTRAL, part)
    time = min(time, 400)
    closed_form = closed_form_for(problem, settings)
    exact = recur(problem, settings, time).gradients[:, -1:]
    off = float(np.abs(closed_form.gradients(np.array([float(time)])) - exact).max())
    own = EPSILON * size_of(problem) * np.abs(problem.A).max() * problem.weights
    assert off <= 10 * (closed_form.rounding(float(time)) + own)
