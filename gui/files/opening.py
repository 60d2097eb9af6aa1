"""Opening: which file, and reading it beside the window."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ..errand import Report
from ..errands import Errands
from ..message import Message, MessageKind
from .conversion import Snapshot
from .dialogs import open_dialog
from .place import Place, read
from .recognition import is_experiment

LARGE_BYTES = 2**23


class Opening(QObject):
    """Reads one file after the other; ``read`` carries a snapshot and its place.

    ``foreign`` carries the path of what was chosen to be opened and is no experiment.
    """

    read = Signal(object, object)
    foreign = Signal(object)
    said = Signal(Message)
    failed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._reader = Errands("open", self)
        self._reader.done.connect(self._done)
        self._reader.refused.connect(self._refuse)
        self._reader.failed.connect(self.failed)

    def ask(self, folder: Path) -> None:
        """Ask which file to open, and open it."""
        dialog = open_dialog(self._window, folder)
        dialog.fileSelected.connect(self._open_chosen)
        dialog.open()

    def open_path(self, path: Path) -> None:
        """Read a file."""
        path = path.absolute()
        if _length(path) > LARGE_BYTES:
            self.said.emit(Message(MessageKind.GOING, f"Opening {path}…"))
        self._reader.replace(partial(_read, path))

    def shut_down(self) -> None:
        """Open nothing more; return once no thread is at work."""
        self._reader.call_off()

    @Slot(str)
    def _open_chosen(self, path: str) -> None:
        chosen = Path(path)
        if is_experiment(chosen):
            self.open_path(chosen)
        else:
            self.foreign.emit(chosen)

    @Slot(object)
    def _done(self, found: tuple[Snapshot, Place]) -> None:
        self.read.emit(*found)

    @Slot(object)
    def _refuse(self, reason: Exception) -> None:
        self.said.emit(Message(MessageKind.FAULT, str(reason)))


def _read(path: Path, _: Report) -> tuple[Snapshot, Place]:
    return read(path)


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # told when it is read
        return 0
