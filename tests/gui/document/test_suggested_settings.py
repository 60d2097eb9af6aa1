import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, Settings, learning_rate_limit, stability
from gui.document.suggested_settings import suggest_settings, with_fixed_rate


@given(
    st.integers(1, 12),
    st.integers(1, 12),
    st.floats(-150, 150),
    st.integers(0, 2**32 - 1),
    st.booleans(),
)
def test_suggested_rate_is_stable(
    rows: int, columns: int, exponent: float, seed: int, is_large: bool
) -> None:
    random = np.random.default_rng(seed)
    problem = Problem(random.normal(size=(rows, columns)) * 10**exponent, random.normal(size=rows))
    with pytest.MonkeyPatch.context() as patch:
        if is_large:
            patch.setattr(stability, "PRODUCTS_IN_THREAD", 0)
        rate = suggest_settings(problem, Settings()).fixed_learning_rate
    assert 0 < rate <= learning_rate_limit(problem) / 2 * (1 + 1e-12)


@pytest.mark.parametrize("most", [0, 10**9])
@pytest.mark.parametrize("value", [0.0, 1e300])
def test_extreme_tables_get_rate(value: float, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stability, "PRODUCTS_IN_THREAD", most)
    settings = suggest_settings(Problem([[value, value]], [1.0]), Settings())
    assert 0 < settings.fixed_learning_rate < math.inf
    assert 0 < settings.h < math.inf


@pytest.mark.parametrize("scaled", [False, True])
def test_safe_rate_becomes_number(scaled: bool) -> None:
    problem = Problem([[3.0, 0.0], [4.0, 500.0]], [1.0, 2.0])
    settings = Settings(learning_rate="safe", h=0.25, scale_columns=scaled)
    fixed = with_fixed_rate(problem, settings)
    assert fixed == replace(
        settings, learning_rate=suggest_settings(problem, settings).learning_rate
    )
    assert with_fixed_rate(problem, fixed) is fixed
