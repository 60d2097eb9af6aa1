from dataclasses import replace

import numpy as np
import pytest

from engine import Method, Problem, Settings, StopReason, fit, triangle_of
from engine.frame import Anchor
from engine.methods.closed_form import ClosedForm, Recurrence
from engine.methods.literal import LiteralPath
from engine.methods.modes import Modes
from engine.methods.path import Descent
from engine.methods.rounding import Rounding
from engine.methods.verify import Verifier
from engine.quotients import Slope

from ...nasty_problems import drawn
from ..problems import random_problem


class Case:
    """A verifier, and the closed form from the start of a problem for it to verify."""

    def __init__(self, problem: Problem, settings: Settings) -> None:
        triangle = triangle_of(problem)
        self.rounding = Rounding(triangle.problem(problem.W), settings, problem.rows)
        descent = replace(Descent.of(problem, settings), rounding=self.rounding)
        self.literal = LiteralPath(descent)
        recurrence = Recurrence(Modes(triangle), settings)
        self.verifier = Verifier(descent, self.literal, self.literal, recurrence)
        self.anchor = Anchor(0, problem.W)
        self.closed_form = ClosedForm(recurrence, problem.W)


@pytest.fixture
def case() -> Case:
    return Case(random_problem(3, 40, 3), Settings(500, 0.05, 0.1))


def test_match_returns_literal_state(case: Case) -> None:
    state = case.verifier.verify(case.closed_form, case.anchor, 200)
    assert state is not None
    slope = case.literal.slope(state.W)
    assert (state.epoch, state.stop, state.loss) == (200, None, slope.loss)
    assert state.gradient.tolist() == slope.gradient.tolist()


def test_verified_state_stops_at_last_epoch(case: Case) -> None:
    state = case.verifier.verify(case.closed_form, case.anchor, 500)
    assert state is not None
    assert state.stop is StopReason.DONE


@pytest.mark.parametrize("off", [1e-9, 1e-3, np.nan, np.inf])
def test_wrong_gradient_is_refused(case: Case, off: float) -> None:
    W = case.anchor.W
    loss, gradient = case.literal.slope(W)
    assert case.verifier.matches(case.closed_form.at(0.0), Slope(loss, gradient * (1 + 1e-16)))
    assert not case.verifier.matches(case.closed_form.at(0.0), Slope(loss, gradient * (1 + off)))


def test_gradient_tolerance_in_rounding_errors(case: Case) -> None:
    """60 rounding errors pass, as far more than ever occurs; 200 are refused."""
    W, predicted = case.anchor.W, case.closed_form.at(0.0)
    error = case.rounding.of_slope(W) + float(
        case.rounding.of_quotient(W, np.array([predicted.loss]))[0]
    )
    for errors, passes in ((60, True), (200, False)):
        slope = Slope(predicted.loss, predicted.gradient + errors * error)
        assert case.verifier.matches(predicted, slope) is passes


def test_loss_tolerance_is_ten_digits(case: Case) -> None:
    predicted = case.closed_form.at(0.0)
    for off, passes in ((0.5e-10, True), (2e-10, False)):
        slope = Slope(predicted.loss * (1 + off), predicted.gradient)
        assert case.verifier.matches(predicted, slope) is passes


@pytest.mark.parametrize("off", [1e-6, np.nan, np.inf])
def test_wrong_loss_is_refused(case: Case, off: float) -> None:
    W = case.anchor.W
    loss, gradient = case.literal.slope(W)
    with np.errstate(invalid="ignore"):
        assert not case.verifier.matches(
            case.closed_form.at(0.0), Slope(loss * (1 + off), gradient)
        )


def test_vanished_step_is_refused() -> None:
    case = Case(Problem([[1.0]], [1e9], [1.0]), Settings(500, 0.1, 1e-9))
    assert case.verifier.verify(case.closed_form, case.anchor, 400) is None


def test_diverged_loss_is_refused() -> None:
    case = Case(random_problem(3, 40, 3), Settings(10_000, 10.0, 0.1))
    with np.errstate(over="ignore", invalid="ignore"):
        assert case.verifier.verify(case.closed_form, case.anchor, 1000) is None


def test_rows_have_the_last_word() -> None:
    problem, settings = random_problem(3, 40, 3), Settings(500, 0.05, 0.1)
    case = Case(problem, settings)
    other = Case(random_problem(4, 40, 3), settings)
    case.verifier._literal = other.literal
    assert case.verifier.verify(case.closed_form, case.anchor, 499) is not None
    assert case.verifier.verify(case.closed_form, case.anchor, 500) is None


def test_rows_show_their_own_rounding() -> None:
    """Where W fits all of Y, the loss is rounding: of the rows, not of their triangle."""
    A = np.random.default_rng(8).normal(size=(40, 3))
    problem, settings = Problem(A, A @ [1.0, 2.0, 3.0]), Settings(1, 0.2, 0.1)
    case = Case(problem, replace(settings, epochs=5000))
    other = Case(random_problem(4, 40, 3), settings)
    case.verifier._check = other.literal
    assert case.verifier.verify(case.closed_form, case.anchor, 10) is None
    state = case.verifier.verify(case.closed_form, case.anchor, 2000)
    assert state is not None
    assert state.loss == case.literal.slope(state.W).loss


def test_push_below_rounding_is_not_endless() -> None:
    """The backward quotient's push drowns in the rounding of its losses, or moves no weight."""
    problem, settings = drawn(500701).problem, drawn(500701).settings
    stops = [
        fit(problem, replace(settings, method=method)).stop
        for method in (Method.AUTOMATIC, Method.LITERAL)
    ]
    assert stops == [StopReason.CONVERGED, StopReason.CONVERGED]


def test_push_above_rounding_is_endless() -> None:
    A = np.array([[1.0, 2.0], [2.0, 4.0], [4.0, 8.0]])
    settings = Settings(until_converged=True, learning_rate=0.01, h=1e-3, difference="forward")
    assert fit(Problem(A, [1.0, 3.0, 2.0]), settings).stop is StopReason.ENDLESS
