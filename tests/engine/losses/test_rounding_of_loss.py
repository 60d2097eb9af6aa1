import numpy as np
import pytest

from engine import Problem, Settings
from engine.formula.formula import Formula
from engine.losses.rounding_of_loss import LossRounding, natural_sizes_of, sizes_beside

from ..formula.reference import Reference
from .tables import LOSSES, table_for


@pytest.mark.parametrize("name", list(LOSSES))
def test_rounding_is_that_of_losses(name: str) -> None:
    """Beside losses of 60 digits, at 60 points."""
    formula, problem = Formula.of(LOSSES[name]), table_for(name)
    draw = np.random.default_rng(0)
    points = problem.W[:, 0] * (1 + 1e-3 * draw.normal(size=(60, 3)))
    reference = Reference(formula.root, problem.A, problem.Y)
    exact = np.array([reference.loss(point) for point in points])
    off = np.median(np.abs(formula.losses(problem, points) - exact))
    loss = float(formula.losses(problem, problem.W.T)[0])
    found = LossRounding(formula, problem, Settings(h=1.0)).of_loss(problem.W, loss)
    assert off / 8 <= found <= 30 * max(off, np.finfo(float).eps * abs(loss) / 4)


def test_single_precision_rounds_more() -> None:
    formula, problem = Formula.of("huber"), table_for("Huber")
    loss = float(formula.losses(problem, problem.W.T)[0])
    errors = [
        LossRounding(formula, problem, Settings(h=1.0, precision=precision)).of_loss(
            problem.W, loss
        )
        for precision in ("float64", "float32")
    ]
    assert 1e7 < errors[1] / errors[0] < 1e10


def test_quotient_divides_by_its_step() -> None:
    formula, problem = Formula.of("log-cosh"), table_for("log-cosh")
    loss = float(formula.losses(problem, problem.W.T)[0])
    central = LossRounding(formula, problem, Settings(h=0.5))
    error = central.of_loss(problem.W, loss)
    assert central.of_quotient_at(problem.W, loss) == pytest.approx(np.sqrt(2) * error)
    each = LossRounding(formula, problem, Settings(h=(0.5, 1.0, 2.0), difference="forward"))
    found = np.asarray(each.of_quotient_at(problem.W, loss))[:, 0]
    np.testing.assert_allclose(found, np.sqrt(2) * error / [0.5, 1.0, 2.0])


def test_natural_sizes() -> None:
    problem = Problem([[1.0, 100.0, 0.0], [1.0, -100.0, 0.0]], [3.0, 3.0])
    np.testing.assert_allclose(natural_sizes_of(problem), [3.0, 0.03, 3.0])


def test_sizes_heed_weights_in_the_formula() -> None:
    """Beside a column of almost 0, what the formula has of W itself bends long before."""
    problem = Problem([[1e-12, 1.0, 0.0]], [1.0])
    W = np.array([[0.6], [-3.0], [0.0]])
    rows, penalty = Formula.of("log-cosh"), Formula.of("mean(|Y − P|) + sum(W²)")
    np.testing.assert_allclose(sizes_beside(rows, problem, W)[:2], [1e12, 3.0])
    np.testing.assert_allclose(sizes_beside(penalty, problem, W), [30.0, 3.0, 1.0])
    scaled = penalty.on_scaled(np.array([[1e-12], [1.0], [1.0]]))
    here = np.array([[6e-13], [-3.0], [0.0]])
    np.testing.assert_allclose(sizes_beside(scaled, problem, here)[0], 30e-12)


def test_rounding_is_seen_without_a_column() -> None:
    problem = Problem([[1e-12, 1.0]], [1.0], [0.6, 0.2])
    formula = Formula.of("mean(|Y − P|) + sum(W^4)")
    loss = float(formula.losses(problem, problem.W.T)[0])
    found = LossRounding(formula, problem, Settings(h=1e-3)).of_loss(problem.W, loss)
    assert found < 4 * float(np.finfo(float).eps) * loss
