"""Shows the document and its run in the parts of the window, whenever either changes."""

import logging
import math
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from operator import is_not
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, QTimer, Slot
from PySide6.QtGui import QPalette

from engine import Matrix, Optimum, Settings
from engine.examples import EXAMPLES
from engine.optimisers.kinds import LIMITLESS, Optimiser, Schedule

from ..accessible.announcing import announce
from ..document import Document, DocumentChange, Experiment, Filling, Grid, TableName
from ..document.experiment import RowMask
from ..panels.readout import EarlierLoss
from ..plots.axis_scale import Scale
from ..run.diagnosis import diagnose, diagnose_earlier, former_steps, reducing, will_go_on
from ..run.first_step import FirstStep
from ..run.method_texts import explained_method
from ..run.outlook import TableOutlook, optimum_at_once, table_statistics_at_once
from ..run.prediction_sample import PredictionFeed
from ..run.prepared_rows import (
    PreparedRows,
    divided_key,
    limit_key,
    limit_of_present,
    tells_least,
)
from ..run.run_state import FROM_START, RunState
from ..run.saved_fit import SavedFit, goodness_at
from ..run.sentences import (
    NO_ROW_LEFT_OUT,
    OF_OPTIMISER_BEFORE,
    ROWS_LEFT_OUT,
    named_loss,
)
from ..run.session import Session, Update
from ..run.shown_epoch import Accuracy
from ..run.speed import Rate
from ..run.worker import RunProgress
from ..tables import RunNumbers
from ..text.loss_texts import lesson_of_another_loss, name_in_use
from ..text.message import Message, MessageKind, in_brief
from ..text.numbers import format_loss, format_r_squared
from ..text.optimiser_texts import NAMES, lesson_of_another_optimiser
from ..text.setting_texts import FORMULA, LOSS_FORMULA, without_former_h
from ..text.translation import translated
from .actions import check
from .parts import Parts
from .status_message import StatusMessage
from .texts import HELD_OUT_BOTH, HELD_OUT_LOSS

if TYPE_CHECKING:
    from engine.formula.formula import Formula
    from engine.statistics import Statistics

NUMBERS_SECONDS = 0.1
"""Numbers that change more often cannot be read; curves can.

The numbers of a paced run change with its curves: there, each epoch is to be followed.
"""

FIRST_STEP_MILLISECONDS = 100
"""After the last edit: the first step of a run need not follow each key."""
STATISTICS_MILLISECONDS = 100
"""How well the optimum of a table fits is found once its editing has paused."""

LESSONS = {str(example.note): translated(example.note) for example in EXAMPLES}

_EVERYTHING = Update(
    DocumentChange(frozenset(TableName), shape=True, names=True, settings=True, opened=True),
    state=True,
)

logger = logging.getLogger(__name__)


class Drawing(Enum):
    """Whether the frames of a run are shown; nobody sees those of a hidden window."""

    ON = "each frame is shown"
    OFF = "the window is hidden, and shows all there is"
    BEHIND = "the window is hidden, and the run has gone on"


