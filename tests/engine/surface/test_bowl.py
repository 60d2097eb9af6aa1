"""The bowl of a table: its optimum, and its loss by directions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, Settings, optimum, triangle_of
from engine.surface.bowl import Bowl
from engine.verdict.rule import rounding_floor
from tests.engine.problems import certified, published_problem

from .bowls import SEEDS, bowl_of, loss_at, problem_of


@given(SEEDS, st.booleans())
def test_parts_add_up_to_loss(seed: int, scaled: bool) -> None:
    problem = problem_of(seed)
    bowl = bowl_of(problem, scaled=scaled)
    found = bowl.floor + bowl.parts(problem.W.T)[:, 0].sum()
    assert found == pytest.approx(loss_at(problem, problem.W), rel=1e-9)


@given(SEEDS, st.booleans())
def test_optimum_is_that_of_engine(seed: int, scaled: bool) -> None:
    problem = problem_of(seed)
    bowl = bowl_of(problem, scaled=scaled)
    np.testing.assert_allclose(bowl.optimum, optimum(problem).W[:, 0], rtol=1e-8)
    assert bowl.floor == pytest.approx(optimum(problem).loss, rel=1e-9)


def test_longley_has_six_digits() -> None:
    known = certified("Longley")
    bowl = bowl_of(known.problem)
    np.testing.assert_allclose(bowl.optimum, known.optimum[:, 0], rtol=1e-5)


def test_dependent_optimum_is_nearest() -> None:
    problem = published_problem()
    bowl = bowl_of(problem)
    assert (bowl.rank, bowl.weights) == (2, 3)
    np.testing.assert_allclose(bowl.optimum, optimum(problem).W[:, 0], rtol=1e-9)


def test_flat_direction_has_no_part() -> None:
    problem = Problem([[1.0, 2.0], [2.0, 4.0]], [1.0, 4.0], [3.0, 0.0])
    bowl = bowl_of(problem)
    assert bowl.floor == pytest.approx(0.4)
    assert bowl.floor + bowl.parts(problem.W.T).sum() == pytest.approx(loss_at(problem, problem.W))


def test_triangle_gives_the_same() -> None:
    problem = problem_of(3)
    found = Bowl.of(problem, Settings(), triangle_of(problem))
    assert found is not None
    np.testing.assert_allclose(found.optimum, bowl_of(problem).optimum, rtol=1e-9)


def test_ridge_is_a_bowl() -> None:
    problem = problem_of(5)
    ridge = "mean((Y−P)²) + 0.5·sum(W²)"
    bowl, scaled = bowl_of(problem, loss=ridge), bowl_of(problem, loss=ridge, scaled=True)
    np.testing.assert_allclose(bowl.optimum, optimum(problem, loss=ridge).W[:, 0], rtol=1e-8)
    np.testing.assert_allclose(scaled.optimum, bowl.optimum, rtol=1e-8)
    whole = bowl.floor + bowl.parts(problem.W.T).sum()
    assert whole == pytest.approx(loss_at(problem, problem.W) + 0.5 * np.square(problem.W).sum())


@pytest.mark.parametrize("size", [1e200, 1e308])
def test_too_large_is_none(size: float) -> None:
    assert Bowl.of(Problem([[size, size], [size, -size]], [1.0, size]), Settings()) is None


def test_other_loss_is_none() -> None:
    assert Bowl.of(problem_of(1), Settings(loss="mean absolute")) is None


def test_effects_are_per_unit_column() -> None:
    bowl = bowl_of(Problem([[3.0, 0.0], [0.0, 1.0]], [1.0, 1.0]))
    np.testing.assert_allclose(np.abs(bowl.effects(0)), [3.0, 0.0])


@given(
    seed=st.integers(0, 10_000), size=st.sampled_from([1e-140, 1.0, 1e140]), scaled=st.booleans()
)
def test_rounding_is_that_of_the_rule(seed: int, size: float, *, scaled: bool) -> None:
    random = np.random.default_rng(seed)
    problem = Problem(random.normal(size=(9, 3)) * [1.0, 30.0, 0.1], random.normal(size=9) * size)
    bowl, best = Bowl.of(problem, Settings(scale_columns=scaled)), optimum(problem)
    assert bowl is not None
    expected = rounding_floor(problem, best.W, best.loss)
    assert bowl.rounding(0.0) == pytest.approx(expected, rel=1e-6)
    larger = rounding_floor(problem, best.W, 3 * best.loss)
    assert bowl.rounding(2 * best.loss) == pytest.approx(larger, rel=1e-6)
