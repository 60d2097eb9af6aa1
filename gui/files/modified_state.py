"""Whether the document or its run has unsaved changes, and what a save would write."""

from dataclasses import dataclass, fields, replace
from operator import attrgetter, is_not
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ..document import Document, DocumentKey, Experiment, Fitted, is_kept
from ..run.session import Session
from .secant_document import Snapshot

if TYPE_CHECKING:
    from engine.past.saved_run import SavedRun


@dataclass(frozen=True, eq=False)
class Marks:
    """What a document was when it was opened, and when it was last saved or unmodified.

    ``in_file`` is None if it has no file, ``saved`` if all of it is unsaved work.
    """

    opened: Experiment | None = None
    saved: Snapshot | None = None
    in_file: Snapshot | None = None

    @property
    def is_kept(self) -> bool:
        """Whether it has a file, or was recovered: work that undo alone does not protect enough."""
        is_recovered = self.opened is not None and self.saved is None
        return self.in_file is not None or is_recovered


UNSAVED = Marks()
_OF_SETTINGS = frozenset({"settings", "former", "steps_origin"})
"""The settings of an experiment, and what it remembers of how they were chosen."""
_all_but_settings = attrgetter(*(f.name for f in fields(Experiment) if f.name not in _OF_SETTINGS))


class ModifiedState(QObject):
    """Compares the document and its run with what was last opened or saved.

    ``changed`` is emitted when ``is_modified`` changes. Undo restores the very same ``Experiment``
    objects, so the saved one is recognised even after edits made during the save. The marks are
    kept for each document that undo can show again.
    """

    changed = Signal()

    def __init__(self, document: Document, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._session = document, session
        self._marks: dict[DocumentKey, Marks] = {}
        self._left: dict[DocumentKey, Snapshot] = {}
        self._put_mark(is_in_file=False)
        self._last = False
        document.about_to_replace.connect(self._leave)
        document.working.connect(self.update)
        document.idle.connect(self.update)
        document.runs_kept.connect(self.update)
        session.updated.connect(self.update)

    def snapshot(self) -> Snapshot:
        """Return what a save would write now."""
        self._document.flush()
        return self._snapshot_so_far()

    @property
    def is_modified(self) -> bool:
        """Whether closing would lose anything."""
        self._document.flush()
        return self._is_modified_so_far()

    @property
    def is_told(self) -> bool:
        """What ``changed`` has told last; to ask for it shows no change of this turn."""
        return self._last

    @property
    def has_unsaved_work(self) -> bool:
        """Whether the document as it is shown, or its run, has what is in no file."""
        self._document.flush()
        return self._is_edited() or self._has_newer_weights() or self._has_other_runs()

    @property
    def left_unsaved(self) -> list[Snapshot]:
        """The documents, with a file or recovered, that were replaced before they were saved.

        Undo or redo shows them again, but closing or opening would lose their changes.
        """
        shown = self._document.experiment.key
        return [left for key, left in self._left.items() if key is not shown]

    @property
    def has_changed(self) -> bool:
        """Whether a crash would lose anything, also settings that closing does not ask about."""
        return self._is_modified_so_far() or self._has_other_settings()

    def mark_opened(self, is_in_file: bool) -> None:
        """Treat the document, just opened, as unmodified: as its file has it, or as a new one."""
        self._put_mark(is_in_file)
        self.update()

    def mark_begun(self, experiment: Experiment) -> None:
        """Treat a new document that is about to be shown as unmodified."""
        self._marks[experiment.key] = Marks(experiment, Snapshot(experiment))

    def forget_left(self) -> None:
        """Ask no more about the documents that were replaced before; undo still shows them."""
        self._left.clear()
        self.update()

    def mark_recovered(self) -> None:
        """Treat the document, just opened, as unsaved work."""
        now = self._document.experiment
        self._marks, self._left = {now.key: Marks(now)}, {}
        self.update()

    def mark_saved(self, saved: Snapshot) -> None:
        """Record what the file holds now, whether or not the window still shows it."""
        key = saved.experiment.key
        marks = self._marks.get(key, UNSAVED)
        saved = replace(saved, run=None)  # whose keyframes would be kept in memory
        self._marks[key] = replace(marks, saved=saved, in_file=saved)
        if key in self._left and self._left[key].experiment is saved.experiment:
            del self._left[key]
        self.update()

    @Slot()
    def update(self) -> None:
        """Emit ``changed`` if ``is_modified`` has changed.

        Changes of this turn are not shown for it: the session tells of them at its end, and this
        is called again.
        """
        if self._is_modified_so_far() is not self._last:
            self._last = not self._last
            self.changed.emit()

    @property
    def _present(self) -> Marks:
        """The marks of the document shown; a table that has replaced another is all unsaved."""
        return self._marks.get(self._document.experiment.key, UNSAVED)

    @Slot()
    def _leave(self) -> None:
        """Keep the unsaved changes of the document that is about to be replaced."""
        key = self._document.experiment.key
        self._left.pop(key, None)
        if self._present.is_kept and self.has_unsaved_work:
            self._left[key] = self.snapshot()

    def _put_mark(self, is_in_file: bool) -> None:
        """Forget all other documents; the marks come first because the snapshot depends on them."""
        now = self._document.experiment
        self._marks, self._left = {now.key: Marks(now)}, {}
        saved = replace(self._snapshot_so_far(), run=None)
        self._marks[now.key] = Marks(now, saved, saved if is_in_file else None)

    def _snapshot_so_far(self) -> Snapshot:
        run, kept = self._run(), self._document.kept_runs
        fitted = run or self._fitted()
        return Snapshot(self._document.experiment, fitted, kept, run=self._run_to_keep(run))

    def _is_modified_so_far(self) -> bool:
        is_edited = self._is_edited() or self._document.is_busy
        return is_edited or self._has_newer_weights() or self._has_other_runs()

    def _is_edited(self) -> bool:
        """Return whether an edit needs saving; without a file, settings alone do not.

        A file holds its settings. An example has none: it is there to try η and h on, and gives
        its own again whenever it is opened. Those of the first one are kept for the next start.
        """
        now = self._document.experiment
        marks = self._marks.get(now.key, UNSAVED)
        if marks.saved is None:
            return True
        before = marks.saved.experiment
        if marks.in_file is not None or before is now:
            return before is not now
        return any(map(is_not, _all_but_settings(before), _all_but_settings(now)))

    def _has_other_settings(self) -> bool:
        before = self._present.saved
        return before is None or before.experiment.settings != self._document.settings

    def _has_other_runs(self) -> bool:
        """Return whether other runs are there than the file has; without one, whether any is kept.

        Those that nobody has chosen to keep come with each run, as its weights do.
        """
        in_file, runs = self._present.in_file, self._document.kept_runs
        if in_file is None:
            return any(map(is_kept, runs))
        if in_file.runs is runs:
            return False
        there, here = ({id(run) for run in each} for each in (in_file.runs, runs))
        return bool(there - here) or any(is_kept(run) for run in runs if id(run) not in there)

    def _has_newer_weights(self) -> bool:
        """Return whether the run has reached weights other than those in the file."""
        run, in_file = self._run(), self._present.in_file
        if in_file is None or run is None:
            return False
        return in_file.fitted is None or not np.array_equal(run.W, in_file.fitted.W)

    def _run(self) -> Fitted | None:
        """Return the run's current weights, if A and Y are the very tables that it ran on."""
        progress, now = self._session.progress_so_far, self._document.experiment
        if progress is None or progress.frame.epoch == 0:
            return None
        if progress.experiment.key is not now.key:
            return None  # the session has not heard yet that the document was replaced
        frame = progress.frame
        run = now.keep_fitted(Fitted(frame.W, frame.epoch, frame.loss), progress.experiment)
        return run if run is not None and _fits(run, now) else None

    def _run_to_keep(self, fitted: Fitted | None) -> "SavedRun | None":
        """Return the run that led to weights, as a file keeps it, if it is of these tables.

        One that goes on is kept as far as it has come, and goes on from there.
        """
        progress, now = self._session.progress_so_far, self._document.experiment
        if fitted is None or progress is None:
            return None
        if not now.has_tables_of(progress.experiment):
            return None
        from engine.past.saved_run import SavedRun  # loaded on use: no launch needs it

        return SavedRun(progress.settings, progress.frame, progress.trace, progress.past)

    def _fitted(self) -> Fitted | None:
        """Return the weights that were loaded with the document, if they are still its own."""
        fitted = self._document.fitted
        fits = fitted is not None and _fits(fitted, self._document.experiment)
        return fitted if fits else None


def _fits(fitted: Fitted, experiment: Experiment) -> bool:
    return fitted.W.shape == experiment.W.shape and bool(np.isfinite(fitted.W).all())
