"""The entries of the Data menu that change A and Y as a whole."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from engine import EngineError
from engine.units import Rescaling

from ..document import Change, Document
from ..errors import GuiError
from ..message import Message, MessageKind
from . import sentences
from .exchange import exchanged
from .forms import random_form, shuffle_form
from .intercept import with_intercept
from .number_dialog import Form, NumberDialog
from .random_table import RandomTable
from .scaling import original, scaled
from .shuffle import Shuffle

Sentence = Callable[[], Message]


class DataActions(QObject):
    """Each takes one step of the document; ``said`` tells what it did, or why it did not.

    ``selected_columns`` returns the columns of A that are selected from top to bottom, and
    ``current_column`` the one with the current cell.
    """

    said = Signal(Message)

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
        self._random, self._shuffle = RandomTable(), Shuffle()
        self._to_say: dict[str, Sentence] = {}
        self.add_intercept = self._action("add_intercept", "Add I&ntercept Column")
        self.standardise_columns = self._action("standardise_columns", "&Standardise Columns")
        self.scale_values = self._action("scale_values", "S&cale Columns")
        self.original_units = self._action("original_units", "Ori&ginal Units")
        self.exchange_with_y = self._action("exchange_with_y", "E&xchange Column with Y")
        self.shuffle_rows = self._action("shuffle_rows", "Shu&ffle Rows…")
        self.random_problem = self._action("random_problem", "Random &Problem…")
        self._connect()

    def groups(self) -> list[list[QAction]]:
        """Return the actions in the order of the menu, a separator to go between the groups."""
        return [
            [self.add_intercept, self.exchange_with_y],
            [self.standardise_columns, self.scale_values, self.original_units],
            [self.shuffle_rows, self.random_problem],
        ]

    def _action(self, name: str, text: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setToolTip(sentences.TOOL_TIPS[name])
        return action

    def _connect(self) -> None:
        self.add_intercept.triggered.connect(self._add_intercept)
        self.standardise_columns.triggered.connect(self._standardise)
        self.scale_values.triggered.connect(self._scale)
        self.original_units.triggered.connect(self._unscale)
        self.exchange_with_y.triggered.connect(self._exchange)
        self.shuffle_rows.triggered.connect(self._ask_for_shuffle)
        self.random_problem.triggered.connect(self._ask_for_random)
        self._document.undo_stack.indexChanged.connect(self._tell)
        self._document.idle.connect(self._forget)

    @Slot()
    def _add_intercept(self) -> None:
        self._take("Add Intercept Column", with_intercept, 0, sentences.intercept_added)

    @Slot()
    def _standardise(self) -> None:
        self._rescale("Standardise Columns", Rescaling.STANDARDISE)

    @Slot()
    def _scale(self) -> None:
        self._rescale("Scale Columns", Rescaling.SCALE)

    @Slot()
    def _unscale(self) -> None:
        columns, before = self._columns(), self._document.experiment
        sentence = partial(sentences.unscaled, before, columns)
        self._take("Original Units", partial(original, columns=columns), before.cells, sentence)

    @Slot()
    def _exchange(self) -> None:
        column, before = self._current(), self._document.experiment
        sentence = partial(sentences.exchanged, before, column)
        self._take("Exchange Column with Y", partial(exchanged, column=column), 0, sentence)

    @Slot()
    def _ask_for_shuffle(self) -> None:
        self._ask(shuffle_form(self._shuffle), self._shuffle_by)

    @Slot()
    def _ask_for_random(self) -> None:
        self._ask(random_form(self._random), self._draw)

    @Slot(object)
    def _shuffle_by(self, chosen: Shuffle) -> None:
        self._shuffle = chosen
        cells, sentence = self._document.experiment.cells, partial(sentences.shuffled, chosen)
        self._take("Shuffle Rows", chosen.shuffled, cells, sentence)

    @Slot(object)
    def _draw(self, chosen: RandomTable) -> None:
        self._random = chosen
        sentence = partial(sentences.drawn, chosen)
        self._take("Random Problem", chosen.drawn, chosen.cells, sentence)

    def _columns(self) -> list[int]:
        return self._selected() or list(range(self._document.columns))

    def _rescale(self, text: str, how: Rescaling) -> None:
        columns = self._columns()
        change = partial(scaled, columns=columns, how=how)
        sentence = partial(sentences.scaled, self._document, columns, how)
        self._take(text, change, self._document.experiment.cells, sentence)

    def _ask(self, form: Form, answer: Callable[[Any], None]) -> None:
        dialog = NumberDialog(form, self._window)
        dialog.chosen.connect(answer)
        dialog.open()

    def _take(self, text: str, change: Change, cells: int, sentence: Sentence) -> None:
        """Take a step and, once it is there, say so."""
        self._to_say[text] = sentence
        try:
            self._document.change(text, change, cells)
        except (EngineError, GuiError) as error:
            self._to_say.pop(text)
            self.said.emit(Message(MessageKind.WARNING, str(error)))

    @Slot()
    def _tell(self) -> None:
        """Say what the step taken just now did; one that was undone or redone says nothing."""
        if not self._to_say:
            return
        steps = self._document.undo_stack
        if not steps.canRedo() and steps.undoText() in self._to_say:
            self.said.emit(self._to_say.pop(steps.undoText())())

    @Slot()
    def _forget(self) -> None:
        """Say nothing more of steps that were refused beside the window."""
        self._to_say.clear()
