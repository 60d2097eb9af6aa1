"""Renaming columns by typing over their headers."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gui.document import Document
from gui.tables import MatrixView
from tests.gui.finding import named

from ..commands.test_edits import cell, go
from .test_view import press, type_in

Key = Qt.Key


def over(view: MatrixView, column: int) -> QPoint:
    """Return the point in the middle of a column's name."""
    header = view.horizontalHeader()
    middle = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    return QPoint(middle, header.height() // 2)


def open_editor(view: MatrixView, qtbot: QtBot, column: int) -> QLineEdit:
    """Double-click a name as a person does: press, release, double-click."""
    place = view.horizontalHeader().viewport()
    qtbot.mouseClick(place, Qt.MouseButton.LeftButton, pos=over(view, column))
    qtbot.mouseDClick(place, Qt.MouseButton.LeftButton, pos=over(view, column))
    return named(view, QLineEdit, "column_name")


def inputs_names(document: Document) -> list[str]:
    return [each.name for each in document.inputs]


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_double_click_renames_the_column(
    inputs: MatrixView, document: Document, qtbot: QtBot, key: Key
) -> None:
    editor = open_editor(inputs, qtbot, 1)
    assert QApplication.focusWidget() is editor
    assert (editor.text(), editor.placeholderText()) == ("", "x2")
    type_in(qtbot, "height")
    press(qtbot, key)
    assert editor.isHidden()
    assert inputs_names(document) == ["", "height", ""]
    assert QApplication.focusWidget() is inputs
    assert document.undo_stack.undoText() == "Rename Column"


def test_tab_edits_the_next_name(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    editor = open_editor(inputs, qtbot, 1)
    for name in ("height", "weight"):
        assert QApplication.focusWidget() is editor
        type_in(qtbot, name)
        press(qtbot, Key.Key_Tab)
    assert editor.isHidden(), "no name to the right"
    assert inputs_names(document) == ["", "height", "weight"]
    assert (QApplication.focusWidget(), inputs.currentIndex().column()) == (inputs, 2)
    open_editor(inputs, qtbot, 1)
    press(qtbot, Key.Key_Backtab)
    type_in(qtbot, "age")
    press(qtbot, Key.Key_Backtab)
    assert editor.isHidden(), "no name to the left"
    assert inputs_names(document) == ["age", "height", "weight"]


def test_name_editor_grows_while_typing(inputs: MatrixView, qtbot: QtBot) -> None:
    inputs.window().resize(640, 480)
    editor = open_editor(inputs, qtbot, 0)
    type_in(qtbot, "temperature of the room in kelvin")
    assert editor.width() > editor.fontMetrics().horizontalAdvance(editor.text())
    type_in(qtbot, ", measured" * 10)
    assert inputs.horizontalHeader().viewport().rect().contains(editor.geometry())


def test_name_editor_stays_inside_the_header(inputs: MatrixView, qtbot: QtBot) -> None:
    for column in range(3):
        editor = open_editor(inputs, qtbot, column)
        header = inputs.horizontalHeader()
        assert editor.geometry().contains(over(inputs, column))
        assert header.viewport().rect().contains(editor.geometry())
        press(qtbot, Key.Key_Escape)


def test_existing_name_opens_selected(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    inputs.matrix.rename(0, "age")
    editor = open_editor(inputs, qtbot, 0)
    assert (editor.text(), editor.selectedText()) == ("age", "age")
    press(qtbot, Key.Key_End)
    type_in(qtbot, "s")
    press(qtbot, Key.Key_Return)
    assert inputs_names(document)[0] == "ages"


def test_empty_name_restores_the_numbered_one(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    inputs.matrix.rename(0, "age")
    open_editor(inputs, qtbot, 0)
    press(qtbot, Key.Key_Delete)
    press(qtbot, Key.Key_Return)
    assert inputs.matrix.column_name(0) == "x1"


def test_escape_cancels_renaming(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    editor = open_editor(inputs, qtbot, 0)
    type_in(qtbot, "age")
    press(qtbot, Key.Key_Escape)
    assert editor.isHidden()
    assert inputs_names(document) == ["", "", ""]
    assert document.undo_stack.count() == 0


def test_same_name_is_no_undo_step(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    open_editor(inputs, qtbot, 0)
    type_in(qtbot, "  ")
    press(qtbot, Key.Key_Return)
    assert document.undo_stack.count() == 0


def test_spaces_in_names_are_tidied(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    open_editor(inputs, qtbot, 0)
    type_in(qtbot, " blood   pressure ")
    press(qtbot, Key.Key_Return)
    assert inputs_names(document)[0] == "blood pressure"


def test_click_into_table_commits_the_name(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    editor = open_editor(inputs, qtbot, 0)
    type_in(qtbot, "age")
    where = inputs.visualRect(inputs.matrix.index(1, 1)).center()
    qtbot.mouseClick(inputs.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert editor.isHidden()
    assert inputs_names(document)[0] == "age"
    assert cell(inputs) == (1, 1)


def test_commit_stores_the_typed_name(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    open_editor(inputs, qtbot, 0)
    type_in(qtbot, "age")
    inputs.commit()
    assert inputs_names(document)[0] == "age"


def test_computed_columns_cannot_be_renamed(
    outputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    assert open_editor(outputs, qtbot, 1).isHidden()
    open_editor(outputs, qtbot, 0)
    type_in(qtbot, "price")
    press(qtbot, Key.Key_Return)
    assert document.output == "price"
    assert outputs.matrix.headerData(0, Qt.Orientation.Horizontal) == "price"


def test_shift_f2_renames_the_current_column(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    document.resize(3, 60)
    go(inputs, 0, 59)
    press(qtbot, Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    editor = named(inputs, QLineEdit, "column_name")
    assert inputs.horizontalHeader().viewport().rect().contains(editor.geometry())
    type_in(qtbot, "last")
    press(qtbot, Key.Key_Return)
    assert document.inputs[59].name == "last"


def test_reshape_closes_the_name_editor(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    editor = open_editor(inputs, qtbot, 2)
    type_in(qtbot, "gone")
    document.resize(3, 2)
    assert editor.isHidden()
    assert inputs_names(document) == ["", ""]


def test_hidden_table_keeps_no_editor(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    inputs.setCurrentIndex(inputs.matrix.index(0, 2))
    inputs.hide()
    inputs.rename_column()
    editor = named(inputs, QLineEdit, "column_name")
    editor.setText("height")
    document.resize(3, 1)
    inputs.show()
    inputs.commit()
    assert editor.isHidden()
    assert inputs_names(document) == [""]
