"""The entries of the menu Copy As."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from ..document import Document
from ..errand import Report
from ..errands import Errands
from ..message import Message, MessageKind
from ..outcome import Outcome
from ..session import Session
from .texts import LATEX, MARKDOWN, Copied, Style, code, table_as, weights_as

WEIGHTS = "The initial and the fitted weights by name, and in original units where A was scaled"
TABLE = "A and Y by row"
CODE = "A program that does what the run did, by the definition of the derivative"


class CopyAs(QObject):
    """Copies what there is when asked to; ``said`` tells when it is on the clipboard, or why not.

    ``failed`` carries the report of what should not have happened.
    """

    said = Signal(Message)
    failed = Signal(str)

    def __init__(self, window: QWidget, document: Document, session: Session) -> None:
        super().__init__(window)
        self._document, self._session = document, session
        self._errands = Errands("copying", self)
        self._errands.done.connect(self._take)
        self._errands.refused.connect(self._tell_refusal)
        self._errands.failed.connect(self.failed)
        self.menu = QMenu("Cop&y As", window)
        self.menu.setObjectName("copy_as")
        self.menu.setToolTipsVisible(True)
        self._add("weights_markdown", "Weights as &Markdown", WEIGHTS, self.copy_weights_markdown)
        self._add("weights_latex", "Weights as &LaTeX", WEIGHTS, self.copy_weights_latex)
        self._add("table_markdown", "Table as M&arkdown", TABLE, self.copy_table_markdown)
        self._add("table_latex", "Table as La&TeX", TABLE, self.copy_table_latex)
        self._add("numpy_code", "&NumPy Code", CODE, self.copy_numpy_code)

    @Slot()
    def copy_weights_markdown(self) -> None:
        """Copy the weights as a Markdown table."""
        self._copy_weights(MARKDOWN)

    @Slot()
    def copy_weights_latex(self) -> None:
        """Copy the weights as a LaTeX tabular."""
        self._copy_weights(LATEX)

    @Slot()
    def copy_table_markdown(self) -> None:
        """Copy A and Y as a Markdown table."""
        self._copy(partial(table_as, MARKDOWN, self._document.experiment))

    @Slot()
    def copy_table_latex(self) -> None:
        """Copy A and Y as a LaTeX tabular."""
        self._copy(partial(table_as, LATEX, self._document.experiment))

    @Slot()
    def copy_numpy_code(self) -> None:
        """Copy a NumPy program that reproduces the run."""
        document = self._document
        self._copy(partial(code, document.experiment, self._outcome(), document.name))

    def shut_down(self) -> None:
        """Give up what is still to be copied."""
        self._errands.call_off()

    def _add(self, name: str, text: str, explanation: str, slot: Callable[[], None]) -> None:
        action = QAction(text, self)
        action.setObjectName(f"copy_{name}")
        action.setToolTip(explanation)
        action.triggered.connect(slot)
        self.menu.addAction(action)

    def _copy_weights(self, style: Style) -> None:
        self._copy(partial(weights_as, style, self._document.experiment, self._outcome()))

    def _outcome(self) -> Outcome | None:
        return Outcome.of(self._document, self._session)

    def _copy(self, make: Callable[[], Copied]) -> None:
        """Make a text beside the window, in place of one that is still being made."""
        self._errands.call_off()
        self._errands.add(partial(_made, make))

    @Slot(object)
    def _take(self, copied: Copied) -> None:
        QGuiApplication.clipboard().setText(copied.text)
        self.said.emit(Message(MessageKind.GOOD, copied.sentence))

    @Slot(object)
    def _tell_refusal(self, reason: Exception) -> None:
        self.said.emit(Message(MessageKind.WARNING, str(reason)))


def _made(make: Callable[[], Copied], _: Report) -> Copied:
    return make()
