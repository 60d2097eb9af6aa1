"""The header of a plot."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPen
from pytestqt.qtbot import QtBot

from gui.plots.axis_scale import Scale
from gui.plots.loss_plot import LossPlot
from gui.plots.prediction_plot import PredictionPlot

from .conftest import middle, painted, picture_of, point, show

HEADER = 32
LONG = "so long that it cannot be shown whole " * 5


def header_of(plot: PredictionPlot | LossPlot) -> QImage:
    image = picture_of(plot)
    return image.copy(0, 0, image.width(), HEADER)


def inked(image: QImage, background: QColor, left: int = 0, right: int | None = None) -> list[int]:
    """Return the columns of pixels that are not background."""
    return [
        x
        for x in range(left, image.width() if right is None else right)
        if any(image.pixelColor(x, y) != background for y in range(image.height()))
    ]


def buttons_start(plot: PredictionPlot) -> int:
    button = plot.findChild(type(plot.fit_button), "by_row")
    assert button is not None
    return button.mapTo(plot, button.rect().topLeft()).x()


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


@pytest.mark.parametrize("width", [640, 400, 320])
def test_reading_has_room_without_legend(qtbot: QtBot, width: int) -> None:
    plot = PredictionPlot()
    show(qtbot, plot)
    plot.resize(width, 200)
    plot.show_rows(np.arange(3), np.arange(3), np.arange(3), total=3)
    blank = header_of(plot)
    plot.plot_area.header.set_reading("row 1: Y = 14, Ŷ = 13.9992")
    assert header_of(plot) != blank


@pytest.mark.parametrize("width", [640, 400, 320, 240])
def test_nothing_reaches_the_buttons(qtbot: QtBot, width: int) -> None:
    plot = PredictionPlot()
    show(qtbot, plot)
    plot.resize(width, 200)
    plot.show_rows(np.arange(3), np.arange(3), np.arange(3), total=1_000_000)
    ink = inked(header_of(plot), plot.plot_area.theme.background, right=buttons_start(plot))
    assert min(ink) >= 15
    assert max(ink) < buttons_start(plot) - 4


def test_header_starts_and_ends_at_margins(running: LossPlot) -> None:
    ink = inked(header_of(running), running.plot_area.theme.background)
    assert 16 <= min(ink) <= 18
    assert running.width() - 19 <= max(ink) < running.width() - 15


@pytest.mark.parametrize(
    ("scale", "epoch_scale", "remark"),
    [
        (Scale.LOGARITHMIC, Scale.LINEAR, "log scale, against epochs"),
        (Scale.LINEAR, Scale.LINEAR, "against epochs"),
        (Scale.LINEAR, Scale.LOGARITHMIC, "against epochs on a log scale"),
        (Scale.LOGARITHMIC, Scale.LOGARITHMIC, "log scale, against epochs on a log scale"),
    ],
)
def test_remark_names_the_scales(
    running: LossPlot, scale: Scale, epoch_scale: Scale, remark: str
) -> None:
    running.set_scale(scale)
    running.set_epoch_scale(epoch_scale)
    assert running.plot_area.header.remark == remark


def test_title_is_bolder_than_remark(running: LossPlot) -> None:
    theme = running.plot_area.theme
    assert painted(header_of(running), theme.text) > 0
    title_only = header_of(running).copy(0, 0, 52, HEADER)
    running.plot_area.header.set_title("Loss", "")
    assert header_of(running).copy(0, 0, 52, HEADER) == title_only
    assert inked(header_of(running), theme.background, 60, 400) == []


def test_long_caption_is_elided(prediction_plot: PredictionPlot) -> None:
    rows = np.arange(3)
    prediction_plot.show_rows(rows, rows, rows, total=1_000_000)
    header = prediction_plot.plot_area.header
    assert header.caption == "3 of 1,000,000 rows"
    header.set_caption(LONG)
    long = header_of(prediction_plot)
    background = prediction_plot.plot_area.theme.background
    ink = inked(long, background, right=buttons_start(prediction_plot))
    assert max(ink) < buttons_start(prediction_plot) - 4
    assert painted(long, header.legend[0].pen.color()) > 0, "the legend stays"


def test_caption_without_room_is_left_out(prediction_plot: PredictionPlot) -> None:
    """A single “…” was left of it."""
    header = prediction_plot.plot_area.header
    header.set_caption("")
    header.set_title(header.title, "")
    header.set_legend()  # which is shorter beside a long caption
    blank = header_of(prediction_plot)
    header.set_caption(20 * LONG)
    assert header_of(prediction_plot) == blank


def test_reading_replaces_the_remarks(qtbot: QtBot, running: LossPlot) -> None:
    running.plot_area.header.set_caption("a caption")
    before = header_of(running)
    point(running.plot_area, middle(running.plot_area))
    qtbot.waitUntil(lambda: bool(running.plot_area.header.reading))
    title_end = 52
    title = [image.copy(0, 0, title_end, HEADER) for image in (before, header_of(running))]
    assert title[0] == title[1]
    assert before != header_of(running)


@pytest.mark.parametrize("reading", ["epoch 100   loss 42.0186 = 2.73 × least", LONG])
def test_reading_goes_before_the_legend(running: LossPlot, reading: str) -> None:
    running.resize(320, 200)
    running.plot_area.header.set_reading(reading)
    assert painted(header_of(running), running.plot_area.theme.run) == 0
    ink = inked(header_of(running), running.plot_area.theme.background)
    assert max(ink) < 320 - 15


def test_line_series_is_drawn_as_line(prediction_plot: PredictionPlot) -> None:
    pen = QPen(QColor("#ff00ff"), 1)
    header = prediction_plot.plot_area.header
    before = painted(header_of(prediction_plot), QColor("#ff00ff"))
    header.set_legend(type(header.legend[0])("line", "line", pen))
    assert (before, painted(header_of(prediction_plot), QColor("#ff00ff"))) == (0, 21)


def test_unchanged_caption_keeps_the_header(prediction_plot: PredictionPlot) -> None:
    header = prediction_plot.plot_area.header
    header.set_caption("same")
    with_caption = header_of(prediction_plot)
    header.set_caption("same")
    assert header_of(prediction_plot) == with_caption
