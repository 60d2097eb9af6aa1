import math
from collections.abc import Callable
from itertools import repeat

import numpy as np
import pytest

from engine import Cancelled, Problem
from engine.formula import taylor
from engine.formula.formula import Formula
from engine.formula.series import series_of
from engine.formula.taylor import LossAlongWeight
from engine.formula.tree import Operator

from .losses import LOSSES, UNUSUAL
from .test_backward import problem_for

SMOOTH = ("mean square", "log-cosh", "log of cosh", "Poisson", "logistic", "ridge")


def along(text: str, problem: Problem, k: int = 0) -> LossAlongWeight:
    return Formula.of(text).along(problem, problem.W, k)


@pytest.mark.parametrize("name", [*LOSSES, *UNUSUAL])
def test_slope_is_that_of_the_sweep(name: str) -> None:
    problem, formula = problem_for(name, 30, 3), Formula.of((LOSSES | UNUSUAL)[name])
    slope = formula.slope(problem, problem.W)
    found = [formula.along(problem, problem.W, k) for k in range(3)]
    assert [each.loss for each in found] == pytest.approx([slope.loss] * 3, rel=1e-13)
    np.testing.assert_allclose(
        [each.slope for each in found], slope.gradient[:, 0], rtol=1e-11, atol=1e-12
    )


@pytest.mark.parametrize("name", [*LOSSES, *UNUSUAL])
def test_higher_derivatives_follow_the_slope(name: str) -> None:
    problem, formula = problem_for(name, 30, 3), Formula.of((LOSSES | UNUSUAL)[name])
    here = formula.along(problem, problem.W, 1)
    h = min(1e-4, here.nearest_kink / 20)
    ends = []
    for side in (1, -1):
        W = problem.W.copy()
        W[1] += side * h
        ends.append(formula.along(problem, W, 1))
    size = abs(here.third) + abs(here.curvature) + 1
    rounding = 1e-13 * (abs(here.slope) + 1) / h
    tolerance = 1e-5 * size + rounding + 100 * h * size
    assert here.curvature == pytest.approx((ends[0].slope - ends[1].slope) / (2 * h), abs=tolerance)
    third = (ends[0].curvature - ends[1].curvature) / (2 * h)
    assert here.third == pytest.approx(third, abs=tolerance + rounding * size)


@pytest.mark.parametrize("name", [*LOSSES, *UNUSUAL])
def test_weights_together_are_weights_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    problem, formula = problem_for(name, 50, 4), Formula.of((LOSSES | UNUSUAL)[name])
    monkeypatch.setattr(taylor, "ROWS_AT_A_TIME", 7)
    alone = [formula.along(problem, problem.W, k) for k in range(4)]
    assert list(formula.along_each(problem, problem.W)) == alone


@pytest.mark.parametrize("name", [*LOSSES, *UNUSUAL])
def test_blocks_change_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    problem, formula = problem_for(name, 50), Formula.of((LOSSES | UNUSUAL)[name])
    whole = formula.along(problem, problem.W, 2)
    monkeypatch.setattr(taylor, "ROWS_AT_A_TIME", 7)
    blocks = formula.along(problem, problem.W, 2)
    assert blocks.nearest_kink == pytest.approx(whole.nearest_kink, rel=1e-12)
    for each in ("loss", "slope", "curvature", "third", "left", "right"):
        found, expected = getattr(blocks, each), getattr(whole, each)
        assert found == pytest.approx(expected, rel=1e-10, abs=1e-11)


@pytest.mark.parametrize("name", SMOOTH)
def test_smooth_loss_has_no_kink(name: str) -> None:
    problem = problem_for(name)
    assert along(LOSSES[name], problem).nearest_kink == math.inf


@pytest.mark.parametrize("text", [LOSSES["mean absolute"], LOSSES["power 1.5"], LOSSES["quantile"]])
def test_nearest_kink_is_a_residual(text: str) -> None:
    problem = problem_for("")
    residuals = problem.Y - problem.A @ problem.W
    expected = np.min(np.abs(residuals[:, 0] / problem.A[:, 2]))
    assert along(text, problem, 2).nearest_kink == pytest.approx(expected, rel=1e-12)


def test_branch_not_taken_has_no_kink() -> None:
    problem = problem_for("")
    residuals = (problem.Y - problem.A @ problem.W)[:, 0]
    distances = np.abs((np.abs(residuals) - 1.345) / problem.A[:, 0])
    found = along(LOSSES["Huber"], problem).nearest_kink
    assert found == pytest.approx(np.min(distances), rel=1e-10)


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("sum(|Y − P|)", -3.0, -1.0),
        ("sum(max(Y − P, 0))", -3.0, -2.0),
        ("sum(min(Y − P, 0))", 0.0, -1.0),
        ("sum(|W − 1|)", -1.0, 1.0),
        ("sum(where(P < Y, 2·(Y − P), P − Y))", -6.0, -3.0),
        ("|sum(W) − 1|", -1.0, 1.0),
        ("max(sum(W), 2 − sum(W))", -1.0, 1.0),
    ],
)
def test_kink_has_two_slopes(text: str, left: float, right: float) -> None:
    problem = Problem([[1.0], [2.0]], [1.0, 5.0], [1.0])
    found = along(text, problem)
    assert found.nearest_kink == 0
    assert (found.left, found.right) == pytest.approx((left, right))
    assert found.has_slope == (left == right)
    assert found.slope == pytest.approx((left + right) / 2)


