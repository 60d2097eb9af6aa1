import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Difference, Matrix, Precision, Problem, Settings, fit, triangle_of
from engine.methods.rounding import SPREAD, Rounding
from engine.quotients import Quotients

from ..problems import random_problem

POINTS = 40
BIAS = {Difference.CENTRAL: 0, Difference.FORWARD: 1, Difference.BACKWARD: -1}


def errors(problem: Problem, settings: Settings, points: Matrix) -> tuple[Matrix, Matrix]:
    """Return the error of each quotient at n points (j, n), and the losses there (n,)."""
    single = settings.precision.value
    A, Y = problem.A.astype(single), problem.Y.astype(single)
    quotients = Quotients(A, Y, settings.fixed_h, settings.difference)
    long = np.longdouble
    off, losses = np.empty_like(points), np.empty(points.shape[1])
    bias = (
        BIAS[settings.difference] * long(settings.fixed_h) * np.square(A.astype(long)).mean(axis=0)
    )
    for k in range(points.shape[1]):
        W = points[:, k : k + 1].astype(single)
        slope = quotients.at(W)
        residual = A.astype(long) @ W.astype(long) - Y
        exact = 2 * A.astype(long).T @ residual / problem.rows + bias.reshape(-1, 1)
        off[:, k] = (slope.gradient - exact).ravel().astype(float)
        losses[k] = slope.loss
    return off, losses


def around(problem: Problem, seed: int, spread: float) -> Matrix:
    """Draw points around the start, and some near the optimum, at which the loss is small."""
    draw = np.random.default_rng(seed).normal(size=(problem.weights, POINTS))
    optimum = np.linalg.lstsq(problem.A, problem.Y, rcond=None)[0]
    points: Matrix = np.where(np.arange(POINTS) % 2, problem.W, optimum) + spread * draw
    return points


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("shape", [(1, 1), (5, 2), (3, 6), (100, 4), (3000, 3)])
@pytest.mark.parametrize("precision", Precision)
def test_quotient_error_has_predicted_size(
    difference: Difference, shape: tuple[int, int], precision: Precision
) -> None:
    """The RMS error against extended precision is within a few times the prediction."""
    for seed, h in enumerate((1.0, 0.1, 0.03)):
        problem = random_problem(seed, *shape)
        settings = Settings(h=h, difference=difference, precision=precision)
        points = around(problem, seed, 1.0)
        off, losses = errors(problem, settings, points)
        predicted = Rounding(problem, settings).of_quotient(points, losses)
        assert predicted.shape == (POINTS,)
        relative = np.sqrt(np.mean(np.square(off / predicted)))
        assert 0.2 < relative < 2


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([(1, 1), (2, 2), (7, 3), (40, 5)]),
    st.sampled_from(Difference),
    st.sampled_from([1.0, 0.1, 1e-3, 1e-5]),
    st.floats(-4, 4),
)
def test_few_errors_exceed_the_spread(
    seed: int, shape: tuple[int, int], difference: Difference, h: float, exponent: float
) -> None:
    problem = random_problem(seed, *shape)
    settings = Settings(h=h, difference=difference)
    points = around(problem, seed, 10.0**exponent)
    off, losses = errors(problem, settings, points)
    # The step is rounded as well, which changes the bias of a one-sided quotient.
    step = (
        np.finfo(float).eps * np.abs(points).max(axis=0) * np.square(problem.A).mean(axis=0).max()
    )
    predicted = Rounding(problem, settings).of_quotient(points, losses) + step
    assert np.mean(np.abs(off) > SPREAD * predicted) <= 0.1
    assert (np.abs(off) <= 4 * SPREAD * predicted).all()


def test_rounding_of_reduced_rows() -> None:
    """With many rows the rounding averages out; with few it does not."""
    problem = random_problem(1, 10_000, 3)
    settings = Settings(h=0.1)
    reduced = triangle_of(problem).problem(problem.W)
    whole, loss = Rounding(problem, settings), np.ones(1)
    of_reduced = Rounding(reduced, settings, problem.rows).of_quotient(problem.W, loss)
    assert of_reduced == pytest.approx(whole.of_quotient(problem.W, loss), rel=1e-9)
    assert Rounding(reduced, settings).of_quotient(problem.W, loss) > of_reduced


@given(st.integers(0, 2**32 - 1), st.sampled_from(Precision), st.floats(-3, 3))
def test_residual_error_covers_summation(seed: int, precision: Precision, exponent: float) -> None:
    problem = random_problem(seed, 60, 5)
    W = problem.W * 10.0**exponent
    single, long = precision.value, np.longdouble
    A, Y = problem.A.astype(single), problem.Y.astype(single)
    rounded = W.astype(single)
    off = (A @ rounded - Y) - (A.astype(long) @ rounded.astype(long) - Y.astype(long))
    predicted = Rounding(problem, Settings(h=0.1, precision=precision)).of_residual(W)
    assert 0.01 * predicted < np.sqrt(np.mean(np.square(off))) < 3 * predicted


