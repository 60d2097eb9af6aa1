import io
from contextlib import redirect_stdout
from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings, descend
from engine.difference import Difference
from engine.limit.arithmetic import Notation
from engine.limit.update import update_formula, update_text
from engine.methods.step_working import StepWorking, StepWriter
from engine.settings import Precision

from ..problems import published_problem, random_problem

USUAL = Settings(epochs=7, learning_rate=0.01, h=0.1, method="literal")
RUNS = [
    replace(USUAL, difference=difference, precision=precision, scale_columns=scaled)
    for difference in Difference
    for precision in Precision
    for scaled in (False, True)
]
PROBLEMS = {"published": published_problem(), "random": random_problem(3, 400, 4)}


def steps(problem: Problem, settings: Settings) -> list[tuple[StepWorking, float]]:
    """Return the step of each weight after a run, and the weight that the run has next."""
    *_, frame = descend(problem, settings)
    *_, then = descend(problem, replace(settings, epochs=frame.epoch + 1), after=frame)
    epoch = StepWriter(problem, settings).after(frame)
    assert epoch is not None
    return [(epoch.of_weight(k), float(then.W[k, 0])) for k in range(epoch.weights)]


def printed(program: str) -> float:
    """Run a copied program and return the number that it prints."""
    out = io.StringIO()
    with redirect_stdout(out):
        exec(program, {})
    return float(out.getvalue())


@pytest.mark.parametrize("settings", RUNS)
@pytest.mark.parametrize("name", PROBLEMS)
def test_copied_program_gives_the_next_weight(name: str, settings: Settings) -> None:
    for step, then in steps(PROBLEMS[name], settings):
        program = update_text(step, 0.01, settings.precision, Notation.NUMPY)
        assert printed(program) == then


@pytest.mark.parametrize("h", [0.1, 3e-15, 7.0])
def test_read_back_formula_gives_the_next_weight(h: float) -> None:
    settings = replace(USUAL, h=h)
    for step, then in steps(published_problem(), settings):
        formula = update_formula(step, 0.01, Precision.DOUBLE)
        read = formula.replace("−", "-").replace("·", "*")
        assert eval(read) == then
        assert update_text(step, 0.01, Precision.DOUBLE, Notation.TEXT).splitlines() == [
            f"w{step.weight + 1} new = w − η · ((L(w + h) − L(w − h)) / (h taken))",
            f"w{step.weight + 1} new = {formula}",
            f"w{step.weight + 1} new = {str(then).replace('-', '−')}",
        ]


@pytest.mark.parametrize("settings", RUNS)
@pytest.mark.parametrize("name", PROBLEMS)
def test_formula_of_each_precision_reads_back(name: str, settings: Settings) -> None:
    kinds = {"float32": np.float32, "float64": np.float64}
    for h in (0.1, 3e-3):
        for step, then in steps(PROBLEMS[name], replace(settings, h=h)):
            formula = update_formula(step, 0.01, settings.precision)
            read = float(eval(formula.replace("−", "-").replace("·", "*"), kinds))
            assert read == then == step.w_next_of_table
            is_named = "float32(" in formula
            assert is_named is (settings.precision is Precision.SINGLE)


@pytest.mark.parametrize(
    "name", ["a\n\nb", "a\r\n\r\nb", "a\u2028\u2029b", "\n\na\tb\n", "a\x0b\x0cb"]
)
def test_names_stay_on_one_line(name: str) -> None:
    step, _ = steps(published_problem(), USUAL)[0]
    for notation in Notation:
        text = update_text(step, 0.01, Precision.DOUBLE, notation, name)
        unnamed = update_text(step, 0.01, Precision.DOUBLE, notation, "x")
        assert len(text.splitlines()) == len(unnamed.splitlines())
        assert "a b" in text


def test_scaled_weight_is_divided_by_length() -> None:
    for step, then in steps(published_problem(), replace(USUAL, scale_columns=True)):
        formula = update_formula(step, 0.01, Precision.DOUBLE)
        assert eval(formula.replace("−", "-").replace("·", "*")) == then
        assert formula.endswith(f" / {step.length!r}")


@pytest.mark.parametrize("settings", RUNS)
def test_formula_is_well_formed(settings: Settings) -> None:
    for step, _ in steps(published_problem(), replace(settings, h=1e-3)):
        text = update_text(step, 0.01, settings.precision, Notation.LATEX)
        assert text.startswith("\\begin{align*}\n")
        assert text.endswith("\\end{align*}\n")
        assert text.count("{") == text.count("}")
        assert text.count(r"\left(") == text.count(r"\right)")
        assert "−" not in text
        assert ("|a|" in text) is settings.scale_columns


def test_single_precision_is_written_in_its_digits() -> None:
    settings = replace(USUAL, precision=Precision.SINGLE)
    (step, _), *_ = steps(published_problem(), settings)
    text = update_text(step, 0.01, Precision.SINGLE, Notation.NUMPY)
    assert f"w = np.float32({np.float32(step.w)!s})" in text


def test_weight_has_its_own_name() -> None:
    step, _ = steps(published_problem(), USUAL)[1]
    texts = {
        notation: update_text(step, 0.01, Precision.DOUBLE, notation, "room_no\n2")
        for notation in Notation
    }
    assert texts[Notation.TEXT].startswith("room_no 2 new = w − η · ((L(w + h)")
    assert texts[Notation.LATEX].count(r"w_\text{room\_no 2}") == 4
    assert f"w = np.float64({step.w!r})  # room_no 2\n" in texts[Notation.NUMPY]
    assert printed(texts[Notation.NUMPY]) == step.w_next_of_table
