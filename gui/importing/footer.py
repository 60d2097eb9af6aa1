"""The bottom row of the dialog: progress, or what prevents the import, and the buttons."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QWidget,
)

_GRID = 8
_STEPS = 1000  # finer than one pixel of the bar


class Footer(QWidget):
    """Emits `import_requested` or `cancelled` when a button is pressed."""

    import_requested = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = QLabel()
        self._sentence.setObjectName("import_obstacle")
        self._sentence.setWordWrap(True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._progress = QProgressBar()
        self._progress.setObjectName("import_progress")
        self._progress.setAccessibleName("Import progress")
        self._progress.setRange(0, _STEPS)
        self._progress.hide()
        # The box orders the buttons as the desktop does, and makes Import the default.
        self._buttons = QDialogButtonBox()
        self._import = self._buttons.addButton("&Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self._import.setObjectName("import_button")
        cancel = self._buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("import_cancel")
        cancel.setAutoDefault(False)
        self._buttons.accepted.connect(self.import_requested)
        self._buttons.rejected.connect(self.cancelled)
        self._lay_out()

    def show_obstacle(self, sentence: str) -> None:
        """Disable Import and show why; enable it if the sentence is empty."""
        self._sentence.setText(sentence)
        self._import.setEnabled(not sentence)
        self._import.setToolTip(sentence)
        self._progress.hide()
        self._sentence.show()

    @Slot(float)
    def show_progress(self, fraction: float) -> None:
        """Show the fraction done; only Cancel is enabled meanwhile."""
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
        line.addWidget(self._buttons)
