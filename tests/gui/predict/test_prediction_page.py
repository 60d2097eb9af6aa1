"""New rows are typed, pasted, dropped, copied and removed, and say what is predicted of them."""

import math
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
)
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from engine import Rescaling, optimum, predict_rows
from engine.reading.new_rows import ColumnMatch, RowsToPredict
from engine.statistics import statistics
from gui.exporting.export_job import POINT, ExportTarget
from gui.fit.fit_view import FitView
from gui.predict import texts
from gui.predict.figure_columns import FigureColumn, reason_of
from gui.predict.prediction_basis import OptimumState
from gui.predict.row_reading import WantedColumns
from gui.predict.row_table import LEAST_INPUT
from gui.predict.row_table_model import RowTableModel
from gui.tables.clipboard.question import PasteQuestion
from gui.text.numbers import format_number
from gui.theme.blending import quiet
from gui.transforms.scaling import scale_columns
from gui.widgets.listing.list_table import ROW_HEIGHT
from tests.gui.finding import named

from .conftest import (
    LONGLEY,
    TO_THE_END,
    FitBench,
    PageBench,
    mime,
    names_of,
    table_of,
    table_of_regions,
)

Role = Qt.ItemDataRole
HOW = Rescaling.STANDARDISE


def expected(page: PageBench, cells: list[float]) -> tuple[str, str]:
    """Return Ŷ and the prediction interval of a row of A, by the engine."""
    problem = page.fit.document.experiment.problem
    found = predict_rows(statistics(problem, optimum(problem)), [cells])
    lower, upper = found.prediction[0].tolist()
    return format_number(found.values[0]), f"{format_number(lower)} … {format_number(upper)}"


def test_empty_page_says_what_to_do(page: PageBench) -> None:
    assert page.page.note.text() == texts.EMPTY_STATE
    assert page.page.rows.rowCount() == 1
    assert page.row(0)[0] == "+"
    assert not page.page.actions_of_rows["export_new_rows"].isEnabled()
    assert page.page.actions_of_rows["paste_new_rows"].isEnabled()
    page.page.copy()
    assert page.said == [texts.NOTHING]


def test_pasted_rows_match_names(page: PageBench) -> None:
    page.open("longley")
    assert names_of(page)[1:7] == [
        *("deflator", "GNP", "unemployed", "armed forces", "population", "year")
    ]
    page.paste(LONGLEY)
    assert page.row(0)[:7] == ["1 ▲", "117", "560000", "4000", "2600", "131000", "1963"]
    value, interval = expected(page, [1, 89.5, 284599, 3351, 1650, 110929, 1950])
    assert page.figure(1, FigureColumn.OPTIMUM) == value
    assert page.figure(1, FigureColumn.PREDICTION) == interval
    assert page.said == [
        "3 new rows were added; A has no column id. 1 cell is no number, and stays empty."
    ]


def test_incomplete_row_has_no_prediction(page: PageBench) -> None:
    page.open("longley")
    page.paste(LONGLEY)
    assert page.row(2)[:5] == ["3 ○", "100", texts.EMPTY, "2900", texts.EMPTY]
    assert page.row(2)[7:] == 5 * [""]
    assert texts.INCOMPLETE in page.page.rows.index(2, 0).data(Role.ToolTipRole)
    assert page.type(2, 2, "397469")
    assert page.type(2, 4, "3048")
    assert page.type(2, 1, "101.2")
    assert page.type(2, 3, "2904")
    assert page.row(2)[0] == "3"
    value, _ = expected(page, [1, 101.2, 397469, 2904, 3048, 117388, 1955])
    assert page.figure(2, FigureColumn.OPTIMUM) == value


def test_current_row_tells_its_extrapolation(page: PageBench) -> None:
    page.open("longley")
    page.paste(LONGLEY)
    assert page.page.note.text().startswith("▲ Row 1: 4 columns are outside their range")
    page.page.table.go_to_row(1)
    assert page.page.note.text() == (
        "3 new rows. 1 is incomplete. ▲ 1 is outside of the table. "
        "Grey: the run is not at the optimum."
    )


