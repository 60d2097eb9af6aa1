import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import (
    Problem,
    Settings,
    learning_rate_limit,
    on_unit_columns,
    stability,
    suggest_h,
)
from gui.document import Experiment
from gui.document.suggested_settings import suggest_settings, with_numbers


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
    assert 0 < settings.fixed_h < math.inf


@pytest.mark.parametrize("scaled", [False, True])
def test_safe_rate_becomes_number(scaled: bool) -> None:
    problem = Problem([[3.0, 0.0], [4.0, 500.0]], [1.0, 2.0])
    settings = Settings(learning_rate="safe", h=0.25, scale_columns=scaled)
    fixed = with_numbers(problem, settings)
    assert fixed == replace(
        settings, learning_rate=suggest_settings(problem, settings).learning_rate
    )
    assert with_numbers(problem, fixed) is fixed


@pytest.mark.parametrize("scaled", [False, True])
def test_file_with_open_steps_has_numbers(scaled: bool) -> None:
    problem = Problem([[3e5, 1e-3], [4e5, 2e-3]], [1.0, 2.0], [1.0, 1e9])
    fixed = with_numbers(problem, Settings(scale_columns=scaled))
    assert fixed.h == suggest_h(on_unit_columns(problem) if scaled else problem)


def test_new_experiment_has_numbers() -> None:
    problem = Problem([[3e5], [4e5]], [1.0, 2.0])
    experiment = Experiment.of(problem, Settings(learning_rate="safe"))
    assert experiment.settings == experiment.noted == suggest_settings(problem, Settings())


@pytest.mark.parametrize(("optimiser", "rate"), [("adam", 0.001), ("rmsprop", 0.01)])
def test_unlimited_optimisers_get_usual_rate(optimiser: str, rate: float) -> None:
    problem = Problem([[1.0], [2.0]], [1.0, 3.0])
    settings = suggest_settings(problem, Settings(optimiser=optimiser))
    assert settings.learning_rate == rate
    with_loss = with_numbers(
        problem, Settings(learning_rate="safe", optimiser=optimiser, loss="huber")
    )
    assert with_loss.learning_rate == rate
