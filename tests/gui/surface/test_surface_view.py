"""The view in the window: its tab, keys, panels, and what it says."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QComboBox, QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.surface.plane import PlaneKind
from gui.document import Experiment
from gui.exporting.export_dialog import ExportDialog
from gui.panels.view_tabs import SURFACE
from gui.plots.picture import Drawable, Recording, render_pdf, render_png, render_svg
from gui.plots.surface.gap_plot import GapPlot
from gui.plots.surface.surface_plot import SurfacePlot
from gui.plots.view_range import ViewMode
from gui.run.run_state import RunState
from gui.surface import texts
from gui.surface.controls import SurfaceControls
from gui.surface.surface_request import GridRequest
from gui.surface.surface_view import SurfaceView
from gui.window.main_window import MainWindow
from tests.gui.active import window_in
from tests.gui.finding import named
from tests.gui.window.test_main_window import run_to

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window with the published example, in the view."""
    with window_in(qtbot, "view_surface") as window:
        yield window


def view_of(window: MainWindow) -> SurfaceView:
    return named(window, SurfaceView, "surface")


def test_third_tab_is_surface(window: MainWindow) -> None:
    tabs = named(window, QTabBar, "view_tabs")
    assert tabs.tabText(2) == SURFACE
    assert tabs.currentIndex() == 2
    assert named(window, QAction, "view_surface").shortcut().toString() == "Ctrl+3"
    assert named(window, SurfacePlot, "surface_plot").isVisible()
    assert named(window, GapPlot, "gap_plot").isVisible()
    assert named(window, QWidget, "surface_plot_area").hasFocus()


def test_view_says_what_is_left(window: MainWindow, qtbot: QtBot) -> None:
    run_to(window, qtbot, RunState.DONE)
    view = view_of(window)
    said = "What is left of the gap lies along x1, x3, which halves every 45 epochs."
    qtbot.waitUntil(lambda: view.accessibleDescription() == said)
    assert named(view, QLabel, "view_sentence").text() == said


