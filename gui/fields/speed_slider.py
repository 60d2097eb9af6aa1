"""The slider for the pace of a run: from one epoch a second to as fast as it goes."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from ..controls import Pace

STEPS_PER_DECADE = 10
DECADES = 5
UNLIMITED = DECADES * STEPS_PER_DECADE + 1


class SpeedSlider(QWidget):
    """Logarithmic, with "max" at the right end."""

    pace_changed = Signal(Pace)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("speed")
        self._slider.setAccessibleName("Speed, in epochs a second")
        self._slider.setToolTip("Speed: from 1 epoch a second to as fast as it goes")
        self._slider.setRange(0, UNLIMITED)
        self._slider.setPageStep(STEPS_PER_DECADE)
        self._slider.setFixedWidth(96)
        self._label = QLabel()
        self._label.setFixedWidth(self._label.fontMetrics().horizontalAdvance("50,000/s") + 4)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._slider)
        layout.addWidget(self._label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._slider.valueChanged.connect(self._moved)
        self._slider.setValue(UNLIMITED)

    def pace(self) -> Pace:
        """Return the pace now chosen."""
        return pace_at(self._slider.value())

    def position(self) -> int:
        """Where the slider stands, to be kept for the next start."""
        return self._slider.value()

    def set_position(self, position: int) -> None:
        """Move the slider."""
        self._slider.setValue(position)

    @Slot(int)
    def _moved(self, position: int) -> None:
        pace = pace_at(position)
        self._label.setText(_shown(pace))
        self.pace_changed.emit(pace)


def pace_at(position: int) -> Pace:
    """Return the pace at a position of the slider, rounded to what can be read."""
    if position >= UNLIMITED:
        return Pace()
    return Pace(float(f"{10 ** (position / STEPS_PER_DECADE):.1e}"))


def _shown(pace: Pace) -> str:
    return (
        "max"
        if pace.epochs_per_second is None
        else f"{pace.epochs_per_second:,.3g}/s".replace("e+0", "e")
    )
