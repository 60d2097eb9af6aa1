from typing import Any

import pytest

from engine import Settings
from engine.writing.report.facts import Wording
from engine.writing.report.settings_rows import settings_table


def rows_of(**settings: Any) -> dict[str, str]:  # noqa: ANN401
    chosen = Settings(**{"learning_rate": 0.01, "h": 0.1, **settings})
    return {name.text: value.text for name, value in settings_table(chosen, Wording()).rows}


def test_plain_run_has_no_other_numbers() -> None:
    assert rows_of() == {
        "Epochs": "1,000",
        "Learning rate η": "0.01",
        "Step h": "0.1",
        "Difference quotient": "central",
        "Loss": "mean square",
        "Optimiser": "plain",
        "Each epoch": "W ← W − η·δW",
        "Columns of A": "as they are",
        "Arithmetic": "float64",
    }


@pytest.mark.parametrize(
    ("settings", "name", "text"),
    [
        ({"until_converged": True}, "Epochs", "until converged"),
        ({"scale_columns": True}, "Columns of A", "scaled to length 1 during the run"),
        ({"tolerance": 1e-6}, "Stops when ‖δW‖ is at most", "1e−6"),
        ({"optimiser": "nesterov", "momentum": 0.8}, "β", "0.8"),
        ({"optimiser": "adamw", "weight_decay": 0.5}, "λ", "0.5"),
        ({"schedule": "cosine", "epochs": 70}, "T", "70"),
        ({"schedule": "step"}, "Schedule of η", "step"),
        ({"h": (0.1, 1e-3)}, "Step h", "0.1, 0.001"),
        ({"h": (0.1,) * 9}, "Step h", "one for each weight, see below"),
        ({"loss": "mean(|Y − P|)"}, "Loss", "mean(|Y − P|)"),
    ],
)
def test_what_a_run_uses_is_listed(settings: dict[str, Any], name: str, text: str) -> None:
    assert rows_of(**settings)[name] == text


def test_numbers_are_there_in_full() -> None:
    table = settings_table(Settings(learning_rate=1 / 3, h=0.1), Wording())
    (rate,) = [value for name, value in table.rows if name.text == "Learning rate η"]
    assert (rate.text, rate.in_full) == ("0.333333", repr(1 / 3))
