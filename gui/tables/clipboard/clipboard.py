"""Cut, copy and paste."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from engine.errors import BadNumber
from engine.numbers import parse_number

from ...locale import has_decimal_comma
from ...message import Message
from .. import edits
from ..axis import Axis
from ..errors import TooMuchToCopy
from ..selection import editable_blocks, selected, selects_whole_columns
from ..view import MatrixView
from .copying import Copying
from .pasting import Pasting
from .written import Copied

MOST_COPIED = 20_000_000


class Clipboard(QObject):
    """What moves between the tables and other programs.

    ``said`` tells of what takes long, ``failed`` carries the report of what nobody expected.
    """

    said = Signal(Message)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._copying, self._pasting = Copying(self), Pasting(self)
        self._copying.said.connect(self.said)
        self._copying.failed.connect(self.failed)
        self._pasting.said.connect(self.said)

    def copy(self, view: MatrixView) -> None:
        """Copy the selected rows and columns, with names where whole named columns are."""
        with edits.refusals_told(view):
            self._copying.copy(_copied(view, _names_of_columns(view)))

    def copy_with_names(self, view: MatrixView) -> None:
        """Copy the selected rows and columns, and what stands over them."""
        with edits.refusals_told(view):
            self._copying.copy(_copied(view, _all_names(view), _names_beside(view)))

    def cut(self, view: MatrixView) -> None:
        """Copy the selected rows and columns, then set the selected cells to 0."""
        with edits.refusals_told(view):
            self._copying.copy(_copied(view, _names_of_columns(view)))
            if editable_blocks(view):
                edits.fill(view, 0.0, "Cut")

    def paste(self, view: MatrixView) -> None:
        """Put the clipboard's numbers into the selection, or at its first cell."""
        self._pasting.paste(view)

    @Slot()
    def give_up(self) -> None:
        """Neither copy nor paste what is still being written or read."""
        self._copying.give_up()
        self._pasting.give_up()

    def shut_down(self) -> None:
        """Write no more; return once no thread is at work."""
        self._copying.shut_down()


def _copied(view: MatrixView, names: Sequence[str], beside: Sequence[str] = ()) -> Copied:
    rows, columns = selected(view, Axis.ROW), selected(view, Axis.COLUMN)
    if len(rows) * len(columns) > MOST_COPIED:
        raise TooMuchToCopy(len(rows) * len(columns), MOST_COPIED)
    decimal = "," if has_decimal_comma() else "."
    return Copied(view.matrix.snapshot(), rows, columns, decimal, names, beside)


def _names_of_columns(view: MatrixView) -> list[str]:
    """Return the names of whole columns, none of them if they would pass for numbers."""
    model, columns = view.matrix, selected(view, Axis.COLUMN)
    if not selects_whole_columns(view) or all(_is_number(model.given_name(k)) for k in columns):
        return []
    return [model.given_name(k) if model.is_editable(k) else model.column_name(k) for k in columns]


def _all_names(view: MatrixView) -> list[str]:
    columns = selected(view, Axis.COLUMN)
    corner = [view.matrix.names_beside] if view.matrix.names_beside else []
    return [*corner, *(view.matrix.full_name(k) for k in columns)]


def _names_beside(view: MatrixView) -> list[str]:
    rows = selected(view, Axis.ROW) if view.matrix.names_beside else []
    return [view.matrix.row_name(row) for row in rows]


def _is_number(name: str) -> bool:
    """Tell what reads as a number, or as nothing."""
    try:
        parse_number(name or "0")
    except BadNumber:
        return False
    return True
