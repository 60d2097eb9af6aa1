"""Two tables with the same rows that scroll together."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from .header import PaintBlocker
from .view import MatrixView

# Width of the splitter handle: wide enough to grab, and it separates A from Y.
_GAP = 8


class PairedTables(QSplitter):
    """Two views that share the right view's scroll bar and the current row."""

    def __init__(self, left: MatrixView, right: MatrixView, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._left, self._right = left, right
        self._frame = QVBoxLayout()
        self._connect()
        self.setHandleWidth(_GAP)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(_holder(right, self._frame))
        self.setStretchFactor(0, 1)
        self.handle(1).installEventFilter(PaintBlocker(self))

    def _connect(self) -> None:
        left, right = self._left, self._right
        left.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right.verticalHeader().hide()
        right.widths_changed.connect(self._fit_right)
        left.horizontalScrollBar().rangeChanged.connect(self._align_bottoms)
        for one, other in ((left, right), (right, left)):
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
            one.verticalScrollBar().rangeChanged.connect(self._align_scroll_ranges)
            one.current_row_changed.connect(other.follow_row)

    @Slot()
    def _fit_right(self) -> None:
        """Give the right table the width of all its columns and the left one the rest."""
        wanted = self._right.sizeHint().width()
        self.setSizes([max(sum(self.sizes()) - wanted, 0), wanted])

    @Slot()
    def _align_bottoms(self) -> None:
        """Leave space below the right table for the left one's horizontal scroll bar."""
        bar = self._left.horizontalScrollBar()
        self._frame.setContentsMargins(0, 0, 0, bar.sizeHint().height() if bar.maximum() else 0)

    @Slot()
    def _align_scroll_ranges(self) -> None:
        """Let both views scroll equally far, even if one shows fewer rows."""
        views = (self._left, self._right)
        hidden = (view.verticalHeader().length() - view.viewport().height() for view in views)
        maximum = max(0, *hidden)
        for view in views:
            view.verticalScrollBar().setMaximum(maximum)


def _holder(view: MatrixView, frame: QVBoxLayout) -> QWidget:
    holder = QWidget()
    frame.setContentsMargins(0, 0, 0, 0)
    frame.addWidget(view)
    holder.setLayout(frame)
    return holder
