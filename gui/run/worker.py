"""The run in its own thread: iterates the engine and leaves the frames in a mailbox."""

import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine import (
    Cancelled,
    Frame,
    History,
    Keyframes,
    Matrix,
    Optimum,
    Problem,
    Settings,
    StopReason,
    Trace,
    Triangle,
)
from engine.cancelling import COLUMNS_AT_ONCE, abandonable
from engine.exact.scaled_table import is_small
from engine.frame import Recorded
from engine.history import TraceBins
from engine.loss import mean_squared_error
from engine.optimisers.kinds import LIMITLESS
from engine.stability import calls_for_limit
from engine.threads.caching import cached_property
from engine.trace import EMPTY, MethodSpan, PastRun
from engine.verdict.rule import has_least_loss, least_loss_floor

from ..background.cancelling import cancellable
from ..document.experiment import Experiment
from .controls import Controls, FirstPace, RunSettings
from .mailbox import Mailbox
from .prepared_rows import NOTICED_SECONDS, PreparedRows, tells_least

# What only a run needs is loaded by the first one, and gui/app.py does that before a person can ask
# for one: it takes 30 ms, by which the window was drawn later.
if TYPE_CHECKING:
    from engine.inference.held_out_loss import HeldOutFigures, HeldOutLoss, HeldOutRun
    from engine.limit.slope_check import GradientCheck
    from engine.methods.step_working import EpochWorking
    from engine.statistics import Goodness, Statistics
    from engine.verdict.verdict import Forecast, Verdict

    from .companions import Companions
    from .divided_limit import DividedLimit

MOST_FORESEEN = 100
"""Columns. Foreseeing takes 2 ms of this many, and is done each time the epochs have doubled."""

CELLS_OF_A_FIT = 100_000
"""The squares of so many take less than a tenth of a millisecond."""

KEYFRAMES_SECONDS = 0.5
"""How often a run shares its keyframes: joining 32 MB of them takes up to 7 ms (measured)."""
NO_KEYFRAMES = Recorded.no_keyframes(0)
NO_PAST = PastRun()

logger = logging.getLogger(__name__)


def rows_of_loss(problem: Problem, settings: Settings) -> Problem | None:
    """Return the table whose mean square is the loss, in its units; None if there is none."""
    if settings.formula is None:
        return problem
    from engine.losses.equal_rows import equal_rows  # loaded on use, as the formula itself

    return equal_rows(problem, replace(settings, scale_columns=False))


