"""What the model predicts beside what was observed."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gui.plots.framing import Framing
from gui.plots.markers import Markers
from gui.plots.prediction_plot import PredictionPlot, PredictionView
from tests.gui.finding import named

from .conftest import coloured, framing_of, picture_of, pixel_of, turn_wheel

ROWS = np.arange(3)
Y = np.array([14.0, 32.0, 50.0])
NEAR = np.array([13.0, 33.0, 49.0])


@pytest.fixture
def plot(prediction_plot: PredictionPlot) -> PredictionPlot:
    """A plot of three rows and their predictions."""
    prediction_plot.show_rows(ROWS, Y, NEAR)
    return prediction_plot


def places(markers: Markers) -> list[tuple[float, float]]:
    x, y = markers.getData()
    return list(zip(x.tolist(), y.tolist(), strict=True))


def ends(plot: PredictionPlot) -> list[tuple[float, float]]:
    x, y = plot.diagonal.getData()
    return [] if x is None or y is None else list(zip(x.tolist(), y.tolist(), strict=True))


def button(plot: PredictionPlot, name: str) -> QToolButton:
    return named(plot, QToolButton, name)


def test_it_can_be_found(plot: PredictionPlot) -> None:
    assert plot.objectName() == "prediction_plot"
    assert plot.accessibleName() == "Observed and predicted output"


def test_by_row_both_are_shown_beside_their_row(plot: PredictionPlot) -> None:
    assert places(plot.observed) == [(1, 14), (2, 32), (3, 50)]
    assert places(plot.predicted) == [(1, 13), (2, 33), (3, 49)]
    assert [tick.label for tick in plot.canvas.bottom.ticks] == ["1", "2", "3"]
    assert (plot.canvas.header.name, plot.canvas.bottom.name) == ("Y, Ŷ", "row")


def test_everything_is_within_the_area(plot: PredictionPlot) -> None:
    for markers in (plot.observed, plot.predicted):
        for x, y in places(markers):
            assert plot.canvas.area().contains(pixel_of(plot.canvas, x, y).toPointF())


def test_the_buttons_switch_by_mouse_and_by_key(qtbot: QtBot, plot: PredictionPlot) -> None:
    against, by_row = button(plot, "against"), button(plot, "by_row")
    assert (by_row.isChecked(), against.isChecked()) == (True, False)
    qtbot.mouseClick(against, Qt.MouseButton.LeftButton)
    assert [key.name for key in plot.canvas.header.keys] == ["row", "Ŷ = Y"]
    assert (by_row.isChecked(), against.isChecked()) == (False, True)
    by_row.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(by_row, Qt.Key.Key_Space)
    assert plot.view is PredictionView.BY_ROW
    assert by_row.isChecked()


def test_the_view_can_be_chosen_from_a_menu(plot: PredictionPlot) -> None:
    by_row, against = plot.menu_actions()
    against.trigger()
    assert plot.view is PredictionView.AGAINST
    plot.set_view(PredictionView.BY_ROW)
    assert by_row.isChecked()


def test_against_each_row_is_a_cross_at_its_y_and_prediction(plot: PredictionPlot) -> None:
    plot.set_view(PredictionView.AGAINST)
    assert places(plot.predicted) == [(14, 13), (32, 33), (50, 49)]
    assert places(plot.observed) == []
    assert (plot.canvas.header.name, plot.canvas.bottom.name) == ("Ŷ", "Y")
    assert [key.name for key in plot.canvas.header.keys] == ["row", "Ŷ = Y"]


def test_the_diagonal_is_where_both_are_equal_however_one_pans(plot: PredictionPlot) -> None:
    assert ends(plot) == []
    plot.set_view(PredictionView.AGAINST)
    plot.canvas.pan(0.3, 0.3)
    (left, right), _ = plot.canvas.shown_range()
    assert ends(plot) == [(left, left), (right, right)]
    plot.set_view(PredictionView.BY_ROW)
    assert ends(plot) == []


def test_the_diagonal_knows_that_its_axes_may_count_in_different_powers(
    plot: PredictionPlot,
) -> None:
    plot.set_view(PredictionView.AGAINST)
    plot.show_rows(ROWS, Y, 1e10 * Y)
    (left, right), _ = plot.canvas.shown_range()
    np.testing.assert_allclose(ends(plot), [(left, left / 1e11), (right, right / 1e11)])


def test_the_diagonal_is_dashed(plot: PredictionPlot) -> None:
    plot.set_view(PredictionView.AGAINST)
    keys = plot.canvas.header.keys
    assert keys[1].pen.style() == Qt.PenStyle.DashLine
    assert keys[1].marker is None


def test_without_a_prediction_the_observations_stand_alone(plot: PredictionPlot) -> None:
    plot.show_rows(ROWS, Y, None)
    assert places(plot.observed) == [(1, 14), (2, 32), (3, 50)]
    assert places(plot.predicted) == []
    assert plot.canvas.empty_text == ""
    plot.set_view(PredictionView.AGAINST)
    assert plot.canvas.empty_text == "Press Run to compare Ŷ with Y."
    plot.show_rows(ROWS, Y, NEAR)
    assert plot.canvas.empty_text == ""


def test_an_empty_plot_says_what_to_do(plot: PredictionPlot) -> None:
    plot.clear()
    assert plot.canvas.empty_text == "Enter A and Y to see them here."
    assert places(plot.observed) == []
    plot.set_empty_text("Nothing yet.")
    assert plot.canvas.empty_text == "Nothing yet."


def test_a_sample_says_that_it_is_one(plot: PredictionPlot) -> None:
    assert plot.canvas.header.caption == ""
    plot.show_rows(ROWS, Y, NEAR, total=1_000_000)
    assert plot.canvas.header.caption == "3 of 1,000,000 rows"


@pytest.mark.parametrize("view", PredictionView)
@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_predictions_that_are_not_finite_break_nothing(
    plot: PredictionPlot, view: PredictionView, odd: float
) -> None:
    plot.set_view(view)
    plot.show_rows(ROWS, Y, [13.0, odd, 49.0])
    assert len(places(plot.predicted)) == 2
    assert plot.canvas.header.caption == "1 Ŷ is not finite"
    plot.show_rows(ROWS, Y, [odd] * 3)
    assert places(plot.predicted) == []
    assert plot.canvas.header.caption == "3 Ŷ are not finite"
    picture_of(plot)


@pytest.mark.parametrize("view", PredictionView)
@pytest.mark.parametrize("size", [1e300, 1.7e308, 1e-300, 5e-324])
def test_huge_and_tiny_numbers_are_drawn(
    plot: PredictionPlot, view: PredictionView, size: float
) -> None:
    plot.set_view(view)
    plot.show_rows(ROWS, Y, [0, -size / 2, -size])
    plot.fit()
    for x, y in places(plot.predicted):
        assert plot.canvas.area().contains(pixel_of(plot.canvas, x, y).toPointF())
    assert coloured(picture_of(plot)) > 60
    plot.show_rows(ROWS, Y * (size / 50), [0, 1, 2])
    assert coloured(picture_of(plot)) > 60


def test_constant_outputs_have_a_range_too(plot: PredictionPlot) -> None:
    for constant in (0.0, 5.0, 1e8, -1e-12):
        plot.show_rows(ROWS, [constant] * 3, [constant] * 3)
        plot.fit()
        low, high = plot.canvas.shown_range()[1]
        place = places(plot.observed)[0][1]
        assert low < place < high
        assert 2 <= len(plot.canvas.left.ticks) <= 8


def test_the_view_stands_still_while_predictions_stream(plot: PredictionPlot) -> None:
    before = plot.canvas.shown_range()
    for step in np.linspace(0, 1, 20):
        plot.show_rows(ROWS, Y, NEAR + step * (Y - NEAR))
        assert plot.canvas.shown_range() == before
    plot.show_rows(ROWS, Y, NEAR + 100)
    assert plot.canvas.shown_range() != before
    assert plot.canvas.shown_range()[1][1] > 149


def test_a_person_who_zooms_keeps_the_view_until_there_are_other_rows(
    plot: PredictionPlot,
) -> None:
    turn_wheel(plot.canvas, QPointF(300, 150), 120)
    held = plot.canvas.shown_range()
    plot.show_rows(ROWS, Y, NEAR + 1000)
    assert plot.canvas.shown_range() == held
    assert framing_of(plot) is Framing.HELD
    plot.show_rows(np.arange(2), Y[:2], NEAR[:2])
    assert framing_of(plot) is Framing.FOLLOWS
    assert plot.canvas.shown_range() != held


def test_many_rows_get_smaller_markers(plot: PredictionPlot) -> None:
    large = plot.observed.boundingRect().width() - 2
    many = np.arange(1000)
    plot.show_rows(many, many, many)
    assert large > 0
    assert plot.observed.opts["size"] < 8  # type: ignore[attr-defined]
