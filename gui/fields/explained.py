"""Small buttons and check boxes that say what they do, to the eye and to a screen reader."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QToolButton

from .outlined_check_box import OutlinedCheckBox

Button = TypeVar("Button", bound=QAbstractButton)


def check_box(name: str, text: str, explanation: str) -> QCheckBox:
    """Make a check box."""
    return _explained(OutlinedCheckBox(text), name, explanation)


def small_button(name: str, text: str, explanation: str) -> QToolButton:
    """Make a small button that can be reached by the keyboard."""
    button = _explained(QToolButton(), name, explanation)
    button.setText(text)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _explained(button: Button, name: str, explanation: str) -> Button:
    button.setObjectName(name)
    button.setToolTip(explanation)
    button.setAccessibleDescription(explanation)
    return button
