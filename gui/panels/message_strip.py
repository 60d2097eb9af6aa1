"""The message strip below the tables and plots, with a button for a suggested fix."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ..text.message import Fix, Message, MessageKind
from ..theme.appearance import GRID
from ..theme.palette import kind_colour

LINES = 12
"""A tooltip with more covers half of a small window."""


class MessageStrip(QWidget):
    """Shows one Message; ``fix_chosen`` carries the Fix of its button."""

    fix_chosen = Signal(Fix)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnosis")
        self._shown: Message | None = None
        self._fix: Fix | None = None
        self._symbol = QLabel()
        self._sentence = QLabel()
        self._sentence.setObjectName("diagnosis_sentence")
        self._sentence.setAccessibleName("Diagnosis")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)  # it may contain names from a file
        self._sentence.setWordWrap(True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.setObjectName("fix")
        self._button.hide()
        self._button.clicked.connect(self._choose)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        layout.setSpacing(GRID)
        layout.addWidget(self._symbol)
        layout.addWidget(self._sentence, 1)
        layout.addWidget(self._button)
        # Two lines of text, so that a long message does not change the layout of the window.
        self.setFixedHeight(2 * self._button.sizeHint().height())

    @property
    def sentence(self) -> str:
        """The text shown."""
        return self._sentence.text()

    def show_message(self, message: Message) -> None:
        """Replace the current message."""
        if message == self._shown:
            return
        self._shown, self._fix = message, message.fix
        self._symbol.setText(message.kind.value)
        self._colour_symbol()
        self._sentence.setText(message.text)
        self._sentence.setToolTip(_first_lines(message.detail))
        self._button.setVisible(message.fix is not None)
        self._button.setText(message.fix.label if message.fix else "")
        self._button.setToolTip(message.fix.why if message.fix else "")

    def show_refusal(self, sentence: str) -> None:
        """Show why something was refused."""
        self.show_message(Message(MessageKind.FAULT, sentence))

    def changeEvent(self, event: QEvent) -> None:
        """Recolour the symbol when the palette changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour_symbol()

    def _colour_symbol(self) -> None:
        if self._shown is not None:
            colour = kind_colour(self._shown.kind, self.palette())
            self._symbol.setStyleSheet(f"color: {colour.name()}")

    @Slot()
    def _choose(self) -> None:
        if self._fix is not None:
            self.fix_chosen.emit(self._fix)


def _first_lines(text: str) -> str:
    """Return as many lines as a tooltip should have."""
    lines = text.split("\n")
    return text if len(lines) <= LINES else "\n".join([*lines[:LINES], "…"])
