"""The selection as rectangles: a whole column is one block, however long it is."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from ..models.cell_block import Block, TableAxis
from ..view.view import MatrixView


def selected_blocks(view: MatrixView) -> list[Block]:
    """Return the selected blocks, or the current cell if nothing is selected."""
    index = view.currentIndex()
    return [
        Block(each.top(), each.left(), each.height(), each.width())
        for each in view.selectionModel().selection().toList()
    ] or [Block(index.row(), index.column(), 1, 1)]


def editable_blocks(view: MatrixView) -> list[Block]:
    """Return the editable part of the selection."""
    return [part for block in selected_blocks(view) for part in view.matrix.editable_parts(block)]


def selected_lines(view: MatrixView, axis: TableAxis) -> Sequence[int]:
    """Return the rows or columns that have a selected cell, in order."""
    spans = [_span(block, axis) for block in selected_blocks(view)]
    first, last = min(span.start for span in spans), max(span.stop for span in spans)
    if range(first, last) in spans:
        return range(first, last)
    return sorted({line for span in spans for line in span})


def selects_whole_columns(view: MatrixView) -> bool:
    """Return whether the selection consists of whole columns only."""
    return len(whole_columns(view)) == len(selected_lines(view, TableAxis.COLUMN))


def whole_columns(view: MatrixView) -> list[int]:
    """Return the columns that are selected from top to bottom."""
    rows = view.matrix.rowCount()
    spans = [_span(each, TableAxis.COLUMN) for each in selected_blocks(view) if each.height == rows]
    return sorted({column for span in spans for column in span})


def _span(block: Block, axis: TableAxis) -> range:
    if axis is TableAxis.ROW:
        return range(block.top, block.bottom)
    return range(block.left, block.right)


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
