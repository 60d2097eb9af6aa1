"""What a screen reader cannot name below a window, found in the accessible tree.

It needs no accessibility bus, so it does not see what AT-SPI makes of the tree, nor events.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLabel,
    QTableView,
    QWidget,
)

from gui.text.message import MessageKind

Role, Text = QAccessible.Role, QAccessible.Text
MUST_BE_NAMED = frozenset(
    {
        *(Role.PushButton, Role.ButtonMenu, Role.ButtonDropDown, Role.CheckBox, Role.RadioButton),
        *(Role.EditableText, Role.SpinBox, Role.Slider, Role.ComboBox, Role.Table, Role.List),
        *(Role.Tree, Role.MenuItem, Role.Dialog, Role.Window, Role.Chart, Role.Graphic),
        Role.Notification,
    }
)
VAGUE = frozenset({Role.Client, Role.Pane, Role.NoRole, Role.Whitespace})
OF_QT = frozenset({"lookInCombo", "fileTypeCombo"})
"""Combo boxes of Qt's file dialog, which has labels beside them."""
EXTENSION = "qt_toolbar_ext_button"
MOST_COLUMNS = 20
MARKS = frozenset(kind.value for kind in MessageKind)


@dataclass(frozen=True)
class TreeFault:
    """What is wrong with a widget, and where."""

    widget: str
    sentence: str


def faults_below(root: QWidget) -> list[TreeFault]:
    """Return what is wrong with the visible widgets of a window."""
    found: list[TreeFault] = []
    for widget in (root, *root.findChildren(QWidget)):
        name = widget.objectName()
        if widget.isVisible() and (not name.startswith("qt_") or name == EXTENSION):
            face = QAccessible.queryAccessibleInterface(widget)
            if face is not None and face.isValid():
                who = f"{type(widget).__name__} {name!r}"
                found += [TreeFault(who, fault) for fault in _faults_of(widget, face)]
    return found


def _faults_of(widget: QWidget, face: QAccessibleInterface) -> Iterator[str]:
    yield from _naming_faults(widget, face)
    if _takes_focus(widget) and face.role() in VAGUE and not isinstance(widget, QAbstractItemView):
        yield f"takes the focus, but its role is {face.role().name}"
    if isinstance(widget, QLabel):
        yield from _label_faults(widget, face)
    if widget.objectName() == EXTENSION:
        yield "holds what does not fit into the tool bar"
    if isinstance(widget, QTableView):
        yield from _table_faults(widget)


def _naming_faults(widget: QWidget, face: QAccessibleInterface) -> Iterator[str]:
    if widget.objectName() in OF_QT:
        return
    label = QAccessible.RelationFlag.Label
    labels = [other.text(Text.Name) for other, kind in face.relations() if kind & label]
    if isinstance(widget, QComboBox):
        # On Linux the name of a combo box is its text, whatever setAccessibleName says.
        if not any(labels):
            yield "is a combo box without a label: QLabel.setBuddy"
    elif face.role() in MUST_BE_NAMED and not face.text(Text.Name) and not any(labels):
        yield f"has the role {face.role().name} and no name"


def _takes_focus(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isEnabled() and widget.focusProxy() is None


def _label_faults(label: QLabel, face: QAccessibleInterface) -> Iterator[str]:
    shown = label.text().replace("&", "")
    if not shown:
        return
    is_mark = shown in MARKS
    read = [face.text(kind) for kind in (Text.Name, Text.Value, Text.Description)]
    is_hidden = bool(label.accessibleName()) and not any(shown in text for text in read)
    if is_hidden and not is_mark:
        yield f"shows {shown!r}, but is read as {read[0]!r}: setAccessibleName hides the text"
    if is_mark and not label.accessibleName():
        yield f"is a mark {shown!r} without a name"


def _table_faults(table: QTableView) -> Iterator[str]:
    model = table.model()
    if model is None or not model.rowCount() or not model.columnCount():
        return
    columns = range(min(model.columnCount(), MOST_COLUMNS))
    indexes = [model.index(0, column) for column in columns]
    editable = [bool(index.flags() & Qt.ItemFlag.ItemIsEditable) for index in indexes]
    if not any(editable):
        return
    roles = Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.AccessibleTextRole
    for index, is_editable in zip(indexes, editable, strict=True):
        if not is_editable and not any(index.data(role) for role in roles):
            yield f"has a computed column {index.column()}, and no role says so"
