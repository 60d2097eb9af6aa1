"""The view itself: keys, drags, what it says, and how it folds."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partialmethod

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, suggest_h
from engine.difference import Difference
from engine.limit.curves import ErrorCurves
from engine.settings import Precision
from gui.document import Experiment
from gui.exporting.export_dialog import ExportDialog
from gui.help.what_is_this import explanation
from gui.limit.h_steps import Playing
from gui.limit.limit_request import LimitFrame
from gui.limit.limit_state import Curve
from gui.limit.limit_view import LimitView
from gui.limit.panel_layout import PanelOrder
from gui.limit.texts import NO_BEST_TIP, PLAY, SEEN, STOP, THE_LIMIT, USED_TIP
from gui.panels.sheet import SheetPanel
from gui.preferences import NO, YES, Preferences
from gui.run.run_state import RunState
from gui.tables import MatrixView
from gui.tables.models.margin import MarginModel
from gui.tables.models.weight_rows import WeightRow
from gui.tables.models.weights import WeightsModel
from gui.text.numbers import format_number
from gui.text.setting_texts import QUOTIENT_FORMULAE
from gui.widgets.cell import SmallText
from gui.widgets.spoken_label import SpokenLabel
from gui.window.first_run import FirstRunStage
from gui.window.main_window import MainWindow
from tests.gui.active import window_in
from tests.gui.finding import named
from tests.gui.limit.looking import digits_of_quotient, draw, experiment_of
from tests.gui.next_start import kept_for_next_start
from tests.gui.plots.conftest import palette
from tests.gui.suggesting import suggested

from .looking import turn

__all__ = ["palette"]

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window with the published example, in the view."""
    with window_in(qtbot, "view_the_limit") as window:
        yield window


def view_of(window: MainWindow) -> LimitView:
    return named(window, LimitView, "limit")


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(view_of(window).error.plot_area, key)


def frame_of(view: LimitView) -> LimitFrame:
    assert view.model.frame is not None
    return view.model.frame


def test_view_says_its_verdict(window: MainWindow) -> None:
    view = view_of(window)
    said = named(window, QLabel, "view_sentence").text()
    assert said == (
        "The central quotient of a parabola is exact at any h: a large h only takes rounding away. "
        f"{digits_of_quotient(frame_of(view))} digits of the slope are right."
    )
    assert view.accessibleDescription() == said
    view.model.choose_h(1e-17)
    assert view.accessibleDescription().startswith("w + h is w at h = 1e−17")


@pytest.mark.parametrize(
    ("keys", "h"),
    [
        ([Key.Key_Right], 0.0794),
        ([Key.Key_Left], 0.126),
        ([Key.Key_PageDown], 0.01),
        ([Key.Key_PageUp], 1.0),
        ([Key.Key_End], 100.0),
        ([Key.Key_PageDown, Key.Key_Home], 10.0),
    ],
)
def test_keys_move_h(window: MainWindow, keys: list[Qt.Key], h: float) -> None:
    for key in keys:
        press(window, key)
    assert view_of(window).model.h == h


def test_keys_choose_weight_and_curve(window: MainWindow, qtbot: QtBot) -> None:
    named(window, QAction, "step").trigger()
    qtbot.waitUntil(lambda: not window.session.state.is_active)
    model = view_of(window).model
    press(window, Key.Key_Down)
    press(window, Key.Key_Down)
    assert model.weight == 2
    press(window, Key.Key_Up)
    assert model.weight == 1
    press(window, Key.Key_T)
    assert model.curve is Curve.LOSS_LESS_TANGENT
    assert "This step, for x2" in {label.text() for label in window.findChildren(QLabel)}


def test_keys_of_digits_reach_the_view(window: MainWindow) -> None:
    view = view_of(window)
    QTest.keyClick(view.digits, Key.Key_PageDown)
    QTest.keyClick(view.microscope, Key.Key_PageDown)
    assert view.model.h == 0.001


def test_space_plays_and_stops(window: MainWindow, qtbot: QtBot) -> None:
    view = view_of(window)
    button = named(window, QPushButton, "limit_play_button")
    press(window, Key.Key_Space)
    assert view.playback.is_playing
    assert (view.model.h, button.text()) == (100.0, STOP)
    qtbot.waitUntil(lambda: view.model.h < 100.0)
    press(window, Key.Key_Space)
    assert not view.playback.is_playing
    assert button.text() == PLAY


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_Left, Key.Key_Home])
def test_keys_stop_the_playing(window: MainWindow, key: Qt.Key) -> None:
    press(window, Key.Key_Space)
    press(window, key)
    assert not view_of(window).playback.is_playing


