"""Flat row and column headers that highlight the current cell's names."""

from typing import cast

from PySide6.QtCore import (
    QEvent,
    QItemSelectionRange,
    QObject,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from ...background.reporting import reporting, reporting_as_unhandled
from ...theme.blending import hairline, quiet

# Space beside the text of a cell or a name.
MARGIN = 6
MAX_NAME_CHARACTERS = 14
"""A longer name is elided until a person widens its column."""

_NAME_ALIGNMENT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FlatHeader(QHeaderView):
    """A header drawn in the window's own colours.

    Qt's own painting asks the model about every selected row of a column: seconds for a million.
    """

    right_clicked = Signal(int)
    width_set = Signal()

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self._names_height = self._room_below = 0
        self._highlighted: int | None = None
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setResizeContentsPrecision(0)

    @property
    def names_height(self) -> int:
        """The height of the names themselves, above what lies between them and the cells."""
        return self._names_height or self.height()

    def set_names_height(self, height: int) -> None:
        """Draw names of this height."""
        self._set_heights(height, self._room_below)

    def leave_room_below(self, room: int) -> None:
        """Leave room between the names and the cells for what belongs to the columns."""
        self._set_heights(self._names_height, room)

    def _set_heights(self, names: int, room: int) -> None:
        if (names, room) != (self._names_height, self._room_below):
            self._names_height, self._room_below = names, room
            self.setFixedHeight(names + room)

    def set_width(self, section: int, width: int) -> None:
        """Give a column a width and emit ``width_set``, not ``sectionResized``.

        Told of the latter, a table draws itself once more, a turn later.
        """
        with QSignalBlocker(self):
            self.resizeSection(section, width)
        self.width_set.emit()

    def highlight(self, section: int | None) -> None:
        """Highlight a name; None leaves that to the current cell of the table."""
        if section != self._highlighted:
            self._highlighted = section
            self.viewport().update()

    def sectionSizeFromContents(self, section: int) -> QSize:
        """Return the size of the name as drawn here, at most MAX_NAME_CHARACTERS wide."""
        size = self.fontMetrics().size(0, self._name(section))
        widest = MAX_NAME_CHARACTERS * self.fontMetrics().averageCharWidth()
        return size.boundedTo(QSize(widest, size.height())) + QSize(2 * MARGIN, MARGIN)

    def sizeHint(self) -> QSize:
        """Return the size of the longest name; of row numbers, that is the last one.

        Qt would measure 200 of them, which took a third of the time that opening a table takes.
        """
        last = self.count() - 1
        numbered = last >= 0 and self._name(0).isdecimal() and self._name(last).isdecimal()
        if self._is_horizontal() or not numbered:
            return super().sizeHint()
        return self.sectionSizeFromContents(last)

    @reporting
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Emit a right click on a name: its context menu is about to open."""
        section = self.logicalIndexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.RightButton and section >= 0:
            self.right_clicked.emit(section)
        super().mousePressEvent(event)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the names, unless only what lies below them has changed, as in each epoch."""
        if self._room_below and event.rect().top() >= self._names_height:
            with QPainter(self.viewport()) as painter:
                painter.fillRect(event.rect(), self.palette().window())
        else:
            super().paintEvent(event)

    @reporting
    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one name and the line between it and the cells."""
        palette = self.palette()
        current = section == self._current_section()
        painter.fillRect(rect, palette.window())
        rect = rect.adjusted(0, 0, 0, -self._room_below)
        painter.setPen(hairline(palette))
        edge = rect.bottomLeft() if self._is_horizontal() else rect.topRight()
        painter.drawLine(edge, rect.bottomRight())
        painter.setPen(palette.windowText().color() if current else quiet(palette))
        text = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        name = self._name(section)
        elided = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, text.width())
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.drawText(text, _NAME_ALIGNMENT, elided)

    def _current_section(self) -> int:
        if self._highlighted is not None:
            return self._highlighted
        index = self.selectionModel().currentIndex()
        return index.column() if self._is_horizontal() else index.row()

    def _is_horizontal(self) -> bool:
        return self.orientation() == Qt.Orientation.Horizontal

    def _name(self, section: int) -> str:
        return str(self.model().headerData(section, self.orientation()) or "")


class PaintBlocker(QObject):
    """An event filter that stops a widget from painting, so that the window shows through."""

    @reporting_as_unhandled
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Swallow paint events."""
        return event.type() == QEvent.Type.Paint


class HeaderMenuSelection(QObject):
    """Selects the row or column whose header is right-clicked, unless it is selected already."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        for header, select in (
            (view.horizontalHeader(), self._select_column),
            (view.verticalHeader(), self._select_row),
        ):
            cast(FlatHeader, header).right_clicked.connect(select)

    @Slot(int)
    def _select_column(self, column: int) -> None:
        self._view.setFocus()  # as a click on a cell: the commands are about this table
        rows = self._view.model().rowCount()
        whole = [each for each in self._selected() if each.height() == rows]
        if not any(each.left() <= column <= each.right() for each in whole):
            self._view.selectColumn(column)

    @Slot(int)
    def _select_row(self, row: int) -> None:
        self._view.setFocus()
        columns = self._view.model().columnCount()
        whole = [each for each in self._selected() if each.width() == columns]
        if not any(each.top() <= row <= each.bottom() for each in whole):
            self._view.selectRow(row)

    def _selected(self) -> list[QItemSelectionRange]:
        return self._view.selectionModel().selection().toList()
