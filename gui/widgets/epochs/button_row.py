"""A row of small buttons that is one stop of the Tab key; arrow keys move inside it."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStyle,
    QStyleOptionToolButton,
    QToolButton,
    QWidget,
)

from ...accessible.focus_ring import draw_own_ring
from ...background.reporting import reporting
from ...text.key_help import KeyHelp, KeyLine
from ...text.translation import translate

SIDE = 28
_ICON = 16
WITH_MENU = "{text} ▾"
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_BY_KEYBOARD = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
        Qt.FocusReason.OtherFocusReason,
    }
)


class RowButton(QToolButton):
    """A button of a row; ``moved`` carries how many buttons an arrow key goes on."""

    KEYS: ClassVar[KeyHelp] = KeyHelp(
        translate("widgets", "In the timeline"),
        (
            KeyLine(
                ("Left", "Right"),
                translate("widgets", "Among its buttons: go to the one before or after"),
            ),
        ),
    )

    moved = Signal(int)
    focused = Signal()

    def __init__(self, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{action.objectName()}_button")
        self.setDefaultAction(action)
        self.setAutoRaise(True)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setFixedSize(SIDE, SIDE)
        if action.menu() is not None:  # its text is what is chosen there
            self.setAccessibleName(action.toolTip())
            self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            self.setFixedSize(SIDE + 3 * _ICON // 4, SIDE)
        self._is_framed = False
        draw_own_ring(self)

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrow keys to the row."""
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(move)

    @reporting
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw a frame if the keyboard has come here."""
        super().focusInEvent(event)
        self._is_framed = event.reason() in _BY_KEYBOARD
        self.focused.emit()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and the frame of the focus."""
        if self.defaultAction().menu() is None:
            super().paintEvent(event)
        else:
            self._paint_with_mark()
        if self.hasFocus() and self._is_framed:
            with QPainter(self) as painter:
                painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 2))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_with_mark(self) -> None:
        """Draw the button with ▾ beside its text: the style draws one in the corner below it."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.features &= ~QStyleOptionToolButton.ToolButtonFeature.HasMenu
        option.text = WITH_MENU.format(text=option.text)
        # In both directions the mark stands at the right, as the buttons of the row do.
        option.direction = Qt.LayoutDirection.LeftToRight
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            kind = QStyle.ComplexControl.CC_ToolButton
            self.style().drawComplexControl(kind, option, painter, self)


class ButtonRow(QWidget):
    """A row of buttons, one for each action."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._buttons = [RowButton(action, self) for action in actions]
        for button in self._buttons:
            layout.addWidget(button)
            button.moved.connect(self._move)
            button.focused.connect(self._stop_here)
        self._make_stop(self._buttons[0])

    @Slot(int)
    def _move(self, by: int) -> None:
        """Focus another button; there is none before the first and after the last."""
        now = self._buttons.index(self._sender())
        place = min(max(now + by, 0), len(self._buttons) - 1)
        self._buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _stop_here(self) -> None:
        self._make_stop(self._sender())

    def _make_stop(self, stop: RowButton) -> None:
        """Let Tab come to this button only."""
        for button in self._buttons:
            is_stop = button is stop
            policy = Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _sender(self) -> RowButton:
        sender = self.sender()
        assert isinstance(sender, RowButton)
        return sender
