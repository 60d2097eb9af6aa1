from threading import Thread

import pytest

from engine import Settings
from gui.run import controls as controls_module
from gui.run.controls import Controls, FirstPace, Pace, RunSettings


def test_unlimited_pace_leaves_chunk_open() -> None:
    assert Pace().chunk_epochs is None
    assert Pace().chunk_seconds == 0


def test_slow_pace_takes_single_epochs() -> None:
    assert Pace(1).chunk_epochs == 1
    assert Pace(1).chunk_seconds == 1


def test_fast_pace_uses_short_chunks() -> None:
    pace = Pace(12_345)
    assert pace.chunk_epochs is not None
    assert pace.chunk_epochs / pace.chunk_seconds == 12_345
    assert pace.chunk_seconds < 0.03


def test_changed_plan_applies_at_once() -> None:
    controls = Controls(RunSettings(Settings(), Pace()))
    run_settings = RunSettings(Settings(h=1e-3), Pace(5))
    controls.change(run_settings)
    assert controls.run_settings is run_settings
    assert not controls.cancelled()


def held_controls() -> tuple[Controls, Thread]:
    """Return controls whose run waits for the window, and the thread it waits in."""
    controls = Controls(RunSettings(Settings(), Pace()))
    controls.hold()
    run = Thread(target=controls.cancelled, daemon=True)
    run.start()
    return controls, run


def test_held_run_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controls_module, "MOST_DRAWING_SECONDS", 600.0)
    controls, run = held_controls()
    run.join(0.1)
    assert run.is_alive()
    controls.go_on()
    run.join(10)
    assert not run.is_alive()
    assert not controls.cancelled()


def test_cancel_frees_held_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controls_module, "MOST_DRAWING_SECONDS", 600.0)
    controls, run = held_controls()
    controls.cancel()
    run.join(10)
    assert not run.is_alive()
    assert controls.cancelled()


def test_held_run_waits_no_longer() -> None:
    _, run = held_controls()  # nobody lets it go on
    run.join(10)
    assert not run.is_alive()


def test_cancel_ends_wait() -> None:
    controls = Controls(RunSettings(Settings(), Pace()))
    waiting = Thread(target=controls.wait, args=(600,), daemon=True)
    waiting.start()
    controls.cancel()
    waiting.join(10)
    assert controls.cancelled()
    assert not waiting.is_alive()


def test_wait_ends_in_time() -> None:
    controls = Controls(RunSettings(Settings(), Pace()))
    controls.wait(0.001)
    assert not controls.cancelled()


def test_change_ends_only_one_wait() -> None:
    controls = Controls(RunSettings(Settings(), Pace()))
    controls.change(RunSettings(Settings(h=1e-3), Pace()))
    controls.wait(600)  # ended by the change before it
    waiting = Thread(target=controls.wait, args=(600,), daemon=True)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    controls.cancel()
    waiting.join(10)
    assert not waiting.is_alive()


def test_usual_pace_has_no_due_time() -> None:
    assert Pace().chunk_after(100) is None
    assert Pace(1).chunk_after(100) == 1
    assert Pace(1).seconds_to(100) == 0


def test_first_pace_is_even_in_decades() -> None:
    pace = FirstPace(epochs=1000, seconds=3.0)
    assert [pace.epoch_at(pace.seconds_to(epoch)) for epoch in (1, 10, 100, 1000)] == (
        pytest.approx([1, 10, 100, 1000])
    )
    assert pace.seconds_to(1000) == pace.seconds_to(5000) == 3.0


def test_late_first_pace_catches_up() -> None:
    pace = FirstPace(epochs=1000, seconds=3.0)
    for late in (0.5, 1.0, 2.0):
        chunk = pace.chunk_after(1, late)
        assert chunk is not None
        assert pace.seconds_to(1 + chunk) == pytest.approx(late, abs=0.3)
    assert pace.chunk_after(24, 3.5) == 1000 - 24
    assert pace.chunk_after(24, 0.1) == pace.chunk_after(24)
    assert Pace(1).chunk_after(24, 60.0) == 1


def test_first_pace_draws_enough_frames() -> None:
    pace, epoch, frames = FirstPace(epochs=1000, seconds=3.0), 0, 0
    while (chunk := pace.chunk_after(epoch)) is not None:
        assert pace.seconds_to(epoch + chunk) - pace.seconds_to(epoch) < 0.31
        epoch, frames = epoch + chunk, frames + 1
    assert epoch == 1000
    assert 80 < frames < 150
