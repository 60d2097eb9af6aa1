"""The step of any optimiser, written out for the clipboard."""

import io
import re
from contextlib import redirect_stdout
from dataclasses import replace

import pytest

from engine import Settings, descend
from engine.difference import Difference
from engine.limit.arithmetic import Notation
from engine.limit.optimised_update import optimised_text
from engine.methods.step_working import StepWorking, StepWriter
from engine.settings import Precision

from ..problems import random_problem

PROBLEM = random_problem(3, 40, 3)
USUAL = Settings(7, 0.01, 0.1, method="literal")
CHANGES = [
    {"optimiser": "plain", "schedule": "inverse"},
    {"optimiser": "heavy ball", "momentum": 0.0},
    {"optimiser": "heavy ball"},
    {"optimiser": "heavy ball", "dampening": 0.3, "schedule": "exponential"},
    {"optimiser": "nesterov", "momentum": 0.95},
    {"optimiser": "rmsprop"},
    {"optimiser": "adam", "beta1": 0.8},
    {"optimiser": "adamw"},
    {"optimiser": "adamw", "weight_decay": 0.0},
    {"optimiser": "adagrad", "schedule": "step", "schedule_every": 2},
]


def steps(settings: Settings) -> list[tuple[StepWorking, float]]:
    """Return the step of each weight after a run, and the weight that the run has next."""
    *_, frame = descend(PROBLEM, settings)
    *_, then = descend(PROBLEM, replace(settings, epochs=frame.epoch + 1), after=frame)
    epoch = StepWriter(PROBLEM, settings).after(frame)
    assert epoch is not None
    return [(epoch.of_weight(k), float(then.W[k, 0])) for k in range(epoch.weights)]


def printed(program: str) -> float:
    out = io.StringIO()
    with redirect_stdout(out):
        exec(program, {})
    return float(out.getvalue())


@pytest.mark.parametrize("changes", CHANGES)
@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("scaled", [False, True])
def test_copied_program_gives_the_next_weight(
    changes: dict[str, float], precision: Precision, scaled: bool
) -> None:
    settings = replace(USUAL, precision=precision, scale_columns=scaled, **changes)  # type: ignore[arg-type]
    for step, then in steps(settings):
        assert printed(optimised_text(step, settings, Notation.NUMPY)) == then


@pytest.mark.parametrize("changes", CHANGES)
def test_first_epoch_remembers_nothing(changes: dict[str, float]) -> None:
    settings = replace(USUAL, epochs=0, **changes)  # type: ignore[arg-type]
    for step, then in steps(settings):
        assert printed(optimised_text(step, settings, Notation.NUMPY)) == then


@pytest.mark.parametrize("changes", CHANGES[2:])
@pytest.mark.parametrize("difference", Difference)
def test_lines_read_back_to_the_last_bit(changes: dict[str, float], difference: Difference) -> None:
    settings = replace(USUAL, difference=difference, **changes)  # type: ignore[arg-type]
    for step, then in steps(settings):
        lines = optimised_text(step, settings, Notation.TEXT, "room no").splitlines()
        for line in lines[1::2]:
            _, numeric, result = line.split(" = ")
            for text, python in (("√", "sqrt"), ("^", "**"), ("·", "*"), ("−", "-")):
                numeric, result = numeric.replace(text, python), result.replace(text, python)
            assert eval(numeric, {"sqrt": lambda x: x**0.5}) == pytest.approx(
                float(result), rel=1e-15, abs=0
            )
        assert lines[-1].startswith("room no new = ")
        assert float(lines[-1].rpartition(" = ")[2].replace("−", "-")) == then
        assert "slope" not in "".join(lines)


def test_heavy_ball_is_written_with_its_numbers() -> None:
    settings = replace(USUAL, optimiser="heavy ball", dampening=0.25)  # type: ignore[arg-type]
    (step, _), *_ = steps(settings)
    lines = optimised_text(step, settings, Notation.TEXT).splitlines()
    assert lines[0] == "δw = (L(w + h) − L(w − h)) / (h taken)"
    assert lines[2] == "b = β · b + (1 − τ) · δw"
    assert lines[3].startswith("b = 0.9 · ")
    assert " + 0.75 · " in lines[3]
    assert lines[4] == "w1 new = w − η · b"


def test_adam_is_written_in_latex() -> None:
    settings = replace(USUAL, optimiser="adam", scale_columns=True)  # type: ignore[arg-type]
    (step, _), *_ = steps(settings)
    latex = optimised_text(step, settings, Notation.LATEX, "a_b")
    assert r"m &= m + (1 - \beta_1) \cdot (\delta w - m)" in latex
    assert r"r &= \sqrt{v} / (1 - \beta_2^{t})^{0.5} + \epsilon" in latex
    assert r"w_\text{a\_b}^\text{new}/|a| &= " in latex
    assert not re.search(r"\d[eE][+-]?\d| \* |np\.|slope", latex)
    assert latex.count("{") == latex.count("}")
