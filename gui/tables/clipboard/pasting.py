"""Pasting into a table: at once, or beside the window where there is much to read."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from engine.reading.choices import Choices

from ...background import Progress
from ...diagnosis import Diagnosis
from ...locale import has_decimal_comma
from ...tone import Tone
from ..block import Block
from ..edits import refusals_told
from ..errors import CannotPasteHere
from ..selection import editable_blocks, selected_blocks
from ..view import MatrixView
from .clip import Clip, fetched
from .paste import Outcome, Paste, Target
from .question import PasteQuestion

_TOLD = "Pasting {} … Esc cancels."


class Asked(NamedTuple):
    """A paste and the table it was asked for in."""

    paste: Paste
    view: MatrixView


class Pasting(QObject):
    """Puts the clipboard into tables; ``said`` tells of what takes long.

    What is changed meanwhile waits until it is there.
    """

    said = Signal(Diagnosis)
    _progressed = Signal(float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[Asked] = []
        self._doubtful: Asked | None = None
        self._progressed.connect(self._tell)

    def paste(self, view: MatrixView) -> None:
        """Put the clipboard's numbers into the selection, or at its first cell."""
        with refusals_told(view):
            target = _target(view)
            clip = fetched(QGuiApplication.clipboard().mimeData())
            self._begin(view, clip, target)

    @Slot()
    def give_up(self) -> None:
        """Paste nothing of what is still being read."""
        for asked in self._waiting:
            asked.paste.give_up()

    def _begin(
        self, view: MatrixView, clip: Clip, target: Target, chosen: Choices | None = None
    ) -> None:
        report = Progress(self._progressed.emit)
        asked = Asked(Paste(clip, target, report, has_decimal_comma(), chosen), view)
        document = view.matrix.document
        document.change("Paste", asked.paste, clip.size)
        if not document.is_busy:
            self._settle(asked)
            return
        if not self._waiting:
            document.idle.connect(self._settle_all)
        self._waiting.append(asked)
        self._tell(0.0)

    @Slot(float)
    def _tell(self, fraction: float) -> None:
        if self._waiting:
            share = f"{100 * fraction:.0f} %" if fraction else ""
            self.said.emit(Diagnosis(Tone.GOING, " ".join(_TOLD.format(share).split())))

    @Slot()
    def _settle_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        waiting[0].view.matrix.document.idle.disconnect(self._settle_all)
        for asked in waiting:
            self._settle(asked)
            self._tell_end(asked.paste)

    def _settle(self, asked: Asked) -> None:
        if asked.paste.outcome is Outcome.PASTED and asked.paste.block is not None:
            asked.view.select_block(asked.paste.block)
        if asked.paste.doubt is not None:
            self._doubtful = asked
            question = PasteQuestion(asked.paste.doubt, asked.view.window())
            question.chosen.connect(self._paste_as)
            question.open()

    def _tell_end(self, paste: Paste) -> None:
        if paste.outcome is Outcome.PASTED and paste.block is not None:
            height, width = paste.block.height, paste.block.width
            rounded = ", as the other program showed them" if paste.clip.html_left else ""
            sentence = f"Pasted {height:,}×{width:,} numbers{rounded}."
            self.said.emit(Diagnosis(Tone.GOOD, sentence))
        if paste.outcome in (Outcome.GIVEN_UP, Outcome.WAITING):  # the latter was cancelled
            self.said.emit(Diagnosis(Tone.QUIET, "Nothing was pasted."))

    @Slot(Choices)
    def _paste_as(self, choices: Choices) -> None:
        if self._doubtful is None:
            return
        (paste, view), self._doubtful = self._doubtful, None
        with refusals_told(view):
            self._begin(view, paste.clip, paste.target, choices)


def _target(view: MatrixView) -> Target:
    """Return where to paste: into what is selected, first the piece with the current cell."""
    index, model = view.currentIndex(), view.matrix
    here = Block(index.row(), index.column(), 1, 1)
    blocks = sorted(editable_blocks(view), key=lambda block: not block.holds(here))
    if not blocks:
        raise CannotPasteHere(model.column_name(selected_blocks(view)[0].left))
    return Target(model.part, blocks)
