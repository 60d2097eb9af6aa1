"""The fields above the preview: how the file is written, as guessed or as the user corrects it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from engine.reading.options import HiddenRows, ReadOptions
from engine.reading.preview import Preview

from ..background.reporting import reporting
from ..text.translation import translate
from ..theme.appearance import GRID
from ..widgets.check_box import OutlinedCheckBox
from . import texts
from .choice_box import ChoiceBox

_MOST_COLUMNS, _FEWEST_COLUMNS = 4, 2
_GAP = 2 * GRID
_MOST_ROWS = 10_000_000
"""A limit only because a spin box needs one: larger than any preamble."""
_NAMES: dict[str, tuple[str, str, Mapping[Any, str]]] = {
    "separator": (
        translate("importing", "&Separator"),
        translate("importing", "Separator"),
        texts.SEPARATORS,
    ),
    "decimal": (
        translate("importing", "&Decimal mark"),
        translate("importing", "Decimal mark"),
        texts.DECIMALS,
    ),
    "thousands": (
        translate("importing", "&Thousands"),
        translate("importing", "Thousands separator"),
        texts.THOUSANDS,
    ),
    "encoding": (
        translate("importing", "&Encoding"),
        translate("importing", "Encoding"),
        texts.ENCODINGS,
    ),
    "sheet": (translate("importing", "S&heet"), translate("importing", "Sheet"), {}),
    "header": (
        translate("importing", "Column &names"),
        translate("importing", "Column names"),
        texts.HEADERS,
    ),
    "comment": (
        translate("importing", "C&omments after"),
        translate("importing", "Comment character"),
        texts.COMMENTS,
    ),
}


class ReadingFields(QWidget):
    """Shows only the fields that apply to a file; ``changed`` carries the user's options."""

    changed = Signal(ReadOptions)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_options, self._guessed_skip = ReadOptions(), 0
        self._boxes = {
            name: ChoiceBox(f"import_{name}", description, offered)
            for name, (_, description, offered) in _NAMES.items()
        }
        self._skip = _rows_to_skip(self._boxes["header"].sizeHint().height())
        self._labelled = {
            name: _labelled(_NAMES[name][0], box, self) for name, box in self._boxes.items()
        }
        self._hidden = _hidden_rows(self._boxes["header"].sizeHint().height())
        self._labelled["skip_rows"] = _labelled(
            translate("importing", "Rows to s&kip"), self._skip, self
        )
        self._labelled["hidden_rows"] = _labelled(
            translate("importing", "Hidden ro&ws"), self._hidden, self
        )
        self._applying: tuple[str, ...] = ()
        self._columns = _MOST_COLUMNS
        self._grid = QGridLayout(self)
        self._lay_out([name for name in self._labelled if name not in ("sheet", "hidden_rows")])
        for box in self._boxes.values():
            box.changed.connect(self._on_changed)
        self._skip.valueChanged.connect(self._on_changed)
        self._hidden.clicked.connect(self._on_changed)

    def show_read_options(self, read_options: ReadOptions) -> None:
        """Show the options chosen so far."""
        self._read_options = read_options
        for name, box in self._boxes.items():
            box.choose(_key(name, read_options))
        self._hidden.setChecked(read_options.hidden_rows is HiddenRows.SKIP)
        with QSignalBlocker(self._skip):
            self._skip.setValue(read_options.rows_to_skip)

    def show_preview(self, preview: Preview) -> None:
        """Show the guesses, and only the fields that apply."""
        self._boxes["sheet"].offer({name: name for name in preview.sheets})
        for name, box in self._boxes.items():
            box.show_guess(_key(name, preview.options))
        self._guessed_skip = preview.options.rows_to_skip
        if self._read_options.skip_rows is None:
            with QSignalBlocker(self._skip):
                self._skip.setValue(self._guessed_skip)
        applying = {name for name in self._boxes if _key(name, preview.options) is not None}
        is_sheet = preview.options.sheet is not None and preview.options.header is not None
        applying |= {"skip_rows", *(["sheet"] if preview.sheets else [])}
        applying |= {"hidden_rows"} if is_sheet else set()
        self._lay_out([name for name in self._labelled if name in applying])

    def ask(self, option: str, values: Sequence[object]) -> None:
        """Show the field of an option that has to be chosen, with the values to choose from."""
        if option not in self._labelled:
            return
        if option == "sheet":
            self._boxes["sheet"].offer({value: str(value) for value in values})
        if option not in self._applying:
            self._lay_out([name for name in self._labelled if name in {option, *self._applying}])
        others: dict[str, QWidget] = {"skip_rows": self._skip, "hidden_rows": self._hidden}
        field = others[option] if option in others else self._boxes[option]
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, applying: Sequence[str]) -> None:
        """Arrange the fields that apply in rows."""
        self._applying = tuple(applying)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(GRID)
        for name, widget in self._labelled.items():
            self._grid.removeWidget(widget)
            widget.setVisible(name in applying)
        self._columns = self._columns_with_room()
        for position, name in enumerate(applying):
            self._grid.addWidget(self._labelled[name], *divmod(position, self._columns))
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)

    def _columns_with_room(self) -> int:
        """Return how many fields stand in a row: fewer if a text would be cut in one of more."""
        boxes = (box for name, box in self._boxes.items() if name in self._applying)
        needed = max((box.needed_width for box in boxes), default=0)
        fitting = (self.width() + _GAP) // (needed + _GAP)
        return max(min(fitting, _MOST_COLUMNS), _FEWEST_COLUMNS)

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the fields anew if another number of them stands in a row."""
        super().resizeEvent(event)
        if self._columns_with_room() != self._columns:
            self._lay_out(self._applying)

    @Slot()
    def _on_changed(self) -> None:
        chosen: dict[str, Any] = {name: box.chosen for name, box in self._boxes.items()}
        if chosen["thousands"] and chosen["thousands"] == chosen["decimal"]:
            # One character cannot be both, so the option chosen last wins.
            is_new = chosen["thousands"] != self._read_options.thousands
            other = "decimal" if is_new else "thousands"
            self._boxes[other].choose(None)
            chosen[other] = None
        is_guess = self._read_options.skip_rows is None and self._skip.value() == self._guessed_skip
        skipped = None if is_guess else self._skip.value()
        hidden = HiddenRows.SKIP if self._hidden.isChecked() else HiddenRows.READ
        self._read_options = replace(
            self._read_options, skip_rows=skipped, hidden_rows=hidden, **chosen
        )
        self.changed.emit(self._read_options)


def _key(name: str, read_options: ReadOptions) -> object:
    """Return an option in the spelling that its box offers."""
    value = getattr(read_options, name)
    is_encoding = name == "encoding" and isinstance(value, str)
    return texts.encoding_key(value) if is_encoding else value


def _rows_to_skip(height: int) -> QSpinBox:
    box = QSpinBox()
    box.setMinimumHeight(height)
    box.setObjectName("import_skip_rows")
    box.setAccessibleName(translate("importing", "Rows to skip before the table"))
    box.setRange(0, _MOST_ROWS)
    return box


def _hidden_rows(height: int) -> QCheckBox:
    box = OutlinedCheckBox(translate("importing", "Skip"))
    box.setMinimumHeight(height)
    box.setObjectName("import_hidden_rows")
    box.setAccessibleName(translate("importing", "Skip hidden rows"))
    box.setToolTip(
        translate("importing", "Skip the rows that the sheet hides, by its filter or by hand")
    )
    return box


def _labelled(caption: str, field: QWidget, parent: QWidget) -> QWidget:
    """Put a label above a field."""
    label = QLabel(caption)
    label.setBuddy(field)
    both = QWidget(parent)
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID // 4)
    column.addWidget(label)
    column.addWidget(field)
    return both
