"""Row and column names without boxes, those of the current cell emphasised."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from .colours import hairline, quiet

MARGIN = 6
MAX_NAME_CHARACTERS = 14
"""Characters that a name makes room for by itself; a longer one is cut until a person does."""

_NAME_ALIGNMENT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FlatHeader(QHeaderView):
    """A header drawn in the window's own colours.

    Qt's own drawing asks the model about every selected row of a column: seconds for a million.
    """

    right_clicked = Signal(int)

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setResizeContentsPrecision(0)

    def sectionSizeFromContents(self, section: int) -> QSize:
        """Return what the name needs, as it is drawn here, unless it is a long one."""
        size = self.fontMetrics().size(0, self._name(section))
        widest = MAX_NAME_CHARACTERS * self.fontMetrics().averageCharWidth()
        return size.boundedTo(QSize(widest, size.height())) + QSize(2 * MARGIN, MARGIN)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which name the other button was pressed on: a menu is about to open for it."""
        section = self.logicalIndexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.RightButton and section >= 0:
            self.right_clicked.emit(section)
        super().mousePressEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one name and the line that parts it from the cells."""
        palette = self.palette()
        current = section == self._current_section()
        painter.fillRect(rect, palette.window())
        painter.setPen(hairline(palette))
        edge = rect.bottomLeft() if self._is_horizontal() else rect.topRight()
        painter.drawLine(edge, rect.bottomRight())
        painter.setPen(palette.windowText().color() if current else quiet(palette))
        text = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        name = self._name(section)
        elided = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, _NAME_ALIGNMENT, elided)

    def _current_section(self) -> int:
        index = self.selectionModel().currentIndex()
        return index.column() if self._is_horizontal() else index.row()

    def _is_horizontal(self) -> bool:
        return self.orientation() == Qt.Orientation.Horizontal

    def _name(self, section: int) -> str:
        return str(self.model().headerData(section, self.orientation()) or "")


class PaintBlocker(QObject):
    """Keeps a widget from drawing itself, so that the window shows instead."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Swallow what would be drawn."""
        return event.type() == QEvent.Type.Paint
