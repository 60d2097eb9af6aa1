"""A sheet over a table that writes out the whole update of one weight."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget

from ..accessible.announcing import announce
from ..background.reporting import reporting
from ..theme.appearance import GRID


class UpdatePopup(QLabel):
    """Shows some lines at a place until the next click, key or Esc; a screen reader says them.

    Esc only closes it; any other key acts on the widget that it belongs to as well.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._owner = parent
        self.setObjectName("update_popup")
        self.setTextFormat(Qt.TextFormat.PlainText)  # it may contain names from a file
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # formulas and numbers
        self.setWordWrap(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setMargin(GRID)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self.setForegroundRole(QPalette.ColorRole.ToolTipText)

    def show_at(self, place: QRect, title: str, text: str) -> None:
        """Show a text below a place of the owner, no wider than its window.

        Parameters
        ----------
        place : QRect
            In the coordinates of the owner.
        title : str
            What the text is about, for the eye and as the accessible name.
        text : str
            Some lines.
        """
        self.setText(f"{title}\n{text}")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        width = min(self._width_of_lines(), self._owner.window().width() - 2 * GRID)
        self.setFixedSize(width, self.heightForWidth(width))
        self.move(self._beside(place))
        self.show()
        announce(self, self.text())

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close, and hand on what is not Esc."""
        self.close()
        if event.key() != Qt.Key.Key_Escape:
            QApplication.sendEvent(self._owner, event)

    @reporting
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close; Qt hands a click outside on to what is there."""
        self.close()
        super().mousePressEvent(event)

    def _width_of_lines(self) -> int:
        advance = self.fontMetrics().horizontalAdvance
        around = 2 * (self.margin() + self.frameWidth())
        return max(map(advance, self.text().splitlines())) + around + GRID

    def _beside(self, place: QRect) -> QPoint:
        """Return the corner below a place, or above it if there is no room on the screen."""
        screen = self._owner.screen().availableGeometry()
        below = self._owner.mapToGlobal(place.bottomLeft()) + QPoint(0, 1)
        if below.y() + self.height() > screen.bottom():
            below.setY(self._owner.mapToGlobal(place.topLeft()).y() - self.height())
        return QPoint(max(screen.left(), min(below.x(), screen.right() - self.width())), below.y())
