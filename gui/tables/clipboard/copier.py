"""Puts cells on the system clipboard; many cells are written in a thread."""

import html
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np
from PySide6.QtCore import QByteArray, QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from engine import Matrix
from engine.formula_text import escape_formula
from engine.numbers import exact
from engine.shortening import grouped
from engine.writing.header import header_cells, quote_if_needed

from ...background import Policy, Progress, TaskQueue
from ...text.message import Message, MessageKind
from ...text.translation import Plural, plural, translate
from ..models.model import ColumnReader

# 2,048 rows of 10 numbers take about 16 ms, so Esc works at once; larger blocks are no faster.
_BLOCK_ROWS = 2**11
_TAB = "\t"


@dataclass(frozen=True)
class CopiedCells:
    """A snapshot of the cells in some rows and columns, with their names, () for none.

    ``names`` starts with the title of ``row_names``, if there are any. ``decimal`` is the decimal
    mark: a spreadsheet in a locale with a decimal comma takes 1.5 for a date.
    """

    columns: ColumnReader
    row_numbers: Sequence[int]
    column_numbers: Sequence[int]
    decimal: str = "."
    names: Sequence[str] = ()
    row_names: Sequence[str] = ()

    @property
    def cell_count(self) -> int:
        """The number of numbers."""
        return len(self.row_numbers) * len(self.column_numbers)

    def blocks(self) -> Iterator[Matrix]:
        """Yield the numbers in blocks of rows (n, columns)."""
        for start in range(0, len(self.row_numbers), _BLOCK_ROWS):
            rows = self.row_numbers[start : start + _BLOCK_ROWS]
            yield np.column_stack([self.columns(k, rows) for k in self.column_numbers])


def text_chunks(copied: CopiedCells) -> Iterator[bytes]:
    """Yield tab-separated lines; an unknown number is an empty cell."""
    between = ""
    if copied.names:
        yield _TAB.join(header_cells(copied.names, _TAB)).encode()
        between = "\n"
    row_names = iter(copied.row_names)
    for block in copied.blocks():
        lines = "\n".join(["\t".join(map(repr, row)) for row in block.tolist()])
        lines = _shorten(lines, copied.decimal)
        if copied.row_names:
            lines = "\n".join(
                f"{quote_if_needed(escape_formula(name), _TAB)}\t{line}"
                for line, name in zip(lines.split("\n"), row_names, strict=False)
            )
        yield (between + lines).encode()
        between = "\n"


def html_chunks(copied: CopiedCells) -> Iterator[str]:
    """Yield a table whose cells hold the exact number in the form of each spreadsheet."""
    yield '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">'
    yield "</head><body><table>"
    if copied.names:
        yield _html_row(map(_html_name, copied.names))
    row_names = iter(copied.row_names)
    for block in copied.blocks():
        for row in block.tolist():
            named = [_html_name(next(row_names))] if copied.row_names else []
            yield _html_row([*named, *(_html_cell(value, copied.decimal) for value in row)])
    yield "</table></body></html>"


def _shorten(lines: str, decimal: str) -> str:
    """Drop the .0 of whole numbers and the nan of unknown ones."""
    if "nan" in lines:
        lines = lines.replace("nan", "")
    shorter = f"{lines}\n".replace(".0\t", "\t").replace(".0\n", "\n")
    return shorter[:-1].replace(".", decimal)


def _html_name(name: str) -> str:
    return f"<th>{html.escape(escape_formula(name))}</th>"


def _html_cell(value: float, decimal: str) -> str:
    if not np.isfinite(value):
        return "<td></td>"
    plain = exact(value)
    google = html.escape(json.dumps({"1": 3, "3": value}))
    return (
        f'<td align="right" sdval="{plain}" sdnum="1033;" x:num="{plain}" '
        f'data-sheets-value="{google}">{plain.replace(".", decimal)}</td>'
    )


def _html_row(cells: Sequence[str] | Iterator[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>"


Item = TypeVar("Item")
COPYING = plural(
    "tables",
    "Copying {shape} numbers … Esc cancels.",
    "Copying {shape} number … Esc cancels.",
    1,
)
COPIED = plural("tables", "Copied {shape} numbers.", "Copied {shape} number.", 1)
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
        self._tasks = TaskQueue("copy", self, Policy.LATEST_ONLY)
        self._tasks.done.connect(self._finish)
        self._tasks.failed.connect(self.failed)
        self._shape = 0, 0

    def copy(self, copied: CopiedCells) -> None:
        """Put cells on the clipboard, now or as soon as a thread has written them."""
        self._tasks.cancel()
        if copied.cell_count <= MAX_CELLS_AT_ONCE:
            set_clipboard(write_cells(copied))
        else:
            self._start(copied)

    @Slot()
    def cancel(self) -> None:
        """Leave the clipboard as it is."""
        if self._tasks.is_busy:
            self._tasks.cancel()
            self.message.emit(
                Message(MessageKind.QUIET, translate("tables", "Nothing was copied."))
            )

    def shut_down(self) -> None:
        """Cancel a running copy; return once its thread has ended."""
        self._tasks.stop()

    def _start(self, copied: CopiedCells) -> None:
        rows, columns = len(copied.row_numbers), len(copied.column_numbers)
        self._shape = rows, columns
        self.message.emit(Message(MessageKind.GOING, self._say(COPYING)))
        self._tasks.add(partial(write_cells, copied))

    @Slot(object)
    def _finish(self, cells: ClipboardContent) -> None:
        set_clipboard(cells)
        self.message.emit(Message(MessageKind.GOOD, self._say(COPIED)))

    def _say(self, form: Plural) -> str:
        rows, columns = self._shape
        return form(rows * columns, shape=f"{grouped(rows)}×{grouped(columns)}")


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
