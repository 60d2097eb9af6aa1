"""Keeps the menu bar from taking the focus after Alt and a key, while a screen reader listens.

Qt asks a screen reader about each key press, and delivers it anew once that has answered. A press
of Alt alone is asked about; Alt+N is not, because it is a shortcut. So in a busy program Alt
arrives a second time after Alt+N, and looks like a tap on Alt, which opens the menus.
"""

from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ..background.reporting import report

_ALT = Qt.KeyboardModifier.AltModifier
LATE_SECONDS = 1.0
"""Answers took 20 to 250 ms, with four busy programs on two processors."""


class LateAlt(QObject):
    """Hides from the menu bar of a window an Alt that arrives after a key pressed with it.

    Parameters
    ----------
    window : QWidget
        Its menu bar is there already: what is installed last is asked first.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._used_at = -LATE_SECONDS
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note keys that are pressed with Alt, and stop an Alt that follows one of them."""
        try:
            if not isinstance(event, QKeyEvent):
                return super().eventFilter(watched, event)
            is_alt = event.key() == Qt.Key.Key_Alt
            match event.type():
                case QEvent.Type.ShortcutOverride if is_alt:
                    return monotonic() - self._used_at < LATE_SECONDS
                case QEvent.Type.ShortcutOverride if event.modifiers() & _ALT:
                    self._used_at = monotonic()
                case QEvent.Type.KeyRelease if is_alt:
                    self._used_at = -LATE_SECONDS
            return super().eventFilter(watched, event)
        except Exception as error:
            report(error)
            return False
