"""The fields over the preview: how the file is written, as guessed and as a person corrects it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from engine.reading.choices import Choices
from engine.reading.preview import Preview

from ..appearance import GRID
from . import words
from .choice_box import ChoiceBox

_COLUMNS = 4
_MOST_ROWS = 10_000_000
_NAMES: dict[str, tuple[str, str, Mapping[Any, str]]] = {
    "separator": ("&Separator", "Separator", words.SEPARATORS),
    "decimal": ("&Decimal sign", "Decimal sign", words.DECIMALS),
    "thousands": ("&Thousands", "Sign between thousands", words.THOUSANDS),
    "encoding": ("&Encoding", "Encoding", words.ENCODINGS),
    "sheet": ("S&heet", "Sheet", {}),
    "header": ("Column &names", "Names of the columns", words.HEADERS),
    "comment": ("C&omments after", "Sign that begins a comment", words.COMMENTS),
}


class ReadingFields(QWidget):
    """Shows only what there is to choose of a file; ``changed`` carries the person's choices."""

    changed = Signal(Choices)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices, self._skipped = Choices(), 0
        self._boxes = {
            name: ChoiceBox(f"import_{name}", description, offered)
            for name, (_, description, offered) in _NAMES.items()
        }
        self._skip = _rows_to_skip(self._boxes["header"].sizeHint().height())
        self._captioned = {
            name: _captioned(_NAMES[name][0], box, self) for name, box in self._boxes.items()
        }
        self._captioned["skip_rows"] = _captioned("Rows to s&kip", self._skip, self)
        self._grid = QGridLayout(self)
        self._lay_out([name for name in self._captioned if name != "sheet"])
        for box in self._boxes.values():
            box.changed.connect(self._take)
        self._skip.valueChanged.connect(self._take)

    def show_choices(self, choices: Choices) -> None:
        """Show what a person has chosen so far."""
        self._choices = choices
        for name, box in self._boxes.items():
            box.choose(_key(name, choices))
        with QSignalBlocker(self._skip):
            self._skip.setValue(choices.skipped)

    def show_preview(self, preview: Preview) -> None:
        """Show what was guessed, and only the fields that apply."""
        self._boxes["sheet"].offer({name: name for name in preview.sheets})
        for name, box in self._boxes.items():
            box.show_guess(_key(name, preview.choices))
        self._skipped = preview.choices.skipped
        if self._choices.skip_rows is None:
            with QSignalBlocker(self._skip):
                self._skip.setValue(self._skipped)
        applying = {name for name in self._boxes if _key(name, preview.choices) is not None}
        applying |= {"skip_rows", *(["sheet"] if preview.sheets else [])}
        self._lay_out([name for name in self._captioned if name in applying])

    def _lay_out(self, applying: Sequence[str]) -> None:
        """Put the fields that apply side by side, in rows."""
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        for name, widget in self._captioned.items():
            self._grid.removeWidget(widget)
            widget.setVisible(name in applying)
        for place, name in enumerate(applying):
            self._grid.addWidget(self._captioned[name], *divmod(place, _COLUMNS))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    @Slot()
    def _take(self) -> None:
        chosen: dict[str, Any] = {name: box.chosen for name, box in self._boxes.items()}
        if chosen["thousands"] and chosen["thousands"] == chosen["decimal"]:
            # The one sign cannot be both: what was chosen last is meant.
            is_new = chosen["thousands"] != self._choices.thousands
            other = "decimal" if is_new else "thousands"
            self._boxes[other].choose(None)
            chosen[other] = None
        is_guess = self._choices.skip_rows is None and self._skip.value() == self._skipped
        skipped = None if is_guess else self._skip.value()
        self._choices = replace(self._choices, skip_rows=skipped, **chosen)
        self.changed.emit(self._choices)


def _key(name: str, choices: Choices) -> object:
    """Return a choice in the one spelling that is offered."""
    value = getattr(choices, name)
    is_encoding = name == "encoding" and isinstance(value, str)
    return words.encoding_key(value) if is_encoding else value


def _rows_to_skip(height: int) -> QSpinBox:
    box = QSpinBox()
    box.setMinimumHeight(height)
    box.setObjectName("import_skip_rows")
    box.setAccessibleName("Rows to skip before the table")
    box.setRange(0, _MOST_ROWS)
    return box


def _captioned(caption: str, field: QWidget, parent: QWidget) -> QWidget:
    """Put a field under its name."""
    label = QLabel(caption)
    label.setBuddy(field)
    both = QWidget(parent)
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID // 4)
    column.addWidget(label)
    column.addWidget(field)
    return both
