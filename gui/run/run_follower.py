"""When a view that follows the run is to look again: at once, after the tables, or now and then."""

from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ..document import Experiment
from .prepared_rows import PreparedRows
from .session import Session, Update

FOLLOWED_MILLISECONDS = 100
"""Between frames of a run at full speed. One of The limit takes the window 20 to 30 ms, and up to
67 while a run on all rows shares the caches: at every redraw, 30 ms apart, nothing else had its
turn."""


class Watching(Enum):
    """Whether anybody sees the view."""

    ON = "shown"
    OFF = "hidden: nothing is computed"


class RunFollower(QObject):
    """Tells a view when to look at the run and the document again; a hidden one is told nothing.

    ``due`` says that something is new, and ``passed`` that a run at full speed has passed more of
    its many epochs. ``rows_of`` has the rows that the view looks at.
    """

    due = Signal()
    passed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._watching = Watching.OFF
        self._prepared: PreparedRows | None = None
        self._behind = QTimer(self, singleShot=True, interval=FOLLOWED_MILLISECONDS)
        self._behind.timeout.connect(self._tell_passed)
        # The tables are drawn first: both in one turn would hold up the window twice as long.
        self._after_tables = QTimer(self, singleShot=True, interval=0)
        self._after_tables.timeout.connect(self._tell_due)

    @property
    def is_watched(self) -> bool:
        """Whether anybody sees the view."""
        return self._watching is Watching.ON

    def resume(self) -> None:
        """Follow the run from now on: the view is seen."""
        self._watching = Watching.ON

    def pause(self) -> None:
        """Follow nothing more: the view is not seen."""
        self._watching = Watching.OFF
        self._behind.stop()
        self._after_tables.stop()
        self._prepared = None

    def follow(self, update: Update) -> None:
        """Tell the view of an update of the session, now or later."""
        if self._watching is Watching.OFF:
            return
        is_more = bool(update.document) or update.state or update.epoch
        if not is_more and not self._session.is_paced:
            if not self._behind.isActive():
                self._behind.start()
        elif _comes_with_tables(update):
            self._after_tables.start()
        else:
            self.due.emit()

    def begin(self) -> None:
        """Begin to look: what was to come later is part of it, and the run waits until it is drawn.

        The run waits for less time than it would take from the drawing.
        """
        self._behind.stop()
        self._after_tables.stop()
        self._session.hold_while_drawing()

    def rows_of(self, experiment: Experiment) -> PreparedRows:
        """Return the rows that the run has prepared, or that are prepared here before a run."""
        of_run = self._session.prepared_rows
        if of_run.matches(experiment):
            return of_run
        former = of_run if self._prepared is None else self._prepared
        self._prepared = former.of_rows_of(experiment)
        return self._prepared

    @Slot()
    def _tell_passed(self) -> None:
        self.passed.emit()

    @Slot()
    def _tell_due(self) -> None:
        self.due.emit()


def _comes_with_tables(update: Update) -> bool:
    """Return whether the sheet shows other numbers too, which take most of a turn to draw."""
    document = update.document
    is_of_document = document.tables or document.is_another_document
    return bool(is_of_document or update.state or update.epoch)
