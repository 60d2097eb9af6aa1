"""The behaviour that all plots share."""

import gc
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QFont, QImage, QPainter, QPalette
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QMenu, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from gui.plots.base import ButtonBar, Plot
from gui.plots.loss_plot import LossPlot
from gui.plots.prediction_plot import PredictionPlot
from gui.plots.view_range import ViewMode

from .conftest import dark, middle, painted, picture_of, show, trace_of, turn_wheel, view_mode_of

# The offscreen platform logs this for every menu.
menu = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def open_menu(plot: Plot) -> QMenu:
    """Open the context menu as a right click does."""
    viewport = plot.plot_area.viewport()
    pixel = middle(plot.plot_area)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, pixel, viewport.mapToGlobal(pixel))
    QApplication.sendEvent(viewport, event)
    menu = plot.findChild(QMenu)
    assert menu is not None
    return menu


def test_plot_follows_its_data(running: LossPlot) -> None:
    running.show_trace(trace_of(10.0 ** (-np.arange(501) / 10)))
    (left, right), (low, high) = running.plot_area.shown_range()
    assert left < 0 < 500 < right
    assert low < -50 < 0 < high
    assert view_mode_of(running) is ViewMode.FOLLOW
    assert not running.fit_button.isVisible()


def test_zoomed_view_stays_until_fit(qtbot: QtBot, running: LossPlot) -> None:
    turn_wheel(running.plot_area, QPointF(300, 150), 120)
    assert view_mode_of(running) is ViewMode.MANUAL
    assert running.fit_button.isVisible()
    chosen = running.plot_area.shown_range()
    running.show_trace(trace_of(10.0 ** (-np.arange(501) / 10)))
    assert running.plot_area.shown_range() == chosen
    qtbot.mouseClick(running.fit_button, Qt.MouseButton.LeftButton)
    assert view_mode_of(running) is ViewMode.FOLLOW
    assert not running.fit_button.isVisible()
    assert running.plot_area.shown_range()[0][1] > 500


def test_double_click_fits(qtbot: QtBot, running: LossPlot) -> None:
    before = running.plot_area.shown_range()
    turn_wheel(running.plot_area, QPointF(300, 150), 120)
    qtbot.mouseDClick(
        running.plot_area.viewport(), Qt.MouseButton.LeftButton, pos=middle(running.plot_area)
    )
    assert view_mode_of(running) is ViewMode.FOLLOW
    assert running.plot_area.shown_range() == before


def test_fit_button_is_accessible(qtbot: QtBot, running: LossPlot) -> None:
    turn_wheel(running.plot_area, QPointF(300, 150), 120)
    running.setFocus()
    assert running.plot_area.hasFocus()
    qtbot.keyClick(running.plot_area, Qt.Key.Key_Tab)
    assert running.fit_button.hasFocus()
    assert "double-click" in running.fit_button.toolTip()
    qtbot.keyClick(running.fit_button, Qt.Key.Key_Space)
    assert view_mode_of(running) is ViewMode.FOLLOW


def test_chosen_range_is_dropped_if_incomparable(
    prediction_plot: PredictionPlot,
) -> None:
    rows = np.arange(3)
    prediction_plot.show_rows(rows, [1, 2, 3], [1, 2, 3])
    turn_wheel(prediction_plot.plot_area, QPointF(300, 150), 120)
    prediction_plot.show_rows(rows, [1, 2, 3], [1e300, 2e300, 3e300])
    low, high = prediction_plot.plot_area.shown_range()[1]
    assert low < 0 < 3 < high < 4


def test_resize_fits_unless_range_was_chosen(qtbot: QtBot, running: LossPlot) -> None:
    with qtbot.waitSignal(running.plot_area.area_changed):
        running.resize(1104, 448)
    (left, right), _ = running.plot_area.shown_range()
    assert (100 - left) / (right - left) > 0.98
    turn_wheel(running.plot_area, QPointF(300, 150), 120)
    chosen = running.plot_area.shown_range()
    with qtbot.waitSignal(running.plot_area.area_changed):
        running.resize(640, 304)
    assert running.plot_area.shown_range() == chosen


