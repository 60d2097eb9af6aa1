"""The view Fit in the window: its keys, the rows of the tables, and going on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from engine import mean_squared_error
from gui.fit.figure_texts import GoodnessFigure
from gui.fit.fit_view import FitView
from gui.fit.picture_controls import FitPicture
from gui.panels.sheet import SheetPanel
from gui.plots.base import Plot
from gui.plots.fit.residual_plot import ResidualPlot
from gui.plots.fit.rows_plot import RowsPlot
from gui.plots.loss_plot import LossPlot
from gui.plots.prediction_plot import PredictionPlot
from gui.run.run_state import RunState
from gui.tables import MatrixView
from gui.tables.models.cell_look import CellLook
from gui.tables.models.weight_rows import INFERENCE, WeightRow
from gui.transforms.hold_out import HoldOut
from gui.window.main_window import MainWindow
from tests.gui.finding import named

ROWS = [f"row_{row.name.lower()}" for row in INFERENCE]


@pytest.fixture
def fit(window: MainWindow, qtbot: QtBot) -> FitView:
    """The view, with Longley."""
    window.resize(1280, 800)
    named(window, QAction, "example_longley").trigger()
    assert window.findChild(FitView) is None  # it is made when it is first seen
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    view = named(window, FitView, "fit")
    qtbot.waitUntil(view.isVisible)
    return view


def test_key_shows_the_view(window: MainWindow, fit: FitView) -> None:
    assert window._parts.views.current_name == "Fit"
    assert named(window, ResidualPlot, "residual_plot").isVisible()
    assert fit.table.hasFocus()


def test_point_selects_its_row(window: MainWindow, fit: FitView) -> None:
    fit.pictures_row.residuals.row_chosen.emit(9)
    for name in ("A", "Y"):
        table = named(window, MatrixView, name)
        assert table.currentIndex().row() == 9
        assert table.selectionModel().isRowSelected(9)
    marked = fit.pictures_row.residuals.marked.getData()
    assert len(marked[0]) == 1


def test_row_marks_its_point(window: MainWindow, fit: FitView) -> None:
    table = named(window, MatrixView, "Y")
    table.setCurrentIndex(table.matrix.index(3, 0))
    plot = fit.pictures_row.residuals
    x, y = plot.points.getData()
    marked = plot.marked.getData()
    assert (marked[0][0], marked[1][0]) == (x[3], y[3])


def test_one_click_goes_on(window: MainWindow, fit: FitView, qtbot: QtBot) -> None:
    window.document.change_settings(scale_columns=True, learning_rate=1.16, epochs=10)
    QTest.mouseClick(fit.go_on_button, Qt.MouseButton.LeftButton)
    assert window.document.settings.until_converged
    qtbot.waitUntil(lambda: window.session.state is RunState.CONVERGED, timeout=60_000)
    qtbot.waitUntil(lambda: fit.model.frame is not None and fit.model.frame.is_reached)
    assert not fit.go_on_button.isVisible()


def test_weight_is_written_out(window: MainWindow, fit: FitView) -> None:
    fit.table.setCurrentIndex(fit.weights.index(3, 0))
    assert window._parts.limit.model.weight == 3


def test_menu_saves_a_hidden_picture(
    window: MainWindow, fit: FitView, qtbot: QtBot, tmp_path: Path
) -> None:
    named(window, QAction, "view_descent").trigger()
    named(window, QAction, "export_influence").trigger()
    assert window._parts.views.current_name == "Fit"
    assert fit.pictures_row.shown[-1] is FitPicture.INFLUENCE
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()


def test_inference_is_shown_if_wanted(window: MainWindow, fit: FitView, qtbot: QtBot) -> None:
    window.resize(1280, 1000)
    sheet = window.findChild(SheetPanel)
    assert sheet is not None
    weights = sheet.views[0].matrix
    assert [weights.row_name(row) for row in range(weights.rowCount())][-1] == "± s.e."
    assert not any(named(window, QAction, name).isChecked() for name in ROWS)
    for name in ROWS:
        named(window, QAction, name).trigger()
    qtbot.waitUntil(lambda: weights.rowCount() == 10)
    qtbot.waitUntil(lambda: weights.index(6, 0).data() == "−3.91")
    texts = [weights.index(row, 0).data() for row in range(7, 10)]
    assert texts == ["0.00356", "−5496529", "−1467988"]
    for name in ROWS:
        named(window, QAction, name).trigger()
    qtbot.waitUntil(lambda: weights.rowCount() == 6)


def test_wanted_rows_are_kept(window: MainWindow, fit: FitView) -> None:
    named(window, QAction, "row_p").trigger()
    window.close_without_asking()
    another = MainWindow()
    assert named(another, QAction, "row_p").isChecked()
    assert not named(another, QAction, "row_t").isChecked()
    assert named(another, QAction, "row_now").isChecked()
    assert WeightRow.P not in another._parts.sheet.crowded_out or not another.isVisible()
    another.close_without_asking()


def test_row_is_left_out_and_taken_back(window: MainWindow, fit: FitView, qtbot: QtBot) -> None:
    plot, before = fit.pictures_row.residuals, window.document.experiment
    plot.row_chosen.emit(9)
    QTest.keyClick(plot.plot_area, Qt.Key.Key_Delete)
    assert window.document.experiment.left_out_rows == [9]
    qtbot.waitUntil(lambda: len(plot.beside.getData()[0]) == 1)
    for name in ("A", "Y"):
        matrix = named(window, MatrixView, name).matrix
        assert matrix.look(9, 0) is CellLook.STRUCK
        assert matrix.look(8, 0) is CellLook.INPUT
        assert matrix.spoken_place(9, 0) == f"{matrix.spoken_row(9)}, left out"
        assert matrix.row_tooltip(9) == "This row is left out: it does not count."
    assert named(window, MatrixView, "Y").matrix.look(9, 1) is CellLook.QUIET
    QTest.keyClick(plot.plot_area, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(plot.beside.getData()[0]) == 0)
    assert window.document.experiment.has_data_of(before)
    assert named(window, MatrixView, "A").matrix.look(9, 0) is CellLook.INPUT


def test_row_left_out_is_drawn_once(
    window: MainWindow, fit: FitView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pictures once, and nothing of the views that are covered."""
    window.document.change_settings(epochs=20)
    window.session.run_or_pause()
    qtbot.waitUntil(lambda: window.session.state is RunState.DONE, timeout=30_000)
    drawn: list[str] = []
    kinds: tuple[type[Plot], ...] = (LossPlot, PredictionPlot, RowsPlot)
    for kind in kinds:
        refresh = kind._refresh

        def counted(plot: Plot, refresh: Callable[[Plot], None] = refresh) -> None:
            drawn.append(plot.objectName())
            refresh(plot)

        monkeypatch.setattr(kind, "_refresh", counted)
    window.session.leave_out([9])
    plots = [fit.pictures_row.residuals, fit.pictures_row.quantiles]
    qtbot.waitUntil(lambda: all(len(plot.drawn) == 15 for plot in plots), timeout=30_000)
    qtbot.waitUntil(lambda: window.session.state is RunState.DONE, timeout=30_000)
    assert sorted(drawn) == ["quantile_plot", "residual_plot"]
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: {"loss_plot", "prediction_plot"} <= {*drawn})


