import dataclasses
import math
import pickle
from typing import Any

import numpy as np
import pytest

from engine import Difference, Method, Precision, Settings
from engine.errors import BadSetting
from engine.formula.errors import BadFormula
from engine.optimisers.checks import MOST_EPOCHS
from engine.settings import FITS, SAFE


def test_default_settings() -> None:
    settings = Settings()
    assert (settings.epochs, settings.learning_rate, settings.h) == (1000, 0.01, FITS)
    assert settings.difference is Difference.CENTRAL
    assert settings.tolerance == 0.0
    assert settings.precision is Precision.DOUBLE
    assert settings.method is Method.AUTOMATIC
    assert (settings.until_converged, settings.scale_columns) == (False, False)


def test_other_number_types_are_accepted() -> None:
    settings = Settings(np.int64(5), np.float32(0.5), 1, "forward", 0, "float32")  # type: ignore[arg-type]
    assert settings == Settings(5, 0.5, 1.0, Difference.FORWARD, 0.0, Precision.SINGLE)
    assert type(settings.epochs) is int
    assert type(settings.learning_rate) is float


def test_zero_epochs_and_rate_are_allowed() -> None:
    assert Settings(epochs=0, learning_rate=0).epochs == 0


@pytest.mark.parametrize(
    ("given", "epochs"),
    [
        (1e15, 10**15),
        (2.0**62, 2**62),
        (2**70 + 1, 2**70 + 1),
        (1e300, int(1e300)),
        (np.float64(7), 7),
        (np.uint64(2**63), 2**63),
        (True, 1),
    ],
)
def test_huge_epochs_are_allowed(given: float, epochs: int) -> None:
    settings = Settings(epochs=given)
    assert settings.epochs == epochs
    assert type(settings.epochs) is int


def test_h_may_fit() -> None:
    assert Settings().h == Settings(h="fits").h == FITS
    assert Settings(h=0.5).fixed_h == 0.5
    with pytest.raises(BadSetting, match="step h is “fits”; it must be a number here"):
        _ = Settings(h=FITS).fixed_h


def test_h_may_fit_each_weight() -> None:
    settings = Settings(h="fits each weight")
    assert (settings.h, settings.has_each_h) == ("fits each weight", True)
    for number in ("fixed_h", "step_h", "largest_h"):
        with pytest.raises(BadSetting, match="step h is “fits each weight”"):
            getattr(settings, number)


def test_h_may_be_one_for_each() -> None:
    numbers = [0.1, 2.0]
    settings = Settings(h=(0.1, 2))
    assert settings.h == (0.1, 2.0)
    assert np.asarray(settings.step_h).tolist() == numbers
    assert settings.largest_h == max(numbers)
    assert settings.has_each_h
    with pytest.raises(BadSetting, match="one number here"):
        _ = settings.fixed_h
    assert hash(settings) == hash(Settings(h=(0.1, 2.0)))
    assert Settings(h=0.1).step_h == Settings(h=0.1).largest_h == 0.1


@pytest.mark.parametrize("given", [(0.1, 0), (0.1, -1.0), (0.1, "x"), (math.nan,), ((0.1,), 2), ()])
def test_each_h_is_checked(given: tuple[float, ...]) -> None:
    with pytest.raises(BadSetting, match="step h"):
        Settings(h=given)


def test_learning_rate_may_be_safe() -> None:
    settings = Settings(learning_rate=SAFE)
    assert settings.learning_rate == "safe"
    with pytest.raises(BadSetting, match="learning rate η is “safe”; it must be a number here"):
        _ = settings.fixed_learning_rate
    assert Settings(learning_rate=0.25).fixed_learning_rate == 0.25


@pytest.mark.parametrize("method", Method)
def test_method_by_member_or_name(method: Method) -> None:
    assert Settings(method=method) == Settings(method=method.value)
    assert Settings(method=method.value).method is method


def test_switches_become_bool() -> None:
    settings = Settings(until_converged=1, scale_columns=0)  # type: ignore[arg-type]
    assert settings.until_converged is True
    assert settings.scale_columns is False


def test_zero_rate_until_converged_is_refused() -> None:
    with pytest.raises(BadSetting, match="η is 0; it must be more than zero to run until conv"):
        Settings(learning_rate=0, until_converged=True)
    assert Settings(learning_rate=SAFE, until_converged=True).until_converged