def test_typed_row_is_predicted(page: PageBench) -> None:
    assert page.type(0, 1, "500.5")
    assert page.row(0)[:2] == ["1", "500.5"]
    value, interval = expected(page, [1, 500.5])
    assert page.figure(0, FigureColumn.OPTIMUM) == value
    assert page.figure(0, FigureColumn.PREDICTION) == interval
    assert page.figure(0, FigureColumn.NOW) == "—"
    assert page.figure(0, FigureColumn.NOW, Role.ToolTipRole) == texts.NO_RUN
    assert page.page.rows.rowCount() == 2
    page.fit.document.undo_stack.undo()
    page.wait(lambda: page.page.rows.rows == 0)
    page.fit.document.undo_stack.redo()
    page.wait(lambda: page.page.rows.rows == 1)
    assert page.figure(0, FigureColumn.OPTIMUM) == value


def test_wrong_number_is_refused_in_place(page: PageBench) -> None:
    refused = QSignalSpy(page.page.rows.refused)
    assert not page.type(0, 1, "abc")
    assert refused.count() == 1
    assert page.page.rows.rows == 0


def test_cell_is_emptied_by_typing_nothing(page: PageBench) -> None:
    page.type(0, 1, "5")
    assert page.type(0, 1, " ")
    assert page.row(0)[:2] == ["1 ○", texts.EMPTY]
    count = page.fit.document.undo_stack.count()
    assert page.type(0, 1, "")
    assert page.fit.document.undo_stack.count() == count


def test_intervals_are_grey_until_reached(page: PageBench) -> None:
    page.type(0, 1, "500.5")
    muted = quiet(page.page.palette())
    assert page.figure(0, FigureColumn.PREDICTION, Role.ForegroundRole) == muted
    page.fit.run(page.qtbot, **TO_THE_END)
    page.qtbot.waitUntil(
        lambda: page.figure(0, FigureColumn.PREDICTION, Role.ForegroundRole) is None
    )
    now, best = (page.figure(0, each) for each in (FigureColumn.NOW, FigureColumn.OPTIMUM))
    assert now == best
    assert texts.NOT_REACHED not in page.page.note.text()


def test_other_loss_says_why(page: PageBench) -> None:
    page.type(0, 1, "500.5")
    page.fit.document.change_settings(loss="huber")
    page.fit.document.flush()
    page.qtbot.waitUntil(lambda: texts.OTHER_LOSS in page.page.note.text())
    for figure in (FigureColumn.OPTIMUM, FigureColumn.CONFIDENCE):
        assert page.figure(0, figure) == "—"
        assert page.figure(0, figure, Role.ToolTipRole) == texts.OTHER_LOSS
    heads = page.page.rows
    last = heads.columnCount() - 1
    assert texts.OTHER_LOSS in heads.headerData(last, Qt.Orientation.Horizontal, Role.ToolTipRole)
    page.fit.run(page.qtbot, epochs=3, learning_rate=1e-9)
    page.qtbot.waitUntil(lambda: page.figure(0, FigureColumn.NOW) != "—")


def test_undetermined_row_says_so(page: PageBench) -> None:
    draw = np.random.default_rng(1)
    people = draw.integers(0, 9, size=(20, 2)).astype(float)
    A = np.column_stack((np.ones(20), people, people.sum(axis=1)))
    page.fit.open(table_of(A, draw.normal(size=20)))
    page.wait()
    page.paste("2\t3\t5\n2\t3\t6\n")
    assert page.figure(0, FigureColumn.OPTIMUM) != "not determined"
    assert page.figure(1, FigureColumn.OPTIMUM) == "not determined"
    assert page.figure(1, FigureColumn.PREDICTION) == "not determined"
    told = page.figure(1, FigureColumn.PREDICTION, Role.ToolTipRole)
    assert "breaks a dependency" in str(told)


