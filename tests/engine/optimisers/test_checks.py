import math
import pickle
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest

from engine import Optimiser, Schedule, Settings
from engine.errors import BadSetting
from engine.optimisers.checks import at_least_one, at_most_one, less_than_one, more_than_zero


def test_default_optimiser_is_plain() -> None:
    settings = Settings()
    assert (settings.optimiser, settings.schedule) == (Optimiser.PLAIN, Schedule.CONSTANT)
    assert (settings.momentum, settings.dampening) == (0.9, 0.0)
    assert (settings.beta1, settings.beta2, settings.alpha) == (0.9, 0.999, 0.99)
    assert (settings.epsilon, settings.weight_decay) == (1e-8, 0.01)
    assert (settings.schedule_every, settings.schedule_factor) == (100, 0.5)
    assert settings.schedule_epochs is None
    assert (settings.schedule_least, settings.schedule_rate) == (0.0, 0.01)
    assert settings.is_plain


@pytest.mark.parametrize(
    ("given", "is_plain"),
    [
        ({"optimiser": "heavy ball"}, False),
        ({"optimiser": "heavy ball", "momentum": 0}, True),
        ({"optimiser": "nesterov", "momentum": 0}, True),
        ({"optimiser": "adam", "momentum": 0}, False),
        ({"optimiser": "rmsprop"}, False),
        ({"schedule": "step"}, False),
        ({"momentum": 0.5, "schedule_every": 3}, True),
    ],
)
def test_only_plain_descents_are_plain(given: dict[str, Any], is_plain: bool) -> None:
    assert Settings(**given).is_plain is is_plain


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"momentum": 1}, "zero or more, and less than 1"),
        ({"momentum": -0.1}, "a finite number, zero or more, and less than 1"),
        ({"momentum": "0.9"}, "a finite number"),
        ({"dampening": 1}, "zero or more, and less than 1"),
        ({"beta1": 1.0}, "zero or more, and less than 1"),
        ({"beta2": math.nan}, "a finite number"),
        ({"alpha": 2}, "zero or more, and less than 1"),
        ({"epsilon": 0}, "more than zero"),
        ({"epsilon": math.inf}, "a finite number, more than zero"),
        ({"weight_decay": -1}, "a finite number, zero or more"),
        ({"schedule_every": 0}, "a whole number, one or more"),
        ({"schedule_every": 1.5}, "a whole number, zero or more"),
        ({"schedule_every": None}, "a finite number"),
        ({"schedule_factor": 0}, "more than zero, and at most 1"),
        ({"schedule_factor": 1.1}, "more than zero, and at most 1"),
        ({"schedule_epochs": 0}, "a whole number, one or more"),
        ({"schedule_epochs": "10"}, "a finite number"),
        ({"schedule_least": -1}, "a finite number, zero or more"),
        ({"schedule_rate": math.inf}, "a finite number, zero or more"),
        ({"optimiser": None}, "plain, heavy ball"),
        ({"schedule": 3}, "constant, step"),
    ],
)
def test_bad_setting_of_optimiser(given: dict[str, Any], rule: str) -> None:
    ((setting, value),) = given.items()
    with pytest.raises(BadSetting, match=f"{setting} is .*; it must be {rule}") as refused:
        Settings(**given)
    assert refused.value.setting == setting
    assert refused.value.value == pytest.approx(value, nan_ok=True)


def test_nesterov_refuses_dampening() -> None:
    with pytest.raises(BadSetting, match=r"dampening is 0\.5; it must be 0 with nesterov\."):
        Settings(optimiser="nesterov", dampening=0.5)
    assert Settings(optimiser="heavy ball", dampening=0.5).dampening == 0.5
    assert Settings(optimiser="nesterov", dampening=0).dampening == 0


def test_epsilon_vanishes_in_single_precision() -> None:
    with pytest.raises(BadSetting, match="epsilon is 1e-60; it must be more than zero in float32"):
        Settings(epsilon=1e-60, precision="float32")
    assert Settings(epsilon=1e-60).epsilon == 1e-60


def test_other_numbers_become_python_ones() -> None:
    settings = Settings(
        momentum=np.float32(0.5),  # type: ignore[arg-type]
        schedule_every=np.int64(7),  # type: ignore[arg-type]
        schedule_epochs=1e3,
    )
    assert (type(settings.momentum), settings.momentum) == (float, 0.5)
    assert (type(settings.schedule_every), settings.schedule_every) == (int, 7)
    assert (type(settings.schedule_epochs), settings.schedule_epochs) == (int, 1000)


def test_optimiser_survives_replace_and_pickle() -> None:
    settings = Settings(optimiser="adam", schedule="cosine", schedule_epochs=50)
    assert replace(settings, epochs=7).optimiser is Optimiser.ADAM
    assert Settings(**asdict(settings)) == settings
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert settings != replace(settings, beta1=0.8)


def test_ends_of_checks() -> None:
    assert less_than_one("x", 0) == 0
    assert at_most_one("x", 1) == 1
    assert at_least_one("x", 1) == 1
    assert more_than_zero("x", 5e-324) == 5e-324
