"""The size of the window when it is neither maximised nor full screen, kept over a restart."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ..background.reporting import report
from ..preferences import Preferences

SETTLED_MILLISECONDS = 500
"""A desktop resizes the window first and says afterwards that it is maximised: 70 ms later under
weston on two busy cores. A size that stands for longer is a normal one."""
TITLE_BAR_HEIGHT = 40
"""At least as high as the title bars of the usual desktops."""
_MAXIMISED, _FULL_SCREEN, _NORMAL = "maximised", "full screen", "normal"
_LARGE = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen


class NormalSize(QObject):
    """Follows the normal size of a window.

    Qt's own memory of it is lost if the desktop maximises the window, not the program, and if a
    maximised window becomes full screen. Qt also restores nothing, not even that the window was
    maximised, if the screen is a fifth larger or smaller than that of the last session.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._size = window.size()
        self._restored: QSize | None = None
        self._settled = QTimer(self, interval=SETTLED_MILLISECONDS, singleShot=True)
        self._settled.timeout.connect(self._settle)
        window.installEventFilter(self)

    @property
    def size(self) -> QSize:
        """The latest normal size."""
        return self._size

    def restore(self, kept: Preferences) -> None:
        """Return to the kept size, at once or when the window stops being large.

        The screen may be smaller than that of the last session; the window fits it.
        """
        self._restore_state(kept.choice("window_state", _NORMAL))
        size = QSize(kept.number("normal_width", 0), kept.number("normal_height", 0))
        was_kept = not size.isEmpty()
        if not was_kept:
            self._note()
            size = self._size
        self._size = size.boundedTo(_room(self._window).size())
        if not self._is_large():
            self._fit()
        elif was_kept:
            self._restored = self._size

    def keep(self, kept: Preferences) -> None:
        """Keep the size for the next session."""
        if self._restored is None:
            self._note()
        states = self._window.windowState()
        if states & Qt.WindowState.WindowFullScreen:
            state = _FULL_SCREEN
        else:
            state = _MAXIMISED if states & Qt.WindowState.WindowMaximized else _NORMAL
        kept.keep_choice("window_state", state)
        kept.keep_choice("normal_width", str(self._size.width()))
        kept.keep_choice("normal_height", str(self._size.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size and the state of the window; let all events pass."""
        try:
            if event.type() in (QEvent.Type.Resize, QEvent.Type.WindowStateChange):
                self._settled.start()
            return super().eventFilter(watched, event)
        except Exception as error:
            report(error)
            return False

    @Slot()
    def _settle(self) -> None:
        """Note a size that stands, or return to that of the session before.

        Some desktops leave the window as large as it was, because they never saw another size. A
        resize before they have let go of it would break the rules of Wayland, and end the program.
        """
        if self._is_large() or self._window.isMinimized():
            return
        size, self._restored = self._restored, None
        if size is not None and size != self._window.size():
            self._window.resize(size)
        self._note()

    def _restore_state(self, state: str) -> None:
        """Make the window large again if it was and Qt has not done so."""
        large = {
            _MAXIMISED: Qt.WindowState.WindowMaximized,
            _FULL_SCREEN: Qt.WindowState.WindowFullScreen,
        }
        if state in large and not self._is_large():
            self._window.setWindowState(self._window.windowState() | large[state])

    def _fit(self) -> None:
        """Resize the window; move it if it was moved in the last session and would stick out."""
        self._window.resize(self._size)
        if self._window.testAttribute(Qt.WidgetAttribute.WA_Moved):
            room, corner = _room(self._window), self._window.geometry().topLeft()
            right = room.right() + 1 - self._size.width()
            bottom = room.bottom() + 1 - self._size.height()
            inside = QPoint(
                max(room.left(), min(corner.x(), right)), max(room.top(), min(corner.y(), bottom))
            )
            if inside != corner:
                self._window.setGeometry(QRect(inside, self._size))

    def _is_large(self) -> bool:
        return bool(self._window.windowState() & _LARGE)

    def _note(self) -> None:
        if not self._is_large():
            self._size = self._window.size()


def _room(window: QWidget) -> QRect:
    """Return what the screen of a window has free for it below its title bar."""
    # Not window.screen(): its Python wrapper would delete the screen together with the window.
    middle = window.geometry().center()
    screen = QGuiApplication.screenAt(middle) or QGuiApplication.primaryScreen()
    return screen.availableGeometry().adjusted(0, TITLE_BAR_HEIGHT, 0, 0)
