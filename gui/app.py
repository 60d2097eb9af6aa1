"""Starts the window: the Qt application, signals of the operating system, and the event loop."""

import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    QtMsgType,
    QUrl,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from .icons import icon_path
from .text.file_name import local_path


class LogOut(QObject):
    """Keeps everything when the system asks for it. The program goes on: the log-out may fail."""

    def __init__(self, application: QGuiApplication, keep: Callable[[], object]) -> None:
        super().__init__(application)
        self._keep = keep
        application.commitDataRequest.connect(self.keep)

    @Slot()
    def keep(self) -> None:
        """Keep everything without asking."""
        self._keep()


# Set before numpy loads: threads of the linear algebra library that wait by spinning starve the
# window on small machines, and the engine's blocks of rows are too small to gain by them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


HARMLESS = "This plugin does not support"

logger = logging.getLogger(__name__)


def main(argv: list[str] | None = None) -> int:
    """Run the application and return its exit status."""
    application = make_application(sys.argv if argv is None else argv)
    return run(application, application.arguments()[1:])


def make_application(argv: list[str]) -> QApplication:
    """Create the Qt application; Qt's messages go to our log."""
    qInstallMessageHandler(_log_qt_message)
    return QApplication(argv)


def run(application: QApplication, files: Sequence[str] = ()) -> int:
    """Show the window, open the first file, and return the exit status in the end."""
    QCoreApplication.setApplicationName("Secant")
    QCoreApplication.setOrganizationName("Secant")
    application.setDesktopFileName("secant")
    application.setWindowIcon(QIcon(str(icon_path())))
    with _no_garbage_collection():
        from .files import FileRequests
        from .window.main_window import MainWindow

        window = MainWindow()
    sys.excepthook = window.failures.hook
    signals = SystemSignals(window.close_without_asking, window)
    log_out = LogOut(application, window.keep)
    requests = FileRequests(application)
    requests.requested.connect(window.open_file)
    window.show()
    logger.info("the window is shown")
    window.features.recovery.offer()
    for name in files_of(files)[:1]:
        window.open_file(path_of(name))
    status = application.exec()
    signals.close()
    log_out.deleteLater()
    return status


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Pause garbage collection: imports leave no garbage, and the window opens sooner."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def path_of(word: str) -> Path:
    """Return the file that an argument of the command line names by its path or URL."""
    return local_path(QUrl(word)) if word.startswith("file:") else Path(word)


def files_of(words: Sequence[str]) -> list[str]:
    """Return the arguments that name files: without empty ones and the first --."""
    named = list(words)
    if "--" in named:
        named.remove("--")
    return [word for word in named if word]


class SystemSignals(QObject):
    """Closes the window when the system asks the program to end."""

    def __init__(self, close: Callable[[], object], window: QWidget) -> None:
        super().__init__(window)
        self._close_now = close
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._close_window)
        # Python runs its handlers only between its instructions; the descriptor wakes Qt's loop.
        signal.set_wakeup_fd(self._write.fileno())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _ignore_signal)

    def close(self) -> None:
        """Restore the system's handling of the signals."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()

    @Slot()
    def _close_window(self) -> None:
        self._read.recv(64)
        self._close_now()


def _ignore_signal(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the descriptor has woken Qt's loop, which closes the window."""


def _log_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if message.startswith(HARMLESS):
        return
    serious = kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg, QtMsgType.QtWarningMsg)
    logger.log(logging.WARNING if serious else logging.DEBUG, "%s", message)
