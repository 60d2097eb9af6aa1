"""Selecting whole rows and columns with the keyboard."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from .axis import TableAxis
from .block import Block
from .selection import selected_blocks
from .view import MatrixView


def select_all(view: MatrixView) -> None:
    """Select every cell."""
    view.selectAll()


def select_lines(view: MatrixView, axis: TableAxis) -> None:
    """Extend the selection to whole rows or columns; the current cell stays."""
    selection = QItemSelection()
    for block in selected_blocks(view):
        selection.merge(_whole(view, block, axis), QItemSelectionModel.SelectionFlag.Select)
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    view.selectionModel().select(selection, flags)


def _whole(view: MatrixView, block: Block, axis: TableAxis) -> QItemSelection:
    model = view.matrix
    if axis is TableAxis.ROW:
        block = block._replace(left=0, width=model.columnCount())
    else:
        block = block._replace(top=0, height=model.rowCount())
    return QItemSelection(
        model.index(block.top, block.left), model.index(block.bottom - 1, block.right - 1)
    )
