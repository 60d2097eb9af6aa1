import math
import warnings

import numpy as np
import pytest

from engine import Precision, Problem, Settings
from engine.cancelling import Cancelled
from engine.formula.formula import Formula
from engine.limit.loss_point import LossPoint
from engine.limit.loss_table import LossTable
from engine.limit.microscope import look
from engine.limit.point import PointTooLarge

from ..formula.losses import LOSSES
from ..formula.reference import Reference
from .loss_places import KINKED, SMOOTH, loss_place, one_row


@pytest.mark.parametrize("name", SMOOTH + KINKED)
def test_slopes_have_the_digits_said(name: str) -> None:
    point = loss_place(name)
    table = point.table
    exact = Reference(table.formula.root, table.A, table.Y).gradient(point.w)[:, 0]
    right = -np.log10(np.maximum(np.abs(point.slopes - exact), 1e-300) / np.abs(exact))
    assert (right > 12).all()
    assert (right > point.digits - 1).all()


def test_slopes_at_the_optimum_have_fewer() -> None:
    problem = Problem([[1.0], [1.0], [1.0]], [0.1, 0.7, 1.1])
    table = LossTable.of_rows(problem, Settings(), Formula.of("log-cosh"))
    w = 0.0
    for _ in range(60):
        along = table.formula.along(problem, np.array([[w]]), 0)
        w -= along.slope / along.curvature
    point = LossPoint.at(table, np.array([[w]]))
    assert point.digits[0] < 3
    assert point.theory(0).is_hidden


@pytest.mark.parametrize("precision", Precision)
def test_true_curve_is_smooth(precision: Precision) -> None:
    """Where the computer's losses are stairs, the true ones are a line."""
    point = loss_place("log-cosh", precision)
    h = 20 * float(np.finfo(precision.value).eps)
    seen = look(point, 0, h)
    assert seen.is_staircase
    steps = np.diff(seen.true_rises)
    assert steps == pytest.approx(np.full_like(steps, steps.mean()), rel=0.1)


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("h", [0.5, 0.01])
def test_bend_is_that_of_the_loss(h: float, precision: Precision) -> None:
    point = loss_place("Poisson", precision)
    seen = look(point, 1, h)
    reference = Reference(
        point.table.formula.root, point.table.A.astype(float), point.table.Y.astype(float)
    )
    moved = point.w.astype(float)
    moved[1] += h
    rise = reference.loss(moved) - reference.loss(point.w.astype(float))
    cut = rise - float(point.slopes[1]) * h
    noise = 40 * float(np.finfo(precision.value).eps) * abs(point.loss)
    assert seen.bend_at_h == pytest.approx(cut, rel=1e-2, abs=noise)


def test_huge_losses_raise_no_warning() -> None:
    problem = Problem([[-3.1e299], [5.4e298], [2.7e299]], [-0.98, -1.1, 0.2])
    table = LossTable.of_rows(problem, Settings(), Formula.of("mean(sqrt(|Y − P|))"))
    point = LossPoint.at(table, np.array([[-4.7e-151]]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert math.isfinite(point.theory(0).rounding)


def test_kinks_have_two_slopes() -> None:
    along = one_row("mean absolute", 1.0, 1.0).along(0)
    assert (along.nearest_kink, along.left, along.right) == (0, -1, 1)
    assert not along.has_slope


@pytest.mark.parametrize("loss", [LOSSES["Poisson"], "mean(log(P))"])
def test_undefined_losses_are_refused(loss: str) -> None:
    with pytest.raises(PointTooLarge):
        one_row(loss, 1.0, 1e5 if "exp" in loss else -1.0)


def test_looking_can_be_cancelled() -> None:
    point = loss_place("logistic")
    with pytest.raises(Cancelled):
        LossPoint.at(point.table, point.w.reshape(-1, 1), lambda: True)
