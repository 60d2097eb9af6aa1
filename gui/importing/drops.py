"""Files dropped on the window."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ..local_path import local_path
from .drop_sign import DropOverlay


class FileDrops(QObject):
    """Accepts one file at a time anywhere on the window, and shows that it does.

    `dropped` carries its path.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._overlay = DropOverlay(window)
        for target in (window, self._overlay):
            target.setAcceptDrops(True)
            target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a dragged file until it is dropped or leaves the window."""
        match event:
            case QDropEvent() if event.type() == QEvent.Type.Drop:
                return self._drop(event)
            case QDragMoveEvent():
                return self._drag(event)
            case QDragLeaveEvent():
                self._leave(watched)
        return super().eventFilter(watched, event)

    def _drag(self, event: QDragMoveEvent) -> bool:
        path = dropped_file(event.mimeData())
        if path is None:
            return False
        self._overlay.show_file(path.name)
        _accept(event)
        return True

    def _leave(self, watched: QObject) -> None:
        """Hide the overlay when the file leaves it.

        The file also "leaves" the window when it enters the overlay on top; ignore that.
        """
        if watched is self._overlay:
            self._overlay.hide()

    def _drop(self, event: QDropEvent) -> bool:
        self._overlay.hide()
        path = dropped_file(event.mimeData())
        if path is None:
            return False
        _accept(event)
        self.dropped.emit(path)
        return True


def dropped_file(data: QMimeData) -> Path | None:
    """Return the one local file being dragged; None for anything else."""
    urls = data.urls() if data.hasUrls() else []
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = local_path(urls[0])
    return path if path.is_file() else None


def _accept(event: QDropEvent) -> None:
    """Accept as a copy, or the source might delete its file as moved."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