def test_rows_without_freedom_say_so(page: PageBench) -> None:
    page.fit.open(table_of([[1, 2], [1, 3]], [4, 5]))
    page.wait()
    page.type(0, 1, "2.5")
    assert page.figure(0, FigureColumn.OPTIMUM) == "4.5"
    assert page.figure(0, FigureColumn.ERROR) == "no rows to spare"
    assert page.figure(0, FigureColumn.PREDICTION) == "no rows to spare"


def test_copied_rows_paste_back(page: PageBench) -> None:
    page.open("longley")
    page.paste(LONGLEY)
    page.page.copy()
    page.qtbot.waitUntil(lambda: page.said[-1] == "3 new rows were copied.")
    lines = QGuiApplication.clipboard().text().splitlines()
    head, first = (line.split("\t") for line in lines[:2])
    assert head[:3] == ["row", "deflator", "GNP"]
    assert head[-3:] == ["prediction_upper", "extrapolated", "converged"]
    assert first[-2:] == ["yes", "no"]
    page.page.clear()
    page.wait(lambda: page.page.rows.rows == 0)
    page.paste("\n".join(lines))
    assert page.row(2)[:5] == ["3 ○", "100", texts.EMPTY, "2900", texts.EMPTY]


def test_exported_numbers_round_trip(page: PageBench, tmp_path: Path) -> None:
    page.type(0, 1, "500.1")
    asked = QSignalSpy(page.page.export_requested)
    page.page.export()
    job = asked.at(0)[0].to(ExportTarget(tmp_path / "rows.csv", POINT))
    head, first = b"".join(job.chunks()).decode().splitlines()
    row = dict(zip(head.split(","), first.split(","), strict=True))
    problem = page.fit.document.experiment.problem
    found = predict_rows(statistics(problem, optimum(problem)), [[1, 500.1]])
    assert float(row["predicted"]) == found.values[0]
    assert float(row["confidence_lower"]) == found.confidence[0, 0]
    assert row["predicted_now"] == ""
    assert row["converged"] == "no"


def test_selected_rows_are_removed(page: PageBench) -> None:
    page.paste("1\n2\n3\n")
    page.page.table.go_to_row(1)
    QTest.keyClick(page.page.table.inputs, Qt.Key.Key_Delete)
    page.wait(lambda: page.page.rows.rows == 2)
    assert [page.row(k)[1] for k in range(2)] == ["1", "3"]
    page.fit.document.undo_stack.undo()
    page.wait(lambda: page.page.rows.rows == 3)


def test_foreign_clipboard_is_refused(page: PageBench) -> None:
    page.open("longley")
    QGuiApplication.clipboard().setText("a\tb\n1\t2\n3\t4\n")
    page.page.paste()
    page.qtbot.waitUntil(lambda: bool(page.said))
    assert "no column has the name of a column of A" in page.said[0]
    assert "No rows were added." in page.said[0]
    assert page.page.rows.rows == 0


def test_ambiguous_comma_is_asked_about(page: PageBench) -> None:
    page.fit.open(table_of([[1, 2], [1, 3], [1, 5]], [4, 5, 7]))
    page.wait()
    QGuiApplication.clipboard().setText("1,234\n5,678\n")
    page.page.paste()
    found: list[PasteQuestion] = []

    def is_asked() -> bool:
        found[:] = page.view.window().findChildren(PasteQuestion)
        return bool(found)

    page.qtbot.waitUntil(is_asked)
    named(found[0], QPushButton, "reading_1").click()
    page.wait(lambda: page.page.rows.rows == 2)
    assert page.row(0)[1] == "1.234"


def test_rows_are_dropped(page: PageBench, tmp_path: Path) -> None:
    rows, place = mime("500\n600\n"), QPointF(20, 60)
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place.toPoint(), action, rows, button, none)
    page.page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.page.dropEvent(QDropEvent(place, action, rows, button, none))
    page.wait(lambda: page.page.rows.rows == 2)
    asked = QSignalSpy(page.page.import_requested)
    file, path = mime(), tmp_path / "rows.csv"
    path.write_text("x\n1\n")
    file.setUrls([QUrl.fromLocalFile(str(path))])
    page.page.dropEvent(QDropEvent(place, action, file, button, none))
    assert asked.at(0)[0] == path


