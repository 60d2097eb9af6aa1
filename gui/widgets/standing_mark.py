"""The mark in the strip for what is wrong, and stays wrong until it is mended."""

from enum import Enum

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..background.reporting import reporting
from ..text.message import Message
from ..text.translation import translate
from ..theme.palette import kind_colour
from .elided_label import ElidedLabel

GAP = "  "
ROOM = translate("widgets", "▲ Still writing “table.csv”…")
"""No text is sure of more width than this one, or a window of 900 pixels would have to grow."""


class Concern(Enum):
    """What a standing message is about; the first is shown first."""

    SAVE = "the document is still being written"
    EXPORT = "an export is still being written"
    RECOVERY = "no recovery copies can be written"
    SETTINGS = "no settings can be kept"


class StandingMark(ElidedLabel):
    """Shows standing messages, each for as long as it is true; hidden if there is none.

    The sentence beside it changes with the run; these stay. Of each, the part before its colon is
    shown, or only that of the first if there is no room for more; the tooltip has all of it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("standing_mark")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._standing: dict[Concern, Message] = {}
        self._show()

    @property
    def is_writing(self) -> bool:
        """Whether it says that a file is still being written."""
        return Concern.SAVE in self._standing or Concern.EXPORT in self._standing

    def show_message(self, about: Concern, message: Message | None) -> None:
        """Show a message about this instead of the former one; None if all is well."""
        self._standing.pop(about, None)
        if message is not None:
            self._standing[about] = message
        self._show()

    def shown_text(self) -> str:
        """Return the longest of the texts that fits."""
        room = self.contentsRect().width()
        texts = [self.text(), *map(_short, self._messages()[:1])]
        fitting = (text for text in texts if self.fontMetrics().horizontalAdvance(text) <= room)
        return next(fitting, super().shown_text())

    def minimumSizeHint(self) -> QSize:
        """Return the width of the first message."""
        width_of = self.fontMetrics().horizontalAdvance
        widths = [min(width_of(_short(each)), width_of(ROOM)) for each in self._messages()[:1]]
        return QSize(sum(widths), super().minimumSizeHint().height())

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Recolour the text when the palette changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _messages(self) -> list[Message]:
        return [self._standing[about] for about in Concern if about in self._standing]

    def _show(self) -> None:
        messages = self._messages()
        details = "\n".join(each.detail for each in messages)
        whole = "\n".join(f"{each.kind.value} {each.text}" for each in messages)
        self.setText(GAP.join(map(_short, messages)))
        self.setToolTip("\n\n".join([whole, details]) if messages else "")
        self.setAccessibleDescription(details)
        self._colour()
        self.setVisible(bool(messages))

    def _colour(self) -> None:
        """Colour the text, unless it has that colour: setting it changes the palette again."""
        window = self.parentWidget() or self
        for message in self._messages()[:1]:
            colour = kind_colour(message.kind, window.palette())
            palette = self.palette()
            if palette.color(self.foregroundRole()) != colour:
                palette.setColor(self.foregroundRole(), colour)
                self.setPalette(palette)


def _short(message: Message) -> str:
    return f"{message.kind.value} {message.text.partition(': ')[0]}"
