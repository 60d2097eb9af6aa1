import numpy as np
import pytest

from engine import Difference, Precision, Problem, Settings
from engine.cancelling import Cancelled
from engine.formula.formula import Formula
from engine.losses.fitting_steps import fitting_step, fitting_steps
from engine.step_size import with_fixed_steps

from ..formula.reference import Reference
from .tables import LOSSES, SMOOTH, table_for, with_outlier

STEPS = np.logspace(-14, 2, 65)


def error_of(
    formula: Formula, problem: Problem, h: float | tuple[float, ...], difference: Difference
) -> np.ndarray:
    """Return how far the quotients of each weight are off, beside slopes of 60 digits."""
    exact = Reference(formula.root, problem.A, problem.Y).gradient(problem.W)
    steps = np.array(h) if isinstance(h, tuple) else h
    found: np.ndarray = np.abs(
        formula.quotients(problem, steps, difference).at(problem.W).gradient - exact
    )[:, 0]
    return found


@pytest.mark.parametrize("difference", list(Difference))
@pytest.mark.parametrize("name", SMOOTH)
def test_smooth_steps_are_nearly_best(name: str, difference: Difference) -> None:
    formula, problem = Formula.of(LOSSES[name]), table_for(name)
    fits = error_of(formula, problem, fitting_steps(formula, problem, difference), difference)
    # One h may be right by chance: the errors beside it are looked at as well.
    around = np.array([error_of(formula, problem, h, difference) for h in STEPS])
    smoothed = np.array([around[i : i + 3].max(axis=0) for i in range(len(around) - 2)])
    assert (fits <= 10 * smoothed.min(axis=0)).all()


@pytest.mark.parametrize("name", ["mean absolute", "quantile", "lasso", "power 1.5"])
def test_steps_stay_below_kinks(name: str) -> None:
    formula, problem = Formula.of(LOSSES[name]), table_for(name)
    for k, h in enumerate(fitting_steps(formula, problem)):
        assert h < formula.along(problem, problem.W, k).nearest_kink


def test_kinks_of_other_side_count_not() -> None:
    # A smaller weight meets the kink of the first row at 1e−7, a larger one that of the second.
    problem, formula = (
        Problem([[1.0], [1.0]], [1.0 - 1e-7, 1.5], [1.0]),
        Formula.of("mean(|Y − P|)"),
    )
    forward, backward, central = (
        fitting_steps(formula, problem, each)[0]
        for each in (Difference.FORWARD, Difference.BACKWARD, Difference.CENTRAL)
    )
    assert central < 1e-7
    assert backward < 1e-7
    assert 1e-6 < forward < 0.5


@pytest.mark.parametrize("name", [name for name in LOSSES if name != "mean square"])
def test_slopes_have_six_digits(name: str) -> None:
    formula, problem = Formula.of(LOSSES[name]), table_for(name)
    exact = np.abs(Reference(formula.root, problem.A, problem.Y).gradient(problem.W)).max()
    h = fitting_steps(formula, problem)
    assert error_of(formula, problem, h, Difference.CENTRAL).max() <= 1e-6 * exact


def test_kink_at_start_has_usable_steps() -> None:
    problem = with_outlier()
    at_kink = problem.starting_from(np.zeros(3))
    formula = Formula.of(LOSSES["lasso"])
    steps = fitting_steps(formula, at_kink)
    assert all(1e-9 < h < 1e-6 for h in steps)


def test_step_moves_every_weight() -> None:
    problem = with_outlier().starting_from([1e9, 1.0, 1.0])
    formula = Formula.of("mean(log(cosh(Y − P)))")
    steps = fitting_steps(formula, problem)
    assert steps[0] >= 1e-4
    h = fitting_step(steps, problem.W, Precision.DOUBLE)
    assert 1e9 + h != 1e9
    assert np.log10(h) == pytest.approx(round(np.log10(h)))


def test_settings_get_fitting_steps() -> None:
    problem, settings = with_outlier(), Settings(loss="log-cosh", h="fits each weight")
    formula = settings.formula
    assert formula is not None
    assert with_fixed_steps(settings, problem).h == fitting_steps(formula, problem)
    fixed = with_fixed_steps(Settings(loss="log-cosh"), problem)
    assert fixed.fixed_h == fitting_step(
        fitting_steps(formula, problem), problem.W, Precision.DOUBLE
    )


def test_fitting_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        fitting_steps(
            Formula.of(LOSSES["Huber"]),
            with_outlier(),
            Difference.CENTRAL,
            Precision.DOUBLE,
            lambda: True,
        )


@pytest.mark.parametrize("power", range(-20, 10))
def test_shared_step_is_a_round_number(power: int) -> None:
    """It was 9.999999999999999e-06, and each place wrote it otherwise."""
    steps = (2.0 * 10.0**power, 3.0 * 10.0**power)
    assert fitting_step(steps, np.zeros((2, 1)), Precision.DOUBLE) == float(f"1e{power}")
