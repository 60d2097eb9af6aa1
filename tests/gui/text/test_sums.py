"""Numbers that lead to each other as they are shown."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.text.numbers import NUMBER_DIGITS, format_number
from gui.text.sums import (
    OMITTED,
    WrittenDifference,
    WrittenScaledDifference,
    differences,
    quotients,
    scaled_differences,
)

SIZES = st.floats(1e-12, 1e12)
SHARES = st.floats(-2.0, 2.0).filter(lambda share: abs(share) > 1e-9)


def read(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


def unit_of(text: str) -> Decimal:
    return Decimal((0, (1,), int(read(text).as_tuple().exponent)))


def last_digits(text: str, number: float) -> Decimal:
    """Read the last digits of a number, once they are found to be those."""
    shown = text.removeprefix(OMITTED)
    rounded = Decimal(number).quantize(unit_of(shown))
    if shown != text:
        digits = sum(map(str.isdigit, shown.partition("e")[0]))
        assert rounded % (unit_of(shown) * 10**digits) == read(shown)
    return read(shown)


def is_given(found: Decimal, result: str) -> bool:
    """Whether a result rounds to the shown one."""
    return abs(found - read(result)) <= unit_of(result) / 2 * Decimal("1.000001")


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
        assert first - taken == last or abs(taken) < unit_of(written.after) / 2
        assert float(first) == pytest.approx(before, rel=0.02)
        assert taken


@given(before=SIZES, share=SHARES, length=st.floats(1e-6, 1e6))
def test_shown_scaled_difference_adds_up(before: float, share: float, length: float) -> None:
    change = before * share
    after = (before - change) / length
    for written in scaled_differences(before, change, length, after):
        first, taken, divisor, last = map(read, written)
        assert is_given((first - taken) / divisor, written.after)
        if len(last.as_tuple().digits) >= NUMBER_DIGITS:
            found = float(first - taken) / float(divisor)
            assert found == pytest.approx(float(last), rel=5.1e-6, abs=1e-300)


@given(loss=SIZES, share=SHARES, step=st.floats(1e-6, 1e6))
def test_shown_losses_give_the_slope(loss: float, share: float, step: float) -> None:
    other = loss * (1.0 - share)
    for written in quotients(loss, other, step, (loss - other) / step, 7):
        rise = last_digits(written.ahead, loss) - last_digits(written.behind, other)
        assert is_given(rise / read(written.divisor), written.slope)
        slope = read(written.slope)
        digits = len(slope.as_tuple().digits)
        found = float(rise) / step
        assert found == pytest.approx(float(slope), rel=0.51 * 10.0 ** (1 - min(digits, 7)))


@given(loss=SIZES, steps=st.integers(1, 5000), step=st.floats(1e-15, 1e-6))
def test_last_bits_give_the_slope(loss: float, steps: int, step: float) -> None:
    other = loss + steps * math.ulp(loss)
    for is_named in (True, False):
        ways = quotients(loss, other, step, (loss - other) / step, 7, is_step_named=is_named)
        has_all = False
        for written in ways:
            rise = last_digits(written.ahead, loss) - last_digits(written.behind, other)
            divisor = Decimal(step) if is_named else read(written.divisor)
            assert is_given(rise / divisor, written.slope)
            has_all |= written.slope == format_number((loss - other) / step, 7)
        assert has_all


@pytest.mark.parametrize(
    ("losses", "written"),
    [
        ((294456.05971234567, 294456.0597123289), ("…4.5653679e−8", "…2.8889873e−8")),
        ((1625338369.7137325, 1625338369.7141473), ("…3.73248100e−3", "…4.14732933e−3")),
        ((3e15 + 1.0, 3e15 + 3.0), ("…1", "…3")),
        ((-1.0, -1.0 - 2**-52), ("−…0.000000e−16", "−…2.220446e−16")),
    ],
)
def test_losses_end_in_what_differs(losses: tuple[float, float], written: tuple[str, str]) -> None:
    ahead, behind = losses
    ways = quotients(ahead, behind, 2e-11, (ahead - behind) / 2e-11, 7)
    assert written in [each[:2] for each in ways]


def test_divisor_has_the_digits_needed() -> None:
    step, below = 2.0**-47 * 0.875, 1.0 - 2**-40
    for digits in (3, 5, 7):
        for each in quotients(1.0, below, step, (1.0 - below) / step, digits):
            rise = last_digits(each.ahead, 1.0) - last_digits(each.behind, below)
            assert is_given(rise / read(each.divisor), each.slope)


def test_large_weights_have_an_exponent() -> None:
    single = -1140.230712890625, -207283264.0, 207282128.0
    written = next(differences(*single))
    assert written == WrittenDifference("−0.00001e8", "−2.07283e8", "2.07282e8")


def test_result_loses_digits_last() -> None:
    numbers = 0.00015177888677596755, -0.00015266790738228752, 0.48254490115183274
    before, change, length = numbers
    ways = list(scaled_differences(*numbers, (before - change) / length))
    assert ways[0].after == "0.000630919"
    shorter = next(each for each in ways if len(each.after) < len(ways[0].after))
    assert shorter == WrittenScaledDifference(
        "0.000151779", "−0.000152668", "0.482545", "0.00063092"
    )


@pytest.mark.parametrize("numbers", [(float("inf"), 1.0, 2.0), (1.0, float("nan"), 2.0)])
def test_what_is_not_finite_is_left(numbers: tuple[float, float, float]) -> None:
    assert not list(differences(*numbers))
    assert not list(scaled_differences(*numbers, 1.0))
    assert not list(quotients(*numbers, 1.0, 7))
