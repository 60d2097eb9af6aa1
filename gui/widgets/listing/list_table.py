"""A table that is read row by row: only whole columns, those that matter most first."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from ...background.reporting import reporting
from ..slim_bar import SlimBar
from .look import MARGIN, ListDelegate, ListHeader, bold

ROW_HEIGHT, HEAD_HEIGHT = 26, 26


class ListTable(QTableView):
    """A row for each thing, of which one is the current one; a click on a head sorts them.

    ``name`` is that of the object, ``spoken_name`` the one that screen readers say.
    """

    def __init__(
        self,
        name: str,
        spoken_name: str,
        delegate: type[ListDelegate] = ListDelegate,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken_name)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # numbers are compared
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(SlimBar(Qt.Orientation.Vertical))
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.verticalHeader().hide()
        self._set_row_height()
        head = ListHeader(self)
        self.setHorizontalHeader(head)
        head.setFixedHeight(HEAD_HEIGHT)
        head.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self.setItemDelegate(delegate(self))
        self.setSortingEnabled(True)

    @property
    def columns_seen(self) -> list[int]:
        """The columns that have room, from 0."""
        return [k for k in range(self.model().columnCount()) if not self.isColumnHidden(k)]

    def order_of_columns(self) -> list[int]:
        """Return all columns, those first that have room first; column 0 always has."""
        return list(range(self.model().columnCount()))

    def extra_width(self, column: int) -> int:  # noqa: ARG002
        """Return the room that a column needs beside its texts."""
        return 0

    def whole_height(self, room: int) -> int:
        """Return the largest height within a room in which no row is cut."""
        height = self.verticalHeader().defaultSectionSize()
        rows = max((room - HEAD_HEIGHT) // height, 0)
        return HEAD_HEIGHT + rows * height

    def height_of_rows(self) -> int:
        """Return the height in which all rows have room."""
        return HEAD_HEIGHT + self.model().rowCount() * self.verticalHeader().defaultSectionSize()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Give the rows the height of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_row_height()

    def _set_row_height(self) -> None:
        text = QFontMetrics(bold(self.font())).height()
        self.verticalHeader().setDefaultSectionSize(max(ROW_HEIGHT, text + MARGIN))

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns that have room now."""
        super().resizeEvent(event)
        self.fit()

    @Slot()
    def fit(self) -> None:
        """Show as many columns as have room, the most telling ones first; the first fills up."""
        columns = range(self.model().columnCount())
        needed = {k: self.width_of(k) for k in columns}
        shown: list[int] = []
        left = self.viewport().width()
        for k in self.order_of_columns():
            if k and needed[k] > left:
                break
            shown.append(k)
            left -= needed[k]
        for k in columns:
            self.setColumnHidden(k, k not in shown)
            self.setColumnWidth(k, needed[k])
        if shown:
            self.setColumnWidth(0, max(needed[0] + left, 1))

    def width_of(self, column: int) -> int:
        """Return the width in which all texts of a column have room as they are written now."""
        metrics = QFontMetrics(bold(self.font()))  # one that is kept is written so
        model = self.model()
        found = [str(model.index(row, column).data()) for row in range(model.rowCount())]
        head = str(model.headerData(column, Qt.Orientation.Horizontal))
        # An arrow beside the name of a column says by which the rows are sorted.
        arrow = self.style().pixelMetric(self.style().PixelMetric.PM_HeaderMarkSize) + MARGIN
        widest = max((metrics.horizontalAdvance(f"{each}0") for each in found), default=0)
        width = max(widest, metrics.horizontalAdvance(head) + arrow) + 2 * MARGIN
        return width + self.extra_width(column)
