"""A button for an action that also answers to Return while it has the focus."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget


class ActionButton(QToolButton):
    """Shows the icon and the text of its action, with room for the widest it may be given."""

    def __init__(self, action: QAction, widest: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDefaultAction(action)
        self.setObjectName(f"{action.objectName()}_button")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoRaise(True)
        self._widest = widest

    def sizeHint(self) -> QSize:
        """Ask for the room of the widest text, whichever stands there now."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        flags = Qt.TextFlag.TextShowMnemonic
        missing = (
            metrics.size(flags, self._widest).width() - metrics.size(flags, self.text()).width()
        )
        return hint + QSize(max(0, missing), 0)

    def minimumSizeHint(self) -> QSize:
        """Never be narrower, so that nothing beside it moves."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button with Return as with Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
