"""Points of a fit are read, clicked and marked."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from engine import Problem
from gui.plots.fit.agreement_plot import AgreementPlot
from gui.plots.fit.influence_plot import InfluencePlot
from gui.plots.fit.line_plot import FittedLine, LinePlot
from gui.plots.fit.quantile_plot import QuantilePlot
from gui.plots.fit.residual_plot import Abscissa, Against, ResidualPlot
from gui.plots.fit.row_area import RowArea
from gui.plots.fit.row_reader import REACH, RowReader
from gui.plots.fit.rows_plot import RowsPlot
from gui.plots.fit.sentences import beside_reading
from gui.plots.markers import Markers
from gui.plots.picture import render_png
from tests.gui.plots.conftest import dark, show

from .fits import exact, problem_of, rows_of, with_left_out

KINDS = [ResidualPlot, QuantilePlot, InfluencePlot, AgreementPlot]
Key = Qt.Key


@pytest.fixture
def plot(qtbot: QtBot) -> ResidualPlot:
    """The residuals of 30 rows."""
    plot = ResidualPlot()
    show(qtbot, plot)
    plot.show_rows(rows_of())
    return plot


def pixel_of(plot: RowsPlot, index: int) -> QPoint:
    x, y = plot.points.getData()
    at = plot.plot_area.view.mapViewToScene(QPointF(float(x[index]), float(y[index])))
    return at.toPoint()


def test_click_chooses_the_nearest_row(plot: ResidualPlot, qtbot: QtBot) -> None:
    spy = QSignalSpy(plot.row_chosen)
    viewport = plot.plot_area.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=pixel_of(plot, 7) + QPoint(1, 1))
    qtbot.waitUntil(lambda: spy.count() == 1)
    assert spy.at(0) == [7]


def test_click_on_nothing_chooses_none(plot: ResidualPlot) -> None:
    assert isinstance(plot.reader, RowReader)
    x, y = plot.points.getData()
    (left, right), (low, high) = plot.plot_area.shown_range()
    far = max(
        ((a, b) for a in np.linspace(left, right, 20) for b in np.linspace(low, high, 20)),
        key=lambda at: np.hypot((x - at[0]) / (right - left), (y - at[1]) / (high - low)).min(),
    )
    assert REACH < 40
    assert plot.reader.nearest(*far) is None
    spy = QSignalSpy(plot.row_chosen)
    plot.plot_area.place_chosen.emit(*far)
    assert spy.count() == 0


def test_keys_read_and_choose_rows(plot: ResidualPlot) -> None:
    assert isinstance(plot.plot_area, RowArea)
    QTest.keyClick(plot.plot_area, Key.Key_Home)
    reading = plot.plot_area.header.reading
    assert reading.startswith("row ")
    assert "residual" in reading
    row = int(np.argmin(plot.points.getData()[0]))
    spy = QSignalSpy(plot.row_chosen)
    QTest.keyClick(plot.plot_area, Key.Key_Return)
    assert spy.at(0) == [row]
    assert reading.startswith(f"row {row + 1} ")


def test_pointer_reads_the_nearest_row(plot: ResidualPlot) -> None:
    area = plot.plot_area
    area.pointer_moved.emit(QPointF(pixel_of(plot, 3)))
    assert area.header.reading.startswith("row 4 ")
    assert len(plot.here.getData()[0]) == 1
    area.pointer_left.emit()
    assert area.header.reading == ""
    assert len(plot.here.getData()[0]) == 0


def test_row_of_the_table_is_marked(plot: ResidualPlot) -> None:
    plot.mark_row(5)
    x, y = plot.points.getData()
    marked = plot.marked.getData()
    assert (marked[0][0], marked[1][0]) == (x[5], y[5])
    assert plot.plot_area.header.legend[0].name == "row 6"
    plot.mark_row(99)  # of a row that is being filled there is no point
    assert len(plot.marked.getData()[0]) == 0
    plot.mark_row(-1)
    assert [entry.name for entry in plot.plot_area.header.legend] == ["± 2 sd"]


def test_rows_keep_the_numbers_of_the_table(plot: ResidualPlot, qtbot: QtBot) -> None:
    numbering = np.arange(30, dtype=np.int64) + 10  # the first ten are not complete
    plot.show_rows(rows_of(numbering=numbering))
    plot.mark_row(10)
    assert len(plot.marked.getData()[0]) == 1
    plot.mark_row(9)
    assert len(plot.marked.getData()[0]) == 0
    spy = QSignalSpy(plot.row_chosen)
    at = plot.points.getData()
    plot.plot_area.place_chosen.emit(float(at[0][0]), float(at[1][0]))
    assert spy.at(0) == [10]


def test_large_tables_say_what_is_drawn(plot: ResidualPlot) -> None:
    few = plot.points.opts["brush"].color().alphaF()  # type: ignore[attr-defined]
    plot.show_rows(rows_of(problem_of(3000), most=500))
    assert len(plot.points.getData()[0]) <= 500
    caption = plot.plot_area.header.caption
    assert caption.endswith(" of 3,000 rows")
    many = plot.points.opts["brush"].color().alphaF()  # type: ignore[attr-defined]
    assert many < few < 1
    hidden = next(k for k in range(3000) if k not in plot.drawn)
    plot.mark_row(hidden)  # also a row that is not among those drawn
    assert len(plot.marked.getData()[0]) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_each_plot_describes_itself(kind: type[RowsPlot], qtbot: QtBot) -> None:
    plot = kind()  # type: ignore[call-arg]
    show(qtbot, plot)
    plot.show_nothing("Nothing yet.")
    assert plot.plot_area.spoken_sentence() == "Nothing yet."
    assert len(plot.points.getData()[0]) == 0
    plot.show_rows(rows_of())
    assert len(plot.points.getData()[0]) == 30
    sentence = plot.plot_area.spoken_sentence()
    assert sentence.startswith("Points: ")
    assert "30 rows" in sentence
    assert plot.accessibleName()
    assert plot.objectName().endswith("_plot")
    assert render_png(plot)


@pytest.mark.parametrize("kind", [ResidualPlot, QuantilePlot, InfluencePlot])
def test_exact_fit_says_so(kind: type[RowsPlot], qtbot: QtBot) -> None:
    plot = kind()  # type: ignore[call-arg]
    show(qtbot, plot)
    plot.show_rows(exact())
    assert plot.plot_area.empty_text.startswith("No residual is left")
    assert plot.plot_area.spoken_sentence() == plot.plot_area.empty_text


def test_points_follow_the_palette(plot: ResidualPlot, palette: object, qtbot: QtBot) -> None:
    before = plot.points.opts["brush"].color()  # type: ignore[attr-defined]
    line = LinePlot()
    qtbot.addWidget(line)
    plot.setPalette(dark(plot.palette()))
    assert plot.points.opts["brush"].color() != before  # type: ignore[attr-defined]


def test_rows_left_out_are_hollow(plot: ResidualPlot) -> None:
    rows = with_left_out(None, 4, 9)
    assert rows.beside is not None
    plot.show_rows(rows)
    x, y = plot.beside.getData()
    assert len(plot.points.getData()[0]) == 28
    assert (x.tolist(), y.tolist()) == (
        rows.beside.predicted.tolist(),
        rows.beside.residuals.tolist(),
    )
    assert plot.beside.opts["brush"].style() is Qt.BrushStyle.NoBrush  # type: ignore[attr-defined]
    assert [entry.name for entry in plot.plot_area.header.legend] == ["left out", "± 2 sd"]
    plot.set_against(Against(Abscissa.ROW))
    assert plot.beside.getData()[0].tolist() == [5, 10]
    plot.set_against(Against(Abscissa.COLUMN, 1))
    assert plot.beside.getData()[0].tolist() == rows.beside.A[:, 1].tolist()
    plot.show_rows(rows_of())
    assert len(plot.beside.getData()[0]) == 0


def test_hollow_points_are_read_and_marked(plot: ResidualPlot) -> None:
    plot.show_rows(with_left_out(None, 4, 9))
    x, y = plot.beside.getData()
    spy = QSignalSpy(plot.row_chosen)
    plot.plot_area.place_chosen.emit(float(x[1]), float(y[1]))
    assert spy.at(0) == [9]
    plot.mark_row(9)
    marked = plot.marked.getData()
    assert (marked[0].tolist(), marked[1].tolist()) == ([x[1]], [y[1]])
    at = plot.plot_area.view.mapViewToScene(QPointF(float(x[0]), float(y[0])))
    plot.plot_area.pointer_moved.emit(at)
    assert plot.plot_area.header.reading.startswith("row 5, left out ")


def test_delete_leaves_a_row_out(plot: ResidualPlot) -> None:
    spy = QSignalSpy(plot.leave_out_requested)
    QTest.keyClick(plot.plot_area, Key.Key_Delete)
    assert spy.count() == 0  # no point is meant
    plot.mark_row(5)
    QTest.keyClick(plot.plot_area, Key.Key_Delete)
    assert spy.at(0) == [5]
    QTest.keyClick(plot.plot_area, Key.Key_Home)
    QTest.keyClick(plot.plot_area, Key.Key_Backspace)
    assert spy.at(1) == [int(np.argmin(plot.points.getData()[0]))]
    x, y = plot.points.getData()
    plot.plot_area.place_chosen.emit(float(x[7]), float(y[7]))
    plot.mark_row(7)
    QTest.keyClick(plot.plot_area, Key.Key_Delete)
    assert spy.at(2) == [7]  # a click on another point than the one reached by keys
    plot.mark_row(99)
    QTest.keyClick(plot.plot_area, Key.Key_Delete)
    assert spy.count() == 3


def test_menu_leaves_out_what_is_pointed_at(
    plot: ResidualPlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy, offered = QSignalSpy(plot.leave_out_requested), list[QAction]()
    monkeypatch.setattr(QMenu, "popup", lambda menu, _: offered.append(menu.actions()[0]))

    def asked(markers: Markers, index: int) -> QAction:
        x, y = markers.getData()
        area = plot.plot_area
        at = area.view.mapViewToScene(QPointF(float(x[index]), float(y[index]))).toPoint()
        place = area.mapTo(plot, at)
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(plot, QContextMenuEvent(reason, place, plot.mapToGlobal(place)))
        return offered[-1]

    first = asked(plot.points, 3)
    assert first.text() == "Leave Row 4 Out"
    first.trigger()
    plot.show_rows(with_left_out(None, 4, 9))
    second = asked(plot.beside, 1)
    assert second.text() == "Take Row 10 Back"
    second.trigger()
    assert [spy.at(k)[0] for k in range(spy.count())] == [3, 9]


@pytest.mark.parametrize("kind", [AgreementPlot, LinePlot])
def test_other_plots_have_hollow_points(kind: type[AgreementPlot | LinePlot], qtbot: QtBot) -> None:
    plot, rows = kind(), with_left_out(None, 4, 9)
    show(qtbot, plot)
    assert rows.beside is not None
    if isinstance(plot, LinePlot):
        x = np.array([0.0, 1.0])
        band = np.column_stack((x, x))
        plot.show_line(rows, FittedLine(1, x, x, band, band))
        expected = rows.beside.A[:, 1], rows.beside.observed
    else:
        plot.show_rows(rows)
        expected = rows.beside.observed, rows.beside.predicted
    assert [each.tolist() for each in plot.beside.getData()] == [e.tolist() for e in expected]


def test_held_out_points_are_named(plot: ResidualPlot) -> None:
    rows = with_left_out(None, 3, 7)
    names = {}
    for held in ([True, True], [True, False], [False, False]):
        plot.show_rows(replace(rows, is_held_out=np.array(held)))
        names[tuple(held)] = [key.name for key in plot.plot_area.header.legend]
    assert "held out" in names[True, True]
    assert "rows out of the fit" in names[True, False]
    assert "left out" in names[False, False]
    held_out = replace(rows, is_held_out=np.array([True, False]))
    assert beside_reading(held_out, 0).startswith("row 4, held out")
    assert beside_reading(held_out, 1).startswith("row 8, left out")


def test_range_is_of_the_fitted_rows(plot: ResidualPlot) -> None:
    problem = problem_of()
    Y = problem.Y.copy()
    Y[4] += 700
    rows = with_left_out(Problem(problem.A, Y), 4, 9)
    plot.show_rows(rows)
    low, high = plot.plot_area.shown_range()[1]
    widest = float(np.abs(plot.points.getData()[1]).max())
    assert -4 * widest < low < -widest
    assert widest < high < 4 * widest
    assert plot.beside.getData()[1].max() > 600  # beyond the edge, to be found by its row
    plot.set_against(Against(Abscissa.ROW))
    left, right = plot.plot_area.shown_range()[0]
    assert left <= 1
    assert right >= 30


def test_undetermined_row_has_no_point(plot: ResidualPlot) -> None:
    problem = problem_of()
    A = problem.A.copy()
    A[:, 2] = np.arange(30) == 4
    plot.show_rows(with_left_out(Problem(A, problem.Y), 4, 9))
    x, y = plot.beside.getData()
    assert len(x) == 1
    spy = QSignalSpy(plot.row_chosen)
    plot.plot_area.place_chosen.emit(float(x[0]), float(y[0]))
    assert spy.at(0) == [9]
    plot.mark_row(4)
    assert len(plot.marked.getData()[0]) == 0
    assert [each.name for each in plot.plot_area.header.legend] == ["left out", "± 2 sd"]
