"""Makes check boxes and small buttons with a tool tip and an accessible name."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QToolButton

from .check_box import OutlinedCheckBox


def check_box(name: str, text: str, tool_tip: str) -> QCheckBox:
    """Return a check box with this object name."""
    box = OutlinedCheckBox(text)
    box.setObjectName(name)
    box.setToolTip(tool_tip)
    box.setAccessibleDescription(tool_tip)
    return box


def small_button(name: str, text: str, tool_tip: str) -> QToolButton:
    """Return a small button with this object name; Tab can reach it."""
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setToolTip(tool_tip)
    button.setAccessibleDescription(tool_tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def flat_button(name: str, text: str, tool_tip: str, slot: Callable[[], None]) -> QToolButton:
    """Return a flat small button that calls the slot; screen readers read its tool tip."""
    button = small_button(name, text, tool_tip)
    button.setAccessibleName(tool_tip)
    button.setAutoRaise(True)
    button.clicked.connect(slot)
    return button


def title_label(text: str) -> QLabel:
    """Return the name of a table."""
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
