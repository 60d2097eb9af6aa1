"""What is selected, as the rectangles it is made of: a whole column stays one, however long."""

from PySide6.QtCore import QItemSelectionRange

from engine import Matrix

from .axis import Axis
from .view import MatrixView


def selected(view: MatrixView, axis: Axis) -> list[int]:
    """Return the rows or columns with a selected cell, or those of the current cell."""
    lines: set[int] = set()
    for block in _blocks(view):
        lines.update(
            range(block.top(), block.bottom() + 1)
            if axis is Axis.ROW
            else range(block.left(), block.right() + 1)
        )
    return sorted(lines) or [current(view, axis)]


def current(view: MatrixView, axis: Axis) -> int:
    """Return the row or column of the current cell."""
    index = view.currentIndex()
    return index.row() if axis is Axis.ROW else index.column()


def cleared(view: MatrixView) -> tuple[int, int, Matrix] | None:
    """Return (row, column, values) of the editable cells around the selection, 0 where selected."""
    table = view.matrix.table
    blocks = [block for block in _blocks(view) if block.left() < table.shape[1]]
    if not blocks:
        return None
    top, left = min(b.top() for b in blocks), min(b.left() for b in blocks)
    bottom, right = max(b.bottom() for b in blocks) + 1, max(b.right() for b in blocks) + 1
    right = min(right, table.shape[1])
    values = table.block(top, left, bottom - top, right - left)
    for b in blocks:
        values[b.top() - top : b.bottom() + 1 - top, b.left() - left : b.right() + 1 - left] = 0.0
    values.setflags(write=False)
    return top, left, values


def _blocks(view: MatrixView) -> list[QItemSelectionRange]:
    return view.selectionModel().selection().toList()
