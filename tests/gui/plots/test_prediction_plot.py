"""The prediction plot."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gui.plots.markers import Markers
from gui.plots.prediction_plot import PredictionPlot, PredictionView
from gui.plots.view_range import ViewMode
from gui.theme.blending import CURVE, contrast
from tests.audit.appearances import Look
from tests.gui.finding import named

from .conftest import coloured, picture_of, pixel_of, turn_wheel, view_mode_of

ROWS = np.arange(3)
Y = np.array([14.0, 32.0, 50.0])
NEAR = np.array([13.0, 33.0, 49.0])


@pytest.fixture
def plot(prediction_plot: PredictionPlot) -> PredictionPlot:
    """A plot of three rows and their predictions."""
    prediction_plot.show_rows(ROWS, Y, NEAR)
    return prediction_plot


def positions(markers: Markers) -> list[tuple[float, float]]:
    x, y = markers.getData()
    return list(zip(x.tolist(), y.tolist(), strict=True))


def ends(plot: PredictionPlot) -> list[tuple[float, float]]:
    x, y = plot.diagonal.getData()
    return [] if x is None or y is None else list(zip(x.tolist(), y.tolist(), strict=True))


def button(plot: PredictionPlot, name: str) -> QToolButton:
    return named(plot, QToolButton, name)


def test_prediction_plot_has_names(plot: PredictionPlot) -> None:
    assert plot.objectName() == "prediction_plot"
    assert plot.accessibleName() == "Observed and predicted output"


def test_by_row_shows_y_and_prediction(plot: PredictionPlot) -> None:
    assert positions(plot.observed) == [(1, 14), (2, 32), (3, 50)]
    assert positions(plot.predicted) == [(1, 13), (2, 33), (3, 49)]
    assert [tick.label for tick in plot.plot_area.bottom.ticks] == ["1", "2", "3"]
    header = plot.plot_area.header
    assert (header.title, header.remark) == ("Predictions", "by row")


def test_all_points_are_inside_the_area(plot: PredictionPlot) -> None:
    for markers in (plot.observed, plot.predicted):
        for x, y in positions(markers):
            assert plot.plot_area.area().contains(pixel_of(plot.plot_area, x, y).toPointF())


@pytest.mark.parametrize("look", Look)
def test_chosen_button_has_an_edge(plot: PredictionPlot, look: Look) -> None:
    palette = look.palette()
    plot.setPalette(palette)
    edges = []
    for name in ("by_row", "against"):
        picture = button(plot, name).grab().toImage()
        middle = picture.height() // 2
        edges.append(contrast(picture.pixelColor(0, middle), palette.base().color()))
    assert edges[0] >= CURVE - 0.1
    assert edges[1] < 1.2


def test_buttons_switch_the_view(qtbot: QtBot, plot: PredictionPlot) -> None:
    against, by_row = button(plot, "against"), button(plot, "by_row")
    assert (by_row.isChecked(), against.isChecked()) == (True, False)
    qtbot.mouseClick(against, Qt.MouseButton.LeftButton)
    assert [key.name for key in plot.plot_area.header.legend] == ["row", "Ŷ = Y"]
    assert (by_row.isChecked(), against.isChecked()) == (False, True)
    by_row.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(by_row, Qt.Key.Key_Space)
    assert plot.view is PredictionView.BY_ROW
    assert by_row.isChecked()


def test_view_is_chosen_by_menu(plot: PredictionPlot) -> None:
    by_row, against = plot.menu_actions()
    against.trigger()
    assert plot.view is PredictionView.AGAINST
    plot.set_view(PredictionView.BY_ROW)
    assert by_row.isChecked()


def test_against_shows_prediction_over_y(plot: PredictionPlot) -> None:
    plot.set_view(PredictionView.AGAINST)
    assert positions(plot.predicted) == [(14, 13), (32, 33), (50, 49)]
    assert positions(plot.observed) == []
    header = plot.plot_area.header
    assert (header.title, header.remark) == ("Predictions", "Ŷ against Y")
    assert [key.name for key in plot.plot_area.header.legend] == ["row", "Ŷ = Y"]


def test_diagonal_follows_the_range(plot: PredictionPlot) -> None:
    assert ends(plot) == []
    plot.set_view(PredictionView.AGAINST)
    plot.plot_area.pan(0.3, 0.3)
    (left, right), _ = plot.plot_area.shown_range()
    assert ends(plot) == [(left, left), (right, right)]
    plot.set_view(PredictionView.BY_ROW)
    assert ends(plot) == []


def test_diagonal_works_with_different_scales(
    plot: PredictionPlot,
) -> None:
    plot.set_view(PredictionView.AGAINST)
    plot.show_rows(ROWS, Y, 1e10 * Y)
    (left, right), _ = plot.plot_area.shown_range()
    np.testing.assert_allclose(ends(plot), [(left, left / 1e11), (right, right / 1e11)])


def test_diagonal_is_dashed(plot: PredictionPlot) -> None:
    plot.set_view(PredictionView.AGAINST)
    keys = plot.plot_area.header.legend
    assert keys[1].pen.style() == Qt.PenStyle.DashLine
    assert keys[1].marker is None


def test_observations_are_shown_without_predictions(plot: PredictionPlot) -> None:
    plot.show_rows(ROWS, Y, None)
    assert positions(plot.observed) == [(1, 14), (2, 32), (3, 50)]
    assert positions(plot.predicted) == []
    assert plot.plot_area.empty_text == ""
    plot.set_view(PredictionView.AGAINST)
    assert plot.plot_area.empty_text == "Press Run to compare Ŷ with Y."
    plot.show_table(is_complete=False)
    assert plot.plot_area.empty_text == "Complete a row of A and Y to compare Ŷ with Y."
    plot.show_table(is_complete=True)
    plot.show_rows(ROWS, Y, NEAR)
    assert plot.plot_area.empty_text == ""


def test_clear_shows_what_to_do(plot: PredictionPlot) -> None:
    plot.clear()
    assert plot.plot_area.empty_text == "Enter A and Y to see them here."
    assert positions(plot.observed) == []
    plot.set_empty_text("Nothing yet.")
    assert plot.plot_area.empty_text == "Nothing yet."


def test_sample_is_labelled_as_such(plot: PredictionPlot) -> None:
    assert plot.plot_area.header.caption == ""
    plot.show_rows(ROWS, Y, NEAR, total=1_000_000)
    assert plot.plot_area.header.caption == "3 of 1,000,000 rows"


@pytest.mark.parametrize("view", PredictionView)
@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_non_finite_predictions_are_left_out(
    plot: PredictionPlot, view: PredictionView, odd: float
) -> None:
    plot.set_view(view)
    plot.show_rows(ROWS, Y, [13.0, odd, 49.0])
    assert len(positions(plot.predicted)) == 2
    assert plot.plot_area.header.caption == "1 Ŷ is not finite"
    plot.show_rows(ROWS, Y, [odd] * 3)
    assert positions(plot.predicted) == []
    assert plot.plot_area.header.caption == "3 Ŷ are not finite"
    picture_of(plot)


@pytest.mark.parametrize("view", PredictionView)
@pytest.mark.parametrize("size", [1e300, 1.7e308, 1e-300, 5e-324])
def test_huge_and_tiny_numbers_are_drawn(
    plot: PredictionPlot, view: PredictionView, size: float
) -> None:
    plot.set_view(view)
    plot.show_rows(ROWS, Y, [0, -size / 2, -size])
    plot.fit()
    for x, y in positions(plot.predicted):
        assert plot.plot_area.area().contains(pixel_of(plot.plot_area, x, y).toPointF())
    assert coloured(picture_of(plot)) > 60
    plot.show_rows(ROWS, Y * (size / 50), [0, 1, 2])
    assert coloured(picture_of(plot)) > 60


def test_constant_outputs_have_a_range(plot: PredictionPlot) -> None:
    for constant in (0.0, 5.0, 1e8, -1e-12):
        plot.show_rows(ROWS, [constant] * 3, [constant] * 3)
        plot.fit()
        low, high = plot.plot_area.shown_range()[1]
        place = positions(plot.observed)[0][1]
        assert low < place < high
        assert 2 <= len(plot.plot_area.left.ticks) <= 8


def test_range_is_steady_during_a_run(plot: PredictionPlot) -> None:
    before = plot.plot_area.shown_range()
    for step in np.linspace(0, 1, 20):
        plot.show_rows(ROWS, Y, NEAR + step * (Y - NEAR))
        assert plot.plot_area.shown_range() == before
    plot.show_rows(ROWS, Y, NEAR + 100)
    assert plot.plot_area.shown_range() != before
    assert plot.plot_area.shown_range()[1][1] > 149


def test_chosen_range_stays_until_rows_change(
    plot: PredictionPlot,
) -> None:
    turn_wheel(plot.plot_area, QPointF(300, 150), 120)
    held = plot.plot_area.shown_range()
    plot.show_rows(ROWS, Y, NEAR + 1000)
    assert plot.plot_area.shown_range() == held
    assert view_mode_of(plot) is ViewMode.MANUAL
    plot.show_rows(np.arange(2), Y[:2], NEAR[:2])
    assert view_mode_of(plot) is ViewMode.FOLLOW
    assert plot.plot_area.shown_range() != held


def test_many_rows_get_smaller_markers(plot: PredictionPlot) -> None:
    large = plot.observed.boundingRect().width() - 2
    many = np.arange(1000)
    plot.show_rows(many, many, many)
    assert large > 0
    assert plot.observed.opts["size"] < 8  # type: ignore[attr-defined]
