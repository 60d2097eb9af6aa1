"""A dialog that asks for a few numbers."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from engine import EngineError

from ..errors import GuiError
from ..fields.number_field import NumberField
from ..tables.note import Note

_GRID = 8
_WIDTH = 440
_LINES = 2


class Asked(NamedTuple):
    """A number to ask for: its label, what it is, its value to begin with, and the least."""

    label: str
    description: str
    value: float
    least: float = 0.0


class Form(NamedTuple):
    """What a dialog asks: its title and name, the numbers by theirs, and what its button says.

    ``make`` makes something of the numbers, or raises a GuiError or an EngineError; ``remark``
    is what there is to say of that.
    """

    title: str
    name: str
    numbers: Mapping[str, Asked]
    button: str
    make: Callable[..., Any]
    remark: Callable[[Any], str]


class NumberDialog(QDialog):
    """Hands over by ``chosen`` what the numbers make, once a person has agreed to them."""

    chosen = Signal(object)

    def __init__(self, form: Form, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(form.name)
        self.setWindowTitle(form.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._form = form
        self._fields = {name: _field(name, asked) for name, asked in form.numbers.items()}
        self._made = form.make(**self._values())
        self._remark = QLabel(wordWrap=True)
        self._remark.setObjectName("remark")
        self._refusal = Note("refusal")
        self._lay_out()
        self._show_remark()
        for field in self._fields.values():
            field.value_entered.connect(self._enter)
            field.refused.connect(self._say)
        self.finished.connect(self.deleteLater)
        next(iter(self._fields.values())).selectAll()

    @Slot()
    def accept(self) -> None:
        """Hand over what is asked for, unless some of it is refused."""
        for field in self._fields.values():
            field.commit()
        if not any(field.is_refused() for field in self._fields.values()):
            super().accept()
            self.chosen.emit(self._made)

    def _values(self) -> dict[str, float]:
        return {name: field.value() for name, field in self._fields.items()}

    @Slot(float)
    def _enter(self, value: float) -> None:
        """Take what was typed into a field if something can be made of it."""
        field = self.sender()
        assert isinstance(field, NumberField)
        try:
            self._made = self._form.make(**self._values() | {field.objectName(): value})
        except (GuiError, EngineError) as error:
            field.refuse(str(error))
        else:
            field.set_value(value)
            self._show_remark()
            self._offer_refused_again()

    def _offer_refused_again(self) -> None:
        """What was refused may go together with what another field holds by now."""
        for field in self._fields.values():
            if field.is_refused():
                field.commit()

    @Slot(str)
    def _say(self, sentence: str) -> None:
        """Show why something is refused in place of the remark."""
        self._remark.setHidden(bool(sentence))
        self._refusal.hide()
        if sentence:
            self._refusal.show_message(sentence)

    def _show_remark(self) -> None:
        self._remark.setText(self._form.remark(self._made))

    def _words(self) -> QVBoxLayout:
        """Keep room for what there is to say, so that nothing moves when there is more of it."""
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._remark)
        words.addWidget(self._refusal)
        words.addStretch()
        return words

    def _lay_out(self) -> None:
        numbers = QFormLayout(horizontalSpacing=2 * _GRID, verticalSpacing=_GRID)
        for name, asked in self._form.numbers.items():
            numbers.addRow(asked.label, self._fields[name])
        buttons = QDialogButtonBox()
        buttons.addButton(self._form.button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * _GRID, 2 * _GRID, 2 * _GRID, 2 * _GRID)
        layout.setSpacing(2 * _GRID)
        layout.addLayout(numbers)
        layout.addLayout(self._words(), 1)
        layout.addWidget(buttons)
        room = _LINES * self.fontMetrics().lineSpacing() + 2 * _GRID
        self.resize(_WIDTH, self.sizeHint().height() + room)


def _field(name: str, asked: Asked) -> NumberField:
    field = NumberField(name, asked.description, asked.least)
    field.set_value(asked.value)
    return field
