"""The run in its own thread: iterates the engine and leaves the frames in a mailbox."""

import logging
import traceback
from dataclasses import dataclass
from functools import partial
from math import inf
from time import perf_counter

from PySide6.QtCore import QObject, Signal, Slot

from engine import (
    Cancelled,
    Frame,
    History,
    Optimum,
    Problem,
    Settings,
    StopReason,
    Trace,
    Triangle,
    descend,
)
from engine.cancelling import abandonable
from engine.exact.scaled_table import is_small
from engine.methods.choose import is_reduced
from engine.stability import calls_for_limit
from engine.verdict.judge import judge
from engine.verdict.verdict import Verdict

from ..background.cancelling import cancellable
from ..document.experiment import Experiment
from .controls import Controls, RunSettings
from .mailbox import Mailbox
from .prepared_rows import PreparedRows

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class RunProgress:
    """The latest frame of a run, its history, and what it is compared with.

    ``settings`` are those that led to the frame, whatever the fields show by now. A step may go
    beyond their epochs. ``learning_rate_limit`` is η's limit if the run needed it, ``best`` the
    optimum if it is known yet, and ``verdict`` that on the end of the run.
    """

    experiment: Experiment
    frame: Frame
    trace: Trace
    learning_rate_limit: float | None
    settings: Settings
    best: Optimum | None = None
    verdict: Verdict | None = None

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
        self._best: Optimum | None = None
        self._verdict: Verdict | None = None
        self._limit_is_scaled = False
        self._last = -inf if request.after else perf_counter()

    @Slot()
    def run(self) -> None:
        """Descend until there is a reason to stop; report any exception by ``failed``."""
        try:
            with cancellable(self._controls.cancelled):  # which joining an edited table asks
                self._descend()
        except Cancelled:
            logger.debug("run %d was cancelled", self._request.number)
            self.finished.emit(self._request.number)
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
        if self._best is None and is_small(self._request.experiment.problem):
            self._find_best()
        frames = descend(
            self._request.experiment.problem,
            run_settings.settings,
            after=after,
            chunk_epochs=run_settings.pace.chunk_epochs,
            triangle=self._triangle(run_settings.settings),
            cancelled=self._controls.cancelled,
        )
        for frame in frames:
            if frame.stop not in (None, StopReason.CANCELLED):
                self._judge(frame, run_settings)
            self._post(frame, run_settings)
            if frame.stop is None:
                self._keep_pace(run_settings)
            if self._controls.run_settings is not run_settings:
                break
        return frame

    def _triangle(self, settings: Settings) -> Triangle | None:
        """Reduce the rows if the method needs it; cancelling that also ends the descent."""
        experiment = self._request.experiment
        if not is_reduced(experiment.columns, settings, experiment.rows):
            return None
        return self._request.prepared_rows.reduce(self._controls.cancelled)

    def _post(self, frame: Frame, run_settings: RunSettings) -> None:
        settings = run_settings.settings
        if settings.scale_columns != self._limit_is_scaled:
            self._limit, self._limit_is_scaled = None, settings.scale_columns
        self._controls.publish(partial(self._record, frame, run_settings.shown))
        if self._controls.cancelled():  # the history may belong to the next run by now
            return
        prepared_rows = self._request.prepared_rows
        # The window shows the limit of a wide table once a run on it has ended.
        is_due = frame.stop is not None and not prepared_rows.has_limit_at_once
        if self._limit is None and (is_due or calls_for_limit(frame.stop, self._trace)):
            self._limit = abandonable(
                partial(prepared_rows.limit, settings.scale_columns),
                self._controls.cancelled,
                self._request.experiment.columns,
            )
            self._controls.publish(partial(self._show, frame, run_settings.shown))

    def _record(self, frame: Frame, settings: Settings) -> None:
        self._request.history.extend(frame)
        self._trace = self._request.history.trace()
        self._show(frame, settings)

    def _show(self, frame: Frame, settings: Settings) -> None:
        if len(self._trace) > 0:  # else it was cancelled before the first evaluation
            self._mailbox.put(
                RunProgress(
                    self._request.experiment,
                    frame,
                    self._trace,
                    self._limit,
                    settings,
                    self._best,
                    self._verdict,
                )
            )

    def _judge(self, frame: Frame, run_settings: RunSettings) -> None:
        """Compare the end of the run with the optimum; a cancelled run has no verdict."""
        if self._best is None:
            self._find_best()
        if self._best is None:
            return
        experiment = self._request.experiment
        self._verdict = abandonable(
            partial(
                judge,
                experiment.problem,
                run_settings.shown,
                frame,
                self._best,
                experiment.column_names,
                cancelled=self._controls.cancelled,
            ),
            self._controls.cancelled,
            experiment.columns,
        )

    def _find_best(self) -> None:
        start = self._request.experiment.problem.W
        self._best = self._request.prepared_rows.optimum(start, self._controls.cancelled)

    def _keep_pace(self, run_settings: RunSettings) -> None:
        """Wait until the next chunk is due; changed settings end the wait at once."""
        due = self._last + run_settings.pace.chunk_seconds
        while (left := due - perf_counter()) > 0:
            self._controls.wait(left)
            if self._controls.cancelled() or self._controls.run_settings is not run_settings:
                return
        is_late = perf_counter() - due > run_settings.pace.chunk_seconds
        self._last = perf_counter() if is_late else due