def test_key_chooses_the_plane(window: MainWindow, qtbot: QtBot) -> None:
    run_to(window, qtbot, RunState.DONE)
    view, box = view_of(window), named(window, QComboBox, "surface_plane")
    qtbot.waitUntil(lambda: view.plot.shown is not None and view.plot.shown.has_run)
    QTest.keyClick(view.plot.plot_area, Key.Key_P)
    assert view.model.kind.name == PlaneKind.PATH.name
    assert box.currentText() == "along the path"
    QTest.keyClick(view.gap.plot_area, Key.Key_P)
    assert view.model.kind is PlaneKind.WEIGHTS
    QTest.keyClick(view.plot.plot_area, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert view.model.kind is PlaneKind.WEIGHTS


def test_key_hides_the_arrows(window: MainWindow) -> None:
    plot = view_of(window).plot
    assert [arrow.text for arrow in plot.arrows.arrows] == ["−η·δW"]
    QTest.keyClick(plot.plot_area, Key.Key_A)
    assert plot.arrows.arrows == []
    QTest.keyClick(view_of(window).gap.plot_area, Key.Key_A)
    assert len(plot.arrows.arrows) == 1


def test_boxes_choose_plane_and_weights(window: MainWindow) -> None:
    view = view_of(window)
    across = named(window, QComboBox, "surface_across")
    assert not across.isVisible()
    named(window, QComboBox, "surface_plane").setCurrentIndex(2)
    assert across.isVisible()
    across.setCurrentIndex(2)
    assert view.model.pair == (2, 1)
    named(window, QComboBox, "surface_up").setCurrentIndex(2)
    assert view.model.pair == (1, 2)
    assert across.currentText() == "x2"


def test_view_is_made_when_seen(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    assert window.findChild(SurfaceView, "surface") is None
    named(window, QAction, "view_surface").trigger()
    window.show()
    assert view_of(window).isVisible()
    window.close_without_asking()


def test_another_plane_is_shown_whole(window: MainWindow) -> None:
    view = view_of(window)
    view.plot.plot_area.zoom(0.5, 0.5, view.plot.plot_area.view.viewRect().center())
    assert view.plot.view_mode.name == ViewMode.MANUAL.name
    QTest.keyClick(view.plot.plot_area, Key.Key_P)
    assert view.plot.view_mode is ViewMode.FOLLOW


def test_show_all_ends_a_zoom(window: MainWindow) -> None:
    view = view_of(window)
    QTest.keyClick(view.plot.plot_area, Key.Key_Plus)
    QTest.keyClick(view.gap.plot_area, Key.Key_Minus)
    named(window, QAction, "show_all").trigger()
    assert view.plot.view_mode is view.gap.view_mode is ViewMode.FOLLOW


def test_start_is_chosen_by_keys(window: MainWindow) -> None:
    area = view_of(window).plot.plot_area
    before = window.document.experiment.W.joined
    QTest.keyClick(area, Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(area, Key.Key_Return)
    assert not (window.document.experiment.W.joined == before).all()
    named(window, QAction, "undo").trigger()
    assert (window.document.experiment.W.joined == before).all()


def test_one_weight_needs_no_boxes(window: MainWindow, qtbot: QtBot) -> None:
    problem = Problem([[1.0], [2.0]], [1.0, 3.0])
    window.document.open(Experiment.of(problem, Settings(5, 0.1, 0.1), "one"))
    view = view_of(window)
    qtbot.waitUntil(lambda: view.sentence.text() == texts.ONE_WEIGHT)
    assert not named(view, SurfaceControls, "surface_controls").isVisible()


def test_low_room_is_left_to_the_plots(window: MainWindow, qtbot: QtBot) -> None:
    view, controls = view_of(window), named(window, SurfaceControls, "surface_controls")
    assert controls.isVisible()
    view.resize(view.width(), view.minimumSizeHint().height() + 20)
    assert not controls.isVisible()
    qtbot.waitUntil(lambda: view.plot.height() >= view.plot.minimumSizeHint().height())
    view.resize(view.width(), 300)
    assert controls.isVisible()


def test_empty_table_says_why(window: MainWindow, qtbot: QtBot) -> None:
    named(window, QAction, "new").trigger()
    view = view_of(window)
    qtbot.waitUntil(lambda: view.plot.plot_area.empty_text.startswith("Type, paste or drop"))
    assert view.sentence.text() == texts.SEEN
    assert view.gap.plot_area.empty_text == view.plot.plot_area.empty_text


def test_any_loss_has_no_directions(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(loss="mean absolute")
    view = view_of(window)
    qtbot.waitUntil(lambda: view.sentence.text() == texts.ANY_LOSS)
    assert view.gap.plot_area.empty_text == texts.NO_DIRECTIONS
    assert named(window, QComboBox, "surface_plane").count() == 1
    frame = view.model.frame
    assert frame is not None
    request = GridRequest(
        window.document.experiment, window.document.settings, frame.start, (0, 1), ((0, 1), (0, 1))
    )
    assert request.answers(request)


def test_diverged_run_is_drawn(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(learning_rate=1.0, epochs=10_000)
    run_to(window, qtbot, RunState.DIVERGED)
    view = view_of(window)
    qtbot.waitUntil(lambda: view.sentence.text().endswith("η is above its limit."))
    for _ in range(3):
        view.grab()
        view.model.choose_next()


def test_hidden_view_computes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    view = view_of(window)
    named(window, QAction, "view_descent").trigger()
    spy = QSignalSpy(view.model.changed)
    run_to(window, qtbot, RunState.DONE)
    assert spy.count() == 0
    named(window, QAction, "view_surface").trigger()
    assert spy.count() == 1
    assert view.plot.shown is not None
    assert view.plot.shown.has_run


def test_hidden_window_computes_nothing(window: MainWindow) -> None:
    view = view_of(window)
    view.pause()
    assert view.model.frame is None
    view.resume()
    assert view.model.frame is not None
    named(window, QAction, "view_descent").trigger()
    view.resume()
    assert view.model.frame is None


@pytest.mark.parametrize("renderer", [render_png, render_svg, render_pdf])
def test_pictures_have_the_arrows(
    window: MainWindow, renderer: Callable[[Drawable], bytes]
) -> None:
    plot = view_of(window).plot
    with_arrows = renderer(Recording(plot))
    plot.arrows_action.trigger()
    assert renderer(Recording(plot)) != with_arrows


def test_pictures_are_offered(window: MainWindow, qtbot: QtBot) -> None:
    view = view_of(window)
    assert [picture.drawn for picture in view.pictures.values()] == [view.plot, view.gap]
    view.plot.export_requested.emit()
    qtbot.waitUntil(lambda: bool(window.findChildren(ExportDialog)))
