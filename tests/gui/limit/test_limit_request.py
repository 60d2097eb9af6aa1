"""What a request computes, and what it takes over from the frame before."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Cancelled
from engine.difference import Difference
from engine.limit.table import LossSource
from engine.settings import Precision
from gui.limit.limit_request import axis_of
from tests.gui.limit.looking import CHOICE, experiment_of, frame_at, on_triangle, request_of


def test_published_start_has_checked_values() -> None:
    frame = request_of().frame()
    assert frame.state.slope == pytest.approx(-170.84924289598283, rel=1e-15)
    assert frame.best_h == pytest.approx(8.6e-8, rel=0.01)
    assert frame.quotient == pytest.approx(-170.849242, rel=1e-7)
    assert 8 < frame.digits < 9
    assert frame.axis == pytest.approx((100.0, 1e-17))


def test_central_quotient_is_exact_here() -> None:
    frame = frame_at(0.1, Difference.CENTRAL)
    assert frame.digits > 14
    assert frame.state.difference is Difference.CENTRAL


def test_no_step_has_no_digits() -> None:
    frame = frame_at(1e-17)
    assert np.isnan(frame.quotient)
    assert np.isnan(frame.digits)


def test_another_h_keeps_point_and_curves() -> None:
    before = request_of().frame()
    after = request_of(replace(CHOICE, h=1e-3), before.request.experiment).frame(before)
    assert after.state.point is before.state.point
    assert after.curves is before.curves
    assert after.error > 1e4 * before.error


def test_another_weight_keeps_the_point() -> None:
    before = request_of().frame()
    after = request_of(replace(CHOICE, weight=2), before.request.experiment).frame(before)
    assert after.state.point is before.state.point
    assert after.curves.weight == 2


def test_another_precision_is_another_table() -> None:
    before = request_of().frame()
    single = replace(CHOICE, precision=Precision.SINGLE)
    after = request_of(single, before.request.experiment).frame(before)
    assert after.state.precision is Precision.SINGLE
    assert after.digits < 1  # h is far too small for eight digits


def test_answers_are_recognised() -> None:
    request = request_of()
    frame = request.frame()
    assert request.is_answered_by(frame)
    assert not request.is_answered_by(None)
    assert not replace(request, choice=replace(CHOICE, h=1.0)).is_answered_by(frame)
    assert not replace(request, W=request.W + 1).is_answered_by(frame)
    assert not on_triangle(request).is_answered_by(frame)


def test_triangle_has_the_same_slope() -> None:
    frame = on_triangle(request_of(experiment=experiment_of("noisy"))).frame()
    literal = request_of(experiment=experiment_of("noisy")).frame()
    assert frame.state.source is LossSource.TRIANGLE
    assert frame.state.slope == pytest.approx(literal.state.slope, rel=1e-12)


def test_cancelled_request_raises() -> None:
    with pytest.raises(Cancelled):
        request_of().frame(cancelled=lambda: True)


def test_axis_widens_to_a_typed_h() -> None:
    assert axis_of(frame_at(1e-30).state)[1] <= 1e-30
    assert axis_of(frame_at(1e9).state)[0] >= 1e9
