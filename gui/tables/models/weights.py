"""The table of W: one row for the start, one for the weights now, and others to compare with.

Its columns are those of A, so that a weight stands over the column that it belongs to.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np
from PySide6.QtCore import QModelIndex, QObject, Qt, Signal, Slot

from engine import Matrix
from engine.rescaling import OriginalUnits

from ...background.reporting import report
from ...document import Document, Experiment, TableName
from ...text.numbers import (
    MINUS,
    NUMBER_DIGITS,
    PLAIN_NUMBERS,
    UNKNOWN,
    decimals_of,
    format_decimals,
    format_exact,
    format_number,
    format_probability,
)
from ...text.translation import translate, translated
from . import sentences
from .agreement import Agreement
from .cell_block import Block, TableAxis
from .cell_look import CellLook
from .digits import Digits
from .model import AnyIndex, ColumnReader, TableModel
from .number_format import CUT_MARK, is_cut, text_width
from .run_numbers import NOTHING_KNOWN, RunNumbers
from .weight_rows import INFERENCE, WEIGHTS, WeightRow

if TYPE_CHECKING:
    from engine.limit.slope_check import GradientCheck

MENU_MARK = "▾"
"""Follows the name of the row that has a menu."""

# Six digits of a smaller or larger gradient are read more easily with an exponent.
_PLAIN_GRADIENTS = (1e-3, 1e6)
_ERROR_DIGITS = 3
LONG_SLOPE = "−4.81528e−5"
"""As long as nearly every slope."""
# In digits of DejaVu Sans: bold ones are so much wider, and the mark of a slope has so many.
_BOLD, _MARK_WIDTH = 1.1, 2.4
_WIDEST_SLOPE, _CUT_WIDTH = text_width(LONG_SLOPE) + _MARK_WIDTH, text_width(CUT_MARK)
_scaling = attrgetter("is_scaled")
_ROOT = QModelIndex()
_LOOKS = {
    WeightRow.START: CellLook.INPUT,
    WeightRow.NOW: CellLook.CURRENT,
    WeightRow.EXACT: CellLook.QUIET,
}
_WEIGHTS = frozenset(WEIGHTS)
# What a step of a run changes.
_OF_RUN = (WeightRow.NOW, WeightRow.GRADIENT, WeightRow.EXACT)
# The quotient, and what it is compared with.
_SLOPES = (WeightRow.GRADIENT, WeightRow.EXACT)
# Those that only more rows than weights tell, and only of least squares.
_OF_ERRORS = (WeightRow.ERROR, *INFERENCE)
_EVERY = tuple(WeightRow)
_USUAL = tuple(row for row in WeightRow if row not in INFERENCE)
_OF_LEAST = (WeightRow.OPTIMUM, WeightRow.ERROR)
_OF_MEAN_SQUARE = (WeightRow.EXACT, WeightRow.OPTIMUM, WeightRow.ERROR)
"""Rows whose formulas hold for the mean square alone."""
_CONSTANT = translate(
    "tables", "Add {constant} to each prediction: A has no intercept column to hold this constant."
)


@dataclass(frozen=True)
class ColumnTexts:
    """The texts of a column, with the numbers from which they were written."""

    values: dict[WeightRow, float]
    texts: dict[WeightRow, str]
    cut: str
    """The mark for which all leave room, if the start has one."""

    def kept(self, values: dict[WeightRow, float]) -> dict[WeightRow, str]:
        """Return the texts of the numbers that are the same among other ones."""
        kept = {}
        for row, text in self.texts.items():
            was, value = self.values[row], values[row]
            if value == was or (math.isnan(value) and math.isnan(was)):
                kept[row] = text
        return kept


def original_weights(W: Matrix | None, experiment: Experiment) -> OriginalUnits:
    """Convert W (j, 1) to original units; NaN if W is None or does not fit."""
    if W is None or len(W) != experiment.columns:
        return OriginalUnits(np.full((experiment.columns, 1), np.nan), np.nan)
    return experiment.in_original_units(W)


class LongStart(NamedTuple):
    """A start with more than six digits, and what follows these; all weights leave room for that.

    ``slope_tail`` is what the slopes leave room for: nothing if only the weights have that room.
    """

    text: str
    tail: str
    slope_tail: str = ""


class WeightsModel(TableModel):
    """The start of W, editable, and below it the numbers of the run.

    ``show_rows`` chooses which rows there is room for; ``rows_about_to_change`` and
    ``rows_changed`` are emitted around that, and ``silence_changed`` once others are silent. While
    any column of A is scaled, W in original units is among them.
    """

    rows_about_to_change = Signal()
    rows_changed = Signal()
    silence_changed = Signal()

    table_name: ClassVar[TableName] = TableName.W
    least_texts: ClassVar[tuple[str, ...]] = ("−0.000000",)
    axes: ClassVar[frozenset[TableAxis]] = frozenset({TableAxis.COLUMN})
    row_names_title: ClassVar[str] = "W"

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._run = NOTHING_KNOWN
        self._silent = self.silent_rows
        self.former = ""
        """Whose the numbers of the run are, if other steps are set since."""
        self._digits = Digits.SIX
        self._hidden: frozenset[WeightRow] = frozenset()
        self._unwanted = frozenset(INFERENCE)
        self._kinds = _USUAL
        """The rows that have numbers: t, p and intervals only once somebody has looked at them."""
        self._texts: dict[int, ColumnTexts] = {}
        self._former_texts: dict[int, ColumnTexts] = {}
        self._long_starts: dict[int, tuple[ColumnTexts, LongStart]] = {}
        self._original = self._in_original_units()
        self._numbers = self._all_numbers()
        self._check = self._run.gradient_check
        self._rows = self.available_rows
        self._wanted: tuple[WeightRow, ...] | None = None
        """The rows to show, while they come and go."""

    @property
    def available_rows(self) -> tuple[WeightRow, ...]:
        """The rows that this table can have, in order, without those that a person has hidden.

        Standard errors need more rows of A than columns.
        """
        missing = set(self._hidden | self._unwanted)
        if not self._is_scaled():
            missing.add(WeightRow.ORIGINAL)
        if self.document.rows <= self.document.columns:
            missing.update(_OF_ERRORS)
        return tuple(row for row in WeightRow if row not in missing)

    @property
    def silent_rows(self) -> frozenset[WeightRow]:
        """The rows that are empty whatever a run does, as no formula tells them of the loss."""
        run = self._run
        silent = set()
        if not run.has_least and run.optimum is None:
            silent.add(WeightRow.OPTIMUM)
        if run.loss_formula and run.standard_errors is None:
            silent.update(_OF_ERRORS)
        return frozenset(silent)

    @property
    def rows(self) -> tuple[WeightRow, ...]:
        """The rows that are shown, in order."""
        return self._rows

    @property
    def run(self) -> RunNumbers:
        """The numbers of the run that are shown."""
        return self._run

    @property
    def constant(self) -> float:
        """What is added to each prediction in original units, NaN if that is unknown."""
        return self._original.constant

    @property
    def gradient_check(self) -> "GradientCheck | None":
        """How well the quotients agree with the exact slopes; None if that is unknown."""
        return self._check

    @property
    def has_wrong_slopes(self) -> bool:
        """Whether a quotient is not the exact slope, so that both should be seen."""
        if self._check is None:
            return False
        from engine.limit.slope_check import (
            SlopeAgreement,  # loaded on use, as in gui/run/worker.py
        )

        return self._check.worst is SlopeAgreement.WRONG

    @property
    def editable_columns(self) -> int:
        """The number of weights."""
        return self.document.columns

    @property
    def editable_shape(self) -> tuple[int, int]:
        """The start, which is the first row."""
        return 1, self.document.columns

    def show_rows(self, rows: Sequence[WeightRow]) -> None:
        """Show these rows and no others; the cells of the rest stay as they are.

        What follows a row that comes or goes may ask for others meanwhile: the last wish holds, and
        no row comes or goes within another.
        """
        is_under_way = self._wanted is not None
        if not is_under_way and tuple(rows) == self._rows:
            return
        self._wanted = tuple(rows)
        if is_under_way:
            return
        try:
            self.rows_about_to_change.emit()
            while self._rows != self._wanted:
                self._take_a_step_to(self._wanted)
        finally:
            self._wanted = None
        self.rows_changed.emit()

    def _take_a_step_to(self, wanted: tuple[WeightRow, ...]) -> None:
        """Let the first row go that is not wanted; if there is none, let the first one come."""
        for at, row in enumerate(self._rows):
            if row not in wanted:
                self.beginRemoveRows(QModelIndex(), at, at)
                self._take_rows([*self._rows[:at], *self._rows[at + 1 :]])
                self.endRemoveRows()
                return
        at = next(at for at, row in enumerate(wanted) if row not in self._rows)
        self.beginInsertRows(QModelIndex(), at, at)
        self._take_rows([*self._rows[:at], wanted[at], *self._rows[at:]])
        self.endInsertRows()

    def hide_rows(self, hidden: frozenset[WeightRow]) -> None:
        """Do without these rows, and have all others; the view drops what it has no room for."""
        freed, self._hidden = self._hidden - hidden, hidden
        self._free(freed)

    def show_inference(self, wanted: frozenset[WeightRow]) -> None:
        """Have these rows of t, p and the interval, and no other ones of them."""
        unwanted = frozenset(INFERENCE) - wanted
        freed, self._unwanted = self._unwanted - unwanted, unwanted
        if freed and self._kinds is _USUAL:
            self._kinds = _EVERY
            self._renew()
        self._free(freed)

    def _free(self, freed: frozenset[WeightRow]) -> None:
        """Show the rows that are not hidden any more beside those that are shown."""
        self.show_rows([row for row in self.available_rows if row in self._rows or row in freed])

    def show_digits(self, digits: Digits) -> None:
        """Write the numbers with so many digits."""
        self._digits = digits
        self._texts.clear()
        self._former_texts.clear()
        self.emit_columns_changed(0, self.columnCount() - 1)

    def show(self, run: RunNumbers) -> None:
        """Show the numbers of a run; those of a wrong shape are unknown."""
        if run.equals(self._run):
            self._run = run
            self._emit_stale_columns()
            return
        self._run = run
        self._original = self._in_original_units()
        before = self._texts.copy()
        self._renew()
        if self._stale or not before:
            self.emit_columns_changed(0, self.columnCount() - 1)
        else:
            self._emit_rows_changed(before)
        if (silent := self.silent_rows) != self._silent:
            self._silent = silent
            self.silence_changed.emit()

    def show_former(self, sentence: str) -> None:
        """Mute the rows of a run under other steps than those set, and say so; empty if they are.

        The margin follows, as it does each change of all rows.
        """
        if sentence != self.former:
            self.former = sentence
            self.emit_columns_changed(0, self.columnCount() - 1)

    def is_editable(self, row: int, column: int) -> bool:  # noqa: ARG002
        """Return whether a person may edit a cell: only the start."""
        return self._rows[row] is WeightRow.START

    def input_value(self, row: int, column: int) -> float:  # noqa: ARG002
        """Return the weight of a column that a run starts from."""
        return self.table.value(column, 0)

    def table_block(self, block: Block) -> Block:
        """Return where a block of cells is in W of the document, which is a column."""
        return block.turned

    def table_axis(self, axis: TableAxis) -> TableAxis:
        """Return the other axis: W of the document is a column."""
        return TableAxis.ROW if axis is TableAxis.COLUMN else TableAxis.COLUMN

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return the number of rows that are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return the number of weights."""
        return 0 if parent.isValid() else self.document.columns

    def display_text(self, row: int, column: int) -> str:
        """Return a cell's number with six digits of its own, whatever the other weights are.

        A start with more of them has as many as there is room for.
        """
        texts, shown = self._texts_of(column), self._rows[row]
        if shown is WeightRow.START and self._texts[column].cut:
            return self._long_start(column).text
        return texts[shown]

    def tail(self, row: int, column: int) -> str:
        """Return what the start has after its six digits; all that is below ends where these end.

        If only the weights have that room, the slopes stay where they are: they have another point.
        """
        self._texts_of(column)
        if not self._texts[column].cut:
            return ""
        start = self._long_start(column)
        return start.tail if self._rows[row] in _WEIGHTS else start.slope_tail

    def shows_cuts(self, column: int) -> bool:
        """Return whether the start of a column has more digits than are displayed."""
        self._texts_of(column)
        return bool(self._texts[column].cut) and self._long_start(column).tail.endswith(CUT_MARK)

    def give_room(self, column: int, room: float) -> bool:
        """Let a start that would be cut have as many digits as there is room for."""
        if self._rooms.get(column) == room:
            return False
        self._rooms[column] = room
        return self._long_starts.pop(column, None) is not None

    def _long_start(self, column: int) -> LongStart:
        """Return a start that has more than six digits."""
        known, room = self._texts[column], self._rooms.get(column, 0.0)
        found = self._long_starts.get(column)
        if found is None or found[0] is not known:
            found = known, _lengthened(known, room)
            self._long_starts[column] = found
        return found[1]

    def look(self, row: int, column: int) -> CellLook:  # noqa: ARG002
        """Return how a cell is drawn."""
        shown = self._rows[row]
        if self.former and shown in _OF_RUN:
            return CellLook.QUIET
        return _LOOKS.get(shown, CellLook.COMPUTED)

    def agreement(self, row: int, column: int) -> Agreement | None:
        """Return how well a quotient agrees with its exact slope, beside the latter."""
        return self._agreement_of(column) if self._rows[row] is WeightRow.EXACT else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text; of a slope, say also how many digits are right."""
        try:
            found = super().data(index, role)
            if not index.isValid() or self._rows[index.row()] not in _SLOPES:
                return found
            if not found and not self._is_kink(index.row(), index.column()):
                return found
            if role == Qt.ItemDataRole.ToolTipRole and (
                said := self.agreement_text(index.column())
            ):
                agreement = self._agreement_of(index.column())
                said = f"{agreement.mark} {said}" if agreement else said
                return "\n".join(filter(None, (str(found), said)))
            if role == Qt.ItemDataRole.AccessibleDescriptionRole:
                return ", ".join(filter(None, (str(found), self.agreement_text(index.column()))))
        except Exception as error:
            report(error)
            return None
        else:
            return found

    def agreement_text(self, column: int) -> str:
        """Return how well a quotient agrees with its exact slope; empty if that is unknown."""
        check = self._check
        if check is None or len(check.verdicts) != self.document.columns:
            return ""
        if (slopes := self._run.kinks.get(column)) is not None:
            return sentences.no_derivative(self.column_name(column), *slopes)
        agreement = self._agreement_of(column)
        if agreement is None:
            return sentences.NO_SLOPE
        return sentences.right_digits(agreement.words, int(check.digits[column]))

    def _is_kink(self, row: int, column: int) -> bool:
        """Return whether a cell would have an exact slope, but the loss has two."""
        return self._rows[row] is WeightRow.EXACT and column in self._run.kinks

    def _agreement_of(self, column: int) -> Agreement | None:
        check = self._check
        if check is None or len(check.verdicts) != self.document.columns:
            return None
        if column in self._run.kinks:
            return Agreement.ROUNDED
        return Agreement.of_weight(check, column)

    def longest_text(self, column: int) -> str:
        """Return the longest text of a column among the rows that are shown, but for the bold one.

        All weights end where that of the start ends, so they leave room for its mark.
        """
        texts = self._texts_of(column)
        cut = self._texts[column].cut
        shown = dict.fromkeys(self.least_texts)  # each once: unknown rows all show the same
        for row in self._rows:
            if row not in _WEIGHTS:
                shown[texts[row]] = None
            elif row is not WeightRow.NOW:
                shown[texts[row].removesuffix(CUT_MARK) + cut] = None
        return max(shown, key=text_width)

    def wider_texts(self, column: int) -> tuple[str, str]:
        """Return the weight now, in the bold font, and the exact slope, with a mark."""
        known = self._texts.get(column)  # most often the texts were measured just before
        texts = self._texts_of(column) if known is None else known.texts
        cut = self._texts[column].cut
        has_slope = WeightRow.EXACT in self._rows
        return texts[WeightRow.NOW] + cut, texts[WeightRow.EXACT] if has_slope else ""

    def column_name(self, column: int) -> str:
        """Return the name of the column of A, which is that of its weight."""
        return translated(self.document.experiment.column_name(column))

    def given_name(self, column: int) -> str:
        """Return the name a person gave to the column of A, or an empty string."""
        return self.document.inputs[column].name

    def column_tooltip(self, column: int) -> str:
        """Return which column of A the weight belongs to."""
        return sentences.weight_of(self.column_name(column), column)

    def row_name(self, row: int) -> str:
        """Return the name of a row."""
        return self._rows[row].title

    def row_tooltip(self, row: int) -> str:
        """Return what a row contains; for original units, also the constant to add."""
        shown = self._rows[row]
        meaning = shown.meaning
        if shown in _OF_LEAST and not self._run.has_least:
            meaning = "\n".join((meaning, sentences.NO_LEAST))
        elif shown is WeightRow.OPTIMUM and self._run.is_one_of_many:
            assert self._run.rank is not None
            of_many = sentences.one_of_many(self._run.rank, self.document.columns)
            meaning = "\n".join((meaning, of_many))
        elif shown in _OF_ERRORS and self._run.loss_formula:
            meaning = "\n".join((meaning, sentences.NO_ERRORS))
        if self.former and self._rows[row] in _OF_RUN:
            meaning = "\n".join((meaning, self.former))
        constant = self.constant
        if self._rows[row] is not WeightRow.ORIGINAL or np.isnan(constant) or not constant:
            return meaning
        return "\n".join((meaning, _CONSTANT.format(constant=format_exact(constant))))

    def row_explanation(self, row: int) -> str:
        """Return what a row contains, and its formula if it has one."""
        shown, run = self._rows[row], self._run
        formula, of_loss = shown.formula, run.loss_formula
        if shown is WeightRow.EXACT and run.former_formula is not None:
            of_loss = run.former_formula
        if shown is WeightRow.NOW and run.step_formula:
            formula = run.step_formula
        if of_loss and shown in _OF_MEAN_SQUARE:
            formula = sentences.OF_LOSS.format(formula=of_loss)
        return "\n".join(filter(None, (self.row_tooltip(row), formula)))

    def cell_explanation(self, row: int, column: int) -> str:
        """Return what a weight is, and what its row contains."""
        return "\n".join((super().cell_explanation(row, column), self.row_explanation(row)))

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the name or tooltip of a row or column; the start has the mark of its menu."""
        try:
            is_spoken = role == Qt.ItemDataRole.AccessibleTextRole
            if is_spoken and orientation == Qt.Orientation.Vertical and section < len(self._rows):
                return self._rows[section].spoken
            found = super().headerData(section, orientation, role)
            is_name = orientation == Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole
            return self.title_of(self._rows[section]) if is_name and found is not None else found
        except Exception as error:
            report(error)
            return None

    def title_of(self, row: WeightRow) -> str:
        """Return the text beside a row, whether or not it is shown."""
        return f"{row.title} {MENU_MARK}" if row is WeightRow.START else row.title

    def cell_name(self, row: int, column: int) -> str:
        """Return the name of a cell as messages show it."""
        name = self.given_name(column)
        return sentences.cell(self.table_name, self.row_name(row), column, name)

    def cell_place(self, row: int, column: int) -> str:
        """Return where a cell is, without the name of its column."""
        return sentences.cell(self.table_name, self.row_name(row), column, "")

    def spoken_row(self, row: int) -> str:
        """Return what screen readers say of a row."""
        return self.row_name(row)

    def computed_name(self, row: int, column: int) -> str:  # noqa: ARG002
        """Return what a computed cell is called in a sentence."""
        return self.row_name(row)

    def snapshot(self) -> ColumnReader:
        """Return a reader of the rows that are shown, as they are now, safe in any thread."""
        places = [self._kinds.index(row) for row in self._rows]
        return partial(_values, self._numbers[places])

    def column_values(self, column: int, rows: Sequence[int]) -> Matrix:
        """Return the numbers of one column, NaN where there is none."""
        return _values(self._numbers, column, [self._place(row) for row in rows])

    def insert(self, axis: TableAxis, at: int, count: int = 1) -> None:  # noqa: ARG002
        """Insert weights, and columns of A with them, before ``at``."""
        self.document.insert_columns(at, count)

    def remove(self, axis: TableAxis, numbers: Sequence[int]) -> None:  # noqa: ARG002
        """Remove weights and their columns of A."""
        self.document.remove_columns(numbers)

    def _place(self, row: int) -> int:
        return self._kinds.index(self._rows[row])

    def _take_rows(self, rows: Sequence[WeightRow]) -> None:
        self._rows = tuple(rows)

    def _is_scaled(self) -> bool:
        return any(map(_scaling, self.document.inputs))

    def _in_original_units(self) -> OriginalUnits:
        """Return W in original units, unknown if no column is scaled."""
        W = self._run.W if self._is_scaled() else None
        return original_weights(W, self.document.experiment)

    def _all_numbers(self) -> Matrix:
        """Return the numbers of all rows (n, j), NaN for those that are None or do not fit."""
        run, j = self._run, self.document.columns
        found = {
            WeightRow.START: self.table.joined,
            WeightRow.NOW: run.W,
            WeightRow.GRADIENT: run.gradient,
            WeightRow.EXACT: run.exact_gradient,
            WeightRow.OPTIMUM: run.optimum,
            WeightRow.ERROR: run.standard_errors,
            WeightRow.ORIGINAL: self._original.W,
        }
        if self._kinds is not _USUAL:
            found.update(self._inference())
        numbers = np.full((len(self._kinds), j), np.nan)
        for at, values in enumerate(map(found.get, self._kinds)):
            if values is not None and len(values) == j:
                numbers[at] = np.reshape(values, j)
        if run.kinks:  # between the slopes on both sides, any number would do as well
            exact = self._kinds.index(WeightRow.EXACT)
            numbers[exact, [k for k in run.kinks if k < j]] = np.nan
        return numbers

    def _inference(self) -> dict[WeightRow, Matrix]:
        """Return t, p and the intervals, each (j,), if they are known."""
        figures = self._run.statistics
        if figures is None:
            return {}
        lower, upper = figures.intervals.T
        return dict(zip(INFERENCE, (figures.t, figures.p, lower, upper), strict=True))

    def _texts_of(self, column: int) -> dict[WeightRow, str]:
        """Return the texts of all rows of a column, written once until a number changes."""
        if column not in self._texts:
            values = dict(zip(self._kinds, self._numbers[:, column].tolist(), strict=True))
            former = self._former_texts.pop(column, None)
            texts = _texts(values, self._digits, former)
            self._texts[column] = ColumnTexts(values, texts, _cut_mark(texts))
        return self._texts[column].texts

    def _emit_rows_changed(self, before: dict[int, ColumnTexts]) -> None:
        """Tell the views of the rows whose texts changed, of those columns that were written.

        A run changes three rows of six. The marks and figures beside them change with these, so
        they are always among them.
        """
        last = self.columnCount() - 1
        self._forget_formats(range(last + 1))
        changed = set(_OF_RUN)
        for column, former in before.items():
            texts = self._texts_of(column)
            for row in self._rows:
                if texts[row] != former.texts[row]:
                    changed.add(row)
        places = [at for at, row in enumerate(self._rows) if row in changed]
        if not places:  # no row has room
            return
        top, bottom = self.createIndex(places[0], 0), self.createIndex(places[-1], last)
        self.dataChanged.emit(top, bottom, [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole])

    def _renew(self) -> None:
        """Take the numbers of the run; a column is written again if any of its numbers is another.

        Of the texts before, those of numbers that stay are then taken over.
        """
        numbers = self._all_numbers()
        if not np.array_equal(numbers, self._numbers, equal_nan=True):
            if numbers.shape == self._numbers.shape:
                self._former_texts.update(self._texts)
            else:
                self._former_texts.clear()
            self._numbers = numbers
            self._texts.clear()
        self._check = self._run.gradient_check

    @Slot(str)
    def _on_values_changed(self, table_name: str) -> None:
        if table_name == TableName.A and not self._is_scaled():
            return
        if table_name in (TableName.W, TableName.A):
            self._original = self._in_original_units()
            self._renew()
            self.emit_columns_changed_later(0, self.columnCount() - 1)

    @Slot()
    def _on_reshaped(self) -> None:
        self._original = self._in_original_units()
        self._renew()
        self._rows = self._kept_rows()
        if self._wanted is not None:  # for a table that is no more
            self._wanted = self._rows
        super()._on_reshaped()

    @Slot()
    def _on_renamed(self) -> None:
        """Update names and scales, and add or remove the row of original units."""
        self._original = self._in_original_units()
        self._renew()
        self.show_rows(self._kept_rows())
        super()._on_renamed()
        self.emit_columns_changed_later(0, self.columnCount() - 1)

    def _kept_rows(self) -> tuple[WeightRow, ...]:
        """Return the rows shown that there still are, and those that are new.

        The view drops what it has no room for.
        """
        available = self.available_rows
        fresh = {WeightRow.ORIGINAL, *_OF_ERRORS}
        return tuple(row for row in available if row in self._rows or row in fresh)


