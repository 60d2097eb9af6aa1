"""A plot area in which a click on a point, or Enter at it, chooses its row."""

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from ...background.reporting import reporting
from ...text.key_help import KeyHelp, KeyLine
from ...text.translation import translate
from ..interactive_area import InteractivePlotArea
from ..surface.surface_area import SurfaceArea

_LEAVING_OUT = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class RowArea(SurfaceArea):
    """Reports where a click was, or where keys have led.

    ``leave_out_requested`` asks to leave out the row of the point that is reached or marked.
    """

    leave_out_requested = Signal()

    KEYS: ClassVar[KeyHelp] = InteractivePlotArea.KEYS
    ROW_KEYS: ClassVar[tuple[KeyLine, ...]] = (
        KeyLine(
            ("Return", "Enter"),
            translate("plots", "Select the row of the point in the tables, as a click on it does"),
        ),
        KeyLine(
            ("Del",),
            translate("plots", "Leave out the row of the point, or take it back if it is hollow"),
        ),
    )
    """The keys of a point, which the view lists with its own."""

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to leave out the row of a point; leave other keys to any plot."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _LEAVING_OUT and not held:
            self.leave_out_requested.emit()
        else:
            super().keyPressEvent(event)
