"""The losses of a sweep are those of single runs."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import (
    Cancelled,
    Method,
    Problem,
    Settings,
    StopReason,
    fit,
    learning_rate_limit,
    triangle_of,
)
from engine.errors import BadSetting, WrongArgument
from engine.sweep.result import Sweep, SweptSetting
from engine.sweep.spacing import spaced
from engine.sweep.sweep import sweep

LINEAR = ("plain", "heavy ball", "nesterov")


def drawn(seed: int, rows: int = 12, columns: int = 3) -> Problem:
    """Draw a table and a start."""
    draw = np.random.default_rng(seed)
    A, W = draw.normal(size=(rows, columns)), draw.normal(size=columns)
    return Problem(A, A @ draw.normal(size=columns) + draw.normal(size=rows), W)


def single_runs(problem: Problem, given: Settings, found: Sweep) -> Sequence[tuple[float, str]]:
    """Return the loss and the ending of each run on its own."""
    name = found.name.value
    runs = [fit(problem, replace(given, **{name: value})) for value in found.values.tolist()]
    return [(run.loss, run.stop.name) for run in runs]


def assert_same(problem: Problem, given: Settings, found: Sweep, tolerance: float) -> None:
    """Check each loss against a single run, relative to the first loss."""
    first = float(np.mean((problem.A @ problem.W - problem.Y) ** 2))
    for (loss, stop), own, own_stop in zip(
        single_runs(problem, given, found), found.losses.tolist(), found.stops, strict=True
    ):
        assert own_stop.name == stop
        if own_stop is StopReason.DIVERGED:
            assert own == np.inf
        else:
            assert abs(own - loss) <= tolerance * max(first, loss)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), optimiser=st.sampled_from(LINEAR))
def test_modes_agree_with_single_runs(seed: int, optimiser: str) -> None:
    problem = drawn(seed)
    limit = learning_rate_limit(problem)
    given = Settings(300, 0.01, 0.1, optimiser=optimiser, momentum=0.8)
    values = spaced("learning_rate", 1e-3 * limit, 1.2 * limit, 9)
    found = sweep(problem, given, "learning_rate", values)
    assert found.method is Method.MODES
    assert_same(problem, given, found, 1e-12)


@settings(max_examples=10, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    optimiser=st.sampled_from((*LINEAR, "adam", "adamw", "adagrad")),
    difference=st.sampled_from(("central", "forward", "backward")),
    schedule=st.sampled_from(("constant", "step", "cosine", "inverse")),
)
def test_walked_agree_with_single_runs(
    seed: int, optimiser: str, difference: str, schedule: str
) -> None:
    problem = drawn(seed)
    limit = learning_rate_limit(problem)
    given = Settings(
        *(60, 0.01, 0.1, difference),
        method="triangle",
        optimiser=optimiser,
        schedule=schedule,
        momentum=0.8,
    )
    # Beyond the limit, the rounding of the quotients grows with the loss.
    values = spaced("learning_rate", 1e-3 * limit, 0.5 * limit, 5)
    found = sweep(problem, given, "learning_rate", values)
    assert found.method is Method.TRIANGLE
    assert_same(problem, given, found, 1e-10)


@pytest.mark.parametrize("method", ["automatic", "triangle"])
@pytest.mark.parametrize(("optimiser", "dampening"), [("heavy ball", 0.3), ("nesterov", 0.0)])
def test_momentum_is_swept(method: str, optimiser: str, dampening: float) -> None:
    problem = drawn(3)
    rate = 0.9 * learning_rate_limit(problem)
    given = Settings(200, rate, 0.1, method=method, optimiser=optimiser, dampening=dampening)
    found = sweep(problem, given, "momentum", spaced("momentum", 0.0, 0.99, 8))
    assert found.values[0] == 0
    assert_same(problem, given, found, 1e-10)


def test_largest_momentum_is_walked() -> None:
    problem, given = drawn(3), Settings(5, 0.01, 0.1, optimiser="heavy ball")
    assert sweep(problem, given, "momentum", [0.5, 0.9995]).method is Method.TRIANGLE


def test_h_is_walked_and_may_vanish() -> None:
    problem, given = drawn(4), Settings(40, 0.05, 0.1, method="triangle")
    found = sweep(problem, given, "h", spaced("h", 1e-19, 10.0, 5))
    assert found.method is Method.TRIANGLE
    assert found.stable is None
    assert found.stops[0] is StopReason.STEP_VANISHED
    alone = [stop for _, stop in single_runs(problem, given, found)]
    assert alone == [stop.name for stop in found.stops]


def test_scaled_columns_have_their_own_limit() -> None:
    problem, given = drawn(5), Settings(100, "safe", "fits", scale_columns=True)
    norms = np.linalg.norm(problem.A, axis=0)
    limit = learning_rate_limit(Problem(problem.A / norms, problem.Y))
    found = sweep(problem, given, "learning_rate", [0.1 * limit, limit / 2])
    assert found.stable == pytest.approx((0.0, limit))
    assert_same(problem, given, found, 1e-12)
    alone = fit(problem, replace(given, learning_rate=0.1 * limit))
    np.testing.assert_allclose(found.W[0], alone.W[:, 0], rtol=1e-12)


@pytest.mark.parametrize(
    "chosen", [{"loss": "huber"}, {"precision": "float32"}, {"loss": "mean(|Y − P|^1.5)"}]
)
def test_other_runs_are_made_alone(chosen: dict[str, str]) -> None:
    problem, given = drawn(6), Settings(30, 0.01, 0.1, **chosen)  # type: ignore[arg-type]
    told: list[float] = []
    found = sweep(problem, given, "learning_rate", [0.01, 0.1], progress=told.append)
    assert found.method is Method.LITERAL
    assert [(loss, stop.name) for loss, stop in zip(found.losses, found.stops, strict=True)] == (
        single_runs(problem, given, found)
    )
    assert told[-1] == 1
    assert told == sorted(told)


def test_rounding_is_walked() -> None:
    given = Settings(50, 0.05, 1e-11)
    assert sweep(drawn(7), given, "learning_rate", [0.01, 0.1]).method is Method.TRIANGLE


def test_divergence_is_kept() -> None:
    problem = drawn(8)
    limit = learning_rate_limit(problem)
    for method in ("automatic", "triangle", "literal"):
        given = Settings(2000, 0.01, 0.1, method=method)
        found = sweep(problem, given, "learning_rate", [0.5 * limit, 2 * limit])
        assert found.stops == (StopReason.DONE, StopReason.DIVERGED)
        assert found.diverged.tolist() == [False, True]
        assert found.best == 0
        assert np.isnan(found.W[1]).all()


def test_no_best_if_all_diverge() -> None:
    found = sweep(Problem([[1.0]], [1.0]), Settings(2000, 0.01), "learning_rate", [30.0, 40.0])
    assert found.best is None


def test_triangle_is_used_again() -> None:
    problem, given = drawn(9), Settings(100, 0.01, 0.1)
    found = sweep(problem, given, "learning_rate", [0.02], triangle=triangle_of(problem))
    assert found.losses == sweep(problem, given, "learning_rate", [0.02]).losses


def test_huge_numbers_diverge() -> None:
    problem = Problem([[1e200], [2e200]], [1.0, 2.0])
    found = sweep(problem, Settings(5, 1e-300, 0.1), "learning_rate", [1e-300])
    assert (found.method, found.best) == (Method.TRIANGLE, None)


@pytest.mark.parametrize("chosen", [{}, {"method": "triangle"}, {"loss": "huber"}])
def test_sweep_is_cancelled(chosen: dict[str, str]) -> None:
    given = Settings(10_000, 0.01, 0.1, **chosen)  # type: ignore[arg-type]
    with pytest.raises(Cancelled):
        sweep(drawn(1), given, "learning_rate", [0.01, 0.02], cancelled=lambda: True)


def test_many_columns_are_swept() -> None:
    draw = np.random.default_rng(0)
    problem = Problem(draw.normal(size=(300, 80)), draw.normal(size=300))
    limit = learning_rate_limit(problem)
    given = Settings(10, 0.01, 0.1, method="triangle")
    found = sweep(problem, given, "learning_rate", spaced("learning_rate", limit / 9, limit, 4))
    assert_same(problem, given, found, 1e-10)


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("epochs", [1], "name is “epochs”"),
        ("learning_rate", [], "one finite number or more"),
        ("learning_rate", [np.nan], "one finite number or more"),
        ("learning_rate", [-1.0], "zero or more"),
        ("h", [0.0], "more than zero"),
        ("momentum", [0.5], "optimiser is “plain”"),
    ],
)
def test_refusals_name_the_setting(name: str, values: list[float], said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        sweep(drawn(1), Settings(), name, values)


def test_arguments_are_checked() -> None:
    with pytest.raises(WrongArgument):
        sweep([[1.0]], Settings(), "h", [1.0])  # type: ignore[arg-type]
    with pytest.raises(WrongArgument):
        sweep(drawn(1), {}, "h", [1.0])  # type: ignore[arg-type]


def test_names_are_those_of_settings() -> None:
    for name in SweptSetting:
        assert hasattr(Settings(), name.value)