def _texts(
    values: dict[WeightRow, float], digits: Digits, former: ColumnTexts | None
) -> dict[WeightRow, str]:
    """Return the texts of a column, given its numbers; ``former`` has those of some already."""
    if digits is Digits.ALL:
        return {row: format_exact(value) for row, value in values.items()}
    count = digits.of(NUMBER_DIGITS)
    texts = {} if former is None else former.kept(values)
    if not texts.keys() >= _WEIGHTS:  # they share their decimals
        best, kept = values[WeightRow.OPTIMUM], {}
        if former is not None and former.values[WeightRow.OPTIMUM] == best:
            kept = _kept_decimals(values, former)
        weights = _weight_texts(list(map(values.__getitem__, WEIGHTS)), count, kept)
        texts.update(zip(WEIGHTS, weights, strict=True))
        if is_cut(values[WeightRow.START], texts[WeightRow.START]):
            texts[WeightRow.START] += CUT_MARK
    for row in (WeightRow.GRADIENT, WeightRow.EXACT):
        if row not in texts:
            texts[row] = format_number(values[row], count, _PLAIN_GRADIENTS)
    if WeightRow.ERROR not in texts:
        texts[WeightRow.ERROR] = format_number(values[WeightRow.ERROR], digits.of(_ERROR_DIGITS))
    for row in INFERENCE if WeightRow.T in values else ():
        if row not in texts:
            value = values[row]
            texts[row] = UNKNOWN if value != value else _WRITTEN[row](value, digits)
    if WeightRow.ORIGINAL not in texts:
        texts[WeightRow.ORIGINAL] = format_number(values[WeightRow.ORIGINAL], count)
    return texts


