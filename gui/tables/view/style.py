"""The look and the edit triggers that all tables share."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QFrame, QHeaderView, QTableView

from .header import FlatHeader, PaintBlocker

_EDITING = (
    QAbstractItemView.EditTrigger.AnyKeyPressed
    | QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.DoubleClicked
)


def style_table(view: QTableView) -> None:
    """Set up a table: flat, no grid, digits of equal width, empty space in the window colour."""
    view.setHorizontalHeader(FlatHeader(Qt.Orientation.Horizontal, view))
    view.setVerticalHeader(FlatHeader(Qt.Orientation.Vertical, view))
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    # Matrices and numbers are written so in every language.
    view.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.viewport().setBackgroundRole(QPalette.ColorRole.Window)
    for corner in view.findChildren(QAbstractButton):
        corner.installEventFilter(PaintBlocker(view))
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setEditTriggers(_EDITING)
    view.setFont(_even_figures())


def _even_figures() -> QFont:
    """Return a font that only asks for digits of equal width; the rest is inherited."""
    font = QFont()
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