@dataclass(frozen=True, eq=False)
class RunProgress:
    """The latest frame of a run, its history, and what it is compared with.

    ``settings`` are those that led to the frame, whatever the fields show by now. A step may go
    beyond their epochs. ``learning_rate_limit`` is 2/λmax if the run needed it, ``best`` the
    optimum if it is known yet, ``verdict`` that on the end of the run, and ``forecast`` what is
    foreseen of one that takes noticeably long. ``statistics`` are those of the optimum.
    ``exact_gradient`` (j, 1) is the exact one in the units of ``frame.gradient``, and
    ``gradient_check`` compares the two; ``working`` is the epoch after the frame, written out.
    Until the end of a run ``with_companions`` has them, from ``companions``. They are None if they
    would take too long. ``keyframes`` has W at epochs of the run, up to half a second ago while it
    goes on, and ``past`` what any other epoch is computed from. Below ``loss_floor`` a loss is only
    rounding; it is 0 unless the least possible one is.
    ``methods`` has the method of each span of epochs. ``kinks`` has the slopes to the left and to
    the right of each weight, from 0, along which the loss has no derivative. ``table_statistics``
    are those of least squares for another loss, of which the rank and the condition are true.
    ``divided_limit`` is η's limit of an optimiser that divides by slopes, at what it remembers.
    ``held_out`` is what is known of the rows held out; None if there are none.
    """

    experiment: Experiment
    frame: Frame
    trace: Trace
    learning_rate_limit: float | None
    settings: Settings
    best: Optimum | None = None
    verdict: "Verdict | None" = None
    statistics: "Statistics | None" = None
    exact_gradient: Matrix | None = None
    gradient_check: "GradientCheck | None" = None
    working: "EpochWorking | None" = None
    companions: "Companions | None" = field(default=None, repr=False)
    forecast: "Forecast | None" = None
    keyframes: Keyframes = NO_KEYFRAMES
    past: PastRun = NO_PAST
    loss_floor: float = 0.0
    methods: tuple[MethodSpan, ...] = ()
    kinks: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    table_statistics: "Statistics | None" = None
    divided_limit: float | None = None
    held_out: "HeldOutRun | None" = None

    @property
    def problem(self) -> Problem:
        """The problem that the run started from."""
        return self.experiment.problem

    @cached_property
    def equal_rows(self) -> Problem | None:
        """The table whose mean square is the loss, in its units; None if there is none."""
        return rows_of_loss(self.problem, self.settings)

    @property
    def tells_least(self) -> bool:
        """Whether a formula tells the least possible loss."""
        return tells_least(self.experiment, self.settings)

    @cached_property
    def goodness(self) -> "Goodness | None":
        """How well the W of the frame fits; None while the statistics are not known."""
        return None if self.statistics is None else self.statistics.of_loss(self.frame.loss)

    @cached_property
    def fit(self) -> "Goodness | None":
        """How small Y − Ŷ is, on whatever loss; None while that is not known."""
        return self.goodness or self._fit_at(self.frame.W)

    @cached_property
    def fit_at_best(self) -> "Goodness | None":
        """How small Y − Ŷ is at the optimum; None if there is none, or it is not known."""
        if self.statistics is not None:
            return self.statistics.optimum
        return None if self.best is None else self._fit_at(self.best.W)

    def _fit_at(self, W: Matrix) -> "Goodness | None":
        """Return how well weights fit by their squares; of a large table only once a run."""
        is_soon = self.problem.A.size <= CELLS_OF_A_FIT or self.frame.stop is not None
        if self.table_statistics is None or not is_soon:
            return None
        squares = mean_squared_error(self.problem.A, W, self.problem.Y)
        return self.table_statistics.of_loss(squares)

    @cached_property
    def has_least_loss(self) -> bool:
        """Whether the loss of the frame is the least possible, to its rounding."""
        rows = self.equal_rows
        if self.best is None or rows is None:
            return False
        frame, precision = self.frame, self.settings.precision
        return has_least_loss(rows, frame.W, frame.loss, self.best, precision)

    def limits(self, settings: Settings) -> bool:
        """Return whether ``learning_rate_limit`` is that of η under these settings, too.

        The first frames after columns were scaled still have the limit of those before.
        """
        return self.settings.scale_columns == settings.scale_columns

    def with_companions(self) -> "RunProgress":
        """Return this progress with the exact gradient and the next epoch, computed by now."""
        if (companions := self.companions) is None:
            return self
        rests = self.verdict is not None and self.verdict.is_rest
        return replace(
            self,
            exact_gradient=companions.exact_gradient,
            gradient_check=companions.check_at_rest if rests else companions.check,
            working=companions.working,
            companions=None,
            kinks=companions.kinks,
        )


