import numpy as np
import pytest

from engine import Problem, Settings, exact_gradient
from engine.exact.gradient import ExactGradient
from engine.formula.formula import Formula
from engine.losses.slopes import NoDerivative, slopes_of
from engine.unit_columns import column_norms

from ..formula.reference import Reference, digits
from .tables import LOSSES, table_for, with_outlier


@pytest.mark.parametrize("name", list(LOSSES))
def test_exact_gradient_has_twelve_digits(name: str) -> None:
    problem = table_for(name)
    found = exact_gradient(problem, problem.W, loss=LOSSES[name])
    exact = Reference(Formula.of(LOSSES[name]).root, problem.A, problem.Y).gradient(problem.W)
    assert digits(found, exact) >= 12


@pytest.mark.parametrize("loss", ["huber", "mean((Y−P)²) + 0.1·sum(W²)", "log-cosh"])
def test_scaled_slopes_are_divided(loss: str) -> None:
    problem, norms = with_outlier(), column_norms(with_outlier().A)
    settings = Settings(loss=loss, scale_columns=True)
    plain = exact_gradient(problem, problem.W, loss=loss)
    np.testing.assert_allclose(
        exact_gradient(problem, problem.W, settings), plain / norms, rtol=1e-12
    )
    of_run = ExactGradient(problem, settings)
    np.testing.assert_allclose(of_run.at(problem.W), plain / norms, rtol=1e-12)
    assert (of_run.floor(problem.W) < 1e-10 * np.abs(plain / norms).max()).all()
    assert (of_run.floor(problem.W) > 0).all()


def test_kink_has_two_slopes() -> None:
    problem = Problem([[1.0], [2.0], [-5.0]], [1.0, 6.0, 7.0])
    with pytest.raises(NoDerivative) as caught:
        exact_gradient(problem, [1.0], loss="mean absolute")
    # 1, 2 and −5 times the signs of P − Y, over 3: the first row turns over.
    assert caught.value.left == pytest.approx((-1 - 2 + 5) / 3)
    assert caught.value.right == pytest.approx((1 - 2 + 5) / 3)
    assert caught.value.short == "No derivative here: slopes +0.667 and +1.33."


def test_slopes_of_both_signs_are_told() -> None:
    problem = Problem([[1.0], [1.0]], [0.0, 4.0])
    with pytest.raises(NoDerivative, match=r"its slopes are −0\.4 and \+0\.1"):
        slopes_of(Formula.of("quantile", quantile=0.4), problem, np.array([[0.0]]))


@pytest.mark.parametrize("loss", ["mean(where(|Y−P| < 1, (Y−P)²/2, |Y−P| − 0.5))", "mean(|Y−P|^3)"])
def test_smooth_joint_is_no_kink(loss: str) -> None:
    problem = Problem([[1.0], [1.0]], [0.0, 5.0])
    assert np.isfinite(exact_gradient(problem, [1.0], loss=loss)).all()
