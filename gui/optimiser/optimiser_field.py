"""A line edit for an optimiser: a name from its menu, or one that is typed with its β."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from ..accessible.announcing import after_focus_is_told
from ..background.reporting import reporting
from ..text.key_help import KeyHelp, KeyLine
from ..text.message import MessageKind
from ..text.optimiser_texts import ASK, ASK_TIP, OPEN
from ..text.translation import translate
from ..theme.palette import kind_colour
from ..widgets.outline import CORNER, RING, surroundings
from ..widgets.outlined_fields import TEXT_MARGIN, OutlinedLineEdit
from ..widgets.suggesting_field import (
    FieldArrow,
    FieldMenu,
    Suggestion,
    arrow_field_size,
    opens_menu,
)


class OptimiserField(OutlinedLineEdit):
    """Offers what is typed or chosen by ``optimiser_entered``; the owner shows what it accepts.

    If the owner rejects it by ``refuse``, ``refused`` carries why, and "" once that no longer
    applies. Escape restores what there was. ``dialog_asked`` says that all numbers are wanted.
    """

    KEYS: ClassVar[KeyHelp] = KeyHelp(
        translate("optimiser", "In the optimiser"),
        (
            KeyLine(("Return", "Enter"), translate("optimiser", "Take the optimiser typed")),
            KeyLine(("Esc",), translate("optimiser", "Return to the optimiser before")),
            KeyLine(
                ("Alt+Down",), translate("optimiser", "Choose an optimiser, or set its numbers")
            ),
        ),
    )

    optimiser_entered = Signal(str)
    refused = Signal(str)
    dialog_asked = Signal()

    def __init__(
        self,
        entries: Callable[[], Sequence[Suggestion]],
        widest: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._widest = widest
        self._accepted = self._short = self._displayed = ""
        self.refusal = ""
        """What is wrong with the text; "" if nothing is."""
        self.setObjectName("optimiser")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # β and its number
        self._arrow = FieldArrow(self, OPEN, "optimiser_arrow")
        ask = Suggestion(ASK, None, ASK_TIP)
        self.menu = FieldMenu(
            self, "optimiser_menu", entries, self._arrow, lambda: self._accepted, ask
        )
        self.menu.chosen.connect(self._take)
        self.returnPressed.connect(self.commit)
        self.textEdited.connect(self._forget_refusal)

    def show_optimiser(self, text: str, short: str = "") -> None:
        """Show the optimiser that there is: shortly where there is no room for the text."""
        self._accepted, self._short = text, short or text
        self.restore()

    @Slot()
    def restore(self) -> None:
        """Show what is accepted in place of what is typed."""
        self._displayed = self._accepted if self.hasFocus() else self._fitting()
        if self.text() != self._displayed:
            self.setText(self._displayed)
        if not self.hasFocus():
            self.setCursorPosition(0)
        self._forget_refusal()

    def is_refused(self) -> bool:
        """Return whether the text in the field was refused."""
        return bool(self.refusal)

    def is_as_accepted(self) -> bool:
        """Return whether nothing is typed: the text is that of what is accepted."""
        return self.text() == self._displayed

    def refuse(self, sentence: str, start: int, end: int) -> None:
        """Mark the text as refused until it is corrected, and select what is wrong in it."""
        self.refusal = sentence
        self.update()
        self.setSelection(start, end - start)
        self.refused.emit(sentence)

    @Slot()
    def commit(self) -> None:
        """Offer the text if it is not the optimiser that there is."""
        if self.is_as_accepted():
            self._forget_refusal()
        else:
            self.optimiser_entered.emit(self.text())

    @Slot()
    def open_menu(self) -> None:
        """Open the menu of optimisers below the field, at the one that there is."""
        self.menu.open()

    def sizeHint(self) -> QSize:
        """Return a size with room for the widest of the usual texts, and the ▾."""
        metrics = self.fontMetrics()
        return arrow_field_size(metrics, metrics.horizontalAdvance(self._widest) + 2 * TEXT_MARGIN)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the field never shrinks."""
        return self.sizeHint()

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu on Alt+↓, and restore the optimiser on Escape."""
        if opens_menu(event):
            self.open_menu()
        elif event.key() == Qt.Key.Key_Escape and not self.is_as_accepted():
            self.restore()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    @reporting
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all of the text, ready to be typed over, unless it is to be corrected."""
        super().focusInEvent(event)
        after_focus_is_told(self, self._select_for_typing)

    @reporting
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Offer what is typed; refused text stays to be corrected."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()
        super().focusOutEvent(event)
        if self.is_as_accepted():
            self.restore()

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the ▾ at the end of the field, and show the text for which there is room now."""
        super().resizeEvent(event)
        self._arrow.place()
        if self.is_as_accepted():
            self.restore()

    def _fitting(self) -> str:
        """Return what is accepted, or a shorter text: a β whose end is cut would be another one."""
        metrics, margins = self.fontMetrics(), self.textMargins()
        room = self.width() - margins.left() - margins.right() - 2 * TEXT_MARGIN
        if not self.isVisible() or metrics.horizontalAdvance(self._accepted) <= room:
            return self._accepted
        return metrics.elidedText(self._short, Qt.TextElideMode.ElideRight, room)

    @reporting
    def showEvent(self, event: QShowEvent) -> None:
        """Show the text for which there is room."""
        super().showEvent(event)
        if self.is_as_accepted():
            self.restore()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrow.keep_free()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame around refused text."""
        super().paintEvent(event)
        if self.is_refused():
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(kind_colour(MessageKind.FAULT, surroundings(self)), RING))
                painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), CORNER, CORNER)

    @Slot()
    def _select_for_typing(self) -> None:
        if self.hasFocus() and self.is_as_accepted():
            self.restore()
            self.selectAll()

    @Slot()
    def _forget_refusal(self) -> None:
        if self.refusal:
            self.refusal = ""
            self.update()
            self.refused.emit("")

    @Slot(object)
    def _take(self, value: object) -> None:
        if not isinstance(value, str):  # the entry that asks for the dialog
            self.dialog_asked.emit()
            return
        self.setText(value)
        self.commit()