def test_settings_equality() -> None:
    assert Settings(1e3) == Settings()
    assert hash(Settings(1e3)) == hash(Settings())
    others = [
        Settings(method="modes"),
        Settings(until_converged=True),
        Settings(scale_columns=True),
        Settings(learning_rate=SAFE),
        Settings(h=0.1),
    ]
    assert Settings() not in others


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"epochs": -1}, "epochs"),
        ({"epochs": 1.5}, "epochs"),
        ({"epochs": "10"}, "epochs"),
        ({"epochs": 1e15 + 0.5}, "epochs"),
        ({"epochs": -1e15}, "epochs"),
        ({"epochs": float("nan")}, "epochs"),
        ({"epochs": float("inf")}, "epochs"),
        ({"epochs": None}, "epochs"),
        ({"epochs": 2 * MOST_EPOCHS}, "epochs"),
        ({"epochs": 10**301}, "epochs"),
        ({"epochs": 10**400}, "epochs"),
        ({"learning_rate": -0.1}, "learning rate η"),
        ({"learning_rate": float("nan")}, "learning rate η"),
        ({"learning_rate": float("inf")}, "learning rate η"),
        ({"learning_rate": 10**400}, "learning rate η"),
        ({"learning_rate": "0.1"}, "learning rate η"),
        ({"learning_rate": "Safe"}, "learning rate η"),
        ({"learning_rate": None}, "learning rate η"),
        ({"method": "newton"}, "method"),
        ({"h": "safe"}, "step h"),
        ({"h": "Fits"}, "step h"),
        ({"h": "0.1"}, "step h"),
        ({"h": 0}, "step h"),
        ({"h": -0.1}, "step h"),
        ({"h": None}, "step h"),
        ({"tolerance": -1}, "tolerance"),
        ({"difference": "sideways"}, "difference"),
        ({"precision": "float16"}, "precision"),
    ],
)
def test_bad_setting_is_named(given: dict[str, Any], named: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings(**given)
    assert refused.value.setting == named
    assert refused.value.value == pytest.approx(next(iter(given.values())), nan_ok=True)


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().h = 1.0  # type: ignore[misc]


@pytest.mark.parametrize("name", ["automatic", "literal", "triangle", "modes"])
def test_method_by_name(name: str) -> None:
    assert Method(name) == name
    assert Settings(method=name).method is Method(name)


@pytest.mark.parametrize("name", ["", "Modes", "newton", "literal "])
def test_unknown_method_lists_names(name: str) -> None:
    with pytest.raises(BadSetting, match="it must be automatic, literal, triangle or modes") as no:
        Method(name)
    assert (no.value.setting, no.value.value) == ("method", name)


@pytest.mark.parametrize("epochs", [1e301, int(1e301), 10**305])
def test_too_many_epochs_are_written_shortly(epochs: float) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings(epochs=epochs)
    typed = "1e305" if epochs == 10**305 else "1e301"
    assert refused.value.short == f"epochs must be at most 1e300: {typed} is not."
    assert len(str(refused.value)) < 72


def test_loss_is_kept_as_typed() -> None:
    settings = Settings(loss="mean(abs(Y-P)**1.5)")
    assert settings.loss == "mean(abs(Y-P)**1.5)"
    assert settings.formula is not None
    assert settings.formula.written == "mean(|Y − P|^1.5)"
    assert pickle.loads(pickle.dumps(settings)) == settings


@pytest.mark.parametrize(
    "loss", ["mean square", "mean((Y - P)²)", "sum((P-Y)**2)/N", "mean(|Y − P|²)"]
)
def test_mean_square_has_no_formula(loss: str) -> None:
    assert Settings(loss=loss).formula is None


@pytest.mark.parametrize("loss", ["sum((Y−P)²)", "mean((Y−P)²) + 0.1·sum(W²)", "mean((Y−P)²)/2"])
def test_other_squares_have_formula(loss: str) -> None:
    assert Settings(loss=loss).formula is not None


def test_delta_and_quantile_make_the_loss() -> None:
    huber, quantile = Settings(loss="huber", delta=2), Settings(loss="quantile", quantile=0.9)
    assert huber.formula is not None
    assert quantile.formula is not None
    assert huber.formula.written.startswith("mean(where(|Y − P| < 2")
    assert quantile.formula.written.startswith("mean(max(0.9·(Y − P)")


@pytest.mark.parametrize(
    "given",
    [{"delta": 0}, {"delta": math.inf}, {"delta": "1"}, {"quantile": 0}, {"quantile": 1.0}],
)
def test_bad_numbers_of_losses(given: dict[str, Any]) -> None:
    with pytest.raises(BadSetting, match=f"{next(iter(given))} is .*; it must be"):
        Settings(**given)


def test_bad_formula_has_its_place() -> None:
    with pytest.raises(BadFormula, match="“Z” is not known") as caught:
        Settings(loss="mean(Y − Z)")
    assert (caught.value.start, caught.value.end) == (9, 10)
