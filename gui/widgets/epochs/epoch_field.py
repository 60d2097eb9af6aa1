"""The field of the timeline that shows an epoch, and takes one that is typed."""

import math
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine import EngineError
from engine.numbers import exact, parse_count

from ...accessible.announcing import after_focus_is_told
from ...background.reporting import report, reporting
from ...text.key_help import KeyHelp, KeyLine
from ...text.locale import has_decimal_comma
from ...text.message import MessageKind, refusal
from ...text.numbers import UNKNOWN, format_count
from ...text.translation import translate
from ...theme.palette import kind_colour
from ..outline import CORNER, PADDING, RING
from ..outlined_fields import TEXT_MARGIN, OutlinedLineEdit

NOT_AN_EPOCH = translate("widgets", "An epoch is a whole number, 0 or more.")
NOT_REACHED = translate("widgets", "The run has only reached epoch {reached}.")
WIDEST = "999,999,999"
"""The longest count that is written in full."""


class EpochField(OutlinedLineEdit):
    """Shows an epoch as ``1,000``, and for typing as ``1000``.

    ``epoch_entered`` carries an epoch of the run that was typed, ``refused`` why a text is none,
    and "" once that no longer matters.
    """

    KEYS: ClassVar[KeyHelp] = KeyHelp(
        translate("widgets", "In the timeline"),
        (
            KeyLine(
                ("Return", "Enter"),
                translate("widgets", "Go to the epoch typed"),
            ),
            KeyLine(("Esc",), translate("widgets", "Forget the epoch typed")),
        ),
    )

    epoch_entered = Signal(float)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._epoch, self._latest = 0.0, 0.0
        self.refusal = ""
        """Why the text was refused; empty if it was not."""
        self.returnPressed.connect(self.commit)
        self.textEdited.connect(self._forget_refusal)
        self._set_width()

    def show_epoch(self, epoch: float, latest: float) -> None:
        """Show an epoch of a run that has reached the latest; what is being typed stays."""
        is_new = epoch != self._epoch
        self._epoch, self._latest = epoch, latest
        if not self.isModified() and (is_new or not self.hasFocus()):
            self._show()

    @Slot()
    def commit(self) -> None:
        """Offer the epoch that was typed, if it is one that the run has passed."""
        if not self.isModified():
            return
        try:
            epoch = parse_count(self.text(), decimal_comma=has_decimal_comma())
        except EngineError as error:
            self._refuse(refusal(error))
            return
        if epoch < 0 or epoch != math.floor(epoch):
            self._refuse(NOT_AN_EPOCH)
        elif epoch > self._latest:
            self._refuse(NOT_REACHED.format(reached=format_count(self._latest)))
        else:
            self._show()
            self.epoch_entered.emit(epoch)

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the epoch again on Escape."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._restore()
        else:
            super().keyPressEvent(event)

    @reporting
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the digits alone, ready to be typed over."""
        super().focusInEvent(event)
        after_focus_is_told(self, self._show_for_typing)

    @reporting
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit what is typed; show the epoch again if that is refused."""
        self.commit()
        super().focusOutEvent(event)
        self._restore()

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the longest count when the font changes."""
        try:
            super().changeEvent(event)
            if event.type() == QEvent.Type.FontChange:
                self._set_width()
        except Exception as error:
            report(error)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame around refused text."""
        super().paintEvent(event)
        if self.refusal:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(kind_colour(MessageKind.FAULT, self.palette()), RING))
                painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), CORNER, CORNER)

    @Slot()
    def _show_for_typing(self) -> None:
        if not self.isModified():
            self._show()

    def _show(self) -> None:
        """Show the epoch; Qt counts a text that is set as not modified."""
        if math.isnan(self._epoch):
            self.setText(UNKNOWN)
        elif self.hasFocus():
            self.setText(exact(self._epoch))
            self.selectAll()
        else:
            self.setText(format_count(self._epoch))

    def _restore(self) -> None:
        self._forget_refusal()
        self._show()

    def _refuse(self, sentence: str) -> None:
        self.refusal = sentence
        self.update()
        self.selectAll()
        self.refused.emit(sentence)

    @Slot()
    def _forget_refusal(self) -> None:
        if self.refusal:
            self.refusal = ""
            self.update()
            self.refused.emit("")

    def _set_width(self) -> None:
        around = 2 * (PADDING + TEXT_MARGIN + 1)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(WIDEST) + around)
