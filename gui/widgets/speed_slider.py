"""The slider for the pace of a run, from one epoch per second to unlimited."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from ..run.controls import Pace

# Each step is 26 % faster: fine enough to choose a pace, coarse enough for the arrow keys.
STEPS_PER_DECADE = 10
# Up to 100,000 epochs per second: single epochs of faster runs cannot be watched anyway.
DECADES = 5
UNLIMITED = DECADES * STEPS_PER_DECADE + 1


class SpeedSlider(QWidget):
    """A logarithmic slider with "max" at the right end; ``pace_changed`` carries the pace."""

    pace_changed = Signal(Pace)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("speed")
        self._slider.setAccessibleName("Speed in epochs per second")
        self._slider.setToolTip("Speed: from 1 epoch per second to unlimited")
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
        self._slider.valueChanged.connect(self._report_pace)
        self._slider.setValue(UNLIMITED)

    def pace(self) -> Pace:
        """Return the current pace."""
        return pace_at(self._slider.value())

    def position(self) -> int:
        """Return the position of the slider, which is kept for the next start."""
        return self._slider.value()

    def set_position(self, position: int) -> None:
        """Move the slider."""
        self._slider.setValue(position)

    @Slot(int)
    def _report_pace(self, position: int) -> None:
        pace = pace_at(position)
        self._label.setText(_pace_text(pace))
        self.pace_changed.emit(pace)


def pace_at(position: int) -> Pace:
    """Return the pace at a slider position, rounded to two digits."""
    if position >= UNLIMITED:
        return Pace()
    return Pace(float(f"{10 ** (position / STEPS_PER_DECADE):.1e}"))


def _pace_text(pace: Pace) -> str:
    return (
        "max"
        if pace.epochs_per_second is None
        else f"{pace.epochs_per_second:,.3g}/s".replace("e+0", "e")
    )
