"""Values are spread over a range."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadSetting
from engine.sweep.spacing import spaced


@given(
    first=st.floats(1e-300, 1e300),
    factor=st.floats(1.01, 1e7),
    count=st.integers(2, 100),
    name=st.sampled_from(("learning_rate", "h")),
)
def test_values_are_factors_apart(first: float, factor: float, count: int, name: str) -> None:
    last = first * factor
    values = spaced(name, first, last, count)
    assert (values[0], values[-1], len(values)) == (first, last, count)
    logs = np.diff(np.log(values))
    assert (logs > 0).all()
    np.testing.assert_allclose(logs, logs.mean(), rtol=1e-3, atol=1e-9)


def test_momentum_nears_one() -> None:
    np.testing.assert_allclose(spaced("momentum", 0.0, 0.999, 4), [0, 0.9, 0.99, 0.999])


@pytest.mark.parametrize(
    ("name", "first", "last", "count"),
    [
        ("h", 0.0, 1.0, 3),
        ("h", 1.0, 1.0, 3),
        ("h", 1.0, np.inf, 3),
        ("h", 1.0, 2.0, 1),
        ("h", 1.0, 2.0, 1001),
        ("h", 1.0, 2.0, True),
        ("momentum", -0.1, 0.5, 3),
        ("momentum", 0.1, 1.0, 3),
        ("momentum", 0.5, 0.4, 3),
        ("epochs", 1.0, 2.0, 3),
    ],
)
def test_bad_ranges_are_refused(name: str, first: float, last: float, count: int) -> None:
    with pytest.raises(BadSetting):
        spaced(name, first, last, count)


@pytest.mark.parametrize("count", [2.5, 1e300, True])
def test_count_is_a_whole_number(count: float) -> None:
    with pytest.raises(BadSetting, match="a whole number from 2 to 1,000"):
        spaced("h", 0.1, 1.0, count)


def test_values_are_all_different() -> None:
    with pytest.raises(BadSetting, match="few enough that rounding tells the values apart"):
        spaced("learning_rate", 1.0, 1.0000000000000002, 1000)
