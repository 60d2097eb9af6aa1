"""Keeps the current cell and the scroll position when a table changes shape."""

from PySide6.QtCore import QObject, QSignalBlocker, Slot
from PySide6.QtWidgets import QTableView


class ViewPosition(QObject):
    """Restores a view's current cell and scroll position after its model was reset."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._cell = (0, 0)
        self._scroll = (0, 0)
        view.model().modelAboutToBeReset.connect(self._remember)
        view.model().modelReset.connect(self._restore)

    @Slot()
    def _remember(self) -> None:
        index = self._view.currentIndex()
        self._cell = (max(index.row(), 0), max(index.column(), 0))
        self._scroll = (
            self._view.verticalScrollBar().value(),
            self._view.horizontalScrollBar().value(),
        )

    @Slot()
    def _restore(self) -> None:
        """Restore the position as far as possible, without emitting the view's signals."""
        view, model = self._view, self._view.model()
        row = min(self._cell[0], model.rowCount() - 1)
        column = min(self._cell[1], model.columnCount() - 1)
        with QSignalBlocker(view):
            view.setCurrentIndex(model.index(row, column))
        view.updateGeometries()
        view.verticalScrollBar().setValue(self._scroll[0])
        view.horizontalScrollBar().setValue(self._scroll[1])
