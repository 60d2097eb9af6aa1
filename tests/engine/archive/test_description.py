import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from engine import EngineError, Settings
from engine.archive.description import MOST_CHARACTERS, describe, read_description
from engine.archive.experiment import SavedExperiment, SavedHeldOut

from ..archives import REQUIRED_KEYS, contents, experiments, sample, slow_draws


@slow_draws
@given(experiments())
def test_description_reads_back(saved: SavedExperiment) -> None:
    values = read_description(describe(saved))
    again = SavedExperiment(saved.A, saved.Y, saved.W, fitted=saved.fitted, **values)
    assert contents(again) == contents(saved)


@pytest.mark.parametrize("loss", ["huber", "mean(abs(Y-P)**1.5)", "mean((Y − Ŷ)²)"])
def test_loss_reads_back_as_typed(loss: str) -> None:
    saved = replace(sample(), settings=Settings(loss=loss, delta=2.5, quantile=0.9))
    settings = read_description(describe(saved))["settings"]
    assert (settings.loss, settings.delta, settings.quantile) == (loss, 2.5, 0.9)


def test_file_without_loss_means_mean_square() -> None:
    settings = read(settings={"epochs": 5})["settings"]
    assert (settings.loss, settings.formula) == ("mean square", None)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"loss": "mean(Y − Z)"}, r"its loss “mean\(Y − Z\)” is no formula. “Z” is not known"),
        ({"loss": "__import__('os')"}, "its loss “__import__.*” is no formula"),
        ({"loss": "Y.mean()"}, "is no formula"),
        ({"loss": "mean((Y−P)²)" + " + 0" * 1000}, "is no formula. A formula has at most"),
        ({"loss": 3}, "loss is 3; it must be text: a name, or a formula"),
        ({"loss": None}, "loss is None; it must be text"),
        ({"loss": ["huber"]}, r"loss is \['huber'\]; it must be text"),
        ({"loss": "huber", "delta": 0}, "delta is 0; it must be more than zero"),
        ({"loss": "quantile", "quantile": "half"}, "quantile is “half”; it must be"),
        ({"delta": True}, "delta is True; it must be neither true nor false"),
    ],
)
def test_damaged_loss_is_refused(written: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EngineError, match=sentence):
        read(settings=written)


@pytest.mark.parametrize("h", ["fits each weight", (0.1, 1e-300)])
def test_each_h_reads_back(h: str | tuple[float, ...]) -> None:
    saved = replace(sample(), settings=Settings(h=h))
    assert read_description(describe(saved))["settings"].h == h


def test_gaps_read_back() -> None:
    saved = replace(sample(), gaps=((1, 0, 1),))
    values = read_description(describe(saved))
    assert SavedExperiment(saved.A, saved.Y, saved.W, **values).gaps == saved.gaps


def test_description_is_json() -> None:
    values = json.loads(describe(sample()))
    assert values == {
        "format": "secant",
        "version": 1,
        "name": "a sample",
        "note": "",
        "names": ["x", "y z"],
        "output": "",
        "shift": [0.0, 0.0],
        "scale": [1.0, 1.0],
        "settings": {
            "epochs": 1000,
            "learning_rate": 0.01,
            "h": "fits",
            "difference": "central",
            "tolerance": 0.0,
            "precision": "float64",
            "method": "automatic",
            "until_converged": False,
            "scale_columns": False,
            "loss": "mean square",
            "delta": 1.0,
            "quantile": 0.5,
        },
        "run": {"epoch": 7, "loss": 0.25},
    }


@pytest.mark.parametrize(
    "given",
    [
        {"optimiser": "adam", "beta1": 0.8},
        {"optimiser": "heavy ball", "momentum": 0.99, "dampening": 0.5},
        {"schedule": "cosine", "schedule_epochs": 10**6, "schedule_least": 1e-5},
        {"momentum": 0.5},
    ],
)
def test_optimiser_reads_back(given: dict[str, Any]) -> None:
    saved = replace(sample(), settings=Settings(**given))
    text = describe(saved)
    assert read_description(text)["settings"] == saved.settings
    written = json.loads(text)["settings"]
    assert {name: value for name, value in written.items() if name in given} == given
    assert len(written) == len(json.loads(describe(sample()))["settings"]) + len(given)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"optimiser": "lion"}, "optimiser is “lion”; it must be plain, heavy ball"),
        ({"optimiser": None}, "optimiser is None; it must be plain"),
        ({"schedule": ["step"]}, r"schedule is \['step'\]; it must be constant"),
        ({"optimiser": "adam", "beta1": 1}, "beta1 is 1; it must be a?.*less than 1"),
        ({"schedule_every": True}, "schedule_every is True; it must be neither true nor false"),
        ({"schedule_epochs": "1"}, "schedule_epochs is “1”; it must be"),
        ({"optimiser": "nesterov", "dampening": 0.5}, "it must be 0 with nesterov"),
    ],
)
def test_damaged_optimiser_is_refused(written: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EngineError, match=sentence):
        read(settings=written)


