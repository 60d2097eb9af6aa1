"""What the models of views have in common that follow the run: a frame, or why there is none."""

from enum import Enum
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from ..background import TaskQueue
from ..document import Document
from .run_follower import RunFollower
from .session import Session, Update

Gap = TypeVar("Gap", bound=Enum)
Shown = TypeVar("Shown")
Found = TypeVar("Found")


class FollowedModel(QObject, Generic[Gap, Shown, Found]):
    """Keeps the frame that a view shows up to date while it is seen; hidden, it computes nothing.

    ``changed`` says that there is another frame, or another reason for none, and ``failed`` carries
    the report of a thread. A model says what it finds (``_find``), what it takes from a thread
    (``_take``), and what it forgets when it is hidden or the document is another (``_forget``).
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(
        self, name: str, gap: Gap, document: Document, session: Session, parent: QObject
    ) -> None:
        """Take the name of its threads, and why there is nothing to show before it has looked."""
        super().__init__(parent)
        self._document, self._session = document, session
        self._gap = gap
        self._frame: Shown | None = None
        self._tasks = TaskQueue(name, self)
        self._tasks.done.connect(self._take)
        self._tasks.failed.connect(self.failed)
        self._follower = RunFollower(session, self)
        self._follower.due.connect(self._refresh)
        self._follower.passed.connect(self._refresh)
        session.updated.connect(self._follow)

    @property
    def frame(self) -> Shown | None:
        """What is shown; None while there is a gap."""
        return self._frame

    @property
    def gap(self) -> Gap:
        """Why there is no frame."""
        return self._gap

    def resume(self) -> None:
        """Show the present, and follow it: the view is seen."""
        if not self._follower.is_watched:
            self._follower.resume()
            self._refresh()

    def pause(self) -> None:
        """Compute nothing more: the view is not seen."""
        self._follower.pause()
        self._tasks.cancel()
        self._forget()

    def shut_down(self) -> None:
        """Stop for good; return once no thread is left."""
        self.pause()
        self._tasks.stop()

    @Slot(Update)
    def _follow(self, update: Update) -> None:
        """Follow the run and the document; a hidden view asks for the present once it is shown."""
        if update.document.is_another_document:
            self._forget()
        self._follower.follow(update)

    @Slot()
    def _refresh(self) -> None:
        """Show what there is now, as far as it can be computed at once."""
        if self._follower.is_watched:
            self._follower.begin()
            self._gap, self._frame = self._find()
            self.changed.emit()

    def _find(self) -> tuple[Gap, Shown | None]:
        """Return what is to be shown now, or why there is nothing."""
        raise NotImplementedError

    def _take(self, found: Found) -> None:
        """Take what a thread has computed."""
        raise NotImplementedError

    def _forget(self) -> None:
        """Forget all that was computed."""
        self._frame = None
