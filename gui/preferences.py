"""What is kept for the next start: the sizes of the window, the settings, the last folder."""

import logging
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from PySide6.QtCore import (
    QByteArray,
    QObject,
    QSettings,
    QStandardPaths,
    QTimer,
    Signal,
    Slot,
)

from engine import Difference, EngineError, Method, Precision, Settings
from engine.numbers import parse_number
from engine.optimisers.kinds import Optimiser, Schedule
from engine.settings import FITS_EACH, StepH

from .background import TaskQueue
from .background.ending import PATIENCE_SECONDS, answer_within
from .obstacles import file_in_the_way, is_folder, remedy
from .text.message import Message, MessageKind
from .text.names import shown_path
from .text.translation import translate

OPTIMISER_NUMBERS = tuple(
    dict.fromkeys(name for kind in (*Optimiser, *Schedule) for name in kind.uses)
)
"""The settings of the optimisers and schedules, beside the names of these."""
YES, NO = "yes", "no"
OF_RUN = "run"
"""Kept in place of a number of epochs that is the run's own."""
SOON_MILLISECONDS = 500
"""Qt writes what is kept at the end of the turn; a program's start keeps several things in one."""
AGAIN_MILLISECONDS = 15_000
"""How soon a mended folder is noticed; as often as a refused recovery copy is tried again."""

OWNER = "Secant", "Secant"
"""The organisation and the application, by which Qt names the file."""

CHECK = translate("window", "Make that file and its folder writable, or free space on their disk.")

logger = logging.getLogger(__name__)


