"""The run as the window sees it: one state, one thread while it runs, one timer to redraw.

The session is notified of a change of the document after the tables, once a turn of the event
loop. It then emits ``updated``, the one signal that refreshes everything else. So the window shows
each change once, regardless of the order in which its parts were connected.
"""

import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from engine import EngineError, Frame, History, Matrix, StopReason
from engine.history import TraceBins

from ..accessible.announcing import seconds_between_redraws
from ..background import TaskQueue, end_threads
from ..document import UNCHANGED, Document, DocumentChange
from ..errors import GuiError
from ..text.message import refusal
from ..text.numbers import format_count
from ..text.translation import translate
from .controls import MOST_DRAWING_SECONDS, Controls, Pace, RunSettings
from .mailbox import Mailbox
from .prepared_rows import PreparedRows
from .run_memory import RememberedRun, RunMemory
from .run_state import (
    FROM_START,
    RunState,
    is_resumed,
    one_epoch_after,
    with_possible_method,
)
from .shown_epoch import (
    Accuracy,
    EarlierEpoch,
    beside_rows,
    earlier_epoch,
    evaluate,
    evaluated_at_once,
    recorded_before,
)
from .worker import RunProgress, RunRequest, Worker

if TYPE_CHECKING:
    from engine.past.replay import PastEpochs
    from engine.past.saved_run import SavedRun

    from .reopened import JudgedRun

