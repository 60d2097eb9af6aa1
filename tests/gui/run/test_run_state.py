from dataclasses import replace

import pytest

from engine import Settings, StopReason
from engine.optimisers.checks import MOST_EPOCHS
from engine.settings import Method
from gui.run.run_state import RunState, is_resumed, one_epoch_after, with_possible_method

from ..frames import frame_of


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


FRAME = frame_of(100, 1.0, 3.0, 4.0)  # ‖δW‖ = 5
RUN, STEP = RunState.RUNNING, RunState.STEPPING
SETTLED = Settings(until_converged=True)


def resumed(
    state: RunState, now: Settings, ran_under: Settings | None = None, wanted: RunState = RUN
) -> bool:
    return is_resumed(wanted, state, FRAME, now, ran_under or now)


@pytest.mark.parametrize("state", [RunState.READY, RunState.EDITED])
@pytest.mark.parametrize("wanted", [RUN, STEP])
def test_changed_tables_start_again(state: RunState, wanted: RunState) -> None:
    assert not resumed(state, Settings(), wanted=wanted)


@pytest.mark.parametrize("state", [RunState.PAUSED, RunState.FAILED])
def test_interrupted_run_resumes(state: RunState) -> None:
    assert resumed(state, Settings(epochs=5))


@pytest.mark.parametrize("state", [RunState.DONE, RunState.CONVERGED, RunState.ENDLESS])
def test_step_resumes_from_any_stop(state: RunState) -> None:
    assert resumed(state, Settings(), wanted=STEP)


def test_done_run_resumes_with_more_epochs() -> None:
    assert not resumed(RunState.DONE, Settings(epochs=100))
    assert resumed(RunState.DONE, Settings(epochs=101))
    assert resumed(RunState.DONE, Settings(epochs=100, until_converged=True))


@pytest.mark.parametrize("state", [RunState.DIVERGED, RunState.ENDLESS])
@pytest.mark.parametrize("until_converged", [True, False])
def test_failed_descent_starts_again(state: RunState, until_converged: bool) -> None:
    assert not resumed(state, Settings(until_converged=until_converged))


def test_finer_tolerance_resumes() -> None:
    coarse = Settings(tolerance=5.0)
    assert not resumed(RunState.CONVERGED, coarse)
    assert resumed(RunState.CONVERGED, Settings(tolerance=1.0), coarse)
    assert resumed(RunState.CONVERGED, Settings(until_converged=True), coarse)


def test_converged_run_resumes_for_epochs() -> None:
    assert not resumed(RunState.CONVERGED, SETTLED)
    assert not resumed(RunState.CONVERGED, Settings(epochs=100), SETTLED)
    assert resumed(RunState.CONVERGED, Settings(epochs=1000), SETTLED)


def test_step_ignores_reasons_to_stop() -> None:
    settings = Settings(7, h=0.5, tolerance=1.0, until_converged=True)
    assert one_epoch_after(None, settings) == Settings(1, h=0.5)
    assert one_epoch_after(FRAME, settings) == Settings(101, h=0.5)


def test_step_keeps_the_schedule() -> None:
    settings = Settings(7, h=0.5, schedule="cosine")
    assert one_epoch_after(FRAME, settings).schedule_epochs == 7
    assert one_epoch_after(None, Settings(0, h=0.5, schedule="cosine")).schedule_epochs == 1
    fixed = Settings(7, h=0.5, schedule="cosine", schedule_epochs=3)
    assert one_epoch_after(FRAME, fixed).schedule_epochs == 3


def test_no_step_beyond_largest_epoch() -> None:
    far = frame_of(10 * int(MOST_EPOCHS), 1.0, 1.0)
    assert one_epoch_after(far, Settings()).epochs == int(MOST_EPOCHS)


@pytest.mark.parametrize(
    ("settings", "method"),
    [
        (Settings(method="modes", optimiser="adam"), "automatic"),
        (Settings(method="modes", optimiser="nesterov", momentum=0.9999), "automatic"),
        (Settings(method="modes", schedule="cosine"), "automatic"),
        (Settings(method="modes", optimiser="heavy ball"), "modes"),
        (Settings(method="modes"), "modes"),
        (Settings(method="literal", optimiser="adam"), "literal"),
    ],
)
def test_modes_are_left_if_they_predict_nothing(settings: Settings, method: str) -> None:
    assert with_possible_method(settings) == replace(settings, method=Method(method))
