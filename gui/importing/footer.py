"""The lowest line of the dialog: how far the import is or why it cannot be, and the buttons."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

_GRID = 8
_STEPS = 1000


class Footer(QWidget):
    """``asked`` for the import, or ``cancelled``."""

    asked = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = QLabel()
        self._sentence.setObjectName("import_obstacle")
        self._sentence.setWordWrap(True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._progress = QProgressBar()
        self._progress.setObjectName("import_progress")
        self._progress.setAccessibleName("How much of the file is read")
        self._progress.setRange(0, _STEPS)
        self._progress.hide()
        self._cancel = QPushButton("Cancel")
        self._cancel.setObjectName("import_cancel")
        self._cancel.setAutoDefault(False)
        self._import = QPushButton("&Import")
        self._import.setObjectName("import_button")
        self._import.setDefault(True)
        self._import.clicked.connect(self.asked)
        self._cancel.clicked.connect(self.cancelled)
        self._lay_out()

    def show_obstacle(self, sentence: str) -> None:
        """Offer the import, unless a sentence says why there is none."""
        self._sentence.setText(sentence)
        self._import.setEnabled(not sentence)
        self._import.setToolTip(sentence)
        self._progress.hide()
        self._sentence.show()

    @Slot(float)
    def show_progress(self, fraction: float) -> None:
        """Show how much of the import is done, which can only be cancelled meanwhile."""
        self._sentence.hide()
        self._progress.show()
        self._progress.setValue(round(fraction * _STEPS))
        self._import.setEnabled(False)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(_GRID)
        line.addWidget(self._sentence, 1)
        line.addWidget(self._progress, 1)
        line.addWidget(self._cancel)
        line.addWidget(self._import)
