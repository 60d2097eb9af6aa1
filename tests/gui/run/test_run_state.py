import pytest

from engine import Settings, StopReason
from engine.settings import MOST_EPOCHS
from gui.run.run_state import RunState, is_resumed, one_epoch_after

from ..frames import frame_of


def test_a_thread_is_at_work_while_running_and_stepping_only() -> None:
    active = {state for state in RunState if state.is_active}
    assert active == {RunState.RUNNING, RunState.STEPPING}


@pytest.mark.parametrize("stop", StopReason)
def test_a_run_that_stopped_is_at_rest_and_says_why(stop: StopReason) -> None:
    state = RunState.after(stop)
    assert not state.is_active
    assert state is RunState.PAUSED or state.value == stop.value


def test_a_cancelled_run_is_paused() -> None:
    assert RunState.after(StopReason.CANCELLED) is RunState.PAUSED


def test_every_state_has_its_own_sentence() -> None:
    sentences = [state.value for state in RunState]
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)
    assert len(RunState.__members__) == len(set(sentences))


FRAME = frame_of(100, 1.0, 3.0, 4.0)  # ‖δW‖ = 5
RUN, STEP = RunState.RUNNING, RunState.STEPPING
SETTLED = Settings(until_converged=True)


def resumed(
    state: RunState, now: Settings, ran_under: Settings | None = None, wanted: RunState = RUN
) -> bool:
    return is_resumed(wanted, state, FRAME, now, ran_under or now)


@pytest.mark.parametrize("state", [RunState.READY, RunState.EDITED])
@pytest.mark.parametrize("wanted", [RUN, STEP])
def test_other_tables_start_afresh(state: RunState, wanted: RunState) -> None:
    assert not resumed(state, Settings(), wanted=wanted)


@pytest.mark.parametrize("state", [RunState.PAUSED, RunState.FAILED])
def test_what_was_interrupted_goes_on(state: RunState) -> None:
    assert resumed(state, Settings(epochs=5))


@pytest.mark.parametrize("state", [RunState.DONE, RunState.CONVERGED, RunState.ENDLESS])
def test_a_step_goes_on_from_wherever_the_run_stands(state: RunState) -> None:
    assert resumed(state, Settings(), wanted=STEP)


def test_what_is_done_goes_on_with_more_epochs_or_until_converged() -> None:
    assert not resumed(RunState.DONE, Settings(epochs=100))
    assert resumed(RunState.DONE, Settings(epochs=101))
    assert resumed(RunState.DONE, Settings(epochs=100, until_converged=True))


@pytest.mark.parametrize("state", [RunState.DIVERGED, RunState.ENDLESS])
@pytest.mark.parametrize("until_converged", [True, False])
def test_what_led_nowhere_starts_afresh(state: RunState, until_converged: bool) -> None:
    assert not resumed(state, Settings(until_converged=until_converged))


def test_a_finer_tolerance_goes_on() -> None:
    coarse = Settings(tolerance=5.0)
    assert not resumed(RunState.CONVERGED, coarse)
    assert resumed(RunState.CONVERGED, Settings(tolerance=1.0), coarse)
    assert resumed(RunState.CONVERGED, Settings(until_converged=True), coarse)


def test_weights_that_no_longer_change_start_afresh_unless_epochs_are_asked_for() -> None:
    assert not resumed(RunState.CONVERGED, SETTLED)
    assert not resumed(RunState.CONVERGED, Settings(epochs=100), SETTLED)
    assert resumed(RunState.CONVERGED, Settings(epochs=1000), SETTLED)


def test_a_step_is_one_epoch_whatever_there_is_to_stop_for() -> None:
    settings = Settings(7, h=0.5, tolerance=1.0, until_converged=True)
    assert one_epoch_after(None, settings) == Settings(1, h=0.5)
    assert one_epoch_after(FRAME, settings) == Settings(101, h=0.5)


def test_beyond_what_can_be_counted_there_is_no_step() -> None:
    far = frame_of(10 * int(MOST_EPOCHS), 1.0, 1.0)
    assert one_epoch_after(far, Settings()).epochs == int(MOST_EPOCHS)