def test_power_above_one_has_a_slope() -> None:
    problem = Problem([[1.0], [2.0]], [1.0, 5.0], [1.0])
    found = along("sum(|Y − P|^1.5)", problem)
    assert found.nearest_kink == 0
    assert found.has_slope
    assert not math.isfinite(found.curvature)


def test_rounding_is_no_distance_from_a_kink() -> None:
    A = np.array([[0.1, 0.2, 0.3]])
    W = np.array([[0.7], [0.1], [0.3]])
    Y = A @ W * (1 + 2**-52)
    found = along("mean(|Y − P|)", Problem(A, Y, W))
    assert found.nearest_kink == 0
    assert (found.left, found.right) == pytest.approx((-0.1, 0.1))


def test_jump_has_infinite_slopes() -> None:
    problem = Problem([[1.0]], [1.0], [1.0])
    found = along("mean(where(P < Y, 0, 5))", problem)
    assert (found.left, found.right) == (math.inf, 0.0)
    assert not found.has_slope
    falling = along("mean(where(P > Y, 0, 5))", problem)
    assert (falling.left, falling.right) == (0.0, -math.inf)


def test_largest_of_two_turns_over() -> None:
    problem = Problem([[1.0], [-1.0]], [0.0, 0.0], [0.5])
    found = along("max(P)", problem)
    assert (found.slope, found.nearest_kink) == (1.0, 0.5)
    tied = along("max(P)", problem.starting_from([0.0]))
    assert (tied.left, tied.right, tied.slope) == (-1.0, 1.0, 0.0)
    least = along("min(P)", problem.starting_from([0.0]))
    assert (least.left, least.right) == (1.0, -1.0)


def test_undefined_loss_is_silent() -> None:
    problem = Problem([[1.0], [2.0]], [1.0, 5.0], [1.0])
    assert math.isnan(along("max(log(−P))", problem).slope)
    assert math.isnan(along("mean(log(−P))", problem).loss)


def test_walk_is_cancelled_between_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    def calls(count: int) -> Callable[[], bool]:
        answers = iter([*repeat(False, count), True])
        return lambda: next(answers)

    monkeypatch.setattr(taylor, "ROWS_AT_A_TIME", 10)
    problem, formula = problem_for("", 40), Formula.of("mean((Y − P)²)")
    formula.along(problem, problem.W, 0, calls(4))
    with pytest.raises(Cancelled):
        formula.along(problem, problem.W, 0, calls(3))


@pytest.mark.parametrize(
    "operator",
    [Operator.SIN, Operator.COS, Operator.ARCTAN, Operator.SINH, Operator.COSH],
)
def test_series_of_other_functions(operator: Operator) -> None:
    h = 1e-3

    def at(x: float) -> list[float]:
        return list(series_of(operator, [[np.float64(x), 1.0, 0.0, 0.0]], 0))

    here, ahead, behind = at(0.6), at(0.6 + h), at(0.6 - h)
    for order in range(3):
        slope = (ahead[order] - behind[order]) / (2 * h)
        assert here[order + 1] * (order + 1) == pytest.approx(slope, rel=1e-4)


def test_exponent_may_move() -> None:
    problem = Problem([[1.0], [2.0]], [2.0, 3.0], [1.5])
    found = along("mean(Y^P)", problem)
    ends = [along("mean(Y^P)", problem.starting_from([1.5 + side * 1e-4])) for side in (1, -1)]
    assert found.slope == pytest.approx((ends[0].loss - ends[1].loss) / 2e-4, rel=1e-6)
    assert found.third == pytest.approx((ends[0].curvature - ends[1].curvature) / 2e-4, rel=1e-6)


def test_each_side_has_its_kink() -> None:
    problem = Problem([[1.0], [2.0]], [4.0, -3.0], [1.0])
    assert along("mean(|Y − P|)", problem).kinks == (2.5, 3.0)
    assert along("max(0, sum(W))", problem).kinks == (1.0, math.inf)
    assert along("sum(|W − 1|)", problem).kinks == (0.0, 0.0)


@pytest.mark.parametrize("rows_at_a_time", [1, 2**12])
def test_smaller_rows_are_at_no_kink(rows_at_a_time: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taylor, "ROWS_AT_A_TIME", rows_at_a_time)
    problem = Problem([[1.0], [1.0]], [1.0, 5.0], [1.0])
    found = along("max(|Y − P|)", problem)
    assert (found.slope, found.kinks) == (-1.0, (math.inf, 2.0))
    both = along("max(|Y − P|) + 0.1·mean(|Y − P|)", problem)
    assert (both.kinks, both.has_slope) == ((0.0, 0.0), False)
    tied = along("max(|Y − P|)", problem.starting_from([3.0]))
    assert (tied.kinks, tied.left, tied.right) == ((0.0, 0.0), -1.0, 1.0)
