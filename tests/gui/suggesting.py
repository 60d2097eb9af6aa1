"""Choosing from the menu of a number field."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gui.widgets.suggesting_field import SuggestingField
from tests.gui.finding import named


def suggested(parent: QWidget, name: str) -> list[QAction]:
    """Open the menu of a field, close it, and return its entries."""
    field = named(parent, SuggestingField, name)
    field.open_suggestions()
    field.menu.close()
    return field.menu.actions()


def choose(parent: QWidget, name: str, start: str) -> None:
    """Choose the entry of a field's menu that starts with this text."""
    entries = suggested(parent, name)
    next(entry for entry in entries if entry.text().startswith(start)).trigger()
