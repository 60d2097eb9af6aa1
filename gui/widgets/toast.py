"""What has just worked, said for a moment."""

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ..background.reporting import reporting
from ..theme.appearance import GRID
from ..theme.blending import blend
from .spoken_label import SpokenLabel

MILLISECONDS = 4000
"""Enough for one sentence; the design's figure."""
_ROUNDING = 4.0
# Share of the text's colour: the ground must differ from the strip's and leave the text readable.
_TINT = 0.08


class Toast(SpokenLabel):
    """One sentence on a tinted ground; ``ended`` says that its time is over.

    It has no mark: beside a run, a ✓ would seem to be about the fit.
    """

    ended = Signal()

    def __init__(self, parent: QWidget | None = None, milliseconds: int = MILLISECONDS) -> None:
        super().__init__("", parent)
        self.setObjectName("toast")
        self.setTextFormat(Qt.TextFormat.PlainText)  # it may contain a path
        self.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        self._timer = QTimer(self, singleShot=True, interval=milliseconds)
        self._timer.timeout.connect(self.end)

    def show_text(self, text: str, detail: str = "") -> None:
        """Show a sentence from now on, for its time; the tooltip has more of it if there is."""
        self.setToolTip("\n".join(filter(None, (text, detail))))
        self.tell(text)
        self._timer.start()

    @Slot()
    def end(self) -> None:
        """End before the time is over, if anything is shown."""
        self._timer.stop()
        if self.text():
            self.clear()
            self.ended.emit()

    def shown_text(self) -> str:
        """Return the text that fits, with both ends: a path ends with what it is about."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a rounded ground as wide as the text, then the text."""
        palette = self.palette()
        width = self.fontMetrics().horizontalAdvance(self.shown_text()) + 2 * GRID
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blend(palette.base().color(), palette.text().color(), _TINT))
            painter.drawRoundedRect(QRectF(0, 0, width, self.height()), _ROUNDING, _ROUNDING)
        super().paintEvent(event)
