"""What stands in the line over a table."""

from PySide6.QtWidgets import QLabel


def title_label(text: str) -> QLabel:
    """Return the name of a table."""
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
