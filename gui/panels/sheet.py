"""The panel of A, Y and W: the sheet, the shape of A, and the menu of the start."""

from collections.abc import Callable, Collection

import numpy as np
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QInputDialog, QMenu, QSizePolicy, QVBoxLayout, QWidget

from engine import EngineError, Matrix
from engine.random_problem import random_weights

from ..background.reporting import reporting
from ..document import Document
from ..errors import GuiError
from ..tables import InputsModel, MatrixView, OutputsModel, RunNumbers, TableActions, WeightsModel
from ..tables.commands.selection import whole_columns
from ..tables.models.digits import Digits
from ..tables.models.weight_rows import WeightRow
from ..tables.view.shape_field import ShapeField, parse_shape
from ..tables.view.sheet import Card, Sheet
from ..text.message import refusal, whole_of
from ..text.translation import translate
from ..theme.appearance import GRID
from ..widgets.note import MessageBar

START_KEY_TEXT = translate("panels", "In W: choose what the run starts from")
SEED_TITLE = translate("panels", "Random Start")
SEED_QUESTION = translate("panels", "Seed: the same seed gives the same random weights.")
# Six digits are enough to try, and keep the field narrow.
LARGEST_SEED = 999_999


class SheetPanel(QWidget):
    """A, Y and W as one sheet, with an editable field for the shape of A in its corner.

    ``refused`` carries what could not be done; it is shown over the last rows as well. It is empty
    once a person has taken back what was refused. ``rows_changed`` says that other rows of W are
    shown. ``row_chosen`` carries the row of A or Y, from 0, that has become the current one.
    """

    refused = Signal(str)
    row_chosen = Signal(int)
    height_changed = Signal()
    rows_changed = Signal()

    def __init__(
        self,
        document: Document,
        actions: TableActions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._outputs = OutputsModel(document, self)
        self._weights = WeightsModel(document, self)
        self._A = MatrixView(InputsModel(document, self), "A", translate("panels", "Inputs A"))
        self._Y = MatrixView(
            self._outputs, "Y", translate("panels", "Outputs Y, predictions Ŷ and residuals")
        )
        self._W = MatrixView(
            self._weights, "W", translate("panels", "Weights W: start, now, and the gradient δW")
        )
        self._shape = ShapeField()
        self._sheet = Sheet(self._A, self._Y, self._W, self._shape)
        self._message = MessageBar("data_message")
        self._seed = 0
        self._start_menu = QMenu(translate("panels", "Start of &W"), self)
        self._use_now = self._start_action(
            "use_fitted",
            translate("panels", "Weights &Now"),
            translate("panels", "Copy the row “now” into the start row: the next run begins there"),
            self._take_now,
        )
        self._use_optimum = self._start_action(
            "use_optimum",
            translate("panels", "&Optimum"),
            translate(
                "panels", "Copy the row “optimum” into the start row: the loss is least there"
            ),
            self._take_optimum,
        )
        self._fill_start_menu()
        self._lay_out()
        self._connect(actions or TableActions(self))
        self._show_shape()
        self._show_what_can_start()

    @property
    def views(self) -> tuple[MatrixView, ...]:
        """The tables, in the order in which Tab reaches them."""
        return self._W, self._A, self._Y

    @property
    def sheet(self) -> Sheet:
        """The tables as they are arranged."""
        return self._sheet

    @property
    def start_menu(self) -> QMenu:
        """What a run can start from."""
        return self._start_menu

    @property
    def has_refused(self) -> bool:
        """Whether a cell just refused what was typed."""
        return any(view.has_refused for view in self.views)

    def commit(self) -> None:
        """Commit what is being typed in a cell or a column name, if anything."""
        for view in self.views:
            view.commit()

    @Slot()
    def go_to_first_cell(self) -> None:
        """Go to the first cell of A, ready for typing or pasting a table."""
        self._A.setCurrentIndex(self._A.matrix.index(0, 0))
        self._A.setFocus()

    @Slot(int)
    def go_to_column(self, column: int) -> None:
        """Go to a column of A, in the current row."""
        row = max(self._A.currentIndex().row(), 0)
        self._A.setCurrentIndex(self._A.matrix.index(row, column))

    def selected_columns(self) -> list[int]:
        """Return the columns of A that are selected from top to bottom."""
        return whole_columns(self._A)

    def current_column(self) -> int:
        """Return the column of A that has the current cell."""
        return max(self._A.currentIndex().column(), 0)

    @Slot(int)
    def choose_row(self, row: int) -> None:
        """Select a row of A and Y, from 0, and scroll to it."""
        for view in (self._Y, self._A):
            if row < view.matrix.rowCount():
                column = max(view.currentIndex().column(), 0)
                flags = QItemSelectionModel.SelectionFlag
                view.selectionModel().setCurrentIndex(
                    view.matrix.index(row, column), flags.ClearAndSelect | flags.Rows
                )

    def show_weights(self, W: Matrix | None) -> None:
        """Show the predictions of these weights beside Y; None clears them."""
        self._outputs.show_weights(W)

    def show_run(self, numbers: RunNumbers) -> None:
        """Show what a run knows of the weights, in the rows of W and beside them."""
        self._weights.show(numbers)

    def show_former(self, sentence: str) -> None:
        """Mute what a run under other steps than those set has found; empty if they are set."""
        self._weights.show_former(sentence)

    def settle_slopes(self) -> None:
        """Show the exact slopes, if there is not always room for them, only beside wrong ones."""
        self._sheet.settle_slopes()

    def show_empty(self, *, is_empty: bool) -> None:
        """Draw no marks of unknown numbers while there are none at all."""
        for view in self.views:
            view.show_empty(is_empty=is_empty)

    def show_digits(self, digits: Digits) -> None:
        """Write W, the predictions and the residuals with so many digits."""
        for model in (self._weights, self._outputs):
            model.show_digits(digits)
        for view in self.views:
            view.column_widths.measure_again()

    @property
    def crowded_out(self) -> frozenset[WeightRow]:
        """The rows of W for which there is no room."""
        return frozenset(self._weights.available_rows) - frozenset(self._weights.rows)

    def hide_rows(self, hidden: frozenset[WeightRow]) -> None:
        """Show no row of W among these."""
        self._sheet.hide_rows(hidden)

    def show_inference(self, wanted: frozenset[WeightRow]) -> None:
        """Show these rows of t, p and the interval, and no others of them."""
        self._sheet.show_inference(wanted)

    def clear_messages(self) -> None:
        """Show no more what was refused: something else has been done since."""
        self._message.clear_message()
        for view in self.views:
            view.clear_message()

    def set_cards(self, *cards: Card) -> None:
        """Show these widgets beside the sheet, as many as there is room for."""
        self._sheet.set_cards(*cards)

    def hide_cards(self, hidden: Collection[Card]) -> None:
        """Do without these cards, whether or not there is room for them."""
        self._sheet.hide_cards(hidden)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._sheet, 1)
        self._message.setParent(self)  # over the last rows: in the layout it would move cells
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _fill_start_menu(self) -> None:
        self._start_menu.setObjectName("start_menu")
        self._start_menu.setToolTipsVisible(True)
        for action in (
            self._start_action(
                "zeros",
                translate("panels", "&Zeros"),
                translate("panels", "Start from zeros"),
                self._take_zeros,
            ),
            self._start_action(
                "random",
                translate("panels", "&Random…"),
                translate("panels", "Start from random weights"),
                self._ask_for_seed,
            ),
            self._use_now,
            self._use_optimum,
        ):
            self._start_menu.addAction(action)

    def _start_action(
        self, name: str, text: str, tool_tip: str, slot: Callable[[], None]
    ) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setToolTip(tool_tip)
        action.triggered.connect(slot)
        return action

    def _connect(self, actions: TableActions) -> None:
        for view in (self._A, self._Y, self._W):  # the first one takes a paste before any is used
            actions.attach(view)
            view.current_row_changed.connect(self._message.clear_message)
            view.cancel_requested.connect(self._forget_refused)
            view.reverted.connect(self._forget_refused)
            view.matrix.refused.connect(self._report_cell)
        for view in (self._A, self._Y):
            view.current_row_changed.connect(self.row_chosen)
            view.refused.connect(self._refuse)
        self._W.refused.connect(self._W.show_refusal)
        self._W.refused.connect(self.refused)
        self._W.addAction(self._start_menu.menuAction())
        keys = QShortcut(QKeySequence("Alt+Down"), self._W)
        keys.setWhatsThis(START_KEY_TEXT)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self._open_start_menu)
        self._W.verticalHeader().sectionClicked.connect(self._open_menu_of_row)
        self._shape.textEdited.connect(self._message.clear_message)
        self._shape.shape_entered.connect(self._resize)
        self._shape.reverted.connect(self._forget_refused)
        # Later in this turn: a splitter that is moved within a request to lay out sends another one
        # while the first is handled, and the process may end.
        self._sheet.height_changed.connect(self._follow_height, Qt.ConnectionType.QueuedConnection)
        document = self._document
        document.values_changed.connect(self._message.clear_message)
        document.reshaped.connect(self._message.clear_message)
        document.reshaped.connect(self._show_shape)
        document.reshaped.connect(self._show_what_can_start)
        self._weights.dataChanged.connect(self._show_what_can_start)
        self._weights.rows_changed.connect(self.rows_changed)
        self._weights.modelReset.connect(self.rows_changed)
        document.refused.connect(self._refuse)
        # Another table is painted once, with all that is shown beside it.
        document.about_to_reshape.connect(self._hold_painting)
        document.changed.connect(self._paint_again)

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the message at the bottom."""
        super().resizeEvent(event)
        self._place_message()

    def _place_message(self) -> None:
        width = self.width() - 4 * GRID
        height = self._message.heightForWidth(width)
        self._message.setGeometry(2 * GRID, self.height() - height - GRID, width, height)
        self._message.raise_()

    @Slot()
    def _follow_height(self) -> None:
        self.updateGeometry()
        self.height_changed.emit()

    @Slot()
    def _hold_painting(self) -> None:
        self._sheet.setUpdatesEnabled(False)

    @Slot()
    def _paint_again(self) -> None:
        self._sheet.setUpdatesEnabled(True)

    @Slot()
    def _show_shape(self) -> None:
        self._shape.show_shape(self._document.rows, self._document.columns)

    @Slot()
    def _show_what_can_start(self) -> None:
        run = self._weights.run
        self._use_now.setEnabled(self._fits(run.W))
        self._use_optimum.setEnabled(self._fits(run.optimum))

    def _fits(self, W: Matrix | None) -> bool:
        return W is not None and len(W) == self._document.columns

    @Slot(str)
    def _resize(self, text: str) -> None:
        try:
            self._document.resize(*parse_shape(text))
        except (EngineError, GuiError) as error:
            self._refuse(refusal(error))

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._message.show_silently(whole_of(sentence))  # whoever hears ``refused`` says it
        self._place_message()
        self.refused.emit(sentence)

    @Slot()
    def _forget_refused(self) -> None:
        """Say no more about what was refused: what was there before is there again."""
        self._message.clear_message()
        self.refused.emit("")

    @Slot(QModelIndex, str)
    def _report_cell(self, _: QModelIndex, sentence: str) -> None:
        self.refused.emit(sentence)

    @Slot(int)
    def _open_menu_of_row(self, row: int) -> None:
        if self._weights.rows[row] is WeightRow.START:
            self._open_start_menu()

    @Slot()
    def _open_start_menu(self) -> None:
        """Open the menu below the name of the row."""
        heads = self._W.verticalHeader()
        below = QPoint(0, heads.sectionViewportPosition(0) + heads.sectionSize(0))
        self._start_menu.popup(heads.viewport().mapToGlobal(below))

    @Slot()
    def _take_zeros(self) -> None:
        self._document.set_initial_weights(np.zeros((self._document.columns, 1)))

    @Slot()
    def _ask_for_seed(self) -> None:
        dialog = QInputDialog(self)
        dialog.setObjectName("random_start")
        dialog.setWindowTitle(SEED_TITLE)
        dialog.setLabelText(SEED_QUESTION)
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setIntRange(0, LARGEST_SEED)
        dialog.setIntValue(self._seed)
        dialog.intValueSelected.connect(self._take_random)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(int)
    def _take_random(self, seed: int) -> None:
        self._seed = seed
        self._document.set_initial_weights(random_weights(self._document.columns, seed))

    @Slot()
    def _take_now(self) -> None:
        self._take(self._weights.run.W)

    @Slot()
    def _take_optimum(self) -> None:
        self._take(self._weights.run.optimum)

    def _take(self, W: Matrix | None) -> None:
        if W is not None and self._fits(W):
            self._document.set_initial_weights(W)
