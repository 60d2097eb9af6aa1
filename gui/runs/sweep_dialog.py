"""A dialog that asks what to sweep, and over which range."""

import math

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from engine import EngineError, Settings
from engine.errors import BadSetting
from engine.sweep.result import SweptSetting
from engine.sweep.spacing import MOST_VALUES, spaced
from engine.sweep.sweep import WITH_MOMENTUM

from ..text.message import brief, refusal
from ..text.numbers import format_count, format_number
from ..theme.appearance import GRID
from ..widgets.note import Note
from ..widgets.number_field import NumberField
from ..widgets.outlined_fields import OutlinedComboBox
from . import texts

_WIDTH = 400
# Room kept free for a refusal of two lines, so that it does not resize the dialog.
_LINES = 2
USUAL_COUNT = 64
"""So many points are a curve, and take no longer than one literal run at 1000×10 (measured)."""
RATES_OF_LIMIT = 1e-3, 1.2
"""From where a run hardly moves to where it diverges."""
RATES_AROUND = 1e-3, 1e2
"""Times η, while its limit is not known."""
STEPS_AROUND = 1e-12, 1e4
"""Times h: from where rounding rules to where most bends are cut."""
MOMENTA = 0.0, 0.999
SHORTEST = 3
"""Digits of a suggested end."""


def range_of(name: SweptSetting, settings: Settings, limit: float | None) -> tuple[float, float]:
    """Return the range that is suggested for a setting."""
    if name is SweptSetting.MOMENTUM:
        return MOMENTA
    if name is SweptSetting.H:
        around, middle = STEPS_AROUND, settings.largest_h
    elif limit is not None and 0 < limit < float("inf"):
        around, middle = RATES_OF_LIMIT, limit
    else:
        around, middle = RATES_AROUND, settings.fixed_learning_rate or 1.0
    first, last = (float(f"{factor * middle:.{SHORTEST - 1}e}") for factor in around)
    return first, last


class SweepDialog(QDialog):
    """Asks for a setting, its range and how many values it has.

    ``chosen`` carries the setting and its values when the person accepts.
    """

    chosen = Signal(object, object)

    def __init__(self, settings: Settings, limit: float | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sweep_dialog")
        self.setWindowTitle(texts.SWEEP_TITLE)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._settings, self._limit = settings, limit
        has_momentum = settings.optimiser in WITH_MOMENTUM
        self._kinds = [
            kind for kind in SweptSetting if has_momentum or kind is not SweptSetting.MOMENTUM
        ]
        self._what = OutlinedComboBox("sweep_what")
        self._what.setToolTip(texts.WHAT_TIP)
        self._what.addItems([texts.SWEPT_NAMES[kind] for kind in self._kinds])
        self._first = NumberField("sweep_from", texts.FROM_TIP)
        self._last = NumberField("sweep_to", texts.TO_TIP)
        self._count = NumberField("sweep_count", texts.COUNT_TIP, 2, groups=True)
        self._count.set_value(USUAL_COUNT)
        self._remark = QLabel(wordWrap=True)
        self._remark.setObjectName("remark")
        self._refusal = Note("refusal")
        self._lay_out()
        self._what.currentIndexChanged.connect(self._suggest)
        for field in (self._first, self._last, self._count):
            field.value_entered.connect(self._enter)
            field.refused.connect(self._show_refusal)
        self.finished.connect(self.deleteLater)
        self._suggest()

    @property
    def kind(self) -> SweptSetting:
        """What is swept."""
        return self._kinds[max(self._what.currentIndex(), 0)]

    @Slot()
    def accept(self) -> None:
        """Emit the values and close, unless they are refused."""
        fields = (self._first, self._last, self._count)
        for field in fields:
            field.commit()
        if any(field.is_refused() for field in fields):
            return
        try:
            values = spaced(
                self.kind, self._first.value(), self._last.value(), int(self._count.value())
            )
        except EngineError as error:
            self._field_of(error).refuse(refusal(error))
            return
        super().accept()
        self.chosen.emit(self.kind, tuple(values.tolist()))

    @Slot()
    def _suggest(self) -> None:
        """Suggest a range for what is swept."""
        first, last = range_of(self.kind, self._settings, self._limit)
        self._first.set_value(first)
        self._last.set_value(last)
        self._show_remark()

    @Slot(float)
    def _enter(self, value: float) -> None:
        """Take the number just typed; whether the range is one is seen when it is accepted."""
        field = self.sender()
        assert isinstance(field, NumberField)
        is_whole = value == int(value) if math.isfinite(value) else False
        if field is self._count and not (is_whole and 2 <= value <= MOST_VALUES):
            try:
                spaced(self.kind, 0.1, 0.2, int(value) if is_whole else value)
            except BadSetting as error:
                field.refuse(refusal(error))
                return
        field.set_value(value)
        self._show_remark()

    def _field_of(self, error: EngineError) -> NumberField:
        """Return the field that an error is about."""
        setting = error.setting if isinstance(error, BadSetting) else ""
        return {"first": self._first, "count": self._count}.get(setting, self._last)

    @Slot(str)
    def _show_refusal(self, sentence: str) -> None:
        """Show why a number is refused, in place of the remark."""
        self._remark.setHidden(bool(sentence))
        self._refusal.hide()
        if sentence:
            self._refusal.show_message(brief(sentence))

    def _show_remark(self) -> None:
        remark = texts.REMARK.format(
            n=format_count(self._count.value()), epochs=format_count(float(self._settings.epochs))
        )
        if self.kind is SweptSetting.LEARNING_RATE and self._limit is not None:
            limit = format_number(self._limit, SHORTEST)
            remark = texts.REMARK_LIMIT.format(remark=remark, limit=limit)
        self._remark.setText(remark)

    def _lay_out(self) -> None:
        form = QFormLayout(horizontalSpacing=2 * GRID, verticalSpacing=GRID)
        form.addRow(texts.WHAT, self._what)
        form.addRow(texts.FROM, self._first)
        form.addRow(texts.TO, self._last)
        form.addRow(texts.COUNT, self._count)
        buttons = QDialogButtonBox()
        buttons.addButton(texts.START, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(texts.CANCEL, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(form)
        layout.addWidget(self._remark)
        layout.addWidget(self._refusal)
        layout.addStretch(1)
        layout.addWidget(buttons)
        room = _LINES * self.fontMetrics().lineSpacing() + 2 * GRID
        self.resize(_WIDTH, self.sizeHint().height() + room)
