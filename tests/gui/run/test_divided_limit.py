"""η's limit of Adam and the others, found beside the epochs of a run."""

from dataclasses import replace

import numpy as np
import pytest

import gui.run.divided_limit as divided_limit
from engine import Frame, Problem, Settings, descend, stability_limit, triangle_of
from engine.optimisers.rules import rule_of
from gui.document import Experiment
from gui.run.divided_limit import DividedLimit
from gui.run.first_step import MOST_COLUMNS_AT_ONCE, first_limit
from gui.run.prepared_rows import PreparedRows
from tests.engine.problems import random_problem

ADAM = Settings(10, 0.01, 1.0, optimiser="adam")
PROBLEM = random_problem(5, 30, 4)


def frames(problem: Problem, settings: Settings) -> list[Frame]:
    return list(descend(problem, settings, chunk_epochs=5))


def rows_of(problem: Problem, settings: Settings) -> PreparedRows:
    return PreparedRows(Experiment.of(problem, settings))


def limit_at(frame: Frame, settings: Settings) -> float:
    assert frame.memory is not None
    return stability_limit(PROBLEM, settings, rule_of(settings).told(frame.memory)[-1][1])


@pytest.mark.parametrize("optimiser", ["rmsprop", "adam", "adamw", "adagrad"])
@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("reduced", [False, True])
def test_limit_is_that_of_the_roots(optimiser: str, scaled: bool, reduced: bool) -> None:
    settings = replace(ADAM, optimiser=optimiser, scale_columns=scaled)  # type: ignore[arg-type]
    rows = rows_of(PROBLEM, settings)
    if reduced:
        rows.triangle = triangle_of(PROBLEM)
    *_, last = frames(PROBLEM, settings)
    found = DividedLimit(rows).at(last, settings)
    assert found == pytest.approx(limit_at(last, settings), rel=1e-9)


def test_limit_is_found_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(divided_limit, "LEAST_SECONDS", 1e6)
    first, then, last = (each for each in frames(PROBLEM, replace(ADAM, epochs=15)) if each.epoch)
    divided = DividedLimit(rows_of(PROBLEM, ADAM))
    known = divided.at(replace(first, state=first.state._replace(stop=None)), ADAM)
    assert known is not None
    running = replace(then, state=then.state._replace(stop=None))
    assert divided.at(running, ADAM) == known
    assert last.stop is not None
    assert divided.at(last, ADAM) == pytest.approx(limit_at(last, ADAM), rel=1e-9)
    other = replace(ADAM, epsilon=1.0)
    assert divided.at(running, other) == pytest.approx(limit_at(running, other), rel=1e-9)


@pytest.mark.parametrize(
    "settings", [Settings(5, 0.01, 1.0, optimiser="heavy ball"), replace(ADAM, loss="huber")]
)
def test_others_have_no_such_limit(settings: Settings) -> None:
    *_, last = frames(PROBLEM, settings)
    assert DividedLimit(rows_of(PROBLEM, settings)).at(last, settings) is None


def test_start_has_no_roots() -> None:
    first = frames(PROBLEM, ADAM)[0]
    start = replace(first, state=first.state._replace(memory=None))
    assert DividedLimit(rows_of(PROBLEM, ADAM)).at(start, ADAM) is None


def test_wide_table_is_left_out() -> None:
    wide = Problem(np.eye(1001), np.ones(1001))
    frame = frames(PROBLEM, ADAM)[-1]
    assert DividedLimit(rows_of(wide, ADAM)).at(frame, ADAM) is None


def test_long_table_waits_for_its_triangle() -> None:
    long = random_problem(1, 200_000, 10)
    settings = replace(ADAM, epochs=2)
    rows, (*_, last) = rows_of(long, settings), frames(long, settings)
    assert DividedLimit(rows).at(last, settings) is None
    rows.triangle = triangle_of(long)
    assert DividedLimit(rows).at(last, settings) is not None


def test_overflowed_roots_have_no_limit() -> None:
    last = frames(PROBLEM, ADAM)[-1]
    assert last.memory is not None
    arrays = tuple(np.full_like(each, np.inf) for each in last.memory.arrays)
    state = last.state._replace(memory=last.memory._replace(arrays=arrays))
    assert DividedLimit(rows_of(PROBLEM, ADAM)).at(replace(last, state=state), ADAM) is None


@pytest.mark.parametrize("optimiser", ["rmsprop", "adam", "adamw", "adagrad"])
@pytest.mark.parametrize("scaled", [False, True])
def test_first_limit_is_known_before_run(optimiser: str, *, scaled: bool) -> None:
    settings = replace(ADAM, optimiser=optimiser, scale_columns=scaled)  # type: ignore[arg-type]
    experiment = Experiment.of(PROBLEM, settings)
    *_, after_one = descend(PROBLEM, replace(settings, epochs=1))
    found = first_limit(experiment, PreparedRows(experiment))
    assert found == pytest.approx(limit_at(after_one, settings), rel=1e-9)


def test_first_limit_is_only_for_roots() -> None:
    plain = Experiment.of(PROBLEM, Settings())
    assert first_limit(plain, PreparedRows(plain)) is None
    wide = random_problem(5, 40, MOST_COLUMNS_AT_ONCE + 1)
    experiment = Experiment.of(wide, ADAM)
    assert first_limit(experiment, PreparedRows(experiment)) is None
