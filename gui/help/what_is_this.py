"""What Is This?: each part of the window explains itself, to the pointer and to the keyboard."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QMainWindow,
    QTabBar,
    QWhatsThis,
    QWidget,
)

from ..accessible.announcing import announce
from ..text.setting_texts import FORMULA
from ..widgets.cell import Cell

_LINES = "\n"


class WhatIsThis(QObject):
    """Gives every part of the window the text that it has, whenever a person asks what it is.

    Tool tips and descriptions change during a run, so they are collected at each question.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window

    @Slot()
    def ask(self) -> None:
        """Let the next click of the mouse explain what is below it; Esc ends that."""
        for part in self._window.findChildren(QWidget):
            part.setWhatsThis(explanation(part))
            if isinstance(part, QTabBar):  # which Qt asks about its tabs only
                for tab in range(part.count()):
                    part.setTabWhatsThis(tab, part.tabToolTip(tab) or part.whatsThis())
        for action in self._window.findChildren(QAction):
            action.setWhatsThis(action.toolTip())
        QWhatsThis.enterWhatsThisMode()

    @Slot()
    def explain_focus(self) -> None:
        """Explain what has the focus, or ask for a click if nothing has it."""
        part = QApplication.focusWidget()
        text = "" if part is None else _of_focused(part)
        if part is None or not text:
            self.ask()
            return
        QWhatsThis.showText(part.mapToGlobal(_place_in(part)), text, part)
        announce(part, text, assertive=True)


def explanation(part: QWidget) -> str:
    """Return what a part of the window says of itself; empty if it leaves that to those around it.

    The caption of a field says what the field does, and so does the room around a single one.
    """
    from .explanations import EXPLANATIONS, FORMULAE  # loaded on use

    around = part.parentWidget()
    if isinstance(part, Cell):
        return explanation(part.content)
    if isinstance(around, Cell) and part is around.caption:
        return explanation(around.content)
    name = part.objectName()
    is_cut = isinstance(part, QLabel) and part.toolTip() == part.text()  # its tool tip is the rest
    tip = "" if is_cut else part.toolTip()
    found = _lines((EXPLANATIONS.get(name, ""), tip, part.accessibleDescription()))
    if not found and len(stops := list(filter(_is_stop, part.findChildren(QWidget)))) == 1:
        return explanation(stops[0])
    return _lines((found, str(part.property(FORMULA) or FORMULAE.get(name, ""))))


def _of_focused(part: QWidget) -> str:
    """Return the explanation of a part, or of the nearest one around it that has any."""
    if isinstance(part, QAbstractItemView) and (current := part.currentIndex()).isValid():
        return str(current.data(Qt.ItemDataRole.WhatsThisRole) or explanation(part))
    around: QWidget | None = part
    while around is not None and not around.isWindow():
        if text := explanation(around):
            return text
        around = around.parentWidget()
    return ""


def _place_in(part: QWidget) -> QPoint:
    """Return where to explain a part: below it, or below its current cell."""
    if isinstance(part, QAbstractItemView):
        return part.viewport().mapTo(part, part.visualRect(part.currentIndex()).bottomLeft())
    if isinstance(part, QAbstractScrollArea):
        return part.rect().center()
    return part.rect().bottomLeft()


def _is_stop(part: QWidget) -> bool:
    """Return whether Tab reaches a part."""
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and not part.isHidden()


def _lines(texts: Iterable[str]) -> str:
    """Return the texts below one another, without any that another one has already."""
    kept: list[str] = []
    for text in texts:
        if text and not any(text in each for each in kept):
            kept.append(text)
    return _LINES.join(kept)
