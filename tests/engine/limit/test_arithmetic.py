from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from engine import Difference, Precision, Problem, Settings, descend
from engine.limit.arithmetic import ON_TRIANGLE, Notation, arithmetic, division, shortest
from engine.limit.decimals import written
from engine.limit.digits import QuotientDigits, quotient_digits
from engine.limit.point import LimitPoint
from engine.limit.table import LimitTable, LossSource

from ..problems import published_problem, random_problem

STEPS = (0.1, 1e-3, 1e-5)


def digits(
    h: float,
    difference: Difference = Difference.CENTRAL,
    precision: Precision = Precision.DOUBLE,
    problem: Problem | None = None,
) -> QuotientDigits:
    problem = problem or published_problem()
    table = LimitTable.of_rows(problem, Settings(precision=precision))
    return quotient_digits(LimitPoint.at(table, problem.W), 0, h, difference)


def executed(code: str) -> dict[str, np.floating]:
    names: dict[str, np.floating] = {}
    exec(code, names)
    return names


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("h", STEPS)
def test_program_makes_the_same_floats(
    h: float, difference: Difference, precision: Precision
) -> None:
    problem = random_problem(7, 40, 3)
    found = digits(h, difference, precision, problem)
    made = executed(arithmetic(found, Notation.NUMPY, "load_1", 0.01))
    assert float(made["ahead"]) == found.ahead
    assert float(made["behind"]) == found.behind
    assert float(made["step"]) == found.step
    assert float(made["quotient"]) == found.slope
    run = Settings(2, 0.01, h, difference, precision=precision, method="literal")
    after = next(f for f in descend(problem, run, chunk_epochs=1) if f.epoch == 1)
    assert float(made["w_next"]) == after.W[0, 0]
    assert made["w_next"].dtype == precision.value


def test_program_prints_quotient_and_exact(capsys: pytest.CaptureFixture[str]) -> None:
    found = digits(0.1)
    executed(arithmetic(found, Notation.NUMPY, "load_1"))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == ["quotient", "exact"]
    assert float(lines[0][1]) == found.slope
    assert float(lines[1][1]) == float(found.exact)


def test_text_has_every_number() -> None:
    text = arithmetic(digits(8e-8, Difference.FORWARD), Notation.TEXT, "load_1", 0.01)
    assert text.splitlines()[:4] == [
        "w = load_1 = 1.764052345967664",
        "h = 8e-08, float64",
        "loss(w + h) = 340.3810667753746",
        "loss(w)     = 340.3810804433139",
    ]
    assert "exact slope = -170.8492428959828\n" in text
    assert text.endswith("\n")


@pytest.mark.parametrize("difference", Difference)
def test_latex_is_balanced(difference: Difference) -> None:
    latex = arithmetic(digits(8e-8, difference), Notation.LATEX, "load_1", 0.01)
    assert latex.startswith("\\begin{align*}\n")
    assert r"w_\text{load\_1}" in latex
    assert latex.count("{") == latex.count("}")
    assert latex.count("\\left(") == latex.count("\\right)") > 0
    assert "\\cdot 10^{-7}" in latex or "\\cdot 10^{-8}" in latex


@pytest.mark.parametrize("notation", Notation)
def test_still_weights_end_with_their_step(notation: Notation) -> None:
    text = arithmetic(digits(1e-17), notation, "load_1", 0.01)
    assert "nan" not in text
    if notation is Notation.NUMPY:
        assert executed(text)["step"] == 0


def test_overflowing_losses_can_be_executed() -> None:
    found = digits(1e-3, problem=Problem([[1e200]], [1.0], [1.0]))
    with np.errstate(invalid="ignore"):
        assert np.isinf(executed(arithmetic(found, Notation.NUMPY, "load_1"))["ahead"])
    assert "infty" in arithmetic(found, Notation.LATEX, "load_1")


def test_floats_are_written_shortest() -> None:
    assert shortest(0.1, Precision.DOUBLE) == "0.1"
    assert shortest(float(np.float32(0.1)), Precision.SINGLE) == "0.1"
    assert shortest(3.0, Precision.DOUBLE) == "3"


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("h", [10.0**-power for power in range(-3, 7)])
def test_shown_division_gives_the_quotient(
    h: float, difference: Difference, precision: Precision
) -> None:
    found = digits(h, difference, precision, random_problem(3, 40, 3))
    assert not found.is_still
    rise, step = map(Decimal, division(found))
    quotient = Decimal(found.slope_text)
    last = Decimal(1).scaleb(int(quotient.as_tuple().exponent))
    kind = np.dtype(precision.value).type
    rounding = Decimal(float(np.spacing(kind(abs(found.slope))))) / 2
    assert abs(rise / step - quotient) <= last + rounding
    assert float(kind(rise) / kind(step)) == found.slope


def test_small_quotients_keep_their_digits() -> None:
    found = digits(1e-3)
    near = replace(found, slope=6.4e-8, exact_digits=16)
    assert near.slope_text == "6.400000000000000e-08"
    assert near.exact_text == "-170.8492428959828"
    assert replace(found, exact_digits=2).slope_text == written(found.slope, 16)
    assert replace(found, slope=0.0).slope_text == "0"


def test_broken_names_stay_one_comment() -> None:
    found = digits(1e-3)
    made = executed(arithmetic(found, Notation.NUMPY, "load\nof = 1 / 0"))
    assert float(made["quotient"]) == found.slope


@pytest.mark.parametrize("h", [0.1, 1e-30])
@pytest.mark.parametrize("notation", Notation)
def test_triangle_is_said_to_be_one(notation: Notation, h: float) -> None:
    found = digits(h)
    of_rows = arithmetic(found, notation, "w1")
    of_triangle = arithmetic(found, notation, "w1", source=LossSource.TRIANGLE)
    assert "triangle" not in of_rows
    (said,) = [line for line in of_triangle.splitlines() if ON_TRIANGLE in line]
    assert of_triangle.replace(f"{said}\n", "") == of_rows
    if notation is Notation.NUMPY:
        assert executed(of_triangle).keys() == executed(of_rows).keys()
