"""The plot of the error against h, with the numbers of the published example."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, optimum
from engine.difference import Difference
from engine.examples import EXAMPLES, published
from engine.limit.curves import measure, steps_between
from engine.limit.digits import quotient_digits
from engine.limit.point import LimitPoint
from engine.limit.regions import Region
from engine.limit.table import LimitTable
from engine.settings import Precision
from gui.plots.limit.error_plot import ErrorPlot, marker_of
from gui.plots.limit.error_sentences import (
    digits_of,
    errors_sentence,
    format_about_h,
    format_h,
    reading_of,
    textbook_words,
    whole_digits,
)
from gui.plots.limit.h_marks import HMark, HMarks, MarkKind
from gui.plots.limit.h_plot_area import DECADES_A_NOTCH, Dragging
from gui.plots.limit.region_bands import REGION_NAMES, ROW_ABOVE, SHORT, RegionBands
from gui.plots.limit.shown_errors import BELOW_LAST, WORST, ShownErrors
from gui.plots.picture import render_svg
from gui.plots.theme import theme_of
from gui.widgets.fonts import sized_font
from tests.gui.plots.conftest import show

FORWARD, CENTRAL = Difference.FORWARD, Difference.CENTRAL


def shown_errors(
    h: float = 8e-8,
    looked_at: Difference = FORWARD,
    problem: Problem | None = None,
    precision: Precision = Precision.DOUBLE,
) -> ShownErrors:
    problem = problem or published().problem
    table = LimitTable.of_rows(problem, Settings(h=0.1), precision)
    point = LimitPoint.at(table, problem.W)
    theory = point.theory(0)
    axis = theory.axis()
    here = quotient_digits(point, 0, h, looked_at)
    return ShownErrors(
        theory=theory,
        curves=measure(point, 0, steps_between(*axis)),
        quotients=(FORWARD, CENTRAL),
        looked_at=looked_at,
        h=h,
        error=abs(here.slope - theory.slope),
        right=here.whole_digits_right,
        axis=axis,
    )


@pytest.fixture
def plot(qtbot: QtBot) -> ErrorPlot:
    """The plot of the published example at h = 8e-8."""
    plot = ErrorPlot()
    show(qtbot, plot)
    plot.show_errors(shown_errors())
    return plot


def pixel_of(plot: ErrorPlot, h: float) -> QPointF:
    area = plot.plot_area
    return QPointF(area.bottom.to_pixel(-np.log10(h)), area.area().center().y())


def test_h_falls_to_the_right(plot: ErrorPlot) -> None:
    assert plot.plot_area.shown_range()[0] == pytest.approx((-2, 17))
    labels = [tick.label for tick in plot.plot_area.bottom.ticks]
    assert labels == ["1e0", "1e−5", "1e−10", "1e−15"]
    pixels = [plot.plot_area.bottom.to_pixel(tick.position) for tick in plot.plot_area.bottom.ticks]
    assert pixels == sorted(pixels)


def test_digits_go_down(plot: ErrorPlot) -> None:
    ticks = plot.plot_area.left.ticks
    assert [tick.position for tick in ticks] == [0, -4, -8, -12, -16]
    assert {tick.label for tick in ticks} >= {"none", "8 digits right"}
    plot.resize(480, 304)
    plot.show_errors(shown_errors())
    assert [tick.label for tick in plot.plot_area.left.ticks] == ["none", "4", "8", "12", "16"]


def test_points_are_those_measured(plot: ErrorPlot) -> None:
    shown = shown_errors()
    x, y = plot.points[FORWARD].getData()
    finite = np.isfinite(shown.curves.errors(FORWARD))
    assert len(x) == finite.sum()
    assert np.allclose(y, shown.points[FORWARD][finite])
    assert len(plot.points[Difference.BACKWARD].getData()[0]) == 0
    here = plot.here.getData()
    assert here[0][0] == pytest.approx(-np.log10(8e-8))
    assert here[1][0] == pytest.approx(-8.04, abs=0.01)


def test_least_measured_is_near_the_best(plot: ErrorPlot) -> None:
    h, height = shown_errors().least_measured or (np.nan, np.nan)
    assert 1e-9 < h < 1e-6
    assert -10 < height < -7
    assert shown_errors().best_h == pytest.approx(8.6e-8, rel=0.01)


def test_regions_are_the_four(plot: ErrorPlot) -> None:
    regions = [band.region for band in plot.bands._bands]
    assert regions == [Region.BEND, Region.CANCEL, Region.ALIKE, Region.STILL]
    rights = [plot.bands.rect_of(band).right() for band in plot.bands._bands]
    assert rights == sorted(rights)
    assert rights[-1] == pytest.approx(plot.plot_area.area().right())


def test_zero_weight_has_no_lost_step() -> None:
    problem = published().problem
    shown = shown_errors(1e-3, FORWARD, problem.starting_from(np.zeros((3, 1))))
    assert Region.STILL not in [span.region for span in shown.regions]


def test_central_quotient_has_no_bend() -> None:
    regions = [span.region for span in shown_errors(0.1, CENTRAL).regions]
    assert regions[0] is Region.PARABOLA


def test_marks_name_their_h(plot: ErrorPlot) -> None:
    marks = plot.marks
    assert marks.h is not None
    assert marks.best is not None
    assert marks.textbook is not None
    assert marks.h.words == "h = 8e−8"
    assert marks.best.words == "best h ≈ 8.6e−8"
    assert marks.textbook.words == "textbook h (forward): √ε"
    assert 10**-marks.textbook.position == pytest.approx(1.49e-8, rel=0.01)


def test_low_plot_has_no_header(plot: ErrorPlot) -> None:
    assert plot.plot_area.header.isVisible()
    plot.resize(480, 84)
    assert not plot.plot_area.header.isVisible()
    assert plot.plot_area.area().top() == 0
    assert plot.plot_area.area().height() >= 48
    plot.resize(480, 304)
    assert plot.plot_area.header.isVisible()
    assert plot.plot_area.area().top() > 0


def test_low_plot_leaves_words_out(plot: ErrorPlot) -> None:
    plot.resize(480, 130)
    assert plot.marks.best is not None
    assert plot.marks.best.words == ""
    assert plot.marks.h is not None
    assert plot.marks.h.words == "h = 8e−8"


def press(plot: ErrorPlot, at: QPointF) -> None:
    QTest.mousePress(plot.plot_area.viewport(), Qt.MouseButton.LeftButton, pos=at.toPoint())


def move(plot: ErrorPlot, at: QPointF) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        QPointF(plot.plot_area.viewport().mapToGlobal(at.toPoint())),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(plot.plot_area.viewport(), event)


def test_line_is_dragged(plot: ErrorPlot, qtbot: QtBot) -> None:
    chosen: list[float] = []
    plot.h_chosen.connect(chosen.append)
    press(plot, pixel_of(plot, 1e-5))
    assert chosen[-1] == pytest.approx(1e-5, rel=0.1)
    move(plot, pixel_of(plot, 1e-12))
    assert chosen[-1] == pytest.approx(1e-12, rel=0.1)
    move(plot, QPointF(10_000, 10))
    assert chosen[-1] == pytest.approx(1e-17, rel=0.1)
    assert plot.plot_area.dragging is Dragging.HELD
    with qtbot.waitSignal(plot.plot_area.released):
        QTest.mouseRelease(plot.plot_area.viewport(), Qt.MouseButton.LeftButton)
    count = len(chosen)
    move(plot, pixel_of(plot, 1e-5))
    assert len(chosen) == count


def test_axis_stays_while_dragged(plot: ErrorPlot) -> None:
    press(plot, pixel_of(plot, 1e-5))
    before = plot.plot_area.shown_range()[0]
    wide = shown_errors(1e-5)
    plot.show_errors(replace(wide, axis=(1e5, 1e-20)))
    assert plot.plot_area.shown_range()[0] == before
    QTest.mouseRelease(plot.plot_area.viewport(), Qt.MouseButton.LeftButton)
    assert plot.plot_area.shown_range()[0] == pytest.approx((-5, 20))


def test_wheel_looks_closer(plot: ErrorPlot, qtbot: QtBot) -> None:
    at = pixel_of(plot, 1e-5)
    event = QWheelEvent(
        at,
        QPointF(plot.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(plot.decades_turned) as turned:
        QApplication.sendEvent(plot.plot_area.viewport(), event)
    assert turned.args == [-DECADES_A_NOTCH]


def test_keys_are_left_to_the_view(plot: ErrorPlot) -> None:
    before = plot.plot_area.shown_range()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_Space):
        QTest.keyClick(plot.plot_area, key)
    assert plot.plot_area.shown_range() == before


def test_pointer_reads_the_points(plot: ErrorPlot) -> None:
    plot.plot_area.pointer_moved.emit(pixel_of(plot, 1e-3))
    assert plot.plot_area.header.reading.startswith("h 0.001   forward 3.9   central ")
    plot.plot_area.pointer_left.emit()
    assert plot.plot_area.header.reading == ""


def test_flat_slope_has_no_points(plot: ErrorPlot) -> None:
    flat = Problem([[1.0], [-1.0]], [1.0, 1.0])
    plot.show_errors(shown_errors(0.1, FORWARD, flat))
    assert plot.plot_area.empty_text == "There are no digits to count."
    why = "The exact slope is 0: there are no digits to count."
    assert errors_sentence(shown_errors(0.1, FORWARD, flat)).endswith(why)
    tiny = Problem([[1e-300], [2e-300]], [1e-300, 5e-300])
    plot.show_errors(shown_errors(0.1, FORWARD, tiny))
    assert plot.plot_area.empty_text == "There are no digits to count."
    why = "The slope is 0 to rounding: no h gives digits of it."
    assert errors_sentence(shown_errors(0.1, FORWARD, tiny)).endswith(why)
    plot.show_errors(shown_errors())
    assert plot.plot_area.empty_text == ""
    plot.show_nothing("Nothing.")
    assert plot.plot_area.empty_text == "Nothing."


def test_sentence_has_all_regions() -> None:
    sentence = errors_sentence(shown_errors())
    assert sentence.startswith(
        "Points: how many digits of the slope each quotient has right, against h, "
        "from 100 to 1e−17. At h = 8e−8 the forward quotient has 8 digits right. "
        "The best h is about 8.6e−8. Above h = 8.6e−8: the secant cuts the bend. "
    )
    assert "Below h = 1.1e−16: w + h is w. For any table, textbooks take h = √ε" in sentence
    own = errors_sentence(replace(shown_errors(), whose="Age"))
    assert "h is that of Age: other weights have another, or need one." in own
    assert "h is that of" not in errors_sentence(shown_errors())
    assert "has no step" in errors_sentence(shown_errors(1e-17))
    assert "has 1 digit right" in errors_sentence(shown_errors(3e-15))
    assert "has no digit right" in errors_sentence(shown_errors(100.0))


def test_single_precision_has_eight_digits(plot: ErrorPlot) -> None:
    single = shown_errors(1e-3, FORWARD, precision=Precision.SINGLE)
    plot.show_errors(single)
    assert [-tick.position for tick in plot.plot_area.left.ticks] == [0, 2, 4, 6, 8]
    assert single.heights(np.array([0.0, np.inf])).tolist() == [-8 - BELOW_LAST, WORST]


def test_marks_differ_without_colour() -> None:
    shapes = {str(marker_of(each).toFillPolygon().toList()) for each in Difference}
    assert len(shapes) == 3


def test_picture_has_lines_and_words(plot: ErrorPlot) -> None:
    picture = render_svg(plot).decode()
    assert "best h ≈ 8.6e−8" in picture
    assert "the secant cuts the bend" in picture


def test_every_region_has_short_words() -> None:
    assert set(SHORT) == set(Region)
    assert all(len(SHORT[each]) <= len(REGION_NAMES[each]) for each in Region)
    assert {each: each.value for each in Region} == REGION_NAMES


def test_marks_keep_their_words_inside(plot: ErrorPlot) -> None:
    marks: HMarks = plot.marks
    area = plot.plot_area.area()
    for h in (100.0, 1e-17):
        rect = marks.words_rect(HMark(-np.log10(h), "h = 1.58e−15"), area.top())
        assert area.left() <= rect.left() < rect.right() <= area.right() + 0.01


def test_best_h_covers_no_point(plot: ErrorPlot) -> None:
    plot.show_errors(shown_errors(0.1, CENTRAL))
    marks, area = plot.marks, plot.plot_area
    assert marks.best is not None
    rect = marks.places[MarkKind.BEST]
    assert area.area().contains(rect)
    x, y = plot.points[FORWARD].getData()
    pixels = [
        QPointF(area.bottom.to_pixel(float(each)), area.left.to_pixel(float(height)))
        for each, height in zip(x, y, strict=True)
    ]
    assert any(area.area().contains(pixel) for pixel in pixels)
    assert not any(rect.contains(pixel) for pixel in pixels)
    assert not any(rect.intersects(words) for words in plot.bands.words_rects())
    usual = marks.words_rect(marks.best, area.area().top() + plot.bands.row_height)
    assert any(usual.contains(pixel) for pixel in pixels)


def test_h_leaves_mark_of_best(plot: ErrorPlot) -> None:
    marks = plot.marks
    for h, is_left in ((2e-8, False), (4e-7, True)):
        plot.show_errors(shown_errors(h))
        assert marks.h is not None
        assert marks.best is not None
        best = plot.plot_area.bottom.to_pixel(marks.best.position)
        rect = marks.places[MarkKind.H]
        assert (rect.right() < best) is is_left
        assert (rect.left() > best) is not is_left


@pytest.mark.parametrize("looked_at", [FORWARD, CENTRAL])
def test_no_line_strikes_words_through(plot: ErrorPlot, looked_at: Difference) -> None:
    struck = 0
    for power in range(-30, 0):
        plot.show_errors(shown_errors(10.0 ** (power / 2), looked_at))
        marks, area = plot.marks, plot.plot_area
        assert marks.h is not None
        pixel = area.bottom.to_pixel(marks.h.position)
        lines = marks.lines_beside_words(pixel, area.area().top())
        struck += len(lines) > 1
        assert lines[-1].y2() == area.area().bottom()
        for words in plot.bands.words_rects():
            inside = words.adjusted(0.5, 0.5, -0.5, -0.5)
            if inside.left() < pixel < inside.right():
                assert all(
                    line.y2() <= inside.top() or line.y1() >= inside.bottom() for line in lines
                )
    assert struck


def test_narrow_region_has_small_words(plot: ErrorPlot) -> None:
    plot.show_errors(shown_errors(0.1, CENTRAL))
    band = plot.bands._bands[0]
    width = plot.bands.rect_of(band).width()
    words = plot.bands.words_of(band)
    assert words is not None
    assert words.lines == ("no", "bend")
    assert words.rect.width() < width


@pytest.mark.parametrize("height", range(92, 170, 6))
def test_words_stay_above_the_points(plot: ErrorPlot, height: int) -> None:
    plot.resize(480, height)
    plot.show_errors(shown_errors(0.1, CENTRAL))
    words = plot.bands.words_rects()
    for x, y, _ in plot.plot_area.dots(*plot.points.values()):
        assert not any(rect.contains(x, y) for rect in words)
    assert plot.plot_area.area().height() < ROW_ABOVE * plot.bands.row_height or words


def test_bands_follow_the_theme(plot: ErrorPlot) -> None:
    bands: RegionBands = plot.bands
    grounds = {bands.ground(each).name() for each in Region}
    assert len(grounds) == len(Region)


def test_words_of_numbers() -> None:
    assert [format_h(each) for each in (0.1, 100, 8.6e-8, 123456)] == [
        *("0.1", "100", "8.6e−8", "123456"),
    ]
    assert [
        format_about_h(each) for each in (0.1, 100, 28056, 123456, 2.8e9, 8.64e-8, 0.00012)
    ] == [
        *("0.1", "100", "28000", "120000", "2.8e9", "8.6e−8", "0.00012"),
    ]
    assert [whole_digits(each) for each in (np.nan, 0.5, 1.5, 8.04)] == [0, 0, 1, 8]
    assert digits_of(0.0, 1.0, 16) == 16
    assert digits_of(0.01, 1.0, 16) == 2
    assert np.isnan(digits_of(1.0, 0.0, 16))


@pytest.mark.parametrize(
    ("quotient", "root", "h"),
    [
        (FORWARD, "√ε", "1.5e−8"),
        (Difference.BACKWARD, "√ε", "1.5e−8"),
        (CENTRAL, "∛ε", "6.1e−6"),
    ],
)
def test_textbook_has_h_for_each_quotient(
    plot: ErrorPlot, quotient: Difference, root: str, h: str
) -> None:
    words, shown = f"textbook h ({quotient}): {root}", shown_errors(1e-8, quotient)
    assert textbook_words(quotient) == words
    said = f"For any table, textbooks take h = {root} ≈ {h} in the {quotient} quotient."
    assert errors_sentence(shown).endswith(said)
    plot.show_errors(shown)
    mark = plot.marks.textbook
    assert mark is not None
    assert mark.position == pytest.approx(-np.log10(float(h.replace("−", "-"))), abs=0.01)
    assert mark.words == words


def test_words_of_readings() -> None:
    assert reading_of(shown_errors(), 0).startswith("h 100   forward 0.0")


def test_hidden_slope_marks_no_best(plot: ErrorPlot) -> None:
    example = next(each for each in EXAMPLES if each.key == "well_conditioned").problem
    resting = Problem(example.A, example.Y, optimum(example).W)
    shown = shown_errors(1.0, CENTRAL, resting)
    plot.show_errors(shown)
    assert plot.marks.best is None
    assert len(plot.least.getData()[0]) == 0
    assert "The slope is 0 to rounding: no h gives digits of it." in errors_sentence(shown)
    assert "best h" not in errors_sentence(shown)


def test_ring_is_an_average(plot: ErrorPlot) -> None:
    names = [(entry.name, entry.short) for entry in plot.plot_area.header.legend]
    assert names[-1] == ("least on average over half a decade", "least mean")


def test_scaled_columns_are_described() -> None:
    shown = shown_errors()
    assert "scaled" not in errors_sentence(shown)
    said = errors_sentence(replace(shown, is_scaled=True))
    assert "The columns are scaled: w, h and the slope are those of a column" in said


def test_description_counts_as_the_digits() -> None:
    """Both slopes show 16 digits that are the same, though the quotient is off in the next."""
    shown = shown_errors(3.0, CENTRAL)
    assert "has 16 digits right." in errors_sentence(replace(shown, right=16))
    assert "has no digit right." in errors_sentence(replace(shown, right=0))


@pytest.mark.parametrize("looked_at", list(Difference))
@pytest.mark.parametrize("scale", [1, 2])
def test_words_cover_nothing(plot: ErrorPlot, looked_at: Difference, scale: int) -> None:
    """No dot, no mark and no other words, at any h and in any size of the view."""
    theme = theme_of(plot)
    plot.plot_area.set_theme(replace(theme, font=sized_font(theme.font, 12 * scale)))
    plot.marks.set_theme(plot.plot_area.theme)
    plot.bands.set_theme(plot.plot_area.theme)
    seen = set[MarkKind]()
    for width, height in ((250, 75), (440, 92), (440, 118), (480, 164), (700, 420)):
        plot.resize(width, height)
        for power in range(-34, 5, 2):
            shown = shown_errors(10.0 ** (power / 2), looked_at)
            plot.show_errors(shown)
            marks, area = plot.marks, plot.plot_area.area()
            best = plot.plot_area.bottom.to_pixel(-np.log10(shown.best_h))
            foot = QRectF(best - 5, area.bottom() - 9, 10, 9)
            others = [foot, *plot.bands.words_rects()]
            dots = plot.plot_area.dots(*plot.points.values(), plot.least, plot.here)
            for kind, rect in marks.places.items():
                seen.add(kind)
                assert area.adjusted(-1, -1, 1, 1).contains(rect)
                assert not any(rect.intersects(each) for each in others), kind
                x, y, radius = dots.T
                covered = (x + radius > rect.left()) & (x - radius < rect.right())
                covered &= (y + radius > rect.top()) & (y - radius < rect.bottom())
                assert not covered.any(), (kind, width, height, power)
                others.append(rect)
    assert seen >= {MarkKind.H, MarkKind.BEST}


@pytest.mark.parametrize("height", [92, 117, 160, 240, 400])
def test_textbook_mark_has_its_name(plot: ErrorPlot, height: int) -> None:
    shown = shown_errors(1e-3, CENTRAL)
    plot.resize(480, height)
    plot.show_errors(shown)
    picture = plot.grab().toImage()
    marks = plot.marks
    assert marks.textbook is not None
    pixel = round(plot.plot_area.bottom.to_pixel(marks.textbook.position))
    foot = round(plot.plot_area.area().bottom()) - 3
    ground = picture.pixelColor(pixel + 6, foot)
    is_drawn = any(picture.pixelColor(pixel + k, foot) != ground for k in (-1, 0, 1))
    place = marks.places.get(MarkKind.TEXTBOOK)
    assert is_drawn == (place is not None)
    if place is not None:
        assert marks.words_in(marks.textbook, place) in (marks.textbook.words, "∛ε")
