"""The strip below the tables and plots: what the run is doing, and the remedy at one click."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ..message import Fix, Message, MessageKind
from ..palette import kind_colour


class DiagnosisPanel(QWidget):
    """Shows one message; ``fix_chosen`` carries the settings its button would change."""

    fix_chosen = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnosis")
        self._shown: Message | None = None
        self._fix: Fix | None = None
        self._mark = QLabel()
        self._sentence = QLabel()
        self._sentence.setObjectName("diagnosis_sentence")
        self._sentence.setAccessibleName("Diagnosis")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)  # it may hold names out of a file
        self._sentence.setWordWrap(True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.setObjectName("fix")
        self._button.hide()
        self._button.clicked.connect(self._choose)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(8)
        layout.addWidget(self._mark)
        layout.addWidget(self._sentence, 1)
        layout.addWidget(self._button)
        self.setFixedHeight(2 * self._button.sizeHint().height())

    def show_message(self, message: Message) -> None:
        """Show a message in place of the one before."""
        if message == self._shown:
            return
        self._shown, self._fix = message, message.fix
        self._mark.setText(message.kind.value)
        self._colour_mark()
        self._sentence.setText(message.text)
        self._button.setVisible(message.fix is not None)
        self._button.setText(message.fix.label if message.fix else "")

    def show_refusal(self, sentence: str) -> None:
        """Show why something was refused."""
        self.show_message(Message(MessageKind.FAULT, sentence))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette with the mark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour_mark()

    def _colour_mark(self) -> None:
        if self._shown is not None:
            colour = kind_colour(self._shown.kind, self.palette())
            self._mark.setStyleSheet(f"color: {colour.name()}")

    @Slot()
    def _choose(self) -> None:
        if self._fix is not None:
            self.fix_chosen.emit(dict(self._fix.changes))