@pytest.mark.parametrize("name", ["W", "A", "Y"])
def test_escape_stops_it_from_tables(window: MainWindow, name: str) -> None:
    playback, table = view_of(window).playback, named(window, MatrixView, name)
    table.setFocus()
    view_of(window).play_or_stop()
    QTest.keyClick(table, Key.Key_Escape)
    assert not playback.is_playing


def test_escape_at_rest_is_of_fields(window: MainWindow) -> None:
    field = view_of(window).controls.h
    field.setFocus()
    QTest.keyClicks(field, "5")
    view_of(window).play_or_stop()
    QTest.keyClick(field, Key.Key_Escape)
    assert not view_of(window).playback.is_playing
    assert field.isModified()
    QTest.keyClick(field, Key.Key_Escape)
    assert not field.isModified()


def begin_new(window: MainWindow) -> None:
    named(window, QAction, "new").trigger()


def open_example(window: MainWindow) -> None:
    named(window, QAction, "example_noisy").trigger()


def open_it_again(window: MainWindow) -> None:
    named(window, QAction, "example_published").trigger()


def type_a_number(window: MainWindow) -> None:
    table = named(window, MatrixView, "A")
    assert table.model().setData(table.model().index(0, 0), "7")


@pytest.mark.parametrize("replace_table", [begin_new, open_example, open_it_again, type_a_number])
def test_another_table_stops_the_playing(
    window: MainWindow, replace_table: Callable[[MainWindow], None]
) -> None:
    view = view_of(window)
    view.play_or_stop()
    replace_table(window)
    window.document.flush()
    draw()
    assert not view.playback.is_playing
    assert named(window, QPushButton, "limit_play_button").text() == PLAY


def test_run_does_not_stop_playing(window: MainWindow, qtbot: QtBot) -> None:
    view = view_of(window)
    view.play_or_stop()
    named(window, QAction, "step").trigger()
    qtbot.waitUntil(lambda: window.session.shown is not None)
    assert view.playback.is_playing
    view.playback.stop()


@pytest.mark.parametrize("typed", ["126", "1e6", "1e12", "3"])
def test_largest_h_stays_the_largest(window: MainWindow, typed: str) -> None:
    type_h(window, typed)
    for _ in range(4):
        press(window, Key.Key_End)
        assert view_of(window).model.h == 100.0


def test_axis_is_still_while_playing(window: MainWindow) -> None:
    view = view_of(window)
    type_h(window, "1e6")
    view.play_or_stop()
    assert view.model.frame is not None
    axis = view.model.frame.axis
    assert (view.model.h, axis) == (100.0, view.model.frame.table_axis)
    view.model.choose_h(1e-9)
    assert view.model.frame.axis == axis
    view.playback.stop()


@pytest.mark.parametrize("notches", [1, -1, 3])
def test_wheel_is_the_same_everywhere(window: MainWindow, notches: int) -> None:
    view = view_of(window)
    found = []
    for widget in (view.microscope, view.error.plot_area.viewport()):
        type_h(window, "3e-15")
        turn(widget, notches)
        found.append(view.model.h)
    assert found[0] == found[1] != 3e-15


@pytest.mark.parametrize(("typed", "notches"), [("1e-290", 50), ("5e-324", 9), ("1.7e308", -9)])
def test_turned_h_stays_a_number(window: MainWindow, typed: str, notches: int) -> None:
    type_h(window, typed)
    turn(view_of(window).microscope, notches)
    assert 0 < view_of(window).model.h < math.inf


def test_hiding_stops_the_playing(window: MainWindow) -> None:
    view = view_of(window)
    view.play_or_stop()
    named(window, QAction, "view_descent").trigger()
    assert not view.playback.is_playing
    assert view.model.frame is None


def test_less_motion_is_respected(qtbot: QtBot) -> None:
    with kept_for_next_start() as preferences:
        preferences.keep_choice("reduced_motion", YES)
    window = MainWindow()
    qtbot.addWidget(window)
    assert view_of(window).playback.playing is Playing.STEPS
    window.close_without_asking()


