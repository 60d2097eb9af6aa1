"""The visible range."""

import numpy as np
import pytest

from gui.plots.view_range import finite_range, padded, steady, widened, zoomed


def test_finite_range_ignores_nan_and_infinity() -> None:
    assert finite_range(np.array([np.nan, 2, -1, np.inf])) == (-1, 2)
    assert finite_range(np.array([np.nan])) is None
    assert finite_range(np.array([])) is None


def test_padding_is_a_margin_in_pixels() -> None:
    low, high = padded((0, 80), 100, 10)
    assert (low, high) == pytest.approx((-10, 90))


@pytest.mark.parametrize("pixels", [-20, 0, 15])
def test_padding_works_without_room(pixels: float) -> None:
    low, high = padded((0, 1), pixels, 10)
    assert -1 <= low < 0 < 1 < high <= 2


def test_widening_keeps_the_middle() -> None:
    assert widened((1, 1), 4) == (-1, 3)
    assert widened((0, 10), 4) == (0, 10)


def test_steady_range_moves_only_if_needed() -> None:
    assert steady((1, 9), (0, 10)) == (0, 10)
    assert steady((1, 11), (0, 10)) == (1, 11)
    assert steady((4, 6), (0, 10)) == (4, 6)


def test_zooming_keeps_the_centre() -> None:
    assert zoomed((0, 10), 0.5, 2, most=100) == (1, 6)


def test_zooming_is_limited() -> None:
    assert zoomed((0, 10), 20, 5, most=100) == (0, 10)
    assert zoomed((1, 1 + 1e-7), 0.5, 1, most=100) == (1, 1 + 1e-7)
