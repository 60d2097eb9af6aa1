"""A line edit for a loss: a name from its menu, or a formula whose mistakes it underlines."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from engine import EngineError
from engine.formula.errors import BadFormula

from ..accessible.announcing import after_focus_is_told
from ..background.reporting import reporting
from ..text.key_help import KeyHelp, KeyLine
from ..text.loss_texts import OPEN
from ..text.translation import translate
from ..widgets.outline import chevron_room
from ..widgets.outlined_fields import OutlinedLineEdit
from ..widgets.suggesting_field import (
    FieldArrow,
    FieldMenu,
    Suggestion,
    arrow_field_size,
    opens_menu,
)
from .name_completer import NameCompleter

LossReader = Callable[[str], object]
"""Raises an EngineError if a text is no loss."""
CHARACTERS = 15
"""Wide enough for ``mean absolute``; the field shows more of a formula where there is room."""


class LossField(OutlinedLineEdit):
    """Offers what is typed or chosen by ``loss_entered``; the owner accepts it by ``show_loss``.

    Each key is followed by ``mistaken``, with the error of the text or None, and the place of a
    mistake is underlined. Return, or leaving the field, enters a text without mistake; one with a
    mistake stays to be corrected, and Escape restores the loss before.
    """

    KEYS: ClassVar[KeyHelp] = KeyHelp(
        translate("loss", "In the loss"),
        (
            KeyLine(("Return", "Enter"), translate("loss", "Take the loss typed")),
            KeyLine(("Esc",), translate("loss", "Return to the loss before")),
            KeyLine(("Alt+Down",), translate("loss", "Choose a loss with a name")),
            KeyLine(("Ctrl+Space",), translate("loss", "Choose a name for the formula")),
        ),
    )

    loss_entered = Signal(str)
    mistaken = Signal(object)
    followed = Signal()

    def __init__(
        self,
        read: LossReader,
        entries: Callable[[], Sequence[Suggestion]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._accepted = ""
        self._error: EngineError | None = None
        self._standing: EngineError | None = None
        """What is wrong with the loss that there is."""
        self.setObjectName("loss")
        # Formulas are written so in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._arrow = FieldArrow(self, OPEN, "loss_arrow")
        self.menu = FieldMenu(self, "loss_menu", entries, self._arrow, lambda: self._accepted)
        self.menu.chosen.connect(self._take)
        self.returnPressed.connect(self.commit)
        self.textEdited.connect(self._follow)
        self.names = NameCompleter(self)

    @property
    def is_half_typed(self) -> bool:
        """Whether the text has a mistake, and is not the loss that there is."""
        return self._error is not None and self.text() != self._accepted

    @property
    def is_waiting(self) -> bool:
        """Whether the text is another loss, without a mistake, that Enter would take."""
        return self._error is None and self.text() != self._accepted

    @property
    def error(self) -> EngineError | None:
        """What is wrong with the text; None if nothing is."""
        return self._error

    def is_refused(self) -> bool:
        """Return whether the text has a mistake."""
        return self._error is not None

    def show_loss(self, text: str, mistake: EngineError | None = None) -> None:
        """Show the loss that there is; one of a file may have a mistake, which is marked."""
        self._accepted, self._standing = text, mistake
        self.restore()

    @Slot()
    def restore(self) -> None:
        """Show what is accepted in place of what is typed."""
        was_waiting = self.is_waiting
        if self.text() != self._accepted:
            self.setText(self._accepted)
        self.names.close()
        if not self.hasFocus():
            self.setCursorPosition(0)
        self._mark(self._standing)
        if was_waiting:
            self.followed.emit()

    @Slot()
    def commit(self) -> None:
        """Offer the text if it has no mistake, and is not the loss that there is."""
        self._follow()
        if self._error is None and self.text() != self._accepted:
            self.loss_entered.emit(self.text())
        elif isinstance(self._error, BadFormula):
            self._go_to_mistake(self._error)

    def correct(self, text: str) -> None:
        """Enter another text in place of what is typed, as if it had been typed."""
        self.setText(text)
        self.commit()

    def type_over(self, text: str) -> None:
        """Show a text as if it had been typed, and was not entered yet: its mistake is marked."""
        self.setText(text)
        self._follow()

    @Slot()
    def open_menu(self) -> None:
        """Open the menu of losses below the field."""
        self.menu.open()

    def sizeHint(self) -> QSize:
        """Return a size with room for a name and the ▾."""
        metrics = self.fontMetrics()
        return arrow_field_size(metrics, metrics.averageCharWidth() * CHARACTERS)

    def whole_width(self) -> int:
        """Return the width in which all of the text is seen, at least that of the size hint."""
        metrics = self.fontMetrics()
        whole = arrow_field_size(metrics, metrics.horizontalAdvance(self.text()))
        return max(whole.width(), self.sizeHint().width())

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the field never shrinks."""
        return self.sizeHint()

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Restore the loss on Escape, open the menu on Alt+↓, and let the names take theirs."""
        if self.names.takes(event):
            return
        if opens_menu(event):
            self.open_menu()
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._accepted:
            self.restore()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    @reporting
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all of the text, ready to be typed over, unless a mistake is to be corrected."""
        super().focusInEvent(event)
        after_focus_is_told(self, self._select_for_typing)

    @reporting
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Enter what is typed if it has no mistake; one with a mistake stays to be corrected."""
        self.names.close()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()
        super().focusOutEvent(event)
        if self.text() == self._accepted:
            self.setCursorPosition(0)

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the ▾ at the end of the field; the names are below another place by now."""
        super().resizeEvent(event)
        self.names.close()
        self._arrow.place()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrow.keep_free()

    def mistake_place(self) -> tuple[int, int] | None:
        """Return from where to where the mistake is underlined, in pixels; None without one."""
        if self._error is None:
            return None
        start, end = 0, len(self.text())
        if isinstance(self._error, BadFormula):
            start, end = self._error.start, self._error.end
        return self.place_of(start, end, self.width() - chevron_room(self.fontMetrics()))

    @Slot()
    def _follow(self) -> None:
        """Look for a mistake in what is typed."""
        if self.text() == self._accepted:
            self._mark(self._standing)
        else:
            try:
                self._read(self.text())
            except EngineError as error:
                self._mark(error)
            else:
                self._mark(None)
        self.followed.emit()

    def _mark(self, error: EngineError | None) -> None:
        had, self._error = self._error, error
        if error is not None or had is not None:
            self.update()
            self.mistaken.emit(error)

    def _go_to_mistake(self, error: BadFormula) -> None:
        """Select what is wrong, so that the next key replaces it; the text begins if it can."""
        self.setCursorPosition(0)
        self.repaint()  # Qt scrolls a text back only while it paints
        if self.hasFocus():
            self.setSelection(error.start, max(error.end - error.start, 0))

    @Slot()
    def _select_for_typing(self) -> None:
        if self.hasFocus() and self.text() == self._accepted and self._error is None:
            self.selectAll()

    @Slot(object)
    def _take(self, value: object) -> None:
        if not isinstance(value, str):  # the entry that asks for a formula
            self.selectAll()
            return
        self.setText(value)
        self.commit()
