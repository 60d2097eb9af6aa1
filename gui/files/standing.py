"""What there is to save, and whether the file holds it already."""

import math
from dataclasses import fields, replace

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ..document import Document, Experiment, Fitted
from ..run_state import RunState
from ..session import Session
from .conversion import Snapshot


class Standing(QObject):
    """Compares the document and its run with what was last opened or saved.

    ``changed`` tells that the answer is another one. The steps of undo lead back to the very same
    experiments, so what was saved is known again, even past edits made while it was being written.
    """

    changed = Signal()

    def __init__(self, document: Document, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._session = document, session
        self._opened = document.experiment
        self._saved: Snapshot | None = self.snapshot()
        self._filed: Snapshot | None = None
        self._told = False
        document.working.connect(self.look)
        document.idle.connect(self.look)
        session.updated.connect(self.look)

    def snapshot(self) -> Snapshot:
        """Return what there is to save now."""
        return Snapshot(self._document.experiment, self._run() or self._fitted())

    @property
    def is_modified(self) -> bool:
        """Whether there is anything that closing would lose."""
        return self._document.is_busy or self._is_edited() or self._has_run_on()

    @property
    def has_changed(self) -> bool:
        """Whether a crash would lose anything: settings as well, which closing keeps by itself."""
        return self.is_modified or self._has_other_settings()

    def begin(self, is_in_file: bool) -> None:
        """Take the document, just opened, as it lies in its file, or as nothing to lose."""
        self._opened = self._document.experiment
        self._saved = self.snapshot()
        self._filed = self._saved if is_in_file else None
        self.look()

    def begin_unsaved(self) -> None:
        """Take the document, just opened, as something that lies nowhere yet."""
        self._opened = self._document.experiment
        self._saved = self._filed = None
        self.look()

    def settle(self, saved: Snapshot) -> None:
        """Take a snapshot as what the file holds, be it still what is shown or not."""
        self._saved = self._filed = saved
        self.look()

    @Slot()
    def look(self) -> None:
        """Tell if the answer is another one than before."""
        if self.is_modified is not self._told:
            self._told = not self._told
            self.changed.emit()

    def _is_edited(self) -> bool:
        """Tell whether a step has led elsewhere; settings alone are kept without a file as well."""
        if self._saved is None:
            return True
        before, now = self._saved.experiment, self._document.experiment
        if self._filed is None:
            now = replace(now, settings=before.settings)
            return any(
                getattr(before, each.name) is not getattr(now, each.name) for each in fields(now)
            )
        return before is not now

    def _has_other_settings(self) -> bool:
        before = self._saved
        return before is None or before.experiment.settings != self._document.settings

    def _has_run_on(self) -> bool:
        """Tell whether a run has led elsewhere than to what the file holds."""
        run = self._run()
        if self._filed is None or run is None:
            return False
        return self._filed.fitted is None or not np.array_equal(run.W, self._filed.fitted.W)

    def _run(self) -> Fitted | None:
        """Return where the run stands; its loss is not known for tables edited since.

        Weights in other units than the columns have now are no use to whoever opens the file.
        """
        progress, now = self._session.progress, self._document.experiment
        if progress is None or progress.frame.epoch == 0:
            return None
        frame = progress.frame
        is_edited = self._session.state is RunState.EDITED
        run = Fitted(frame.W, frame.epoch, math.nan if is_edited else frame.loss)
        return run if now.takes_weights_of(progress.experiment) and _fits(run, now) else None

    def _fitted(self) -> Fitted | None:
        """Return where a run had led that was opened with the document."""
        fitted, now = self._document.fitted, self._document.experiment
        if fitted is None or not _fits(fitted, now):
            return None
        is_edited = now.A is not self._opened.A or now.Y is not self._opened.Y
        return replace(fitted, loss=math.nan) if is_edited else fitted


def _fits(fitted: Fitted, experiment: Experiment) -> bool:
    return fitted.W.shape == experiment.W.shape and bool(np.isfinite(fitted.W).all())
