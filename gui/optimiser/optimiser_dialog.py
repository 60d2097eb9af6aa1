"""A dialog for all numbers of the optimiser and of the schedule of η."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from engine import EngineError, Settings
from engine.errors import SYMBOLS
from engine.optimisers.kinds import Optimiser, Schedule

from ..text import optimiser_texts as texts
from ..text.message import brief, refusal
from ..text.translation import translate
from ..theme.appearance import GRID
from ..widgets.note import Note
from ..widgets.number_field import NumberField
from ..widgets.outlined_fields import OutlinedComboBox
from ..widgets.suggesting_field import SuggestingField, Suggestion
from .entry import changes_to

_WIDTH = 400
# Room kept free for a refusal of two lines, so that it does not resize the dialog.
_LINES = 2
_COUNTS = ("schedule_every", "schedule_epochs")


class OptimiserDialog(QDialog):
    """Shows the fields that the chosen optimiser and schedule use, and the formulas with them.

    ``chosen`` carries the changes of settings when the user accepts, if there are any.
    """

    chosen = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("optimiser_dialog")
        self.setWindowTitle(translate("optimiser", "Optimiser and Schedule"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._before = self._settings = settings
        self._optimisers = _box("optimiser_choice", list(texts.NAMES.values()))
        self._schedules = _box("schedule_choice", list(texts.SCHEDULE_NAMES.values()))
        for row, each in enumerate(Optimiser):
            tip = texts.tip_of(each)
            self._optimisers.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
        self._fields = {name: _field(name) for name in SYMBOLS}
        self._form = QFormLayout(horizontalSpacing=2 * GRID, verticalSpacing=GRID)
        self._formula = QLabel()
        self._formula.setObjectName("formula")
        self._formula.setTextFormat(Qt.TextFormat.PlainText)
        self._refusal = Note("refusal")
        self._lay_out()
        self._connect()
        self._optimisers.setCurrentIndex(list(Optimiser).index(settings.optimiser))
        self._schedules.setCurrentIndex(list(Schedule).index(settings.schedule))
        self._show()

    @Slot()
    def accept(self) -> None:
        """Emit what has changed and close, unless a field is refused."""
        shown = self._shown()
        for name in shown:
            self._fields[name].commit()
        for name in shown:
            if self._fields[name].is_refused():
                self._fields[name].setFocus()
                return
        names = ("optimiser", "schedule", *SYMBOLS)
        now = {name: getattr(self._settings, name) for name in names}
        changes = {
            name: value for name, value in now.items() if value != getattr(self._before, name)
        }
        super().accept()
        if changes:
            self.chosen.emit(changes)

    def _connect(self) -> None:
        self._optimisers.currentIndexChanged.connect(self._choose)
        self._schedules.currentIndexChanged.connect(self._choose)
        for field in self._fields.values():
            field.value_entered.connect(self._enter)
            field.refused.connect(self._show_refusal)
            if isinstance(field, SuggestingField):
                field.word_entered.connect(self._enter_epochs_of_run)
        self.finished.connect(self.deleteLater)

    @Slot()
    def _choose(self) -> None:
        """Show the fields of another optimiser or schedule."""
        optimiser = list(Optimiser)[self._optimisers.currentIndex()]
        schedule = list(Schedule)[self._schedules.currentIndex()]
        changes = changes_to(optimiser, self._settings)
        self._settings = replace(self._settings, schedule=schedule, **changes)  # type: ignore[arg-type]
        self._show()

    @Slot(float)
    def _enter(self, value: float) -> None:
        """Take the number just typed, if it may be that."""
        field = self.sender()
        assert isinstance(field, NumberField)
        try:
            self._settings = replace(self._settings, **{field.objectName(): value})  # type: ignore[arg-type]
        except EngineError as error:
            field.refuse(refusal(error))
        else:
            field.set_value(value)
            self._formula.setText(texts.formula_of(self._settings))

    @Slot()
    def _enter_epochs_of_run(self) -> None:
        """Let the schedule last as long as the run."""
        self._settings = replace(self._settings, schedule_epochs=None)
        self._show()

    def _shown(self) -> tuple[str, ...]:
        return *self._settings.optimiser.uses, *self._settings.schedule.uses

    def _show(self) -> None:
        """Show the fields that are used, and the formulas."""
        shown = self._shown()
        for name, field in self._fields.items():
            value = getattr(self._settings, name)
            if name not in shown or field.is_as_accepted():
                self._fill(field, value)
            self._form.setRowVisible(field, name in shown)
        self._formula.setText(texts.formula_of(self._settings))
        layout = self.layout()
        assert layout is not None
        layout.activate()
        room = _LINES * self.fontMetrics().lineSpacing() + 2 * GRID
        hint = self.sizeHint()
        self.resize(max(_WIDTH, hint.width()), hint.height() + room)

    def _fill(self, field: NumberField, value: float | None) -> None:
        if value is not None:
            field.set_value(value)
        elif isinstance(field, SuggestingField):
            field.set_value(max(self._settings.epochs, 1))  # from where the arrow keys go on
            field.set_word(texts.OF_RUN)

    @Slot(str)
    def _show_refusal(self, sentence: str) -> None:
        """Show why a number is refused."""
        self._refusal.hide()
        if sentence:
            self._refusal.show_message(brief(sentence))

    def _lay_out(self) -> None:
        self._form.addRow(texts.OPTIMISER, self._optimisers)
        after = next(iter(Schedule.STEP.uses))
        for name, field in self._fields.items():
            if name == after:
                self._form.addRow(texts.SCHEDULE, self._schedules)
            self._form.addRow(texts.LABELS[name], field)
        buttons = QDialogButtonBox()
        buttons.addButton(translate("optimiser", "Set"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(translate("optimiser", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(self._form)
        layout.addWidget(self._formula)
        layout.addWidget(self._refusal)
        layout.addStretch(1)
        layout.addWidget(buttons)


def _box(name: str, entries: list[str]) -> OutlinedComboBox:
    box = OutlinedComboBox(name)
    box.addItems(entries)
    return box


def _field(name: str) -> NumberField:
    tip = texts.MEANINGS[name]
    if name == "schedule_epochs":
        return SuggestingField(
            name, tip, _lengths, words=[texts.OF_RUN], widest=texts.OF_RUN, least=1, groups=True
        )
    return NumberField(name, tip, groups=name in _COUNTS, least=1 if name in _COUNTS else 0)


def _lengths() -> list[Suggestion]:
    return [Suggestion(texts.OF_RUN, texts.OF_RUN)]
