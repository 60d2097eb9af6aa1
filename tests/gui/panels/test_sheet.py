"""The panel of A, Y and W."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from engine import Matrix
from engine.examples import published
from gui.document import Column, Document, TableName
from gui.panels.sheet import SheetPanel
from gui.tables import MatrixView, RunNumbers, WeightsModel
from gui.tables.models.weight_rows import WeightRow
from tests.gui.finding import named

Key = Qt.Key


@pytest.fixture
def document() -> Document:
    """The published example."""
    example = published()
    return Document(example.problem, example.settings, example.name, example.note)


@pytest.fixture
def fitted() -> Matrix:
    """Weights that predict Y exactly."""
    return np.array([[1.0], [2.0], [3.0]])


@pytest.fixture
def panel(document: Document, qtbot: QtBot) -> Iterator[SheetPanel]:
    """The visible panel."""
    panel = SheetPanel(document)
    qtbot.addWidget(panel)
    panel.resize(700, 500)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    yield panel
    panel.close()


def table(panel: SheetPanel, name: str) -> MatrixView:
    return named(panel, MatrixView, name)


def weights(panel: SheetPanel) -> WeightsModel:
    model = table(panel, "W").matrix
    assert isinstance(model, WeightsModel)
    return model


def message(panel: SheetPanel) -> QLabel:
    return named(panel, QLabel, "data_message")


def shape(panel: SheetPanel) -> QLineEdit:
    return named(panel, QLineEdit, "shape")


def ask_shape(panel: SheetPanel, qtbot: QtBot, text: str) -> None:
    field = shape(panel)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Key.Key_Return)


def action(parent: QObject, name: str) -> QAction:
    return named(parent, QAction, name)


def command(view: QWidget, name: str) -> QAction:
    return next(each for each in view.actions() if each.objectName() == name)


def start(document: Document) -> list[float]:
    return [float(value) for value in document.table(TableName.W).joined[:, 0]]


def texts(panel: SheetPanel, row: WeightRow) -> list[str]:
    model = weights(panel)
    place = model.rows.index(row)
    return [str(model.index(place, k).data()) for k in range(model.columnCount())]


def test_panel_shows_the_experiment(panel: SheetPanel) -> None:
    assert table(panel, "A").matrix.index(1, 2).data() == "6"
    assert table(panel, "Y").matrix.index(2, 0).data() == "50"
    assert texts(panel, WeightRow.START) == ["1.7640523…", "0.4001572…", "0.9787379…"]
    assert shape(panel).text() == "3 × 3"


def test_nothing_is_clipped_at_usual_size(panel: SheetPanel) -> None:
    for view in panel.views:
        rows, columns = view.matrix.shape
        last = view.visualRect(view.matrix.index(rows - 1, columns - 1))
        assert view.viewport().rect().contains(last)
        assert panel.rect().contains(view.geometry())


def test_predictions_are_shown_beside_y(panel: SheetPanel, fitted: Matrix) -> None:
    model = table(panel, "Y").matrix
    panel.show_weights(fitted)
    assert [model.index(k, 1).data() for k in range(3)] == ["14", "32", "50"]
    panel.show_weights(None)
    assert model.index(0, 1).data() == "—"


def test_run_is_shown_over_the_columns(panel: SheetPanel, fitted: Matrix) -> None:
    panel.show_run(RunNumbers(fitted, fitted / 2, optimum=fitted, start_loss=340.381, loss=2.5))
    assert texts(panel, WeightRow.NOW) == ["1.00000", "2.000000", "3.000000"]
    assert texts(panel, WeightRow.GRADIENT) == ["0.5", "1", "1.5"]
    margin = named(panel, QTableView, "W_margin").model()
    assert [margin.index(row, 0).data() for row in range(2)] == ["loss  340.381", "loss  2.5"]


@pytest.mark.parametrize(("typed", "shown"), [("5x2", "5 × 2"), ("4 1", "4 × 1")])
def test_typed_shape_resizes_the_tables(
    panel: SheetPanel, document: Document, qtbot: QtBot, typed: str, shown: str
) -> None:
    ask_shape(panel, qtbot, typed)
    rows, columns = document.table(TableName.A).shape
    assert shown == f"{rows} × {columns}" == shape(panel).text()
    document.undo_stack.undo()
    assert shape(panel).text() == "3 × 3"


@pytest.mark.parametrize(
    ("text", "sentence"), [("3by3", "“3by3” is not a shape"), ("0x3", "A needs at least one row")]
)
def test_refused_shape_can_be_corrected(
    panel: SheetPanel, document: Document, qtbot: QtBot, text: str, sentence: str
) -> None:
    with qtbot.waitSignal(panel.refused) as refused:
        ask_shape(panel, qtbot, text)
    assert message(panel).text().startswith(sentence)
    assert refused.args == [message(panel).text()]
    assert shape(panel).text() == text
    assert document.table(TableName.A).shape == (3, 3)
    qtbot.keyClicks(shape(panel), "1")
    assert message(panel).isHidden()


def test_refusal_is_shown_until_next_edit(panel: SheetPanel, document: Document) -> None:
    table(panel, "A").selectAll()
    command(table(panel, "A"), "remove_columns").trigger()
    assert message(panel).text() == "A needs at least one column. Clear the cells instead."
    document.set_block(TableName.A, 0, 0, np.array([[2.0]]))
    assert message(panel).isHidden()


def test_message_clears_and_moves_no_cell(panel: SheetPanel, qtbot: QtBot) -> None:
    A = table(panel, "A")
    for go_on in (Key.Key_Escape, Key.Key_Right):
        before = A.geometry()
        A.selectAll()
        command(A, "remove_columns").trigger()
        assert message(panel).isVisible()
        assert panel.rect().contains(message(panel).geometry())
        assert A.geometry() == before
        qtbot.keyClick(A, go_on)
        assert message(panel).isHidden()


def test_refused_weight_is_told_at_the_cell(panel: SheetPanel, qtbot: QtBot) -> None:
    W = table(panel, "W")
    W.setFocus()
    W.selectAll()
    command(W, "remove_columns").trigger()
    notes = [each for each in panel.findChildren(QLabel, "refusal") if each.isVisible()]
    assert [each.text() for each in notes] == [
        "A needs at least one column. Clear the cells instead."
    ]


def test_every_part_is_accessible(panel: SheetPanel) -> None:
    for name in ("A", "Y", "W", "shape"):
        part = named(panel, QWidget, name)
        assert part.accessibleName()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_tab_leads_from_w_to_y(panel: SheetPanel, qtbot: QtBot) -> None:
    shape(panel).setFocus()
    reached = []
    for _ in range(3):
        focused = QApplication.focusWidget()
        assert focused is not None
        with_control = isinstance(focused, QTableView)
        modifier = Qt.KeyboardModifier.ControlModifier
        qtbot.keyClick(
            focused, Key.Key_Tab, modifier if with_control else Qt.KeyboardModifier.NoModifier
        )
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused.objectName())
    assert reached == ["W", "A", "Y"]


def test_background_refusal_is_shown(panel: SheetPanel, document: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.refused):
        document.refused.emit("A needs at least one row.")
    assert message(panel).text() == "A needs at least one row."


def test_selected_columns_are_returned(panel: SheetPanel) -> None:
    A = table(panel, "A")
    A.setCurrentIndex(A.matrix.index(1, 2))
    assert (panel.selected_columns(), panel.current_column()) == ([], 2)
    A.selectAll()
    assert panel.selected_columns() == [0, 1, 2]


def test_commit_takes_a_typed_name(panel: SheetPanel, document: Document, qtbot: QtBot) -> None:
    A = table(panel, "A")
    A.setFocus()
    qtbot.keyClick(A, Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    editor = named(A, QLineEdit, "column_name")
    assert editor.geometry().bottom() < table(panel, "W").y() - A.y()
    qtbot.keyClicks(editor, "age")
    panel.commit()
    assert document.inputs[0].name == "age"


def test_go_to_first_cell_of_a(panel: SheetPanel) -> None:
    A = table(panel, "A")
    A.setCurrentIndex(A.matrix.index(2, 1))
    shape(panel).setFocus()
    panel.go_to_first_cell()
    assert A.hasFocus()
    assert A.currentIndex() == A.matrix.index(0, 0)


def test_go_to_column_in_its_row(panel: SheetPanel) -> None:
    A = table(panel, "A")
    A.setCurrentIndex(A.matrix.index(2, 0))
    panel.go_to_column(1)
    assert A.currentIndex() == A.matrix.index(2, 1)


@pytest.mark.parametrize(
    ("name", "weights_there"), [("use_fitted", [1, 2, 3]), ("use_optimum", [4, 5, 6])]
)
def test_known_weights_become_start(
    panel: SheetPanel, document: Document, fitted: Matrix, name: str, weights_there: list[float]
) -> None:
    chosen = action(panel, name)
    assert not chosen.isEnabled()
    panel.show_run(RunNumbers(fitted, optimum=fitted + 3))
    chosen.trigger()
    assert start(document) == weights_there
    panel.show_run(RunNumbers())
    assert not chosen.isEnabled()


def test_known_weights_need_matching_columns(
    panel: SheetPanel, document: Document, fitted: Matrix
) -> None:
    panel.show_run(RunNumbers(fitted))
    document.insert_columns(0, 1)
    assert not action(panel, "use_fitted").isEnabled()
    document.remove_columns([0])
    assert action(panel, "use_fitted").isEnabled()


def test_zeros_are_one_undo_step(panel: SheetPanel, document: Document) -> None:
    before = start(document)
    action(panel, "zeros").trigger()
    assert start(document) == [0, 0, 0]
    document.undo_stack.undo()
    assert start(document) == before


def test_random_start_asks_for_a_seed(panel: SheetPanel, document: Document) -> None:
    action(panel, "zeros").trigger()
    for seed in (0, 7):
        action(panel, "random").trigger()
        dialog = panel.findChildren(QInputDialog, "random_start")[-1]
        assert dialog.isVisible()
        dialog.setIntValue(seed)
        dialog.accept()
        drawn = np.random.RandomState(seed).randn(3, 1)[:, 0].tolist()
        assert start(document) == drawn
    action(panel, "random").trigger()
    assert panel.findChildren(QInputDialog, "random_start")[-1].intValue() == 7


def click_head(panel: SheetPanel, qtbot: QtBot) -> None:
    heads = table(panel, "W").verticalHeader()
    where = QPoint(20, heads.sectionViewportPosition(0) + 8)
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=where)


def press_keys(panel: SheetPanel, qtbot: QtBot) -> None:
    W = table(panel, "W")
    W.setFocus()
    qtbot.keyClick(W, Key.Key_Down, Qt.KeyboardModifier.AltModifier)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("open_menu", [click_head, press_keys])
def test_start_opens_its_menu(
    panel: SheetPanel, qtbot: QtBot, open_menu: Callable[[SheetPanel, QtBot], None]
) -> None:
    open_menu(panel, qtbot)
    qtbot.waitUntil(panel.start_menu.isVisible)
    names = [each.objectName() for each in panel.start_menu.actions()]
    assert names == ["zeros", "random", "use_fitted", "use_optimum"]
    panel.start_menu.close()


def test_copied_row_is_pasted_into_start(
    panel: SheetPanel, document: Document, fitted: Matrix
) -> None:
    panel.show_run(RunNumbers(fitted))
    W = table(panel, "W")
    W.setFocus()
    W.selectRow(weights(panel).rows.index(WeightRow.NOW))
    command(W, "copy").trigger()
    assert QApplication.clipboard().text() == "1\t2\t3"
    W.setCurrentIndex(W.matrix.index(0, 0))
    command(W, "paste").trigger()
    assert start(document) == [1, 2, 3]


def test_computed_row_takes_no_paste(panel: SheetPanel, document: Document) -> None:
    before = start(document)
    W = table(panel, "W")
    QApplication.clipboard().setText("1\t2\t3")
    W.setCurrentIndex(W.matrix.index(1, 0))
    command(W, "paste").trigger()
    notes = [each.text() for each in panel.findChildren(QLabel, "refusal") if each.isVisible()]
    assert notes == ["now is computed and cannot be pasted into. Nothing was pasted."]
    assert start(document) == before


def test_weights_are_filled_to_the_right(panel: SheetPanel, document: Document) -> None:
    W = table(panel, "W")
    W.setFocus()
    W.selectRow(0)
    command(W, "fill_right").trigger()
    first = start(document)[0]
    assert start(document) == [first] * 3
    command(W, "fill_down").trigger()
    assert start(document) == [first] * 3


def test_weight_is_inserted_with_its_column(panel: SheetPanel, document: Document) -> None:
    W = table(panel, "W")
    W.setCurrentIndex(W.matrix.index(0, 1))
    command(W, "insert_column_left").trigger()
    assert document.table(TableName.A).joined[0].tolist() == [1, 0, 2, 3]
    assert (W.currentIndex().row(), W.currentIndex().column()) == (0, 1)
    command(W, "remove_columns").trigger()
    assert document.table(TableName.A).joined[0].tolist() == [1, 2, 3]


def test_scaled_columns_add_a_row(panel: SheetPanel, document: Document, fitted: Matrix) -> None:
    panel.show_run(RunNumbers(fitted))
    scaled = (Column("age", 0.0, 2.0), Column(), Column())
    document.change("Scale Columns", lambda before: replace(before, inputs=scaled))
    QApplication.sendPostedEvents()
    assert texts(panel, WeightRow.ORIGINAL) == ["0.5", "2", "3"]
    W = table(panel, "W")
    rows, columns = W.matrix.shape
    last = W.visualRect(W.matrix.index(rows - 1, columns - 1))
    assert W.viewport().rect().contains(last)


class Paints(QObject):
    """Notes the shape of a table whenever it is painted."""

    def __init__(self, view: MatrixView) -> None:
        super().__init__(view)
        self._view = view
        self.shapes: list[tuple[int, int]] = []
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.shapes.append(self._view.matrix.shape)
        return super().eventFilter(watched, event)


@pytest.mark.parametrize("name", ["A", "Y", "W"])
def test_another_table_is_painted_once(
    panel: SheetPanel, document: Document, qtbot: QtBot, name: str
) -> None:
    qtbot.wait(50)
    paints = Paints(table(panel, name))
    document.resize(2000, 12)
    qtbot.waitUntil(lambda: bool(paints.shapes))
    qtbot.wait(50)
    assert paints.shapes == [table(panel, name).matrix.shape]


def test_chosen_row_is_selected_in_both(panel: SheetPanel) -> None:
    A, Y = table(panel, "A"), table(panel, "Y")
    A.setCurrentIndex(A.model().index(0, 1))
    told = QSignalSpy(panel.row_chosen)
    panel.choose_row(2)
    for view in (A, Y):
        assert view.currentIndex().row() == 2
        assert view.selectionModel().isRowSelected(2)
    assert A.currentIndex().column() == 1
    assert {told.at(k)[0] for k in range(told.count())} == {2}
    panel.choose_row(99)  # of a table before the last edit
    assert A.currentIndex().row() == 2
