"""The field that shows the shape of A and lets a person change it."""

import re

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from engine.shortening import grouped

from ...background.reporting import reporting
from ...text.translation import translate
from ...widgets.outlined_fields import TEXT_MARGIN, OutlinedLineEdit
from ..errors import BadShape

_MARKS = r"[,.\u202f\u00a0\u2009]"
"""What may group the digits of a count, which has no decimals."""
_COUNT = rf"([0-9]{{1,3}}(?:{_MARKS}[0-9]{{3}})+|[0-9]{{1,12}})"
# Blanks that group digits separate no numbers: 1 000 is not 1×0.
_SHAPE = re.compile(rf"\s*{_COUNT}(?:\s*[×xX*]\s*|[ \t]+){_COUNT}\s*\Z")
# Its text is in the middle, and the names of the rows of W are no wider than it.
_AROUND = 16


def parse_shape(text: str) -> tuple[int, int]:
    """Parse ``1000000×10``, ``1000000x10`` or ``5 3``; raises BadShape."""
    match = _SHAPE.match(text)
    if match is None:
        raise BadShape(text)
    rows, columns = (int(re.sub(_MARKS, "", count)) for count in match.groups())
    return rows, columns


class ShapeField(OutlinedLineEdit):
    """Shows rows×columns; Enter emits what was typed, Esc or leaving the field restores it.

    ``reverted`` says that what was typed is gone.
    """

    shape_entered = Signal(str)
    reverted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = ""
        self.setObjectName("shape")
        self.setAccessibleName(translate("tables", "Shape of A, rows × columns"))
        self.setToolTip(
            translate(
                "tables", "Rows × columns of A. Type another shape, such as 100×3, and press Enter."
            )
        )
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextMargins(TEXT_MARGIN, 0, TEXT_MARGIN, 0)
        self.returnPressed.connect(self._emit_shape)

    def show_shape(self, rows: int, columns: int) -> None:
        """Show the shape of A."""
        self._shape = f"{grouped(rows)} × {grouped(columns)}"
        self.restore()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size that the shape of A needs."""
        text = self.fontMetrics().horizontalAdvance(self._shape)
        return QSize(text + _AROUND, super().sizeHint().height())

    def restore(self) -> None:
        """Discard what was typed."""
        self.setText(self._shape)

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Restore the shape on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shape:
            self._revert()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    @reporting
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Restore the shape: resizing when the focus leaves could lose rows by accident."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.text() != self._shape:
            self._revert()

    def _revert(self) -> None:
        self.restore()
        self.reverted.emit()

    @Slot()
    def _emit_shape(self) -> None:
        self.shape_entered.emit(self.text())
