"""A tooltip that is shown once: it would be in the way at every stay of the pointer."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from ...background.reporting import reporting_as_unhandled


class FirstTip(QObject):
    """Gives a widget a tooltip until it has been shown for the first time."""

    def __init__(self, widget: QWidget, text: str) -> None:
        super().__init__(widget)
        self._widget = widget
        widget.setToolTip(text)
        widget.installEventFilter(self)

    @reporting_as_unhandled
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the tooltip be shown, and remove it after that."""
        if event.type() == QEvent.Type.ToolTip:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self, lambda: self._widget.setToolTip(""))
        return super().eventFilter(watched, event)
