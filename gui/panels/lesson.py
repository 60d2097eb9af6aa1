"""The words above tables and plots: what the open example teaches, or what was imported."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..theme.appearance import GRID
from ..theme.blending import blend
from ..widgets.elided_label import ElidedLabel

# Share of the highlight colour: enough to tell the line from what is above and below it.
_TINT = 0.10


class LessonLine(ElidedLabel):
    """One sentence in one line, hidden if there is none; a tooltip has what does not fit.

    It stays through a run and through other settings, because it says what to try. The notes on an
    import follow in a second line.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("lesson")
        self.setAccessibleName("Lesson")
        self.setTextFormat(Qt.TextFormat.PlainText)  # it may contain names from a file
        self.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_lesson(self, sentence: str, *, keep_place: bool = False) -> None:
        """Show a sentence; an empty one hides the line, or only itself if the place is kept.

        What follows it in further lines is shown in a second one.
        """
        first, _, notes = sentence.partition("\n")
        keeps_height = keep_place and not sentence and self.isVisible()
        self.setMinimumHeight(self.height() if keeps_height else 0)
        self.setText("\n".join(filter(None, (first, notes.replace("\n", " ")))))
        if sentence or not keep_place:
            self.setVisible(bool(sentence))
        self._explain()

    def shown_text(self) -> str:
        """Return what fits of each line."""
        room, metrics = self.contentsRect().width(), self.fontMetrics()
        elide = Qt.TextElideMode.ElideRight
        return "\n".join(metrics.elidedText(line, elide, room) for line in self.text().split("\n"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Add the tooltip only while the sentence does not fit."""
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, then the sentence; nothing while it only keeps its place."""
        if not self.text():
            return
        painter = QPainter(self)
        palette = self.palette()
        ground = palette.window().color()
        painter.fillRect(self.rect(), blend(ground, palette.highlight().color(), _TINT))
        painter.end()
        super().paintEvent(event)

    def _explain(self) -> None:
        self.setToolTip(self.text() if self.shown_text() != self.text() else "")