@given(st.integers(0, 2**32 - 1), st.sampled_from([(1, 1), (4, 2), (50, 6)]), st.floats(-3, 3))
def test_slope_error_covers_analytic_gradient(
    seed: int, shape: tuple[int, int], exponent: float
) -> None:
    problem = random_problem(seed, *shape)
    W, long = problem.W * 10.0**exponent, np.longdouble
    slope = 2 * problem.A.T @ (problem.A @ W - problem.Y) / problem.rows
    A = problem.A.astype(long)
    exact = 2 * A.T @ (A @ W.astype(long) - problem.Y) / problem.rows
    assert np.abs(slope - exact).max() <= Rounding(problem, Settings(h=0.1)).of_slope(W)


@given(st.integers(0, 2**32 - 1), st.sampled_from(Difference), st.integers(-60, 60))
def test_rounding_follows_units(seed: int, difference: Difference, power: int) -> None:
    """Rescale columns, h and W: quotients and errors follow."""
    scale = 2.0**power
    problem = random_problem(seed, 9, 3)
    other = Problem(problem.A * scale, problem.Y, problem.W / scale)
    plain = Rounding(problem, Settings(h=0.5, difference=difference))
    scaled = Rounding(other, Settings(h=0.5 / scale, difference=difference))
    loss = np.array([2.0])
    expected = plain.of_quotient(problem.W, loss) * scale
    assert scaled.of_quotient(other.W, loss) == pytest.approx(expected, rel=1e-12)
    assert scaled.of_residual(other.W) == pytest.approx(plain.of_residual(problem.W), rel=1e-12)
    assert scaled.of_slope(other.W) == pytest.approx(plain.of_slope(problem.W) * scale, rel=1e-12)


@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_extreme_numbers_give_no_warning(scale: float) -> None:
    problem = random_problem(0, 5, 2)
    rounding = Rounding(Problem(problem.A * scale, problem.Y), Settings(h=0.1))
    errors = rounding.of_quotient(np.ones((2, 1)), np.ones(1))
    assert np.isfinite(errors).all() == (scale < 1)
    assert np.isfinite(rounding.of_residual(np.ones((2, 1)))) == (scale < 1)
    assert np.isfinite(rounding.of_slope(np.ones((2, 1)))) == (scale < 1)


@pytest.mark.parametrize("loss", [0.0, 1e-20, 3.0, np.inf])
def test_error_at_one_point_is_same(loss: float) -> None:
    problem = random_problem(5, 20, 4)
    rounding = Rounding(problem, Settings(1, 0.1, 1e-3))
    of_points = rounding.of_quotient(problem.W, np.array([loss]))[0]
    assert rounding.of_quotient_at(problem.W, loss) == pytest.approx(of_points, rel=1e-14)


@pytest.mark.parametrize(("size", "observed"), [(1e-150, 1e5), (1e-100, 1e100), (1e-5, 1e150)])
def test_rounding_does_not_overflow(size: float, observed: float) -> None:
    problem = random_problem(0, 9, 3)
    large = Problem(problem.A * size, problem.Y * observed)
    usual, scaled = (
        Rounding(each, Settings(h=h)) for each, h in ((problem, 1.0), (large, observed / size))
    )
    W, loss = np.full((3, 1), 0.5), 0.25
    expected = usual.of_quotient_at(W, loss) * size * observed
    moved, risen = W * (observed / size), loss * observed**2
    with np.errstate(over="ignore"):
        assert scaled.of_quotient_at(moved, risen) == pytest.approx(expected)
    assert scaled.of_quotient(moved, np.array([risen])) == pytest.approx(expected)
    assert scaled.of_loss(moved, risen) == pytest.approx(usual.of_loss(W, loss) * observed**2)


@pytest.mark.parametrize(
    ("size", "observed"), [(1e-150, 1e20), (1e-140, 1e20), (1e-100, 1e100), (1e-5, 1e150)]
)
def test_large_weights_are_not_at_rest(size: float, observed: float) -> None:
    problem = random_problem(0, 9, 3)
    large = Problem(problem.A * size, problem.Y * observed)
    settings = Settings(learning_rate="safe", until_converged=True)
    usual, found = fit(problem, settings), fit(large, settings)
    assert found.verdict.is_good
    np.testing.assert_allclose(found.W, usual.W * (observed / size), rtol=1e-9)
