"""Writing a file without holding up the window."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event

from PySide6.QtCore import QThread, Signal

from engine import EngineError
from engine.files import write_whole


class WritingCancelled(Exception):
    """The window closed before the file was whole; whatever stood there before is untouched."""


class Writing(QThread):
    """Writes one file, whole or not at all; ``ended`` carries why it could not, or nothing."""

    ended = Signal(object, str)

    def __init__(self, path: Path, chunks: Iterable[bytes]) -> None:
        super().__init__()
        self.setObjectName("writing")
        self._path, self._chunks = path, chunks
        self._cancelled = Event()

    def run(self) -> None:
        """Write the file, in the thread."""
        try:
            write_whole(self._path, self._until_cancelled())
        except WritingCancelled:
            return
        except EngineError as error:
            self.ended.emit(self._path, str(error))
        else:
            self.ended.emit(self._path, "")

    def cancel(self) -> None:
        """Give up the file and return once the thread has ended."""
        self._cancelled.set()
        self.wait()

    def _until_cancelled(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            if self._cancelled.is_set():
                raise WritingCancelled
            yield chunk