def test_description_without_run() -> None:
    saved = SavedExperiment(np.eye(2), np.ones((2, 1)), np.zeros((2, 1)))
    assert json.loads(describe(saved))["run"] is None


def test_missing_and_unknown_keys() -> None:
    values = read_description(
        json.dumps({**REQUIRED_KEYS, "colour": [1, {}], "settings": {"speed": "max"}})
    )
    assert values["settings"] == Settings(h=0.1)
    assert (values["names"], values["name"], values["epoch"]) == ((), "", None)


@pytest.mark.parametrize("written", [{"h": 0.25}, {"h": "fits"}, {}])
def test_h_is_as_it_was_written(written: dict[str, Any]) -> None:
    assert read(settings=written)["settings"].h == written.get("h", 0.1)


def test_file_without_settings_has_former_h() -> None:
    assert read()["settings"] == Settings(h=0.1)


def read(**values: object) -> dict[str, Any]:
    return read_description(json.dumps({**REQUIRED_KEYS, **values}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "nonsense",
        '{"format": "secant", "version": 1, "x": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_invalid_json_is_refused(text: str) -> None:
    with pytest.raises(EngineError, match=r"its description is not valid JSON\."):
        read_description(text)


@pytest.mark.parametrize("text", ["5", "[]", "null", "{}", '{"format": "other", "version": 1}'])
def test_foreign_json_is_refused(text: str) -> None:
    with pytest.raises(EngineError, match=r"its description is not that of a Secant experiment\."):
        read_description(text)


@pytest.mark.parametrize("version", [2, 3, 10**30])
def test_newer_version_is_refused(version: int) -> None:
    with pytest.raises(EngineError, match=r"it needs a newer version of Secant\."):
        read(version=version)


@pytest.mark.parametrize("version", [0, -1, None, "1", [1], 1.5])
def test_invalid_version_is_refused(version: object) -> None:
    with pytest.raises(EngineError, match="its description names no version of the format"):
        read(version=version)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"settings": []}, r"settings is \[\]; it must be a JSON object"),
        ({"run": 5}, "run is 5; it must be a JSON object"),
        ({"names": {"a": 1}}, r"names is {'a': 1}; it must be a JSON list"),
        ({"shift": "0"}, "shift is “0”; it must be a JSON list"),
        ({"settings": {"epochs": -1}}, "epochs is -1; it must be a whole number"),
        ({"settings": {"epochs": [1]}}, r"epochs is \[1\]; it must be a finite number"),
        ({"settings": {"epochs": True}}, "epochs is True; it must be neither true nor false"),
        ({"settings": {"epochs": 10**400}}, "epochs is 1000.* it must be at most 1e300"),
        ({"settings": {"h": float("nan")}}, "step h is nan; it must be a finite number"),
        ({"settings": {"h": 0}}, "step h is 0; it must be more than zero"),
        ({"settings": {"learning_rate": "fast"}}, "learning rate η is “fast”; it must be"),
        ({"settings": {"difference": {}}}, "difference is {}; it must be central, forward or"),
        ({"settings": {"precision": 64}}, "precision is 64; it must be float64 or float32"),
        ({"settings": {"method": None}}, "method is None; it must be automatic"),
        ({"settings": {"until_converged": "no"}}, "until_converged is “no”; it must be true or"),
    ],
)
def test_invalid_values_are_refused(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EngineError, match=sentence):
        read(**values)


def test_too_long_names_are_not_written() -> None:
    A, Y, W = np.eye(2), np.ones((2, 1)), np.zeros((2, 1))
    longest = MOST_CHARACTERS - len(describe(SavedExperiment(A, Y, W)))
    assert len(describe(SavedExperiment(A, Y, W, names=("x" * longest, "")))) == MOST_CHARACTERS
    with pytest.raises(EngineError, match="column names are too many or too long to be"):
        describe(SavedExperiment(A, Y, W, names=("x" * longest, "y")))


def test_left_out_rows_read_back() -> None:
    saved = replace(sample(), A=np.ones((4, len(sample().W))), Y=np.ones(4), left_out=((1, 3),))
    values = read_description(describe(saved))
    again = SavedExperiment(saved.A, saved.Y, saved.W, **values)
    assert again.left_out == ((1, 3),)
    assert again.is_left_out.tolist() == [False, True, True, False]
    assert "left_out" not in json.loads(describe(sample()))  # as an older file has it


def test_held_out_rows_read_back() -> None:
    held_out = SavedHeldOut(0.25, 3, ((1, 3),), ((0, 2),))
    rows = replace(sample(), A=np.ones((4, len(sample().W))), Y=np.ones(4), left_out=((0, 3),))
    saved = replace(rows, held_out=held_out)
    again = SavedExperiment(saved.A, saved.Y, saved.W, **read_description(describe(saved)))
    assert again.held_out == held_out
    assert again.is_drawn.tolist() == [False, True, True, False]
    assert again.is_left_out_besides.tolist() == [True, True, False, False]
    assert "held_out" not in json.loads(describe(rows))