class Preferences(QObject):
    """Typed access to what is kept; a value that cannot be read counts as never kept.

    ``kept`` is emitted with each new value, which is written a little later, see PreferencesWatch.
    """

    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._file_answers = answer_within(_settings_answer, False)
        # Without the file, what is kept lasts until the window is closed.
        store = QSettings(*OWNER) if self._file_answers else None
        self.file = store.fileName() if store else str(_settings_file())
        """The file that keeps everything, or the place of it in the registry."""
        values = {key: store.value(key) for key in store.allKeys()} if store else {}
        self._values = KeptValues(self.file, values)

    def are_kept(self) -> bool:
        """Write what is still to be written, and return whether that is possible.

        To be called in a thread: the disk may take its time.
        """
        return self._file_answers and self._values.write()

    def shape(self, name: str) -> QByteArray | None:
        """Return the kept geometry or state of a widget."""
        value = self._values.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else None

    def keep_shape(self, name: str, shape: QByteArray) -> None:
        """Keep the geometry or state of a widget."""
        self._keep(f"window/{name}", shape)

    def settings(self, default: Settings) -> Settings:
        """Return the kept settings of the run."""
        parts = self._optimiser(self._loss(default), default)
        try:
            return replace(
                parts,
                epochs=self._whole("epochs", default.epochs),
                learning_rate=self._number("learning_rate", default.fixed_learning_rate),
                h=self._step(default),
                difference=Difference(self._text("difference", default.difference)),
                tolerance=self._number("tolerance", default.tolerance),
                precision=Precision(self._text("precision", default.precision)),
                method=Method(self._text("method", default.method)),
                until_converged=self._flag("until_converged", default.until_converged),
                scale_columns=self._flag("scale_columns", default.scale_columns),
            )
        except EngineError as error:
            logger.debug("the kept settings are not used: %s", error)
            return default

    def keep_settings(self, settings: Settings) -> None:
        """Keep the settings of the run, every digit of them."""
        self._keep("run/epochs", str(settings.epochs))
        self._keep("run/learning_rate", repr(settings.fixed_learning_rate))
        # Steps given to each weight belong to the table that they were given for.
        h = settings.h if isinstance(settings.h, float) else FITS_EACH
        self._keep("run/h", h if isinstance(h, str) else repr(h))
        self._keep("run/difference", settings.difference.value)
        self._keep("run/tolerance", repr(settings.tolerance))
        self._keep("run/precision", settings.precision.value)
        self._keep("run/method", settings.method.value)
        self._keep("run/until_converged", YES if settings.until_converged else NO)
        self._keep("run/scale_columns", YES if settings.scale_columns else NO)
        self._keep("run/loss", settings.loss)
        self._keep("run/delta", repr(settings.delta))
        self._keep("run/quantile", repr(settings.quantile))
        self._keep("run/optimiser", settings.optimiser.value)
        self._keep("run/schedule", settings.schedule.value)
        for name in OPTIMISER_NUMBERS:
            value = getattr(settings, name)
            self._keep(f"run/{name}", OF_RUN if value is None else repr(value))

    def _loss(self, default: Settings) -> Settings:
        """Return settings with the kept loss; the default if it is none."""
        try:
            return Settings(
                loss=self._text("loss", default.loss),
                delta=self._number("delta", default.delta),
                quantile=self._number("quantile", default.quantile),
            )
        except EngineError as error:
            logger.debug("the kept loss is not used: %s", error)
            return default

    def _optimiser(self, settings: Settings, default: Settings) -> Settings:
        """Return settings with the kept optimiser and schedule; the default if one is none."""
        try:
            numbers: dict[str, Any] = {
                name: self._optional(name, getattr(default, name)) for name in OPTIMISER_NUMBERS
            }
            return replace(
                settings,
                optimiser=Optimiser(self._text("optimiser", default.optimiser)),
                schedule=Schedule(self._text("schedule", default.schedule)),
                **numbers,
            )
        except EngineError as error:
            logger.debug("the kept optimiser is not used: %s", error)
            return settings

    def _step(self, default: Settings) -> StepH:
        """Return the kept h: a number, or that each weight has the one that fits it."""
        if self._values.value("run/h") == FITS_EACH:
            return FITS_EACH
        return self._number("h", default.fixed_h)

    def choice(self, name: str, default: str) -> str:
        """Return a kept choice of the window, such as its appearance."""
        value = self._values.value(f"choice/{name}")
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int) -> int:
        """Return a kept choice that is an integer."""
        text = self.choice(name, str(default))
        return int(text) if re.fullmatch("[0-9]{1,9}", text) else default

    def keep_choice(self, name: str, value: str) -> None:
        """Keep a choice of the window."""
        self._keep(f"choice/{name}", value)

    def folder(self) -> Path:
        """Return the folder last written to; otherwise the documents or the home folder."""
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        kept = Path(self.choice("folder", documents))
        return kept if answer_within(lambda: _is_folder(kept), False) else Path.home()

    def _keep(self, key: str, value: object) -> None:
        if self._values.keep(key, value):
            self.kept.emit()

    def _text(self, name: str, default: str) -> str:
        value = self._values.value(f"run/{name}")
        return value if isinstance(value, str) else default

    def _flag(self, name: str, default: bool) -> bool:
        text = self._text(name, YES if default else NO)
        return default if text not in (YES, NO) else text == YES

    def _whole(self, name: str, default: int) -> int:
        text = self._text(name, str(default))
        return int(text) if re.fullmatch("[0-9]{1,300}", text) else int(parse_number(text))

    def _optional(self, name: str, default: float | None) -> float | None:
        """Return a kept number, or that it is the run's."""
        text = self._text(name, OF_RUN if default is None else repr(default))
        if text == OF_RUN:
            return None
        return int(text) if re.fullmatch("[0-9]{1,300}", text) else parse_number(text)

    def _number(self, name: str, default: float) -> float:
        return parse_number(self._text(name, repr(default)))