class Presenter(QObject):
    """Shows each update of the session once in every part it concerns; it decides nothing."""

    def __init__(self, document: Document, session: Session, parts: Parts) -> None:
        super().__init__(parts.diagnosis)  # so that it ends together with the strip it writes to
        self._document, self._session, self._parts = document, session, parts
        self._feed = PredictionFeed(document)
        self._rate = Rate()
        self._numbers_since = perf_counter()
        # Frames may come so slowly that the curves would be ahead of the numbers for long.
        self._numbers_due = QTimer(self, singleShot=True)
        self._numbers_due.timeout.connect(self._catch_up)
        self._status_message = StatusMessage(self)
        self._drawing = Drawing.ON
        self._is_example = False
        self._shown_filling: Filling | None = None
        self._state_before = session.state
        self._earlier = session.earlier
        self._is_of_data = self._is_of_loss = True
        self._shown_limit: float | None = None
        self._first_limit: tuple[Experiment | None, float | None] = None, None
        self._limit_of_present: float | None = None
        self._report = ""
        self._refused: Message | None = None
        self._limit_is_known = False
        self._limited_of: tuple[Grid | None, RowMask | None, tuple[object, ...]] = None, None, ()
        self._known: TableOutlook | None = None
        self._known_of: tuple[object, ...] = ()
        # The timer ends with the card that it writes to.
        self._first_step_timer = QTimer(
            parts.step_card, singleShot=True, interval=FIRST_STEP_MILLISECONDS
        )
        self._first_step_timer.timeout.connect(self._show_first_step)
        self._best: Optimum | None = None
        self._best_of: tuple[Grid | None, Grid | None, RowMask | None] = None, None, None
        self._best_of_loss: Formula | None = None
        self._shown_loss: Formula | None = None
        self._explained_loss: Formula | None = None
        self._saved = SavedFit()
        self._saved_of: tuple[object, ...] = None, None, None
        self._statistics: Statistics | None = None
        self._statistics_of: Optimum | None = None
        self._statistics_due = QTimer(self, singleShot=True, interval=STATISTICS_MILLISECONDS)
        self._statistics_due.timeout.connect(self._find_statistics)
        self._status_message.changed.connect(self._show_diagnosis)
        document.working.connect(self._announce_work)
        document.idle.connect(self._status_message.end)
        session.updated.connect(self.show_update)
        session.reduced.connect(self.show_reduction)
        session.failed.connect(self._keep_report)
        session.rows_left_out.connect(self._tell_rows_left_out)
        parts.settings.refused.connect(self.show_refusal)
        parts.settings.mistaken.connect(self.show_mistake)
        parts.sheet.refused.connect(self._stand)
        parts.timeline.refused.connect(self.show_refusal)
        self.draw_icons()
        self.show_update(_EVERYTHING)

    @Slot(Update)
    def show_update(self, update: Update) -> None:
        """Show all that is new, each part once and after what it follows from."""
        if self._drawing is not Drawing.ON and not _is_seen_later(update):
            self._drawing = Drawing.BEHIND
            return
        change, state, progress = update.document, self._session.state, self._session.progress
        is_another, settings = change.is_another_document, self._document.settings
        if change:
            logger.debug("show %s", change)
            lesson = self._document.lesson
            is_example = lesson in LESSONS
            note = LESSONS[lesson] if is_example else without_former_h(lesson, settings)
            if is_example and settings.formula is not None:
                note = lesson_of_another_loss(settings)
            elif is_example and not settings.is_plain:
                note = lesson_of_another_optimiser(settings)
            self._parts.lesson.show_lesson(note)
            if is_another:
                self._is_example = is_example
        has_new_run = update.state or is_another
        has_other_loss = settings.formula != self._shown_loss
        self._shown_loss = settings.formula
        has_new_numbers = (
            bool(change.tables)
            or has_new_run
            or has_other_loss
            or update.epoch
            or self._numbers_are_due(update)
        )
        is_outdated = self._is_message_outdated(update, state)
        self._state_before = state
        if is_outdated and not change.tables and (update.state or update.epoch):
            self._parts.sheet.clear_messages()  # an edit clears the sheet by itself
        if is_outdated:
            with QSignalBlocker(self._status_message):
                self._status_message.clear()
        if change or (update.state and state.is_active):
            self._parts.diagnosis.end_toast()
        if has_new_run or change.tables:
            self._show_state(state, progress)
        if state is RunState.PAUSED and progress is not None:
            self._name_paused_run(state, progress)
        elif has_new_run:
            self._parts.actions.name_run(state)
        if change.settings:
            self._show_settings()
        if (filling := self._document.experiment.filling) is not self._shown_filling:
            self._show_filling(filling)
        if state is RunState.RUNNING and (update.state or change.settings):
            self._suit_epoch_axis(self._document.settings)
        elif _has_found_run(update, state) and progress is not None:
            self._suit_epoch_axis(progress.settings)
        self._follow_limit(update, progress, has_other_loss=has_other_loss)
        self._earlier = self._session.earlier
        if update.epoch or has_new_run or change.tables:
            self._offer_epoch(state, progress)
        self._is_of_data = self._has_data_of(progress)
        self._follow_loss(progress)
        shown, W = self._shown(progress)
        self._show_plots(update, progress, W)
        if has_new_numbers:
            self._show_numbers(state, shown, W)
            if has_new_run and not state.is_active:
                self._parts.sheet.settle_slopes()
        elif update.progress and not self._numbers_due.isActive():
            self._numbers_due.start(round(1000 * NUMBERS_SECONDS))
        if change.settings or (update.state and state is not RunState.EDITED):
            self._show_former(state, progress)
        if has_new_numbers or change.settings or is_outdated:
            self._show_beside(state, progress, shown)
        is_other_start = has_new_run or change.tables or change.names or change.settings
        if is_other_start and (progress is None or state is RunState.EDITED):
            self._first_step_timer.start()

    @Slot()
    def _catch_up(self) -> None:
        """Show the numbers of the frame that the plots show already."""
        if self._drawing is Drawing.ON:
            self._session.hold_while_drawing()
            state, progress = self._session.state, self._session.progress
            shown, W = self._shown(progress)
            self._show_numbers(state, shown, W)
            self._show_beside(state, progress, shown)

    def _shown(self, progress: RunProgress | None) -> tuple[RunProgress | None, Matrix | None]:
        """Return the progress at the epoch shown, and the weights if they predict the table."""
        shown = self._earlier.within(progress) if progress and self._earlier else progress
        # The loss and the curve shown are those of the run, and so must be all that is beside them.
        return shown, self._weights(shown) if self._is_of_data else None

    def _show_beside(
        self, state: RunState, progress: RunProgress | None, shown: RunProgress | None
    ) -> None:
        """Show what belongs to the numbers: the timeline, the readout and the strip."""
        self._show_figures(state, progress)
        self._show_readout(state, shown)
        if progress is None:
            self._show_start()
        self._show_diagnosis()

    def draw_first(self) -> Callable[[], None]:
        """Put off what is computed in pauses: the window, shown now, is drawn first.

        The function that is returned goes on with it.
        """
        timers = self._first_step_timer, self._statistics_due
        waiting = [timer for timer in timers if timer.isActive()]
        for timer in waiting:
            timer.stop()

        def go_on() -> None:
            for timer in waiting:
                timer.start()

        return go_on

    @Slot()
    def pause_drawing(self) -> None:
        """Show no more frames: the window is hidden. Edits and the end of a run still are."""
        self._drawing = Drawing.OFF

    @Slot()
    def resume_drawing(self) -> None:
        """Show the latest frame, and those that follow."""
        before, self._drawing = self._drawing, Drawing.ON
        if before is Drawing.BEHIND:
            self.show_update(Update(progress=True))

    @Slot(float)
    def show_reduction(self, fraction: float) -> None:
        """Show how much of the rows is reduced, unless a refusal or a fault is being shown."""
        if self._parts.settings.has_refused or self._drawing is not Drawing.ON:
            return
        if self._status_message.is_standing:
            return
        self._parts.diagnosis.show_message(reducing(self._document.rows, fraction))

    @Slot(str)
    def show_refusal(self, sentence: str) -> None:
        """Show why a setting was refused; an empty sentence means that none is any more."""
        if sentence:
            self._parts.diagnosis.show_refusal(sentence)
        else:
            self._show_diagnosis()

    @Slot(object)
    def show_mistake(self, message: Message | None) -> None:
        """Show what is wrong with a loss that is being typed; None means that nothing is."""
        if message is None:
            self._show_diagnosis()
        else:
            self._parts.diagnosis.show_message(in_brief(message))
        self._show_readout(self._session.state, self._session.progress)

    @Slot(Message)
    def announce(self, message: Message) -> None:
        """Show a message beside the run: a toast if it only says what has worked.

        What did not work stands until the person does something else.

        Pending changes are shown first, because they would clear the message.
        """
        self._document.flush()
        if message.is_passing:
            self._status_message.clear()
            self._parts.diagnosis.show_toast(message.text, message.detail)
            return
        if message.kind is MessageKind.GOOD:  # beside a run, a ✓ would be about its fit
            message = replace(message, kind=MessageKind.QUIET)
        self._status_message.show(in_brief(message))

    @Slot(int)
    def _tell_rows_left_out(self, count: int) -> None:
        """Say how many rows do not count now."""
        told = ROWS_LEFT_OUT(count) if count else NO_ROW_LEFT_OUT
        self.announce(Message(MessageKind.GOOD, told))

    def _palette(self) -> QPalette:
        """Return the window's palette: its buttons get a changed one only after it."""
        return self._parts.run_button.window().palette()

    def draw_icons(self) -> None:
        """Draw the icons of the run's buttons in the colours of the palette."""
        self._parts.actions.draw(self._session.state, self._palette())

    @Slot()
    def _show_first_step(self) -> None:
        """Write out the step that Run takes first, unless there is a run of these tables."""
        session = self._session
        if session.progress is not None and session.state is not RunState.EDITED:
            return
        experiment, prepared_rows = self._document.experiment, session.prepared_rows
        if not prepared_rows.matches(experiment):
            prepared_rows = PreparedRows(experiment)
        self._parts.step_card.show_first(FirstStep.of(experiment, prepared_rows))

    @Slot(str)
    def _announce_work(self, step: str) -> None:
        self._document.flush()
        self._status_message.begin(step)

    def _is_message_outdated(self, update: Update, state: RunState) -> bool:
        """Return whether the message is about what was before.

        One that stands ends with any edit and with another epoch, but not with a run that ends by
        itself: nobody may have read it.
        """
        if self._status_message.is_standing:
            has_acted = update.state and not _has_ended_by_itself(self._state_before, state)
            return bool(update.document) or update.epoch or has_acted
        is_another = update.document.is_another_document
        return update.state or update.epoch or is_another or bool(update.document.tables)

    def _show_state(self, state: RunState, progress: RunProgress | None) -> None:
        """Show whether the run is active, and what can be done next."""
        has_run = state.is_active or progress is not None
        has_fitted = self._document.fitted is not None
        self._parts.actions.show_state(has_run, has_fitted)
        self._parts.actions.draw_run(state, self._palette())
        self._rate.restart()

    def _offer_epoch(self, state: RunState, progress: RunProgress | None) -> None:
        """Offer to start or to go on from the epoch shown, once it is exact."""
        earlier = self._earlier
        is_exact = earlier is None or earlier.accuracy is Accuracy.EXACT
        self._parts.actions.show_epoch(
            may_start=progress is not None and state not in FROM_START and is_exact,
            may_go_on=earlier is not None and earlier.companions is not None,
        )

    def _name_paused_run(self, state: RunState, progress: RunProgress) -> None:
        """Call Run "Go On" only while it goes on: a paused run on another loss starts again."""
        goes_on = will_go_on(state, progress, self._document.settings)
        self._parts.actions.name_run(state if goes_on else RunState.READY)

    def _show_filling(self, filling: Filling) -> None:
        """Say what to do while the tables are empty; Run sleeps until a row is complete."""
        self._shown_filling = filling
        parts = self._parts
        for part in (parts.empty_state, parts.step_card, parts.fit_card, parts.sheet):
            part.show_empty(is_empty=filling in (Filling.EMPTY, Filling.ZEROS))
        is_complete = filling is Filling.RUNNABLE
        self._parts.actions.show_table(filling)
        self._parts.loss_plot.show_table(is_complete=is_complete)
        self._parts.prediction_plot.show_table(is_complete=is_complete)

    def _show_settings(self) -> None:
        """Show the settings in the menus."""
        settings = self._document.settings
        check(self._parts.actions.differences, settings.difference.value)
        check(self._parts.actions.columns, settings.scale_columns)
        check(self._parts.actions.losses, settings.loss)
        check(self._parts.actions.optimisers, settings.optimiser.value)
        self._parts.actions.until_converged.setChecked(settings.until_converged)
        check(self._parts.actions.precisions, settings.precision.value)
        check(self._parts.actions.methods, settings.method.value)
        check(self._parts.actions.tolerances, settings.tolerance)

    def _follow_loss(self, progress: RunProgress | None) -> None:
        """Find whether the loss that is set is that of the run, and explain the one shown."""
        is_set = self._document.settings
        settings = is_set if progress is None else progress.settings
        was_of_loss, self._is_of_loss = self._is_of_loss, settings.formula == is_set.formula
        if not (was_of_loss and self._is_of_loss):
            former = "" if self._is_of_loss else named_loss(settings)
            self._parts.loss_plot.show_former(former)
        if settings.formula != self._explained_loss:
            self._explained_loss = settings.formula
            written = self._written_formula(settings)
            for part in (self._parts.readout, self._parts.loss_plot):
                part.setProperty(FORMULA, LOSS_FORMULA.format(formula=written) if written else None)

    def _suit_epoch_axis(self, settings: Settings) -> None:
        """Choose an epoch axis that shows the whole run, for 10³ epochs or 10¹⁵."""
        scale = Scale.LOGARITHMIC if settings.until_converged else Scale.LINEAR
        self._parts.loss_plot.suggest_epoch_scale(scale)

    def _follow_limit(
        self, update: Update, progress: RunProgress | None, *, has_other_loss: bool
    ) -> None:
        """Show η's limit, if A, the settings that it depends on, or the run have changed it."""
        settings = self._document.settings
        is_other = has_other_loss or limit_key(settings) != self._limited_of[2]
        if TableName.A in update.document.tables or is_other:
            self._show_limit()
        elif not update.progress or progress is None:
            pass
        elif progress.learning_rate_limit is not None and progress.limits(settings):
            self._limit_is_known = True
            self._show_limits(progress.learning_rate_limit)
        elif not self._limit_is_known and self._session.prepared_rows.triangle is not None:
            self._show_limit()
        is_usual = settings.optimiser is Optimiser.PLAIN and settings.schedule is Schedule.CONSTANT
        if not is_usual and (update.progress or update.state or update.document):
            self._show_limit_of_run(progress)

    def _show_limit_of_run(self, progress: RunProgress | None) -> None:
        """Show the limit that an optimiser has now, or the η that a schedule has next."""
        settings = self._document.settings
        if settings.optimiser in LIMITLESS:
            self._parts.settings.show_limit(*self._divided_limit(progress))
        elif settings.schedule is not Schedule.CONSTANT:
            epoch = 0 if progress is None else progress.frame.epoch
            self._parts.settings.show_limit(self._limit_of_present, epoch)

    def _divided_limit(self, progress: RunProgress | None) -> tuple[float | None, int]:
        """Return the limit of an optimiser that divides by slopes, and at which epoch.

        Without a run of these tables it is that of the first epoch, found once for an experiment.
        """
        now = self._document.experiment
        if progress is None or not now.has_data_of(progress.experiment):
            if self._first_limit[0] is not now:
                from ..run.first_step import first_limit

                rows = self._session.prepared_rows.of_rows_of(now)
                self._first_limit = now, first_limit(now, rows)
            return self._first_limit[1], 0
        same = divided_key(progress.settings) == divided_key(now.settings)
        return progress.divided_limit if same else None, progress.frame.epoch

    def _is_limit_of_columns(self) -> bool:
        """Return whether the limit shown is of the columns that the next epoch runs on."""
        A, left_out, key = self._limited_of
        document, now = self._document, self._document.experiment
        is_of_rows = A is now.A and left_out is now.left_out
        return is_of_rows and key == limit_key(document.settings)

    def _show_limit(self) -> None:
        """Show η's limit for the tables as they are now, unless that would take too long."""
        document, prepared_rows = self._document, self._session.prepared_rows
        if not prepared_rows.matches(document.experiment):
            prepared_rows = PreparedRows(document.experiment)
        now = document.experiment
        is_empty = now.filling is Filling.EMPTY  # its columns of nothing would set η no limit
        scaled = document.settings.scale_columns
        limit = None if is_empty else prepared_rows.limit(scaled, at_once=True)
        self._limited_of = now.A, now.left_out, limit_key(document.settings)
        self._show_limits(limit)
        self._limit_is_known = self._limit_of_present is not None

    def _show_limits(self, plain_limit: float | None) -> None:
        """Show the limits that follow from 2/λmax; the strip has none of an η that changes."""
        settings = self._document.settings
        limit = self._limit_of_present = limit_of_present(settings, plain_limit)
        self._shown_limit = limit if settings.schedule is Schedule.CONSTANT else None
        self._parts.settings.show_limit(limit)

    def _show_plots(self, update: Update, progress: RunProgress | None, W: Matrix | None) -> None:
        """Draw the curve of the loss and the predictions, as far as they have changed."""
        change = update.document
        has_new_run = update.state or change.is_another_document
        if progress is None and has_new_run:
            self._parts.loss_plot.clear()
        elif progress is not None and update.progress:
            held_out = None if progress.held_out is None else progress.held_out.trace
            self._parts.loss_plot.show_trace(progress.trace, held_out)
            self._parts.loss_plot.show_least(
                _loss_of(self._known_best(progress)), progress.loss_floor
            )
        if change.tables & {TableName.A, TableName.Y}:
            self._feed.refresh()
        elif not (update.progress or update.epoch or (progress is None and has_new_run)):
            return
        earlier = self._earlier
        self._parts.loss_plot.show_epoch(
            (float(earlier.epoch), earlier.frame.loss) if earlier else None
        )
        feed = self._feed
        self._parts.prediction_plot.show_rows(
            feed.rows,
            feed.observed,
            feed.predicted(W),
            self._document.rows,
            fit=change.shape,
        )

    def _numbers_are_due(self, update: Update) -> bool:
        if not update.progress or self._session.is_paced:
            return update.progress
        return perf_counter() - self._numbers_since >= NUMBERS_SECONDS

    def _show_numbers(
        self, state: RunState, progress: RunProgress | None, W: Matrix | None
    ) -> None:
        """Show the current W in the tables, and what it predicts."""
        self._parts.sheet.show_weights(W)
        self._parts.sheet.show_run(self._run_numbers(progress))
        of_these_tables = None if state is RunState.EDITED else progress
        earlier = self._earlier
        is_awaited = earlier is not None and earlier.companions is None
        self._parts.step_card.show_progress(of_these_tables, is_awaited=is_awaited)
        self._parts.fit_card.show_progress(of_these_tables, is_of_loss=self._is_of_loss)
        is_known = progress is not None and progress.statistics is not None and self._is_of_loss
        if state is not RunState.EDITED and not is_known:
            self._show_optimum(progress)
        self._numbers_since = perf_counter()
        self._numbers_due.stop()

    def _show_optimum(self, progress: RunProgress | None) -> None:
        """Show how well the optimum fits, which a run has not found yet."""
        known, best = self._known_statistics(progress), self._best_of_set_loss(progress)
        is_other = self._document.settings.formula is not None
        if known is not None or is_other or not self._is_of_loss:
            self._parts.fit_card.show_optimum(known, best, has_least=self._tells_least())
        if known is None and progress is None and (is_other or best is not None):
            self._statistics_due.start()
        elif progress is None:
            self._show_saved_fit(known)

    def _show_saved_fit(self, statistics: "Statistics | None") -> None:
        """Show how well the weights fit that came with the file; of least squares is all of it."""
        fitted, best = self._document.fitted, self._best_ahead()
        weights = fitted.W if fitted else None, best.W if best else None
        experiment = self._document.experiment
        self._parts.fit_card.show_saved(*(goodness_at(experiment, W, statistics) for W in weights))

    def _show_former(self, state: RunState, progress: RunProgress | None) -> None:
        """Show whose the slopes are if other steps are set; a run takes them on at once."""
        settings = self._document.settings
        former = ""
        if progress is not None and not state.is_active:
            former = former_steps(progress, settings)
        self._parts.sheet.show_former(former)
        if progress is not None and not (former or state.is_active):
            ran = progress.settings.optimiser
            if ran is not settings.optimiser:  # which makes another step of the same slopes
                former = OF_OPTIMISER_BEFORE.format(optimiser=NAMES[ran])
        self._parts.step_card.show_settings(settings.difference, former)

    def _run_numbers(self, progress: RunProgress | None) -> RunNumbers:
        """Return what the run, or the file it was saved in, knows of the weights."""
        if progress is None:
            fitted = self._document.fitted
            best, ahead = self._best_ahead(), self._known_statistics(None)
            return RunNumbers(
                W=fitted.W if fitted else None,
                exact_gradient=self._saved_fit().exact_gradient,
                optimum=best.W if best else None,
                rank=best.rank if best else None,
                loss_formula=self._written_formula(self._document.settings),
                steps_by=self._document.settings,
                has_least=self._tells_least(),
                start_loss=self._start_loss(),
                loss=fitted.loss if fitted else None,
                least_loss=_loss_of(best),
                standard_errors=ahead.standard_errors if ahead else None,
                residual_sd=ahead.residual_sd if ahead else None,
                statistics=ahead,
            )
        frame, best, statistics, start_loss = progress.frame, None, None, None
        if self._is_of_data:  # of other tables the optimum is no optimum
            best, statistics = self._best_of_set_loss(progress), self._known_statistics(progress)
            if not self._is_of_loss:
                start_loss = self._start_loss()
            elif self._document.experiment.W is progress.experiment.W:
                start_loss = float(progress.trace.loss[0])
        of_run = progress.settings
        is_set = of_run if self._is_of_loss else self._document.settings
        return RunNumbers(
            W=frame.W,
            gradient=frame.gradient,
            gradient_norm=frame.gradient_norm,
            exact_gradient=progress.exact_gradient,
            optimum=best.W if best else None,
            rank=best.rank if best else None,
            loss_formula=self._written_formula(is_set),
            steps_by=of_run,
            former_formula=None if self._is_of_loss else self._written_formula(of_run),
            has_least=is_set.formula is None or tells_least(progress.experiment, is_set),
            kinks=progress.kinks,
            standard_errors=statistics.standard_errors if statistics else None,
            start_loss=start_loss,
            loss=frame.loss,
            least_loss=best.loss if best else None,
            residual_sd=statistics.residual_sd if statistics else None,
            loss_floor=progress.loss_floor,
            check=progress.gradient_check,
            is_awaited=self._earlier is not None and self._earlier.companions is None,
            statistics=statistics,
        )

    def _show_readout(self, state: RunState, progress: RunProgress | None) -> None:
        """Show the loss beside the least possible one."""
        readout = self._parts.readout
        is_refused = self._parts.settings.loss_message is not None
        if is_refused and self._show_loss_in_use(state, progress):
            return
        if progress is None:
            fitted = self._document.fitted
            start, least = self._start_loss(), _loss_of(self._best_ahead())
            stand_in = start if fitted is None else fitted.loss
            if self._document.experiment.refused_loss and stand_in is not None:
                readout.show_earlier(stand_in, EarlierLoss.STAND_IN, least)
            elif fitted is not None:
                r_squared = self._saved_r_squared()
                readout.show_earlier(
                    fitted.loss, EarlierLoss.OTHER_SESSION, least, r_squared=r_squared
                )
            elif start is not None:
                readout.show_earlier(start, EarlierLoss.START, least)
            else:
                readout.show_figures(None, None, has_least=self._tells_least())
        elif state is RunState.EDITED:
            readout.show_earlier(
                progress.frame.loss, EarlierLoss.OTHER_TABLES, floor=progress.loss_floor
            )
        elif self._document.experiment.refused_loss:
            least = _loss_of(self._known_best(progress)) if self._is_of_loss else None
            readout.show_earlier(
                progress.frame.loss, EarlierLoss.STAND_IN, least, floor=progress.loss_floor
            )
        elif not self._is_of_loss:
            readout.show_earlier(
                progress.frame.loss, EarlierLoss.OTHER_LOSS, floor=progress.loss_floor
            )
        else:
            verdict, goodness = progress.verdict, progress.goodness
            readout.show_figures(
                progress.frame.loss,
                _loss_of(self._known_best(progress)),
                "" if goodness is None else format_r_squared(goodness.unexplained),
                is_settled=verdict is not None and verdict.is_good,
                floor=progress.loss_floor,
                is_least=progress.has_least_loss,
                has_least=progress.settings.formula is None or progress.tells_least,
                held_out=_held_out_told(progress),
            )

    def _show_loss_in_use(self, state: RunState, progress: RunProgress | None) -> bool:
        """Name the loss that the figure is of, as its field shows one with a mistake.

        Return whether that was shown: a loss of other tables, or of yet another loss, has a remark
        of its own.
        """
        if self._document.experiment.refused_loss or state is RunState.EDITED:
            return False
        if progress is not None:
            loss, floor = progress.frame.loss if self._is_of_loss else None, progress.loss_floor
        else:
            fitted = self._document.fitted
            loss, floor = self._start_loss() if fitted is None else fitted.loss, 0.0
        if loss is not None:
            self._parts.readout.show_under(loss, name_in_use(self._document.settings), floor)
        return loss is not None

    def _show_figures(self, state: RunState, progress: RunProgress | None) -> None:
        """Show on the timeline which epoch is shown, how fast the run is, and by which method."""
        timeline = self._parts.timeline
        now, is_active = perf_counter(), state.is_active
        rate = self._rate.update(progress.frame.epoch, now) if progress and is_active else None
        if progress is None:
            fitted = self._document.fitted
            timeline.show_no_run(self._document.settings, fitted.epoch if fitted else None)
        elif state is RunState.EDITED:
            timeline.show_former(progress.trace, progress.settings)
        else:
            frame = self._earlier.frame if self._earlier else progress.frame
            timeline.show_trace(
                progress.trace,
                progress.settings,
                float(frame.epoch),
                loss=frame.loss,
                floor=progress.loss_floor,
            )
        explained = explained_method(progress.frame, progress.methods) if progress else ""
        timeline.show_progress(explained, rate)

    @Slot()
    def _show_diagnosis(self) -> None:
        """Show the announcement if there is one, otherwise what the run is doing."""
        if (mistake := self._parts.settings.loss_message) is not None:
            self._parts.diagnosis.show_message(mistake)
            return
        if self._parts.settings.has_refused or self._parts.timeline.has_refused:
            return
        self._parts.diagnosis.show_message(self._status_message.current or self._diagnosis())

    def _diagnosis(self) -> Message:
        """Return what the run is doing, or that an earlier epoch of it is shown."""
        state, progress = self._session.state, self._session.progress
        is_busy = state.is_active or state is RunState.EDITED
        settings = self._document.settings
        if progress is not None and self._earlier is not None:
            outlook = None if is_busy else self._outlook(state, progress)
            return diagnose_earlier(self._earlier, state, progress, settings, outlook)
        message = diagnose(
            state,
            progress,
            settings,
            # During a run, and after each edit, nobody looks ahead: that takes milliseconds.
            outlook=None if is_busy else self._outlook(state, progress),
            report=self._report,
            saved=None if progress is not None else self._saved_epoch(),
            is_saved_optimum=progress is None and self._saved_fit().is_optimum,
            is_of_data=self._is_of_data,
        )
        changes = message.fix.changes if message.fix is not None else {}
        if changes and all(getattr(settings, name) == value for name, value in changes.items()):
            return replace(message, fix=None)  # it would set what is set already
        return message

    def _outlook(self, state: RunState, progress: RunProgress | None) -> TableOutlook:
        """Return what is known of the next run before it begins or goes on.

        It is found once until that changes.
        """
        W, settings = None, self._document.settings
        is_of_these = progress is not None and self._document.experiment.has_tables_of(
            progress.experiment
        )
        if progress is not None and is_of_these and will_go_on(state, progress, settings):
            W = progress.frame.W
        limit = self._shown_limit if self._is_limit_of_columns() else None
        about = self._document.experiment, limit, self._is_example, W
        if self._known is None or any(map(is_not, about, self._known_of)):
            experiment, limit, is_example, _ = about
            self._known = TableOutlook.of(experiment, limit, is_example=is_example, W=W)
            self._known_of = about
        return self._known

    def _saved_epoch(self) -> float | None:
        fitted = self._document.fitted
        return None if fitted is None else fitted.epoch

    def _saved_fit(self) -> SavedFit:
        """Return what is known of the weights that came with the file, found once."""
        fitted = self._document.fitted
        if fitted is None:
            return SavedFit()
        best, settings = self._best_ahead(), self._document.settings
        about = fitted.W, best, settings
        if any(map(is_not, about, self._saved_of)):
            self._saved = SavedFit.of(self._document.experiment, fitted, best)
            self._saved_of = about
        return self._saved

    def _saved_r_squared(self) -> str:
        """Write R² of the weights that came with the file; empty while it is not known."""
        fitted, ahead = self._document.fitted, self._known_statistics(None)
        if fitted is None or ahead is None or math.isnan(fitted.loss):
            return ""
        return format_r_squared(ahead.of_loss(fitted.loss).unexplained)

    def _show_start(self) -> None:
        """Draw where the weights shown are before there is a run: at the start, or as saved."""
        fitted, plot = self._document.fitted, self._parts.loss_plot
        if fitted is None:
            plot.show_start(self._start_loss(), _loss_of(self._best_ahead()))
        else:
            plot.show_saved(fitted.epoch, fitted.loss, _loss_of(self._best_ahead()))

    def _tells_least(self) -> bool:
        """Return whether a formula tells the least of the loss that is set."""
        return tells_least(self._document.experiment)

    def _written_formula(self, settings: Settings) -> str:
        """Return the formula of a loss that is not the mean square."""
        return "" if settings.formula is None else settings.formula.written

    def _start_loss(self) -> float | None:
        """Return the loss set at the start, before there is a run of it; None if that is unknown.

        Until the first frame of a run, it is what was known before.
        """
        state, progress = self._session.state, self._session.progress
        if state is RunState.READY or (state not in FROM_START and not state.is_active):
            return _loss_ahead(self._outlook(state, progress))
        if progress is None or self._known_of[:1] == (self._document.experiment,):
            return _loss_ahead(self._known)
        return None

    def _best_ahead(self) -> Optimum | None:
        """Return the optimum of the tables before there is a run, found once, if that is fast."""
        now, (A, Y, left_out) = self._document.experiment, self._best_of
        loss = now.settings.formula
        is_of_rows = now.A is A and now.Y is Y and now.left_out is left_out
        if not is_of_rows or loss != self._best_of_loss:
            self._best = optimum_at_once(now)
            self._best_of, self._best_of_loss = (now.A, now.Y, now.left_out), loss
        return self._best

    @Slot()
    def _find_statistics(self) -> None:
        """Show how well the optimum fits before there is a run."""
        from engine.statistics import statistics  # loaded on use, as in gui/run/worker.py

        if self._document.settings.formula is not None:
            if self._session.progress is None:
                known = table_statistics_at_once(self._document.experiment)
                self._parts.fit_card.show_table(known)
                self._show_saved_fit(known)
            return  # the others are those of least squares
        if self._session.progress is None and (best := self._best_ahead()) is not None:
            self._statistics = statistics(self._document.experiment.problem, best)
            self._statistics_of = best
            self._parts.sheet.show_run(self._run_numbers(None))
            self._parts.fit_card.show_optimum(self._statistics)
            self._show_saved_fit(self._statistics)
            self._show_readout(self._session.state, None)

    def _known_statistics(self, progress: RunProgress | None) -> "Statistics | None":
        """Return the statistics of a run, or what was known before until the run has found them."""
        if progress is not None and not self._is_of_loss:
            # Those of least squares are known beside a run of another loss, too.
            is_of_squares = self._document.settings.formula is None
            return progress.table_statistics if is_of_squares else None
        if progress is not None and progress.statistics is not None:
            return progress.statistics
        best = self._best_of_set_loss(progress)
        return self._statistics if best is self._statistics_of else None

    def _best_of_set_loss(self, progress: RunProgress | None) -> Optimum | None:
        """Return the optimum of the loss that is set, which a run of another one has not found."""
        if progress is None or not self._is_of_loss:
            return self._best_ahead()
        return self._known_best(progress)

    def _known_best(self, progress: RunProgress) -> Optimum | None:
        """Return the optimum of a run, or what was known before until the run has found it.

        So the line stays where it is when the run begins.
        """
        ran = progress.experiment
        A, Y, left_out = self._best_of
        is_of_run = A is ran.A and Y is ran.Y and left_out is ran.left_out
        is_of_run = is_of_run and self._best_of_loss == progress.settings.formula
        known = self._best if is_of_run else None
        return progress.best or known

    @Slot(str)
    def _keep_report(self, report: str) -> None:
        """Keep the report of a run that failed, for its Details."""
        self._report = report
        self._show_diagnosis()

    @Slot(str)
    def _stand(self, sentence: str) -> None:
        """Show what was refused in the tables, until the person does something else.

        An empty sentence means that what was there before is there again. An offer stays: it is
        what can be done instead.
        """
        if not sentence:
            if self._status_message.current == self._refused:
                self._status_message.clear()
            return
        self._document.flush()
        current = self._status_message.current
        if current is not None and current.fix is not None and not current.fix.details:
            announce(self._parts.diagnosis, sentence, assertive=True)
            return
        self._refused = in_brief(Message(MessageKind.FAULT, sentence))
        self._status_message.show(self._refused)

    def _weights(self, progress: RunProgress | None) -> Matrix | None:
        """Return the weights at the epoch shown, or those saved with the experiment."""
        if progress is not None:
            return progress.frame.W
        fitted = self._document.fitted
        return fitted.W if fitted else None

    def _has_data_of(self, progress: RunProgress | None) -> bool:
        """Return whether a run is one of the data as they are; its start may be another."""
        return progress is None or self._document.experiment.has_data_of(progress.experiment)


