from dataclasses import fields

import pytest

from engine import Optimiser, Schedule, Settings
from engine.errors import BadSetting


def test_unknown_optimiser_lists_names() -> None:
    with pytest.raises(BadSetting) as refused:
        Settings(optimiser="Adam")
    names = "plain, heavy ball, nesterov, rmsprop, adam, adamw or adagrad"
    assert str(refused.value) == f"optimiser is “Adam”; it must be {names}."


def test_unknown_schedule_lists_names() -> None:
    with pytest.raises(BadSetting) as refused:
        Settings(schedule="1/t")
    names = "constant, step, exponential, cosine or inverse"
    assert str(refused.value) == f"schedule is “1/t”; it must be {names}."


@pytest.mark.parametrize("kind", [*Optimiser, *Schedule])
def test_used_settings_exist(kind: Optimiser | Schedule) -> None:
    assert set(kind.uses) <= {field.name for field in fields(Settings)}


def test_plain_and_constant_use_nothing() -> None:
    assert Optimiser.PLAIN.uses == Schedule.CONSTANT.uses == ()