def test_resize_draws_once(qtbot: QtBot, running: LossPlot) -> None:
    """Contours and words were placed for each of two ranges, the first of which was not seen."""
    drawn = QSignalSpy(running.plot_area.range_changed)
    with qtbot.waitSignal(running.plot_area.area_changed):
        running.resize(1104, 448)
    assert drawn.count() == 1


@menu
def test_menu_has_our_own_entries(running: LossPlot) -> None:
    menu = open_menu(running)
    entries = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert entries == [
        *("Logarithmic Loss", "Linear Loss", "Logarithmic Epochs", "Linear Epochs"),
        *("Show All", "Export Picture…"),
    ]


@menu
def test_keyboard_menu_is_deleted_on_close(qtbot: QtBot, running: LossPlot) -> None:
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), running.mapToGlobal(QPoint(5, 5))
    )
    QApplication.sendEvent(running.plot_area, event)
    menu = running.findChild(QMenu)
    assert menu is not None
    with qtbot.waitSignal(menu.destroyed):
        menu.close()


@menu
def test_menu_requests_an_export(qtbot: QtBot, running: LossPlot) -> None:
    menu = open_menu(running)
    with qtbot.waitSignal(running.export_requested):
        menu.actions()[-1].trigger()


def test_pyqtgraph_controls_are_absent(running: LossPlot) -> None:
    assert running.plot_area.view.menu is None  # type: ignore[attr-defined]
    kinds = {type(item).__name__ for item in running.plot_area.scene().items()}
    assert not kinds & {"ButtonItem", "PlotItem", "LegendItem"}


def test_plot_follows_the_application_palette(
    qtbot: QtBot, running: LossPlot, palette: QPalette
) -> None:
    QApplication.setPalette(dark(palette))
    qtbot.waitUntil(lambda: running.plot_area.theme.background.name() == "#17181a")
    image = picture_of(running)
    assert image.pixelColor(1, 100).name() == "#17181a"
    assert painted(image, running.plot_area.theme.run) > 20


@pytest.mark.parametrize("kind", [LossPlot, PredictionPlot])
def test_plot_follows_its_palette_and_font(
    qtbot: QtBot, kind: type[Plot], palette: QPalette
) -> None:
    plot = kind()
    show(qtbot, plot)
    font = QFont(plot.font())
    font.setPixelSize(20)
    plot.setFont(font)
    plot.setPalette(dark(palette))
    theme = plot.plot_area.theme
    assert (theme.font.pixelSize(), theme.background.name()) == (20, "#17181a")


def test_hidden_plot_waits_with_colours(qtbot: QtBot, running: LossPlot, palette: QPalette) -> None:
    """Of the plots in all views, those that were not seen took half of a change to dark."""
    running.hide()
    light = running.plot_area.theme.background.name()
    running.setPalette(dark(palette))
    assert running.plot_area.theme.background.name() == light
    running.show()
    assert running.plot_area.theme.background.name() == "#17181a"
    assert painted(picture_of(running), running.plot_area.theme.run) > 20


