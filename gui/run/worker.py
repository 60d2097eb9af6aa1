"""The run in its own thread: iterates the engine and leaves the frames in a mailbox."""

import logging
import traceback
from dataclasses import dataclass
from functools import partial
from math import inf
from time import perf_counter

from PySide6.QtCore import QObject, Signal, Slot

from engine import Frame, History, Problem, Settings, Trace, Triangle, descend
from engine.methods.choose import is_reduced
from engine.stability import calls_for_limit

from ..document.experiment import Experiment
from .controls import Controls, RunSettings
from .mailbox import Mailbox
from .prepared_rows import PreparedRows

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class RunProgress:
    """The latest frame of a run, its history, and η's limit if the run needed it."""

    experiment: Experiment
    frame: Frame
    trace: Trace
    learning_rate_limit: float | None

    @property
    def problem(self) -> Problem:
        """The problem that the run started from."""
        return self.experiment.problem


@dataclass(frozen=True, eq=False)
class RunRequest:
    """A run to do: its experiment, the frame to resume from, and the history so far."""

    number: int
    experiment: Experiment
    after: Frame | None
    history: History
    prepared_rows: PreparedRows


class Worker(QObject):
    """The run in its own thread; it leaves progress in the mailbox and signals only its end."""

    finished = Signal(int)
    failed = Signal(int, str)

    def __init__(
        self, request: RunRequest, controls: Controls, mailbox: Mailbox[RunProgress]
    ) -> None:
        super().__init__()
        self._request, self._controls, self._mailbox = request, controls, mailbox
        self._trace = request.history.trace()
        self._limit: float | None = None
        self._limit_is_scaled = False
        self._last = -inf if request.after else perf_counter()

    @Slot()
    def run(self) -> None:
        """Descend until there is a reason to stop; report any exception by ``failed``."""
        try:
            self._descend()
        except Exception:  # the report is shown in the window's thread
            logger.debug("run %d failed", self._request.number)
            self.failed.emit(self._request.number, traceback.format_exc())
        else:
            logger.debug("run %d ended", self._request.number)
            self.finished.emit(self._request.number)

    def _descend(self) -> None:
        frame = self._request.after
        while frame is None or frame.stop is None or frame is self._request.after:
            frame = self._follow(self._controls.run_settings, frame)

    def _follow(self, run_settings: RunSettings, after: Frame | None) -> Frame:
        """Descend until the run ends or its settings change; return the last frame."""
        logger.debug("run %d at %s", self._request.number, run_settings.pace)
        frames = descend(
            self._request.experiment.problem,
            run_settings.settings,
            after=after,
            chunk_epochs=run_settings.pace.chunk_epochs,
            triangle=self._triangle(run_settings.settings),
            cancelled=self._controls.cancelled,
        )
        for frame in frames:
            self._post(frame, run_settings.settings)
            if frame.stop is None:
                self._keep_pace(run_settings)
            if self._controls.run_settings is not run_settings:
                break
        return frame

    def _triangle(self, settings: Settings) -> Triangle | None:
        """Reduce the rows if the method needs it; cancelling that also ends the descent."""
        if not is_reduced(self._request.experiment.columns, settings):
            return None
        return self._request.prepared_rows.reduce(self._controls.cancelled)

    def _post(self, frame: Frame, settings: Settings) -> None:
        if settings.scale_columns != self._limit_is_scaled:
            self._limit, self._limit_is_scaled = None, settings.scale_columns
        self._controls.publish(partial(self._record, frame))
        if self._controls.cancelled():  # the history may belong to the next run by now
            return
        if self._limit is None and calls_for_limit(frame.stop, self._trace):
            self._limit = self._request.prepared_rows.limit(settings.scale_columns)
            self._controls.publish(partial(self._show, frame))

    def _record(self, frame: Frame) -> None:
        self._request.history.extend(frame)
        self._trace = self._request.history.trace()
        self._show(frame)

    def _show(self, frame: Frame) -> None:
        if len(self._trace) > 0:  # else it was cancelled before the first evaluation
            progress = RunProgress(self._request.experiment, frame, self._trace, self._limit)
            self._mailbox.put(progress)

    def _keep_pace(self, run_settings: RunSettings) -> None:
        """Wait until the next chunk is due; changed settings end the wait at once."""
        due = self._last + run_settings.pace.chunk_seconds
        while (left := due - perf_counter()) > 0:
            self._controls.wait(left)
            if self._controls.cancelled() or self._controls.run_settings is not run_settings:
                return
        is_late = perf_counter() - due > run_settings.pace.chunk_seconds
        self._last = perf_counter() if is_late else due