def _loss_ahead(known: TableOutlook | None) -> float | None:
    return None if known is None or known.ahead is None else known.ahead.loss


def _held_out_told(progress: RunProgress) -> str:
    """Say how well the rows are foretold that are held out; empty without any."""
    now = None if progress.held_out is None else progress.held_out.now
    if now is None:
        return ""
    if now.unexplained is None:
        return HELD_OUT_LOSS(now.rows, loss=format_loss(now.loss))
    r_squared = format_r_squared(now.unexplained)
    return HELD_OUT_BOTH(now.rows, loss=format_loss(now.loss), r_squared=r_squared)


def _loss_of(best: Optimum | None) -> float | None:
    return None if best is None else best.loss


def _is_seen_later(update: Update) -> bool:
    """Return whether a hidden window shows what is new already, not only when it is shown again."""
    return bool(update.document) or update.state or update.epoch


def _has_ended_by_itself(before: RunState, state: RunState) -> bool:
    """Return whether a run has come to its end; one that runs is paused only by a person."""
    if before is RunState.RUNNING and state is RunState.PAUSED:
        return False
    return before.is_active and not state.is_active and state not in FROM_START


def _has_found_run(update: Update, state: RunState) -> bool:
    """Return whether undo or redo has led back to the tables of an earlier run."""
    return bool(update.document.tables) and update.progress and state is not RunState.EDITED
