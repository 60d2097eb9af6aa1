"""Wide tables: their modes are found from the rows, and agree with the literal path."""

from dataclasses import replace
from time import process_time

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import Difference, Method, Problem, Settings, StopReason, fit, learning_rate_limit
from engine.methods import choose
from engine.methods.choose import TOO_LARGE, TOO_WIDE, is_reduced, is_wide
from engine.methods.closed_form import Recurrence
from engine.methods.modes import Modes

from ..problems import random_problem


@pytest.fixture
def every_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every table with fewer rows than columns count as wide."""
    monkeypatch.setattr(choose, "FEW_COLUMNS", 0)


KINDS = ("whole", "constant", "alike columns", "sums", "alike rows", "zeros", "scaled")


@st.composite
def wide_problems(draw: st.DrawFn) -> Problem:
    """Draw tables with fewer rows than columns, spoilt in up to three ways."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    weights = draw(st.integers(2, 40))
    rows = draw(st.integers(1, min(12, weights - 1)))
    A = random.normal(size=(rows, weights)) * 10 ** draw(st.floats(-4, 4))
    for kind in draw(st.lists(st.sampled_from(KINDS), max_size=3, unique=True)):
        some = random.permutation(weights)[: max(1, weights // 3)]
        if kind == "whole":
            A = random.integers(-5, 6, size=(rows, weights)).astype(float)
        if kind == "constant":
            A[:, some] = random.normal(size=len(some))
        if kind == "alike columns":
            A[:, some] = A[:, :1]
        if kind == "sums":
            A[:, some] = A[:, :2] @ random.integers(-3, 4, size=(2, len(some)))
        if kind == "alike rows":
            A[-1] = A[0]
        if kind == "zeros":
            A[:, some] = 0
        if kind == "scaled":
            A[:, some] *= 10.0 ** random.integers(-5, 3, size=len(some))
    return Problem(A, random.normal(size=(rows, 1)), random.normal(size=(weights, 1)))


@pytest.mark.usefixtures("every_wide")
@hypothesis_settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    wide_problems(),
    st.integers(1, 400),
    st.floats(1e-3, 1),
    st.floats(-3, 1).map(lambda exponent: 10**exponent),
    st.sampled_from(Difference),
    st.booleans(),
)
def test_rows_agree_with_literal(
    problem: Problem, epochs: int, part: float, h: float, difference: Difference, scaled: bool
) -> None:
    limit = min(learning_rate_limit(problem), 1e3)
    settings = Settings(epochs, part * limit, h, difference, scale_columns=scaled)
    literal, found = (
        fit(problem, replace(settings, method=m)) for m in (Method.LITERAL, Method.AUTOMATIC)
    )
    assert found.stop is literal.stop
    if found.fallback:
        return
    first = literal.history.loss[0]
    assert np.abs(literal.history.loss - found.history.loss).max() <= 1e-12 * first
    assert np.linalg.norm(literal.W - found.W) <= 1e-10 * np.linalg.norm(literal.W)
    # The first residual is as large as what predictions and Y differ by.
    size = np.sqrt(first * problem.rows)
    off = problem.A @ (literal.W - found.W)
    assert np.linalg.norm(off) <= 1e-10 * size


@pytest.mark.usefixtures("every_wide")
def test_first_epochs_agree_with_literal() -> None:
    """They are literal, and evaluated as the literal path does, so not a bit differs."""
    row = [0.0012573, -0.00132105, 0.00640423, 0.001049, -0.00535669, 0.00361595]
    start = [0.94708096, -0.70373524, -1.26542147, -0.62327446, 0.04132598, -2.32503077]
    problem = Problem([row], [1.30400005], start)
    literal, found = (
        fit(problem, Settings(1, 1e3, 1e-3, method=m)) for m in (Method.LITERAL, Method.AUTOMATIC)
    )
    assert found.history.loss.tolist() == literal.history.loss.tolist()
    assert found.W.tolist() == literal.W.tolist()


@pytest.mark.usefixtures("every_wide")
@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wide_problems(), st.booleans())
def test_converged_rows_are_the_literal_end(problem: Problem, scaled: bool) -> None:
    """Both end at the least loss, as near to the start as gradient descent leads."""
    assume(problem.A.any())
    settings = Settings(learning_rate="safe", h="fits", until_converged=True, scale_columns=scaled)
    found = fit(problem, settings)
    assume(found.epochs <= 3_000)
    literal = fit(problem, replace(settings, method=Method.LITERAL))
    assert found.stop is literal.stop
    size = np.sqrt(literal.history.loss[0] * problem.rows)
    off = problem.A @ (literal.W - found.W)
    assert np.linalg.norm(off) <= 1e-9 * size
    assert abs(literal.loss - found.loss) <= 1e-12 * literal.history.loss[0]


