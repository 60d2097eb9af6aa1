"""A table that is read row by row: only whole columns, those that matter most first."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from ...background.reporting import reporting
from ..slim_bar import SlimBar
from .look import EDGE, MARGIN, ListDelegate, ListHeader, bold

ROW_HEIGHT, HEAD_HEIGHT = 26, 26


class ListView(QTableView):
    """Rows that are read and chosen as a whole, without a grid, under a quiet head.

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
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(SlimBar(Qt.Orientation.Vertical))
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.verticalHeader().hide()
        self.setHorizontalHeader(ListHeader(self))
        self.setItemDelegate(delegate(self))


class ListTable(ListView):
    """A row for each thing, of which one is the current one; a click on a head sorts them."""

    def __init__(
        self,
        name: str,
        spoken_name: str,
        delegate: type[ListDelegate] = ListDelegate,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, spoken_name, delegate, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._set_heights()
        self.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    @property
    def columns_seen(self) -> list[int]:
        """The columns that have room, from 0."""
        return [k for k in range(self.model().columnCount()) if not self.isColumnHidden(k)]

    @property
    def room(self) -> int:
        """The width for the columns; the last one that is seen has the margin after it as well."""
        return self.viewport().width() - (EDGE - MARGIN)

    def order_of_columns(self) -> list[int]:
        """Return all columns, those first that have room first; column 0 always has."""
        return list(range(self.model().columnCount()))

    def extra_width(self, column: int) -> int:  # noqa: ARG002
        """Return the room that the cells of a column need beside their texts."""
        return 0

    def whole_height(self, room: int) -> int:
        """Return the largest height within a room in which no row is cut."""
        height, head = self.verticalHeader().defaultSectionSize(), self.horizontalHeader().height()
        rows = max((room - head) // height, 0)
        return head + rows * height

    def height_of_rows(self) -> int:
        """Return the height in which all rows have room."""
        rows = self.model().rowCount() * self.verticalHeader().defaultSectionSize()
        return self.horizontalHeader().height() + rows

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Give the rows and their head the height of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_heights()

    def _set_heights(self) -> None:
        text = QFontMetrics(bold(self.font())).height() + MARGIN
        self.verticalHeader().setDefaultSectionSize(max(ROW_HEIGHT, text))
        self.horizontalHeader().setFixedHeight(max(HEAD_HEIGHT, text))

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
        left = self.room
        for k in self.order_of_columns():
            if k and needed[k] > left:
                break
            shown.append(k)
            left -= needed[k]
        if shown:
            needed[0] = max(needed[0] + left, 1)
            needed[max(shown)] += self.viewport().width() - self.room
        for k in columns:
            self.setColumnHidden(k, k not in shown)
            self.setColumnWidth(k, needed[k])

    def width_of(self, column: int) -> int:
        """Return the width in which all texts of a column have room as they are written now."""
        metrics = QFontMetrics(bold(self.font()))  # one that is kept is written so
        model = self.model()
        found = [str(model.index(row, column).data()) for row in range(model.rowCount())]
        head = str(model.headerData(column, Qt.Orientation.Horizontal))
        # An arrow beside the name of a column says by which the rows are sorted.
        arrow = self.style().pixelMetric(self.style().PixelMetric.PM_HeaderMarkSize) + MARGIN
        widest = max((metrics.horizontalAdvance(f"{each}0") for each in found), default=0)
        widest += self.extra_width(column)
        return max(widest, metrics.horizontalAdvance(head) + arrow) + 2 * MARGIN
