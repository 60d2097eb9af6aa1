"""Pastes into a table: at once, or in a thread if there is much to read."""

import logging
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from engine.reading.options import ColumnChoice, ReadOptions
from engine.verdict.wording import LONGEST

from ...background import Progress
from ...document import Experiment
from ...document.ones import ADDED
from ...errors import GuiError
from ...text.locale import has_decimal_comma
from ...text.message import Fix, Message, MessageKind
from ...text.translation import translate
from ..commands import edits
from ..commands.edits import show_errors_in
from ..commands.selection import editable_blocks, selected_blocks
from ..errors import CannotPasteHere
from ..models.cell_block import Block
from ..view.view import MatrixView
from . import sentences
from .clip import ClipboardData, ClipOrigin, fetch_clipboard
from .paste_change import PasteChange, PasteOutcome, PasteTarget
from .question import PasteQuestion

logger = logging.getLogger(__name__)
PASTE_COMPLETE = Fix(
    translate("tables", "Paste what is complete"),
    {},
    translate(
        "tables", "Leave out columns with text or many gaps, then skip the rows that are incomplete"
    ),
    action="paste_complete",
)
DROP_COMPLETE = replace(PASTE_COMPLETE, action="drop_complete")
"""The clipboard may hold something else."""
KEEP_PASTED = Fix(
    translate("tables", "Keep only what was pasted"),
    {},
    translate("tables", "Remove the rows and columns of A that are not selected"),
    action="keep_selected",
)
USE_THE_MEAN = Fix(
    translate("tables", "Use the mean"),
    {},
    translate(
        "tables", "Make this column Y, and A a column of ones: its weight is then the mean of Y"
    ),
    action="use_mean",
)
WITHOUT_ONES = Fix(
    translate("tables", "Leave out the ones"),
    {},
    translate("tables", "Remove the column of ones: the fit goes through the origin then"),
    action="remove_intercept",
)
USE_LAST_AS_Y = Fix(
    translate("tables", "Use last column as Y"),
    {},
    translate("tables", "Move the last column of A to Y, in place of the present Y"),
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
        self._refused_drop: PendingPaste | None = None
        self._progressed.connect(self._show_progress)

    def paste(self, view: MatrixView, columns: ColumnChoice | None = None) -> None:
        """Paste the clipboard's numbers into the selection, or at the current cell.

        ``columns`` is the rule by which columns are read, if that is not all of them.
        """
        with show_errors_in(view):
            target = _target(view)
            clip = fetch_clipboard(QGuiApplication.clipboard().mimeData())
            self._start(view, clip, target, columns=columns)

    def drop(self, view: MatrixView, data: QMimeData) -> None:
        """Paste what is dropped at the current cell."""
        with show_errors_in(view):
            target = _target(view)
            self._start(view, fetch_clipboard(data, ClipOrigin.DROPPED), target)

    def drop_complete(self) -> None:
        """Paste only what is complete of what was dropped last and refused."""
        if self._refused_drop is None:
            return
        (paste, view), self._refused_drop = self._refused_drop, None
        with show_errors_in(view):
            self._start(view, paste.clip, paste.target, columns=ColumnChoice.NUMERIC)

    def keep_selected(self, view: MatrixView) -> None:
        """Remove every row and column without a selected cell, and say what may be Y."""
        document = view.matrix.document
        before = document.experiment
        edits.keep_selected(view)
        after = document.experiment
        if after is not before and after.columns > 1:
            advice = sentences.advice_on_y(after.inputs[-1].name)
            detail = "\n".join([sentences.size_now(after.rows, after.columns), advice])
            self.message.emit(Message(MessageKind.QUIET, advice, USE_LAST_AS_Y, detail))

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
        logger.debug(
            "pasting into %s: %d bytes of text, %d of HTML, HTML skipped: %s",
            target.table_name,
            clip.text.size(),
            clip.html.size(),
            clip.html_skipped,
        )
        self._refused_drop = None
        report = Progress(self._progressed.emit)
        pending = PendingPaste(
            PasteChange(clip, target, report, has_decimal_comma(), options, columns), view
        )
        document = view.matrix.document
        try:
            document.change(translate("tables", "Paste"), pending.paste, clip.size)
        except GuiError:
            if pending.paste.outcome is not PasteOutcome.PENDING:  # else it was refused unread
                self._show_result(pending)
            raise
        if not document.is_busy:
            self._finish(pending)
            if pending.paste.has_news:
                self._show_result(pending)
            return
        if not self._pending:
            document.idle.connect(self._finish_all)
        self._pending.append(pending)
        self._show_progress(0.0)

    @Slot(float)
    def _show_progress(self, fraction: float) -> None:
        if self._pending:
            self.message.emit(Message(MessageKind.GOING, sentences.pasting(fraction)))

    @Slot()
    def _finish_all(self) -> None:
        finished, self._pending = self._pending, []
        finished[0].view.matrix.document.idle.disconnect(self._finish_all)
        for pending in finished:
            self._finish(pending)
            self._show_result(pending)

    def _finish(self, pending: PendingPaste) -> None:
        logger.debug("paste %s: %s", pending.paste.outcome.name.lower(), pending.paste.block)
        if pending.paste.outcome is PasteOutcome.PASTED and pending.paste.block is not None:
            pending.view.select_block(pending.paste.block)
        if pending.paste.ambiguity is not None:
            self._ambiguous = pending
            question = PasteQuestion(pending.paste.ambiguity, pending.view.window())
            question.answered.connect(self._paste_as)
            question.open()

    def _show_result(self, pending: PendingPaste) -> None:
        paste = pending.paste
        if paste.outcome is PasteOutcome.PASTED and paste.block is not None:
            self.message.emit(_result(paste, paste.block))
        if paste.outcome is PasteOutcome.REFUSED and paste.complete:
            text, fix = sentences.complete(paste.complete), PASTE_COMPLETE
            if paste.clip.origin is ClipOrigin.DROPPED:
                self._refused_drop, fix = pending, DROP_COMPLETE
            self.message.emit(Message(MessageKind.WARNING, text, fix))
        # A paste that is still pending here was cancelled before it was read.
        if paste.outcome in (PasteOutcome.CANCELLED, PasteOutcome.PENDING):
            self.message.emit(Message(MessageKind.QUIET, sentences.NOTHING_PASTED))

    @Slot(ReadOptions)
    def _paste_as(self, options: ReadOptions) -> None:
        if self._ambiguous is None:
            return
        (paste, view), self._ambiguous = self._ambiguous, None
        with show_errors_in(view):
            self._start(view, paste.clip, paste.target, options, paste.columns)


def _result(paste: PasteChange, block: Block) -> Message:
    """Return what was pasted, and what is left to do."""
    if paste.begun is not None:
        return _begun(paste, paste.begun)
    is_rounded = paste.clip.html_skipped
    said = [sentences.pasted(block.height, block.width, rounded=is_rounded)]
    fix, advice = None, ""
    if paste.possible_output is not None:
        fix, advice = USE_LAST_AS_Y, sentences.advice_on_y(paste.possible_output)
    elif paste.left_over:
        fix, advice = KEEP_PASTED, paste.left_over
    said += [*filter(None, [advice]), *paste.notes]
    text = " ".join(said)
    if fix is not None and len(text) > LONGEST:  # what is left to do comes before what was done
        text = advice
    return Message(MessageKind.QUIET, text, fix, "\n".join(said) if fix else "")


def _begun(paste: PasteChange, begun: Experiment) -> Message:
    """Return what a table has become that was pasted into an empty document."""
    if begun.columns == 1 and begun.Y.is_zero and not begun.output:
        said, fix = [sentences.ONE_COLUMN, *paste.notes], USE_THE_MEAN
    else:
        sentence = sentences.begun(begun.rows, paste.pasted_columns, begun.output)
        said, fix = [sentence, *paste.notes], None
        if paste.has_added_ones:
            said, fix = [ADDED, sentence, *paste.notes], WITHOUT_ONES
    if paste.clip.html_skipped:
        said.append(sentences.ROUNDED)
    text = " ".join(said)
    if fix is not None and len(text) > LONGEST:  # the sentence that the remedy is about
        text = _left_out(paste) or said[0]
    return Message(MessageKind.QUIET, text, fix, "\n".join(said))


def _left_out(paste: PasteChange) -> str:
    """Return what was left out of a table of which only a part was asked for, in one line."""
    if paste.columns is None:
        return ""
    notes = paste.notes
    told = " ".join(notes), " ".join(notes[1:]), *reversed(notes)
    return next((each for each in told if each and len(each) <= LONGEST), "")


def _target(view: MatrixView) -> PasteTarget:
    """Return the selected blocks, with the one that holds the current cell first."""
    index, model = view.currentIndex(), view.matrix
    here = Block(index.row(), index.column(), 1, 1)
    blocks = sorted(editable_blocks(view), key=lambda block: not block.contains(here))
    if not blocks:
        first = selected_blocks(view)[0]
        raise CannotPasteHere(model.computed_name(first.top, first.left))
    return PasteTarget(model.table_name, blocks)
