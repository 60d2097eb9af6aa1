"""Many epochs from one point: against epochs walked one by one, and against each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import Difference, Matrix, Problem, Settings, triangle_of
from engine.methods.closed_form import BLOCK
from engine.methods.modes import Modes
from engine.momentum.many_epochs import EpochsFromPoint, MomentumEpochs
from engine.momentum.rule import MomentumRule
from engine.optimisers.memory import Memory
from engine.step_size import with_fixed_steps

from ..problems import random_problem
from .drawn import rules
from .reference import next_epoch
from .test_weights import settings_of

TIMES = np.arange(400.0)
SOME = rules().filter(lambda rule: rule.beta > 1e-3)


def epochs_of(problem: Problem, settings: Settings) -> MomentumEpochs:
    fixed = with_fixed_steps(settings, problem)
    return MomentumEpochs(Modes(triangle_of(problem)), fixed)


def with_buffer(problem: Problem, seed: int, size: float = 1.0) -> Memory:
    buffer = size * np.random.default_rng(seed).normal(size=(problem.weights, 1))
    return Memory(Settings(optimiser="heavy ball").optimiser, 7, (buffer,))


def point(
    seed: int, rule: MomentumRule, share: float, difference: str = "central", rows: int = 12
) -> tuple[Problem, EpochsFromPoint]:
    """Return a problem, and what follows its start with some buffer."""
    problem = random_problem(seed, rows, 3)
    given_settings = settings_of(problem, rule, share)
    settings = Settings(
        learning_rate=given_settings.learning_rate,
        h=0.1,
        difference=difference,
        optimiser=given_settings.optimiser,
        momentum=rule.beta,
        dampening=rule.dampening,
    )
    return problem, epochs_of(problem, settings).form_at(problem.W, with_buffer(problem, seed))


@hypothesis_settings(deadline=None, max_examples=25)
@given(SOME, st.integers(0, 2**32), st.floats(0.02, 0.98))
def test_buffer_goes_on_from_a_point(rule: MomentumRule, seed: int, share: float) -> None:
    problem, form = point(seed, rule, share)
    rate = settings_of(problem, rule, share).fixed_learning_rate
    W, buffer = problem.W, with_buffer(problem, seed).arrays[0]
    for _ in range(50):
        W, buffer = next_epoch(problem, rule, rate, W, buffer, is_first=False)
    at = form.at(50.0)
    size = float(np.abs(form.weights(np.arange(51.0))).max())
    np.testing.assert_allclose(at.W, W, rtol=0, atol=1e-12 * size)
    assert at.memory is not None
    assert at.memory.epochs == 57
    assert at.memory.arrays[0] == pytest.approx(buffer, abs=1e-9 * float(np.abs(buffer).max() + 1))
    np.testing.assert_array_equal(form.weights(np.array([50.0])), at.W)
    np.testing.assert_allclose(form.gradients(np.array([50.0])), at.gradient, rtol=1e-12)


@pytest.mark.parametrize("difference", Difference)
@hypothesis_settings(deadline=None, max_examples=25)
@given(SOME, st.integers(0, 2**32), st.floats(0.02, 0.98), st.integers(0, 5000))
def test_every_loss_matches_its_time(
    difference: Difference, rule: MomentumRule, seed: int, share: float, first: int
) -> None:
    _, form = point(seed, rule, share, difference)
    into = np.full(2 * BLOCK + 7, np.nan)
    form.every_loss(first, into[1:-1])
    times = first + np.arange(len(into) - 2.0)
    expected = form.losses(times)
    largest = float(form.losses(np.arange(100.0)).max())
    assert np.abs(into[1:-1] - expected).max() <= 1e-11 * largest
    assert (into[1:-1] >= 0).all()
    assert np.isnan(into[[0, -1]]).all()


@hypothesis_settings(deadline=None, max_examples=40)
@given(SOME, st.integers(0, 2**32), st.floats(0.02, 0.98))
def test_bounds_hold_what_still_moves(rule: MomentumRule, seed: int, share: float) -> None:
    problem, form = point(seed, rule, share)
    slopes, motion = form.gradients(TIMES), form.motion(TIMES)
    slack = 1e-9 * float(np.abs(slopes).max())
    assert (np.abs(slopes) <= motion.slopes + slack).all()
    memories = [form.at(float(t)).memory for t in range(1, 50)]
    pushed = [(1 - rule.beta) * np.abs(memory.arrays[0]) for memory in memories if memory]
    assert (np.concatenate(pushed, axis=1) <= motion.slopes[:, 1:50] + slack).all()
    sizes = np.linalg.norm(form.slope_sizes(TIMES), axis=0)
    assert (np.linalg.norm(slopes, axis=0) <= sizes + slack).all()
    np.testing.assert_array_equal(motion.W, form.weights(TIMES))
    assert problem.W.tolist() == motion.W[:, :1].tolist()


@pytest.mark.parametrize("beta", [0.5, 0.9, 0.99])
@pytest.mark.parametrize("share", [0.01, 0.5, 0.95])
def test_tolerance_is_first_met_where_looked(beta: float, share: float) -> None:
    _, form = point(3, MomentumRule(beta), share)
    norms = np.linalg.norm(form.gradients(np.arange(6000.0)), axis=0)
    for tolerance in (1e-2, 1e-6, 1e-9):
        after = int(np.argmax(norms > tolerance))
        first = int(np.argmax(norms[after:] <= tolerance)) + after
        assert first > after
        assert form.first_within(tolerance, after, 5999) == first
        assert form.first_within(tolerance, after, first - 1) == first - 1


def test_tolerance_hidden_by_rounding_is_left() -> None:
    """Where the quotients do not show what is predicted, slopes have to be smaller still."""
    _, form = point(3, MomentumRule(0.9), 0.3)
    norms = np.linalg.norm(form.gradients(np.arange(400.0)), axis=0)
    here = int(np.argmax(norms <= 1e-3))
    then = form.first_within(1e-3, here, 399)
    assert then > here
    assert norms[then] <= 0.9 * norms[here]


def test_settled_modes_change_nothing() -> None:
    problem, form = point(1, MomentumRule(0.9), 0.5)
    assert not form.is_settled(0.0, problem.W)
    assert form.is_settled(2000.0, form.at(2000.0).W)


def test_one_mode_at_its_limit_is_endless() -> None:
    rule = MomentumRule(0.5)
    problem = Problem([[1.0, 0.0], [0.0, 0.5]], [1, 1], [3, 3])
    settings = Settings(learning_rate=3.0, h=0.1, optimiser="heavy ball", momentum=0.5)
    assert settings_of(problem, rule, 1.0).fixed_learning_rate == 3.0
    epochs = epochs_of(problem, settings)
    form = epochs.form_at(problem.W)
    assert epochs.overshoots
    assert form.is_endless
    assert form.alternates
    assert not form.grows
    assert not epochs.is_unstable
    assert form.push.tolist() == pytest.approx([2.0, 0.0])


def test_flat_direction_is_pushed_by_bias() -> None:
    problem = Problem([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]], [1, 2, 4], [3, 4])
    given_settings = {"learning_rate": 0.01, "h": 0.1, "optimiser": "nesterov"}
    forward = Settings(difference="forward", **given_settings)  # type: ignore[arg-type]
    form = epochs_of(problem, forward).form_at(problem.W)
    assert form.is_endless
    assert form.push.max() > 0
    central = Settings(**given_settings)  # type: ignore[arg-type]
    assert not epochs_of(problem, central).form_at(problem.W).is_endless


def response_by_hand(problem: Problem, rule: MomentumRule, rate: float) -> Matrix:
    """Return how far an error of 1 of the first slope moves the only weight, over η, by epoch."""
    start = problem.starting_from([0.0])
    W: Matrix = start.W
    buffer: Matrix = np.zeros((1, 1))
    first, taken = (1 + rule.beta, 1.0) if rule.is_nesterov else (rule.gain, rule.gain)
    W, buffer = W - rate * first, buffer + taken
    moved = [W.item()]
    for _ in range(20_000):
        W, buffer = next_epoch(start, rule, rate, W, buffer, is_first=False)
        moved.append(W.item())
    sizes: Matrix = np.abs(np.array(moved)) / rate
    return sizes


@pytest.mark.parametrize("share", [1e-3, 0.1, 0.5, 0.97])
@pytest.mark.parametrize(
    "rule",
    [MomentumRule(0.5), MomentumRule(0.9, 0.4), MomentumRule(0.99), MomentumRule(0.9, 0.0, True)],
)
def test_response_is_that_of_one_error(rule: MomentumRule, share: float) -> None:
    problem = Problem([[1.0]], [0.0])
    settings = settings_of(problem, rule, share)
    response = epochs_of(problem, settings).response
    moved = response_by_hand(problem, rule, settings.fixed_learning_rate)
    assert response.most[0] == pytest.approx(moved.max(), rel=0.05)
    held = float(np.square(moved).sum()) / moved.max() ** 2
    assert 1 / response.forgotten[0] == pytest.approx(max(held, 1.0), rel=0.1)
    assert response.unforgotten == pytest.approx(rule.gain / (1 - rule.beta))
