"""How a table looks and behaves before there is a number in it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QFrame, QHeaderView, QTableView

from .header import FlatHeader, PaintBlocker

_EDITING = (
    QAbstractItemView.EditTrigger.AnyKeyPressed
    | QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.DoubleClicked
)


def dress(view: QTableView) -> None:
    """Flat, without boxes, in figures of equal width, its empty part the window's own colour."""
    view.setHorizontalHeader(FlatHeader(Qt.Orientation.Horizontal, view))
    view.setVerticalHeader(FlatHeader(Qt.Orientation.Vertical, view))
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
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
    """Return nothing but the wish for figures of equal width; the rest comes from the window."""
    font = QFont()
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
