from threading import Thread

from engine import Settings
from gui.run.controls import Controls, Pace, RunSettings


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
