"""Whether the window is on the screen, as the desktop tells Qt."""

import logging
from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QPlatformSurfaceEvent, QWindow
from PySide6.QtWidgets import QWidget

from ..background.reporting import report

_DESTROYED = QPlatformSurfaceEvent.SurfaceEventType.SurfaceAboutToBeDestroyed

logger = logging.getLogger(__name__)


class Visibility(Enum):
    """What a person can see of the window."""

    NEW = "not shown yet"
    SHOWN = "on the screen"
    HIDDEN = "minimised, on another workspace, or hidden"


class Exposure(QObject):
    """Follows whether the window is on the screen.

    ``shown`` is emitted just before the window is drawn again, ``hidden`` when it is no longer to
    be seen.
    """

    shown = Signal()
    hidden = Signal()
    _drawn = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.visibility = Visibility.NEW
        self._window = window
        self._waiting: list[Callable[[], object]] = []
        # Queued: a desktop places a dialog by its window only once that has been drawn.
        self._drawn.connect(self._act, Qt.ConnectionType.QueuedConnection)
        window.installEventFilter(self)
        if window.isVisible():
            self._attach()

    def when_shown(self, act: Callable[[], object]) -> None:
        """Do this once the window is on the screen for the first time, or now if it has been."""
        if self.visibility is Visibility.NEW:
            self._waiting.append(act)
        else:
            act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window of the system, which the widget gets when it is shown."""
        try:
            if event.type() == QEvent.Type.Show and watched is self._window:
                self._attach()
            elif event.type() == QEvent.Type.Expose and isinstance(watched, QWindow):
                self._follow(watched)
            elif (
                isinstance(event, QPlatformSurfaceEvent) and event.surfaceEventType() is _DESTROYED
            ):
                # An expose event of a window that is being destroyed would find it gone.
                watched.removeEventFilter(self)
            return super().eventFilter(watched, event)
        except Exception as error:
            report(error)
            return False

    def _attach(self) -> None:
        window = self._window.windowHandle()
        window.installEventFilter(self)
        self._follow(window)

    def _follow(self, window: QWindow) -> None:
        is_exposed = window.isExposed()
        before, visibility = self.visibility, Visibility.SHOWN if is_exposed else Visibility.HIDDEN
        is_early = before is Visibility.NEW and visibility is Visibility.HIDDEN
        if visibility is before or is_early:
            return
        self.visibility = visibility
        logger.debug("the window is %s", visibility.value)
        if visibility is Visibility.HIDDEN:
            self.hidden.emit()
        else:
            self.shown.emit()
            self._drawn.emit()

    @Slot()
    def _act(self) -> None:
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()
