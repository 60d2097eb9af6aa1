"""The entries of the Data menu that change A and Y as a whole."""

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from engine import EngineError
from engine.rescaling import Rescaling

from ..document import Change, Column, Document, Experiment, changes
from ..document.following_steps import with_steps_following
from ..errors import GuiError
from ..text.message import Message, MessageKind, refusal
from ..text.names import elide_name
from ..text.translation import translate
from . import sentences
from .errors import NoSource
from .exchange import use_column_as_output, use_last_as_output, use_mean
from .scaling import restore_units, scale_columns

if TYPE_CHECKING:
    from engine.terms import ComputedTerm

    from .hold_out import HoldOut
    from .number_dialog import NumberForm
    from .random_table import RandomTable
    from .shuffle import Shuffle

MakeMessage = Callable[[], Message]

logger = logging.getLogger(__name__)


class DataActions(QObject):
    """The actions; each takes one undo step, and ``message`` carries what it did or why not.

    ``column_added`` carries the number of a computed column that was added, from 0.

    ``selected_columns`` returns the columns of A that are selected from top to bottom, and
    ``current_column`` the column of A with the current cell.
    """

    message = Signal(Message)
    column_added = Signal(int)

    def __init__(
        self,
        window: QWidget,
        document: Document,
        selected_columns: Callable[[], list[int]],
        current_column: Callable[[], int],
    ) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self._selected, self._current = selected_columns, current_column
        self._random: RandomTable | None = None
        self._shuffle: Shuffle | None = None
        self._hold_out: HoldOut | None = None
        self._pending: dict[str, MakeMessage] = {}  # by the text of the undo step
        self.add_intercept = self._action(
            "add_intercept", translate("transforms", "Add I&ntercept")
        )
        self.standardise_columns = self._action(
            "standardise_columns", translate("transforms", "&Standardise Columns")
        )
        self.scale_values = self._action(
            "scale_values", translate("transforms", "&Divide Columns by Their Length")
        )
        self.original_units = self._action(
            "original_units", translate("transforms", "Restore Ori&ginal Units")
        )
        self.use_column_as_y = self._action(
            "use_column_as_y", translate("transforms", "Use Column as &Y")
        )
        self.use_last_as_y = self._action(
            "use_last_as_y", translate("transforms", "Use Last Column as Y")
        )
        self.use_mean = self._action("use_mean", translate("transforms", "Use the Mean"))
        self.remove_intercept = self._action(
            "remove_intercept", translate("transforms", "Remove Intercept")
        )
        self.shuffle_rows = self._action("shuffle_rows", translate("transforms", "Shu&ffle Rows…"))
        self.hold_out_rows = self._action(
            "hold_out_rows", translate("transforms", "&Hold Out Rows…")
        )
        self.take_back_held_out = self._action(
            "take_back_held_out", translate("transforms", "Take &Back Held-Out Rows")
        )
        self.random_problem = self._action(
            "random_problem", translate("transforms", "Random &Problem…")
        )
        self.add_power = self._action("add_power", translate("transforms", "Add &Power…"))
        self.add_product = self._action("add_product", translate("transforms", "Add P&roduct…"))
        self.add_logarithm = self._action(
            "add_logarithm", translate("transforms", "Add &Logarithm…")
        )
        self.add_formula = self._action(
            "add_formula", translate("transforms", "Add &Formula Column…")
        )
        self.make_plain = self._action("make_plain", translate("transforms", "&Make Plain Column"))
        self.term_menu = self._term_menu()
        self._connect()

    @property
    def of_held_out(self) -> list[QAction]:
        """The actions on rows that are held out, which stand beside those on rows left out."""
        return [self.hold_out_rows, self.take_back_held_out]

    def groups(self) -> list[list[QAction]]:
        """Return the actions in menu order, in the groups that separators divide.

        Those that only the message after a paste offers are not among them.
        """
        return [
            [
                *(self.use_column_as_y, self.add_intercept, self.standardise_columns),
                *(self.scale_values, self.original_units, self.shuffle_rows),
            ],
            [self.random_problem],
        ]

    def _action(self, name: str, text: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setToolTip(sentences.TOOL_TIPS[name])
        action.setStatusTip(sentences.TOOL_TIPS[name])
        return action

    def _term_menu(self) -> QMenu:
        """Return the menu of columns that are computed from others."""
        menu = QMenu(translate("transforms", "&Computed Columns"), self._window)
        menu.setObjectName("term_menu")
        menu.setToolTipsVisible(True)
        menu.addActions([self.add_power, self.add_product, self.add_logarithm, self.add_formula])
        menu.addSeparator()
        menu.addAction(self.make_plain)
        return menu

    def _connect(self) -> None:
        self.add_power.triggered.connect(self._ask_for_term)
        self.add_product.triggered.connect(self._ask_for_term)
        self.add_logarithm.triggered.connect(self._ask_for_term)
        self.add_formula.triggered.connect(self._ask_for_term)
        self.make_plain.triggered.connect(self._make_plain)
        self.add_intercept.triggered.connect(self._add_intercept)
        self.standardise_columns.triggered.connect(self._standardise)
        self.scale_values.triggered.connect(self._scale)
        self.original_units.triggered.connect(self._restore_units)
        self.use_column_as_y.triggered.connect(self._use_column_as_y)
        self.use_last_as_y.triggered.connect(self._use_last_as_y)
        self.use_mean.triggered.connect(self._use_mean)
        self.remove_intercept.triggered.connect(self._remove_intercept)
        self.shuffle_rows.triggered.connect(self._ask_for_shuffle)
        self.hold_out_rows.triggered.connect(self._ask_for_hold_out)
        self.take_back_held_out.triggered.connect(self._take_back_held_out)
        self.random_problem.triggered.connect(self._ask_for_random)
        self._units_of: tuple[Column, ...] = ()
        for signal in (self._document.values_changed, self._document.reshaped):
            signal.connect(self._show_units)
        self._document.renamed.connect(self._show_units)
        self._show_units()
        self._document.undo_stack.indexChanged.connect(self._report_step)
        self._document.idle.connect(self._forget_pending)

    @Slot()
    def _add_intercept(self) -> None:
        from .intercept import with_intercept  # loaded on use, as all that an entry needs alone

        change = partial(_followed, with_intercept)
        cells = self._document.experiment.cells
        self._change(
            translate("transforms", "Add Intercept"), change, cells, sentences.intercept_added
        )

    @Slot()
    def _remove_intercept(self) -> None:
        from .intercept import without_intercept

        change = partial(_followed, without_intercept)
        cells = self._document.experiment.cells
        self._change(
            translate("transforms", "Remove Intercept"), change, cells, sentences.intercept_removed
        )

    @Slot()
    def _standardise(self) -> None:
        self._rescale(translate("transforms", "Standardise Columns"), Rescaling.STANDARDISE)

    @Slot()
    def _scale(self) -> None:
        self._rescale(translate("transforms", "Divide Columns by Their Length"), Rescaling.SCALE)

    @Slot()
    def _restore_units(self) -> None:
        columns, before = self._columns(), self._document.experiment
        change = partial(_followed, partial(restore_units, columns=columns))
        message = partial(sentences.units_restored, before, columns)
        self._change(
            translate("transforms", "Restore Original Units"), change, before.cells, message
        )

    @Slot()
    def _show_units(self) -> None:
        """Let the original units be restored while a column has others; else say that none has."""
        action, inputs = self.original_units, self._document.inputs
        if inputs is self._units_of:
            return
        self._units_of = inputs
        is_scaled = any(each.is_scaled for each in inputs)
        tip = sentences.TOOL_TIPS[action.objectName()] if is_scaled else sentences.UNSCALED_TIP
        _show(action, tip, is_enabled=is_scaled)
        has_terms = any(each.term is not None for each in self._units_of)
        tip = sentences.TOOL_TIPS["make_plain"] if has_terms else sentences.PLAIN_TIP
        _show(self.make_plain, tip, is_enabled=has_terms)

    def follow(self, menu: QMenu) -> None:
        """Let the menu offer an intercept only to a table that has none.

        It is asked for when the menu opens: each edit would ask for it in vain.
        """
        menu.aboutToShow.connect(self._show_intercept)
        menu.aboutToHide.connect(self._offer_intercept)

    @Slot()
    def _show_intercept(self) -> None:
        experiment = self._document.experiment
        if (column := experiment.intercept) is not None:
            name = elide_name(experiment.column_name(column))
            tip = sentences.HAS_INTERCEPT.format(name=name)
            _show(self.add_intercept, tip, is_enabled=False)

    @Slot()
    def _offer_intercept(self) -> None:
        """Offer it again: a remedy takes the same action when the table has changed."""
        action = self.add_intercept
        _show(action, sentences.TOOL_TIPS[action.objectName()], is_enabled=True)

    @Slot()
    def _use_column_as_y(self) -> None:
        column, before = self._current(), self._document.experiment
        change = partial(_followed, partial(use_column_as_output, column=column))
        message = partial(sentences.column_used, before, column)
        self._change(translate("transforms", "Use Column as Y"), change, before.cells, message)

    @Slot()
    def _use_last_as_y(self) -> None:
        before = self._document.experiment
        change = partial(_followed, use_last_as_output)
        message = partial(sentences.last_column_used, before)
        self._change(translate("transforms", "Use Last Column as Y"), change, before.cells, message)

    @Slot()
    def _use_mean(self) -> None:
        before = self._document.experiment
        message = partial(sentences.mean_used, before)
        self._change(translate("transforms", "Use the Mean"), use_mean, before.cells, message)

    @Slot()
    def _ask_for_shuffle(self) -> None:
        from .forms import shuffle_form
        from .shuffle import Shuffle

        self._ask(shuffle_form(self._shuffle or Shuffle()), self._shuffle_rows)

    @Slot()
    def _ask_for_hold_out(self) -> None:
        from .forms import hold_out_form
        from .hold_out import HoldOut

        experiment = self._document.experiment
        if (held_out := experiment.held_out) is not None:
            self._hold_out = HoldOut.like(held_out)
        form = hold_out_form(self._hold_out or HoldOut(), experiment)
        self._ask(form, self._hold_rows_out)

    @Slot()
    def _take_back_held_out(self) -> None:
        before = self._document.experiment
        message = partial(sentences.rows_taken_back, before)
        if before.held_out is None:
            self.message.emit(Message(MessageKind.QUIET, sentences.NONE_HELD_OUT_TIP))
            return
        text = translate("transforms", "Take Back Held-Out Rows")
        self._change(text, changes.take_back_held_out, before.rows, message)

    @Slot()
    def _ask_for_random(self) -> None:
        from .forms import random_form
        from .random_table import RandomTable

        self._ask(random_form(self._random or RandomTable()), self._draw_random)

    @Slot(object)
    def _shuffle_rows(self, chosen: "Shuffle") -> None:
        self._shuffle = chosen
        message = partial(sentences.rows_shuffled, chosen)
        cells = self._document.experiment.cells
        self._change(translate("transforms", "Shuffle Rows"), chosen.apply, cells, message)

    @Slot(object)
    def _hold_rows_out(self, chosen: "HoldOut") -> None:
        self._hold_out = chosen
        before = self._document.experiment
        message = partial(sentences.rows_held_out, before, self._document, chosen)
        self._change(translate("transforms", "Hold Out Rows"), chosen.apply, before.rows, message)

    @Slot(object)
    def _draw_random(self, chosen: "RandomTable") -> None:
        self._random = chosen
        # What is to be expected of it is its note; a message would cover the offer of what it
        # has replaced.
        self._change(translate("transforms", "Random Problem"), chosen.draw, chosen.cells)

    @Slot()
    def _ask_for_term(self) -> None:
        """Ask for a computed column; the action that was taken says of which kind."""
        from .term_dialog import TermDialog, TermKind
        from .terms import distinct_sources

        experiment = self._document.experiment
        if not distinct_sources(experiment):
            self.message.emit(Message(MessageKind.WARNING, refusal(NoSource())))
            return
        action = self.sender()
        assert isinstance(action, QAction)
        kind = TermKind(action.objectName())
        dialog = TermDialog(experiment, kind, self._current(), self._window)
        dialog.chosen.connect(self._add_term)
        dialog.open()

    @Slot(object, str)
    def _add_term(self, term: "ComputedTerm", name: str) -> None:
        from .terms import with_term

        change = partial(_followed, partial(with_term, term=term, name=name))
        experiment = self._document.experiment
        cells = experiment.cells + experiment.rows
        text = translate("transforms", "Add Computed Column")
        self._change(text, change, cells, self._show_term)

    def _show_term(self) -> Message:
        """Let the column that was added be shown, and return what it is."""
        self.column_added.emit(self._document.columns - 1)
        return sentences.term_added(self._document)

    @Slot()
    def _make_plain(self) -> None:
        from .terms import made_plain

        columns, before = self._selected() or [self._current()], self._document.experiment
        message = partial(sentences.made_plain, before, columns)
        change = partial(made_plain, columns=columns)
        self._change(translate("transforms", "Make Plain Column"), change, 0, message)

    def _columns(self) -> list[int]:
        return self._selected() or list(range(self._document.columns))

    def _rescale(self, text: str, how: Rescaling) -> None:
        columns = self._columns()
        change = partial(_followed, partial(scale_columns, columns=columns, how=how))
        message = partial(sentences.columns_scaled, self._document, columns, how)
        self._change(text, change, self._document.experiment.cells, message)

    def _ask(self, form: "NumberForm", answer: Callable[[Any], None]) -> None:
        from .number_dialog import NumberDialog

        dialog = NumberDialog(form, self._window)
        dialog.chosen.connect(answer)
        dialog.open()

    def _change(
        self, text: str, change: Change, cells: int, message: MakeMessage | None = None
    ) -> None:
        """Ask the document for a step; a message follows when the step is on the undo stack."""
        logger.debug("%s, %d cells", text, cells)
        if message is not None:
            self._pending[text] = message
        try:
            self._document.change(text, change, cells)
        except (EngineError, GuiError) as error:
            self._pending.pop(text, None)
            self.message.emit(Message(MessageKind.WARNING, refusal(error)))

    @Slot()
    def _report_step(self) -> None:
        """Report the step just taken; undo and redo are not reported."""
        if not self._pending:
            return
        stack = self._document.undo_stack
        if not stack.canRedo() and stack.undoText() in self._pending:
            self.message.emit(self._pending.pop(stack.undoText())())

    @Slot()
    def _forget_pending(self) -> None:
        """Drop the messages of steps that were refused in the background."""
        self._pending.clear()


def _show(action: QAction, tip: str, *, is_enabled: bool) -> None:
    """Offer an action, or say why not."""
    action.setEnabled(is_enabled)
    action.setToolTip(tip)
    action.setStatusTip(tip)


def _followed(change: Change, experiment: Experiment) -> Experiment:
    """Change the columns of A, and let η and h follow in the same step.

    In the window's thread that takes up to 25 ms (200×200; 10 for 20,000×10 measured).
    """
    return with_steps_following(experiment, change(experiment))