@dataclass(frozen=True, eq=False)
class RunRequest:
    """A run to do: its experiment, the frame to resume from, and the history so far.

    ``held_out`` collects the loss of the rows that are held out.
    """

    number: int
    experiment: Experiment
    after: Frame | None
    history: History
    prepared_rows: PreparedRows
    held_out: TraceBins = field(default_factory=TraceBins)


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
        self._keyframes, self._past = request.history.keyframes(), request.history.past()
        self._shared = -inf
        self._shared_under: RunSettings | None = None
        self._limit: float | None = None
        self._best: Optimum | None = None
        self._loss_floor = 0.0
        self._verdict: Verdict | None = None
        self._statistics: Statistics | None = None
        self._table_statistics: Statistics | None = None
        self._companions: Companions | None = None
        self._forecast: Forecast | None = None
        self._foreseen_at = 0
        self._began = perf_counter()
        self._limit_is_scaled = False
        self._divided: DividedLimit | None = None
        self._divided_limit: float | None = None
        self._held_out: HeldOutLoss | None = None
        self._held_out_now: HeldOutFigures | None = None
        self._held_out_best: HeldOutFigures | None = None
        self._measured = EMPTY
        self._last = -inf if request.after else perf_counter()
        self._began = perf_counter()

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
        # The window takes the run up by it, and would stand still for 30 ms beside a run.
        self._request.experiment.fingerprint  # noqa: B018 - it is kept
        if self._request.experiment.held_out is not None:
            self._prepare_held_out(frame)
        while frame is None or frame.stop is None or frame is self._request.after:
            frame = self._follow(self._controls.run_settings, frame)

    def _follow(self, run_settings: RunSettings, after: Frame | None) -> Frame:
        """Descend until the run ends, or its settings or chunk change; return the last frame."""
        from engine import descend  # loaded on use

        from .companions import CompanionSource

        pace, epoch = run_settings.pace, after.epoch if after else 0
        logger.debug("run %d at %s", self._request.number, pace)
        if self._best is None and is_small(self._request.experiment.problem):
            self._find_best()
            if self._request.experiment.columns <= COLUMNS_AT_ONCE:
                self._find_table_statistics()
        source = CompanionSource(
            self._request.experiment,
            self._request.prepared_rows,
            run_settings.shown,
            self._controls.cancelled,
        )
        self._forecast = None  # that of other settings
        frames = descend(
            self._request.experiment.problem,
            run_settings.settings,
            after=after,
            chunk_epochs=pace.chunk_after(epoch, perf_counter() - self._began),
            triangle=self._triangle(run_settings.settings),
            cancelled=self._controls.cancelled,
        )
        for frame in frames:
            if frame.stop not in (None, StopReason.CANCELLED):
                self._judge(frame, run_settings)
            elif frame.stop is None:
                self._foresee(frame, run_settings)
            if frame.stop is not StopReason.CANCELLED:
                self._companions = source.of(frame)
                self._measure_held_out(frame)
            self._wait_until_due(frame, run_settings)
            self._post(frame, run_settings)
            if frame.stop is None:
                self._keep_pace(run_settings)
            has_grown = isinstance(pace, FirstPace) and frame.epoch > epoch
            if has_grown or self._controls.run_settings is not run_settings:
                break
        return frame

    def _prepare_held_out(self, after: Frame | None) -> None:
        """Prepare the rows that are held out, and catch up with a run that came with its file."""
        cancelled = self._controls.cancelled
        self._held_out = self._request.prepared_rows.held_out_loss(cancelled)
        bins = self._request.held_out
        if self._held_out is not None and after is not None and bins.last < 0:
            passed = self._held_out.of_keyframes(self._keyframes, cancelled)
            self._controls.publish(partial(bins.extend, passed))

    def _measure_held_out(self, frame: Frame) -> None:
        """Find the loss of the rows held out where the frame has recorded that of the others."""
        if self._held_out is None:
            return
        self._measured = self._held_out.along(frame, self._request.held_out.last)
        known = float(self._measured.loss[-1]) if len(self._measured) else None
        figures = partial(
            self._held_out.figures,
            about_mean=self._request.experiment.problem.intercept is not None,
        )
        self._held_out_now = figures(frame.W, loss=known)
        if self._held_out_best is None and self._best is not None:
            self._held_out_best = figures(self._best.W, best=self._best)

    def _triangle(self, settings: Settings) -> Triangle | None:
        """Reduce the rows if the method needs it; cancelling that also ends the descent."""
        from engine.methods.choose import is_reduced  # loaded on use

        experiment = self._request.experiment
        if not is_reduced(experiment.columns, settings, experiment.rows):
            return None
        return self._request.prepared_rows.reduce(self._controls.cancelled)

    def _post(self, frame: Frame, run_settings: RunSettings) -> None:
        settings = run_settings.settings
        if settings.scale_columns != self._limit_is_scaled:
            self._limit, self._limit_is_scaled = None, settings.scale_columns
        if frame.stop is not None and self._companions is not None:
            self._companions.compute()  # not while the window may wait for what is published
        if frame.stop is None:
            self._divided_limit = self._divided_at(frame, run_settings.shown)
        self._controls.publish(partial(self._record, frame, run_settings))
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
        if frame.stop is not None and run_settings.shown.optimiser in LIMITLESS:
            self._divided_limit = abandonable(
                partial(self._divided_at, frame, run_settings.shown),
                self._controls.cancelled,
                self._request.experiment.columns,
            )
            self._controls.publish(partial(self._show, frame, run_settings.shown))
        # The condition of many columns takes up to a second: the end itself is shown before.
        if frame.stop is not None and self._best is not None and self._statistics is None:
            self._find_statistics()
            self._controls.publish(partial(self._show, frame, run_settings.shown))
        if frame.stop is not None and self._find_table_statistics():
            self._controls.publish(partial(self._show, frame, run_settings.shown))

    def _divided_at(self, frame: Frame, settings: Settings) -> float | None:
        """Return η's limit of an optimiser that divides by slopes; None of the others."""
        if settings.optimiser not in LIMITLESS:
            return None
        if self._divided is None:
            from .divided_limit import DividedLimit  # loaded on use: most runs are plain

            self._divided = DividedLimit(self._request.prepared_rows)
        return self._divided.at(frame, settings)

    def _record(self, frame: Frame, run_settings: RunSettings) -> None:
        self._request.history.extend(frame, run_settings.settings)
        self._trace = self._request.history.trace()
        self._request.held_out.extend(self._measured)
        self._measured = EMPTY
        self._share_keyframes(frame, run_settings)
        self._show(frame, run_settings.shown)

    def _show(self, frame: Frame, settings: Settings) -> None:
        if len(self._trace) > 0:  # else it was cancelled before the first evaluation
            progress = RunProgress(
                self._request.experiment,
                frame,
                self._trace,
                self._limit,
                settings,
                self._best,
                self._verdict,
                self._statistics,
                companions=self._companions,
                forecast=None if frame.stop else self._forecast,
                keyframes=self._keyframes,
                past=self._past,
                loss_floor=self._loss_floor,
                methods=self._request.history.methods(),
                table_statistics=self._table_statistics,
                divided_limit=self._divided_limit,
                held_out=self._held_out_run(),
            )
            self._mailbox.put(progress if frame.stop is None else progress.with_companions())

    def _held_out_run(self) -> "HeldOutRun | None":
        """Return what is known of the rows held out; None without any."""
        if self._held_out is None or self._held_out_now is None:
            return None
        return self._held_out.run(
            self._request.held_out.trace(), self._held_out_now, self._held_out_best
        )

    def _share_keyframes(self, frame: Frame, run_settings: RunSettings) -> None:
        """Share the keyframes at the end of the run, and now and then before it.

        After a change of settings at once: what is saved of the run must know of it.
        """
        now = perf_counter()
        is_other = run_settings is not self._shared_under
        if is_other or frame.stop is not None or now - self._shared >= KEYFRAMES_SECONDS:
            self._shared_under = run_settings
            self._keyframes, self._past = (
                self._request.history.keyframes(),
                self._request.history.past(),
            )
            self._shared = now

    def _judge(self, frame: Frame, run_settings: RunSettings) -> None:
        """Compare the end of the run with the optimum; a cancelled run has no verdict."""
        from engine import judge  # loaded on use

        if self._best is None:
            self._find_best()
        if self._best is None and run_settings.shown.formula is None:
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
                # The frame itself is recorded only with what is shown beside it.
                trace=self._request.history.trace().followed_by(frame.recorded.trace),
                cancelled=self._controls.cancelled,
            ),
            self._controls.cancelled,
            experiment.columns,
        )

    def _foresee(self, frame: Frame, run_settings: RunSettings) -> None:
        """Foresee what is left of the way: slow directions are seen only once the fast are gone."""
        from engine.verdict.judge import foresee  # loaded on use

        experiment = self._request.experiment
        is_long = perf_counter() - self._began > NOTICED_SECONDS
        is_known = self._best is not None or run_settings.settings.formula is not None
        if not (is_known and is_long) or experiment.columns > MOST_FORESEEN:
            return
        if self._forecast is None or frame.epoch >= 2 * self._foreseen_at:
            self._foreseen_at = frame.epoch
            self._forecast = foresee(
                experiment.problem,
                run_settings.settings,
                frame,
                self._best,
                experiment.column_names,
                cancelled=self._controls.cancelled,
            )

    def _find_best(self) -> None:
        start = self._request.experiment.problem.W
        self._best = self._request.prepared_rows.optimum(start, self._controls.cancelled)
        if self._best is not None:
            precision = self._controls.run_settings.settings.precision
            experiment = self._request.experiment
            rows = rows_of_loss(experiment.problem, experiment.settings)
            if rows is not None:
                self._loss_floor = least_loss_floor(rows, self._best, precision)
        if self._request.experiment.columns <= COLUMNS_AT_ONCE:
            self._find_statistics()

    def _find_statistics(self) -> None:
        if self._best is not None:
            prepared_rows = self._request.prepared_rows
            self._statistics = prepared_rows.statistics(self._best, self._controls.cancelled)

    def _find_table_statistics(self) -> bool:
        """Find the rank and the condition of the table for another loss; return whether now."""
        is_known = self._table_statistics is not None
        if is_known or self._request.experiment.settings.formula is None:
            return False
        prepared_rows = self._request.prepared_rows
        self._table_statistics = prepared_rows.table_statistics(self._controls.cancelled)
        return self._table_statistics is not None

    def _wait_until_due(self, frame: Frame, run_settings: RunSettings) -> None:
        """Wait until the frame is due at the pace of a first run; changed settings end the wait."""
        due = self._began + run_settings.pace.seconds_to(frame.epoch)
        while (left := due - perf_counter()) > 0:
            if self._controls.cancelled() or self._controls.run_settings is not run_settings:
                return
            self._controls.wait(left)

    def _keep_pace(self, run_settings: RunSettings) -> None:
        """Wait until the next chunk is due; changed settings end the wait at once."""
        due = self._last + run_settings.pace.chunk_seconds
        while (left := due - perf_counter()) > 0:
            self._controls.wait(left)
            if self._controls.cancelled() or self._controls.run_settings is not run_settings:
                return
        is_late = perf_counter() - due > run_settings.pace.chunk_seconds
        self._last = perf_counter() if is_late else due
