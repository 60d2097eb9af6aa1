"""The panel of A and Y."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from engine.examples import published
from gui.document import Document, TableName
from gui.panels.data import DataPanel
from tests.gui.finding import named


@pytest.fixture
def document() -> Document:
    """The published example."""
    example = published()
    return Document(example.problem, example.settings, example.name, example.note)


@pytest.fixture
def panel(document: Document, qtbot: QtBot) -> Iterator[DataPanel]:
    """The visible panel."""
    panel = DataPanel(document)
    qtbot.addWidget(panel)
    panel.resize(480, 500)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    yield panel
    panel.close()


def table(panel: DataPanel, name: str) -> QTableView:
    return named(panel, QTableView, name)


def message(panel: DataPanel) -> QLabel:
    return named(panel, QLabel, "data_message")


def shape(panel: DataPanel) -> QLineEdit:
    return named(panel, QLineEdit, "shape")


def ask_shape(panel: DataPanel, qtbot: QtBot, text: str) -> None:
    field = shape(panel)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def press(panel: DataPanel, qtbot: QtBot, name: str) -> None:
    button = named(panel, QToolButton, name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_data_panel_shows_the_experiment(panel: DataPanel) -> None:
    assert table(panel, "A").model().index(2, 2).data() == "9"
    assert table(panel, "Y").model().index(2, 0).data() == "50"
    assert shape(panel).text() == "3×3"
    assert message(panel).isHidden()


def test_nothing_is_clipped_at_usual_size(panel: DataPanel) -> None:
    for name in ("A", "Y"):
        view = table(panel, name)
        last = view.visualRect(view.model().index(2, 2))
        assert view.viewport().rect().contains(last)


def test_predictions_are_shown_beside_y(panel: DataPanel) -> None:
    panel.show_weights(np.array([[1.0], [2.0], [3.0]]))
    Y = table(panel, "Y").model()
    assert [Y.index(0, k).data() for k in range(3)] == ["14", "14", "0"]
    panel.show_weights(None)
    assert Y.index(0, 1).data() == "—"


@pytest.mark.parametrize(
    ("text", "rows", "columns"), [("5 3", 5, 3), ("2x7", 2, 7), ("1000000×10", 1_000_000, 10)]
)
def test_typed_shape_resizes_the_tables(
    panel: DataPanel, document: Document, qtbot: QtBot, text: str, rows: int, columns: int
) -> None:
    ask_shape(panel, qtbot, text)
    assert document.table(TableName.A).shape == (rows, columns)
    assert shape(panel).text() == f"{rows}×{columns}"
    assert document.table(TableName.A).joined[:2, :2].tolist() == [[1, 2], [4, 5]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("three", "“three” is not a shape. Type rows and columns, such as 100×3."),
        ("0×3", "A needs at least one row. Clear the cells instead."),
        ("999999999×9", "999,999,999 rows of 9 columns are too many"),
    ],
)
def test_refused_shape_can_be_corrected(
    panel: DataPanel, document: Document, qtbot: QtBot, text: str, sentence: str
) -> None:
    with qtbot.waitSignal(panel.refused) as refused:
        ask_shape(panel, qtbot, text)
    assert message(panel).isVisible()
    assert message(panel).text().startswith(sentence)
    assert refused.args == [message(panel).text()]
    assert shape(panel).text() == text
    assert document.table(TableName.A).shape == (3, 3)
    qtbot.keyClicks(shape(panel), "1")
    assert message(panel).isHidden()


def test_buttons_change_rows_and_columns(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    A = table(panel, "A")
    A.setCurrentIndex(A.model().index(1, 1))
    press(panel, qtbot, "add_row")
    press(panel, qtbot, "add_column")
    assert document.table(TableName.A).tolist() == [
        [1, 2, 0, 3],
        [4, 5, 0, 6],
        [0, 0, 0, 0],
        [7, 8, 0, 9],
    ]
    press(panel, qtbot, "remove_row")
    press(panel, qtbot, "remove_column")
    assert document.table(TableName.A).tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def test_rows_are_removed_from_current_table(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    Y = table(panel, "Y")
    Y.setCurrentIndex(Y.model().index(2, 0))
    press(panel, qtbot, "remove_row")
    assert document.table(TableName.Y).joined[:, 0].tolist() == [14, 32]


def test_refusal_is_shown_until_next_edit(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    table(panel, "A").selectAll()
    press(panel, qtbot, "remove_column")
    assert message(panel).text() == "A needs at least one column. Clear the cells instead."
    document.set_block(TableName.A, 0, 0, np.array([[2.0]]))
    assert message(panel).isHidden()


def test_message_clears_and_moves_no_cell(panel: DataPanel, qtbot: QtBot) -> None:
    A = table(panel, "A")
    for go_on in (Qt.Key.Key_Escape, Qt.Key.Key_Right):
        before = A.mapTo(panel, A.rect().topLeft())
        A.selectAll()
        press(panel, qtbot, "remove_column")
        assert message(panel).isVisible()
        assert A.mapTo(panel, A.rect().topLeft()) == before
        qtbot.keyClick(A, go_on)
        assert message(panel).isHidden()


def test_tables_share_the_current_row(panel: DataPanel) -> None:
    A, Y = table(panel, "A"), table(panel, "Y")
    Y.setCurrentIndex(Y.model().index(2, 1))
    assert A.currentIndex().row() == 2
    A.setCurrentIndex(A.model().index(1, 2))
    assert (Y.currentIndex().row(), Y.currentIndex().column()) == (1, 1)


def test_data_panel_is_accessible(panel: DataPanel) -> None:
    names = ["A", "Y", "shape", "add_row", "remove_row", "add_column", "remove_column"]
    for name in names:
        part = named(panel, QWidget, name)
        assert part.accessibleName()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_background_refusal_is_shown(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.refused):
        document.refused.emit("A needs at least one row.")
    assert message(panel).text() == "A needs at least one row."


def test_selected_columns_are_returned(panel: DataPanel) -> None:
    A = table(panel, "A")
    A.setCurrentIndex(A.model().index(1, 2))
    assert (panel.selected_columns(), panel.current_column()) == ([], 2)
    A.selectAll()
    assert panel.selected_columns() == [0, 1, 2]


def test_button_inserts_one_line_only(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    table(panel, "A").selectAll()
    press(panel, qtbot, "add_row")
    table(panel, "A").selectAll()
    press(panel, qtbot, "add_column")
    assert document.table(TableName.A).tolist() == [
        [1, 2, 3, 0],
        [4, 5, 6, 0],
        [7, 8, 9, 0],
        [0, 0, 0, 0],
    ]


def test_commit_takes_a_typed_name(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    A = table(panel, "A")
    A.setFocus()
    qtbot.keyClick(A, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(named(A, QLineEdit, "column_name"), "age")
    panel.commit()
    assert document.inputs[0].name == "age"


def test_go_to_first_cell_of_a(panel: DataPanel, document: Document) -> None:
    inputs = table(panel, "A")
    inputs.setCurrentIndex(inputs.model().index(2, 1))
    shape(panel).setFocus()
    panel.go_to_first_cell()
    assert inputs.hasFocus()
    assert inputs.currentIndex() == inputs.model().index(0, 0)
