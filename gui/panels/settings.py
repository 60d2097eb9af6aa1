"""The run's settings in the toolbar: epochs, η with its limit, h and the difference quotient.

The row below has what belongs to each field: until converged, the limit of η, scale columns.
"""

import math
import sys

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from engine import EngineError, safe_learning_rate

from ..document import Document
from ..theme.appearance import GRID
from ..widgets.buttons import check_box, small_button
from ..widgets.difference_box import DifferenceBox
from ..widgets.number_field import NumberField

UNTIL_CONVERGED = "Run until the weights stop changing, however many epochs that takes"
SCALE_COLUMNS = (
    "Scale each column of A to length 1 during the run.\n"
    "η and h then apply to the scaled columns: η keeps its share of its limit, and an h\n"
    "that fits still fits. W is still shown in your units."
)
SAFE = "Set η to 1/λmax, half its limit; no weight overshoots then"
LIMIT = "The descent diverges if η is above 2/λmax of the Hessian 2AᵀA/N"
LIMIT_SCALED = f"{LIMIT}, A with columns of length 1"


class SettingsPanel(QWidget):
    """Shows and changes the document's settings; ``refused`` carries why a value is refused."""

    refused = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._epochs = NumberField("epochs", "Epochs: total number of steps of the run", least=1)
        self._learning_rate = NumberField("learning_rate", "Learning rate η: step size along −δW")
        self._h = NumberField("h", "Step h of the difference quotient")
        self._until_converged = check_box("until_converged", "&until converged", UNTIL_CONVERGED)
        self._scale_columns = check_box("scale_columns", "scale &columns", SCALE_COLUMNS)
        self._known_limit: float | None = None
        self._limit = QLabel()
        self._limit.setObjectName("learning_rate_limit")
        widest = self._limit.fontMetrics().horizontalAdvance("limit 1.23e-12")
        self._limit.setMinimumWidth(widest)  # so that nothing beside it moves
        self._safe = small_button("safe_learning_rate", "safe η", SAFE)
        self._difference = DifferenceBox()
        self._lay_out()
        self._connect()
        self.show_limit(None)
        self.refresh()

    @property
    def has_refused(self) -> bool:
        """Whether a field contains a refused value."""
        return any(field.is_refused() for field in self._fields())

    def commit(self) -> None:
        """Commit what is typed in the fields."""
        for field in self._fields():
            field.commit()

    def show_limit(self, limit: float | None) -> None:
        """Show the largest stable η below its field; None if it is not known."""
        self._known_limit = limit
        self._limit.setText(_limit_text(limit))
        # Beyond what numbers hold, half of it would not be 1/λmax.
        is_number = limit is not None and sys.float_info.min < limit < math.inf
        self._safe.setEnabled(is_number)

    @Slot()
    def refresh(self) -> None:
        """Show the document's settings."""
        settings = self._document.settings
        self._epochs.set_value(settings.epochs)
        self._epochs.setEnabled(not settings.until_converged)
        self._learning_rate.set_value(settings.fixed_learning_rate)
        self._h.set_value(settings.fixed_h)
        self._until_converged.setChecked(settings.until_converged)
        self._scale_columns.setChecked(settings.scale_columns)
        self._limit.setToolTip(LIMIT_SCALED if settings.scale_columns else LIMIT)
        self._difference.select(settings.difference)

    def _fields(self) -> tuple[NumberField, ...]:
        return self._epochs, self._learning_rate, self._h

    def _connect(self) -> None:
        self._epochs.value_entered.connect(self._enter_epochs)
        self._learning_rate.value_entered.connect(self._enter_learning_rate)
        self._h.value_entered.connect(self._enter_h)
        for field in self._fields():
            field.refused.connect(self.refused)
        self._until_converged.clicked.connect(self._enter_until_converged)
        self._scale_columns.clicked.connect(self._enter_scale_columns)
        self._safe.clicked.connect(self._take_safe)
        self._difference.currentIndexChanged.connect(self._enter_difference)
        self._document.settings_changed.connect(self.refresh)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        rates = QHBoxLayout()
        rates.setSpacing(GRID)
        rates.addWidget(self._limit, 1)
        rates.addWidget(self._safe)
        for column, (text, field) in enumerate(
            zip(("E&pochs", "η", "h"), self._fields(), strict=True)
        ):
            label = QLabel(text)
            label.setBuddy(field)
            grid.addWidget(label, 0, 3 * column)
            grid.addWidget(field, 0, 3 * column + 1)
            grid.setColumnMinimumWidth(3 * column + 2, GRID)
        grid.addWidget(self._until_converged, 1, 1)
        grid.addLayout(rates, 1, 4)
        grid.addWidget(self._scale_columns, 1, 7, 1, 2)
        grid.addWidget(self._difference, 0, 8)
        grid.setColumnStretch(9, 1)

    @Slot(float)
    def _enter_epochs(self, value: float) -> None:
        self._enter(self._epochs, epochs=int(value) if value.is_integer() else value)

    @Slot(float)
    def _enter_learning_rate(self, value: float) -> None:
        self._enter(self._learning_rate, learning_rate=value)

    @Slot(float)
    def _enter_h(self, value: float) -> None:
        self._enter(self._h, h=value)

    @Slot(bool)
    def _enter_until_converged(self, on: bool) -> None:
        try:
            self._document.change_settings(until_converged=on)
        except EngineError as error:
            self.refresh()
            self.refused.emit(str(error))

    @Slot(bool)
    def _enter_scale_columns(self, on: bool) -> None:
        self._document.change_settings(scale_columns=on)

    @Slot()
    def _take_safe(self) -> None:
        self._document.flush()  # so that the limit is that of the tables and settings as they are
        if self._known_limit is not None:
            self._enter_learning_rate(safe_learning_rate(self._known_limit))

    @Slot()
    def _enter_difference(self) -> None:
        self._document.change_settings(difference=self._difference.selected())

    def _enter(self, field: NumberField, **change: float) -> None:
        before = self._document.settings
        try:
            self._document.change_settings(**change)
        except EngineError as error:
            field.refuse(str(error))
        else:
            if self._document.settings is before:  # no signal has refreshed the fields
                self.refresh()


def _limit_text(limit: float | None) -> str:
    """Return the text for the limit; if all columns are zero or too small there is no limit."""
    if limit is None:
        return ""
    if limit <= sys.float_info.min:  # the limit of columns whose squares overflow is below that
        return f"limit < {sys.float_info.min:.0e}"
    return "no limit" if limit == math.inf else f"limit {limit:.3g}"
