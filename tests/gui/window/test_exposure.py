from functools import partial

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from engine.trace import Trace
from gui.plots.loss_plot import LossPlot
from gui.run.controls import Pace
from gui.run.run_state import RunState
from gui.window.crash_report import FailureDialog, Failures
from gui.window.exposure import Exposure, Visibility
from gui.window.main_window import MainWindow
from tests.gui.figures import epoch_text
from tests.gui.finding import named


@pytest.fixture
def hidden(qtbot: QtBot) -> QWidget:
    """A window that is not shown yet."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


def test_window_is_shown_and_hidden(hidden: QWidget, qtbot: QtBot) -> None:
    exposure = Exposure(hidden)
    shown, gone = QSignalSpy(exposure.shown), QSignalSpy(exposure.hidden)
    assert exposure.visibility is Visibility.NEW
    for times in (1, 2):
        hidden.show()
        qtbot.waitUntil(lambda: exposure.visibility is Visibility.SHOWN)
        hidden.hide()
        qtbot.waitUntil(lambda: exposure.visibility is Visibility.HIDDEN)
        assert (shown.count(), gone.count()) == (times, times)


def test_shown_window_is_noticed(empty_window: QWidget, qtbot: QtBot) -> None:
    exposure = Exposure(empty_window)
    qtbot.waitUntil(lambda: exposure.visibility is Visibility.SHOWN)


def test_actions_wait_for_first_exposure(hidden: QWidget, qtbot: QtBot) -> None:
    exposure, done = Exposure(hidden), list[int]()
    for number in (1, 2):
        exposure.when_shown(partial(done.append, number))
    hidden.show()
    qtbot.waitUntil(lambda: done == [1, 2])
    hidden.hide()
    exposure.when_shown(partial(done.append, 3))
    assert done == [1, 2, 3]


def test_early_failures_wait_for_window(hidden: QWidget, qtbot: QtBot) -> None:
    failures = Failures(hidden, Exposure(hidden))
    failures.show("the first")
    failures.show("the second")
    assert hidden.findChild(FailureDialog) is None
    hidden.show()
    qtbot.waitUntil(lambda: hidden.findChild(FailureDialog) is not None)
    report = named(hidden, QPlainTextEdit, "failure_report")
    assert report.toPlainText() == "the first\nthe second"
    named(hidden, FailureDialog, "failure").close()


def test_hidden_window_shows_no_frames(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, frames = list[int](), list[int]()
    plot = window.findChild(LossPlot)
    assert isinstance(plot, LossPlot)
    show = plot.show_trace

    def note(trace: Trace, held_out: object) -> None:
        assert held_out is None
        drawn.append(int(trace.epoch[-1]))
        show(trace)

    monkeypatch.setattr(plot, "show_trace", note)
    window.session.progressed.connect(lambda progress: frames.append(progress.frame.epoch))
    window.session.set_pace(Pace(20))
    window.session.run_or_pause()
    qtbot.waitUntil(lambda: len(drawn) > 1)
    window.hide()
    qtbot.waitUntil(lambda: window.exposure.visibility is Visibility.HIDDEN)
    drawn.clear()
    frames.clear()
    qtbot.waitUntil(lambda: len(frames) > 5)
    assert drawn == []
    seen = frames[-1]
    window.show()
    qtbot.waitUntil(lambda: window.exposure.visibility is Visibility.SHOWN)
    assert drawn[0] >= seen
    window.session.pause()


def test_hidden_window_shows_the_end(window: MainWindow, qtbot: QtBot) -> None:
    window.hide()
    window.document.change_settings(epochs=50)
    window.session.run_or_pause()
    qtbot.waitUntil(lambda: window.session.state is RunState.DONE)
    assert epoch_text(window).startswith("epoch 50 ")
