import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Settings
from engine.optimisers.schedules import (
    cosine,
    cosine_epochs,
    exponential,
    inverse,
    rate_of,
    stepped,
    vanishes,
)

from .given_slopes import SCHEDULES

RATES = st.floats(1e-12, 1e6)
EPOCHS = st.integers(0, 10**9)


def test_first_epoch_has_the_whole_rate() -> None:
    for schedule, numbers in SCHEDULES.items():
        assert rate_of(Settings(100, 0.25, schedule=schedule, **numbers))(0) == 0.25


def test_step_falls_after_so_many_epochs() -> None:
    assert [stepped(1.0, epoch, 3, 0.5) for epoch in (0, 2, 3, 5, 6)] == [1, 1, 0.5, 0.5, 0.25]


def test_exponential_falls_each_epoch() -> None:
    assert [exponential(1.0, epoch, 0.5) for epoch in range(3)] == [1, 0.5, 0.25]


def test_cosine_falls_and_rises_again() -> None:
    assert cosine(1.0, 0, 4, 0.5) == cosine(1.0, 8, 4, 0.5) == 1
    assert cosine(1.0, 4, 4, 0.5) == 0.5
    assert cosine(1.0, 2, 4, 0.5) == pytest.approx(0.75)
    assert cosine(1.0, 6, 4, 0.5) == pytest.approx(0.75)


def test_inverse_halves_at_its_time() -> None:
    assert inverse(1.0, 100, 0.01) == 0.5


def test_cosine_lasts_as_long_as_the_run() -> None:
    assert cosine_epochs(Settings(50, schedule="cosine")) == 50
    assert cosine_epochs(Settings(50, schedule="cosine", schedule_epochs=7)) == 7
    assert cosine_epochs(Settings(0, schedule="cosine")) == 1


@given(RATES, EPOCHS)
def test_rates_fall_from_the_first_on(rate: float, epoch: int) -> None:
    for schedule in ("step", "exponential", "inverse"):
        at = rate_of(Settings(learning_rate=rate, schedule=schedule))
        assert 0 <= at(epoch + 1) <= at(epoch) <= rate


@given(RATES, EPOCHS, st.integers(1, 10**6))
def test_cosine_repeats(rate: float, epoch: int, epochs: int) -> None:
    assert cosine(rate, epoch, epochs, 0.0) == cosine(rate, epoch + 2 * epochs, epochs, 0.0)
    assert 0 <= cosine(rate, epoch, epochs, 0.0) <= rate


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_rates_of_huge_epochs_are_finite(schedule: str) -> None:
    assert math.isfinite(rate_of(Settings(schedule=schedule))(10**300))


@pytest.mark.parametrize(
    ("schedule", "factor", "expected"),
    [
        ("step", 0.5, True),
        ("exponential", 0.5, True),
        ("step", 1.0, False),
        ("inverse", 0.5, False),
        ("cosine", 0.5, False),
        ("constant", 0.5, False),
    ],
)
def test_factors_let_rates_vanish(schedule: str, factor: float, expected: bool) -> None:
    assert vanishes(Settings(schedule=schedule, schedule_factor=factor)) is expected
