import numpy as np
import pytest

from engine import Difference, Precision, Problem, Settings
from engine.limit.any_loss import is_ridge, point_at, table_of_rows
from engine.limit.digits import quotient_digits
from engine.limit.loss_point import LossPoint
from engine.limit.microscope import look
from engine.limit.point import LimitPoint

RIDGE = "mean((Y − P)²) + 0.1·sum(W²)"
PROBLEM = Problem([[1.0, 2.0], [1.0, -1.0], [1.0, 0.5]], [1.0, 3.0, -0.4], [0.2, 0.1])


@pytest.mark.parametrize(
    ("loss", "kind"),
    [
        ("mean square", LimitPoint),
        ("mean((P − Y)²)", LimitPoint),
        (RIDGE, LimitPoint),
        ("log-cosh", LossPoint),
        ("mean((Y − P)²) + 0.1·sum(|W|)", LossPoint),
    ],
)
@pytest.mark.parametrize("scales", [False, True])
def test_each_loss_has_its_point(loss: str, kind: type, *, scales: bool) -> None:
    settings = Settings(loss=loss, scale_columns=scales)
    table = table_of_rows(PROBLEM, settings, Precision.SINGLE)
    point = point_at(table, PROBLEM.W)
    assert type(point) is kind
    assert point.w.dtype == np.float32
    assert is_ridge(PROBLEM, settings) is (loss == RIDGE)
    formula = settings.formula
    expected = Settings(loss="mean((Y − P)²) + 0·sum(W²)").formula if formula is None else formula
    if expected is not None:
        assert float(point.loss) == pytest.approx(expected.losses(PROBLEM, PROBLEM.W.T)[0])


def test_ridge_has_exact_slopes() -> None:
    settings = Settings(loss=RIDGE)
    formula = settings.formula
    assert formula is not None
    exact = formula.slope(PROBLEM, PROBLEM.W).gradient[:, 0]
    assert point_at(table_of_rows(PROBLEM, settings), PROBLEM.W).slopes == pytest.approx(exact)


def test_tangents_at_a_kink_are_two() -> None:
    problem = Problem([[1.0], [1.0], [1.0]], [0.0, 2.0, 5.0], [0.0])
    point = point_at(table_of_rows(problem, Settings(loss="mean absolute")), problem.W)
    assert point.slopes_beside(0) == pytest.approx((-1, -1 / 3))
    assert point.theory(0).no_derivative == "No derivative here: slopes −1 and −0.333."
    assert point.theory(0).axis() == (1.0, 1e-17)  # of no best h
    assert quotient_digits(point, 0, 0.5, Difference.FORWARD).beside == point.slopes_beside(0)
    seen = look(point, 0, 0.5)
    assert seen.line_at(np.array([-1.0, 1.0])) == pytest.approx([0.5, -1 / 6])


def test_smooth_points_have_one_slope() -> None:
    for loss in ("mean square", "log-cosh"):
        point = point_at(table_of_rows(PROBLEM, Settings(loss=loss)), PROBLEM.W)
        assert point.slopes_beside(1) == (point.slopes[1], point.slopes[1])
        assert not point.theory(1).no_derivative
        assert quotient_digits(point, 1, 0.5, Difference.CENTRAL).beside is None