def _t_text(t: float, digits: Digits) -> str:
    return format_number(t, digits.of(_ERROR_DIGITS))


def _p_text(p: float, digits: Digits) -> str:
    return format_probability(p, digits.of(_ERROR_DIGITS))


def _end_text(end: float, digits: Digits) -> str:
    return format_number(end, digits.of(NUMBER_DIGITS))


_WRITTEN = dict(zip(INFERENCE, (_t_text, _p_text, _end_text, _end_text), strict=True))


def _kept_decimals(values: dict[WeightRow, float], former: ColumnTexts) -> dict[float, int]:
    """Return with how many decimals the start and the optimum were written, by their values.

    While a run goes on they lose none of them, or they would change with each weight that comes
    near and leaves again.
    """
    if math.isnan(values[WeightRow.NOW]):
        return {}
    kept = {}
    for row in (WeightRow.START, WeightRow.OPTIMUM):
        text = former.texts[row].removesuffix(CUT_MARK)
        if former.values[row] == values[row] and "e" not in text:
            kept[values[row]] = len(text.partition(".")[2])
    return kept


def _weight_texts(weights: Sequence[float], digits: int, kept: dict[float, int]) -> list[str]:
    """Return weights with the decimals of those of their size: within a decade they share them."""
    least, beyond = PLAIN_NUMBERS
    decimals = {each: decimals_of(each, digits) for each in weights if least <= abs(each) < beyond}
    needed = {own: _needed_decimals(own, decimals) for own in set(decimals.values())}
    for own in needed if kept else ():
        near = [kept[each] for each in kept if abs(decimals.get(each, math.inf) - own) <= 1]
        needed[own] = max([needed[own], *near])
    return [
        f"{each:.{needed[decimals[each]]}f}".replace("-", MINUS)
        if each in decimals
        else format_number(each, digits)
        for each in weights
    ]


