"""A dialog that asks for a few numbers and checks that they fit together."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from engine import EngineError

from ..errors import GuiError
from ..text.message import refusal, whole_of
from ..text.translation import translate
from ..theme.appearance import GRID
from ..widgets.note import Note
from ..widgets.number_field import NumberField

# The longest remark, on a condition number of 1e15, takes two lines at this width (measured).
_WIDTH = 440
# Room kept free below the remark, so that a longer refusal does not resize the dialog.
_LINES = 2


class FormNumber(NamedTuple):
    """A number to ask for: label, description, first value and smallest value."""

    label: str
    description: str
    value: float
    least: float = 0.0


class NumberForm(NamedTuple):
    """What a dialog asks for: its title and object name, the numbers by name, and its button.

    ``make`` builds a result from the numbers, or raises a GuiError or an EngineError; ``remark``
    describes that result in a sentence.
    """

    title: str
    name: str
    numbers: Mapping[str, FormNumber]
    button: str
    make: Callable[..., Any]
    remark: Callable[[Any], str]


class NumberDialog(QDialog):
    """Asks for the numbers of a form; ``chosen`` carries the result when the user accepts."""

    chosen = Signal(object)

    def __init__(self, form: NumberForm, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(form.name)
        self.setWindowTitle(form.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._form = form
        self._fields = {name: _field(name, number) for name, number in form.numbers.items()}
        self._result = form.make(**self._values())
        self._remark = QLabel(wordWrap=True)
        self._remark.setObjectName("remark")
        self._refusal = Note("refusal")
        self._lay_out()
        self._show_remark()
        for field in self._fields.values():
            field.value_entered.connect(self._enter)
            field.refused.connect(self._show_refusal)
            field.textChanged.connect(self._preview)
        self.finished.connect(self.deleteLater)
        next(iter(self._fields.values())).selectAll()

    @Slot()
    def accept(self) -> None:
        """Emit the result and close, unless a field is refused."""
        for field in self._fields.values():
            field.commit()
        if not any(field.is_refused() for field in self._fields.values()):
            super().accept()
            self.chosen.emit(self._result)

    def _values(self) -> dict[str, float]:
        return {name: field.value() for name, field in self._fields.items()}

    @Slot(float)
    def _enter(self, value: float) -> None:
        """Take the number just typed, if the form accepts it together with the others."""
        field = self.sender()
        assert isinstance(field, NumberField)
        try:
            self._result = self._form.make(**self._values() | {field.objectName(): value})
        except (GuiError, EngineError) as error:
            field.refuse(refusal(error))
        else:
            field.set_value(value)
            self._show_remark()
            self._retry_refused()

    @Slot()
    def _preview(self) -> None:
        """Describe what is being typed, or nothing while the form would refuse it."""
        values = {name: field.typed() for name, field in self._fields.items()}
        try:
            known = None not in values.values()
            self._remark.setText(self._form.remark(self._form.make(**values)) if known else "")
        except (GuiError, EngineError):
            self._remark.setText("")

    def _retry_refused(self) -> None:
        """Check refused fields again: they may fit now that another field has changed."""
        for field in self._fields.values():
            if field.is_refused():
                field.commit()

    @Slot(str)
    def _show_refusal(self, sentence: str) -> None:
        """Show why a number is refused, in place of the remark."""
        self._remark.setHidden(bool(sentence))
        self._refusal.hide()
        if sentence:
            self._refusal.show_message(whole_of(sentence))

    def _show_remark(self) -> None:
        self._remark.setText(self._form.remark(self._result))

    def _message_layout(self) -> QVBoxLayout:
        """Return a layout that keeps room for the longest message, so that nothing moves."""
        layout = QVBoxLayout()
        layout.setSpacing(0)
        layout.addWidget(self._remark)
        layout.addWidget(self._refusal)
        layout.addStretch()
        return layout

    def _lay_out(self) -> None:
        numbers = QFormLayout(horizontalSpacing=2 * GRID, verticalSpacing=GRID)
        for name, number in self._form.numbers.items():
            numbers.addRow(number.label, self._fields[name])
        buttons = QDialogButtonBox()
        buttons.addButton(self._form.button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(translate("transforms", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(numbers)
        layout.addLayout(self._message_layout(), 1)
        layout.addWidget(buttons)
        room = _LINES * self.fontMetrics().lineSpacing() + 2 * GRID
        self.resize(_WIDTH, self.sizeHint().height() + room)


def _field(name: str, number: FormNumber) -> NumberField:
    field = NumberField(name, number.description, number.least)
    field.set_value(number.value)
    return field
