"""A button for an action; Return presses it as Space does."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget


class ActionButton(QToolButton):
    """Shows the icon and text of its action, and keeps room for the ``widest`` text it may get."""

    def __init__(self, action: QAction, widest: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDefaultAction(action)
        self.setObjectName(f"{action.objectName()}_button")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoRaise(True)
        self._widest = widest

    def sizeHint(self) -> QSize:
        """Return a size with room for the widest text, whatever the current text is."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        flags = Qt.TextFlag.TextShowMnemonic
        missing = (
            metrics.size(flags, self._widest).width() - metrics.size(flags, self.text()).width()
        )
        return hint + QSize(max(0, missing), 0)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the button never shrinks, so nothing beside it moves."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button on Return or Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
