"""The plot of the surface: marks, words, clicks and keys."""

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from engine.optimisers.step_parts import PartKind
from engine.surface.loss_grid import LossGrid
from gui.plots.surface.contour_item import ContourForm
from gui.plots.surface.shown_step import ShownPart, ShownStep
from gui.plots.surface.shown_surface import ShownSurface
from gui.plots.surface.surface_plot import SurfacePlot
from tests.gui.plots.conftest import show

from .surfaces import curve, round_bowl, valley_with_run

Key = Qt.Key


@pytest.fixture
def plot(qtbot: QtBot) -> SurfacePlot:
    """The plot, empty."""
    plot = SurfacePlot()
    show(qtbot, plot)
    return plot


def words_of(plot: SurfacePlot) -> list[str]:
    return [word.text for word in plot.labels.placed]


def test_contours_are_labelled(plot: SurfacePlot) -> None:
    plot.show_surface(round_bowl(), fit=True)
    labels = [each.label for each in plot.contours.drawn]
    assert labels[:4] == ["", "+4", "", "+0.25"] or {"+16", "+1"} & set(labels)
    assert set(filter(None, labels)) <= {"+16", "+1", "+0.0625", "+0.00391", "+256"}


def test_everything_is_in_view(plot: SurfacePlot) -> None:
    shown = valley_with_run()
    plot.show_surface(shown, fit=True)
    (left, right), (low, high) = plot.plot_area.shown_range()
    x, y = shown.everything().T
    assert left < x.min() < x.max() < right
    assert low < y.min() < y.max() < high


def test_marks_and_words_are_placed(plot: SurfacePlot) -> None:
    plot.show_surface(valley_with_run(), fit=True)
    words = words_of(plot)
    assert words[:2] == ["w1", "w2"]
    assert {"start", "optimum", "epoch 1,000", "1"} <= set(words)
    assert "1,000" not in words


def test_words_never_overlap(plot: SurfacePlot) -> None:
    for size in ((640, 304), (300, 120), (900, 500)):
        plot.resize(*size)
        plot.show_surface(valley_with_run(), fit=True)
        rects = [word.rect for word in plot.labels.placed]
        assert not any(one.intersects(other) for one, other in combinations(rects, 2))
        assert all(plot.plot_area.area().contains(rect) for rect in rects)


def test_words_leave_the_path_free(plot: SurfacePlot) -> None:
    shown = valley_with_run()
    plot.show_surface(shown, fit=True)
    path = plot.contours.to_pixels(shown.path)
    for word in plot.labels.placed:
        assert not any(word.rect.contains(x, y) for x, y in path.tolist())


def test_marks_at_one_place_share_a_word(plot: SurfacePlot) -> None:
    shown = valley_with_run()
    together = np.repeat(shown.path[5:6], 4, axis=0)
    plot.show_surface(replace(shown, marks=together), fit=True)
    assert "1 – 100" in words_of(plot)


def test_scales_are_written(plot: SurfacePlot) -> None:
    plot.show_surface(valley_with_run(), fit=True)
    (left, right), (low, high) = plot.plot_area.shown_range()
    area = plot.plot_area.area()
    times = ((right - left) / area.width()) / ((high - low) / area.height())
    caption = plot.plot_area.header.caption
    word = "vertical" if times > 1 else "horizontal"
    assert caption.startswith(f"{word} ×")
    assert caption.endswith("a note")
    factor = float(caption.split("×")[1].split()[0])
    assert factor == pytest.approx(max(times, 1 / times), rel=0.06)


def test_straight_path_has_room(plot: SurfacePlot) -> None:
    shown = valley_with_run()
    path = np.column_stack((shown.path[:, 0], np.ones(len(shown.path))))
    straight = replace(
        shown, path=path, start=path[0], now=path[-1], marks=path[:1], mark_epochs=np.ones(1)
    )
    plot.show_surface(straight, fit=True)
    low, high = plot.plot_area.shown_range()[1]
    # The ellipse through the start reaches a tenth as far up as across.
    assert high - low == pytest.approx(0.4, rel=0.5)


def test_curve_is_a_line(plot: SurfacePlot) -> None:
    plot.show_surface(curve(), fit=True)
    (drawn,) = plot.contours.drawn
    assert drawn.form is ContourForm.LINE
    assert words_of(plot)[:2] == ["w1", "loss"]
    assert plot.plot_area.header.caption == ""


def test_grid_has_losses_on_its_lines(plot: SurfacePlot) -> None:
    x = np.linspace(0, 8, 41)
    grid = LossGrid(x, x, 100 + x + x[:, np.newaxis])
    plot.show_surface(replace(round_bowl(), ground=grid), fit=True)
    labels = [each.label for each in plot.contours.drawn]
    assert len(set(labels)) == len(labels) > 5
    assert "110" in labels


def test_keys_read_the_path(plot: SurfacePlot) -> None:
    shown = valley_with_run()
    plot.show_surface(shown, fit=True)
    QTest.keyClick(plot.plot_area, Key.Key_Home)
    assert plot.plot_area.header.reading == "epoch 0   loss 1   w1 5   w2 3"
    QTest.keyClick(plot.plot_area, Key.Key_Right)
    assert plot.plot_area.header.reading.startswith("epoch 1   loss 0.5")
    assert points_of_marker(plot) == pytest.approx(shown.path[1:2])


