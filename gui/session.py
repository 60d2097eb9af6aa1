"""The run as the window sees it: one state, one thread while there is work, one timer to redraw."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from engine import Frame, History, StopReason

from .controls import Controls, Pace, Plan
from .document import Document
from .mailbox import Mailbox
from .reduction import Reduction
from .resuming import is_resumed, one_epoch_after
from .run_state import RunState
from .worker import Job, Progress, Worker

REDRAW_MILLISECONDS = 30


class Session(QObject):
    """Runs the document. Halting waits for the worker, which looks up every few milliseconds.

    ``reduced`` tells the share of the rows that is reduced, where that takes its time.
    """

    state_changed = Signal(RunState)
    progressed = Signal(Progress)
    reduced = Signal(float)
    failed = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._state = RunState.READY
        self._pace = Pace()
        self._progress: Progress | None = None
        experiment = document.experiment
        self._job = Job(0, experiment, None, History(), Reduction(experiment))
        self._controls = Controls(Plan(document.settings, self._pace))
        self._mailbox: Mailbox[Progress] = Mailbox()
        self._thread: QThread | None = None
        self._worker: Worker | None = None
        self._timer = QTimer(self, interval=REDRAW_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._take)
        document.values_changed.connect(self._tables_edited)
        document.reshaped.connect(self._tables_edited)
        document.settings_changed.connect(self._replan)
        document.opened.connect(self.reset)

    @property
    def state(self) -> RunState:
        """The state of the run."""
        return self._state

    @property
    def progress(self) -> Progress | None:
        """Where the run stands; None before it has begun."""
        return self._progress

    @property
    def reduction(self) -> Reduction:
        """The rows of the latest run, reduced if that was of use."""
        return self._job.reduction

    @Slot()
    def run_or_pause(self) -> None:
        """Run, go on, or pause: whichever the state calls for."""
        if self._state.is_active:
            self.pause()
        else:
            self._start(RunState.RUNNING)

    @Slot()
    def pause(self) -> None:
        """Halt where the run stands."""
        if self._state.is_active:
            self._halt()
            self._settle(self._progress.frame if self._progress else None)

    @Slot()
    def step(self) -> None:
        """Take one epoch; a run under way is halted first, an epoch under way is enough."""
        if self._state is not RunState.STEPPING:
            self.pause()
            self._start(RunState.STEPPING)

    @Slot()
    def reset(self) -> None:
        """Go back to the initial W."""
        self._halt()
        self._progress = None
        self._enter(RunState.READY)

    @Slot()
    def shut_down(self) -> None:
        """End whatever runs, for good."""
        self.pause()

    def set_pace(self, pace: Pace) -> None:
        """Change the speed of this and later runs."""
        self._pace = pace
        self._replan()

    def _start(self, state: RunState) -> None:
        after = self._resumed_frame(state)
        if after is None:
            self._progress = None
            self._job = self._new_job()
        else:
            self._job = replace(self._job, number=self._job.number + 1, after=after)
        self._enter(state)
        self._controls = Controls(self._plan())
        self._launch()

    def _resumed_frame(self, wanted: RunState) -> Frame | None:
        """Where to go on from; None for a start from the initial W."""
        if self._progress is None:
            return None
        frame, now = self._progress.frame, self._document.settings
        is_on = is_resumed(wanted, self._state, frame, now, self._controls.plan.settings)
        return frame if is_on else None

    def _new_job(self) -> Job:
        """A start from the initial W; rows already reduced are not reduced again."""
        experiment, reduction = self._document.experiment, self._job.reduction
        if not reduction.serves(experiment):
            reduction = Reduction(experiment)
        return Job(self._job.number + 1, experiment, None, History(), reduction)

    def _plan(self) -> Plan:
        settings = self._document.settings
        if self._state is RunState.STEPPING:
            return Plan(one_epoch_after(self._job.after, settings), Pace())
        return Plan(settings, self._pace)

    def _launch(self) -> None:
        self._mailbox = Mailbox()
        self._thread = QThread()
        self._thread.setObjectName("descent")
        self._worker = Worker(self._job, self._controls, self._mailbox)
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.run)
        self._worker.finished.connect(self._finished)
        self._worker.failed.connect(self._failed)
        self._timer.start()
        self._thread.start()

    def _halt(self) -> None:
        """Return once no thread is at work and all it left has been taken."""
        self._timer.stop()
        if self._thread is None:
            return
        self._controls.cancel()
        self._thread.quit()
        self._thread.wait()
        self._thread = self._worker = None
        self._take()

    @Slot()
    def _take(self) -> None:
        if (share := self._job.reduction.share) is not None:
            self.reduced.emit(share)
        if (progress := self._mailbox.take()) is not None:
            self._progress = progress
            self.progressed.emit(progress)

    @Slot(int)
    def _finished(self, number: int) -> None:
        if number == self._job.number and self._thread is not None:
            self._halt()
            self._settle(self._progress.frame if self._progress else None)

    @Slot(int, str)
    def _failed(self, number: int, report: str) -> None:
        if number == self._job.number and self._thread is not None:
            self._halt()
            self._enter(RunState.FAILED)
        self.failed.emit(report)

    def _settle(self, frame: Frame | None) -> None:
        """Enter the state the last frame calls for."""
        if frame is None or frame.stop is None:
            self._enter(RunState.PAUSED if frame else RunState.READY)
        elif self._state is RunState.STEPPING and frame.stop is StopReason.DONE:
            settings = self._document.settings
            unfinished = settings.until_converged or frame.epoch < settings.epochs
            self._enter(RunState.PAUSED if unfinished else RunState.DONE)
        else:
            self._enter(RunState.after(frame.stop))

    @Slot()
    def _tables_edited(self) -> None:
        self._halt()
        self._enter(RunState.READY if self._progress is None else RunState.EDITED)

    @Slot()
    def _replan(self) -> None:
        if self._state.is_active:
            self._controls.change(self._plan())

    def _enter(self, state: RunState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)
