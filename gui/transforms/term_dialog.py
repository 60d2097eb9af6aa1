"""A dialog for a computed column: what it is computed from, its name, and its first values."""

import math
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine import EngineError, Matrix
from engine.formula.errors import BadFormula, Mistake
from engine.numbers import parse_number
from engine.terms import ComputedTerm, LogarithmTerm, PowerTerm, ProductTerm, term_of, values_of
from engine.terms.grammar import quoted

from ..document import Experiment
from ..errors import GuiError
from ..text.locale import has_decimal_comma
from ..text.message import refusal, whole_of
from ..text.numbers import UNKNOWN, format_number
from ..text.translation import translate
from ..theme.appearance import GRID
from ..widgets.note import Note
from ..widgets.outlined_fields import OutlinedComboBox, OutlinedLineEdit
from .errors import HasColumn
from .formula_field import FormulaField
from .terms import distinct_sources, name_of_term, nameable_columns, original_values

_WIDTH = 460
# Room kept free for a refusal of two lines, so that it does not resize the dialog.
_LINES = 2
LIVE_ROWS = 50_000
"""As many are computed at each key: 2 ms for a logarithm. All are when the column is added."""
SHOWN = 4
"""Values in the preview."""
_DIGITS = 6
_BASES = (math.e, 10.0, 2.0)


class TermKind(Enum):
    """A kind of computed column; its value is the name of the command that asks for it."""

    POWER = "add_power"
    PRODUCT = "add_product"
    LOGARITHM = "add_logarithm"
    FORMULA = "add_formula"

    @property
    def title(self) -> str:
        """What the list of kinds calls it."""
        return _KINDS[self]


_KINDS = {
    TermKind.POWER: translate("transforms", "Power of a column"),
    TermKind.PRODUCT: translate("transforms", "Product of two columns"),
    TermKind.LOGARITHM: translate("transforms", "Logarithm of a column"),
    TermKind.FORMULA: translate("transforms", "Formula of columns"),
}
_BASE_NAMES = (
    translate("transforms", "e (natural)"),
    translate("transforms", "10"),
    translate("transforms", "2"),
)
_PREVIEW = translate("transforms", "{name}: {values}")
_MORE = translate("transforms", "{values}, …")
_HINT = translate("transforms", "Write a formula of columns, such as 2·{name} + ln({name}).")
_OFFER = translate("transforms", "{mistake} Perhaps: {offer}")
_FORMULA_TIP = translate(
    "transforms",
    "Columns by their names, numbers, + − · / ^, and ln, log10, log2, exp, sqrt, abs, sin, cos, "
    "tanh, max, min, where(a > b, 1, 0). Names with blanks stand between backquotes: `body mass`.",
)


