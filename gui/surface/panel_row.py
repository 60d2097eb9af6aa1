"""The two panels of the view side by side."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ..background.reporting import reporting
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
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SEAM)
        for panel, share in zip((surface, gap), SURFACE_TO_GAP, strict=True):
            layout.addWidget(panel, share)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the seam: what no panel covers."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), hairline(self.palette()))