def test_less_motion_is_a_choice(window: MainWindow, qtbot: QtBot) -> None:
    playback, entry = view_of(window).playback, named(window, QAction, "less_motion")
    assert not entry.isChecked()
    view_of(window).play_or_stop()
    entry.trigger()
    assert (playback.playing, playback.is_playing) == (Playing.STEPS, False)
    assert window.first_run.stage is FirstRunStage.OVER
    window.keep()
    another = MainWindow()
    qtbot.addWidget(another)
    assert named(another, QAction, "less_motion").isChecked()
    another.close_without_asking()
    entry.trigger()
    assert playback.playing is Playing.SMOOTH
    window.keep()
    assert Preferences().choice("reduced_motion", YES) == NO


def pixel_of(view: LimitView, h: float) -> QPoint:
    area = view.error.plot_area
    x = area.bottom.to_pixel(-math.log10(h))
    return QPoint(round(x), round(area.area().center().y()))


def test_line_is_dragged(window: MainWindow) -> None:
    view = view_of(window)
    area = view.error.plot_area
    QTest.mousePress(area.viewport(), Qt.MouseButton.LeftButton, pos=pixel_of(view, 1e-5))
    assert view.model.h == pytest.approx(1e-5, rel=0.3)
    QTest.mouseMove(area.viewport(), pixel_of(view, 1e-12))
    QTest.mouseRelease(area.viewport(), Qt.MouseButton.LeftButton, pos=pixel_of(view, 1e-12))
    assert view.microscope.state is not None
    assert view.microscope.state.h == view.model.h


def test_cell_of_weights_chooses_weight(window: MainWindow) -> None:
    table = named(window, MatrixView, "W")
    table.setCurrentIndex(table.model().index(0, 2))
    assert view_of(window).model.weight == 2


@pytest.mark.parametrize("name", ["W", "A"])
@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton])
def test_same_cell_chooses_weight_again(
    window: MainWindow, name: str, button: Qt.MouseButton
) -> None:
    table, model = named(window, MatrixView, name), view_of(window).model
    pixel = table.visualRect(table.model().index(0, 2)).center()
    for _ in range(2):
        QTest.mouseClick(table.viewport(), button, pos=pixel)
        assert model.weight == 2
        press(window, Key.Key_Up)
        press(window, Key.Key_Up)
        assert model.weight == 0


def test_same_name_chooses_weight_again(window: MainWindow) -> None:
    header = named(window, MatrixView, "A").horizontalHeader()
    pixel = QPoint(header.sectionViewportPosition(2) + header.sectionSize(2) // 2, 4)
    for _ in range(2):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=pixel)
        assert view_of(window).model.weight == 2
        view_of(window).model.choose_weight(0)


def test_h_goes_to_the_run(window: MainWindow) -> None:
    use = named(window, QPushButton, "limit_use_button")
    assert not use.isEnabled()
    press(window, Key.Key_PageDown)
    assert use.isEnabled()
    use.click()
    window.document.flush()
    assert window.document.settings.h == 0.01
    assert not use.isEnabled()


def test_sleeping_button_passes_focus_on(window: MainWindow) -> None:
    view = view_of(window)
    view.model.choose_h(0.25)
    use = view.controls.use
    use.setFocus(Qt.FocusReason.TabFocusReason)
    drawn = view.model.quotients
    QTest.keyClick(use, Key.Key_Space)
    assert not use.isEnabled()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused is view.error or view.error.isAncestorOf(focused)
    assert view.model.quotients == drawn


def test_typed_h_keeps_its_digits(window: MainWindow) -> None:
    view = view_of(window)
    view.controls.h.setText("1.23456e-7")
    view.controls.h.commit()
    assert view.model.h == 1.23456e-7
    view.controls.h.setText("0")
    view.controls.h.commit()
    assert view.controls.has_refused
    assert view.model.h == 1.23456e-7


def type_h(window: MainWindow, text: str) -> None:
    field = view_of(window).controls.h
    field.setText(text)
    field.commit()


