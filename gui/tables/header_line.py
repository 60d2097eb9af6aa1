"""Widgets for the line above a table."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton


def small_button(name: str, text: str, tip: str, slot: Callable[[], None]) -> QToolButton:
    """Return a flat text button with an objectName; Tab can reach it."""
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.clicked.connect(slot)
    return button


def title_label(text: str) -> QLabel:
    """Return a bold label with the name of a table."""
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
