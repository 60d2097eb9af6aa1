"""Fixtures and helpers for the tests of plots."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine import Trace
from gui.plots.base import Plot
from gui.plots.interactive_area import InteractivePlotArea
from gui.plots.loss_plot import LossPlot
from gui.plots.prediction_plot import PredictionPlot
from gui.plots.view_range import ViewMode

Shown = tuple[tuple[float, float], tuple[float, float]]


def trace_of(losses: ArrayLike, first: int = 0) -> Trace:
    """Return the trace of a run with these losses (n,), one per epoch."""
    loss = np.asarray(losses, dtype=np.float64)
    return Trace(np.arange(first, first + len(loss)), loss, loss, loss)


def show(qtbot: QtBot, plot: Plot) -> None:
    """Show a plot at half the size of the window."""
    qtbot.addWidget(plot)
    plot.resize(640, 304)
    with qtbot.waitExposed(plot):
        plot.show()


@pytest.fixture
def loss_plot(qtbot: QtBot) -> LossPlot:
    """An empty loss plot."""
    plot = LossPlot()
    show(qtbot, plot)
    return plot


@pytest.fixture
def running(loss_plot: LossPlot) -> LossPlot:
    """A loss plot of 101 epochs in which the loss falls by a tenth of a decade per epoch."""
    loss_plot.show_trace(trace_of(10.0 ** (-np.arange(101) / 10)))
    return loss_plot


@pytest.fixture
def prediction_plot(qtbot: QtBot) -> PredictionPlot:
    """An empty prediction plot."""
    plot = PredictionPlot()
    show(qtbot, plot)
    return plot


@pytest.fixture
def palette() -> Iterator[QPalette]:
    """A copy of the application's palette; the palette is restored afterwards."""
    before = QApplication.palette()
    yield QPalette(before)
    QApplication.setPalette(before)


def dark(palette: QPalette) -> QPalette:
    """Return the palette with light text on a dark base."""
    palette.setColor(QPalette.ColorRole.Base, QColor("#17181a"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#e8eaed"))
    return palette


def view_mode_of(plot: Plot) -> ViewMode:
    """Return what decides the visible range (a function, so that mypy does not narrow it)."""
    return plot.view_mode


def turn_wheel(plot_area: InteractivePlotArea, pixel: QPointF, angle: int) -> None:
    """Turn the wheel over a pixel of the plot area, in eighths of a degree."""
    viewport = plot_area.viewport()
    event = QWheelEvent(
        pixel,
        QPointF(viewport.mapToGlobal(pixel.toPoint())),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def leave(plot_area: InteractivePlotArea) -> None:
    """Move the pointer off the plot area."""
    QApplication.sendEvent(plot_area.viewport(), QEvent(QEvent.Type.Leave))
    QApplication.sendEvent(plot_area, QEvent(QEvent.Type.Leave))


def point(plot_area: InteractivePlotArea, pixel: QPoint) -> None:
    """Move the pointer to a pixel of the plot area."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(pixel),
        QPointF(plot_area.viewport().mapToGlobal(pixel)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(plot_area.viewport(), event)


def middle(plot_area: InteractivePlotArea) -> QPoint:
    """Return the pixel in the middle of the area inside the axes."""
    return plot_area.area().center().toPoint()


def pixel_of(plot_area: InteractivePlotArea, x: float, y: float) -> QPoint:
    """Return the pixel at which a position is drawn."""
    return plot_area.view.mapViewToScene(QPointF(x, y)).toPoint()


def picture_of(widget: QWidget) -> QImage:
    """Return the widget as an image."""
    return widget.grab().toImage()


def painted(image: QImage, colour: QColor) -> int:
    """Return the number of pixels with exactly this colour."""
    pixels = image.convertToFormat(QImage.Format.Format_RGB32)
    array = np.frombuffer(pixels.constBits(), dtype=np.uint32) & 0xFFFFFF
    return int(np.count_nonzero(array == (colour.rgb() & 0xFFFFFF)))


def coloured(image: QImage) -> float:
    """Return the amount of colour in units of fully coloured pixels; greys count as none."""
    pixels = image.convertToFormat(QImage.Format.Format_RGB32)
    channels = np.frombuffer(pixels.constBits(), dtype=np.uint8).reshape(-1, 4)[:, :3].astype(int)
    return float(np.ptp(channels, axis=1).sum()) / 255
