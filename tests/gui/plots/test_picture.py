"""Plots rendered as picture files."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QPointF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from gui.plots.base import Plot
from gui.plots.loss_plot import LossPlot
from gui.plots.picture import Recording, render_pdf, render_png, render_svg
from gui.plots.prediction_plot import PredictionPlot
from gui.widgets.fonts import sized_font

from .conftest import middle, painted, picture_of, point, turn_wheel

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def rows(prediction_plot: PredictionPlot) -> PredictionPlot:
    """A plot of ten rows."""
    numbers = np.arange(10)
    prediction_plot.show_rows(numbers, numbers, numbers + 0.3, total=100)
    return prediction_plot


def png(plot: Plot, scale: int = 2) -> QImage:
    image = QImage.fromData(render_png(plot, scale))
    assert not image.isNull()
    return image


def texts(svg: bytes) -> list[str]:
    return [(text.text or "").strip() for text in ET.fromstring(svg).iter(f"{SVG}text")]


def drawn(svg: bytes) -> QImage:
    """Return the SVG drawn at twice the size of the screen."""
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    image = QImage(1280, 608, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def test_png_has_twice_the_screen_size(running: LossPlot) -> None:
    assert (png(running).width(), png(running).height()) == (1280, 608)
    assert (png(running, 1).width(), png(running, 1).height()) == (640, 304)


def test_png_matches_the_screen(running: LossPlot) -> None:
    screen = picture_of(running).scaled(1280, 608).convertToFormat(QImage.Format.Format_RGB32)
    picture = png(running).convertToFormat(QImage.Format.Format_RGB32)
    assert difference(screen, picture) < 4


def difference(one: QImage, other: QImage) -> float:
    """Return the mean difference of two images of equal size, out of 255."""
    arrays = [
        np.frombuffer(image.constBits(), dtype=np.uint8).astype(float) for image in (one, other)
    ]
    return float(np.abs(arrays[0] - arrays[1]).mean())


def test_svg_matches_the_png(running: LossPlot, rows: PredictionPlot) -> None:
    for plot in (running, rows):
        picture = png(plot).convertToFormat(QImage.Format.Format_RGB32)
        assert difference(picture, drawn(render_svg(plot))) < 2


def test_recording_matches_the_plot(running: LossPlot, rows: PredictionPlot) -> None:
    for plot in (running, rows):
        recording = Recording(plot)
        assert recording.accessibleName() == plot.accessibleName()
        image = QImage.fromData(render_png(recording)).convertToFormat(QImage.Format.Format_RGB32)
        assert difference(image, png(plot).convertToFormat(QImage.Format.Format_RGB32)) < 0.5
        assert difference(image, drawn(render_svg(recording))) < 2
        assert texts(render_svg(recording)) == texts(render_svg(plot))
        assert b"<image" not in render_svg(recording)
        assert page(render_pdf(recording)) == page(render_pdf(plot))


def page(pdf: bytes) -> tuple[list[bytes], int]:
    """Return the size of the page and the number of fonts."""
    return re.findall(rb"/MediaBox \[[^]]*\]", pdf), pdf.count(b"/FontFile")


def test_pdf_has_one_page(running: LossPlot) -> None:
    pdf = render_pdf(running)
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    boxes = re.findall(rb"/MediaBox \[0 0 (\S+) (\S+)\]", pdf)
    assert [tuple(map(float, box)) for box in boxes] == [(640 * 0.75, 304 * 0.75)]
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    assert b"/FontFile2" in pdf or b"/FontFile3" in pdf


def test_svg_keeps_text_as_text(running: LossPlot) -> None:
    svg = render_svg(running)
    assert {"Loss", "log scale, against epochs", "0", "20", "100", "1e0", "1e−10"} <= set(
        texts(svg)
    )
    assert b"<image" not in svg
    root = ET.fromstring(svg)
    assert root.attrib["viewBox"] == "0 0 640 304"
    # 96 pixels are an inch.
    assert root.attrib["width"] == "169.333mm"
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == "Loss by epoch"


def test_svg_curve_is_one_path(running: LossPlot) -> None:
    paths = [path.attrib["d"] for path in ET.fromstring(render_svg(running)).iter(f"{SVG}path")]
    assert sum(path.count("L") > 50 for path in paths) == 1


def test_svg_text_is_not_clipped(running: LossPlot, rows: PredictionPlot) -> None:
    for plot in (running, rows):
        svg = render_svg(plot)
        clipped = [g for g in ET.fromstring(svg).iter(f"{SVG}g") if "clip-path" in g.attrib]
        texts_in = [g for g in clipped if g.find(f".//{SVG}text") is not None]
        assert texts_in
        assert {clip_of(plot, group) for group in texts_in} == {(0, 0, 640, 304)}


def test_picture_has_legend_but_no_buttons(
    rows: PredictionPlot,
) -> None:
    found = texts(render_svg(rows))
    assert {"Y observed", "Ŷ predicted", "10 of 100 rows", "Predictions", "by row"} <= set(found)
    assert not {"By Row", "Ŷ against Y", "Show All"} & set(found)
    assert b"<image" not in render_svg(rows)


def test_legend_moves_into_button_area(rows: PredictionPlot) -> None:
    last = next(
        text
        for text in ET.fromstring(render_svg(rows)).iter(f"{SVG}text")
        if (text.text or "").strip() == "Ŷ predicted"
    )
    font = sized_font(rows.plot_area.theme.font, 11)
    width = QFontMetricsF(font).horizontalAdvance("Ŷ predicted")
    assert float(last.attrib["x"]) == pytest.approx(640 - 16 - width, abs=1)


def test_picture_has_no_readout(qtbot: QtBot, running: LossPlot) -> None:
    before = render_png(running), render_svg(running)
    point(running.plot_area, middle(running.plot_area))
    qtbot.waitUntil(lambda: bool(running.plot_area.header.reading))
    reading = running.plot_area.header.reading
    assert (render_png(running), render_svg(running)) == before
    assert running.plot_area.header.reading == reading
    assert len(running.marker.getData()[0]) == 1


def test_zoomed_curve_is_clipped_to_plot(running: LossPlot) -> None:
    for _ in range(8):
        turn_wheel(running.plot_area, QPointF(running.plot_area.area().center()), 120)
    running.plot_area.header.set_legend()
    run, area = running.plot_area.theme.run, running.plot_area.area()
    image = png(running)
    # The last row of pixels may be shared with the axis.
    left, top = int(2 * area.left()), int(2 * area.top())
    inside = image.copy(left, top, int(2 * area.width()) + 2, int(2 * area.height()) + 2)
    assert painted(image, run) == painted(inside, run) > 100
    group = next(g for g in ET.fromstring(render_svg(running)).iter(f"{SVG}g") if curve_in(g))
    assert clip_of(running, group) == pytest.approx(
        (area.left(), area.top(), area.right(), area.bottom()), abs=1
    )


def curve_in(group: ET.Element) -> bool:
    """Return whether the group is clipped and contains the curve."""
    paths = [path.attrib["d"] for path in group.iter(f"{SVG}path")]
    return "clip-path" in group.attrib and any(path.count("L") > 50 for path in paths)


def clip_of(plot: Plot, group: ET.Element) -> tuple[float, ...]:
    """Return the left, top, right and bottom edge of the group's clip path."""
    name = group.attrib["clip-path"].removeprefix("url(#").removesuffix(")")
    root = ET.fromstring(render_svg(plot))
    path = root.find(f".//{SVG}clipPath[@id='{name}']/{SVG}path")
    assert path is not None
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.attrib["d"])]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def test_rendering_does_not_change_the_screen(rows: PredictionPlot) -> None:
    before = picture_of(rows)
    render_png(rows)
    render_svg(rows)
    assert picture_of(rows) == before


def test_empty_plot_can_be_rendered(loss_plot: LossPlot) -> None:
    assert "Press Run to watch the loss fall." in " ".join(texts(render_svg(loss_plot)))
    assert png(loss_plot).width() == 1280
