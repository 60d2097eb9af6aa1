"""Puts cells on the system clipboard; many cells are written in a thread."""

import logging
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QByteArray, QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from ...background import Policy, Progress, TaskQueue
from ...message import Message, MessageKind
from .written import CopiedCells, html_chunks, text_chunks

Item = TypeVar("Item")
logger = logging.getLogger(__name__)
# Typical length of a float64 with its separator; 19.6 was measured for random numbers.
_NUMBER_CHARACTERS = 21
# This many cells take about 0.25 s to write as text and HTML; more are written in a thread.
MAX_CELLS_AT_ONCE = 20_000
# HTML for this many cells takes about 1 s to write and 5 s to parse. Beyond it only text is
# copied, which has every digit, too.
MAX_CELLS_WITH_HTML = 100_000


class ClipboardContent(NamedTuple):
    """The same cells as text and as HTML; the HTML is empty if there are too many."""

    text: QByteArray
    html: QByteArray


class Copier(QObject):
    """Puts one selection at a time on the clipboard; a new copy cancels the one before.

    It writes the cells as they were when they were copied, even if the table changes later.
    ``message`` reports long copies and ``failed`` carries the traceback of an unexpected error.
    """

    message = Signal(Message)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._errands = TaskQueue("copy", self, Policy.LATEST_ONLY)
        self._errands.done.connect(self._finish)
        self._errands.failed.connect(self.failed)
        self._what = ""

    def copy(self, copied: CopiedCells) -> None:
        """Put cells on the clipboard, now or as soon as a thread has written them."""
        self._errands.cancel()
        if copied.cell_count <= MAX_CELLS_AT_ONCE:
            set_clipboard(write_cells(copied))
        else:
            self._start(copied)

    @Slot()
    def cancel(self) -> None:
        """Leave the clipboard as it is."""
        if self._errands.is_busy:
            self._errands.cancel()
            self.message.emit(Message(MessageKind.QUIET, "Nothing was copied."))

    def shut_down(self) -> None:
        """Cancel a running copy; return once its thread has ended."""
        self._errands.stop()

    def _start(self, copied: CopiedCells) -> None:
        rows, columns = len(copied.row_numbers), len(copied.column_numbers)
        self._what = f"{rows:,}×{columns:,} numbers"
        self.message.emit(Message(MessageKind.GOING, f"Copying {self._what} … Esc cancels."))
        self._errands.add(partial(write_cells, copied))

    @Slot(object)
    def _finish(self, cells: ClipboardContent) -> None:
        set_clipboard(cells)
        self.message.emit(Message(MessageKind.GOOD, f"Copied {self._what}."))


def set_clipboard(cells: ClipboardContent) -> None:
    """Replace the content of the system clipboard."""
    data = QMimeData()
    data.setData("text/plain", cells.text)
    if cells.html:
        data.setData("text/html", cells.html)
    QGuiApplication.clipboard().setMimeData(data)
    logger.debug(
        "clipboard set: %d bytes of text, %d of HTML", cells.text.size(), cells.html.size()
    )


def write_cells(copied: CopiedCells, report: Progress | None = None) -> ClipboardContent:
    """Write cells as text, and as HTML unless there are too many."""
    text, html = QByteArray(), QByteArray()
    # Reserved in one step: growing a long array copies it each time.
    text.reserve(_NUMBER_CHARACTERS * copied.cell_count)
    for chunk in _reported(report, text_chunks(copied)):
        text.append(chunk)
    if copied.cell_count <= MAX_CELLS_WITH_HTML:
        for row in _reported(report, html_chunks(copied)):
            html.append(row.encode())
    return ClipboardContent(text, html)


def _reported(report: Progress | None, chunks: Iterable[Item]) -> Iterable[Item]:
    return chunks if report is None else report.through(chunks)
