"""Moving h by tenths of decades, and playing h → 0."""

import math
from decimal import Decimal
from enum import Enum
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

TENTHS = 10
"""Steps of an arrow key in a decade; so 1, 1.26, 1.58, 2, … are gone through."""
DIGITS = 3
"""Of an h that was reached by steps."""
SECONDS_A_DECADE = 8 / 17
"""17 decades, the whole range of most tables, take 8 s."""
MOST_SECONDS = 8.0
"""The tip of the button says so, also of a table whose range is 290 decades."""
MOST_STEPS = 24
"""Of less motion: three a second, as more changes of a picture are not calm. They are a decade each
in the range of nearly every table."""
FRAME_MILLISECONDS = 33


def moved(h: float, tenths: int) -> float:
    """Return h after this many steps of a tenth of a decade, in three digits.

    The first step from any other h goes to the nearest one of the series. Whole decades move the
    decimal point alone, and keep all digits.
    """
    if tenths % TENTHS == 0:
        return float(Decimal(repr(h)).scaleb(tenths // TENTHS))
    place = round(math.log10(h) * TENTHS, 6)
    start = math.floor(place) if tenths > 0 else math.ceil(place)
    start = round(place) if abs(place - round(place)) < 0.02 else start
    decades, rest = divmod(start + tenths, TENTHS)
    return float(f"{10.0 ** (rest / TENTHS):.{DIGITS - 1}f}e{decades}")  # inf after the last number


class Playing(Enum):
    """How h → 0 is played."""

    SMOOTH = "smooth"
    STEPS = "a decade at a time, as for less motion"


class HPlayback(QObject):
    """Plays h from the largest to the smallest; ``h_reached`` carries each h on the way.

    ``ended`` follows at the end, and when it is stopped.
    """

    h_reached = Signal(float)
    ended = Signal()

    def __init__(self, parent: QObject, playing: Playing = Playing.SMOOTH) -> None:
        super().__init__(parent)
        self.playing = playing
        self._largest = self._decades = 0.0
        self._seconds_a_decade = SECONDS_A_DECADE
        self._decades_a_step = 1
        self._began = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.choose(playing)
        self._timer.timeout.connect(self._advance)

    @property
    def is_playing(self) -> bool:
        """Whether h is on its way."""
        return self._timer.isActive()

    def choose(self, playing: Playing) -> None:
        """Play in this way; what is on its way is stopped."""
        self.stop()
        self.playing = playing

    def play(self, largest: float, smallest: float) -> None:
        """Begin at the largest h."""
        self._largest = largest
        self.aim(smallest)
        self._seconds_a_decade = min(SECONDS_A_DECADE, MOST_SECONDS / self._decades)
        milliseconds = FRAME_MILLISECONDS
        if self.playing is Playing.STEPS:
            self._decades_a_step = math.ceil(self._decades / MOST_STEPS)
            milliseconds = int(1000 * self._seconds_a_decade * self._decades_a_step)
        self._timer.setInterval(milliseconds)
        self._began = perf_counter()
        self._timer.start()
        self.h_reached.emit(largest)

    def aim(self, smallest: float) -> None:
        """End at this h, at the same pace: the range of a run changes while h falls."""
        self._decades = math.log10(self._largest) - math.log10(smallest)

    @Slot()
    def stop(self) -> None:
        """Stay at the h that is reached."""
        if self._timer.isActive():
            self._timer.stop()
            self.ended.emit()

    @Slot()
    def _advance(self) -> None:
        gone = (perf_counter() - self._began) / self._seconds_a_decade
        is_over = gone >= self._decades or math.isclose(gone, self._decades)
        if self.playing is Playing.STEPS and not is_over:  # the last step may be a part of one
            gone = self._decades_a_step * math.floor(gone / self._decades_a_step + 0.5)
        gone = self._decades if is_over else min(gone, self._decades)
        h = 10.0 ** (math.log10(self._largest) - gone)
        self.h_reached.emit(float(f"{h:.{DIGITS - 1}e}"))
        if gone >= self._decades:
            self.stop()