class KeptValues:
    """What is kept, in memory; a thread writes what has changed by Qt's settings.

    Qt locks its settings for all threads while it writes them. Where the window asked it for each
    value, it stood still for up to 400 ms while a disk had other things to write.
    """

    def __init__(self, file: str, values: dict[str, object]) -> None:
        self._file, self._values, self._changed = file, values, dict[str, object]()
        self._lock = Lock()  # never held while the disk is waited for

    def value(self, key: str) -> object:
        """Return the value that is kept; None if there is none."""
        return self._values.get(key)

    def keep(self, key: str, value: object) -> bool:
        """Keep a value, and return whether it is a new one."""
        if self._values.get(key) == value:
            return False
        with self._lock:
            self._values[key] = self._changed[key] = value
        return True

    def write(self) -> bool:
        """Write what has changed, take over what another window wrote; return whether it worked."""
        from .background.qt_settings import read_ahead, values_of, write_values  # no start needs it

        with self._lock:
            changed, self._changed = self._changed, {}
        read_ahead(Path(self._file))
        store = _store(self._file)  # a new one, as the status never goes back to NoError
        if not write_values(store, changed):
            with self._lock:
                self._changed = changed | self._changed
            return False
        stored = values_of(store)
        with self._lock:
            self._values = stored | self._changed
        return True


class PreferencesWatch(QObject):
    """Has new values written by a thread, tells if they could not be, and tries again later.

    ``standing_changed`` carries a Message that is true until the next one, or None.
    """

    standing_changed = Signal(object)

    def __init__(
        self,
        preferences: Preferences,
        parent: QObject,
        soon: int = SOON_MILLISECONDS,
        again: int = AGAIN_MILLISECONDS,
    ) -> None:
        super().__init__(parent)
        self._preferences, self._soon, self._again = preferences, soon, again
        self._standing: Message | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._check)
        self._tasks = TaskQueue("preferences", self)
        self._tasks.done.connect(self._take)
        preferences.kept.connect(self._check_soon)
        self._check_soon()

    @Slot()
    def _check_soon(self) -> None:
        self._timer.start(self._soon)

    def write_now(self) -> None:
        """Write what is left, before the process ends; wait no longer for it than for a thread."""
        if not answer_within(self._preferences.are_kept, False, PATIENCE_SECONDS):
            logger.info("the last settings are not kept")

    def shut_down(self) -> None:
        """Write what is left, and check no more; return once no thread is left."""
        self._timer.stop()
        self._tasks.stop()
        self.write_now()

    @Slot()
    def _check(self) -> None:
        preferences = self._preferences
        self._tasks.replace(lambda _: preferences.are_kept())

    @Slot(object)
    def _take(self, are_kept: bool) -> None:
        standing = None if are_kept else self._message()
        if standing is not None:
            self._timer.start(self._again)
        if standing != self._standing:
            self._standing = standing
            self.standing_changed.emit(standing)

    def _message(self) -> Message:
        file = Path(self._preferences.file)
        detail = translate(
            "window",
            "{file} cannot be written. Settings, the sizes of the window and Open Recent last "
            "until it is closed. {remedy}",
        ).format(file=shown_path(file), remedy=answer_within(lambda: _remedy(file), CHECK))
        return Message(
            MessageKind.WARNING,
            translate("window", "Settings not kept: their file cannot be written"),
            detail=detail,
        )


def _store(file: str) -> QSettings:
    """Return Qt's settings; a file by its name, as DialogSettings changes where Qt looks for it."""
    is_file = file.endswith(".conf")
    return QSettings(file, QSettings.Format.IniFormat) if is_file else QSettings(*OWNER)


def _settings_file() -> Path:
    """Return the file that Qt keeps settings in, other than on Windows and macOS."""
    config = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(config), "Secant", "Secant.conf")


def _settings_answer() -> bool:
    """Return whether the file of the settings can be read, if there is one.

    Qt reads it in the window's thread, with no end if a disk does not respond.
    """
    with suppress(OSError), _settings_file().open("rb") as file:
        file.read(1)
    return True


def _remedy(file: Path) -> str:
    if file_in_the_way(file.parent) is not None:
        return remedy(file.parent, 0)
    return (
        translate("window", "{file} is a folder. Rename or move it.").format(file=shown_path(file))
        if is_folder(file)
        else CHECK
    )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # the system rejects the name itself
        return False
