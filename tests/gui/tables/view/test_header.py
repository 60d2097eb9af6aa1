"""The flat headers."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QHeaderView
from pytestqt.qtbot import QtBot

from gui.document import Document
from gui.tables import InputsModel, MatrixView
from gui.tables.commands.selection import selected_blocks
from gui.tables.models.cell_block import Block
from gui.tables.models.model import AnyIndex

from ..commands.test_edits import go, select_only
from ..conftest import Show


def ink(view: MatrixView, column: int) -> int:
    """Return how dark the darkest pixel of a column's name is."""
    header = view.horizontalHeader()
    picture = header.viewport().grab().toImage()
    start = header.sectionViewportPosition(column)
    return max(
        255 - picture.pixelColor(x, y).lightness()
        for x in range(start + 2, start + header.sectionSize(column) - 2)
        for y in range(2, header.height() - 3)
    )


def test_current_columns_name_stands_out(inputs: MatrixView) -> None:
    go(inputs, 0, 1)
    assert ink(inputs, 1) > ink(inputs, 0) > 60
    go(inputs, 0, 0)
    assert ink(inputs, 0) > ink(inputs, 1)


def test_long_name_is_elided(inputs: MatrixView) -> None:
    go(inputs, 0, 1)
    inputs.matrix.rename(0, "a name much longer than its column can be")
    header = inputs.horizontalHeader()
    picture = header.viewport().grab().toImage()
    edge = header.sectionViewportPosition(1) - 3
    grounds = {picture.pixelColor(edge, y).name() for y in range(2, header.height() - 3)}
    assert grounds == {inputs.palette().window().color().name()}


def test_last_row_number_is_the_widest(inputs: MatrixView, document: Document) -> None:
    header = inputs.verticalHeader()
    for rows in (9, 10, 100, 1234):
        document.resize(rows, 3)
        widths = [header.sectionSizeFromContents(row).width() for row in range(rows)]
        assert header.sizeHint().width() == max(widths)


class CountingModel(InputsModel):
    """Counts how often it is asked about a cell."""

    calls = 0

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Count the call, then answer."""
        self.calls += 1
        return super().flags(index)


def test_selecting_a_long_column_is_cheap(document: Document, show: Show) -> None:
    document.resize(20_000, 3)
    model = CountingModel(document)
    view = MatrixView(model, "A", "Inputs A")
    model.setParent(view)
    show(view)
    view.selectColumn(1)
    view.grab()
    assert view.selectionModel().isSelected(model.index(19_999, 1))
    assert 0 < model.calls < 2000


def test_corner_button_is_not_painted(inputs: MatrixView) -> None:
    corner = inputs.findChild(QAbstractButton)
    assert isinstance(corner, QAbstractButton)
    picture = inputs.grab(corner.geometry()).toImage()
    window = inputs.palette().window().color().name()
    assert {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    } == {window}


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