@pytest.mark.usefixtures("every_wide")
@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("shape", [(1, 2), (1, 40), (3, 4), (5, 60), (30, 31)])
def test_rows_give_modes_when_right(shape: tuple[int, int], difference: Difference) -> None:
    problem = random_problem(4, *shape)
    settings = Settings(3000, 0.4 * learning_rate_limit(problem), 0.1, difference)
    literal, found = (
        fit(problem, replace(settings, method=m)) for m in (Method.LITERAL, Method.MODES)
    )
    assert (found.method, found.fallback) == (Method.MODES, "")
    first = literal.history.loss[0]
    assert np.abs(literal.history.loss - found.history.loss).max() <= 1e-12 * first
    assert np.linalg.norm(literal.W - found.W) <= 1e-10 * np.linalg.norm(literal.W)


@pytest.mark.usefixtures("every_wide")
def test_wide_table_converges() -> None:
    problem = random_problem(2, 8, 40)
    rate = 0.5 * learning_rate_limit(problem)
    end = fit(problem, Settings(learning_rate=rate, h=0.1, until_converged=True))
    assert end.stop is StopReason.CONVERGED
    nearest = problem.W + np.linalg.pinv(problem.A) @ (problem.Y - problem.A @ problem.W)
    assert pytest.approx(nearest, rel=1e-9, abs=1e-9) == end.W


@pytest.mark.parametrize("difference", Difference)
def test_modes_of_rows_keep_the_push(difference: Difference) -> None:
    problem, settings = random_problem(5, 3, 9), Settings(h=0.5, difference=difference)
    modes = Modes.of_rows(problem)
    recurrence = Recurrence(modes, settings)
    push = sum(difference.sides) * 0.5 * problem.mean_squares
    assert modes.vectors @ recurrence.bias == pytest.approx(push, abs=1e-14)
    assert (len(modes.sizes), modes.hidden, modes.weights, modes.rank) == (4, 5, 9, 3)


def test_equal_columns_of_one_row_need_no_push() -> None:
    modes = Modes.of_rows(Problem(np.ones((1, 5)), [1.0]))
    assert (len(modes.sizes), modes.hidden) == (1, 4)


@pytest.mark.usefixtures("every_wide")
def test_squares_beyond_float64_run_literally() -> None:
    end = fit(Problem([[1e200, 1.0]], [0.0]), Settings(3, 0.0, 1.0))
    assert (end.method, end.fallback) == (Method.LITERAL, TOO_LARGE)


@pytest.mark.parametrize(
    ("rows", "columns", "wide"),
    [(1, 3000, True), (1000, 1200, True), (1001, 1200, False), (54, 54, False), (5, 200, False)],
)
def test_smaller_side_decides_what_is_wide(rows: int, columns: int, wide: bool) -> None:
    assert is_wide(rows, columns) is wide


def test_triangle_method_still_reduces_rows() -> None:
    assert not is_reduced(300, Settings(), 20)
    assert is_reduced(300, Settings(method="triangle"), 20)
    assert is_reduced(300, Settings(), 300)
    assert not is_reduced(300, Settings(method="literal"), 300)


def test_many_rows_and_columns_run_literally(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "MOST_REDUCED", 2)
    end = fit(random_problem(1, 3, 4), Settings(5, 0.01))
    assert (end.method, end.fallback) == (Method.LITERAL, TOO_WIDE)


@pytest.mark.parametrize("shape", [(54, 1067), (1, 3000)])
def test_wide_table_takes_no_minutes(shape: tuple[int, int]) -> None:
    """Walked with a product for each weight, 54×1067 took 150 s, and one row of 3,000 300 s."""
    problem = random_problem(1, *shape)
    began = process_time()
    end = fit(problem, Settings(epochs=1000, learning_rate="safe", h="fits"))
    assert process_time() - began < 20
    assert (end.epochs, end.stop) == (1000, StopReason.DONE)
    assert end.loss <= 1e-20 * end.history.loss[0]
