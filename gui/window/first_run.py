"""The first run of a session is slow enough to be watched, if it is that of an example."""

from enum import Enum

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent

from ..background.reporting import reporting_as_unhandled
from ..document import Document
from ..run.controls import FirstPace, Pace
from ..run.run_state import RunState
from ..run.session import Session
from ..widgets.action_button import ActionButton
from ..widgets.speed_slider import SpeedSlider
from .presenter import LESSONS

_ACTS = frozenset(
    {
        # All that a window hears of a key that is a shortcut.
        QEvent.Type.ShortcutOverride,
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)


class FirstRunStage(Enum):
    """Whether the first run of the session is still to come."""

    AHEAD = "no run has begun yet"
    PACED = "it is going on at its own pace"
    OVER = "every run has the pace of the slider"


class FirstRun(QObject):
    """Gives the first run its pace, until it ends or the person presses a key or clicks.

    A key or click that only pauses it leaves the pace: the run would be at its end before it is
    paused, but stops at the very frame.

    ``seconds`` is how long it takes; 0 leaves the pace of the slider, as for own tables.
    """

    def __init__(
        self,
        run_button: ActionButton,
        document: Document,
        session: Session,
        speed: SpeedSlider,
        seconds: float,
    ) -> None:
        super().__init__(run_button)
        self._run_button, self._document, self._session = run_button, document, session
        self._speed, self._seconds = speed, seconds
        self.stage = FirstRunStage.AHEAD
        document.changed.connect(self._show_pace)
        self._show_pace()

    @property
    def is_slow(self) -> bool:
        """Whether a run that begins now takes its time, unless the person has chosen a pace."""
        has_chosen = self._speed.pace() != Pace()
        if not self._seconds or self._document.lesson not in LESSONS or has_chosen:
            return False
        settings = self._document.settings
        return bool(settings.epochs and not settings.until_converged)

    def prepare(self) -> None:
        """Choose the pace of the run that is about to begin."""
        if self.stage is not FirstRunStage.AHEAD:
            return
        system_window = self._run_button.window().windowHandle()
        if not self.is_slow or not system_window:
            self._end()
            return
        self.stage, epochs = FirstRunStage.PACED, self._document.settings.epochs
        # The keys and clicks of this window alone, for some seconds.
        system_window.installEventFilter(self)
        self._session.state_changed.connect(self._follow_state)
        self._session.set_pace(FirstPace(epochs=epochs, seconds=self._seconds))

    def forgo(self) -> None:
        """Give every run the pace of the slider, from now on: less motion is asked for."""
        self._end()

    @reporting_as_unhandled
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on at the pace of the slider when the person does anything."""
        if event.type() in _ACTS and not self._pauses(event):
            self._end()
        return super().eventFilter(watched, event)

    def _pauses(self, event: QEvent) -> bool:
        """Return whether an act is the key of Run, or one on its button."""
        button = self._run_button
        match event:
            case QKeyEvent():
                is_key = QKeySequence(event.keyCombination()) == button.defaultAction().shortcut()
                return is_key or (button.hasFocus() and event.key() == Qt.Key.Key_Space)
            case QMouseEvent():
                place = button.mapFromGlobal(event.globalPosition().toPoint())
                return button.rect().contains(place)
        return False

    @Slot(RunState)
    def _follow_state(self, state: RunState) -> None:
        if not state.is_active:
            self._end()

    def _end(self) -> None:
        former, self.stage = self.stage, FirstRunStage.OVER
        if former is FirstRunStage.OVER:
            return
        self._show_pace()
        self._document.changed.disconnect(self._show_pace)
        if former is not FirstRunStage.PACED:
            return
        self._session.state_changed.disconnect(self._follow_state)
        if system_window := self._run_button.window().windowHandle():
            system_window.removeEventFilter(self)
        self._session.set_pace(self._speed.pace())

    @Slot()
    def _show_pace(self) -> None:
        """Say at the slider how long the first run takes, until it is over."""
        # One that is paced keeps its pace, whatever is edited meanwhile.
        if self._seconds and self.stage is not FirstRunStage.PACED:
            is_ahead = self.stage is FirstRunStage.AHEAD and self.is_slow
            self._speed.announce_first_run(self._seconds if is_ahead else 0.0)
