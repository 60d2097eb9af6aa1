"""Any loss of one weight along a line."""

import numpy as np
import pytest

from engine import Cancelled, Problem, Settings
from engine.surface.loss_curve import curve_of

PROBLEM = Problem([[1.0], [3.0]], [1.0, 2.0], [0.5])


def test_curve_has_the_losses() -> None:
    formula = Settings(loss="mean absolute").formula
    assert formula is not None
    curve = curve_of(PROBLEM, formula, (-1.0, 2.0))
    x = curve.x[100]
    expected = np.abs(PROBLEM.Y - PROBLEM.A * x).mean()
    assert curve.losses(np.array([x]))[0] == pytest.approx(expected)
    assert np.isnan(curve.losses(np.array([-2.0, 3.0]))).all()
    assert curve.places(curve.W_at(0.25)) == 0.25


def test_curve_is_cancelled() -> None:
    formula = Settings(loss="huber").formula
    assert formula is not None
    with pytest.raises(Cancelled):
        curve_of(PROBLEM, formula, (-1.0, 2.0), lambda: True)
