"""The strip below the tables and plots: what the run is doing, and the remedy at one click."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ..diagnosis import Diagnosis, Fix
from ..palette import tone_colour
from ..tone import Tone


class DiagnosisPanel(QWidget):
    """Shows one diagnosis; ``fix_chosen`` carries the settings its button would change."""

    fix_chosen = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnosis")
        self._shown: Diagnosis | None = None
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

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """Show a diagnosis in place of the one before."""
        if diagnosis == self._shown:
            return
        self._shown, self._fix = diagnosis, diagnosis.fix
        self._mark.setText(diagnosis.tone.value)
        self._colour_mark()
        self._sentence.setText(diagnosis.sentence)
        self._button.setVisible(diagnosis.fix is not None)
        self._button.setText(diagnosis.fix.label if diagnosis.fix else "")

    def show_refusal(self, sentence: str) -> None:
        """Say why something was refused."""
        self.show_diagnosis(Diagnosis(Tone.FAULT, sentence))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette with the mark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour_mark()

    def _colour_mark(self) -> None:
        if self._shown is not None:
            colour = tone_colour(self._shown.tone, self.palette())
            self._mark.setStyleSheet(f"color: {colour.name()}")

    @Slot()
    def _choose(self) -> None:
        if self._fix is not None:
            self.fix_chosen.emit(dict(self._fix.changes))