@pytest.mark.parametrize("h", [1e300, 1.7e308, 1e-320, 5e-324])
def test_any_number_is_an_h(window: MainWindow, h: float) -> None:
    type_h(window, repr(h))
    assert view_of(window).model.h == h
    said = view_of(window).verdict
    assert "overflow" in said if h > 1 else said.startswith("w + h is w")
    assert named(window, QLabel, "view_sentence").text() == said


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1e300", "h = 1e300 is no number of float32: the nearest is 3.40282e38."),
        ("1e-46", "h = 1e−46 is no number of float32: the nearest is 1.40130e−45."),
    ],
)
def test_h_is_a_number_of_the_arithmetic(window: MainWindow, typed: str, says: str) -> None:
    view_of(window).controls.single.click()
    h = view_of(window).model.h
    type_h(window, typed)
    assert view_of(window).controls.has_refused
    assert named(window, QLabel, "diagnosis_sentence").text() == says
    assert view_of(window).model.h == h
    type_h(window, "1e38")
    assert view_of(window).model.h == 1e38


@pytest.mark.parametrize(
    ("size", "order"),
    [
        ((900, 600), PanelOrder.TWO),
        ((1280, 800), PanelOrder.BESIDE),
        ((1920, 1080), PanelOrder.BESIDE),
    ],
)
def test_panels_stand_as_planned(
    window: MainWindow, size: tuple[int, int], order: PanelOrder
) -> None:
    window.resize(*size)
    QTest.qWait(0)
    view = view_of(window)
    assert view.panels.order is order
    assert view.digits.isVisible() == (order is not PanelOrder.TWO)
    assert bool(view.microscope.toolTip()) == (order is PanelOrder.TWO)


def test_high_room_stacks_the_error(window: MainWindow) -> None:
    sheet = window.findChildren(SheetPanel)[0]
    while sheet.isVisible():
        named(window, QAction, "split").trigger()
    QTest.qWait(0)
    view = view_of(window)
    assert view.panels.order is PanelOrder.STACKED
    assert view.error.width() == view.panels.width()


def test_examples_of_h_open_the_view(window: MainWindow) -> None:
    named(window, QAction, "view_descent").trigger()
    named(window, QAction, "example_small_h").trigger()
    window.document.flush()
    view = view_of(window)
    assert view.isVisible()
    assert view.model.h == 1e-13
    assert "Smaller is no better" in view.accessibleDescription()


def test_menu_shows_the_view(window: MainWindow) -> None:
    named(window, QAction, "view_descent").trigger()
    named(window, QAction, "limit_tangent").trigger()
    view = view_of(window)
    assert view.isVisible()
    assert view.model.curve is Curve.LOSS_LESS_TANGENT


