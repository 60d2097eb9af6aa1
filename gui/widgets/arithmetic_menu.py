"""The menu Copy As of one piece of arithmetic: as text, as a formula, or as a program."""

from collections.abc import Callable
from enum import Enum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from engine.language.sentence import marked
from engine.limit.arithmetic import Notation

from ..text.message import Message, MessageKind
from ..text.translation import translate, translated

COPIED = translate("widgets", "Copied {thing} as {notation}.")
NOTATION_NAMES = {
    Notation.TEXT: translate("widgets", "text"),
    Notation.LATEX: translate("widgets", "LaTeX"),
    Notation.NUMPY: translate("widgets", "NumPy"),
}


class CopyEntry(Enum):
    """The entries of the menu: how each writes the arithmetic, and what that is good for."""

    TEXT = (
        Notation.TEXT,
        marked("widgets", "&Text"),
        marked("widgets", "Line by line, with all digits of each number"),
    )
    LATEX = (
        Notation.LATEX,
        marked("widgets", "&LaTeX"),
        marked("widgets", "As a formula for a document"),
    )
    NUMPY = (
        Notation.NUMPY,
        marked("widgets", "&NumPy Code"),
        marked("widgets", "As a program with the same result, to the last bit"),
    )

    @property
    def notation(self) -> Notation:
        """How the arithmetic is written."""
        return self.value[0]


class ArithmeticMenu(QMenu):
    """Puts on the clipboard what ``write`` makes of a notation; empty, it copies nothing.

    ``message`` carries what was copied. ``thing`` is what that is called in a sentence.
    """

    message = Signal(Message)

    def __init__(
        self, name: str, title: str, thing: str, write: Callable[[Notation], str], parent: QWidget
    ) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setToolTipsVisible(True)
        self._thing, self._write = thing, write
        for entry in CopyEntry:
            _, text, tip = entry.value
            action = self.addAction(translated(text))
            action.setObjectName(f"{name}_{entry.name.lower()}")
            action.setToolTip(translated(tip))
            action.triggered.connect(partial(self.copy_as, entry.notation))

    def copy_as(self, notation: Notation) -> None:
        """Copy the arithmetic in one notation, if there is any."""
        text = self._write(notation)
        if not text:
            return
        QGuiApplication.clipboard().setText(text)
        sentence = COPIED.format(thing=self._thing, notation=NOTATION_NAMES[notation])
        self.message.emit(Message(MessageKind.GOOD, sentence))
