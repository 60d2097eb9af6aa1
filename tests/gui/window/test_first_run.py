"""The first run of a session is slow enough to be watched, and only that one."""

from collections.abc import Callable, Iterator
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.document import TableName
from gui.preferences import YES
from gui.run.controls import FirstPace
from gui.run.run_state import RunState
from gui.widgets.speed_slider import UNLIMITED, SpeedSlider
from gui.window.first_run import FirstRunStage
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.next_start import kept_for_next_start

PROMISED = 3.0
SECONDS = 0.5
FOREVER = 600.0
Make = Callable[[float], MainWindow]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    made: list[MainWindow] = []

    def make(seconds: float) -> MainWindow:
        window = MainWindow(seconds)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        made.append(window)
        return window

    yield make
    for window in made:
        window.close_without_asking()


def run(window: MainWindow) -> None:
    named(window, QAction, "run").trigger()


def run_to_end(window: MainWindow, qtbot: QtBot) -> float:
    """Run, and return how long that took."""
    began = perf_counter()
    with qtbot.waitSignal(
        window.session.state_changed,
        timeout=30_000,
        check_params_cb=lambda state: state is RunState.DONE,
    ):
        run(window)
    return perf_counter() - began


def test_first_run_takes_its_time(make: Make, qtbot: QtBot) -> None:
    window = make(PROMISED)
    epochs: list[float] = []
    window.session.progressed.connect(lambda progress: epochs.append(progress.frame.epoch))
    assert run_to_end(window, qtbot) >= PROMISED
    assert window.first_run.stage is FirstRunStage.OVER
    assert epochs == sorted(epochs)
    assert sum(epoch < 100 for epoch in epochs) >= 3
    named(window, QAction, "reset").trigger()
    run(window)
    assert window.first_run.stage is FirstRunStage.OVER


def begin(window: MainWindow, qtbot: QtBot) -> None:
    run(window)
    assert window.first_run.stage is FirstRunStage.PACED
    qtbot.waitUntil(lambda: window.session.progress is not None)
    assert window.session.state is RunState.RUNNING


def press_key(window: MainWindow) -> None:
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)


def click(window: MainWindow) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(window.windowHandle(), left, pos=QPoint(2, window.height() - 2))


@pytest.mark.parametrize("act", [press_key, click])
def test_any_act_ends_the_pace(make: Make, qtbot: QtBot, act: Callable[[MainWindow], None]) -> None:
    window = make(FOREVER)
    begin(window, qtbot)
    act(window)
    assert window.first_run.stage is FirstRunStage.OVER
    qtbot.waitUntil(lambda: window.session.state is RunState.DONE)


NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        *((Qt.Key.Key_F6, NO_MODIFIER), (Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)),
        *((Qt.Key.Key_F7, NO_MODIFIER), (Qt.Key.Key_F8, NO_MODIFIER)),
        *((Qt.Key.Key_F11, NO_MODIFIER), (Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)),
        *((Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier), (Qt.Key.Key_Escape, NO_MODIFIER)),
        *((Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_Right, NO_MODIFIER)),
    ],
)
def test_any_key_ends_the_pace(
    make: Make, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    window = make(FOREVER)
    begin(window, qtbot)
    QTest.keyClick(window.windowHandle(), key, modifier)
    assert window.first_run.stage is FirstRunStage.OVER


def press_key_of_run(window: MainWindow) -> None:
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F5)


def press_run_button(window: MainWindow) -> None:
    button = named(window, QWidget, "run_button")
    place = button.mapTo(window, button.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)


def press_space_on_run(window: MainWindow) -> None:
    named(window, QWidget, "run_button").setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)


@pytest.mark.parametrize("pause", [run, press_key_of_run, press_run_button, press_space_on_run])
def test_pause_keeps_the_frame_shown(
    make: Make, qtbot: QtBot, pause: Callable[[MainWindow], None]
) -> None:
    window = make(FOREVER)
    begin(window, qtbot)
    pause(window)
    assert window.session.state is RunState.PAUSED
    assert window.session.progress is not None
    assert window.session.progress.frame.epoch < 10
    run(window)
    qtbot.waitUntil(lambda: window.session.state is RunState.DONE)


def test_own_table_is_not_paced(make: Make) -> None:
    window = make(FOREVER)
    A = window.document.table(TableName.A)
    window.document.set_block(TableName.A, 0, 0, A.block(0, 0, 1, 1) + 1)
    window.document.flush()
    run(window)
    assert window.first_run.stage is FirstRunStage.OVER


@pytest.mark.parametrize("changes", [{"until_converged": True}, {"epochs": 0}])
def test_run_without_epochs_is_not_paced(make: Make, changes: dict[str, float]) -> None:
    window = make(FOREVER)
    window.document.change_settings(**changes)
    run(window)
    assert window.first_run.stage is FirstRunStage.OVER


def test_reduced_motion_is_respected(make: Make) -> None:
    with kept_for_next_start() as preferences:
        preferences.keep_choice("reduced_motion", YES)
    window = make(FOREVER)
    run(window)
    assert window.first_run.stage is FirstRunStage.OVER


def test_usual_window_has_no_pace(make: Make, qtbot: QtBot) -> None:
    window = make(0.0)
    run_to_end(window, qtbot)
    assert window.first_run.stage is FirstRunStage.OVER


def test_times_are_those_promised() -> None:
    pace = FirstPace(epochs=1000, seconds=3.0)
    times = [round(pace.seconds_to(epoch), 1) for epoch in (0, 1, 10, 100, 1000)]
    assert times == [0.0, 0.3, 1.0, 2.0, 3.0]


def test_slider_tells_the_first_pace(make: Make, qtbot: QtBot) -> None:
    window = make(SECONDS)
    speed = named(window, SpeedSlider, "speed")
    assert speed.note == "slow start"
    window.document.change_settings(until_converged=True)
    window.document.flush()
    assert speed.note == "max"
    window.document.change_settings(until_converged=False)
    window.document.flush()
    assert speed.note == "slow start"
    begin(window, qtbot)
    assert speed.note == "slow start"
    qtbot.waitUntil(lambda: window.session.state is RunState.DONE)
    assert speed.note == "max"


def test_chosen_pace_is_kept(make: Make) -> None:
    window = make(FOREVER)
    named(window, SpeedSlider, "speed").set_position(UNLIMITED - 1)
    run(window)
    assert window.first_run.stage is FirstRunStage.OVER
