"""A run at rest, as a file keeps it."""

from dataclasses import FrozenInstanceError

import pytest

from engine import Settings
from engine.past.saved_run import SavedRun
from tests.engine.past.runs import kept, problem_of


def test_saved_run_is_a_snapshot() -> None:
    settings = Settings(5, 0.01, h=0.1)
    history, frame = kept(problem_of(6, 2), settings)
    run = SavedRun(settings, frame, history.trace(), history.past())
    assert run.trace.epoch[-1] == run.frame.epoch == 5
    with pytest.raises(FrozenInstanceError):
        run.frame = frame  # type: ignore[misc]
