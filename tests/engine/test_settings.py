import dataclasses
from typing import Any

import numpy as np
import pytest

from engine import Difference, Precision, Settings
from engine.errors import BadSetting


def test_the_usual_settings() -> None:
    settings = Settings()
    assert (settings.epochs, settings.learning_rate, settings.h) == (1000, 0.01, 0.1)
    assert settings.difference is Difference.CENTRAL
    assert settings.tolerance == 0.0
    assert settings.precision is Precision.DOUBLE


def test_names_and_numbers_of_other_kinds_are_taken() -> None:
    settings = Settings(np.int64(5), np.float32(0.5), 1, "forward", 0, "float32")  # type: ignore[arg-type]
    assert settings == Settings(5, 0.5, 1.0, Difference.FORWARD, 0.0, Precision.SINGLE)
    assert type(settings.epochs) is int
    assert type(settings.learning_rate) is float


def test_zero_epochs_and_no_learning_are_allowed() -> None:
    assert Settings(epochs=0, learning_rate=0).epochs == 0


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"epochs": -1}, "epochs"),
        ({"epochs": 1.5}, "epochs"),
        ({"epochs": "10"}, "epochs"),
        ({"learning_rate": -0.1}, "learning rate η"),
        ({"learning_rate": float("nan")}, "learning rate η"),
        ({"learning_rate": float("inf")}, "learning rate η"),
        ({"learning_rate": 10**400}, "learning rate η"),
        ({"learning_rate": "0.1"}, "learning rate η"),
        ({"h": 0}, "step h"),
        ({"h": -0.1}, "step h"),
        ({"h": None}, "step h"),
        ({"tolerance": -1}, "tolerance"),
        ({"difference": "sideways"}, "difference"),
        ({"precision": "float16"}, "precision"),
    ],
)
def test_a_bad_setting_is_named(given: dict[str, Any], named: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings(**given)
    assert refused.value.setting == named
    assert refused.value.value == pytest.approx(next(iter(given.values())), nan_ok=True)


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().h = 1.0  # type: ignore[misc]
