"""The measure of pauses notices a run that goes on, and one that stands."""

import random
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from engine import Settings
from gui.run.controls import Pace
from gui.run.run_state import RunState
from gui.window.main_window import MainWindow
from tests.benchmark import pausing
from tests.benchmark.heart import own_seconds
from tests.benchmark.pausing import Moment, pause, start, stop
from tests.benchmark.shown import shown_window

FOREVER = Moment(Settings(10**12, h=0.1, method="literal"), Pace(), 50)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window() as window:
        yield window


def look_on(window: MainWindow) -> None:
    assert window.session.state is RunState.RUNNING


def test_paused_run_stands(window: MainWindow) -> None:
    start(window, FOREVER)
    found = stop(window, pause)
    assert "it is" not in found.fault
    assert "went" not in found.fault
    assert "stood" not in found.fault
    assert 0 < found.held_up < 1000


def test_run_that_goes_on_is_a_fault(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pausing, "MOST_OF_A_STEP", 50)
    monkeypatch.setitem(pausing.ACTIONS, look_on, RunState.PAUSED)
    start(window, FOREVER)
    found = stop(window, look_on)
    assert "it is RUNNING" in found.fault
    assert "it went on from" in found.fault
    assert "it stood at" in found.fault


def test_moments_are_drawn_alike() -> None:
    draws = [[Moment.drawn(draw) for _ in range(50)] for draw in map(random.Random, (1, 1, 2))]
    assert draws[0] == draws[1] != draws[2]
    assert {moment.settings.method.value for moment in draws[0]} == {
        *("automatic", "literal", "triangle", "modes")
    }


def test_own_time_passes() -> None:
    began = own_seconds()
    assert sum(range(10**6)) > 0
    assert 0 < own_seconds() - began < 10
