from dataclasses import fields, replace
from pathlib import Path

import pytest

from engine import Settings
from engine.__main__ import main
from engine.command.optimiser_options import OPTIMISATION
from engine.command.task import USUAL_OF_TORCH, task_for
from engine.optimisers.kinds import LIMITLESS, Optimiser, Schedule

from .test_request import DEFAULT


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "table.csv"
    path.write_text("1,2,3\n4,5,6\n7,8,10\n", encoding="utf-8")
    return str(path)


def test_every_setting_has_an_option() -> None:
    used = {name for kind in (*Optimiser, *Schedule) for name in kind.uses}
    assert set(OPTIMISATION) == used | {"optimiser", "schedule"}
    assert set(OPTIMISATION) <= {field.name for field in fields(Settings)}


@pytest.mark.parametrize("optimiser", LIMITLESS)
def test_rates_are_those_of_torch(optimiser: Optimiser, table: str) -> None:
    task = task_for(replace(DEFAULT, table=table, optimiser=optimiser.value))
    rate = 0.001 if optimiser in ("adam", "adamw") else 0.01
    assert task.settings.learning_rate == rate
    assert f"η = {rate} ({USUAL_OF_TORCH})" in task.chosen
    of_loss = task_for(replace(DEFAULT, table=table, optimiser=optimiser.value, loss="huber"))
    assert of_loss.settings.learning_rate == rate
    assert f"η = {rate} ({USUAL_OF_TORCH})" in of_loss.chosen


def test_rate_of_momentum_is_that_of_plain(table: str) -> None:
    plain = task_for(replace(DEFAULT, table=table))
    task = task_for(replace(DEFAULT, table=table, optimiser="nesterov"))
    assert task.settings.learning_rate == plain.settings.learning_rate
    assert "half the largest stable learning rate of plain descent" in task.chosen


def test_run_with_adam(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--optimiser", "adam", "--epochs", "5"]) == 0
    out, err = capsys.readouterr()
    assert out.count("Loss") == 6
    assert "5 are done" in err


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["--optimiser", "lion"], "optimiser is “lion”; it must be plain, heavy ball"),
        (["--schedule", "linear"], "schedule is “linear”; it must be constant"),
        (["--momentum", "1"], "momentum is 1.0; it must be zero or more, and less than 1."),
        (["--optimiser", "adam", "--method", "modes"], "the modes do not predict this optimiser"),
        (["--optimiser", "adam", "--learning-rate", "safe"], "no η is known to be safe"),
    ],
)
def test_unusable_options_are_refused(
    line: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line) == 2
    assert sentence in capsys.readouterr().err
