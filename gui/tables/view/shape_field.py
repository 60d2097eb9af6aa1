"""The field that shows the shape of A and lets a person change it."""

import re

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ..errors import BadShape

_COUNT = r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})"
_SHAPE = re.compile(rf"\s*{_COUNT}(?:\s*[×xX*]\s*|\s+){_COUNT}\s*\Z")
# The field has a fixed width, so that the line above A does not move; this shape still fits.
_WIDEST_SHAPE = "1000000×1000"
# Room for the frame and the text margins of the field.
_PADDING = 16


def parse_shape(text: str) -> tuple[int, int]:
    """Parse ``1000000×10``, ``1000000x10`` or ``5 3``; raises BadShape."""
    match = _SHAPE.match(text)
    if match is None:
        raise BadShape(text)
    rows, columns = (int(count.replace(",", "")) for count in match.groups())
    return rows, columns


class ShapeField(QLineEdit):
    """Shows rows×columns; Enter emits what was typed, Esc or leaving the field restores it."""

    shape_entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = ""
        self.setObjectName("shape")
        self.setAccessibleName("Shape of A, rows × columns")
        self.setToolTip("Rows × columns of A. Type another shape, such as 100×3, and press Enter.")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._update_width()
        self.returnPressed.connect(self._emit_shape)

    def show_shape(self, rows: int, columns: int) -> None:
        """Show the shape of A."""
        self._shape = f"{rows}×{columns}"
        self.restore()

    def restore(self) -> None:
        """Discard what was typed."""
        self.setText(self._shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Restore the shape on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shape:
            self.restore()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Restore the shape: resizing when the focus leaves could lose rows by accident."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.restore()

    def changeEvent(self, event: QEvent) -> None:
        """Update the width when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._update_width()

    def _update_width(self) -> None:
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(_WIDEST_SHAPE) + _PADDING)

    @Slot()
    def _emit_shape(self) -> None:
        self.shape_entered.emit(self.text())
