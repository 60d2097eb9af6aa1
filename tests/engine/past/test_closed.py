"""The path in closed form from the points that a run counted from."""

import numpy as np

from engine import Method, Settings, learning_rate_limit
from engine.frame import StopReason
from engine.methods.choose import RunHooks
from engine.past.closed import ClosedPath
from tests.engine.past.runs import problem_of, stopped_at


def test_closed_path_leads_where_a_run_does() -> None:
    problem = problem_of(60, 3)
    settings = Settings(900, 0.2 * learning_rate_limit(problem), h=0.1)
    path = ClosedPath.chosen(problem, settings, RunHooks(), None)
    start = path.start(0, problem.W, None)
    assert start.method is Method.MODES
    state, recorded = path.advance(start, 900)
    fresh = stopped_at(problem, 900, settings)
    assert np.abs(state.W - fresh.W).max() < 1e-12
    assert state.stop is StopReason.DONE
    assert len(recorded.trace) == 0
