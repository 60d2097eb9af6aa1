import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine import Matrix, Problem, Settings, fit, optimum
from engine.archive.experiment import SavedExperiment
from engine.examples import EXAMPLES
from engine.writing.jumps import can_jump, jumping_loop
from engine.writing.program import MOST_LITERAL_EPOCHS, numpy_code
from tests import TIMEOUT_SECONDS

CHOSEN = Settings(epochs=1, learning_rate="safe", until_converged=True)


def printed(problem: Problem, settings: Settings, epochs: float) -> Matrix:
    """Run the program as it stands, and return the weights that it prints."""
    saved = SavedExperiment(problem.A, problem.Y, problem.W, settings)
    code = numpy_code(saved, epochs=epochs, jumps=True)
    command = [sys.executable, "-I", "-W", "error", "-c", code]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=TIMEOUT_SECONDS
    )
    *_, last = done.stdout.splitlines()
    assert last.startswith("W: ")
    return np.array([float(each) for each in last[3:].strip("[]").split(",")])[:, np.newaxis]


def example_of(key: str) -> Problem:
    return next(each.problem for each in EXAMPLES if each.key == key)


@pytest.mark.parametrize("key", ["longley", "square_root"])
def test_long_run_is_repeated(key: str) -> None:
    problem, settings = example_of(key), replace(CHOSEN, scale_columns=True)
    result = fit(problem, settings)
    assert result.epochs > MOST_LITERAL_EPOCHS
    W = printed(problem, settings, result.epochs)
    assert pytest.approx(W, rel=2e-7) == result.W
    assert pytest.approx(W, rel=2e-7) == optimum(problem).W


def test_unfinished_long_run_is_repeated() -> None:
    problem = example_of("longley")
    settings = replace(CHOSEN, scale_columns=True, until_converged=False, epochs=3 * 10**7)
    result = fit(problem, settings)
    assert pytest.approx(printed(problem, settings, result.epochs), rel=1e-8) == result.W
    assert pytest.approx(result.W, rel=1e-2) != optimum(problem).W


def test_overshooting_directions_are_followed() -> None:
    # At 1.9 times 1/λmax, the steepest directions change their sign at each epoch.
    problem = example_of("ill_conditioned")
    steep = fit(problem, Settings(0, "safe")).settings
    rate = 1.9 * float(np.linalg.norm(problem.A, 2) ** -2) * len(problem.A) / 2
    settings = replace(steep, learning_rate=rate, epochs=2 * 10**6)
    result = fit(problem, settings)
    assert pytest.approx(printed(problem, settings, 2 * 10**6), rel=1e-9) == result.W


def test_undetermined_directions_stay_at_the_start() -> None:
    x = np.arange(5.0)
    problem = Problem(np.column_stack((x, 2 * x)), np.sin(x), [3.0, -1.0])
    settings = replace(CHOSEN, until_converged=False, epochs=10**7)
    result = fit(problem, settings)
    assert pytest.approx(printed(problem, settings, 10**7), rel=1e-9) == result.W


@pytest.mark.parametrize(
    ("settings", "can"),
    [
        ({}, True),
        ({"scale_columns": True}, True),
        ({"optimiser": "heavy ball", "momentum": 0.0}, True),
        ({"optimiser": "adam"}, False),
        ({"loss": "huber"}, False),
        ({"difference": "forward"}, False),
        ({"precision": "float32"}, False),
        ({"schedule": "step"}, False),
    ],
)
def test_only_parabolas_have_jumps(settings: dict[str, Any], can: bool) -> None:
    assert can_jump(Settings(**settings)) is can


def test_short_program_takes_each_epoch() -> None:
    problem = Problem([[1.0]], [2.0])
    saved = SavedExperiment(problem.A, problem.Y, problem.W, Settings(10, 0.1))
    short = numpy_code(saved, epochs=MOST_LITERAL_EPOCHS, jumps=True)
    assert short == numpy_code(saved, epochs=MOST_LITERAL_EPOCHS)
    assert "while epoch < epochs" in numpy_code(saved, epochs=MOST_LITERAL_EPOCHS + 1, jumps=True)
    assert f"of {MOST_LITERAL_EPOCHS + 1:g}" in numpy_code(saved, epochs=MOST_LITERAL_EPOCHS + 1)


def test_epochs_are_written_to_be_read() -> None:
    assert "# 2,000,000 epochs, one by one" in jumping_loop(2_000_000)
    assert "# 5e+10 epochs, one by one" in jumping_loop(5 * 10**10)
