"""Files dropped on a window."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ..local_path import local_path
from .drop_sign import DropSign


class FileDrops(QObject):
    """Takes one file at a time, anywhere on the window, and shows that it does.

    ``dropped`` carries its path.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._sign = DropSign(window)
        for target in (window, self._sign):
            target.setAcceptDrops(True)
            target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a file over the window until it is dropped or gone."""
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
        self._sign.invite(path.name)
        _accept(event)
        return True

    def _leave(self, watched: QObject) -> None:
        """The sign covers the window, which the file therefore leaves as it enters the sign."""
        if watched is self._sign:
            self._sign.hide()

    def _drop(self, event: QDropEvent) -> bool:
        self._sign.hide()
        path = dropped_file(event.mimeData())
        if path is None:
            return False
        _accept(event)
        self.dropped.emit(path)
        return True


def dropped_file(data: QMimeData) -> Path | None:
    """Return the one file of this machine that is being dragged; None for anything else."""
    urls = data.urls() if data.hasUrls() else []
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = local_path(urls[0])
    return path if path.is_file() else None


def _accept(event: QDropEvent) -> None:
    """Take a copy: whoever drags must not think the file moved."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
