"""Names typed over columns."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gui.document import Document
from gui.tables import MatrixView
from tests.gui.finding import named

from .test_edits import cell, go
from .test_view import press, type_in

Key = Qt.Key


def over(view: MatrixView, column: int) -> QPoint:
    """Return where the name of a column stands."""
    header = view.horizontalHeader()
    middle = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    return QPoint(middle, header.height() // 2)


def open_line(view: MatrixView, qtbot: QtBot, column: int) -> QLineEdit:
    """Double-click a name, as a person does: press, release, double-click."""
    place = view.horizontalHeader().viewport()
    qtbot.mouseClick(place, Qt.MouseButton.LeftButton, pos=over(view, column))
    qtbot.mouseDClick(place, Qt.MouseButton.LeftButton, pos=over(view, column))
    return named(view, QLineEdit, "column_name")


def inputs_names(document: Document) -> list[str]:
    return [each.name for each in document.inputs]


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_a_double_click_opens_a_line_that_names_the_column(
    inputs: MatrixView, document: Document, qtbot: QtBot, key: Key
) -> None:
    line = open_line(inputs, qtbot, 1)
    assert QApplication.focusWidget() is line
    assert (line.text(), line.placeholderText()) == ("", "2")
    type_in(qtbot, "height")
    press(qtbot, key)
    assert line.isHidden()
    assert inputs_names(document) == ["", "height", ""]
    assert QApplication.focusWidget() is inputs
    assert document.undo_stack.undoText() == "Rename Column"


def test_tab_goes_on_to_the_name_beside(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    line = open_line(inputs, qtbot, 1)
    for name in ("height", "weight"):
        assert QApplication.focusWidget() is line
        type_in(qtbot, name)
        press(qtbot, Key.Key_Tab)
    assert line.isHidden(), "there is no name to the right"
    assert inputs_names(document) == ["", "height", "weight"]
    assert (QApplication.focusWidget(), inputs.currentIndex().column()) == (inputs, 2)
    open_line(inputs, qtbot, 1)
    press(qtbot, Key.Key_Backtab)
    type_in(qtbot, "age")
    press(qtbot, Key.Key_Backtab)
    assert line.isHidden(), "there is none to the left"
    assert inputs_names(document) == ["age", "height", "weight"]


def test_the_line_grows_with_what_is_typed(inputs: MatrixView, qtbot: QtBot) -> None:
    inputs.window().resize(640, 480)
    line = open_line(inputs, qtbot, 0)
    type_in(qtbot, "temperature of the room in kelvin")
    assert line.width() > line.fontMetrics().horizontalAdvance(line.text())
    type_in(qtbot, ", measured" * 10)
    assert inputs.horizontalHeader().viewport().rect().contains(line.geometry())


def test_the_line_lies_over_the_name_and_inside_the_header(
    inputs: MatrixView, qtbot: QtBot
) -> None:
    for column in range(3):
        line = open_line(inputs, qtbot, column)
        header = inputs.horizontalHeader()
        assert line.geometry().contains(over(inputs, column))
        assert header.viewport().rect().contains(line.geometry())
        press(qtbot, Key.Key_Escape)


def test_a_name_is_there_to_be_changed_or_replaced(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    inputs.matrix.rename(0, "age")
    line = open_line(inputs, qtbot, 0)
    assert (line.text(), line.selectedText()) == ("age", "age")
    press(qtbot, Key.Key_End)
    type_in(qtbot, "s")
    press(qtbot, Key.Key_Return)
    assert inputs_names(document)[0] == "ages"


def test_an_empty_name_gives_the_number_back(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    inputs.matrix.rename(0, "age")
    open_line(inputs, qtbot, 0)
    press(qtbot, Key.Key_Delete)
    press(qtbot, Key.Key_Return)
    assert inputs.matrix.column_name(0) == "1"


def test_escape_takes_it_back(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    line = open_line(inputs, qtbot, 0)
    type_in(qtbot, "age")
    press(qtbot, Key.Key_Escape)
    assert line.isHidden()
    assert inputs_names(document) == ["", "", ""]
    assert document.undo_stack.count() == 0


def test_the_same_name_is_no_step(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    open_line(inputs, qtbot, 0)
    type_in(qtbot, "  ")
    press(qtbot, Key.Key_Return)
    assert document.undo_stack.count() == 0


def test_spaces_are_tidied(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    open_line(inputs, qtbot, 0)
    type_in(qtbot, " blood   pressure ")
    press(qtbot, Key.Key_Return)
    assert inputs_names(document)[0] == "blood pressure"


def test_a_click_into_the_table_enters_it(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    line = open_line(inputs, qtbot, 0)
    type_in(qtbot, "age")
    where = inputs.visualRect(inputs.matrix.index(1, 1)).center()
    qtbot.mouseClick(inputs.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert line.isHidden()
    assert inputs_names(document)[0] == "age"
    assert cell(inputs) == (1, 1)


def test_what_is_typed_counts_for_a_run(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    open_line(inputs, qtbot, 0)
    type_in(qtbot, "age")
    inputs.commit()
    assert inputs_names(document)[0] == "age"


def test_y_is_named_and_what_is_computed_is_not(
    outputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    assert open_line(outputs, qtbot, 1).isHidden()
    open_line(outputs, qtbot, 0)
    type_in(qtbot, "price")
    press(qtbot, Key.Key_Return)
    assert document.output == "price"
    assert outputs.matrix.headerData(0, Qt.Orientation.Horizontal) == "price"


def test_the_keyboard_reaches_the_name_of_the_current_column(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    document.resize(3, 60)
    go(inputs, 0, 59)
    press(qtbot, Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    line = named(inputs, QLineEdit, "column_name")
    assert inputs.horizontalHeader().viewport().rect().contains(line.geometry())
    type_in(qtbot, "last")
    press(qtbot, Key.Key_Return)
    assert document.inputs[59].name == "last"


def test_another_shape_closes_the_line(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    line = open_line(inputs, qtbot, 2)
    type_in(qtbot, "gone")
    document.resize(3, 2)
    assert line.isHidden()
    assert inputs_names(document) == ["", ""]