def test_hidden_plot_is_saved_in_colours(
    qtbot: QtBot, running: LossPlot, palette: QPalette
) -> None:
    running.hide()
    running.setPalette(dark(palette))
    image = QImage(running.picture_size(), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        running.paint_picture(painter)
    assert image.pixelColor(1, 100).name() == "#17181a"


def test_the_buttons_stay_in_their_corner(qtbot: QtBot, prediction_plot: PredictionPlot) -> None:
    button = prediction_plot.findChild(type(prediction_plot.fit_button), "against")
    assert button is not None
    for width in (320, 900):
        with qtbot.waitSignal(prediction_plot.plot_area.area_changed):
            prediction_plot.resize(width, 240)
        corner = button.mapTo(prediction_plot, button.rect().bottomRight())
        assert corner.x() == width - 8 - 1
        assert corner.y() < 32


@pytest.mark.parametrize("kind", [LossPlot, PredictionPlot])
def test_plot_has_name_and_size(qtbot: QtBot, kind: type[Plot]) -> None:
    plot = kind()
    qtbot.addWidget(plot)
    assert plot.accessibleName()
    assert plot.sizeHint().width() > plot.minimumSizeHint().width() > 0


@pytest.mark.parametrize("kind", [LossPlot, PredictionPlot])
@pytest.mark.parametrize("points", [9, 18, 24])
def test_title_is_whole_beside_buttons(qtbot: QtBot, kind: type[Plot], points: int) -> None:
    plot = kind()
    show(qtbot, plot)
    plot.setFont(QFont(plot.font().family(), points))
    plot.resize(plot.minimumSizeHint())
    plot.plot_area.range_chosen.emit()  # as by the wheel
    assert plot.fit_button.isVisible()
    left = plot.fit_button.mapTo(plot, QPoint(0, 0)).x()
    assert plot.plot_area.header.least_width() < left


@pytest.mark.parametrize("kind", [LossPlot, PredictionPlot])
def test_deleted_plot_is_garbage_collected(qtbot: QtBot, kind: type[Plot]) -> None:
    plot = kind()
    plot.show()
    picture_of(plot)
    parts = [plot, plot.plot_area, plot.plot_area.view, plot.plot_area.left, plot.plot_area.scene()]
    left_behind = [weakref.ref(part) for part in parts]
    plot.close()
    plot.deleteLater()
    del plot, parts
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [part() for part in left_behind] == [None] * 5


def test_button_has_name_and_reacts(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    bar = ButtonBar(parent)
    action = QAction("Fit", parent)
    button = bar.add(action, "fit")
    assert (button.objectName(), button.text()) == ("fit", "Fit")
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_only_choices_are_flat(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    bar = ButtonBar(parent)
    assert not bar.add(QAction("Fit", parent), "fit").autoRaise()
    assert bar.add(QAction("By Row", parent, checkable=True), "by_row").autoRaise()


class CountedPlot(LossPlot):
    """A plot that counts how often it is drawn anew."""

    redraws = 0

    def __init__(self, pages: QStackedWidget) -> None:
        super().__init__()
        self.pages = pages
        pages.addWidget(self)

    def _refresh(self) -> None:
        self.redraws += 1
        super()._refresh()


@pytest.fixture
def covered(qtbot: QtBot) -> CountedPlot:
    """A plot on a page that is shown no more."""
    pages = QStackedWidget()
    plot = CountedPlot(pages)
    pages.addWidget(QWidget())
    qtbot.addWidget(pages)
    pages.resize(640, 320)
    pages.show()
    plot.show_trace(trace_of([4.0, 2.0]))
    pages.setCurrentIndex(1)
    plot.redraws = 0
    return plot


def last_position(plot: LossPlot) -> float:
    """Return where the curve ends: the logarithm of the last loss that is drawn."""
    y = plot.curve.getData()[1]
    assert y is not None
    return float(y[-1])


def test_covered_plot_draws_when_shown(covered: CountedPlot) -> None:
    for loss in (3.0, 2.0, 1.0):
        covered.show_trace(trace_of([4.0, loss]))
        covered.show_epoch((0.0, 4.0))
    assert covered.redraws == 0
    covered.pages.setCurrentIndex(0)
    assert covered.redraws == 1
    assert last_position(covered) == 0
    covered.pages.setCurrentIndex(1)
    covered.pages.setCurrentIndex(0)
    assert covered.redraws == 1  # nothing was new


def test_covered_plot_fits_when_shown(covered: CountedPlot) -> None:
    before = covered.plot_area.shown_range()
    covered.show_trace(trace_of([4.0] * 500))
    covered.fit()
    assert covered.plot_area.shown_range() == before
    covered.pages.setCurrentIndex(0)
    assert covered.plot_area.shown_range()[0][1] > 499
    assert view_mode_of(covered) is ViewMode.FOLLOW


def test_picture_of_covered_plot_is_new(covered: CountedPlot) -> None:
    covered.show_trace(trace_of([4.0, 1.0]))
    image = QImage(covered.picture_size(), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        covered.paint_picture(painter)
    assert covered.redraws == 1
    assert last_position(covered) == 0
    covered.show_trace(trace_of([4.0, 0.1]))
    assert covered.redraws == 1
