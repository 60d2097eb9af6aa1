"""A table of numbers to type in: the keys of a spreadsheet, a million rows without a pause."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyle, QTableView, QWidget

from .delegate import CellDelegate
from .header import MARGIN, FlatHeader
from .model import AnyIndex, TableModel
from .place import Place
from .refusal import Refusal
from .steps import Step, neighbour, step_of

_FEWEST_CHARACTERS = 5
_MEASURED_COLUMNS = 20
_COLUMNS_WANTED = 3
_ROWS_WANTED = 8


class MatrixView(QTableView):
    """Shows a TableModel; typing edits, Enter goes down, Tab to the right."""

    chosen = Signal(QObject)
    current_row_changed = Signal(int)
    refused = Signal(str)

    def __init__(
        self, model: TableModel, name: str, accessible_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.matrix = model
        self._refused_cell = QPersistentModelIndex()
        self._sentence = ""
        self._refusal = Refusal(self.viewport())
        self._again = QTimer(self, singleShot=True, interval=0)
        self._delegate = CellDelegate(self)
        self._dress()
        self.setModel(model)
        self._place = Place(self)
        self._connect()
        self._fit()
        self.setCurrentIndex(model.index(0, 0))

    @Slot(int)
    def highlight_row(self, row: int) -> None:
        """Tint a row: the current one, here or in the table beside."""
        self._delegate.current_row = row
        self.verticalHeader().update()
        self.viewport().update()

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Put a message under the current cell."""
        self._refusal.show_under(self.visualRect(self.currentIndex()), sentence)

    def height_of(self, rows: int) -> int:
        """Return the height that shows so many rows and the header."""
        rows_height = rows * self.verticalHeader().defaultSectionSize()
        return self.horizontalHeader().height() + rows_height + 2 * self.frameWidth()

    def width_of(self, columns: int) -> int:
        """Return the width that shows so many columns, the row names and a scroll bar."""
        names = 0 if self.verticalHeader().isHidden() else self.verticalHeader().sizeHint().width()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return names + columns * self.horizontalHeader().defaultSectionSize() + bar

    def sizeHint(self) -> QSize:
        """Ask for a few columns and rows."""
        columns = min(_COLUMNS_WANTED, self.matrix.columnCount())
        return QSize(self.width_of(columns), self.height_of(_ROWS_WANTED))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step on Enter and Tab, put a message away on Esc, and leave the rest to Qt."""
        self._again.stop()
        step = step_of(event)
        if step is not None:
            event.setAccepted(self.step(step))
        elif event.key() == Qt.Key.Key_Escape and self._refusal.isVisible():
            self._refusal.hide()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: ARG002
        """Say why a computed cell takes no text; Qt would search all rows for it."""
        name = self.matrix.column_name(self.currentIndex().column())
        self.say(f"{name} is computed and cannot be edited.")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the table that the menu's commands are meant for."""
        super().focusInEvent(event)
        self.chosen.emit(self)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Follow the current cell with the headers and the tinted row."""
        super().currentChanged(current, previous)
        self._refusal.hide()
        self.highlight_row(current.row())
        self.horizontalHeader().update()
        self.chosen.emit(self)
        self.current_row_changed.emit(current.row())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font with heights and widths."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    @Slot(Step)
    def step(self, step: Step) -> bool:
        """Move to the neighbouring cell; False where Tab should leave the table."""
        if self._again.isActive():  # the cell just refused what was typed, and waits for another go
            return True
        target = neighbour(self.matrix, self.currentIndex(), step)
        if target.isValid():
            self.setCurrentIndex(target)
        return target.isValid() or step in (Step.DOWN, Step.UP)

    def _dress(self) -> None:
        self.setHorizontalHeader(FlatHeader(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(FlatHeader(Qt.Orientation.Vertical, self))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        figures = QFont()
        figures.setFeature(QFont.Tag("tnum"), 1)
        self.setFont(figures)

    def _connect(self) -> None:
        self._again.timeout.connect(self._return_to_refused)
        self._delegate.opened.connect(self._refusal.hide)
        self._delegate.opened.connect(self._again.stop)
        self._delegate.stepped.connect(self.step)
        self.matrix.refused.connect(self._refuse)
        self.matrix.modelReset.connect(self._refusal.hide)
        self.matrix.modelReset.connect(self._fit)
        self.matrix.dataChanged.connect(self._widen)

    @Slot(QModelIndex, str)
    def _refuse(self, index: QModelIndex, sentence: str) -> None:
        """Stay on the cell; and come back to it, should a click be taking the person away."""
        self._refused_cell, self._sentence = QPersistentModelIndex(index), sentence
        self._return_to_refused()
        self._again.start()

    @Slot()
    def _return_to_refused(self) -> None:
        if self._refused_cell.isValid():
            cell = self._refused_cell
            self.setCurrentIndex(self.matrix.index(cell.row(), cell.column()))
            self.say(self._sentence)

    @Slot()
    def _fit(self) -> None:
        """Size rows by the font, and all columns alike by the first columns' numbers."""
        line = self.fontMetrics().height() + 8
        self.verticalHeader().setDefaultSectionSize(line)
        self.horizontalHeader().setFixedHeight(line)
        self.horizontalHeader().setDefaultSectionSize(self._column_width())

    @Slot()
    def _widen(self) -> None:
        """Make room for a longer number; never narrower, so that nothing moves without need."""
        width = self._column_width()
        if width > self.horizontalHeader().defaultSectionSize():
            self.horizontalHeader().setDefaultSectionSize(width)

    def _column_width(self) -> int:
        columns = range(min(self.matrix.columnCount(), _MEASURED_COLUMNS))
        characters = max(_FEWEST_CHARACTERS, *map(self.matrix.characters, columns))
        return self.fontMetrics().horizontalAdvance("0") * characters + 2 * MARGIN + 1
