"""Right clicks on row and column headers."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from gui.tables import MatrixView
from gui.tables.block import Block
from gui.tables.selection import selected_blocks

from .test_edits import select_only

Button = Qt.MouseButton


def press_name(view: MatrixView, qtbot: QtBot, header: QHeaderView, section: int) -> None:
    start = header.sectionViewportPosition(section) + header.sectionSize(section) // 2
    lies = header.orientation() == Qt.Orientation.Horizontal
    qtbot.mousePress(
        header.viewport(), Button.RightButton, pos=QPoint(start, 8) if lies else QPoint(8, start)
    )


def test_right_click_selects_the_column(inputs: MatrixView, qtbot: QtBot) -> None:
    press_name(inputs, qtbot, inputs.horizontalHeader(), 1)
    assert selected_blocks(inputs) == [Block(0, 1, 3, 1)]


def test_right_click_selects_the_row(inputs: MatrixView, qtbot: QtBot) -> None:
    press_name(inputs, qtbot, inputs.verticalHeader(), 2)
    assert selected_blocks(inputs) == [Block(2, 0, 1, 3)]


def test_right_click_keeps_an_existing_selection(inputs: MatrixView, qtbot: QtBot) -> None:
    select_only(inputs, 0, 0, 2, 1)
    press_name(inputs, qtbot, inputs.horizontalHeader(), 1)
    assert selected_blocks(inputs) == [Block(0, 0, 3, 2)]
    select_only(inputs, 1, 0, 2, 2)
    press_name(inputs, qtbot, inputs.verticalHeader(), 1)
    assert selected_blocks(inputs) == [Block(1, 0, 2, 3)]


def test_right_click_beyond_names_selects_nothing(inputs: MatrixView, qtbot: QtBot) -> None:
    before = selected_blocks(inputs)
    header = inputs.horizontalHeader()
    beyond = QPoint(header.length() + 5, 8)
    qtbot.mousePress(header.viewport(), Button.RightButton, pos=beyond)
    assert selected_blocks(inputs) == before
