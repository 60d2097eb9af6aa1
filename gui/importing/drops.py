"""Files dropped on the window."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ..background import answer_within
from ..background.reporting import report, reporting
from ..text.file_name import local_path
from ..text.names import shown_path
from ..text.translation import translate

_MARGIN = 16
_ROUNDING = 8.0
ONE_AT_A_TIME = translate("importing", "Only one file can be opened at a time")
_BACKGROUND_ALPHA = 224
"""The window stays faintly visible."""


class DropOverlay(QWidget):
    """Covers the window, so that a file can be dropped anywhere, and says what a drop does."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("drop_overlay")
        self._sentence = ""
        self.hide()

    def show_file(self, name: str) -> None:
        """Show what dropping the file would do."""
        self.show_sentence(translate("importing", "Drop to open {name}").format(name=name))

    def show_sentence(self, sentence: str) -> None:
        """Show what a drop does, or why it does nothing."""
        self._sentence = sentence
        self.setAccessibleName(self._sentence)
        if self.isHidden():
            self.setGeometry(self._window.rect())
            self.raise_()
            self.show()

    @property
    def sentence(self) -> str:
        """The sentence shown."""
        return self._sentence

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window, draw a dashed frame, and write the sentence in the middle."""
        del event
        palette = self.palette()
        background = QColor(palette.window().color())
        background.setAlpha(_BACKGROUND_ALPHA)
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), background)
            accent = palette.color(QPalette.ColorRole.Highlight)
            painter.setPen(QPen(accent, 2.0, Qt.PenStyle.DashLine))
            frame = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
            painter.drawRoundedRect(frame, _ROUNDING, _ROUNDING)
            font = painter.font()
            font.setPointSizeF(1.5 * font.pointSizeF())
            painter.setFont(font)
            painter.setPen(palette.windowText().color())
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self._sentence)


class FileDrops(QObject):
    """Accepts one file at a time anywhere on the window, and shows that it does.

    Over several files it shows why they are not accepted.

    ``dropped`` carries its path.
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
        try:
            match event:
                case QDropEvent() if event.type() == QEvent.Type.Drop:
                    return self._drop(event)
                case QDragMoveEvent():
                    return self._drag(event)
                case QDragLeaveEvent():
                    self._leave(watched)
            return super().eventFilter(watched, event)
        except Exception as error:
            report(error)
            return False

    def _drag(self, event: QDragMoveEvent) -> bool:
        if are_several_files(event.mimeData()):
            self._overlay.show_sentence(ONE_AT_A_TIME)
            event.ignore()
            return True
        if event.type() == QEvent.Type.DragMove and not self._overlay.isHidden():
            _accept(event)  # it is still what has entered: its disk is not asked at each move
            return True
        path = dropped_file(event.mimeData())
        if path is None:
            return False
        self._overlay.show_file(shown_path(path.name))
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


def are_several_files(data: QMimeData) -> bool:
    """Return whether more than one local file is being dragged."""
    urls = data.urls() if data.hasUrls() else []
    return len(urls) > 1 and all(url.isLocalFile() for url in urls)


def dropped_file(data: QMimeData) -> Path | None:
    """Return the one local file being dragged; None for anything else."""
    urls = data.urls() if data.hasUrls() else []
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = local_path(urls[0])
    # If its disk does not respond, opening it reports that.
    return path if answer_within(path.is_file, True) else None


def _accept(event: QDropEvent) -> None:
    """Accept as a copy, or the source might delete its file as moved."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
