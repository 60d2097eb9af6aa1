"""The menu Copy As: results and tables on the clipboard, as Markdown, LaTeX or NumPy code."""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from ..background import Policy, Progress, TaskQueue
from ..document import Document
from ..run.result import RunResult
from ..run.session import Session
from ..text.message import Message, MessageKind, refusal
from ..text.translation import translate
from .texts import (
    LATEX,
    MARKDOWN,
    CopiedText,
    TableStyle,
    code_of,
    statistics_as,
    table_as,
    weights_as,
)

WEIGHTS = translate(
    "exporting", "The start and the fitted weights by name, and in original units if A was scaled"
)
STATISTICS = translate(
    "exporting",
    "The fitted weights and the optimum, with standard errors, t, p, 95 % intervals and VIF",
)
TABLE = translate("exporting", "A and Y by row")
CODE = translate("exporting", "A program that repeats the run, by the definition of the derivative")

logger = logging.getLogger(__name__)


class CopyAs(QObject):
    """Copies weights, tables or code in the background.

    ``message`` carries a Message when the text is on the clipboard, or the reason why not;
    ``failed`` the report of an unexpected exception.
    """

    message = Signal(Message)
    failed = Signal(str)

    def __init__(self, window: QWidget, document: Document, session: Session) -> None:
        super().__init__(window)
        self._document, self._session = document, session
        self._tasks = TaskQueue("copying", self, Policy.LATEST_ONLY)
        self._tasks.done.connect(self._put_on_clipboard)
        self._tasks.refused.connect(self._report_refused)
        self._tasks.failed.connect(self.failed)
        self.menu = QMenu(translate("exporting", "Cop&y As"), window)
        self.menu.setObjectName("copy_as")
        self.menu.setToolTipsVisible(True)
        self._add(
            "weights_markdown",
            translate("exporting", "Weights as &Markdown"),
            WEIGHTS,
            self.copy_weights_markdown,
        )
        self._add(
            "weights_latex",
            translate("exporting", "Weights as &LaTeX"),
            WEIGHTS,
            self.copy_weights_latex,
        )
        self._add(
            "statistics_markdown",
            translate("exporting", "Weights with &Statistics as Markdown"),
            STATISTICS,
            self.copy_statistics_markdown,
        )
        self._add(
            "statistics_latex",
            translate("exporting", "Weights with Stat&istics as LaTeX"),
            STATISTICS,
            self.copy_statistics_latex,
        )
        self._add(
            "table_markdown",
            translate("exporting", "Table as M&arkdown"),
            TABLE,
            self.copy_table_markdown,
        )
        self._add(
            "table_latex", translate("exporting", "Table as La&TeX"), TABLE, self.copy_table_latex
        )
        self._add("numpy_code", translate("exporting", "&NumPy Code"), CODE, self.copy_numpy_code)

    @Slot()
    def copy_weights_markdown(self) -> None:
        """Copy the weights as a Markdown table."""
        self._copy_weights(MARKDOWN)

    @Slot()
    def copy_weights_latex(self) -> None:
        """Copy the weights as a LaTeX tabular."""
        self._copy_weights(LATEX)

    @Slot()
    def copy_statistics_markdown(self) -> None:
        """Copy the weights with their statistics as a Markdown table."""
        self._copy_statistics(MARKDOWN)

    @Slot()
    def copy_statistics_latex(self) -> None:
        """Copy the weights with their statistics as a LaTeX tabular."""
        self._copy_statistics(LATEX)

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
        make = partial(code_of, document.experiment, self._outcome(), document.name)
        self._copy(make, self._session.caution)

    def shut_down(self) -> None:
        """Cancel what is not copied yet."""
        self._tasks.stop()

    def _add(self, name: str, text: str, tool_tip: str, slot: Callable[[], None]) -> None:
        action = QAction(text, self)
        action.setObjectName(f"copy_{name}")
        action.setToolTip(tool_tip)
        action.triggered.connect(slot)
        self.menu.addAction(action)

    def _copy_weights(self, style: TableStyle) -> None:
        make = partial(weights_as, style, self._document.experiment, self._outcome())
        self._copy(make, self._session.caution)

    def _copy_statistics(self, style: TableStyle) -> None:
        make = partial(statistics_as, style, self._document.experiment, self._outcome())
        self._copy(make, self._session.caution)

    def _outcome(self) -> RunResult | None:
        return RunResult.of(self._document, self._session)

    def _copy(self, make: Callable[[], CopiedText], caution: str = "") -> None:
        """Generate a text in the background; an earlier copy that is not done is dropped."""
        self._tasks.add(partial(_made, make, caution))

    @Slot(object)
    def _put_on_clipboard(self, copied: CopiedText) -> None:
        logger.debug("copied %d characters", len(copied.text))
        QGuiApplication.clipboard().setText(copied.text)
        self.message.emit(Message(MessageKind.GOOD, copied.sentence))

    @Slot(object)
    def _report_refused(self, reason: Exception) -> None:
        self.message.emit(Message(MessageKind.WARNING, refusal(reason)))


def _made(make: Callable[[], CopiedText], caution: str, _: Progress) -> CopiedText:
    """Return a text; its report says so if it is not of what the window shows."""
    made = make()
    return made._replace(sentence=" ".join(filter(None, (made.sentence, caution))))
