"""The two panels of the view side by side."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ..background.reporting import reporting, reporting_as_unhandled
from ..theme.blending import hairline

SURFACE_TO_GAP = (3, 2)
"""The path is watched; lines need less room."""
_SEAM = 1


class SurfacePanels(QWidget):
    """Gives each panel its share of the width, with a seam of one pixel between them."""

    def __init__(self, surface: QWidget, gap: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # As the plots themselves: numbers and axes run from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._surface, self._gap = surface, gap
        for panel in (surface, gap):
            panel.setParent(self)

    def sizeHint(self) -> QSize:
        """Return a size at which both are readable."""
        return _side_by_side(self._surface.sizeHint(), self._gap.sizeHint())

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size of both."""
        return _side_by_side(self._surface.minimumSizeHint(), self._gap.minimumSizeHint())

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the panels in the new room."""
        super().resizeEvent(event)
        self._arrange()

    @reporting_as_unhandled
    def event(self, event: QEvent) -> bool:
        """Arrange the panels again when one of them needs another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the seam: what no panel covers."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), hairline(self.palette()))

    def _arrange(self) -> None:
        """Divide the width by the shares, as far as each panel has its least width."""
        free, height = self.width() - _SEAM, self.height()
        share, other = SURFACE_TO_GAP
        wanted = free * share // (share + other)
        least, most = (
            self._surface.minimumSizeHint().width(),
            free - self._gap.minimumSizeHint().width(),
        )
        left = max(min(wanted, most), least)
        self._surface.setGeometry(QRect(0, 0, left, height))
        self._gap.setGeometry(QRect(left + _SEAM, 0, max(free - left, 0), height))


def _side_by_side(one: QSize, other: QSize) -> QSize:
    return QSize(one.width() + _SEAM + other.width(), max(one.height(), other.height()))