START_FROM = translate("run", "Start from Epoch {epoch}")
"""The step of undo."""
Evaluated = tuple[EarlierEpoch, EarlierEpoch]
"""An earlier epoch as it was shown, and exactly."""
ENDED_WELL = (RunState.DONE, RunState.CONVERGED)
"""At such an end, the run goes on if other rows count."""
WITHOUT_REST = (*FROM_START, RunState.RUNNING, RunState.STEPPING)
"""Nothing is shown, the run goes on, or it is that of the tables before an edit."""
REDRAW_MILLISECONDS = 30
"""The window promises at least 25 redraws of the loss plot a second; this allows 33."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Update:
    """What is new since the last update: in the document, in the run's state, in its progress.

    ``epoch`` says that another epoch of the run is shown, or its gradient is known now, and
    ``rows`` that some were left out, or taken back.
    """

    document: DocumentChange = UNCHANGED
    state: bool = False
    progress: bool = False
    epoch: bool = False
    rows: bool = False

    def __or__(self, later: "Update") -> "Update":
        return Update(
            self.document | later.document,
            self.state or later.state,
            self.progress or later.progress,
            self.epoch or later.epoch,
            self.rows or later.rows,
        )


NOTHING_NEW = Update()


class Session(QObject):
    """Runs the document. Stopping cancels the worker and never waits for it.

    A cancelled worker publishes nothing more, so the frame shown is the epoch reached. Its thread
    ends at its next check; until then it is kept beside the next run's.

    A run belongs to its tables. After an edit of cells or rows it is still shown, as that of the
    earlier tables. It is hidden if the columns are no longer its own, or a table is emptied. Undo
    to the very tables of a run brings it back.

    While an earlier epoch is shown, ``earlier`` has it, and the run itself goes on from its latest
    frame. Run, Step, Reset and any change of the tables show the latest again.

    ``updated`` carries all that is new, ``progressed`` and ``state_changed`` follow it.
    ``rows_left_out`` carries how many rows do not count, once some were left out or taken back.
    ``reduced`` carries the fraction of the rows that is reduced, if that takes noticeable time.
    """

    updated = Signal(Update)
    state_changed = Signal(RunState)
    progressed = Signal(RunProgress)
    reduced = Signal(float)
    failed = Signal(str)
    rows_left_out = Signal(int)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._state = RunState.READY
        self._pace = Pace()
        self._progress: RunProgress | None = None
        experiment = document.experiment
        self._request = RunRequest(0, experiment, None, History(), PreparedRows(experiment))
        self._controls = Controls(RunSettings(document.settings, self._pace))
        self._mailbox: Mailbox[RunProgress] = Mailbox()
        self._thread: QThread | None = None
        self._worker: Worker | None = None
        self._ending: list[tuple[QThread, Worker]] = []
        self._memory = RunMemory()
        self._held_back: Update | None = None
        """What is new while rows are left out or taken back, which is reported as a whole."""
        self._unreported = NOTHING_NEW
        """What is reported with the first that is heard of a run that goes on with other rows."""
        self._earlier: EarlierEpoch | None = None
        self._reported: EarlierEpoch | None = None
        self._compared: Frame | None = None
        self._past_epochs: PastEpochs | None = None
        self._expected: SavedRun | None = None
        self._evaluations = TaskQueue("gradient", self)
        self._evaluations.done.connect(self._take_evaluation)
        self._evaluations.failed.connect(self.failed)
        self._timer = QTimer(self, interval=REDRAW_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._show_progress)
        self._painted = QTimer(self, singleShot=True, interval=0)  # after what is painted meanwhile
        self._painted.timeout.connect(self._go_on)
        self._drawing_since = self._shown_at = self._began = self._seconds = 0.0
        document.changed.connect(self._follow_document)

    @property
    def state(self) -> RunState:
        """The state of the run, after every change of the document so far."""
        self._document.flush()
        return self._state

    @property
    def progress(self) -> RunProgress | None:
        """The latest frame of the run and its history; None before it has begun."""
        self._document.flush()
        return self._progress

    @property
    def progress_so_far(self) -> RunProgress | None:
        """The latest frame and history, before the session has heard of changes in this turn.

        To ask for it shows nothing; the run may be one of other tables.
        """
        return self._progress

    @property
    def earlier(self) -> EarlierEpoch | None:
        """The earlier epoch that is shown; None while the latest is."""
        self._document.flush()
        return self._earlier

    @property
    def shown(self) -> RunProgress | None:
        """The progress of the run at the epoch that is shown."""
        progress = self.progress
        if progress is None or self._earlier is None:
            return progress
        return self._earlier.within(progress)

    @property
    def caution(self) -> str:
        """What is said beside an export while an earlier epoch is shown: that it has the latest."""
        progress = self.progress
        if progress is None or self._earlier is None:
            return ""
        return self._earlier.caution(progress.frame.epoch)

    @property
    def prepared_rows(self) -> PreparedRows:
        """The rows of the latest run, reduced if the run needed that."""
        return self._request.prepared_rows

    @property
    def run_mark(self) -> History:
        """What tells a run from all others; it stays the same while the run goes on."""
        return self._request.history

    @property
    def run_seconds(self) -> float:
        """How long the latest run has taken, without its pauses."""
        since = 0.0 if self._thread is None else perf_counter() - self._began
        return self._seconds + since

    @Slot()
    def run_or_pause(self) -> None:
        """Run, resume or pause, as the state requires."""
        if self.state.is_active:
            self.pause()
        else:
            self._start(RunState.RUNNING)

    @Slot()
    def pause(self) -> None:
        """Stop at the epoch that the run has reached."""
        if self.state.is_active:
            is_new = self._stop()
            self._update(self._state_after_stop(), progress=is_new)

    @Slot()
    def step(self) -> None:
        """Take one epoch. Pauses a run first; is ignored while an epoch is being taken."""
        if self.state is not RunState.STEPPING:
            self.pause()
            self._start(RunState.STEPPING)

    @Slot()
    def reset(self) -> None:
        """Go back to the initial W, and forget the run."""
        self._document.flush()
        self._memory.forget(self._request.experiment)
        if self._progress is not None:
            self._document.forget_fitted()  # that of a run that came with the file
        self._show_no_run(UNCHANGED)

    @Slot(float)
    def show_epoch(self, epoch: float) -> None:
        """Show an epoch of the run; from the latest on, the latest."""
        if (progress := self._with_epochs()) is not None:
            self._show_earlier(earlier_epoch(progress, epoch, self._past_epochs))

    @Slot(float)
    def pass_epoch(self, epoch: float) -> None:
        """Show an epoch among others that pass by, with its gradient if that is fast."""
        if (progress := self._with_epochs()) is not None:
            self._pass(progress, earlier_epoch(progress, epoch, self._past_epochs))

    @Slot(float)
    def show_recorded(self, epoch: float) -> None:
        """Show the last epoch up to this one that needs no computing, as one that passes by."""
        if (progress := self._with_epochs()) is not None:
            self._pass(progress, recorded_before(progress, epoch))

    @Slot(int)
    def move_epoch(self, steps: int) -> None:
        """Show the epoch so many after the one that is shown."""
        if (shown := self.shown) is not None:
            self.pass_epoch(shown.frame.epoch + steps)

    @Slot()
    def start_from_shown(self) -> None:
        """Let W of the epoch shown be the start: one step of undo, which brings the run back."""
        shown = self.shown
        if shown is None or self._state in FROM_START:
            return
        epoch = format_count(shown.frame.epoch)
        self._document.set_initial_weights(shown.frame.W.copy(), START_FROM.format(epoch=epoch))
        self._document.flush()  # which leaves the run, and remembers it
        if self._state is RunState.EDITED:
            self._show_no_run(UNCHANGED)

    @Slot(object)
    def leave_out(self, rows: Sequence[int]) -> None:
        """Let rows of the table no longer count: one step of undo. The run goes on from its W."""
        self._change_rows(rows, self._document.leave_out)

    @Slot(object)
    def take_back(self, rows: Sequence[int]) -> None:
        """Let rows count again that are left out: one step of undo. The run goes on from its W."""
        self._change_rows(rows, self._document.take_back)

    @Slot(int)
    def leave_out_or_take_back(self, row: int) -> None:
        """Let a row no longer count, or count again."""
        left_out = self._document.experiment.left_out_by_hand
        is_out = left_out is not None and row < len(left_out) and bool(left_out[row])
        (self.take_back if is_out else self.leave_out)([row])

    def _change_rows(
        self, rows: Sequence[int], change: Callable[[Sequence[int], Matrix | None], None]
    ) -> None:
        """Leave rows out or take them back, and go on if the run is under way or at its end.

        It starts again where it has come to, so undo brings back its W with the rows.
        """
        state, before = self.state, self._document.experiment
        goes_on = state is RunState.RUNNING or state in ENDED_WELL
        latest = None
        if goes_on or state in (RunState.STEPPING, RunState.PAUSED):
            self.pause()
            self.show_latest()
            latest = self._progress
        # The window draws all of it once: the other tables, and how the run stands on them.
        self._held_back = NOTHING_NEW
        try:
            change(rows, None if latest is None else latest.frame.W.copy())
        except (EngineError, GuiError) as error:
            self._document.refused.emit(refusal(error))
        self._document.flush()
        is_changed = self._document.experiment is not before
        if goes_on and (is_changed or state is RunState.RUNNING):
            self._start(RunState.RUNNING)
        elif latest is not None and is_changed and self._state is RunState.EDITED:
            self._show_no_run(UNCHANGED)
        self._unreported |= self._held_back | Update(rows=is_changed)
        self._held_back = None
        if self._thread is None:
            self._update(self._state)

    @Slot()
    def go_back_to_shown(self) -> None:
        """Let the run stand at the epoch shown, from which it goes on; forget what came after."""
        earlier = self.earlier
        if earlier is None or earlier.companions is None:
            return
        self.pause()
        self._with_epochs()
        if self._progress is None:
            return
        from .reopened import gone_back  # loaded on use: few runs are

        self._leave_earlier()
        self._progress, history = gone_back(self._progress, earlier)
        number = self._request.number + 1
        self._request = replace(self._request, number=number, after=None, history=history)
        self._resume_held_out()
        self._update(RunState.PAUSED, progress=True)

    def _resume_held_out(self) -> None:
        """Let the loss of the rows held out go on from what is shown of it."""
        assert self._progress is not None
        known = self._progress.held_out
        bins = TraceBins() if known is None else TraceBins.resumed(known.trace)
        self._request = replace(self._request, held_out=bins)

    def expect_run(self, run: "SavedRun | None") -> None:
        """Show this run together with the document that is about to be opened: its file has it."""
        self._expected = run

    def _reopen(self, run: "SavedRun", change: DocumentChange) -> None:
        """Show a run that came with a file, and find what is said of its end."""
        from .reopened import judged, reopened  # loaded on use: few files have one

        self._stop()
        self._leave_earlier()
        self._request = self._new_request()
        self._progress, history = reopened(self._document.experiment, run)
        self._request = replace(self._request, history=history)
        stop = run.frame.stop
        state = RunState.PAUSED if stop is None else RunState.after(stop)
        self._update(state, change, progress=True)
        rows = self._request.prepared_rows
        self._evaluations.replace(partial(judged, self._progress, rows))

    @Slot()
    def show_latest(self) -> None:
        """Show the latest epoch again."""
        self._show_earlier(None)

    def _with_epochs(self) -> RunProgress | None:
        """Return the run whose epochs can be shown, with all that it has recorded.

        After an edit there is none.
        """
        if self.state in FROM_START:
            return None
        if self._state.is_active:
            self._controls.publish(self._share_keyframes)  # while the worker adds none
        return self._progress

    def _pass(self, progress: RunProgress, earlier: EarlierEpoch | None) -> None:
        """Show an earlier epoch, with its gradient if that takes no noticeable time."""
        if earlier is not None and not _is_same(earlier, self._earlier):
            earlier = evaluated_at_once(progress, self._request.prepared_rows, earlier)
        self._show_earlier(earlier)

    def _show_earlier(self, earlier: EarlierEpoch | None) -> None:
        """Show an earlier epoch, or the latest, and look for the gradient there."""
        if _is_same(earlier, self._earlier):
            return
        if earlier is None or self._progress is None:
            self._leave_earlier()
        elif earlier.companions is not None:
            self._earlier = earlier
            self._evaluations.cancel()
        else:
            before, self._earlier = self._earlier, earlier
            if before is not None and before.accuracy is Accuracy.INTERPOLATED:
                self._evaluations.cancel()  # it may take seconds, and nobody waits for it any more
            # After the running one: while the handle is dragged, each would only be cancelled.
            self._evaluations.replace(
                partial(
                    evaluate, self._progress, self._epochs(), self._request.prepared_rows, earlier
                )
            )
        self._update(self._state)

    def _epochs(self) -> "PastEpochs":
        """Return what computes the epochs of the run again, which keeps what it needs for that."""
        if (
            self._past_epochs is None
            or self._past_epochs.problem is not self._request.experiment.problem
        ):
            from engine.past.replay import PastEpochs  # loaded on use, as in worker.py

            self._past_epochs = PastEpochs(self._request.experiment.problem)
        return self._past_epochs

    def _leave_earlier(self) -> None:
        """Show the latest epoch from the next update on."""
        if self._earlier is not None:
            self._earlier = None
            self._evaluations.cancel()

    def _compare_at_rest(self) -> None:
        """Compare the latest epoch with the exact gradient of its rows, once a frame.

        What is shown until then, and beside a run, is that of their triangle.
        """
        progress = self._progress
        if progress is None:
            return
        from .companions import lacks_rows  # loaded on use, as in worker.py

        is_latest = self._earlier is None and progress.frame is not self._compared
        if is_latest and lacks_rows(progress.experiment, progress.frame):
            self._evaluations.replace(partial(beside_rows, progress, self._request.prepared_rows))

    @Slot(object)
    def _take_evaluation(self, evaluated: "Evaluated | RunProgress | JudgedRun") -> None:
        if isinstance(evaluated, RunProgress):
            self._take_comparison(evaluated)
            return
        if not isinstance(evaluated, tuple):
            self._take_judged(evaluated)
            return
        earlier, with_gradient = evaluated
        if earlier is self._earlier:
            self._earlier = with_gradient
            self._update(self._state)

    def _take_judged(self, judged: "JudgedRun") -> None:
        """Show what is said of the end of a reopened run, unless that has gone on."""
        latest = self._progress
        if latest is not None and latest.frame is judged.of and not self._state.is_active:
            self._compared = judged.of
            self._progress = judged.progress
            self._resume_held_out()
            self._update(self._state, progress=True)

    def _take_comparison(self, compared: RunProgress) -> None:
        """Show the latest epoch beside its rows, unless the run has gone on."""
        latest = self._progress
        if latest is not None and latest.frame is compared.frame and not self._state.is_active:
            self._compared = compared.frame
            self._progress = replace(
                latest,
                exact_gradient=compared.exact_gradient,
                gradient_check=compared.gradient_check,
                working=compared.working,
                kinks=compared.kinks,
            )
            self._update(self._state, progress=True)

    def hold_while_drawing(self) -> None:
        """Let a run wait until what follows is drawn: beside it, that takes several times as long.

        Longley's table by quotients in single precision, the limit shown: a redraw took 120 to
        430 ms beside the run, and takes 50 alone.
        """
        if self._thread is not None and not self._painted.isActive():
            self._drawing_since = perf_counter()
            self._controls.hold()
            self._painted.start()

    @Slot()
    def shut_down(self) -> None:
        """Stop the run for good; return once no thread is left, or those left are unheard of."""
        self.pause()
        self._evaluations.stop()
        end_threads(thread for thread, _ in self._ending)
        self._drop_ended()

    @property
    def is_paced(self) -> bool:
        """Whether the run is slow enough to be followed, by the slider or as a first run."""
        return self._pace != Pace()

    def set_pace(self, pace: Pace) -> None:
        """Change the speed of this and later runs."""
        self._pace = pace
        self._replan()

    def _start(self, state: RunState) -> None:
        self._leave_earlier()
        after = self._resumed_frame(state)
        if after is None:
            self._progress, self._seconds = None, 0.0
            self._memory.forget(self._document.experiment)
            self._request = self._new_request()
        else:
            self._request = replace(self._request, number=self._request.number + 1, after=after)
        start = "the initial W" if after is None else f"epoch {after.epoch}"
        logger.debug("run %d: %s from %s", self._request.number, state.name, start)
        self._document.forget_fitted()
        self._update(state)
        self._controls = Controls(self._run_settings())
        self._launch()

    def _resumed_frame(self, wanted: RunState) -> Frame | None:
        """Return the frame to resume from; None to start from the initial W."""
        if self._progress is None:
            return None
        frame, now = self._progress.frame, self._document.settings
        is_on = is_resumed(wanted, self._state, frame, now, self._progress.settings)
        return frame if is_on else None

    def _new_request(self) -> RunRequest:
        """Return a request that starts from the initial W; reduced rows are kept."""
        experiment, prepared_rows = self._document.experiment, self._request.prepared_rows
        prepared_rows = prepared_rows.of_rows_of(experiment)
        return RunRequest(self._request.number + 1, experiment, None, History(), prepared_rows)

    def _run_settings(self) -> RunSettings:
        asked = self._document.settings
        settings = with_possible_method(asked)
        if self._state is RunState.STEPPING:
            return RunSettings(one_epoch_after(self._request.after, settings), Pace(), asked)
        return RunSettings(settings, self._pace, asked)

    def _launch(self) -> None:
        self._mailbox = Mailbox()
        self._thread = QThread()
        self._thread.setObjectName("descent")
        self._worker = Worker(self._request, self._controls, self._mailbox)
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.run)
        self._worker.finished.connect(self._finish)
        self._worker.failed.connect(self._fail)
        self._thread.finished.connect(self._drop_ended)
        self._timer.start()
        self._began = perf_counter()
        self._thread.start()

    def _stop(self) -> bool:
        """Cancel the worker without waiting for it; return whether it left anything new."""
        self._timer.stop()
        if self._thread is None or self._worker is None:
            return False
        self._seconds += perf_counter() - self._began
        self._controls.cancel()
        self._thread.quit()
        self._ending.append((self._thread, self._worker))
        self._thread = self._worker = None
        is_new = self._take()
        self._share_keyframes()
        return is_new

    def _share_keyframes(self) -> None:
        """Take the keyframes that the worker has added since it last shared them.

        Call this once it is cancelled, or while it must wait.
        """
        if self._progress is None:
            return
        history = self._request.history
        keyframes = history.keyframes()
        if keyframes is not self._progress.keyframes:
            self._progress = replace(self._progress, keyframes=keyframes, past=history.past())

    @Slot()
    def _drop_ended(self) -> None:
        self._ending = [pair for pair in self._ending if not pair[0].isFinished()]

    def _take(self) -> bool:
        """Take what the worker has left in the mailbox; return whether there was anything."""
        if (progress := self._mailbox.take()) is None:
            return False
        self._progress = progress.with_companions()
        return True

    @Slot()
    def _show_progress(self) -> None:
        self._shown_at = perf_counter()
        self._document.flush()
        if (fraction := self._request.prepared_rows.progress) is not None:
            self.reduced.emit(fraction)
        is_new = self._take()
        if is_new or self._unreported is not NOTHING_NEW:
            self._update(self._state, progress=is_new)

    @Slot(int)
    def _finish(self, number: int) -> None:
        self._document.flush()
        if number == self._request.number and self._thread is not None:
            is_new = self._stop()
            self._update(self._state_after_stop(), progress=is_new)

    @Slot(int, str)
    def _fail(self, number: int, report: str) -> None:
        self._document.flush()
        if number == self._request.number and self._thread is not None:
            is_new = self._stop()
            self._update(RunState.FAILED, progress=is_new)
        self.failed.emit(report)

    def _state_after_stop(self) -> RunState:
        """Return the state that the last frame calls for."""
        if self._progress is None:
            return RunState.READY
        frame = self._progress.frame
        if frame.stop is None or frame is self._request.after:
            return RunState.PAUSED
        if self._state is RunState.STEPPING and frame.stop is StopReason.DONE:
            settings = self._progress.settings
            unfinished = settings.until_converged or frame.epoch < settings.epochs
            return RunState.PAUSED if unfinished else RunState.DONE
        return RunState.after(frame.stop)

    @Slot(DocumentChange)
    def _follow_document(self, change: DocumentChange) -> None:
        if change.opened:
            self._memory.clear()
            run, self._expected = self._expected, None
            if run is None:
                self._show_no_run(change)
                self._request = self._new_request()  # the last one would keep its run's tables
            else:
                self._reopen(run, change)
        elif change.tables and not self._is_run_of_present_tables():
            self._leave_run(change)
        else:
            state, is_new = self._state, False
            if change.settings and state.is_active and self._has_other_loss():
                is_new = self._stop()
                state = self._state_after_stop()
            elif change.settings:
                self._replan()
            self._update(state, change, is_new)

    def _has_other_loss(self) -> bool:
        """Return whether the loss is no longer that of the run, which cannot go on with it."""
        return self._document.settings.formula != self._request.experiment.settings.formula

    def _is_run_of_present_tables(self) -> bool:
        """Return whether the tables are those of the run again: an edit was undone in one turn."""
        is_shown = self._state not in FROM_START
        return is_shown and self._document.experiment.has_tables_of(self._request.experiment)

    def _leave_run(self, change: DocumentChange) -> None:
        """Stop the run because the tables have changed; show an earlier run of these, if any."""
        is_new, now = self._stop(), self._document.experiment
        self._leave_earlier()
        if self._progress is not None and self._state is not RunState.EDITED:
            state = self._state_after_stop() if self._state.is_active else self._state
            self._memory.keep(RememberedRun(self._request, self._progress, state))
        ran = self._request.experiment
        if (run := self._memory.find(now)) is not None:
            self._request = replace(run.request, number=self._request.number)
            self._progress = run.progress
            self._update(run.state, change, progress=True)
        elif self._progress is None or not now.has_columns_of(ran) or now.has_emptied(ran):
            self._show_no_run(change)
        else:
            self._update(RunState.EDITED, change, is_new)

    def _show_no_run(self, change: DocumentChange) -> None:
        self._stop()
        self._leave_earlier()
        self._progress = None
        self._update(RunState.READY, change)

    def _replan(self) -> None:
        if self._state.is_active:
            self._controls.change(self._run_settings())

    def _update(
        self, state: RunState, change: DocumentChange = UNCHANGED, progress: bool = False
    ) -> None:
        """Enter a state, and report it together with everything else that is new."""
        is_new, self._state = state is not self._state, state
        is_other = self._earlier is not self._reported
        self._reported = self._earlier
        if is_new:
            logger.debug("state: %s", state.name)
        update = Update(change, is_new, progress, is_other)
        if self._unreported is not NOTHING_NEW:
            update = self._unreported | update
        if self._held_back is not None:
            self._held_back |= update
        elif update != NOTHING_NEW:
            self._unreported = NOTHING_NEW
            latest = self._progress
            if self._thread is not None:
                self.hold_while_drawing()
            self.updated.emit(update)
            if update.progress:
                self.progressed.emit(latest)
            if update.state:
                self.state_changed.emit(state)
            if (update.state or update.epoch) and state not in WITHOUT_REST:
                self._compare_at_rest()
            if update.rows:
                self.rows_left_out.emit(len(self._document.experiment.left_out_rows))

    @Slot()
    def _go_on(self) -> None:
        """Let the run go on, until the next redraw for at least as long as it has waited."""
        self._controls.go_on()
        if self._timer.isActive():
            now = perf_counter()
            due = seconds_between_redraws(REDRAW_MILLISECONDS / 1000) - (now - self._shown_at)
            spent = min(now - self._drawing_since, MOST_DRAWING_SECONDS)  # it may have been stopped
            self._timer.start(max(1, round(1000 * max(due, spent))))


def _is_same(one: EarlierEpoch | None, other: EarlierEpoch | None) -> bool:
    """Return whether there is nothing new to show."""
    if one is None or other is None:
        return one is other
    return one.epoch == other.epoch


QUICK_SECONDS = 0.00001
"""Far below the 5 ms of Python: Qt gives the interpreter up several hundred times a redraw."""


def switch_quickly() -> None:
    """Let the window redraw while a thread is busy.

    Qt releases the interpreter at nearly every call, and waits this long to get it back. At the
    default of 5 ms, a redraw of several hundred calls would take seconds.
    """
    sys.setswitchinterval(QUICK_SECONDS)
