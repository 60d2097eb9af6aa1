"""The run as the window sees it: one state, one thread while there is work, one timer to redraw."""

import sys
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from engine import Frame, History, Problem, StopReason

from .controls import Controls, Pace, Plan
from .document import Document
from .mailbox import Mailbox
from .run_state import RunState
from .worker import Job, Progress, Worker

REDRAW_MILLISECONDS = 30
SWITCH_SECONDS = 0.00001


class Session(QObject):
    """Runs the document. Halting waits for the worker, which looks up every few milliseconds."""

    state_changed = Signal(RunState)
    progressed = Signal(Progress)
    failed = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._state = RunState.READY
        self._pace = Pace()
        self._progress: Progress | None = None
        self._job = Job(0, document.problem(), None, History())
        self._controls = Controls(Plan(document.settings, self._pace))
        self._mailbox: Mailbox[Progress] = Mailbox()
        self._usual_switch = sys.getswitchinterval()
        self._thread: QThread | None = None
        self._worker: Worker | None = None
        self._timer = QTimer(self, interval=REDRAW_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._take)
        document.values_changed.connect(self._tables_edited)
        document.reshaped.connect(self._tables_edited)
        document.settings_changed.connect(self._replan)

    @property
    def state(self) -> RunState:
        """The state of the run."""
        return self._state

    @property
    def progress(self) -> Progress | None:
        """Where the run stands; None before it has begun."""
        return self._progress

    @property
    def problem(self) -> Problem:
        """The problem of the latest run, which later edits leave alone."""
        return self._job.problem

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
            self._job = Job(self._job.number + 1, self._document.problem(), None, History())
        else:
            self._job = replace(self._job, number=self._job.number + 1, after=after)
        self._enter(state)
        self._controls = Controls(self._plan())
        self._launch()

    def _resumed_frame(self, state: RunState) -> Frame | None:
        """Where to go on from; None for a start from the initial W."""
        if self._progress is None or self._state in (RunState.READY, RunState.EDITED):
            return None
        frame, settings = self._progress.frame, self._document.settings
        if state is RunState.STEPPING or self._state in (RunState.PAUSED, RunState.FAILED):
            return frame
        if self._state is RunState.CONVERGED:
            return frame if frame.gradient_norm > settings.tolerance else None
        if self._state is RunState.DIVERGED:
            return None
        return frame if frame.epoch < settings.epochs else None

    def _plan(self) -> Plan:
        settings = self._document.settings
        if self._state is RunState.STEPPING:
            reached = self._job.after.epoch if self._job.after else 0
            return Plan(replace(settings, epochs=reached + 1, tolerance=0.0), Pace())
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
        # Qt lets go of the interpreter at nearly every call, and must wait this long for the run to
        # hand it back: at the usual 5 ms a redraw of some hundred calls would take seconds.
        sys.setswitchinterval(SWITCH_SECONDS)
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
        sys.setswitchinterval(self._usual_switch)
        self._take()

    @Slot()
    def _take(self) -> None:
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
            unfinished = frame.epoch < self._document.settings.epochs
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