def test_without_a_table_nothing_is_taken(page: PageBench, bench: FitBench) -> None:
    bench.open(table_of([[0.0, 0.0]], [0.0]))
    page.qtbot.waitUntil(lambda: page.page.note.text() == texts.NO_TABLE)
    page.page.paste()
    assert page.page.rows.rowCount() == 0


def test_scaled_column_takes_own_units(page: PageBench) -> None:
    page.type(0, 1, "500.5")
    before = page.figure(0, FigureColumn.OPTIMUM)
    page.fit.document.change("Scale", partial(scale_columns, columns=[1], how=HOW))
    page.fit.document.flush()
    page.wait(page.is_current)
    assert page.figure(0, FigureColumn.OPTIMUM) == before
    head = page.page.rows.headerData(1, Qt.Orientation.Horizontal, Role.ToolTipRole)
    assert "in its own units" in head


def test_screen_reader_hears_names(page: PageBench) -> None:
    page.type(0, 1, "500.5")
    model: RowTableModel = page.page.rows
    name = names_of(page)[1]
    assert model.index(0, 1).data(Role.AccessibleTextRole) == f"{name}: 500.5"
    assert model.index(0, 0).data(Role.AccessibleTextRole) == "row 1"
    assert page.page.table.inputs.accessibleName() == texts.TABLE
    for button in page.page.findChildren(QPushButton):
        assert button.accessibleName()
        assert button.accessibleDescription()


def test_many_rows_are_predicted_beside(page: PageBench) -> None:
    lines = "\n".join(f"{x / 7:.4f}" for x in range(20_000))
    page.paste(lines)
    assert page.page.rows.rows == 20_000
    value, _ = expected(page, [1, float(f"{19_999 / 7:.4f}")])
    assert page.figure(19_999, FigureColumn.OPTIMUM) == value


def test_hidden_view_commits_what_is_typed(view: FitView, page: PageBench, qtbot: QtBot) -> None:
    inputs = page.page.table.inputs
    inputs.setFocus()
    inputs.edit(page.page.rows.index(0, 1))
    QTest.keyClicks(inputs.focusWidget() or inputs, "7")
    editors = inputs.viewport().findChildren(type(inputs.focusWidget()))
    assert editors
    view.commit()
    page.wait(lambda: page.page.rows.rows == 1)
    assert page.row(0)[1] == "7"


def test_nothing_is_nan(page: PageBench) -> None:
    page.open("longley")
    page.paste(LONGLEY)
    shown = [text for row in range(4) for text in page.row(row)]
    assert not [text for text in shown if "nan" in text.lower()]
    assert math.isnan(page.page.rows.values(2, 2)[0])


def test_pages_change_by_keys(view: FitView, page: PageBench) -> None:
    switch = view.switch
    new, weights = (switch.buttons[each] for each in reversed(switch.buttons))
    assert new.isChecked()
    QTest.keyClick(weights, Qt.Key.Key_Space)
    assert weights.isChecked()
    assert view.panels.isVisible()
    assert not page.page.isVisible()
    QTest.mouseClick(new, Qt.MouseButton.LeftButton)
    assert page.page.isVisible()


@pytest.mark.parametrize("width", [868, 1280])
def test_no_row_and_no_figure_is_cut(page: PageBench, width: int) -> None:
    page.open("longley")
    page.paste(LONGLEY)
    page.view.resize(width, 240)
    page.qtbot.waitUntil(lambda: page.page.table.width() > width - 20)
    table = page.page.table
    last = page.page.rows.columnCount() - 1
    end = table.figures.columnViewportPosition(last) + table.figures.columnWidth(last)
    assert end <= table.figures.viewport().width()
    assert (table.inputs.viewport().height() % ROW_HEIGHT) == 0
    assert table.figures.geometry().right() < table.width()


