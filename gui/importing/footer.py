"""The lowest line of the dialog: how far the import is or why it cannot be, and the buttons."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QWidget,
)

from ..appearance import GRID

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
        # In the order that the desktop has them, and the first to accept is the dialog's default.
        self._buttons = QDialogButtonBox()
        self._import = self._buttons.addButton("&Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self._import.setObjectName("import_button")
        cancel = self._buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("import_cancel")
        cancel.setAutoDefault(False)
        self._buttons.accepted.connect(self.asked)
        self._buttons.rejected.connect(self.cancelled)
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
        line.setSpacing(GRID)
        line.addWidget(self._sentence, 1)
        line.addWidget(self._progress, 1)
        line.addWidget(self._buttons)
