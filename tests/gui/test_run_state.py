import pytest

from engine import StopReason
from gui.run_state import RunState


def test_only_running_and_stepping_are_active() -> None:
    active = {state for state in RunState if state.is_active}
    assert active == {RunState.RUNNING, RunState.STEPPING}


@pytest.mark.parametrize("stop", StopReason)
def test_stopped_run_names_reason(stop: StopReason) -> None:
    state = RunState.after(stop)
    assert not state.is_active
    assert state is RunState.PAUSED or state.value == stop.value


def test_cancelled_run_is_paused() -> None:
    assert RunState.after(StopReason.CANCELLED) is RunState.PAUSED


def test_every_state_has_own_sentence() -> None:
    sentences = [state.value for state in RunState]
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)
    assert len(RunState.__members__) == len(set(sentences))
