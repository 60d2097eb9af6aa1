import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from engine import EngineError, Settings
from engine.archive.description import MOST_CHARACTERS, describe, read_description
from engine.archive.experiment import SavedExperiment

from ..archives import FACTS, at_leisure, contents, experiments, sample


@at_leisure
@given(experiments())
def test_a_description_reads_back_as_it_was(saved: SavedExperiment) -> None:
    facts = read_description(describe(saved))
    again = SavedExperiment(saved.A, saved.Y, saved.W, fitted=saved.fitted, **facts)
    assert contents(again) == contents(saved)


def test_a_description_is_one_json_text() -> None:
    facts = json.loads(describe(sample()))
    assert facts == {
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
            "h": 0.1,
            "difference": "central",
            "tolerance": 0.0,
            "precision": "float64",
            "method": "automatic",
            "until_converged": False,
            "scale_columns": False,
        },
        "run": {"epoch": 7, "loss": 0.25},
    }


def test_without_a_run_it_says_so() -> None:
    saved = SavedExperiment(np.eye(2), np.ones((2, 1)), np.zeros((2, 1)))
    assert json.loads(describe(saved))["run"] is None


def test_what_is_left_out_is_as_it_usually_is_and_what_is_unknown_is_passed_over() -> None:
    facts = read_description(json.dumps({**FACTS, "colour": [1, {}], "settings": {"speed": "max"}}))
    assert facts["settings"] == Settings()
    assert (facts["names"], facts["name"], facts["epoch"]) == ((), "", None)


def read(**facts: object) -> dict[str, Any]:
    return read_description(json.dumps({**FACTS, **facts}))


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
def test_broken_json_is_said_to_be(text: str) -> None:
    with pytest.raises(EngineError, match=r"its description is broken JSON\."):
        read_description(text)


@pytest.mark.parametrize("text", ["5", "[]", "null", "{}", '{"format": "other", "version": 1}'])
def test_another_kind_of_text_is_said_to_be(text: str) -> None:
    with pytest.raises(EngineError, match=r"its description is of no Secant experiment\."):
        read_description(text)


@pytest.mark.parametrize("version", [2, 3, 10**30])
def test_a_newer_version_is_refused(version: int) -> None:
    with pytest.raises(EngineError, match=r"written by a newer Secant\. Open it with that one"):
        read(version=version)


@pytest.mark.parametrize("version", [0, -1, None, "1", [1], 1.5])
def test_what_is_no_version_is_refused(version: object) -> None:
    with pytest.raises(EngineError, match="its description names no version of the format"):
        read(version=version)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"settings": []}, r"settings is \[\]; it must be a JSON object"),
        ({"run": 5}, "run is 5; it must be a JSON object"),
        ({"names": {"a": 1}}, r"names is {'a': 1}; it must be a JSON list"),
        ({"shift": "0"}, "shift is '0'; it must be a JSON list"),
        ({"settings": {"epochs": -1}}, "epochs is -1; it must be a whole number"),
        ({"settings": {"epochs": [1]}}, r"epochs is \[1\]; it must be a finite number"),
        ({"settings": {"epochs": True}}, "epochs is True; it must be neither true nor false"),
        ({"settings": {"epochs": 10**400}}, "epochs is 1000.* it must be at most 1e.300"),
        ({"settings": {"h": float("nan")}}, "step h is nan; it must be a finite number"),
        ({"settings": {"h": 0}}, "step h is 0; it must be more than zero"),
        ({"settings": {"learning_rate": "fast"}}, "learning rate η is 'fast'; it must be"),
        ({"settings": {"difference": {}}}, "difference is {}; it must be central, forward or"),
        ({"settings": {"precision": 64}}, "precision is 64; it must be float64 or float32"),
        ({"settings": {"method": None}}, "method is None; it must be automatic"),
        ({"settings": {"until_converged": "no"}}, "until_converged is 'no'; it must be true or"),
    ],
)
def test_what_is_unfit_is_refused(facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EngineError, match=sentence):
        read(**facts)


def test_names_too_long_to_be_read_are_not_written_either() -> None:
    A, Y, W = np.eye(2), np.ones((2, 1)), np.zeros((2, 1))
    longest = MOST_CHARACTERS - len(describe(SavedExperiment(A, Y, W)))
    assert len(describe(SavedExperiment(A, Y, W, names=("x" * longest, "")))) == MOST_CHARACTERS
    with pytest.raises(EngineError, match="names of the columns are too many or too long to be"):
        describe(SavedExperiment(A, Y, W, names=("x" * longest, "y")))