def points_of_marker(plot: SurfacePlot) -> np.ndarray:
    return np.column_stack(plot.here.getData())


def test_pointer_reads_the_gap(plot: SurfacePlot) -> None:
    plot.show_surface(round_bowl(), fit=True)
    at = plot.contours.to_pixels(np.array([3.0, 1.0]))
    plot.plot_area.pointer_moved.emit(QPointF(*at.tolist()))
    # Of two rows, a residual of 2 in one of them has a mean square of 2.
    assert plot.plot_area.header.reading in (
        "w1 3   w2 1   2 above the least loss",
        "w1 3.000   w2 1   2.000 above the least loss",
    )
    plot.plot_area.pointer_left.emit()
    assert plot.plot_area.header.reading == ""


def test_plot_says_what_it_shows(plot: SurfacePlot) -> None:
    plot.show_surface(round_bowl(), fit=True)
    said = "Contours of the loss. The run starts at w1 5, w2 3."
    assert plot.plot_area.spoken_sentence() == said
    plot.show_surface(valley_with_run(), fit=True)
    assert plot.plot_area.spoken_sentence().startswith(
        "Contours of the loss, and the path of the run from w1 5, w2 3 to "
    )
    plot.show_nothing("Nothing.")
    assert plot.plot_area.spoken_sentence() == "Nothing."


def test_nothing_has_no_words(plot: SurfacePlot) -> None:
    plot.show_surface(valley_with_run(), fit=True)
    plot.show_nothing("Nothing.")
    assert words_of(plot) == []
    assert plot.contours.drawn == []
    assert len(plot.now.getData()[0]) == 0
    assert plot.plot_area.empty_text == "Nothing."


def test_huge_numbers_are_drawn(plot: SurfacePlot) -> None:
    shown = valley_with_run()
    path = shown.path * 1e150
    path[-1] = np.inf, 0.0
    plot.show_surface(
        replace(shown, path=path, start=path[0], now=path[-2], marks=path[[1, 10, 100, 999]]),
        fit=True,
    )
    assert all(map(math.isfinite, plot.plot_area.shown_range()[0]))


def test_same_view_is_computed_once(plot: SurfacePlot) -> None:
    shown = valley_with_run()
    plot.show_surface(shown, fit=True)
    drawn = plot.contours.drawn
    plot.show_surface(replace(shown, path=shown.path[:500]), fit=False)
    assert plot.contours.drawn is drawn


def test_theme_is_followed(plot: SurfacePlot) -> None:
    plot.show_surface(valley_with_run(), fit=True)
    before = words_of(plot)
    palette = plot.palette()
    palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.black)
    palette.setColor(palette.ColorRole.Text, Qt.GlobalColor.white)
    plot.setPalette(palette)
    assert words_of(plot) == before
    assert plot.grab().toImage().pixelColor(4, 40).lightness() < 20


def test_menu_saves_a_picture(plot: SurfacePlot) -> None:
    spy = QSignalSpy(plot.export_requested)
    _, _, export = plot.menu_actions()
    export.trigger()
    assert spy.count() == 1


def with_step(length: float = 1.0) -> ShownSurface:
    """Return a valley with a run, and its next step."""
    shown = valley_with_run()
    end = shown.now + np.array([length, 0.0])
    step = ShownStep(shown.now, end, [ShownPart(PartKind.SLOPES, "−η·δW", shown.now, end)])
    return replace(shown, step=step)


def test_step_is_drawn_as_arrows(plot: SurfacePlot) -> None:
    plot.show_surface(with_step(), fit=True)
    (arrow,) = plot.arrows.arrows
    assert "−η·δW" in words_of(plot)
    assert [entry.name for entry in plot.plot_area.header.legend] == ["−η·δW"]
    assert plot.spoken_step().startswith("Arrows of the next step, −η·δW: from w1 ")
    assert not any(
        word.rect.contains(*arrow.along(share))
        for word in plot.labels.placed
        for share in np.linspace(0, 1, 50)
    )
    (_, right), _ = plot.plot_area.shown_range()
    shown = plot.shown
    assert shown is not None
    assert right > shown.now[0] + 1


def test_arrows_can_be_hidden(plot: SurfacePlot) -> None:
    assert plot.spoken_step() == ""
    plot.show_surface(with_step(), fit=True)
    plot.arrows_action.trigger()
    assert plot.arrows.arrows == []
    assert plot.plot_area.header.legend == ()
    assert plot.spoken_step() == "The next step is not drawn."
    plot.arrows_action.trigger()
    assert len(plot.arrows.arrows) == 1


def test_missing_arrows_are_explained(plot: SurfacePlot) -> None:
    plot.show_surface(with_step(1e-9), fit=True)
    assert plot.spoken_step() == "The next step is too short to be seen here: zoom in."
    plot.show_surface(valley_with_run(), fit=True)
    assert plot.spoken_step() == "The next step is drawn once the run is slow, or rests."
    plot.show_surface(with_step(), fit=True)
    plot.show_nothing("Nothing.")
    assert plot.arrows.arrows == []
    assert plot.spoken_step() == "Nothing."
