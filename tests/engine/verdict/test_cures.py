"""What makes a crawling descent faster, and how many epochs it says that it saves."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Fit, Problem, Settings, descend, fit, learning_rate_limit, optimum
from engine.verdict.cures import (
    LEAST_CONDITION,
    WORTH,
    Nearness,
    cure_of,
    enough_epochs,
    nesterov_changes,
)
from engine.verdict.gap import Gap
from engine.verdict.judge import foresee, judge
from engine.verdict.rule import LOSS_TOLERANCE, WEIGHT_TOLERANCE, rounding_floor
from engine.verdict.verdict import Outcome, RemedyKind, Verdict
from engine.verdict.wording import LONGEST
from tests.engine.least_squares import table_problem

from ..problems import random_problem


def problem_of(*sizes: float, seed: int = 0, rows: int = 40) -> Problem:
    """Return a table whose columns are orthogonal, of such lengths, and an inexact fit."""
    rng = np.random.default_rng(seed)
    Q, _ = np.linalg.qr(rng.normal(size=(rows, len(sizes))))
    Y = Q.sum(axis=1) * 3 + rng.normal(size=rows) * 0.1
    return Problem(Q * np.array(sizes) * math.sqrt(rows), Y)


def turned(problem: Problem) -> Problem:
    """Return a table of the same modes whose columns are of similar lengths."""
    rng = np.random.default_rng(5)
    V, _ = np.linalg.qr(rng.normal(size=(problem.weights, problem.weights)))
    return Problem(problem.A @ V, problem.Y)


def ended(problem: Problem, **settings: float | str) -> Fit:
    return fit(problem, Settings(**{"epochs": 1000, "learning_rate": "safe", **settings}))  # type: ignore[arg-type]


def gap_at_start(problem: Problem) -> Gap:
    return Gap(problem, False, problem.W, optimum(problem))


def goal_of(problem: Problem) -> Nearness:
    """Return the rule for ✓."""
    best = optimum(problem)
    floor = rounding_floor(problem, best.W, best.loss)
    off = np.maximum(WEIGHT_TOLERANCE * np.abs(best.W[:, 0]), best.error)
    return Nearness(LOSS_TOLERANCE * best.loss + floor, off)


def first_at_optimum(problem: Problem, settings: Settings, goal: Nearness) -> int:
    """Walk until a run is at the optimum; return the epoch, and that after the last if none is."""
    best = optimum(problem)
    off = np.inf if goal.off is None else goal.off
    for frame in descend(problem, settings, chunk_epochs=1):
        is_near = (np.abs(frame.W - best.W)[:, 0] <= off).all()
        residual = problem.A @ (frame.W - best.W)
        if is_near and float(np.mean(np.square(residual))) <= goal.left:
            return frame.epoch
    return frame.epoch + 1


@pytest.mark.parametrize("optimiser", ["plain", "heavy ball", "nesterov"])
@pytest.mark.parametrize("seed", range(5))
def test_epochs_to_optimum_are_walked(optimiser: str, seed: int) -> None:
    draw = np.random.default_rng(seed)
    problem = random_problem(seed, 20, int(draw.integers(1, 5)))
    factor = {"plain": 1.0, "heavy ball": 1.9, "nesterov": 1.9 / 2.8}[optimiser]
    rate = float(draw.uniform(0.05, 0.9)) * learning_rate_limit(problem) * factor
    settings = Settings(20_000, rate, 1.0, optimiser=optimiser, method="literal")
    goal = Nearness(1e-5, np.full(problem.weights, 10 ** draw.uniform(-4, -1)))
    expected = first_at_optimum(problem, settings, goal)
    assert min(gap_at_start(problem).epochs_to_optimum(settings, *goal), 20_001) == expected


@pytest.mark.parametrize("optimiser", ["heavy ball", "nesterov"])
@pytest.mark.parametrize("epoch", [1, 7, 20])
def test_epochs_are_counted_from_any_frame(optimiser: str, epoch: int) -> None:
    problem = random_problem(8, 20, 4)
    best, rate = optimum(problem), 0.3 * learning_rate_limit(problem)
    settings = Settings(20_000, rate, 1.0, optimiser=optimiser, method="literal")
    goal = Nearness(1e-6, np.full(4, 1e-3))
    expected = first_at_optimum(problem, settings, goal)
    *_, frame = descend(problem, replace(settings, epochs=epoch))
    assert frame.memory is not None
    left = Gap(problem, False, frame.W, best)
    assert epoch + left.epochs_to_optimum(settings, *goal, frame.memory.arrays[0]) == expected


def test_buffer_moves_what_has_no_slope() -> None:
    """At the optimum with a buffer, heavy ball leaves it: the gap is closed already, then not."""
    problem = Problem([[1.0]], [1.0], [1.0])
    gap = Gap(problem, False, np.array([[1.0]]) + 1e-300, optimum(problem))
    settings = Settings(10, 0.1, 1.0, optimiser="heavy ball")
    assert gap.epochs_to_optimum(settings, 1e-6, None, np.array([[1.0]])) == 0


def test_nesterov_has_the_known_numbers() -> None:
    gap = gap_at_start(problem_of(1.0, 0.3, 0.01))
    largest, least = float(gap.curvatures[0]), float(gap.curvatures[-1])
    changes = nesterov_changes(gap, Settings(learning_rate=0.1, h=1.0))
    assert changes is not None
    root = math.sqrt(3 * largest / least + 1)
    assert changes["optimiser"] == "nesterov"
    assert 1 - float(changes["momentum"]) == pytest.approx(4 / (root + 2), rel=1e-5)
    assert float(changes["learning_rate"]) == pytest.approx(4 / (3 * largest + least), rel=1e-5)
    assert float(changes["learning_rate"]) <= 4 / (3 * largest + least)
    assert "dampening" not in changes


def test_dampening_goes_with_nesterov() -> None:
    settings = Settings(learning_rate=0.1, h=1.0, optimiser="heavy ball", dampening=0.3)
    changes = nesterov_changes(gap_at_start(problem_of(1.0, 0.01)), settings)
    assert changes is not None
    assert changes["dampening"] == 0
    assert replace(settings, **changes).optimiser == "nesterov"  # type: ignore[arg-type]


@pytest.mark.parametrize("factor", [0.9, 1.1])
def test_momentum_wants_a_condition_of_ten(factor: float) -> None:
    gap = gap_at_start(problem_of(1.0, 1 / math.sqrt(factor * LEAST_CONDITION)))
    changes = nesterov_changes(gap, Settings(learning_rate=0.1, h=1.0))
    assert (changes is not None) is (factor > 1)


def test_set_numbers_are_not_offered_again() -> None:
    gap, settings = gap_at_start(problem_of(1.0, 0.01)), Settings(learning_rate=0.1, h=1.0)
    changes = nesterov_changes(gap, settings)
    assert changes is not None
    assert nesterov_changes(gap, replace(settings, **changes)) is None  # type: ignore[arg-type]


def test_undetermined_direction_does_not_count() -> None:
    A = problem_of(1.0, 0.1).A
    short = Problem(np.column_stack((A, A[:, 0] + A[:, 1])), np.arange(len(A)))
    curvatures = gap_at_start(short).curvatures
    changes = nesterov_changes(gap_at_start(short), Settings(learning_rate=0.1, h=1.0))
    assert changes is not None
    rate = 4 / (3 * curvatures[0] + curvatures[1])
    assert float(changes["learning_rate"]) == pytest.approx(rate, rel=1e-5)


def cured(verdict: Verdict) -> RemedyKind:
    assert verdict.remedy is not None
    assert len(verdict.offer) <= LONGEST
    return verdict.remedy.kind


def test_cures_come_in_order() -> None:
    """A slow rate, then columns of unequal size, and then what is left of κ."""
    problem = turned(problem_of(1.0, 0.3, 3e-4))
    problem = Problem(problem.A * np.array([1.0, 1.0, 30.0]), problem.Y)
    rate = 0.05 * learning_rate_limit(problem)
    settings, kinds = Settings(1000, rate), []
    for _ in range(3):
        verdict = fit(problem, settings).verdict
        kinds.append(cured(verdict))
        assert verdict.remedy is not None
        settings = replace(settings, **verdict.remedy.changes)  # type: ignore[arg-type]
        assert verdict.remedy.buys.endswith(".")
    assert kinds == [RemedyKind.RATE, RemedyKind.SCALE, RemedyKind.NESTEROV]
    last = fit(problem, settings).verdict
    assert last.remedy is None or last.remedy.kind is RemedyKind.CONVERGE


def test_what_a_cure_buys_is_walked() -> None:
    problem = turned(problem_of(1.0, 0.5, 0.02))
    settings = Settings(300, "safe", 1.0)
    result = fit(problem, settings)
    assert result.verdict.kind in (Outcome.CRAWLING, Outcome.CRAWLING_ONCE)
    remedy = result.verdict.remedy
    assert remedy is not None
    assert remedy.kind is RemedyKind.NESTEROV
    goal, used = goal_of(problem), replace(settings, learning_rate=learning_rate_limit(problem) / 2)
    epochs = [
        first_at_optimum(problem, replace(each, epochs=100_000), goal)
        for each in (used, replace(used, **remedy.changes))  # type: ignore[arg-type]
    ]
    assert epochs[1] <= WORTH * epochs[0]
    before, after = (f"{float(f'{each:.2g}'):,.0f}" for each in epochs)
    assert remedy.buys == f"{after} epochs to the optimum instead of {before}."
    assert result.verdict.offer.endswith(f": Nesterov needs {after} epochs, not {before}.")


def test_longley_is_cured_twice() -> None:
    raw = ended(table_problem("Longley")).verdict
    assert cured(raw) is RemedyKind.SCALE
    assert ": scaling needs 2.9e10 epochs, not 3.7e20." in raw.offer
    scaled = ended(table_problem("Longley"), scale_columns=True).verdict
    assert cured(scaled) is RemedyKind.NESTEROV
    assert ": Nesterov needs 700,000 epochs, not 3e10." in scaled.offer


def test_run_that_goes_on_is_offered_a_cure() -> None:
    problem = turned(problem_of(1.0, 0.5, 0.003))
    settings = Settings(1000, "safe", 1.0, method="literal")
    frame = next(each for each in descend(problem, settings, chunk_epochs=100) if each.epoch == 500)
    crawling = foresee(problem, settings, frame, optimum(problem)).crawling
    assert crawling is not None
    assert cured(crawling) is RemedyKind.NESTEROV


def test_slower_cure_is_not_offered() -> None:
    """Scaled, these columns are more alike than before, and descent takes longer."""
    gap, settings = gap_at_start(problem_of(1.0, 0.2)), Settings(learning_rate=0.1, h=1.0)
    goal = Nearness(1e-9, None)
    epochs = gap.epochs_to_optimum(settings, *goal)
    remedy = fit(problem_of(1.0, 1e-3), Settings(1000, 1e-9)).verdict.remedy
    assert remedy is not None
    slower, faster = (replace(remedy, changes={"learning_rate": each}) for each in (0.05, 0.4))
    assert cure_of(slower, gap, settings, goal, epochs) is None
    cure = cure_of(faster, gap, settings, goal, epochs)
    assert cure is not None
    assert cure.fewer < epochs / 3


@pytest.mark.parametrize("optimiser", ["plain", "heavy ball", "nesterov"])
def test_overflow_is_foreseen_from_a_frame(optimiser: str) -> None:
    problem = random_problem(3, 20, 3)
    factor = {"plain": 1.0, "heavy ball": 1.9, "nesterov": 1.9 / 2.8}[optimiser]
    rate = 1.2 * factor * learning_rate_limit(problem)
    settings = Settings(10_000, rate, 1.0, optimiser=optimiser, method="literal")
    best, found = optimum(problem), []
    for frame in descend(problem, settings, chunk_epochs=1):
        if frame.epoch <= 5:
            found.append(foresee(problem, settings, frame, best).overflow_epoch)
    assert len(set(found)) == 1
    # The quotients hide the slopes before the loss itself overflows.
    assert frame.epoch <= found[0]


@pytest.mark.parametrize("optimiser", ["plain", "heavy ball"])
def test_cure_of_divergence_tells_its_epochs(optimiser: str) -> None:
    problem = random_problem(3, 20, 3)
    rate = 2.5 * learning_rate_limit(problem)
    settings = Settings(1000, rate, optimiser=optimiser)
    remedy = fit(problem, settings).verdict.remedy
    assert remedy is not None
    assert remedy.kind is RemedyKind.RATE
    assert remedy.buys.startswith("It is then about ")
    assert remedy.buys.endswith(" epochs to the optimum.")


def test_crawl_of_momentum_is_named() -> None:
    problem = turned(problem_of(1.0, 0.5, 1e-4))
    verdict = ended(problem, optimiser="heavy ball").verdict
    assert verdict.kind in (Outcome.CRAWLING, Outcome.CRAWLING_ONCE)
    assert cured(verdict) is RemedyKind.NESTEROV


def test_bias_has_no_cure() -> None:
    problem = turned(problem_of(1.0, 0.5, 0.003))
    settings = Settings(1000, "safe", 0.1, difference="forward")
    *_, frame = descend(problem, settings)
    assert judge(problem, settings, frame, optimum(problem)).offer == ""


def test_cure_tells_its_epoch() -> None:
    """Of an ended run from the start, and of one that goes on from where it is."""
    problem = turned(problem_of(1.0, 0.5, 0.003))
    settings = Settings(1000, "safe", 1.0, method="literal")
    *_, frame = descend(problem, settings)
    best = optimum(problem)
    ended = judge(problem, settings, frame, best).remedy
    assert ended is not None
    then = replace(settings, **ended.changes, method="modes", epochs=enough_epochs(ended.epochs))  # type: ignore[arg-type]
    assert fit(problem, then).verdict.is_good
    assert not fit(problem, replace(then, epochs=int(0.9 * ended.epochs))).verdict.is_good
    middle = next(
        each for each in descend(problem, settings, chunk_epochs=100) if each.epoch == 500
    )
    crawling = foresee(problem, settings, middle, best).crawling
    assert crawling is not None
    assert crawling.remedy is not None
    *_, later = descend(
        problem, replace(then, epochs=enough_epochs(crawling.remedy.epochs)), after=middle
    )
    assert judge(problem, then, later, best).is_good


@given(st.floats(1.0, 1e15))
def test_enough_epochs_have_two_digits(epochs: float) -> None:
    enough = enough_epochs(epochs)
    assert epochs <= enough <= 1.13 * epochs + 1
    assert float(f"{enough:.1e}") == enough
