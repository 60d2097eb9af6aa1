"""Numbers that lead to each other as they are shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.text.sums import WrittenDifference, differences, quotients, scaled_differences

SIZES = st.floats(1e-12, 1e12)
SHARES = st.floats(-2.0, 2.0).filter(lambda share: abs(share) > 1e-9)


def read(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


@pytest.mark.parametrize(
    ("numbers", "written"),
    [
        ((1.764052346, -1.70849242, 3.472544766), ("1.76405", "−1.70849", "3.47254")),
        ((0.0, -1.7, 1.7), ("0", "−1.7", "1.7")),
        ((1.5, -0.25, 1.75), ("1.50", "−0.25", "1.75")),
        ((1.5, 1e-20, 1.5), ("1.50000", "1e−20", "1.50000")),
        ((1e-7, 2.5e-8 / 7, 1e-7 - 2.5e-8 / 7), ("1.00000e−7", "0.03571e−7", "0.96429e−7")),
        ((1.7e308, 1e306, 1.69e308), ("1.70e308", "0.01e308", "1.69e308")),
        ((1.5e12, 1e3, 1.500000001e12), ("1.500000000e12", "0.000000001e12", "1.499999999e12")),
        ((-3482258.6346, -0.5, -3482258.1346), ("−3482258.6346", "−0.5000", "−3482258.1346")),
        ((0.0, 0.0, 0.0), ("0", "0", "0")),
    ],
)
def test_sum_ends_at_one_place(
    numbers: tuple[float, float, float], written: tuple[str, str, str]
) -> None:
    before, change, _ = numbers
    assert next(differences(before, change, before - change)) == WrittenDifference(*written)


@given(before=SIZES, share=SHARES)
def test_shown_difference_adds_up(before: float, share: float) -> None:
    change = before * share
    for written in differences(before, change, before - change):
        first, taken, last = map(read, written)
        assert first - taken == last or "e" in written.change
        assert float(first) == pytest.approx(before, rel=0.02)
        assert taken


@given(before=SIZES, share=SHARES, length=st.floats(1e-6, 1e6))
def test_shown_scaled_difference_adds_up(before: float, share: float, length: float) -> None:
    change = before * share
    for written in scaled_differences(before, change, length, (before - change) / length):
        first, taken, divisor, last = (float(read(each)) for each in written)
        assert (first - taken) / divisor == pytest.approx(last, rel=5.1e-6, abs=1e-300)


@given(loss=SIZES, share=SHARES, step=st.floats(1e-6, 1e6))
def test_shown_losses_give_the_slope(loss: float, share: float, step: float) -> None:
    other = loss * (1.0 - share)
    for written in quotients(loss, other, step, (loss - other) / step, 7):
        ahead, behind, slope = (read(each) for each in written)
        digits = len(slope.as_tuple().digits)
        found = float(ahead - behind) / step
        assert found == pytest.approx(float(slope), rel=0.51 * 10.0 ** (1 - min(digits, 7)))


@pytest.mark.parametrize("numbers", [(float("inf"), 1.0, 2.0), (1.0, float("nan"), 2.0)])
def test_what_is_not_finite_is_left(numbers: tuple[float, float, float]) -> None:
    assert not list(differences(*numbers))
    assert not list(scaled_differences(*numbers, 1.0))
    assert not list(quotients(*numbers, 1.0, 7))
