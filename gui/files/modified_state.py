"""Whether the document or its run has unsaved changes, and what a save would write."""

import math
from dataclasses import fields, replace

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ..document import Document, Experiment, Fitted
from ..run.run_state import RunState
from ..run.session import Session
from .secant_document import Snapshot


class ModifiedState(QObject):
    """Compares the document and its run with what was last opened or saved.

    ``changed`` is emitted when ``is_modified`` changes. Undo restores the very same ``Experiment``
    objects, so the saved one is recognised even after edits made during the save.
    """

    changed = Signal()

    def __init__(self, document: Document, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._session = document, session
        self._opened = document.experiment
        self._saved: Snapshot | None = self.snapshot()
        self._in_file: Snapshot | None = None
        self._last = False
        document.working.connect(self.update)
        document.idle.connect(self.update)
        session.updated.connect(self.update)

    def snapshot(self) -> Snapshot:
        """Return what a save would write now."""
        return Snapshot(self._document.experiment, self._run() or self._fitted())

    @property
    def is_modified(self) -> bool:
        """Whether closing would lose anything."""
        return self._document.is_busy or self._is_edited() or self._has_newer_weights()

    @property
    def has_changed(self) -> bool:
        """Whether a crash would lose anything. That includes settings, which closing keeps without
        a save.
        """
        return self.is_modified or self._has_other_settings()

    def mark_opened(self, is_in_file: bool) -> None:
        """Treat the document, just opened, as unmodified: as its file has it, or as a new one."""
        self._opened = self._document.experiment
        self._saved = self.snapshot()
        self._in_file = self._saved if is_in_file else None
        self.update()

    def mark_recovered(self) -> None:
        """Treat the document, just opened, as unsaved work."""
        self._opened = self._document.experiment
        self._saved = self._in_file = None
        self.update()

    def mark_saved(self, saved: Snapshot) -> None:
        """Record what the file holds now, whether or not the window still shows it."""
        self._saved = self._in_file = saved
        self.update()

    @Slot()
    def update(self) -> None:
        """Emit ``changed`` if ``is_modified`` has changed."""
        if self.is_modified is not self._last:
            self._last = not self._last
            self.changed.emit()

    def _is_edited(self) -> bool:
        """Return whether an edit needs saving; without a file, settings alone do not."""
        if self._saved is None:
            return True
        before, now = self._saved.experiment, self._document.experiment
        if self._in_file is None:
            now = replace(now, settings=before.settings)
            return any(
                getattr(before, each.name) is not getattr(now, each.name) for each in fields(now)
            )
        return before is not now

    def _has_other_settings(self) -> bool:
        before = self._saved
        return before is None or before.experiment.settings != self._document.settings

    def _has_newer_weights(self) -> bool:
        """Return whether the run has reached weights other than those in the file."""
        run = self._run()
        if self._in_file is None or run is None:
            return False
        return self._in_file.fitted is None or not np.array_equal(run.W, self._in_file.fitted.W)

    def _run(self) -> Fitted | None:
        """Return the run's current weights, if they fit the table and its units.

        The loss is NaN after an edit: the run computed it for the old table.
        """
        progress, now = self._session.progress, self._document.experiment
        if progress is None or progress.frame.epoch == 0:
            return None
        frame = progress.frame
        is_edited = self._session.state is RunState.EDITED
        run = Fitted(frame.W, frame.epoch, math.nan if is_edited else frame.loss)
        return run if now.takes_weights_of(progress.experiment) and _fits(run, now) else None

    def _fitted(self) -> Fitted | None:
        """Return the weights that were loaded with the document, if they still fit."""
        fitted, now = self._document.fitted, self._document.experiment
        if fitted is None or not _fits(fitted, now):
            return None
        is_edited = now.A is not self._opened.A or now.Y is not self._opened.Y
        return replace(fitted, loss=math.nan) if is_edited else fitted


def _fits(fitted: Fitted, experiment: Experiment) -> bool:
    return fitted.W.shape == experiment.W.shape and bool(np.isfinite(fitted.W).all())