def test_strip_counts_rows_left_out(window: MainWindow, fit: FitView, qtbot: QtBot) -> None:
    toast = named(window, QLabel, "toast")
    for rows, told in (([4], "1 row is left out."), ([2, 7], "3 rows are left out.")):
        window.session.leave_out(rows)
        assert toast.text() == told
    qtbot.waitUntil(lambda: fit.card.text_of(GoodnessFigure.ROWS).endswith(", 3 out"))
    window.session.take_back([2, 4, 7])
    assert toast.text() == "All rows count again."
    qtbot.waitUntil(lambda: "out" not in fit.card.text_of(GoodnessFigure.ROWS))


def test_menu_of_the_table_leaves_rows_out(window: MainWindow, fit: FitView) -> None:
    table = named(window, MatrixView, "Y")
    table.setFocus()
    table.setCurrentIndex(table.matrix.index(3, 0))
    named(window, QAction, "leave_rows_out").trigger()
    assert window.document.experiment.left_out_rows == [3]
    named(window, QAction, "undo").trigger()
    assert window.document.experiment.left_out is None
    named(window, QAction, "redo").trigger()
    named(window, QAction, "take_rows_back").trigger()
    assert window.document.experiment.left_out is None


def test_rows_left_out_keep_their_predictions(
    window: MainWindow, fit: FitView, qtbot: QtBot
) -> None:
    window.document.change_settings(epochs=20)
    window.session.run_or_pause()
    qtbot.waitUntil(lambda: not window.session.state.is_active, timeout=60_000)
    window.session.leave_out([4])
    qtbot.waitUntil(lambda: not window.session.state.is_active, timeout=60_000)
    progress = window.session.progress
    assert progress is not None
    outputs, A = named(window, MatrixView, "Y").matrix, window.document.experiment.A
    predicted = (A.rows([4]) @ progress.frame.W)[0, 0]
    qtbot.waitUntil(lambda: outputs.computed_value(4, 1) == pytest.approx(predicted, rel=1e-12))


def test_held_out_rows_test_the_fit(window: MainWindow, fit: FitView, qtbot: QtBot) -> None:
    window.document.change("Hold Out Rows", HoldOut(20, 1).apply, 0)
    window.document.change_settings(epochs=20)
    window.session.run_or_pause()
    qtbot.waitUntil(lambda: not window.session.state.is_active, timeout=60_000)
    progress, experiment = window.session.progress, window.document.experiment
    assert progress is not None
    assert progress.held_out is not None
    qtbot.waitUntil(lambda: fit.model.frame is not None and fit.model.frame.held_out is not None)
    assert fit.model.frame is not None
    figures, tested = fit.model.frame.held_out, experiment.tested
    assert figures is not None
    assert tested is not None
    W = fit.model.frame.figures.best.W
    assert figures.loss == pytest.approx(mean_squared_error(tested.A.joined, W, tested.Y.joined))
    assert figures.rows == tested.rows
    held_out = window._parts.loss_plot._held_out
    assert held_out is not None
    assert held_out.trace is progress.held_out.trace
    named(window, QAction, "take_back_held_out").trigger()
    qtbot.waitUntil(lambda: fit.model.frame is not None and fit.model.frame.held_out is None)