def test_empty_table_says_what_to_do(window: MainWindow) -> None:
    named(window, QAction, "new").trigger()
    window.document.flush()
    draw()
    gap = named(window, QLabel, "limit_gap")
    assert gap.isVisible()
    assert gap.text() == "Type, paste or drop a table: its limit is shown here."
    texts = [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
    assert texts.count(gap.text()) == 1
    assert view_of(window).sentence.text() == SEEN
    assert gap.text() in view_of(window).accessibleDescription()


def test_flat_slope_is_said_once(window: MainWindow) -> None:
    flat = Problem([[1.0], [-1.0]], [1.0, 1.0])
    window.document.open(Experiment.of(flat, Settings(h=0.1), "flat"))
    window.document.flush()
    draw()
    view, why = view_of(window), "The exact slope"
    assert view.sentence.text().startswith(why)
    assert why not in view.error.plot_area.empty_text


OF_LIMIT = ("limit_play", "limit_best", "limit_largest", "limit_tangent", "limit_use")


def asleep(window: MainWindow) -> dict[str, str]:
    """Return the entries of the menu that are not possible now, with what they say."""
    found = (named(window, QAction, name) for name in OF_LIMIT)
    return {each.objectName(): each.toolTip() for each in found if not each.isEnabled()}


def test_menu_sleeps_without_a_table(window: MainWindow) -> None:
    named(window, QAction, "new").trigger()
    window.document.flush()
    draw()
    why = "Type, paste or drop a table: its limit is shown here."
    assert asleep(window) == {**dict.fromkeys(OF_LIMIT[:4], why), "limit_use": USED_TIP}
    buttons = [named(window, QWidget, f"{name}_button") for name in OF_LIMIT[1::2]]
    assert [(each.isEnabled(), each.toolTip()) for each in buttons] == [(False, why)] * 2
    named(window, QAction, "view_descent").trigger()
    assert asleep(window) == {}  # each of them shows the view, which says why


def test_no_best_h_is_offered(window: MainWindow, qtbot: QtBot) -> None:
    assert asleep(window) == {"limit_use": USED_TIP}
    named(window, QAction, "example_noisy").trigger()
    window.document.change_settings(until_converged=True)
    window.session.run_or_pause()
    qtbot.waitUntil(lambda: window.session.state is RunState.CONVERGED)
    assert asleep(window) == {"limit_best": NO_BEST_TIP, "limit_use": USED_TIP}
    h = view_of(window).model.h
    press(window, Key.Key_Home)
    assert view_of(window).model.h == h


def test_playing_can_be_stopped(window: MainWindow) -> None:
    press(window, Key.Key_Space)
    assert view_of(window).playback.is_playing
    assert "limit_play" not in asleep(window)
    press(window, Key.Key_Escape)
    assert not view_of(window).playback.is_playing
    press(window, Key.Key_Space)
    named(window, QAction, "new").trigger()
    window.document.flush()
    draw()
    assert not view_of(window).playback.is_playing
    assert "limit_play" in asleep(window)


def test_every_part_has_a_name(window: MainWindow) -> None:
    view = view_of(window)
    assert view.accessibleName() == THE_LIMIT
    for part in (view.error.plot_area, view.microscope, view.digits):
        assert part.accessibleName()
    sentence = view.error.plot_area.spoken_sentence()
    assert "The best h is about 10." in sentence
    assert "digits cancel" in sentence


def test_ticks_choose_what_is_drawn(window: MainWindow) -> None:
    view = view_of(window)
    controls = view.controls
    controls.ticks[Difference.CENTRAL].click()
    assert view.model.difference is Difference.FORWARD
    controls.ticks[Difference.FORWARD].click()
    assert controls.ticks[Difference.FORWARD].isChecked()  # one is always drawn
    controls.single.click()
    assert view.model.precision is Precision.SINGLE


def test_narrow_controls_fold(window: MainWindow, qtbot: QtBot) -> None:
    controls = view_of(window).controls
    assert controls.ticks[Difference.FORWARD].isVisible()
    controls.resize(controls.minimumSizeHint())
    assert not controls.ticks[Difference.FORWARD].isVisible()
    folded = named(controls, QWidget, "limit_quotients")
    assert folded.isVisible()
    entry = named(controls, QAction, "limit_backward_entry")
    entry.trigger()
    assert Difference.BACKWARD in view_of(window).model.quotients


def test_use_is_for_all_weights(window: MainWindow) -> None:
    use = view_of(window).controls.use
    view_of(window).model.choose_h(0.25)
    assert "for all weights" in use.toolTip()
    assert "“fits each weight”" in use.toolTip()


def test_folded_button_follows_dark(window: MainWindow, palette: QPalette) -> None:
    controls = view_of(window).controls
    controls.resize(controls.minimumSizeHint())
    buttons = named(controls, QWidget, "limit_quotients"), controls.best

    def grounds() -> list[str]:
        return [each.grab().toImage().pixelColor(8, 8).name() for each in buttons]

    light = grounds()
    palette.setColor(QPalette.ColorRole.Base, QColor("#505256"))
    QApplication.setPalette(palette)
    QTest.qWait(0)
    folded, beside = grounds()
    assert folded == beside != light[1]


def test_wheel_over_error_moves_h(window: MainWindow) -> None:
    view = view_of(window)
    view.error.plot_area.decades_turned.emit(-0.1)
    assert view.model.h == 0.0794


def test_smallest_window_shows_digits_and_error(window: MainWindow) -> None:
    view = view_of(window)
    for key in ("published", "longley"):
        window.document.open(experiment_of(key))
        window.resize(868, 505)
        QTest.qWait(0)
        assert view.panels.order is PanelOrder.LOW
        assert not named(window, QLabel, "limit_no_room").isVisible()
        assert view.digits.toolTip() == "\n".join(view.digits.sentences)
        area = view.error.plot_area
        assert view.error.plot_area.area().height() > area.viewport().height() / 3
        assert not area.header.isVisible()
    window.resize(1280, 800)
    QTest.qWait(0)
    assert view.error.plot_area.header.isVisible()


def test_large_text_leaves_the_pictures(window: MainWindow) -> None:
    view, usual = view_of(window), QApplication.font()
    large = QApplication.font()
    large.setPointSizeF(2 * usual.pointSizeF())
    QApplication.setFont(large)
    try:
        window.resize(868, 505)
        QTest.qWait(0)
        assert view.panels.order is PanelOrder.TWO
        assert view.error.plot_area.area().height() > 40
        assert view.microscope.toolTip()
    finally:
        QApplication.setFont(usual)


def test_mouse_wheel_over_microscope_moves_h(window: MainWindow) -> None:
    view = view_of(window)
    view.microscope.h_chosen.emit(0.07943282347)
    assert view.model.h == 0.07943


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_picture_of_the_error_is_offered(window: MainWindow) -> None:
    view_of(window).error.export_requested.emit()
    dialog = window.findChildren(ExportDialog)[0]
    assert dialog.isVisible()
    assert dialog.windowTitle() == "Export Error of the Quotients"
    dialog.reject()


@pytest.mark.parametrize("size", [1e150, 1e-150])
def test_columns_of_any_size_are_shown(window: MainWindow, size: float) -> None:
    A, view = np.array([[1.0, size], [1.0, 2 * size], [1.0, 5 * size]]), view_of(window)
    problem = Problem(A, np.array([1.0, 2.0, 3.0]), np.array([[1.0], [1e50]]))
    window.document.open(Experiment.of(problem, Settings(h=0.1, learning_rate=1e-3)))
    window.document.flush()
    for weight in (0, 1):
        view.model.choose_weight(weight)
        for h in (1e300, 1e-300, 1.0):
            view.model.choose_h(h)
            view.grab()
            assert view.microscope.spoken_sentence()
            assert view.error.plot_area.spoken_sentence()
            assert view.accessibleDescription()


def test_use_is_said(window: MainWindow) -> None:
    view = view_of(window)
    view.model.choose_h(0.25)
    view.controls.use.click()
    assert named(window, SpokenLabel, "toast").text() == (
        "The run uses h = 0.25 for all weights now."
    )


def test_small_window_speaks_of_digits(window: MainWindow) -> None:
    window.resize(900, 600)
    QTest.qWait(0)
    view = view_of(window)
    assert not view.digits.isVisible()
    frame = frame_of(view)
    assert digits_of_quotient(frame) >= 14
    quotient = f"−{-frame.state.digits.slope:.13f}"
    for heard in (view.microscope.spoken_sentence(), explanation(view.microscope)):
        assert f"quotient {quotient}, exact slope −170.8492428959828." in heard


def test_formulae_are_of_the_quotient(window: MainWindow) -> None:
    view, h = view_of(window), named(window, QWidget, "h")
    for difference, best in (
        (Difference.CENTRAL, "central: best h = ∜(loss"),
        (Difference.BACKWARD, "one-sided: best h = √(E/m)"),
        (Difference.CENTRAL, "central: best h = ∜(loss"),
    ):
        window.document.change_settings(difference=difference)
        window.document.flush()
        assert best in explanation(view.error)
        for part in (view, h):
            assert QUOTIENT_FORMULAE[difference] in explanation(part)


def test_scaled_columns_are_described(window: MainWindow) -> None:
    view = view_of(window)
    assert "scaled" not in view.accessibleDescription()
    window.document.change_settings(scale_columns=True)
    window.document.flush()
    for said in (view.accessibleDescription(), view.error._described()):
        assert "The columns are scaled: w, h and the slope are those of a column" in said


def test_frame_is_worked_out_once(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run shows ten frames a second: the verdict and the plot ask for the same numbers."""
    counted = Counter[str]()
    for name in ("_mean_within", "_mark", "_errors_likely"):

        def counting(*given: object, found: Callable[..., object], name: str) -> object:
            counted[name] += 1
            return found(*given)

        found = getattr(ErrorCurves, name)
        monkeypatch.setattr(ErrorCurves, name, partialmethod(counting, found=found, name=name))
    view_of(window).model.choose_weight(1)
    # Running means of the errors, of what is likely, and of the quotients that are 0.
    assert counted == {"_mean_within": 3, "_mark": 1, "_errors_likely": 1}


BEST_WORDS = re.compile(r"(?:[Bb]est|better).*? h(?: of \w+)? (?:≈|is about) (\S+?)\.?(?: |$)")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize(("key", "weight"), [("small_h", 0), ("small_h", 1), ("longley", 0)])
def test_best_h_is_one_number(
    window: MainWindow, key: str, weight: int, difference: Difference
) -> None:
    """In the sentence, at the mark, for a screen reader, in the field, its list and the toast."""
    window.document.open(experiment_of(key))
    window.document.change_settings(difference=difference, h=1e-13)
    draw()
    view = view_of(window)
    view.model.choose_weight(weight)
    mark = view.error.marks.best
    assert mark is not None
    texts = view.verdict, mark.words, view.error.plot_area.spoken_sentence()
    written = [BEST_WORDS.search(text) for text in texts]
    fields = suggested(view.controls, "limit_h")[0].text().partition("\t")[2]
    named(window, QAction, "limit_best").trigger()
    field = view.controls.h.text()
    assert [found[1] for found in written if found is not None] == [field] * 3
    assert fields == field


def test_fitting_h_is_the_best(window: MainWindow) -> None:
    """The strip offers the h that fits all weights: so does the view, if it is as good."""
    window.document.open(experiment_of("small_h"))
    draw()
    view = view_of(window)
    for weight in (0, 1):
        view.model.choose_weight(weight)
        named(window, QAction, "limit_best").trigger()
        assert view.model.h == suggest_h(window.document.experiment.problem)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_own_best_names_its_weight(window: MainWindow) -> None:
    window.document.open(experiment_of("longley"))
    draw()
    view = view_of(window)
    mark = view.error.marks.best
    assert mark is not None
    assert mark.words == "best h of intercept ≈ 65000"
    assert view.verdict.endswith("Best is h of intercept ≈ 65000.")
    entries = [entry.text() for entry in suggested(view.controls, "limit_h")]
    assert entries[:2] == ["best for intercept\t65000", "best for all weights\t100"]


def test_bar_agrees_with_the_view(window: MainWindow, qtbot: QtBot) -> None:
    """The bar calls no h fitting that the view says other weights need another of."""
    note = named(window, SmallText, "h_fit")
    for key, fits in (("norris", "for all"), ("wide", "fits")):
        window.document.open(experiment_of(key))
        draw()
        qtbot.waitUntil(lambda fits=fits: note.text() == fits)  # type: ignore[misc]
        needs_another = "Other weights need another h." in view_of(window).verdict
        assert needs_another is (fits != "fits")


def rows_of_weights(window: MainWindow, weight: int) -> dict[WeightRow, str]:
    model = next(each for each in window.findChildren(WeightsModel))
    return {row: model.display_text(at, weight) for at, row in enumerate(model.rows)}


@pytest.mark.parametrize("rows", [0, 700])
def test_sheet_agrees_at_the_optimum(window: MainWindow, qtbot: QtBot, rows: int) -> None:
    """Both call the slope 0 to rounding, and have the same exact slope: with 700 rows as well."""
    if rows:
        draw = np.random.default_rng(0)
        A, Y = draw.normal(size=(rows, 3)), draw.normal(size=rows)
        window.document.open(Experiment.of(Problem(A, Y), Settings(h=0.1, learning_rate=0.3), "x"))
    window.document.change_settings(until_converged=True)
    named(window, QAction, "run").trigger()
    qtbot.waitUntil(lambda: window.session.state is RunState.CONVERGED, timeout=20_000)
    view = view_of(window)
    (margin,) = window.findChildren(MarginModel)
    for weight in range(3):
        view.model.choose_weight(weight)
        name, sheet = view.model.weight_names[weight], rows_of_weights(window, weight)
        assert view.verdict == (
            f"The slope along {name} is 0 to rounding: this is the optimum. Keep h as it is."
        )
        assert view.digits.sentences[-1] == "The slope is 0 to rounding: this is the optimum."
        assert view.digits.sentences[-1] in view.error.plot_area.spoken_sentence()
        assert sheet[WeightRow.EXACT] == format_number(frame_of(view).state.slope)
    shown = [margin.display_text(at, 0) for at in range(margin.rowCount())]
    assert "0 to rounding" in shown
