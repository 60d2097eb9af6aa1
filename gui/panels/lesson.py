"""The view's line: one sentence above the panels of a view, always there."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..background.reporting import reporting
from ..text.translation import translate
from ..theme.appearance import GRID
from ..theme.blending import blend
from ..widgets.elided_label import ElidedLabel
from ..widgets.fonts import USUAL_SIZE

WHAT_IS_SEEN = translate(
    "panels", "The loss against epochs, and Ŷ beside Y. δW is the slope of the loss at each weight."
)
"""Shown if there is nothing to learn or to know about the table."""
HEIGHT = 28
_TEXT_SIZE = 13
# Share of the highlight colour: enough to tell the line from what is above and below it.
_TINT = 0.10
# Fields in large text fill the row below: on the tint at their edge it would be too faint.
_SEAM = GRID // 2


class LessonLine(ElidedLabel):
    """What the open example teaches or what was imported, in one line of one height.

    It stays through a run and through other settings, because it says what to try. If there is
    nothing to say, it says what the view shows, so that nothing below it ever moves. A tooltip has
    what does not fit.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("lesson")
        self.setTextFormat(Qt.TextFormat.PlainText)  # it may contain names from a file
        self.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _TEXT_SIZE / USUAL_SIZE)
        self.setFont(font)
        self._sentences = ""
        self.show_lesson("")

    def show_lesson(self, sentences: str) -> None:
        """Show sentences, which may come in lines; none at all says what is seen."""
        self._sentences = sentences or WHAT_IS_SEEN
        self.setText(" ".join(self._sentences.split("\n")))
        self._explain()

    def sizeHint(self) -> QSize:
        """Return the one height, larger only for a large font."""
        height = self.fontMetrics().height() + GRID
        if height > HEIGHT:
            height += _SEAM
        return QSize(super().sizeHint().width(), max(HEIGHT, height))

    def minimumSizeHint(self) -> QSize:
        """Return the same height, and next to no width."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    @property
    def tinted_height(self) -> int:
        """The height without the seam that large text has below it."""
        return self.height() - (_SEAM if self.height() > HEIGHT else 0)

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Add the tooltip only while the text does not fit."""
        super().resizeEvent(event)
        self._explain()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, then the text."""
        with QPainter(self) as painter:
            palette = self.palette()
            ground = palette.window().color()
            tinted = self.rect()
            if self.height() > HEIGHT:
                painter.fillRect(tinted, palette.base())
                tinted.setHeight(self.tinted_height)
            painter.fillRect(tinted, blend(ground, palette.highlight().color(), _TINT))
        super().paintEvent(event)

    def _explain(self) -> None:
        self.setToolTip(self._sentences if self.shown_text() != self.text() else "")
