"""Tables dragged in from another program, as text or HTML, and dropped on the window."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QRubberBand, QWidget

from ...document import TableName
from ..view.view import MatrixView

_FORMATS = frozenset({"text/plain", "text/plain;charset=utf-8", "text/html"})
MARGIN = 8
"""Between the edge of the window and the frame that says that all of it takes a table."""


class TableDrops(QObject):
    """Takes a table that is dropped at a cell, or anywhere on a window without numbers.

    A frame shows where it would go. ``dropped`` carries the view, its cell and the data, which are
    gone once its slots return. Files and links are left to others.
    """

    dropped = Signal(object, QModelIndex, object)

    def __init__(self, window: QWidget, views: Sequence[MatrixView]) -> None:
        super().__init__(window)
        self._window, self._views = window, views
        # It lets the mouse through, so that a field below still takes text.
        self._frame = QRubberBand(QRubberBand.Shape.Rectangle, window)
        self._frame.setObjectName("drop_frame")
        window.setAcceptDrops(True)

    def follow(self, event: QDragMoveEvent) -> bool:
        """Show where a dragged table would go; return whether it is one.

        The window passes its drags on: an event filter would hear of every event of the window.
        """
        if not may_be_table(event.mimeData()):
            return False
        found = self._cell(event.position().toPoint())
        if found is None:
            self._frame.hide()
            event.ignore()  # but not the moves after it, which may reach a cell
            event.setAccepted(event.type() == QEvent.Type.DragEnter)
            return True
        self._frame.setGeometry(self._place(*found))
        self._frame.raise_()
        self._frame.show()
        _accept_copy(event)
        return True

    def leave(self) -> None:
        """Follow no longer: the table has left the window."""
        self._frame.hide()

    def drop(self, event: QDropEvent) -> bool:
        """Take a table that is dropped; return whether it is one."""
        self._frame.hide()
        found = self._cell(event.position().toPoint())
        if found is None or not may_be_table(event.mimeData()):
            return False
        _accept_copy(event)
        self.dropped.emit(*found, event.mimeData())
        return True

    def _cell(self, at: QPoint) -> tuple[MatrixView, QModelIndex] | None:
        """Return the cell at a place of the window; of empty tables the first one of A."""
        under = self._window.childAt(at)
        found = None
        for view in self._views:
            if under is not None and view.viewport() in (under, under.parentWidget()):
                index = view.indexAt(view.viewport().mapFrom(self._window, at))
                found = (view, index) if index.isValid() else None
        inputs = next(each for each in self._views if each.matrix.table_name is TableName.A)
        if _is_empty(inputs) and (found is None or found[0] is inputs):
            return inputs, inputs.matrix.index(0, 0)
        return found

    def _place(self, view: MatrixView, index: QModelIndex) -> QRect:
        """Return where the frame stands: round the cell, or the window if all of it takes it."""
        if view.matrix.table_name is TableName.A and _is_empty(view):
            return self._window.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        cell = view.visualRect(index) & view.viewport().rect()
        return QRect(view.viewport().mapTo(self._window, cell.topLeft()), cell.size())


def may_be_table(data: QMimeData) -> bool:
    """Return whether text or HTML is dragged, and neither a file nor a link."""
    return not data.hasUrls() and not _FORMATS.isdisjoint(data.formats())


def _is_empty(inputs: MatrixView) -> bool:
    experiment = inputs.matrix.document.experiment
    return experiment.A.is_zero and experiment.Y.is_zero


def _accept_copy(event: QDropEvent) -> None:
    """Accept as a copy, or the source might cut out the text as moved."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
