"""Which settings decide the numbers of an epoch."""

from dataclasses import replace
from typing import Any

import pytest

from engine import Settings
from engine.past.arithmetic import arithmetic_of, settings_there

SMALL: dict[str, Any] = {"h": 0.1}
SOME = Settings(1000, 0.01, h=0.1)


@pytest.mark.parametrize("other", [{"epochs": 7}, {"tolerance": 1e-6}, {"until_converged": True}])
def test_the_end_is_no_arithmetic(other: dict[str, Any]) -> None:
    assert arithmetic_of(Settings(**{**SMALL, **other})) == arithmetic_of(Settings(h=0.1))


@pytest.mark.parametrize(
    "other",
    [
        *({"learning_rate": 0.02}, {"h": 0.2}, {"optimiser": "adam"}, {"precision": "float32"}),
        *({"difference": "forward"}, {"loss": "huber"}, {"scale_columns": True}),
    ],
)
def test_other_numbers_are_another(other: dict[str, Any]) -> None:
    assert arithmetic_of(Settings(**{**SMALL, **other})) != arithmetic_of(Settings(h=0.1))


def test_cosine_keeps_its_length() -> None:
    of_run = Settings(1000, schedule="cosine")
    assert arithmetic_of(of_run).schedule_epochs == 1000
    assert arithmetic_of(replace(of_run, epochs=500)) != arithmetic_of(of_run)
    given = replace(of_run, schedule_epochs=200)
    assert arithmetic_of(replace(given, epochs=500)) == arithmetic_of(given)


def test_epoch_has_its_settings() -> None:
    before, latest = replace(SOME, learning_rate=0.02), replace(SOME, epochs=2000)
    there = settings_there(arithmetic_of(before), latest)
    assert (there.learning_rate, there.epochs) == (0.02, 2000)
    assert settings_there(arithmetic_of(SOME), latest) is latest
    assert settings_there(None, latest) is latest
