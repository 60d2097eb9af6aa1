"""Pastes into a table: at once, or in a thread if there is much to read."""

import logging
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from engine.reading.options import ColumnChoice, ReadOptions

from ...background import Progress
from ...errors import GuiError
from ...text.locale import has_decimal_comma
from ...text.message import Fix, Message, MessageKind
from ...text.names import elide_name
from ..commands import edits
from ..commands.edits import show_errors_in
from ..commands.selection import editable_blocks, selected_blocks
from ..errors import CannotPasteHere
from ..models.cell_block import Block
from ..view.view import MatrixView
from .clip import ClipboardData, fetch_clipboard
from .paste_change import PasteChange, PasteOutcome, PasteTarget
from .question import PasteQuestion

logger = logging.getLogger(__name__)
_PROGRESS = "Pasting {} … Esc cancels."
PASTE_COMPLETE = Fix(
    "Paste what is complete",
    {},
    "Leave out columns with text or many gaps, then skip the rows that are incomplete",
    action="paste_complete",
)
KEEP_PASTED = Fix(
    "Keep only what was pasted",
    {},
    "Remove the rows and columns of A that are not selected",
    action="keep_selected",
)
USE_LAST_AS_Y = Fix(
    "Use last column as Y",
    {},
    "Move the last column of A to Y, in place of the present Y",
    action="use_last_as_y",
)


class PendingPaste(NamedTuple):
    """A paste and the view it was requested in."""

    paste: PasteChange
    view: MatrixView


class Paster(QObject):
    """Pastes the clipboard into tables; ``message`` reports long pastes.

    The document queues other edits until a running paste is done.
    """

    message = Signal(Message)
    _progressed = Signal(float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pending: list[PendingPaste] = []
        self._ambiguous: PendingPaste | None = None
        self._progressed.connect(self._show_progress)

    def paste(self, view: MatrixView, columns: ColumnChoice | None = None) -> None:
        """Paste the clipboard's numbers into the selection, or at the current cell.

        ``columns`` is the rule by which columns are read, if that is not all of them.
        """
        with show_errors_in(view):
            target = _target(view)
            clip = fetch_clipboard(QGuiApplication.clipboard().mimeData())
            logger.debug(
                "pasting into %s: %d bytes of text, %d of HTML, HTML skipped: %s",
                target.table_name,
                clip.text.size(),
                clip.html.size(),
                clip.html_skipped,
            )
            self._start(view, clip, target, columns=columns)

    def keep_selected(self, view: MatrixView) -> None:
        """Remove every row and column without a selected cell, and say what may be Y."""
        document = view.matrix.document
        before = document.experiment
        edits.keep_selected(view)
        after = document.experiment
        if after is not before and after.columns > 1:
            text = (
                f"A is {after.rows:,}×{after.columns:,} now. {_advice_on_y(after.inputs[-1].name)}"
            )
            self.message.emit(Message(MessageKind.QUIET, text, USE_LAST_AS_Y))

    @Slot()
    def cancel(self) -> None:
        """Cancel every paste that is still being read."""
        for pending in self._pending:
            pending.paste.cancel()

    def _start(
        self,
        view: MatrixView,
        clip: ClipboardData,
        target: PasteTarget,
        options: ReadOptions | None = None,
        columns: ColumnChoice | None = None,
    ) -> None:
        report = Progress(self._progressed.emit)
        pending = PendingPaste(
            PasteChange(clip, target, report, has_decimal_comma(), options, columns), view
        )
        document = view.matrix.document
        try:
            document.change("Paste", pending.paste, clip.size)
        except GuiError:
            self._show_result(pending.paste)
            raise
        if not document.is_busy:
            self._finish(pending)
            if pending.paste.has_news:
                self._show_result(pending.paste)
            return
        if not self._pending:
            document.idle.connect(self._finish_all)
        self._pending.append(pending)
        self._show_progress(0.0)

    @Slot(float)
    def _show_progress(self, fraction: float) -> None:
        if self._pending:
            percentage = f"{100 * fraction:.0f} %" if fraction else ""
            self.message.emit(
                Message(MessageKind.GOING, " ".join(_PROGRESS.format(percentage).split()))
            )

    @Slot()
    def _finish_all(self) -> None:
        finished, self._pending = self._pending, []
        finished[0].view.matrix.document.idle.disconnect(self._finish_all)
        for pending in finished:
            self._finish(pending)
            self._show_result(pending.paste)

    def _finish(self, pending: PendingPaste) -> None:
        logger.debug("paste %s: %s", pending.paste.outcome.name.lower(), pending.paste.block)
        if pending.paste.outcome is PasteOutcome.PASTED and pending.paste.block is not None:
            pending.view.select_block(pending.paste.block)
        if pending.paste.ambiguity is not None:
            self._ambiguous = pending
            question = PasteQuestion(pending.paste.ambiguity, pending.view.window())
            question.answered.connect(self._paste_as)
            question.open()

    def _show_result(self, paste: PasteChange) -> None:
        if paste.outcome is PasteOutcome.PASTED and paste.block is not None:
            self.message.emit(_result(paste, paste.block))
        if paste.outcome is PasteOutcome.REFUSED and paste.complete:
            text = f"The clipboard is complete in {paste.complete}."
            self.message.emit(Message(MessageKind.WARNING, text, PASTE_COMPLETE))
        # A paste that is still pending here was cancelled before it was read.
        if paste.outcome in (PasteOutcome.CANCELLED, PasteOutcome.PENDING):
            self.message.emit(Message(MessageKind.QUIET, "Nothing was pasted."))

    @Slot(ReadOptions)
    def _paste_as(self, options: ReadOptions) -> None:
        if self._ambiguous is None:
            return
        (paste, view), self._ambiguous = self._ambiguous, None
        with show_errors_in(view):
            self._start(view, paste.clip, paste.target, options, paste.columns)


def _result(paste: PasteChange, block: Block) -> Message:
    """Return what was pasted, and what is left to do."""
    is_rounded = paste.clip.html_skipped
    remark = ", rounded as the other program displayed them" if is_rounded else ""
    sentences = [f"Pasted {block.height:,}×{block.width:,} numbers{remark}."]
    fix = None
    if paste.possible_output is not None:
        fix = USE_LAST_AS_Y
        sentences.append(_advice_on_y(paste.possible_output))
    elif paste.left_over:
        fix = KEEP_PASTED
        sentences.append(f"A still has {paste.left_over} of the former table.")
    sentences += paste.notes
    return Message(MessageKind.QUIET, " ".join(sentences), fix, "\n".join(sentences))


def _advice_on_y(name: str) -> str:
    """Say where Y may come from, given the name of the last column of A."""
    last = f"the last column, {elide_name(name)}" if name else "the last column"
    return f"Y was not pasted: paste it too, or use {last}."


def _target(view: MatrixView) -> PasteTarget:
    """Return the selected blocks, with the one that holds the current cell first."""
    index, model = view.currentIndex(), view.matrix
    here = Block(index.row(), index.column(), 1, 1)
    blocks = sorted(editable_blocks(view), key=lambda block: not block.contains(here))
    if not blocks:
        raise CannotPasteHere(model.column_name(selected_blocks(view)[0].left))
    return PasteTarget(model.table_name, blocks)
