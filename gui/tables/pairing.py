"""Two tables of the same rows that move as one."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QScrollBar

from .view import MatrixView


class Pairing(QObject):
    """Two views under the right one's scroll bar, the same row tinted in both."""

    def __init__(self, left: MatrixView, right: MatrixView) -> None:
        super().__init__(right)
        self._bars = (left.verticalScrollBar(), right.verticalScrollBar())
        left.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right.verticalHeader().hide()
        for one, other in ((left, right), (right, left)):
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
            one.verticalScrollBar().rangeChanged.connect(self._share_range)
            one.current_row_changed.connect(other.highlight_row)

    @Slot()
    def _share_range(self) -> None:
        """Let both scroll equally far: a horizontal scroll bar shortens only one of them."""
        furthest = max(bar.maximum() for bar in self._bars)
        for bar in self._bars:
            _extend(bar, furthest)


def _extend(bar: QScrollBar, maximum: int) -> None:
    if bar.maximum() < maximum:
        bar.setMaximum(maximum)
