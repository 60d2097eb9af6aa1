"""Cut, copy and paste."""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal, Slot

from engine.errors import BadNumber
from engine.numbers import nearest_number

from ...text.locale import has_decimal_comma
from ...text.message import Message
from ...text.translation import translate
from ..commands import edits
from ..commands.selection import editable_blocks, selected_lines, selects_whole_columns
from ..errors import TooMuchToCopy
from ..models.cell_block import TableAxis
from ..view.view import MatrixView
from .copier import CopiedCells, Copier

if TYPE_CHECKING:
    from .paster import Paster

logger = logging.getLogger(__name__)
# Their text is about 400 MB at 20 characters a number; a copy must fit in memory beside the table.
MAX_COPIED_CELLS = 20_000_000


class Clipboard(QObject):
    """The clipboard commands of the tables.

    ``message`` reports long operations and ``failed`` carries the traceback of an unexpected error.
    """

    message = Signal(Message)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._copying = Copier(self)
        self._paster: Paster | None = None
        self._copying.message.connect(self.message)
        self._copying.failed.connect(self.failed)

    def copy(self, view: MatrixView) -> None:
        """Copy the selected rows and columns; whole columns with names take their names along."""
        with edits.show_errors_in(view):
            self._copying.copy(_copied_cells(view, _own_names(view)))

    def copy_with_names(self, view: MatrixView) -> None:
        """Copy the selected rows and columns with their row and column names."""
        with edits.show_errors_in(view):
            self._copying.copy(_copied_cells(view, _all_names(view), _row_names(view)))

    def cut(self, view: MatrixView) -> None:
        """Copy the selected rows and columns, then set the selected cells to 0."""
        with edits.show_errors_in(view):
            self._copying.copy(_copied_cells(view, _own_names(view)))
            if editable_blocks(view):
                edits.fill(view, 0.0, translate("tables", "Cut"))

    def paste(self, view: MatrixView) -> None:
        """Paste the clipboard's numbers into the selection, or at the current cell."""
        self._pasting.paste(view)

    def paste_complete(self, view: MatrixView) -> None:
        """Paste only what is complete: no column of text or with many gaps, no row with a gap."""
        from engine.reading.options import ColumnChoice  # loaded with Paster

        self._pasting.paste(view, ColumnChoice.NUMERIC)

    def drop(self, view: MatrixView, data: QMimeData) -> None:
        """Paste what is dropped at the current cell."""
        self._pasting.drop(view, data)

    def drop_complete(self) -> None:
        """Paste only what is complete of what was dropped last and refused."""
        self._pasting.drop_complete()

    def keep_selected(self, view: MatrixView) -> None:
        """Remove every row and column without a selected cell, as around a table just pasted."""
        self._pasting.keep_selected(view)

    @Slot()
    def cancel(self) -> None:
        """Cancel a running copy and all waiting pastes."""
        self._copying.cancel()
        if self._paster is not None:
            self._paster.cancel()

    def shut_down(self) -> None:
        """Cancel a running copy; return once its thread has ended."""
        self._copying.shut_down()

    @property
    def _pasting(self) -> "Paster":
        """What pastes, created at the first paste: it needs all that reads a text."""
        from .paster import Paster  # loaded on use: no launch needs it

        if self._paster is None:
            self._paster = Paster(self)
            self._paster.message.connect(self.message)
        return self._paster


def _copied_cells(
    view: MatrixView, names: Sequence[str], row_names: Sequence[str] = ()
) -> CopiedCells:
    rows, columns = selected_lines(view, TableAxis.ROW), selected_lines(view, TableAxis.COLUMN)
    if len(rows) * len(columns) > MAX_COPIED_CELLS:
        raise TooMuchToCopy(len(rows) * len(columns), MAX_COPIED_CELLS)
    decimal = "," if has_decimal_comma() else "."
    logger.debug("copying %d rows x %d columns, %d names", len(rows), len(columns), len(names))
    return CopiedCells(view.matrix.snapshot(), rows, columns, decimal, names, row_names)


def _own_names(view: MatrixView) -> list[str]:
    """Return the names of whole columns, or none if all of them could be read as numbers."""
    model, columns = view.matrix, selected_lines(view, TableAxis.COLUMN)
    if not selects_whole_columns(view) or all(_is_number(model.given_name(k)) for k in columns):
        return []
    return [
        model.given_name(k) if model.is_editable(0, k) else model.column_name(k) for k in columns
    ]


def _all_names(view: MatrixView) -> list[str]:
    columns = selected_lines(view, TableAxis.COLUMN)
    corner = [view.matrix.row_names_title] if view.matrix.row_names_title else []
    return [*corner, *(view.matrix.column_name(k) for k in columns)]


def _row_names(view: MatrixView) -> list[str]:
    rows = selected_lines(view, TableAxis.ROW) if view.matrix.row_names_title else []
    return [view.matrix.row_name(row) for row in rows]


def _is_number(name: str) -> bool:
    """Return whether a name could be read as a number, or is empty."""
    try:
        nearest_number(name or "0")
    except BadNumber:
        return False
    return True
