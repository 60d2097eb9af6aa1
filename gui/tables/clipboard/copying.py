"""Putting cells on the clipboard, many of them beside the window."""

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QByteArray, QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from ...errand import Report
from ...errands import Errands
from ...message import Message, MessageKind
from .written import Copied, html_chunks, text_chunks

Item = TypeVar("Item")
_MOST_SIGNS = 21
AT_ONCE = 20_000
MOST_WITH_HTML = 100_000
"""More cells go as text alone, which has all their digits too."""


class Written(NamedTuple):
    """The same cells twice; without HTML where there are too many."""

    text: QByteArray
    html: QByteArray


class Copying(QObject):
    """Writes what was copied last; ``said`` tells of what takes long, ``failed`` what went wrong.

    The cells are those of the moment they were copied at, whatever is changed meanwhile.
    """

    said = Signal(Message)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._errands = Errands("copy", self)
        self._errands.done.connect(self._take)
        self._errands.failed.connect(self.failed)
        self._sentence = ""

    def copy(self, copied: Copied) -> None:
        """Put cells on the clipboard, at once or as soon as they are written."""
        self.shut_down()
        if copied.cells <= AT_ONCE:
            put(written(copied))
        else:
            self._begin(copied)

    @Slot()
    def give_up(self) -> None:
        """Leave the clipboard as it is."""
        if self._errands.is_busy:
            self.shut_down()
            self.said.emit(Message(MessageKind.QUIET, "Nothing was copied."))

    def shut_down(self) -> None:
        """Write no more; return once no thread is at work."""
        self._errands.call_off()

    def _begin(self, copied: Copied) -> None:
        rows, columns = len(copied.row_numbers), len(copied.column_numbers)
        self._sentence = f"{rows:,}×{columns:,} numbers"
        self.said.emit(Message(MessageKind.GOING, f"Copying {self._sentence} … Esc cancels."))
        self._errands.add(partial(written, copied))

    @Slot(object)
    def _take(self, cells: Written) -> None:
        put(cells)
        self.said.emit(Message(MessageKind.GOOD, f"Copied {self._sentence}."))


def put(cells: Written) -> None:
    """Give the clipboard other cells."""
    data = QMimeData()
    data.setData("text/plain", cells.text)
    if cells.html:
        data.setData("text/html", cells.html)
    QGuiApplication.clipboard().setMimeData(data)


def written(copied: Copied, report: Report | None = None) -> Written:
    """Write cells as text, and as HTML unless there are too many."""
    text, html = QByteArray(), QByteArray()
    text.reserve(_MOST_SIGNS * copied.cells)  # to grow is to copy, which would be felt
    for chunk in _through(report, text_chunks(copied)):
        text.append(chunk)
    if copied.cells <= MOST_WITH_HTML:
        for row in _through(report, html_chunks(copied)):
            html.append(row.encode())
    return Written(text, html)


def _through(report: Report | None, chunks: Iterable[Item]) -> Iterable[Item]:
    return chunks if report is None else report.through(chunks)
