"""Steps of h, and h → 0 as it is played."""

import math

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.limit import h_steps, texts
from gui.limit.h_steps import HPlayback, Playing, moved


@pytest.mark.parametrize(
    ("h", "tenths", "expected"),
    [
        (0.1, 1, 0.126),
        (0.126, 1, 0.158),
        (0.126, -1, 0.1),
        (0.1, 10, 1.0),
        (0.1, -10, 0.01),
        (8e-8, 1, 1e-7),
        (8.3e-8, 1, 1e-7),
        (8.3e-8, -1, 7.94e-8),
        (3e-15, 10, 3e-14),
        (2.31e-6, 10, 2.31e-5),
        (2.31e-6, -20, 2.31e-8),
        (1.23456e-7, -10, 1.23456e-8),
        (5e-324, -10, 0.0),
        (1.7e308, 10, math.inf),
        (1.7e308, 1, math.inf),
        (1.7e308, -1, 1.58e308),
    ],
)
def test_steps_go_through_tenths(h: float, tenths: int, expected: float) -> None:
    assert moved(h, tenths) == expected


def test_ten_steps_make_a_decade() -> None:
    h = 1.0
    for _ in range(170):
        h = moved(h, -1)
    assert h == pytest.approx(1e-17, rel=1e-9)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that have gone, to be set."""
    now = [0.0]
    monkeypatch.setattr(h_steps, "perf_counter", lambda: now[0])
    return now


def play(qtbot: QtBot, motion: Playing, smallest: float = 1e-17) -> tuple[HPlayback, list[float]]:
    parent = QObject()
    playback = HPlayback(parent, motion)
    playback.setParent(None)
    reached: list[float] = []
    playback.h_reached.connect(reached.append)
    playback.play(1.0, smallest)
    return playback, reached


def test_decades_take_eight_seconds(qtbot: QtBot, clock: list[float]) -> None:
    playback, reached = play(qtbot, Playing.SMOOTH)
    assert reached == [1.0]
    clock[0] = 4.0
    qtbot.waitUntil(lambda: len(reached) > 1)
    assert reached[-1] == pytest.approx(10**-8.5, rel=0.01)
    assert playback.is_playing
    clock[0] = 8.0
    with qtbot.waitSignal(playback.ended):
        pass
    assert reached[-1] == 1e-17
    assert not playback.is_playing


def test_less_motion_goes_by_decades(qtbot: QtBot, clock: list[float]) -> None:
    playback, reached = play(qtbot, Playing.STEPS)
    clock[0] = 3.2 * h_steps.SECONDS_A_DECADE
    qtbot.waitUntil(lambda: len(reached) > 1)
    assert reached[-1] == 1e-3
    playback.stop()


def test_stop_stays_where_it_is(qtbot: QtBot, clock: list[float]) -> None:
    playback, reached = play(qtbot, Playing.SMOOTH)
    with qtbot.waitSignal(playback.ended):
        playback.stop()
    assert reached == [1.0]
    playback.stop()
    assert not playback.is_playing


def test_no_range_takes_longer(qtbot: QtBot, clock: list[float]) -> None:
    playback, reached = play(qtbot, Playing.SMOOTH, 1e-290)
    clock[0] = 4.0
    qtbot.waitUntil(lambda: len(reached) > 1)
    assert reached[-1] == pytest.approx(1e-145, rel=0.01)
    playback.aim(1e-150)
    clock[0] = 4.2
    with qtbot.waitSignal(playback.ended):
        pass
    assert reached[-1] == pytest.approx(1e-150, rel=0.01)


def test_less_motion_takes_few_steps(qtbot: QtBot, clock: list[float]) -> None:
    playback, reached = play(qtbot, Playing.STEPS, 1e-290)
    clock[0] = 26.1 * 8 / 290
    qtbot.waitUntil(lambda: len(reached) > 1)
    assert reached[-1] == 1e-26
    clock[0] = h_steps.MOST_STEPS * h_steps.SECONDS_A_DECADE
    with qtbot.waitSignal(playback.ended):
        pass
    assert reached[-1] == 1e-290


@pytest.mark.parametrize("motion", Playing)
@pytest.mark.parametrize("smallest", [1e-17, 1e-19, 1e-24, 1e-25, 1e-60, 1e-290])
def test_words_promise_the_seconds(
    qtbot: QtBot, clock: list[float], motion: Playing, smallest: float
) -> None:
    """The button promises 8 seconds, however motion is shown and however many decades there are."""
    playback, reached = play(qtbot, motion, smallest)
    assert "in 8 seconds" in texts.PLAY_TIP
    for clock[0] in (1.0, 6.0):
        count = len(reached)
        qtbot.waitUntil(lambda count=count: len(reached) > count)  # type: ignore[misc]
    assert playback.is_playing
    clock[0] = 8.0
    with qtbot.waitSignal(playback.ended):
        pass
    assert reached[-1] == smallest
    assert not playback.is_playing
