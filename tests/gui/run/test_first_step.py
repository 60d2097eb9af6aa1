"""The epoch that Run takes first."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Difference, Method, Precision, Problem, Settings, descend
from engine.examples import published
from gui.document import Experiment
from gui.files.secant_document import empty_experiment
from gui.run.companions import CompanionSource
from gui.run.first_step import FirstStep
from gui.run.prepared_rows import PreparedRows

USUAL = Settings(epochs=1, learning_rate=1e-3, h=0.1)


def first_of(experiment: Experiment) -> FirstStep | None:
    return FirstStep.of(experiment, PreparedRows(experiment))


@pytest.mark.parametrize("method", [Method.AUTOMATIC, Method.LITERAL, Method.TRIANGLE])
@pytest.mark.parametrize("scale_columns", [False, True])
@pytest.mark.parametrize("shape", [(3, 3), (300, 4)])
def test_first_step_is_the_runs(
    shape: tuple[int, int], scale_columns: bool, method: Method
) -> None:
    random = np.random.default_rng(3)
    problem = Problem(random.normal(size=shape), random.normal(size=shape[0]))
    for difference in Difference:
        settings = replace(USUAL, method=method, scale_columns=scale_columns, difference=difference)
        experiment = Experiment.of(problem, settings)
        first, prepared_rows = first_of(experiment), PreparedRows(experiment)
        source = CompanionSource(experiment, prepared_rows, settings, lambda: False)
        if method is not Method.LITERAL:
            prepared_rows.reduce(lambda: False)
        working = source.of(next(descend(problem, settings))).working
        assert first is not None
        assert first.working is not None
        assert working is not None
        assert [first.working.of_weight(k) for k in range(shape[1])] == [
            working.of_weight(k) for k in range(shape[1])
        ]


def test_literal_run_takes_it() -> None:
    for precision in Precision:
        settings = replace(
            published().settings, epochs=1, method=Method.LITERAL, precision=precision
        )
        problem = published().problem
        first = first_of(Experiment.of(problem, settings))
        *_, frame = descend(problem, settings)
        assert first is not None
        assert first.working is not None
        assert np.array_equal(first.working.W_next_of_table, frame.W)


def test_empty_tables_have_none() -> None:
    assert first_of(empty_experiment()) is None


@pytest.mark.parametrize(("rows", "h"), [(200_000, 0.1), (3, 1e-17)])
def test_some_steps_are_not_written(rows: int, h: float) -> None:
    """Of a large table, and with an h that is lost."""
    problem = Problem(np.ones((rows, 1)), np.ones(rows), [1.0])
    first = first_of(Experiment.of(problem, replace(USUAL, h=h)))
    assert first is not None
    assert first.working is None
