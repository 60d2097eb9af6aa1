"""Shows the document and its run in the parts of the window, whenever either changes."""

import logging
from dataclasses import replace
from enum import Enum
from time import perf_counter

from PySide6.QtCore import QObject, QSignalBlocker, Slot
from PySide6.QtGui import QPalette

from engine import Matrix, Settings
from engine.examples import EXAMPLES

from ..document import Document, DocumentChange, TableName
from ..plots.axis_scale import Scale
from ..run.diagnosis import diagnose
from ..run.prediction_sample import PredictionFeed
from ..run.prepared_rows import PreparedRows
from ..run.run_state import FROM_START, RunState
from ..run.session import Session, Update
from ..run.speed import Rate
from ..run.worker import RunProgress
from ..text.message import Message, MessageKind
from .actions import check
from .parts import Parts
from .status_message import StatusMessage

NUMBERS_SECONDS = 0.1
"""Numbers that change more often cannot be read; curves can."""

LESSONS = frozenset(example.note for example in EXAMPLES)

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
        self._status_message = StatusMessage(self)
        self._drawing = Drawing.ON
        self._is_example = False
        self._state_before = session.state
        self._shown_limit: float | None = None
        self._limit_is_known = self._limited_scaled = False
        self._status_message.changed.connect(self._show_diagnosis)
        document.working.connect(self._announce_work)
        document.idle.connect(self._status_message.end)
        session.updated.connect(self.show_update)
        session.reduced.connect(self.show_reduction)
        parts.settings.refused.connect(self.show_refusal)
        self.draw_icons()
        self.show_update(_EVERYTHING)

    @Slot(Update)
    def show_update(self, update: Update) -> None:
        """Show all that is new, each part once and after what it follows from."""
        if self._drawing is not Drawing.ON and not (update.document or update.state):
            self._drawing = Drawing.BEHIND
            return
        change, state, progress = update.document, self._session.state, self._session.progress
        is_another = change.is_another_document
        if change:
            logger.debug("show %s", change)
            # An edit must not move everything below the line.
            self._parts.lesson.show_lesson(self._document.lesson, keep_place=not is_another)
            if is_another:
                self._is_example = self._document.lesson in LESSONS
        has_new_run = update.state or is_another
        has_new_numbers = bool(change.tables) or has_new_run or self._numbers_are_due(update)
        is_outdated = self._is_message_outdated(update, state)
        self._state_before = state
        if is_outdated:
            with QSignalBlocker(self._status_message):
                self._status_message.clear()
        if has_new_run or change.tables:
            self._show_state(state, progress)
        if change.settings:
            self._show_settings()
        if state is RunState.RUNNING and (update.state or change.settings):
            self._suit_epoch_axis(self._document.settings)
        elif _has_found_run(update, state) and progress is not None:
            self._suit_epoch_axis(progress.settings)
        self._follow_limit(update, progress)
        W = self._weights(progress)
        self._show_plots(update, progress, W)
        if has_new_numbers:
            self._show_numbers(progress, W)
        if has_new_numbers or change.settings or is_outdated:
            self._show_figures(progress)
            self._show_diagnosis()

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
        text = f"Reducing {self._document.rows:,} rows: {100 * fraction:.0f} %"
        self._parts.diagnosis.show_message(Message(MessageKind.GOING, text))

    @Slot(str)
    def show_refusal(self, sentence: str) -> None:
        """Show why a setting was refused; an empty sentence means that none is any more."""
        if sentence:
            self._parts.diagnosis.show_refusal(sentence)
        else:
            self._show_diagnosis()

    @Slot(Message)
    def announce(self, message: Message) -> None:
        """Show a message beside the run, for a while or until the tables or the run change.

        What did not work stands until the person does something else.

        Pending changes are shown first, because they would clear the message.
        """
        self._document.flush()
        self._status_message.show(message)

    def _palette(self) -> QPalette:
        """Return the window's palette: its buttons get a changed one only after it."""
        return self._parts.run_button.window().palette()

    def draw_icons(self) -> None:
        """Draw the icons of the run's buttons in the colours of the palette."""
        self._parts.actions.draw(self._session.state, self._palette())

    @Slot(str)
    def _announce_work(self, step: str) -> None:
        self._document.flush()
        self._status_message.begin(step)

    def _is_message_outdated(self, update: Update, state: RunState) -> bool:
        """Return whether the message is about what was before.

        One that stands ends with any edit, but not with a run that ends by itself: nobody may have
        read it.
        """
        if self._status_message.is_standing:
            has_acted = update.state and not _has_ended_by_itself(self._state_before, state)
            return bool(update.document) or has_acted
        is_another = update.document.is_another_document
        return update.state or is_another or bool(update.document.tables)

    def _show_state(self, state: RunState, progress: RunProgress | None) -> None:
        """Show whether the run is active, and what can be done next."""
        has_run = state.is_active or progress is not None
        has_fitted = self._document.fitted is not None
        self._parts.actions.show_state(state, has_run, has_fitted)
        self._parts.actions.draw_run(state, self._palette())
        self._rate.restart()

    def _show_settings(self) -> None:
        """Show the settings that have no field of their own."""
        settings = self._document.settings
        check(self._parts.actions.precisions, settings.precision.value)
        check(self._parts.actions.methods, settings.method.value)
        check(self._parts.actions.tolerances, settings.tolerance)

    def _suit_epoch_axis(self, settings: Settings) -> None:
        """Choose an epoch axis that shows the whole run, for 10³ epochs or 10¹⁵."""
        scale = Scale.LOGARITHMIC if settings.until_converged else Scale.LINEAR
        self._parts.loss_plot.suggest_epoch_scale(scale)

    def _follow_limit(self, update: Update, progress: RunProgress | None) -> None:
        """Show η's limit, if A, the scaling of its columns or the run have changed it."""
        is_scaled = self._document.settings.scale_columns
        if TableName.A in update.document.tables or is_scaled != self._limited_scaled:
            self._show_limit()
        elif not update.progress or progress is None:
            return
        elif progress.learning_rate_limit is not None:
            self._limit_is_known = True
            self._shown_limit = progress.learning_rate_limit
            self._parts.settings.show_limit(progress.learning_rate_limit)
        elif not self._limit_is_known and self._session.prepared_rows.triangle is not None:
            self._show_limit()

    def _show_limit(self) -> None:
        limit = self._limit()
        self._limit_is_known = limit is not None
        self._limited_scaled = self._document.settings.scale_columns
        self._shown_limit = limit
        self._parts.settings.show_limit(limit)

    def _limit(self) -> float | None:
        """Return η's limit for the tables as they are now; None if it would take too long."""
        document, prepared_rows = self._document, self._session.prepared_rows
        if not prepared_rows.matches(document.experiment):
            prepared_rows = PreparedRows(document.experiment)
        return prepared_rows.limit(document.settings.scale_columns, at_once=True)

    def _show_plots(self, update: Update, progress: RunProgress | None, W: Matrix | None) -> None:
        """Draw the curve of the loss and the predictions, as far as they have changed."""
        change = update.document
        has_new_run = update.state or change.is_another_document
        if progress is None and has_new_run:
            self._parts.loss_plot.clear()
        elif progress is not None and update.progress:
            self._parts.loss_plot.show_trace(progress.trace)
            self._parts.loss_plot.show_least(progress.best.loss if progress.best else None)
        if change.tables & {TableName.A, TableName.Y}:
            self._feed.refresh()
        elif not (update.progress or (progress is None and has_new_run)):
            return
        feed = self._feed
        self._parts.prediction_plot.show_rows(
            feed.rows,
            feed.observed,
            feed.predicted(self._predicting(W, progress)),
            self._document.rows,
            fit=change.shape,
        )

    def _numbers_are_due(self, update: Update) -> bool:
        return update.progress and perf_counter() - self._numbers_since >= NUMBERS_SECONDS

    def _show_numbers(self, progress: RunProgress | None, W: Matrix | None) -> None:
        """Show the current W in the tables, and what follows from it."""
        gradient = progress.frame.gradient if progress and W is not None else None
        self._parts.data.show_weights(self._predicting(W, progress))
        self._parts.weights.show_weights(W, gradient)
        self._numbers_since = perf_counter()

    def _show_figures(self, progress: RunProgress | None) -> None:
        frame = progress.frame if progress else None
        state = self._session.state
        if state is RunState.EDITED and progress is not None:
            self._parts.status.show_former(progress.frame, progress.settings)
            return
        is_active = state.is_active
        rate = self._rate.update(frame.epoch, perf_counter()) if frame and is_active else None
        settings = progress.settings if progress else self._document.settings
        self._parts.status.show_figures(frame, settings, rate)
        if frame is None and self._document.fitted is not None:
            self._parts.status.show_fitted(self._document.fitted)

    @Slot()
    def _show_diagnosis(self) -> None:
        """Show the announcement if there is one, otherwise what the run is doing.

        A passing announcement does not hide what a run has come to: it is shown below that.
        """
        if self._parts.settings.has_refused:
            return
        message = self._status_message.current
        if message is None:
            message = self._diagnosis()
        elif self._has_verdict() and not self._status_message.is_standing:
            verdict = self._diagnosis()
            detail = "\n".join(filter(None, (message.text, verdict.detail)))
            message = replace(verdict, text=f"{verdict.text}\n{message.text}", detail=detail)
        self._parts.diagnosis.show_message(message)

    def _has_verdict(self) -> bool:
        """Return whether a run of these tables has ended, or is paused."""
        state = self._session.state
        is_over = not state.is_active and state not in FROM_START
        return is_over and self._session.progress is not None

    def _diagnosis(self) -> Message:
        """Return what the run is doing."""
        state = self._session.state
        return diagnose(
            state,
            self._session.progress,
            self._document.settings,
            limit=self._shown_limit,
            # During a run it is not asked, because searching a large table takes milliseconds.
            lacks_intercept=state is RunState.READY and self._lacks_intercept(),
        )

    def _lacks_intercept(self) -> bool:
        """Return whether the table is a person's own, is filled, and has no column of ones."""
        experiment = self._document.experiment
        if self._is_example or experiment.A.is_zero:
            return False
        return experiment.intercept is None

    def _weights(self, progress: RunProgress | None) -> Matrix | None:
        """Return the weights that the run has reached, or those saved with the experiment."""
        fitted = self._document.fitted
        if progress is None:
            return fitted.W if fitted else None
        return progress.frame.W

    def _predicting(self, W: Matrix | None, progress: RunProgress | None) -> Matrix | None:
        """Return the weights if they predict the table; None if it was edited after their run.

        The loss and the curve shown are those of the run, and so must be all that is beside them.
        """
        now = self._document.experiment
        return W if progress is None or now.has_data_of(progress.experiment) else None


def _has_ended_by_itself(before: RunState, state: RunState) -> bool:
    """Return whether a run has come to its end; one that runs is paused only by a person."""
    if before is RunState.RUNNING and state is RunState.PAUSED:
        return False
    return before.is_active and not state.is_active and state not in FROM_START


def _has_found_run(update: Update, state: RunState) -> bool:
    """Return whether undo or redo has led back to the tables of an earlier run."""
    return bool(update.document.tables) and update.progress and state is not RunState.EDITED
