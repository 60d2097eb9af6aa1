"""The timeline: the epoch shown, as a number and on the curve of the loss."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QFont
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from engine import Settings, Trace
from gui.panels.timeline import HEIGHT, Timeline
from gui.widgets.epochs.epoch_groove import EpochGroove
from tests.gui.figures import epoch_text, loss_text, method_text
from tests.gui.finding import named

THOUSAND = Settings(1000)


def trace_to(latest: int) -> Trace:
    """Return the trace of a loss that halves every hundred epochs."""
    epochs = np.arange(latest + 1)
    return Trace.of_each(epochs, 8.0 * 0.5 ** (epochs / 100))


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    """The timeline of a finished run, at the width of a small window."""
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(900, timeline.sizeHint().height())
    timeline.show_trace(trace_to(1000), THOUSAND, 1000.0)
    timeline.show()
    qtbot.waitExposed(timeline)
    timeline.activateWindow()
    return timeline


def field(timeline: Timeline) -> QLineEdit:
    return named(timeline, QLineEdit, "shown_epoch")


def groove(timeline: Timeline) -> EpochGroove:
    return named(timeline, EpochGroove, "timeline_groove")


def geometries(timeline: Timeline) -> list[QRect]:
    layout = timeline.layout()
    assert layout is not None
    layout.activate()
    return [part.geometry() for part in (field(timeline), groove(timeline))]


def test_epoch_goal_and_loss_are_shown(timeline: Timeline) -> None:
    timeline.show_trace(trace_to(1000), THOUSAND, 100.0)
    assert epoch_text(timeline) == "epoch 100 of 1,000"
    assert groove(timeline).accessibleName() == "Epoch 100 of 1,000, loss 4"


def test_no_run_is_epoch_zero(timeline: Timeline) -> None:
    timeline.show_no_run(THOUSAND)
    assert (epoch_text(timeline), loss_text(timeline)) == ("epoch 0 of 1,000", "loss —")
    assert not named(timeline, QAction, "latest_epoch").isEnabled()
    assert not field(timeline).isEnabled()


@pytest.mark.parametrize(("saved", "text"), [(1000.0, "1,000"), (math.nan, "—")])
def test_saved_epoch_is_marked(timeline: Timeline, saved: float, text: str) -> None:
    timeline.show_no_run(THOUSAND, saved)
    assert epoch_text(timeline) == f"epoch {text} as saved"


def test_former_run_is_closed(timeline: Timeline) -> None:
    timeline.show_former(trace_to(40), Settings(40))
    assert epoch_text(timeline) == "epoch 40 before the edit"
    assert not groove(timeline).isEnabled()
    timeline.show_trace(trace_to(40), Settings(40), 40.0)
    assert groove(timeline).isEnabled()


def test_huge_epochs_are_powers_of_ten(timeline: Timeline) -> None:
    trace = Trace.of_each(np.array([0, 3_700_000_000_000]), np.array([1.0, 0.5]))
    timeline.show_trace(trace, Settings(until_converged=True), 3.7e12)
    assert epoch_text(timeline) == "epoch 3.7e12 until converged"
    assert "until converged" in groove(timeline).accessibleName()
    timeline.show_progress("", 2.5e13)
    assert named(timeline, QLabel, "epoch_rate").text() == "2.5e13/s"


def test_step_is_its_own_goal(timeline: Timeline) -> None:
    timeline.show_trace(trace_to(1001), THOUSAND, 1001.0)
    assert epoch_text(timeline) == "epoch 1,001 of 1,001"


def test_figures_keep_their_positions(timeline: Timeline) -> None:
    timeline.show_progress("", None)
    before = geometries(timeline)
    timeline.show_progress("", 999_999.4)
    timeline.show_trace(trace_to(1000), THOUSAND, 7.0)
    assert geometries(timeline) == before
    rate = named(timeline, QLabel, "epoch_rate")
    assert rate.sizeHint().width() <= rate.width()


def test_every_goal_has_room(timeline: Timeline) -> None:
    timeline.show_trace(trace_to(10), Settings(10), 10.0)
    before = geometries(timeline)
    for epochs in (10**9, 10):
        timeline.show_trace(trace_to(10), Settings(epochs, until_converged=epochs == 10), 10.0)
        goal = named(timeline, QLabel, "epoch_goal")
        assert goal.sizeHint().width() <= goal.width()
    assert geometries(timeline) == before


def test_method_is_in_the_tooltip(timeline: Timeline) -> None:
    timeline.show_progress("Every epoch, every row: all of it.", None)
    assert "Every epoch, every row" in field(timeline).toolTip()
    assert method_text(timeline) == "Every epoch, every row: all of it."


def test_height_follows_the_font(timeline: Timeline) -> None:
    assert timeline.height() == HEIGHT
    large = QFont(timeline.font())
    large.setPointSizeF(2.5 * large.pointSizeF())
    timeline.setFont(large)
    assert timeline.height() >= field(timeline).sizeHint().height() > HEIGHT


@pytest.mark.parametrize(
    ("name", "signal", "value"),
    [
        ("first_epoch", "epoch_chosen", 0.0),
        ("previous_epoch", "steps_chosen", -1),
        ("next_epoch", "steps_chosen", 1),
        ("latest_epoch", "epoch_chosen", math.inf),
    ],
)
def test_buttons_choose_an_epoch(
    timeline: Timeline, qtbot: QtBot, name: str, signal: str, value: float
) -> None:
    with qtbot.waitSignal(getattr(timeline, signal)) as chosen:
        named(timeline, QToolButton, f"{name}_button").click()
    assert chosen.args == [value]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (Qt.Key.Key_Home, "first_epoch"),
        (Qt.Key.Key_Left, "previous_epoch"),
        (Qt.Key.Key_Right, "next_epoch"),
        (Qt.Key.Key_End, "latest_epoch"),
    ],
)
def test_alt_keys_work_everywhere(timeline: Timeline, qtbot: QtBot, key: Qt.Key, name: str) -> None:
    field(timeline).setFocus()
    with qtbot.waitSignal(named(timeline, QAction, name).triggered):
        qtbot.keyClick(field(timeline), key, Qt.KeyboardModifier.AltModifier)


def test_buttons_are_one_stop(timeline: Timeline, qtbot: QtBot) -> None:
    first = named(timeline, QToolButton, "first_epoch_button")
    following = named(timeline, QToolButton, "previous_epoch_button")
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert following.hasFocus()
    qtbot.keyClick(following, Qt.Key.Key_Tab)
    assert field(timeline).hasFocus()
    qtbot.keyClick(field(timeline), Qt.Key.Key_Tab)
    assert groove(timeline).hasFocus()
    qtbot.keyClick(groove(timeline), Qt.Key.Key_Backtab)
    qtbot.keyClick(field(timeline), Qt.Key.Key_Backtab)
    assert following.hasFocus(), "Tab comes back to the button that was left"


def test_screen_readers_find_a_slider(timeline: Timeline) -> None:
    timeline.show_trace(trace_to(1000), THOUSAND, 100.0)
    reader = QAccessible.queryAccessibleInterface(groove(timeline))
    assert reader is not None
    assert reader.role() is QAccessible.Role.Slider
    assert reader.text(QAccessible.Text.Name) == "Epoch 100 of 1,000, loss 4"
    assert (groove(timeline).maximum(), groove(timeline).value()) == (1000, 100)


def test_every_part_has_a_name(timeline: Timeline) -> None:
    reached = [
        w for w in timeline.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    names = []
    for widget in reached:
        reader = QAccessible.queryAccessibleInterface(widget)
        assert reader is not None
        names.append(reader.text(QAccessible.Text.Name))
    assert len(names) == len(set(names)) == 3
    assert all(names)


def test_typed_epoch_is_entered(timeline: Timeline, qtbot: QtBot) -> None:
    entered = QSignalSpy(timeline.epoch_entered)
    field(timeline).setFocus()
    field(timeline).selectAll()
    qtbot.keyClicks(field(timeline), "250")
    qtbot.keyClick(field(timeline), Qt.Key.Key_Return)
    assert entered.count() == 1
    assert entered.at(0) == [250.0]


def test_unknown_saved_epoch_is_shown(timeline: Timeline) -> None:
    timeline.show_no_run(Settings(until_converged=True), math.nan)
    timeline.grab()
    assert epoch_text(timeline) == "epoch — as saved"


def test_actions_are_named_in_full(timeline: Timeline) -> None:
    actions = timeline.actions()
    assert [action.text() for action in actions] == [
        *("Go to the Start", "One Epoch Back", "Play the Epochs Back"),
        *("One Epoch Ahead", "Go to the Latest Epoch"),
    ]
    spoken = [
        QAccessible.queryAccessibleInterface(
            named(timeline, QToolButton, f"{action.objectName()}_button")
        ).text(QAccessible.Text.Name)
        for action in actions
    ]
    assert spoken == [action.text() for action in actions]


def test_speed_is_chosen_by_keys_and_menu(timeline: Timeline, qtbot: QtBot) -> None:
    button = named(timeline, QToolButton, "playback_speed_button")
    assert (button.text(), timeline.speed) == ("1×", 1.0)
    chosen = QSignalSpy(timeline.speed_chosen)
    for _ in range(5):
        qtbot.keyClick(groove(timeline), Qt.Key.Key_Minus)
    assert (button.text(), timeline.speed) == ("⅛×", 0.125)
    qtbot.keyClick(groove(timeline), Qt.Key.Key_Plus)
    assert (button.text(), timeline.speed) == ("¼×", 0.25)
    named(timeline, QAction, "playback_speed_8").trigger()
    assert (button.text(), timeline.speed) == ("8×", 8.0)
    assert [chosen.at(k)[0] for k in (0, 1, chosen.count() - 1)] == [0.5, 0.25, 8.0]


def test_play_button_says_what_it_does(timeline: Timeline, qtbot: QtBot) -> None:
    play = named(timeline, QAction, "play_back")
    with qtbot.waitSignal(timeline.play_chosen):
        qtbot.keyClick(groove(timeline), Qt.Key.Key_Space)
    timeline.show_playing(True)
    assert play.text() == "Stop Playing Back"
    assert play.toolTip() == "Stop Playing Back (Ctrl+F5)"
    timeline.show_playing(False)
    assert play.text() == "Play the Epochs Back"


def test_loss_of_unrecorded_epoch_is_told(timeline: Timeline) -> None:
    trace = Trace.of_each(np.array([0, 1000]), np.array([8.0, 2.0]))
    timeline.show_trace(trace, THOUSAND, 100.0, loss=4.0)
    assert groove(timeline).accessibleName() == "Epoch 100 of 1,000, loss 4"
