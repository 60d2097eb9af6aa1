"""What is true of plain descent only is never said of another optimiser, or of an η that changes.

The frames are those of plain runs: only the settings that the verdict is given are others.
"""

from dataclasses import replace

import numpy as np
import pytest

from engine import Optimiser, Problem, Schedule, Settings, descend, optimum
from engine.examples import published
from engine.verdict.judge import foresee, judge
from engine.verdict.verdict import Forecast, Outcome, RemedyKind, Verdict
from engine.verdict.wording import LONGEST

from ..least_squares import table_problem

OTHERS: list[dict[str, str]] = [
    *({"optimiser": each.value} for each in Optimiser if each is not Optimiser.PLAIN),
    *({"schedule": each.value} for each in Schedule if each is not Schedule.CONSTANT),
]
PUBLISHED, NORRIS = published().problem, table_problem("Norris")
TINY = Problem(np.full((3, 1), 1e-180), [1.0, 2.0, 3.0])
ENDS = {
    Outcome.DIVERGING: (PUBLISHED, Settings(3, 0.02, "fits")),
    Outcome.DIVERGED_EARLY: (PUBLISHED, Settings(9, 0.02, "fits", until_converged=True)),
    Outcome.RATE_TINY: (PUBLISHED, Settings(1000, 1e-6, "fits")),
    Outcome.CRAWLING: (NORRIS, Settings(1000, "safe", "fits")),
    Outcome.STILL_FALLING: (PUBLISHED, Settings(1000, 0.01, 0.1)),
    Outcome.COLUMNS_TOO_SMALL: (TINY, Settings(10, 1.0, 0.1)),
}
OF_PLAIN = {
    *ENDS,
    *(Outcome.RATE_STOPS, Outcome.AT_LIMIT, Outcome.CRAWLING_ONCE, Outcome.STILL_FALLING_ONCE),
    *(Outcome.STILL_FALLING_BRIEFLY, Outcome.NOTHING_MOVED),
}


def verdict_of(problem: Problem, settings: Settings, **other: str) -> Verdict:
    *_, frame = descend(problem, settings)
    judged = replace(settings, **other)  # type: ignore[arg-type]
    return judge(problem, judged, frame, optimum(problem))


@pytest.mark.parametrize("outcome", ENDS)
def test_plain_runs_end_so(outcome: Outcome) -> None:
    assert verdict_of(*ENDS[outcome]).kind is outcome


@pytest.mark.parametrize("other", OTHERS, ids=lambda other: next(iter(other.values())))
@pytest.mark.parametrize("outcome", ENDS)
def test_others_end_otherwise(outcome: Outcome, other: dict[str, str]) -> None:
    problem, settings = ENDS[outcome]
    verdict = verdict_of(problem, settings, **other)
    assert verdict.kind not in OF_PLAIN
    assert len(verdict.sentence) <= LONGEST
    assert verdict.remedy is None or verdict.remedy.kind is not RemedyKind.RATE


@pytest.mark.parametrize("other", OTHERS, ids=lambda other: next(iter(other.values())))
def test_nothing_is_foreseen(other: dict[str, str]) -> None:
    settings = Settings(10_000, "safe", "fits")
    frame = next(iter(descend(NORRIS, settings)))
    best = optimum(NORRIS)
    assert foresee(NORRIS, settings, frame, best) != Forecast()
    judged = replace(settings, **other)  # type: ignore[arg-type]
    assert foresee(NORRIS, judged, frame, best) == Forecast()


@pytest.mark.parametrize("optimiser", Optimiser)
def test_adaptive_steps_need_no_scaling(optimiser: Optimiser) -> None:
    uneven = Problem([[1.0, 1e4], [1.0, 2e4], [1.0, 4e4]], [1.0, 2.0, 2.5])
    settings = Settings(500, "safe", "fits", difference="forward", until_converged=False)
    verdict = verdict_of(uneven, settings, optimiser=optimiser.value)
    is_scaling = verdict.remedy is not None and verdict.remedy.kind is RemedyKind.SCALE
    assert not (is_scaling and optimiser.is_adaptive)


@pytest.mark.parametrize("other", OTHERS, ids=lambda other: next(iter(other.values())))
def test_other_loss_offers_a_tenth(other: dict[str, str]) -> None:
    settings = Settings(1, 9.0, 1e-3, loss="huber", **other)  # type: ignore[arg-type]
    ones = Problem(np.ones((5, 1)), [1.0, 2.0, 2.5, 3.0, 40.0])
    plain = replace(settings, optimiser=Optimiser.PLAIN, schedule=Schedule.CONSTANT)
    *_, frame = descend(ones, plain)
    verdict = judge(ones, settings, frame, None)
    assert verdict.kind in (Outcome.LOSS_ROSE, Outcome.DIVERGED, Outcome.DIVERGES_NEXT)
    assert verdict.remedy is not None
    assert verdict.remedy.changes == {"learning_rate": 0.9}
