"""The header of a plot."""

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from pytestqt.qtbot import QtBot

from gui.plots.prediction_plot import PredictionPlot

from .conftest import painted, picture_of, show

HEADER = 32


def header_of(plot: PredictionPlot) -> QImage:
    image = picture_of(plot)
    return image.copy(0, 0, image.width(), HEADER)


def test_series_differ_in_marker_and_colour(
    prediction_plot: PredictionPlot,
) -> None:
    theme = prediction_plot.plot_area.theme
    legend = prediction_plot.plot_area.header.legend
    assert [entry.name for entry in legend] == ["Y observed", "Ŷ predicted"]
    assert [entry.pen.color() for entry in legend] == [theme.series[0], theme.run]
    circle, cross = (entry.marker for entry in legend)
    assert circle is not None
    assert cross is not None
    assert circle.elementCount() != cross.elementCount()
    blank = header_of(prediction_plot)
    prediction_plot.plot_area.header.set_legend()
    assert header_of(prediction_plot) != blank


def test_names_are_shortened_if_needed(qtbot: QtBot) -> None:
    plot = PredictionPlot()
    show(qtbot, plot)
    wide = header_of(plot)
    plot.resize(320, 200)
    buttons = plot.findChild(type(plot.fit_button), "by_row")
    assert buttons is not None
    left = buttons.mapTo(plot, buttons.rect().topLeft()).x()
    text = header_of(plot).copy(0, 0, left, HEADER)
    ink = [
        x
        for x in range(text.width())
        if any(text.pixelColor(x, y) != plot.plot_area.theme.background for y in range(HEADER))
    ]
    assert max(ink) < left - 4
    assert wide.width() > plot.width()


def test_long_caption_is_elided(prediction_plot: PredictionPlot) -> None:
    rows = np.arange(3)
    prediction_plot.show_rows(rows, rows, rows, total=1_000_000)
    header = prediction_plot.plot_area.header
    assert header.caption == "3 of 1,000,000 rows"
    before = header_of(prediction_plot)
    header.set_caption("so long that it cannot be shown whole " * 5)
    after = header_of(prediction_plot)
    legend_end = 240
    legend = [image.copy(0, 0, legend_end, HEADER) for image in (before, after)]
    assert legend[0] == legend[1]
    assert before != after


def test_line_series_is_drawn_as_line(prediction_plot: PredictionPlot) -> None:
    pen = QPen(QColor("#ff00ff"), 1)
    header = prediction_plot.plot_area.header
    before = painted(header_of(prediction_plot), QColor("#ff00ff"))
    header.set_legend(type(header.legend[0])("line", "line", pen))
    assert (before, painted(header_of(prediction_plot), QColor("#ff00ff"))) == (0, 21)


def test_unchanged_caption_keeps_the_header(prediction_plot: PredictionPlot) -> None:
    header = prediction_plot.plot_area.header
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.end()
    header.set_caption("same")
    with_caption = header_of(prediction_plot)
    header.set_caption("same")
    assert header_of(prediction_plot) == with_caption
