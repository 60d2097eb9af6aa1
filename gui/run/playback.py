"""Plays the epochs of a run back, from the one shown to the latest."""

import math
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from .run_state import RunState
from .session import Session

MILLISECONDS = 33
"""Between two epochs: more often the window is not drawn either."""
LONGEST_SECONDS = 0.2
"""A redraw that took longer than this does not let epochs be left out."""
DECADES_PER_SECOND = 1.0
"""At the usual speed. So 1,000 epochs take 3 s, as in a first run, and 10¹² take 12 s."""


class EpochPlayback(QObject):
    """Shows one epoch after another, in logarithms: each tenfold takes equally long.

    Only recorded epochs are shown, which need no computing. ``playing_changed`` says whether epochs
    are played back now.
    """

    playing_changed = Signal(bool)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._speed, self._place, self._shown = 1.0, 0.0, -1
        self._since = 0.0
        self._past: object = None  # of the run whose epochs are played
        self._timer = QTimer(self, interval=MILLISECONDS)
        self._timer.timeout.connect(self._show_next)
        session.state_changed.connect(self._follow_state)

    @property
    def is_playing(self) -> bool:
        """Whether epochs are played back now."""
        return self._timer.isActive()

    @Slot()
    def play_or_stop(self) -> None:
        """Play the epochs from the one shown, of the latest from the start; or stop that."""
        if self.is_playing:
            self.stop()
        elif (progress := self._session.progress) is not None:
            earlier, self._past = self._session.earlier, progress.past
            self._shown = 0 if earlier is None else earlier.epoch
            self._place, self._since = math.log1p(self._shown), perf_counter()
            self._session.show_recorded(self._shown)
            self._timer.start()
            self.playing_changed.emit(True)

    @Slot()
    def stop(self) -> None:
        """Stay at the epoch shown."""
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    @Slot(float)
    def set_speed(self, speed: float) -> None:
        """Play so many times as fast as usual."""
        self._speed = speed

    @Slot()
    def _show_next(self) -> None:
        """Show the epoch that is due, if it is another one; stop at the latest.

        It also stops if another run has taken the place of the one played, both at rest.
        """
        progress, now = self._session.progress, perf_counter()
        if progress is None or progress.past is not self._past:
            self.stop()
            return
        seconds, self._since = min(now - self._since, LONGEST_SECONDS), now
        self._place += seconds * self._speed * DECADES_PER_SECOND * math.log(10)
        latest = progress.frame.epoch
        if self._place >= math.log1p(latest):
            self.stop()
            self._session.show_latest()
            return
        epoch = int(math.expm1(self._place))
        if epoch != self._shown:
            self._shown = epoch
            self._session.show_recorded(epoch)

    @Slot(RunState)
    def _follow_state(self, _: RunState) -> None:
        """Stop: a run that begins, pauses or is left shows its latest epoch."""
        self.stop()
