"""What is told for a while where the run's diagnosis stands otherwise."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from .diagnosis import Diagnosis
from .tone import Tone

MILLISECONDS = 8000


class Announcement(QObject):
    """The latest of what has happened, or is being done, beside the run; ``changed`` when it is."""

    changed = Signal()

    def __init__(self, parent: QObject, milliseconds: int = MILLISECONDS) -> None:
        super().__init__(parent)
        self._current: Diagnosis | None = None
        self._withdrawal = QTimer(self, singleShot=True, interval=milliseconds)
        self._withdrawal.timeout.connect(self.withdraw)

    @property
    def current(self) -> Diagnosis | None:
        """What is to be told; None where there is nothing."""
        return self._current

    def tell(self, diagnosis: Diagnosis) -> None:
        """Tell something for a while."""
        self._withdrawal.start()
        self._replace(diagnosis)

    @Slot(str)
    def begin(self, step: str) -> None:
        """Tell that something is being done, until it is at its end."""
        self._withdrawal.stop()
        self._replace(Diagnosis(Tone.GOING, f"{step} …"))

    @Slot()
    def end(self) -> None:
        """Tell no more that something is being done; what has come of it stays."""
        if self._current is not None and self._current.tone is Tone.GOING:
            self.withdraw()

    @Slot()
    def withdraw(self) -> None:
        """Tell nothing."""
        self._withdrawal.stop()
        self._replace(None)

    def _replace(self, diagnosis: Diagnosis | None) -> None:
        self._current = diagnosis
        self.changed.emit()
