"""Playing the epochs of a run back."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine import Settings
from engine.examples import published
from gui.document import Document
from gui.run import playback as module
from gui.run.playback import EpochPlayback
from gui.run.session import Session, Update


class Clock:
    """Stands in for the time of the day."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "perf_counter", clock)
    return clock


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    settings = Settings(1000, h=0.1, method="literal")
    session = Session(Document(published().problem, settings, "published"))
    with qtbot.waitSignal(session.state_changed, check_params_cb=lambda state: not state.is_active):
        session.run_or_pause()
    yield session
    session.shut_down()


@pytest.fixture
def playback(session: Session, clock: Clock) -> Iterator[EpochPlayback]:
    playback = EpochPlayback(session)
    yield playback
    playback.stop()


def shown(session: Session) -> int | None:
    return None if session.earlier is None else session.earlier.epoch


def advance(playback: EpochPlayback, clock: Clock, seconds: float) -> None:
    for _ in range(round(seconds * 10)):
        clock.now += 0.1
        playback._show_next()


def test_each_second_is_a_decade(session: Session, playback: EpochPlayback, clock: Clock) -> None:
    playback.play_or_stop()
    assert shown(session) == 0
    for reached in (9, 99, 999):
        advance(playback, clock, 1.0)
        assert shown(session) == pytest.approx(reached, abs=1)
    advance(playback, clock, 0.2)
    assert (shown(session), playback.is_playing) == (None, False)


@pytest.mark.parametrize("speed", [0.125, 0.5, 5.0])
def test_speed_is_a_factor(
    session: Session, playback: EpochPlayback, clock: Clock, speed: float
) -> None:
    playback.set_speed(speed)
    playback.play_or_stop()
    advance(playback, clock, 1.0 / speed)
    assert shown(session) == pytest.approx(9, abs=1)


def test_playing_goes_on_from_shown(
    session: Session, playback: EpochPlayback, clock: Clock
) -> None:
    session.show_epoch(99.0)
    playback.play_or_stop()
    assert shown(session) == 99
    advance(playback, clock, 0.5)
    assert shown(session) == pytest.approx(315, abs=2)


def test_playing_is_told(session: Session, playback: EpochPlayback) -> None:
    told = QSignalSpy(playback.playing_changed)
    playback.play_or_stop()
    playback.play_or_stop()
    playback.stop()
    assert [told.at(k)[0] for k in range(told.count())] == [True, False]
    assert shown(session) == 0


def test_long_redraw_leaves_out_nothing(
    session: Session, playback: EpochPlayback, clock: Clock
) -> None:
    playback.play_or_stop()
    clock.now += 60.0
    playback._show_next()
    assert shown(session) == 0, "less than a third of a decade"


def test_same_epoch_is_shown_once(session: Session, playback: EpochPlayback, clock: Clock) -> None:
    playback.play_or_stop()
    updates: list[Update] = []
    session.updated.connect(updates.append)
    for _ in range(5):
        clock.now += 0.001
        playback._show_next()
    assert not any(update.epoch and shown(session) != 0 for update in updates)


def test_run_ends_the_playing(session: Session, playback: EpochPlayback, qtbot: QtBot) -> None:
    playback.play_or_stop()
    session.reset()
    assert not playback.is_playing
    playback.play_or_stop()
    assert not playback.is_playing, "there is no run"


def test_timer_shows_epochs(session: Session, qtbot: QtBot) -> None:
    playback = EpochPlayback(session)
    playback.set_speed(8.0)
    with qtbot.waitSignal(playback.playing_changed, check_params_cb=lambda playing: not playing):
        playback.play_or_stop()
    assert session.earlier is None


def test_other_run_ends_playback(
    session: Session, playback: EpochPlayback, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An opened document may bring a run at rest as well, which no state tells."""
    playback.play_or_stop()
    advance(playback, clock, 0.3)
    assert playback.is_playing
    assert session.progress is not None
    before = shown(session)
    other = replace(session.progress, past=copy(session.progress.past))
    monkeypatch.setattr(session, "_progress", other)
    advance(playback, clock, 0.1)
    assert (playback.is_playing, shown(session)) == (False, before)