class TermDialog(QDialog):
    """Asks for a computed column; ``chosen`` carries its term and its name, "" for its formula."""

    chosen = Signal(object, str)

    def __init__(
        self, experiment: Experiment, kind: TermKind, column: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("term_dialog")
        self.setWindowTitle(translate("transforms", "Add Computed Column"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._experiment = experiment
        self._names = nameable_columns(experiment)
        self._term: ComputedTerm | None = None
        sources = distinct_sources(experiment)
        self._kind = _box("term_kind", [each.title for each in TermKind])
        self._column = _box("term_column", sources)
        self._factor = _box("term_factor", sources)
        self._exponent = OutlinedLineEdit()
        self._exponent.setObjectName("term_exponent")
        self._exponent.setText("2")
        self._base = _box("term_base", list(_BASE_NAMES))
        self._formula = FormulaField("term_formula")
        self._formula.setToolTip(_FORMULA_TIP)
        self._name = OutlinedLineEdit()
        self._name.setObjectName("term_name")
        self._preview = QLabel(wordWrap=True)
        self._preview.setObjectName("preview")
        self._preview.setTextFormat(Qt.TextFormat.PlainText)
        self._refusal = Note("refusal")
        self._form = QFormLayout(horizontalSpacing=2 * GRID, verticalSpacing=GRID)
        self._add = QPushButton(translate("transforms", "&Add"))
        self._lay_out()
        shown = self._names[column] if column < len(self._names) else ""
        self._column.setCurrentIndex(sources.index(shown) if shown in sources else 0)
        self._factor.setCurrentIndex((self._column.currentIndex() + 1) % len(sources))
        self._kind.setCurrentIndex(list(TermKind).index(kind))
        self._show_kind()
        self._connect()

    @Slot()
    def accept(self) -> None:
        """Emit the term and close, unless something is refused."""
        self._check()
        if self._term is not None:
            super().accept()
            self.chosen.emit(self._term, self._name.text().strip())

    def _connect(self) -> None:
        self._kind.currentIndexChanged.connect(self._show_kind)
        for box in (self._column, self._factor, self._base):
            box.currentIndexChanged.connect(self._check)
        for field in (self._exponent, self._formula, self._name):
            field.textChanged.connect(self._check)
        self.finished.connect(self.deleteLater)

    @Slot()
    def _show_kind(self) -> None:
        """Show the fields of a kind, and go to the one that is most likely to be filled in."""
        kind = self._chosen_kind()
        used = {
            TermKind.POWER: (self._column, self._exponent),
            TermKind.PRODUCT: (self._column, self._factor),
            TermKind.LOGARITHM: (self._column, self._base),
            TermKind.FORMULA: (self._formula,),
        }[kind]
        fields = (self._column, self._factor, self._exponent, self._base, self._formula)
        for field in fields:
            self._form.setRowVisible(field, field in used)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(_WIDTH, self.sizeHint().height() + self._message_room)
        used[-1].setFocus()
        if isinstance(used[-1], OutlinedLineEdit):
            used[-1].selectAll()
        self._check()

    def _chosen_kind(self) -> TermKind:
        return list(TermKind)[self._kind.currentIndex()]

    @Slot()
    def _check(self) -> None:
        """Show the first values of what is asked for, or why it cannot be."""
        self._term = None
        try:
            term = self._read()
            name = name_of_term(term, self._name.text())
            self._name.setPlaceholderText(name_of_term(term))
            if name in self._experiment.column_names:
                raise HasColumn(name)
            values = self._values(term)
        except (EngineError, GuiError) as error:
            self._show_mistake(error)
            return
        self._term = term
        self._formula.mark(None)
        self._refusal.hide()
        self._preview.show()
        self._preview.setText(_PREVIEW.format(name=name, values=_first(values)))
        self._add.setEnabled(True)

    def _read(self) -> ComputedTerm:
        """Return what is asked for; raises an EngineError."""
        column = self._column.currentText()
        match self._chosen_kind():
            case TermKind.POWER:
                exponent = parse_number(self._exponent.text(), decimal_comma=has_decimal_comma())
                return PowerTerm(column, exponent)
            case TermKind.PRODUCT:
                return ProductTerm((column, self._factor.currentText()))
            case TermKind.LOGARITHM:
                return LogarithmTerm(column, _BASES[self._base.currentIndex()])
            case TermKind.FORMULA:
                return term_of(self._formula.text(), self._names)

    def _values(self, term: ComputedTerm) -> Matrix:
        """Return the first values; raises a TermFault if one of these rows has none."""
        return values_of(
            term,
            {
                name: original_values(self._experiment, self._names.index(name))[:LIVE_ROWS]
                for name in term.sources
            },
        )

    def _show_mistake(self, error: Exception) -> None:
        """Say what is wrong, and underline it in a formula; one that is still empty is not."""
        self._add.setEnabled(False)
        self._preview.hide()
        is_formula = isinstance(error, BadFormula)
        self._formula.mark(error if isinstance(error, BadFormula) else None)
        if isinstance(error, BadFormula) and error.mistake is Mistake.EMPTY_COLUMN:
            self._refusal.hide()
            self._preview.show()
            self._preview.setText(_HINT.format(name=quoted(self._column.itemText(0))))
            return
        sentence = whole_of(refusal(error))
        if is_formula and isinstance(error, BadFormula) and error.offer:
            sentence = _OFFER.format(mistake=sentence, offer=error.offer)
        self._refusal.show_message(sentence)

    def _lay_out(self) -> None:
        self._form.addRow(translate("transforms", "&Kind"), self._kind)
        self._form.addRow(translate("transforms", "&Column"), self._column)
        self._form.addRow(translate("transforms", "&Times"), self._factor)
        self._form.addRow(translate("transforms", "&Exponent"), self._exponent)
        self._form.addRow(translate("transforms", "&Base"), self._base)
        self._form.addRow(translate("transforms", "&Formula"), self._formula)
        self._form.addRow(translate("transforms", "&Name"), self._name)
        message = QVBoxLayout()
        message.setSpacing(0)
        message.addWidget(self._preview)
        message.addWidget(self._refusal)
        message.addStretch()
        buttons = QDialogButtonBox()
        buttons.addButton(self._add, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(translate("transforms", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._add.setDefault(True)
        self._message_room = _LINES * self.fontMetrics().lineSpacing()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(self._form)
        layout.addLayout(message, 1)
        layout.addWidget(buttons)


def _box(name: str, entries: list[str]) -> OutlinedComboBox:
    box = OutlinedComboBox(name)
    box.addItems(entries)
    return box


def _first(values: Matrix) -> str:
    """Return the first values as a list."""
    write = partial(format_number, digits=_DIGITS)
    shown = ", ".join(
        UNKNOWN if math.isnan(each) else write(each) for each in values[:SHOWN].tolist()
    )
    return _MORE.format(values=shown) if len(values) > SHOWN else shown
