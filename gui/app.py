"""Starts the window: the Qt application, signals of the operating system, and the event loop."""

import ctypes
import linecache
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from .window import numerics  # noqa: F401 - before Qt

# isort: split
from .window import plain_import  # noqa: F401 - before all that needs Qt

# isort: split

from PySide6.QtCore import (
    QCoreApplication,
    QLoggingCategory,
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    QUrl,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from .accessible import factory
from .accessible.focus_ring import FocusFollower
from .background import threads_left_behind
from .background.freed_memory import FreedMemory
from .background.garbage import GarbageCollector, no_garbage_collection
from .icons import icon_path
from .system_signals import SignalListener, leave_process
from .text.file_name import local_path
from .text.locale import has_decimal_comma
from .text.translation import words_of_qt
from .theme.legibility import LegiblePalettes
from .theme.title_bars import TitleBars, let_qt_follow_windows, x_server

if TYPE_CHECKING:
    from .window.main_window import MainWindow


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


HARMLESS = (
    "This plugin does not support",
    # In a folder that became read-only: the mark in the strip says what follows from that.
    "Could not remove our own lock file",
)

NAME = "secant"
"""By this the desktop finds the launcher and its icon."""
LOADED_LATER = (
    # What a run needs comes first: its button is the largest.
    "engine.methods.standstill",
    "engine.methods.choose",
    "engine.descent",
    "engine.verdict.judge",
    "engine.statistics",
    "gui.run.companions",
    "engine.limit.digits",
    "engine.surface.bowl",
    "engine.surface.gap_shares",
    "engine.surface.path",
    "numpy.random",
    "engine.archive",
    "engine.reading.text.number_patterns",
    "engine.reading.source",
    "engine.reading.foreign_formats",
    "engine.reading.text.records",
    "engine.reading.text.dialect",
    "engine.reading.text.parts.parts",
    "engine.reading.text.text_tables",
    "engine.reading.opening",
    "engine.reading.tables",
    "gui.tables.clipboard.paste_change",
    "gui.tables.clipboard.paster",
    "engine.limit.each_step",
    # A view that is first seen during a run shares the processor with it: 40 ms became 177.
    "engine.optimisers.step_parts",
    "gui.limit.picture_key",
    "gui.plots.surface.surface_plot",
    "gui.plots.surface.gap_plot",
    "gui.surface.surface_view",
    "engine.surface.direction_names",
    "engine.sweep.sweep",
    "gui.plots.runs.runs_plot",
    "gui.plots.runs.sweep_plot",
    "gui.runs.runs_view",
    "engine.inference.row_figures",
    "engine.inference.new_rows",
    "gui.fit.fit_view",
    # A loss that is chosen in the menu, and a table that is opened, are the next things to try.
    "engine.formula.evaluation",
    "engine.formula.numpy_source",
    "difflib",
    "engine.formula.parser",
    "engine.formula.taylor",
    "engine.formula.formula",
    "engine.losses.equal_rows",
    "engine.losses.fitting_steps",
    "engine.losses.safe_rate",
    "engine.losses.loss_descent",
    "engine.losses.hidden_slopes",
    "gui.importing.options",
    "gui.importing.fields",
    "gui.importing.preview_view",
    "gui.importing.page",
    "gui.importing.dialog",
    "numpy.ma",
)
"""With all that they import: they take 150 to 300 ms, by which the window was drawn later.

Each takes 20 ms at most, so that the window, which is there by then, answers between them.
"""
LATER_MILLISECONDS = 20
"""The first picture comes before: the system asks for it up to 16 ms after the window is shown."""
FIRST_RUN_SECONDS = 3.0
"""Epoch 1 of 1,000 is shown at 0.3 s, 10 at 1 s and 100 at 2 s: slow enough to see single steps."""
QUIET = "\n".join(
    f"{category}.warning=false"
    for category in (
        # Wayland moves the focus before Qt expects it, at each dialog.
        "qt.qpa.wayland.textinput",
        # Without a session bus, as over ssh, Qt does not follow later changes of the theme.
        "qt.qpa.theme.dbus",
        "qt.qpa.theme.gnome",
        # Not every desktop has a portal, with which Qt would register the name of the launcher.
        "qt.qpa.services",
    )
)
"""Qt's warnings of what nobody can mend. QT_LOGGING_RULES in the environment brings them back."""

logger = logging.getLogger(__name__)


def main(argv: list[str] | None = None, listener: SignalListener | None = None) -> int:
    """Run the application and return its exit status.

    ``listener`` receives the signals of the system, if the caller has already created one.
    """
    application = make_application(sys.argv if argv is None else argv)
    return run(application, application.arguments()[1:], listener, FIRST_RUN_SECONDS)


def make_application(argv: list[str]) -> QApplication:
    """Create the Qt application; Qt's messages go to our log."""
    qInstallMessageHandler(_log_qt_message)
    QLoggingCategory.setFilterRules(QUIET)
    if sys.platform == "linux":
        _name_gtk_dialogs()
        let_qt_follow_windows()
    application = QApplication(argv)
    if words := words_of_qt(application):
        application.installTranslator(words)
    return application


def _name_gtk_dialogs() -> None:
    """Name this program to GTK, whose dialogs would otherwise be those of a program “python”.

    Only before Qt loads GTK, which it does on some desktops, does the name count for windows.
    """
    with suppress(OSError, AttributeError):  # without GLib, there is no GTK
        ctypes.CDLL("libglib-2.0.so.0").g_set_prgname(NAME.encode())


def run(
    application: QApplication,
    files: Sequence[str] = (),
    listener: SignalListener | None = None,
    first_run_seconds: float = 0.0,
) -> int:
    """Show the window, open the first file, and return the exit status in the end.

    ``first_run_seconds`` is how long the first run of an example takes; 0 means as the slider says.

    If a thread does not end, this ends the process in its place: a stalled disk may keep a thread
    for ever, and a program that waits for it would too.
    """
    QCoreApplication.setApplicationName("Secant")
    QCoreApplication.setOrganizationName("Secant")
    application.setDesktopFileName(NAME)
    application.setWindowIcon(QIcon(str(icon_path())))
    factory.install()
    follower = FocusFollower(application)
    LegiblePalettes(application)
    title_bars = TitleBars(application, x_server(application))
    with no_garbage_collection():
        from engine.shortening import NARROW_SPACE, group_digits_by

        from .files import FileRequests
        from .files.dialog_settings import DialogSettings
        from .window.main_window import MainWindow

        if has_decimal_comma():
            group_digits_by(NARROW_SPACE)
        window = MainWindow(first_run_seconds)
    sys.excepthook = window.failures.hook
    signals = SystemSignals(partial(_end, application, window), window, listener)
    log_out = LogOut(application, window.keep)
    if sys.platform == "darwin":
        requests = FileRequests(application)
        requests.requested.connect(window.open_requested)
    title_bars.mark_first(window)
    window.show()
    logger.info("the window is shown")
    garbage = GarbageCollector(application)
    garbage.start()
    window.document.reshaped.connect(FreedMemory(window).give_back_soon)
    # A dialog opened before would not be placed by the window, and tiled beside it.
    window.exposure.when_shown(window.features.recovery.offer)
    late = LateImports(garbage)
    window.exposure.when_shown(late.start)
    dialogs = DialogSettings()
    window.exposure.when_shown(dialogs.begin)
    for name in files_of(files)[:1]:
        window.open_requested(path_of(name))
    status = application.exec()
    late.end()
    dialogs.write()
    garbage.end()
    garbage.deleteLater()
    if left := threads_left_behind(application):
        logger.info("the process ends without waiting for: %s", ", ".join(left))
        leave_process(status)
    if listener is None:
        signals.close()
    else:  # its owner ends the process: a signal must not be fatal in the last moment
        listener.end()
    follower.end()
    log_out.deleteLater()
    return status


class LateImports(QObject):
    """Loads what the window was drawn without, so that the first run or paste need not wait.

    What is loaded is there until the end, so the collector leaves it out as well.
    """

    def __init__(self, garbage: GarbageCollector) -> None:
        super().__init__(garbage)
        self._garbage, self._names = garbage, list(reversed(LOADED_LATER))
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._load_next)

    def start(self) -> None:
        """Load one module after the other, with events of the window in between."""
        self._timer.start(LATER_MILLISECONDS)

    def end(self) -> None:
        """Load no more: the window has closed."""
        self._timer.stop()

    @Slot()
    def _load_next(self) -> None:
        self._timer.setInterval(0)
        import_module(self._names.pop())
        if not self._names:
            self.end()
            # If PySide6 reads the text of each module that is imported, it is kept: 6 MB.
            linecache.clearcache()
            self._garbage.start()


def _end(application: QApplication, window: "MainWindow") -> None:
    """Close the window; end even if a menu, a drag or a dialog of the desktop is still open."""
    try:
        window.close_without_asking()
    finally:
        application.exit(0)


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

    _asked = Signal()

    def __init__(
        self,
        close: Callable[[], object],
        window: QWidget,
        listener: SignalListener | None = None,
    ) -> None:
        super().__init__(window)
        self._close_now = close
        self._listener = listener or SignalListener()
        # Emitted in the thread that listens, and received in the window's.
        self._asked.connect(self._close_window)
        self._listener.end_by(self._asked.emit)

    def close(self) -> None:
        """Restore the system's handling of the signals."""
        self._listener.close()

    @Slot()
    def _close_window(self) -> None:
        self._close_now()


def _log_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if message.startswith(HARMLESS):
        return
    serious = kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg, QtMsgType.QtWarningMsg)
    logger.log(logging.WARNING if serious else logging.DEBUG, "%s", message)