def test_rows_of_other_columns_are_refused(page: PageBench) -> None:
    found = RowsToPredict(np.ones((2, 1)), ColumnMatch((0,)))
    page.page.add_rows(found, WantedColumns(("x",), (), (1,), 5), texts.PASTED)
    assert page.said == [
        "The table changed size in the meantime, so this edit no longer fits. Nothing was changed."
    ]
    assert page.page.rows.rows == 0


def test_rows_are_handled_by_keys(page: PageBench) -> None:
    """Copy, paste, Delete and Enter in the table itself."""
    page.open("longley")
    page.paste(LONGLEY)
    table = page.page.table.inputs
    QTest.keySequence(table, QKeySequence(QKeySequence.StandardKey.Copy))
    page.wait(lambda: len(page.said) > 1)
    QTest.keySequence(table, QKeySequence(QKeySequence.StandardKey.Paste))
    page.wait(lambda: page.page.rows.rows == 6)
    page.page.table.go_to_row(4)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    page.wait(lambda: page.page.rows.rows == 5)
    table.setCurrentIndex(page.page.rows.index(0, 1))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert table.state() is QAbstractItemView.State.EditingState
    page.page.commit()
    page.page.clear()
    page.wait(lambda: page.page.rows.rows == 0)
    assert page.page.note.text() == texts.EMPTY_STATE


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_menu_offers_what_can_be_done(page: PageBench) -> None:
    widget = page.page
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(4, 4), QPoint(4, 4))
    QApplication.sendEvent(widget, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions() == list(widget.actions_of_rows.values())
    menu.close()


def test_cells_explain_themselves(page: PageBench) -> None:
    page.open("longley")
    page.paste(LONGLEY)
    model = page.page.rows
    tips = [
        str(model.headerData(k, Qt.Orientation.Horizontal, Role.ToolTipRole))
        for k in range(model.columnCount())
    ]
    assert tips[0] == texts.ROW_TIP
    assert tips[1] == texts.GIVEN.format(name="deflator")
    assert len(set(tips)) == len(tips)
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(99, Qt.Orientation.Horizontal) is None
    assert model.data(QModelIndex()) is None
    assert not model.flags(QModelIndex()) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(model.index(0, 0), "5")
    assert model.index(0, 1).data(Role.EditRole) == "117"
    assert model.index(2, 2).data(Role.EditRole) == ""
    assert model.index(3, 1).data(Role.ToolTipRole) == texts.TYPE_HERE
    assert model.index(0, 0).data(Role.AccessibleTextRole) == texts.ROW_SPOKEN.format(number=1)
    assert model.cell_name(0, 1) == texts.SPOKEN.format(
        name=texts.ROW_SPOKEN.format(number=1), figure="deflator"
    )
    assert model.row_sentence(-1) == model.row_sentence(99) == ""


def test_unknown_optimum_has_its_reason(page: PageBench) -> None:
    basis = page.page.model.basis
    assert basis is not None
    said = [reason_of(replace(basis, state=state)) for state in OptimumState]
    assert said == ["", texts.COMPUTING, texts.OTHER_LOSS, texts.NOT_KNOWN]


@pytest.fixture
def regions(page: PageBench) -> PageBench:
    """The page of a table with a category."""
    page.fit.open(table_of_regions())
    page.qtbot.waitUntil(page.is_current)
    return page


def cells_of(page: PageBench) -> list[list[float]]:
    rows = page.fit.document.experiment.new_rows
    assert rows is not None
    return [row[1:] for row in rows.joined.tolist()]


def test_word_of_category_is_pasted(regions: PageBench) -> None:
    regions.paste("region\tage\nNorth\t33\neast\t44\n")
    assert cells_of(regions) == [[33, 1, 0], [44, 0, 0]]
    assert [regions.row(0)[:3], regions.row(1)[:3]] == [["1", "33", "north"], ["2", "44", "east"]]
    assert names_of(regions)[:3] == ["row", "age", "region"]
    value, interval = expected(regions, [1, 33, 1, 0])
    assert regions.figure(0, FigureColumn.OPTIMUM) == value
    assert regions.figure(0, FigureColumn.PREDICTION) == interval


def test_numbers_of_category_are_pasted(regions: PageBench) -> None:
    regions.paste("age\tregion = south\tregion = north\n33\t1\t0\n34\t1\t1\n")
    assert [regions.row(0)[2], regions.row(1)[2]] == ["south", "1 1"]
    assert regions.row(1)[0] == "2 ○"
    assert regions.figure(1, FigureColumn.OPTIMUM) == ""
    said = "Row 2 has no single level of region: its columns hold 0, or 1 in one of them."
    assert regions.figure(1, FigureColumn.OPTIMUM, Role.ToolTipRole) == said
    regions.page.table.go_to_row(1)
    assert regions.page.note.text() == f"○ {said}"
    regions.page.table.go_to_row(0)
    assert "2 new rows. 1 has no prediction." in regions.page.note.text()
    value, _ = expected(regions, [1, 33, 0, 1])
    assert regions.figure(0, FigureColumn.OPTIMUM) == value


def test_word_of_category_is_typed(regions: PageBench) -> None:
    model = regions.page.rows
    refused = QSignalSpy(model.refused)
    assert model.setData(model.index(0, 2), "south")
    regions.wait(lambda: model.rows == 1)
    assert np.array_equal(cells_of(regions), [[np.nan, 0, 1]], equal_nan=True)
    assert not model.setData(model.index(0, 2), "mars")
    assert refused.at(0)[1] == (
        "“mars” in row 1 is no level of region, which has east, north and south."
    )
    assert model.index(0, 2).data(Role.EditRole) == "south"
    assert model.setData(model.index(0, 2), "")
    regions.wait(lambda: model.is_empty(0, 2))
    assert model.index(0, 2).data() == texts.EMPTY
    head = model.headerData(2, Qt.Orientation.Horizontal, Role.ToolTipRole)
    assert head == "The category region: one of east, north and south."


def test_unknown_word_adds_no_rows(regions: PageBench) -> None:
    QGuiApplication.clipboard().setText("region\tage\neast\t30\nmars\t33\n")
    regions.page.paste()
    regions.wait(lambda: bool(regions.said))
    assert regions.said == [
        "“mars” in row 2 is no level of region, which has east, north and south. No rows were "
        "added."
    ]
    assert regions.page.rows.rows == 0


def test_words_are_written(regions: PageBench) -> None:
    regions.paste("region\tage\nnorth\t33\n\t44\n")
    regions.page.copy()
    regions.wait(lambda: bool(regions.said) and "copied" in regions.said[-1])
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert [line[:3] for line in lines] == [
        *(["row", "age", "region"], ["1", "33.0", "north"], ["2", "44.0", ""])
    ]


@pytest.mark.parametrize("width", [868, 900, 950, 1000])
def test_no_head_is_cut(page: PageBench, width: int) -> None:
    """The columns that are in view are whole, wherever they are scrolled to."""
    page.open("longley")
    page.paste(LONGLEY)
    page.view.resize(width, 300)
    page.qtbot.waitUntil(lambda: page.page.table.width() > width - 20)
    inputs = page.page.table.inputs
    bar = inputs.horizontalScrollBar()
    assert bar.maximum() > 0
    for first in range(bar.maximum() + 1):
        bar.setValue(first)
        ends = [
            inputs.columnViewportPosition(k) + inputs.columnWidth(k)
            for k in range(bar.value(), page.page.rows.inputs + 1)
        ]
        assert inputs.viewport().width() in ends
        assert all(inputs.columnWidth(k) >= LEAST_INPUT for k in range(1, len(ends)))
    assert ends[-1] == inputs.viewport().width()  # the last column is reached
