from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine import Cancelled, Problem, Settings, StopReason, descend, fit
from engine.formula.formula import Formula
from engine.losses.larger_rate import larger_rate
from engine.verdict.judge import foresee
from engine.verdict.least_unknown import verdict_on_loss
from engine.verdict.verdict import Outcome
from tests.engine.problems import random_problem

from ..formula.losses import LOSSES

ABSOLUTE = Formula.of("mean absolute")


def test_straight_way_takes_larger_steps() -> None:
    far = Problem([[1.0], [2.0], [-1.0]], [300.0, 500.0, -400.0])
    assert larger_rate(ABSOLUTE, far, 1e-5, far.W) == 0.01
    assert larger_rate(ABSOLUTE, far, 1e-3, far.W) == 1.0


def test_kink_ahead_takes_smaller_ones() -> None:
    """The kink at w = 3 is 3,000 epochs of the slope 1 away: eight of 1,000 times jump over it."""
    problem = Problem([[1.0]], [3.0])
    assert larger_rate(ABSOLUTE, problem, 1e-3, problem.W) == 0.1
    assert larger_rate(ABSOLUTE, problem, 0.1, problem.W) is None
    assert larger_rate(ABSOLUTE, problem, 1e-3, np.array([[3.0]])) is None


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("rate", [1e-7, 1e-5, 1e-3, 0.1, 10.0])
def test_offered_rate_lowers_the_loss(name: str, rate: float) -> None:
    """It wins at least several times as much as the present one, over as many epochs."""
    problem, formula = random_problem(4, 40, 3), Formula.of(LOSSES[name])
    with np.errstate(all="ignore"):
        found = larger_rate(formula, problem, rate, problem.W)
    if found is None:
        return
    assert found > 9 * rate
    start, losses = formula.slope(problem, problem.W), []
    for each in (rate, found):
        W = problem.W
        for _ in range(8):
            W = W - each * formula.slope(problem, W).gradient
        losses.append(formula.slope(problem, W).loss)
    assert start.loss - losses[1] > 4 * (start.loss - losses[0])


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({"learning_rate": 1e-5}, 0.01),
        ({"learning_rate": 1e-5, "scale_columns": True}, 0.01),
        ({"learning_rate": 200.0}, None),
        ({"learning_rate": 1e-5, "optimiser": "heavy ball", "momentum": 0.5}, None),
    ],
)
def test_stopped_run_is_offered_one(changes: dict[str, Any], offered: float | None) -> None:
    problem = Problem(np.full((9, 1), 2.0), np.arange(9.0) + 100)
    settings = Settings(loss="mean absolute", epochs=500, **changes)
    frame = list(descend(problem, settings))[-1]
    frame = replace(frame, state=frame.state._replace(stop=StopReason.CANCELLED))
    verdict = verdict_on_loss(problem, settings, frame, ["a"])
    assert verdict.kind is Outcome.STOPPED
    if offered is None:
        assert verdict.remedy is None
    else:
        assert verdict.remedy is not None
        assert verdict.remedy.changes == {"learning_rate": offered}
        assert verdict.remedy.label == "Use η = 0.01"


def test_creeping_is_foreseen() -> None:
    problem = Problem(np.full((9, 1), 2.0), np.arange(9.0) + 100)
    settings = Settings(loss="mean absolute", learning_rate=1e-5, until_converged=True)
    frames = descend(problem, settings)
    early = next(frames)
    late = next(frame for frame in frames if frame.epoch >= 10_000)
    assert late.stop is None
    assert foresee(problem, settings, early, None).crawling is None
    verdict = foresee(problem, settings, late, None).crawling
    assert verdict is not None
    assert verdict.kind is Outcome.CREEPING
    assert verdict.sentence == ("Creeping: 1,000 times this η lowers the loss as surely from here.")
    assert verdict.remedy is not None
    assert verdict.remedy.changes == {"learning_rate": 0.01}
    counted = replace(settings, until_converged=False)
    assert foresee(problem, counted, late, None).crawling is None
    mended = fit(problem, replace(settings, learning_rate=0.01))
    assert mended.stop is StopReason.CONVERGED
    assert mended.loss < late.loss


def test_trial_can_be_cancelled() -> None:
    problem = random_problem(4, 40, 3)
    with pytest.raises(Cancelled):
        larger_rate(ABSOLUTE, problem, 1e-5, problem.W, lambda: True)