def _needed_decimals(own: int, decimals: dict[float, int]) -> int:
    """Return the decimals of weights of one size, as many as any of them has."""
    most = max([count for count in decimals.values() if abs(count - own) <= 1])
    needed = 0
    for each, count in decimals.items():
        if needed < most and abs(count - own) <= 1:  # most often the first one needs them all
            needed = max(needed, len(format_decimals(each, most).partition(".")[2]))
    return needed


def _cut_mark(texts: dict[WeightRow, str]) -> str:
    """Return the mark for which the numbers of a column leave room, if its start has one."""
    return CUT_MARK if texts[WeightRow.START].endswith(CUT_MARK) else ""


def _lengthened(known: ColumnTexts, room: float) -> LongStart:
    """Return the start with as many digits as have room, and with its mark if it has more.

    What is below it ends where its six digits end, so that must have the room as well; slopes have
    another point, and are flush right if they have not.
    """
    texts = known.texts
    base, every = texts[WeightRow.START], format_exact(known.values[WeightRow.START])
    short = base.removesuffix(CUT_MARK)
    if "e" in short + every:
        return LongStart(base, CUT_MARK)
    widths = {row: text_width(text) for row, text in texts.items()}
    widths[WeightRow.NOW] *= _BOLD
    widths[WeightRow.EXACT] += _MARK_WIDTH
    widest = max(*widths.values(), _WIDEST_SLOPE)
    after = every[len(short) :]
    if widest + len(after) <= room:
        return LongStart(every, after, after)
    # A weight that comes to be negative takes no digit away.
    least = _BOLD * text_width(MINUS + short.removeprefix(MINUS))
    widths[WeightRow.START] = text_width(short)
    spare = room - max(*(widths[row] for row in WEIGHTS), least)
    if len(after) <= spare:
        return LongStart(every, after)
    more = after[: max(math.floor(spare - _CUT_WIDTH), 0)]
    if not more:
        return LongStart(base, CUT_MARK)
    return LongStart(every[: len(short)] + more + CUT_MARK, more + CUT_MARK)


def _values(numbers: Matrix, column: int, rows: Sequence[int]) -> Matrix:
    found: Matrix = numbers[list(rows), column]
    return found
