"""A message shown for a while, or until the next act, in place of the run's diagnosis."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ..text.message import Message, MessageKind
from ..text.translation import translate

WORKING = translate("window", "{step} …")
MILLISECONDS = 8000
"""Long enough to read two sentences; shorter than the usual wait before the next action."""
STANDING = frozenset({MessageKind.FAULT, MessageKind.WARNING})
"""What did not work is read later, too: a person may have looked elsewhere when it was shown."""


class StatusMessage(QObject):
    """The latest message about something other than the run; ``changed`` when it is another one."""

    changed = Signal()

    def __init__(self, parent: QObject, milliseconds: int = MILLISECONDS) -> None:
        super().__init__(parent)
        self._current: Message | None = None
        self._timer = QTimer(self, singleShot=True, interval=milliseconds)
        self._timer.timeout.connect(self.clear)

    @property
    def current(self) -> Message | None:
        """The message to show; None if there is none."""
        return self._current

    @property
    def is_standing(self) -> bool:
        """Whether the message stays until something else is done: one that asks to do something."""
        now = self._current
        return now is not None and (now.kind in STANDING or now.fix is not None)

    def show(self, message: Message) -> None:
        """Show a message for a while, or until ``clear`` if it stands."""
        self._replace(message)
        if self.is_standing:
            self._timer.stop()
        else:
            self._timer.start()

    @Slot(str)
    def begin(self, step: str) -> None:
        """Show that a step is being made, until ``end``."""
        self._timer.stop()
        self._replace(Message(MessageKind.GOING, WORKING.format(step=step)))

    @Slot()
    def end(self) -> None:
        """Remove the message that a step is being made; a message about its result stays."""
        if self._current is not None and self._current.kind is MessageKind.GOING:
            self.clear()

    @Slot()
    def clear(self) -> None:
        """Show no message."""
        self._timer.stop()
        self._replace(None)

    def _replace(self, message: Message | None) -> None:
        if message != self._current:
            self._current = message
            self.changed.emit()
