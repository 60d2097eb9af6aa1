import doctest
import math

import numpy as np
import pytest

import engine.statistics
from engine.errors import WrongArgument
from engine.limit import slope_check
from engine.limit.slope_check import GradientCheck, SlopeAgreement, agreeing_digits


def verdicts(*values: tuple[float, float], floor: float = 0.0) -> list[SlopeAgreement]:
    found, exact = zip(*values, strict=True)
    return list(agreeing_digits(found, exact, floor).verdicts)


def test_relative_error_decides_the_verdict() -> None:
    assert verdicts((1 + 9e-7, 1), (-1 - 2e-6, -1), (1.0099, 1), (1.02, 1), (-1, 1)) == [
        SlopeAgreement.AGREES,
        SlopeAgreement.ROUNDED,
        SlopeAgreement.ROUNDED,
        SlopeAgreement.WRONG,
        SlopeAgreement.WRONG,
    ]


def test_worst_weight_decides_the_digits() -> None:
    check = agreeing_digits([[1.0], [2.002]], [[1.0], [2.0]])
    assert check.digits.tolist() == [16, pytest.approx(3)]
    assert (check.worst_digits, check.worst) == (3, SlopeAgreement.ROUNDED)


def test_slope_of_zero_agrees_only_with_zero() -> None:
    assert verdicts((0, 0), (1e-300, 0)) == [SlopeAgreement.AGREES, SlopeAgreement.WRONG]
    assert agreeing_digits([0.0, 1e-300], [0.0, 0.0]).digits.tolist() == [16, 0]


def test_differences_within_the_floor_are_rounding() -> None:
    pairs = ((2e-16, -1e-16), (2e-13, -1e-13), (1.0, 0.9))
    assert verdicts(*pairs, floor=1e-15) == [
        SlopeAgreement.ROUNDED,
        SlopeAgreement.WRONG,
        SlopeAgreement.WRONG,
    ]
    check = agreeing_digits([2e-16], [-1e-16], 1e-15)
    assert np.isnan(check.digits).all()
    assert check.worst_digits is None


def test_quotient_beside_zero_is_rounding() -> None:
    """|Y − P| has slopes of 0 between its kinks: a quotient there is 1e-13 off."""
    check = agreeing_digits([5e-13, 5e-13, 1e-11], [0.0, 1e-12, 0.0], 1e-15, beside_zero=1e-12)
    assert [each.name for each in check.verdicts] == ["ROUNDED", "WRONG", "WRONG"]
    assert np.isnan(check.digits).tolist() == [True, False, False]


@pytest.mark.parametrize("found", [math.nan, math.inf])
@pytest.mark.parametrize("floor", [0.0, math.inf])
def test_no_quotient_is_wrong(found: float, floor: float) -> None:
    check = agreeing_digits([found], [1.0], floor)
    assert (check.verdicts, check.digits.tolist()) == ((SlopeAgreement.WRONG,), [0])


def test_gradients_of_other_shapes_are_refused() -> None:
    with pytest.raises(WrongArgument):
        agreeing_digits([1.0, 2.0], [1.0])


def test_examples_hold() -> None:
    failed, tried = doctest.testmod(slope_check)
    assert failed == 0 < tried


def test_statistics_has_the_names() -> None:
    """Scripts have imported them from there."""
    for found in (GradientCheck, SlopeAgreement, agreeing_digits):
        assert getattr(engine.statistics, found.__name__) is found
