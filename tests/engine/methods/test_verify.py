import numpy as np
import pytest

from engine import Problem, Settings, StopReason, triangle_of
from engine.frame import Anchor
from engine.methods.closed_form import ClosedForm
from engine.methods.divergence import Divergence
from engine.methods.literal import LiteralPath
from engine.methods.modes import Modes, Recurrence
from engine.methods.rounding import Rounding
from engine.methods.verify import Verifier
from engine.quotients import Slope

from ..problems import random_problem


class Court:
    """A judge, and a stretch from the start of a problem to be judged."""

    def __init__(self, problem: Problem, settings: Settings) -> None:
        self.walk = LiteralPath(problem, settings, Divergence(problem, settings))
        triangle = triangle_of(problem)
        recurrence = Recurrence(Modes(triangle), settings)
        rounding = self.rounding = Rounding(triangle.problem(problem.W), settings, problem.rows)
        bounds = Divergence(problem, settings)
        self.judge = Verifier(self.walk, self.walk, recurrence, settings, bounds, rounding)
        self.anchor = Anchor(0, problem.W)
        self.stretch = ClosedForm(recurrence, problem.W)


@pytest.fixture
def court() -> Court:
    return Court(random_problem(3, 40, 3), Settings(500, 0.05, 0.1))


def test_what_is_as_foretold_is_let_through_with_the_literal_numbers(court: Court) -> None:
    state = court.judge.arrive(court.stretch, court.anchor, 200)
    assert state is not None
    slope = court.walk.slope(state.W)
    assert (state.epoch, state.stop, state.loss) == (200, None, slope.loss)
    assert state.gradient.tolist() == slope.gradient.tolist()


def test_it_stops_where_the_epochs_end(court: Court) -> None:
    state = court.judge.arrive(court.stretch, court.anchor, 500)
    assert state is not None
    assert state.stop is StopReason.DONE


@pytest.mark.parametrize("off", [1e-9, 1e-3, np.nan, np.inf])
def test_a_gradient_off_by_more_than_rounding_is_refused(court: Court, off: float) -> None:
    W = court.anchor.W
    loss, gradient = court.walk.slope(W)
    assert court.judge.agrees(court.stretch.at(0.0), Slope(loss, gradient * (1 + 1e-16)))
    assert not court.judge.agrees(court.stretch.at(0.0), Slope(loss, gradient * (1 + off)))


def test_gradient_tolerance_is_some_rounding_errors(court: Court) -> None:
    """60 rounding errors pass, as far more than ever occurs; 200 are refused."""
    W, predicted = court.anchor.W, court.stretch.at(0.0)
    error = court.rounding.of_slope(W) + float(
        court.rounding.of_quotient(W, np.array([predicted.loss]))[0]
    )
    for errors, passes in ((60, True), (200, False)):
        slope = Slope(predicted.loss, predicted.gradient + errors * error)
        assert court.judge.agrees(predicted, slope) is passes


def test_loss_tolerance_is_ten_digits(court: Court) -> None:
    predicted = court.stretch.at(0.0)
    for off, passes in ((0.5e-10, True), (2e-10, False)):
        slope = Slope(predicted.loss * (1 + off), predicted.gradient)
        assert court.judge.agrees(predicted, slope) is passes


@pytest.mark.parametrize("off", [1e-6, np.nan, np.inf])
def test_a_loss_off_by_more_than_rounding_is_refused(court: Court, off: float) -> None:
    W = court.anchor.W
    loss, gradient = court.walk.slope(W)
    with np.errstate(invalid="ignore"):
        assert not court.judge.agrees(court.stretch.at(0.0), Slope(loss * (1 + off), gradient))


def test_a_step_that_vanishes_on_the_way_is_refused() -> None:
    court = Court(Problem([[1.0]], [1e9], [1.0]), Settings(500, 0.1, 1e-9))
    assert court.judge.arrive(court.stretch, court.anchor, 400) is None


def test_a_loss_beyond_all_bounds_is_refused() -> None:
    court = Court(random_problem(3, 40, 3), Settings(10_000, 10.0, 0.1))
    with np.errstate(over="ignore", invalid="ignore"):
        assert court.judge.arrive(court.stretch, court.anchor, 1000) is None


def test_rows_have_the_last_word() -> None:
    problem, settings = random_problem(3, 40, 3), Settings(500, 0.05, 0.1)
    court = Court(problem, settings)
    other = Court(random_problem(4, 40, 3), settings)
    court.judge._walk = other.walk
    assert court.judge.arrive(court.stretch, court.anchor, 499) is not None
    assert court.judge.arrive(court.stretch, court.anchor, 500) is None
