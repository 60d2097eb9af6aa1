"""What standardised columns would be to a descent, against a run on them."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings, descend, judge, stability_limit
from engine.difference import Difference
from engine.examples import EXAMPLES
from engine.verdict.cures import Nearness
from engine.verdict.gap import Gap
from engine.verdict.judge import scaling_before_run
from engine.verdict.rule import optimum_to_compare
from engine.verdict.standardising import standardised_gap, told_gain
from engine.verdict.verdict import RemedyKind

N = 60


def far_from_zero(start: float = 0.0) -> Problem:
    """Return a table of columns whose mean is large beside their spread."""
    rng = np.random.default_rng(0)
    A = np.column_stack((np.ones(N), rng.normal(500, 1, N), rng.normal(300, 2, N)))
    Y = A @ [1.0, 2.0, 3.0] + rng.normal(size=N)
    return Problem(A, Y, np.full(3, start))


def standardised(problem: Problem) -> Problem:
    """Return the table as the window makes it, from a start that predicts the same."""
    A, means, spreads = problem.A.copy(), problem.A.mean(axis=0), problem.A.std(axis=0)
    A[:, 1:] = (A[:, 1:] - means[1:]) / spreads[1:]
    W = problem.W.copy()
    W[0] += means[1:] @ problem.W[1:, 0]
    W[1:] *= spreads[1:, np.newaxis]
    return Problem(A, problem.Y, W)


@pytest.mark.parametrize("start", [0.0, 7.0])
@pytest.mark.parametrize("scale_columns", [False, True])
def test_gap_is_that_of_the_standardised_table(start: float, scale_columns: bool) -> None:
    problem = far_from_zero(start)
    best, there = optimum_to_compare(problem), standardised(problem)
    gap = standardised_gap(problem, best, 0, scale_columns=scale_columns)
    assert gap is not None
    settings = Settings(5000, 1.0, 1.0, scale_columns=scale_columns)
    limit = stability_limit(there, settings)
    assert gap.limit == pytest.approx(limit, rel=1e-9)
    settings = replace(settings, learning_rate=limit / 4)
    least, left = optimum_to_compare(there).loss, 1e-6
    foretold = gap.epochs_to_optimum(settings, left)
    frames = descend(there, settings, chunk_epochs=1)
    reached = next(frame.epoch for frame in frames if frame.loss - least <= left)
    assert abs(foretold - reached) <= 1


@pytest.mark.parametrize(("optimiser", "momentum"), [("plain", 0.0), ("nesterov", 0.9)])
def test_remedy_says_what_it_buys(optimiser: str, momentum: float) -> None:
    """It said only why it helps, and no number of epochs."""
    rng = np.random.default_rng(0)
    A = np.column_stack((np.ones(N), rng.normal(1e5, 1, N)))
    problem = Problem(A, A @ [1.0, 2.0] + rng.normal(size=N))
    settings = Settings(300, 1.0, 1.0, scale_columns=True, optimiser=optimiser, momentum=momentum)
    settings = replace(settings, learning_rate=stability_limit(problem, settings) / 2)
    *_, frame = descend(problem, settings)
    remedy = judge(problem, settings, frame, optimum_to_compare(problem)).remedy
    assert remedy is not None
    assert remedy.kind is RemedyKind.STANDARDISE
    assert " to the optimum instead of " in remedy.buys


def test_gain_is_told_if_it_is_one() -> None:
    problem = far_from_zero()
    gap = standardised_gap(problem, optimum_to_compare(problem), 0, scale_columns=False)
    assert gap is not None
    nearness, settings = Nearness(1e-6, None), Settings(1, gap.limit / 4, 1.0)
    epochs = gap.epochs_to_optimum(settings, nearness.left)
    assert told_gain(gap, settings, nearness, epochs) == ""
    told = told_gain(gap, settings, nearness, 4.7e8)
    assert told.endswith("epochs to the optimum instead of 4.7e8.")
    assert told_gain(gap, settings, nearness, np.inf).startswith("It is then about ")
    diverging = replace(settings, learning_rate=2 * gap.limit)
    assert told_gain(gap, diverging, nearness, np.inf) == ""


def test_large_and_infinite_tables_are_left_out() -> None:
    problem = far_from_zero()
    best = optimum_to_compare(problem)
    huge = Problem(np.where(problem.A == 1, 1, 1e308), problem.Y)
    assert standardised_gap(huge, best, 0, scale_columns=False) is None
    many = Problem(np.ones((2**18, 2)), np.zeros(2**18))
    assert standardised_gap(many, best, 0, scale_columns=False) is None


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("scale_columns", [False, True])
def test_quick_count_is_the_exact_one(share: float, scale_columns: bool) -> None:
    """Of one slow direction, which crawls, the others have long gone."""
    rng = np.random.default_rng(4)
    problem = Problem(rng.normal(size=(N, 3)) * [1.0, 1.0, 100.0], rng.normal(size=N))
    best = optimum_to_compare(problem)
    gap = Gap(problem, scale_columns, problem.W, best)
    settings = Settings(1, share * gap.limit, 1.0)
    for off in (None, 1e-6 * np.abs(best.W[:, 0])):
        exact = gap.epochs_to_optimum(settings, 1e-9, off)
        assert gap.epochs_about(share * gap.limit, 1e-9, off) == pytest.approx(exact, 0.05, 2)
    assert gap.epochs_about(gap.limit, 1e-9) == np.inf
    assert gap.epochs_about(0.0, 1e-9) == np.inf


def test_scaling_tells_its_gain_before_a_run() -> None:
    example = next(each for each in EXAMPLES if each.key == "longley")
    best = optimum_to_compare(example.problem)
    remedy = scaling_before_run(example.problem, example.settings, best)
    assert remedy is not None
    assert remedy.buys == "2.9e10 epochs to the optimum instead of 3.7e20."
    assert remedy.changes["scale_columns"] is True
    forward = replace(example.settings, difference=Difference.FORWARD)
    told = scaling_before_run(example.problem, forward, best)
    assert told is not None
    assert told.buys != remedy.buys
    scaled = replace(example.settings, scale_columns=True)
    assert scaling_before_run(example.problem, scaled, best) is None
