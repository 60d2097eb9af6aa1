"""The list of table commands: menu text, shortcuts, and the function that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from ...text.translation import translate
from ..clipboard import Clipboard
from ..models.cell_block import InsertSide, TableAxis
from ..view.view import MatrixView
from . import edits, selection

Key = QKeySequence.StandardKey | Qt.Key | str
_Standard = QKeySequence.StandardKey


@dataclass(frozen=True)
class Command:
    """One menu entry; ``is_available`` returns whether it applies to a table.

    Its shortcuts work inside the tables unless ``shortcut_context`` says otherwise.
    """

    text: str
    run: Callable[[MatrixView], None]
    keys: tuple[Key, ...] = ()
    is_available: Callable[[MatrixView], bool] = lambda _: True
    shortcut_context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut


def table_commands(clipboard: Clipboard) -> Mapping[str, Command]:
    """Return the commands by name, in menu order."""
    row, column = TableAxis.ROW, TableAxis.COLUMN
    return {
        "cut": Command(translate("tables", "Cu&t"), clipboard.cut, (_Standard.Cut,)),
        "copy": Command(translate("tables", "&Copy"), clipboard.copy, (_Standard.Copy,)),
        "copy_with_names": Command(
            translate("tables", "Copy with &Names"), clipboard.copy_with_names, ("Ctrl+Shift+C",)
        ),
        "paste": Command(
            translate("tables", "&Paste"),
            clipboard.paste,
            (_Standard.Paste,),
            shortcut_context=Qt.ShortcutContext.WindowShortcut,
        ),
        "paste_complete": Command(
            translate("tables", "Paste What Is Co&mplete"), clipboard.paste_complete
        ),
        "clear": Command(
            translate("tables", "Cl&ear"), edits.clear, (_Standard.Delete, Qt.Key.Key_Backspace)
        ),
        "fill_down": Command(translate("tables", "Fill &Down"), edits.fill_down, ("Ctrl+D",)),
        "fill_right": Command(
            translate("tables", "Fill Ri&ght"), edits.fill_right, ("Ctrl+Shift+D",)
        ),
        "select_all": Command(
            translate("tables", "Select &All"), selection.select_all, (_Standard.SelectAll,)
        ),
        "select_rows": _select(translate("tables", "Select Ro&ws"), row, "Shift+Space"),
        "select_columns": _select(translate("tables", "Select Column&s"), column, "Ctrl+Space"),
        "insert_row_above": _insert(
            translate("tables", "&Insert Rows Above"), row, InsertSide.BEFORE, "Ctrl++", "Ctrl+="
        ),
        "insert_row_below": _insert(
            translate("tables", "Insert Rows &Below"), row, InsertSide.AFTER
        ),
        "remove_rows": _remove(translate("tables", "&Remove Rows"), row, "Ctrl+-"),
        "insert_column_left": _insert(
            translate("tables", "Insert Columns to the &Left"),
            column,
            InsertSide.BEFORE,
            "Ctrl+Alt++",
            "Ctrl+Alt+=",
        ),
        "insert_column_right": _insert(
            translate("tables", "Insert Columns to t&he Right"), column, InsertSide.AFTER
        ),
        "remove_columns": _remove(translate("tables", "Remove C&olumns"), column, "Ctrl+Alt+-"),
        "keep_selected": Command(
            translate("tables", "Keep Onl&y the Selection"),
            clipboard.keep_selected,
            is_available=_can_grow_both,
        ),
        "leave_rows_out": Command(
            translate("tables", "Lea&ve Rows Out"), edits.leave_out, ("Ctrl+L",), _can_grow_rows
        ),
        "take_rows_back": Command(
            translate("tables", "Ta&ke Rows Back"),
            edits.take_back,
            ("Ctrl+Shift+L",),
            _can_grow_rows,
        ),
        "rename_column": Command(
            translate("tables", "Rename Col&umn…"),
            MatrixView.rename_column,
            ("Shift+F2",),
            _can_rename,
        ),
    }


STARTS_GROUP = ("fill_down", "select_all", "insert_row_above", "insert_column_left")


def _select(text: str, axis: TableAxis, key: str) -> Command:
    return Command(text, partial(selection.select_lines, axis=axis), (key,))


def _insert(text: str, axis: TableAxis, side: InsertSide, *keys: str) -> Command:
    return Command(text, partial(edits.insert, axis=axis, side=side), keys, _can_grow(axis))


def _remove(text: str, axis: TableAxis, key: str) -> Command:
    return Command(text, partial(edits.remove, axis=axis), (key,), _can_grow(axis))


def _can_grow(axis: TableAxis) -> Callable[[MatrixView], bool]:
    return _can_grow_rows if axis is TableAxis.ROW else _can_grow_columns


def _can_grow_rows(view: MatrixView) -> bool:
    return TableAxis.ROW in view.matrix.axes


def _can_grow_columns(view: MatrixView) -> bool:
    return TableAxis.COLUMN in view.matrix.axes


def _can_grow_both(view: MatrixView) -> bool:
    return view.matrix.axes == frozenset(TableAxis)


def _can_rename(view: MatrixView) -> bool:
    return view.matrix.can_rename(view.currentIndex().column())
