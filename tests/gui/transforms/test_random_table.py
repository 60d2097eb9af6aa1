from dataclasses import replace

import numpy as np
import pytest

from engine import (
    Difference,
    EngineError,
    Problem,
    Settings,
    descend,
    fit,
    learning_rate_limit,
    on_unit_columns,
    safe_learning_rate,
    suggest_h,
)
from engine.matrix import MOST_CELLS
from gui.document import Experiment
from gui.errors import GuiError
from gui.transforms.errors import NotWhole
from gui.transforms.random_table import RandomTable

BEFORE = Experiment.of(Problem([[1.0]], [1.0]), Settings(epochs=77, difference="forward"))


def test_random_problem_has_shape_and_condition() -> None:
    after = RandomTable(50, 4, 1000.0, 0.0, 7).draw(BEFORE)
    assert after.A.shape == (50, 4)
    assert np.linalg.cond(after.A.joined) == pytest.approx(1000)
    rate = safe_learning_rate(learning_rate_limit(after.problem))
    h = suggest_h(after.problem, "forward")
    assert after.settings == replace(BEFORE.settings, learning_rate=rate, h=h)
    assert after.name == "Random problem"
    assert not after.W.joined.any()
    assert after.remark == RandomTable(condition=1000.0).remark


def test_settings_suit_scaled_columns() -> None:
    scaling = Experiment.of(BEFORE.problem, replace(BEFORE.settings, scale_columns=True))
    after = RandomTable(50, 4, 1000.0).draw(scaling)
    limit = learning_rate_limit(on_unit_columns(after.problem))
    assert after.settings.fixed_learning_rate == safe_learning_rate(limit)


def test_noiseless_problem_is_fitted_exactly() -> None:
    after = RandomTable(30, 3, 5.0, 0.0).draw(BEFORE)
    settings = replace(after.settings, epochs=10_000, difference=Difference.CENTRAL)
    assert fit(after.problem, settings).loss < 1e-20


@pytest.mark.parametrize("condition", [1.05, 1.5, 10.0, 1e4])
def test_remark_gives_the_halving_time(condition: float) -> None:
    table = RandomTable(40, 2, condition, 0.0)
    problem = table.draw(BEFORE).problem
    A = problem.A
    slowest = np.linalg.svd(A)[2][-1]
    best = np.linalg.lstsq(A, problem.Y)[0][:, 0]
    words = table.remark.partition("halves every ")[2].removesuffix(".").split(" ")
    epochs = 1 if words == ["epoch"] else int(words[0].replace(",", ""))
    settings = Settings(epochs, learning_rate_limit(problem) / 2, 0.1)
    *_, frame = descend(problem, settings)
    left = abs((frame.W[:, 0] - best) @ slowest) / abs(best @ slowest)
    assert left <= 0.5 * (1 + 1e-6)
    assert left > 0.5 * (1 - 1.05 / epochs)


def test_remark_for_condition_one() -> None:
    assert "a few epochs are enough" in RandomTable(condition=1).remark


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"rows": 0}, NotWhole),
        ({"rows": 2.5}, NotWhole),
        ({"columns": -1}, NotWhole),
        ({"seed": 1e300}, NotWhole),
        ({"rows": MOST_CELLS, "columns": 1}, EngineError),
        ({"condition": 0.5}, EngineError),
        ({"condition": 1e16}, EngineError),
        ({"rows": 1, "condition": 2}, EngineError),
        ({"noise": -1.0}, EngineError),
    ],
)
def test_impossible_problem_is_refused(wrong: dict[str, float], error: type[Exception]) -> None:
    with pytest.raises(error) as refused:
        RandomTable(**wrong)
    assert isinstance(refused.value, (GuiError, EngineError))
