"""What is kept for the next start: the sizes of the window, the settings, the last folder."""

import logging
import re
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from engine import EngineError, Settings
from engine.numbers import parse_number

YES, NO = "yes", "no"

logger = logging.getLogger(__name__)


class Preferences:
    """Typed access to QSettings; a value that cannot be read counts as never kept."""

    def __init__(self) -> None:
        self._store = QSettings("Secant", "Secant")

    def shape(self, name: str) -> QByteArray | None:
        """Return the kept geometry or state of a widget."""
        value = self._store.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else None

    def keep_shape(self, name: str, shape: QByteArray) -> None:
        """Keep the geometry or state of a widget."""
        self._store.setValue(f"window/{name}", shape)

    def settings(self, default: Settings) -> Settings:
        """Return the kept settings of the run."""
        try:
            return Settings(
                epochs=self._whole("epochs", default.epochs),
                learning_rate=self._number("learning_rate", default.fixed_learning_rate),
                h=self._number("h", default.h),
                difference=self._text("difference", default.difference),
                tolerance=self._number("tolerance", default.tolerance),
                precision=self._text("precision", default.precision),
                method=self._text("method", default.method),
                until_converged=self._flag("until_converged", default.until_converged),
                scale_columns=self._flag("scale_columns", default.scale_columns),
            )
        except EngineError as error:
            logger.debug("the kept settings are not used: %s", error)
            return default

    def keep_settings(self, settings: Settings) -> None:
        """Keep the settings of the run, every digit of them."""
        self._store.setValue("run/epochs", str(settings.epochs))
        self._store.setValue("run/learning_rate", repr(settings.fixed_learning_rate))
        self._store.setValue("run/h", repr(settings.h))
        self._store.setValue("run/difference", settings.difference.value)
        self._store.setValue("run/tolerance", repr(settings.tolerance))
        self._store.setValue("run/precision", settings.precision.value)
        self._store.setValue("run/method", settings.method.value)
        self._store.setValue("run/until_converged", YES if settings.until_converged else NO)
        self._store.setValue("run/scale_columns", YES if settings.scale_columns else NO)

    def choice(self, name: str, default: str) -> str:
        """Return a kept choice of the window, such as its appearance."""
        value = self._store.value(f"choice/{name}")
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int) -> int:
        """Return a kept choice that is an integer."""
        text = self.choice(name, str(default))
        return int(text) if re.fullmatch("[0-9]{1,9}", text) else default

    def keep_choice(self, name: str, value: str) -> None:
        """Keep a choice of the window."""
        self._store.setValue(f"choice/{name}", value)

    def folder(self) -> Path:
        """Return the folder last written to; otherwise the documents or the home folder."""
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        kept = Path(self.choice("folder", documents))
        return kept if _is_folder(kept) else Path.home()

    def _text(self, name: str, default: str) -> str:
        value = self._store.value(f"run/{name}")
        return value if isinstance(value, str) else default

    def _flag(self, name: str, default: bool) -> bool:
        text = self._text(name, YES if default else NO)
        return default if text not in (YES, NO) else text == YES

    def _whole(self, name: str, default: int) -> int:
        text = self._text(name, str(default))
        return int(text) if re.fullmatch("[0-9]{1,300}", text) else int(parse_number(text))

    def _number(self, name: str, default: float) -> float:
        return parse_number(self._text(name, repr(default)))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # the system rejects the name itself
        return False
